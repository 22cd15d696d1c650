"""What an endpoint is sent: the event as it was written down, the same at every try."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from pydantic import TypeAdapter

from schemas.api import ids
from schemas.event_types import EVENT_TYPES, RESOURCES, TEST

# What the specification advises.
MOST_BYTES = 20_000
_MOMENT = TypeAdapter(datetime)
_TEST_ID = UUID(int=0)


class Told(Protocol):
    """An event: db.models.events.Event, or what of it a delivery needs."""

    @property
    def id(self) -> UUID: ...
    @property
    def type(self) -> str: ...
    @property
    def resource_type(self) -> str: ...
    @property
    def resource_id(self) -> UUID: ...
    @property
    def sequence(self) -> int: ...
    @property
    def data(self) -> Mapping[str, object]: ...
    @property
    def occurred_at(self) -> datetime: ...
    @property
    def created_at(self) -> datetime: ...


def body(company_id: UUID, event: Told, *, thin: bool) -> bytes:
    """At most MOST_BYTES. `thin`: what happened to which thing, and nothing a person wrote."""
    made = _write(company_id, event, _ids(event.data) if thin else event.data)
    if len(made) <= MOST_BYTES:
        return made
    return _write(company_id, event, {**_ids(event.data), "truncated": True})


def example(company_id: UUID, endpoint_id: UUID, name: str, at: datetime, *, thin: bool) -> bytes:
    """A body of this type as it could come, from the catalogue."""
    kind = EVENT_TYPES[name]
    data = kind.example()
    if name == TEST:
        data = {**data, "endpoint_id": ids.ENDPOINT.format(endpoint_id)}
    resource = {"type": kind.resources[0], "id": ids.EVENT.format(_TEST_ID)}
    own = data.get(f"{kind.resources[0]}_id") or data.get("contact_id")
    if isinstance(own, str):
        resource["id"] = own
    return _dump(
        {
            "id": ids.EVENT.format(_TEST_ID),
            "type": name,
            "timestamp": _moment(at),
            "company_id": ids.COMPANY.format(company_id),
            "sequence": 1,
            "resource": resource,
            "occurred_at": _moment(at),
            "test": True,
            "data": _ids(data) if thin else data,
        }
    )


def message_id(delivery_id: UUID) -> str:
    """The `webhook-id`: the same for one event and endpoint, however often it is sent."""
    return ids.DELIVERY.format(delivery_id)


def _write(company_id: UUID, event: Told, data: Mapping[str, object]) -> bytes:
    kind = RESOURCES.get(event.resource_type)
    key = kind.format(event.resource_id) if kind else str(event.resource_id)
    return _dump(
        {
            "id": ids.EVENT.format(event.id),
            "type": event.type,
            "timestamp": _moment(event.created_at),
            "company_id": ids.COMPANY.format(company_id),
            "sequence": event.sequence,
            "resource": {"type": event.resource_type, "id": key},
            "occurred_at": _moment(event.occurred_at),
            "data": data,
        }
    )


def _ids(data: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in data.items() if name.endswith(("_id", "_ids"))}


def _moment(at: datetime) -> object:
    return _MOMENT.dump_python(at, mode="json")


def _dump(content: Mapping[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
