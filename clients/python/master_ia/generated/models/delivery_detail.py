from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.delivery_state import DeliveryState

if TYPE_CHECKING:
    from ..models.attempt_read import AttemptRead


T = TypeVar("T", bound="DeliveryDetail")


@_attrs_define
class DeliveryDetail:
    """
    Attributes:
        id (str): Its `webhook-id`, the same at every try.
        endpoint_id (str):
        event_id (str):
        type_ (str):
        state (DeliveryState): Where one event stands for one endpoint.
        attempts (int):
        due_at (datetime.datetime | None): The next try.
        replayed (bool):
        last_status (int | None):
        last_error (None | str): `status`, `redirect`, `timeout`, `refused_address`, `unknown_host`, `tls`,
            `connection`, `protocol` or `endpoint_disabled`; null when it arrived.
        delivered_at (datetime.datetime | None):
        created_at (datetime.datetime):
        log (list[AttemptRead]): Each try, in order.
        body (str): What is sent, byte by byte.
    """

    id: str
    endpoint_id: str
    event_id: str
    type_: str
    state: DeliveryState
    attempts: int
    due_at: datetime.datetime | None
    replayed: bool
    last_status: int | None
    last_error: None | str
    delivered_at: datetime.datetime | None
    created_at: datetime.datetime
    log: list[AttemptRead]
    body: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        endpoint_id = self.endpoint_id

        event_id = self.event_id

        type_ = self.type_

        state = self.state.value

        attempts = self.attempts

        due_at: None | str
        if isinstance(self.due_at, datetime.datetime):
            due_at = self.due_at.isoformat()
        else:
            due_at = self.due_at

        replayed = self.replayed

        last_status: int | None
        last_status = self.last_status

        last_error: None | str
        last_error = self.last_error

        delivered_at: None | str
        if isinstance(self.delivered_at, datetime.datetime):
            delivered_at = self.delivered_at.isoformat()
        else:
            delivered_at = self.delivered_at

        created_at = self.created_at.isoformat()

        log = []
        for log_item_data in self.log:
            log_item = log_item_data.to_dict()
            log.append(log_item)

        body = self.body

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "endpoint_id": endpoint_id,
                "event_id": event_id,
                "type": type_,
                "state": state,
                "attempts": attempts,
                "due_at": due_at,
                "replayed": replayed,
                "last_status": last_status,
                "last_error": last_error,
                "delivered_at": delivered_at,
                "created_at": created_at,
                "log": log,
                "body": body,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.attempt_read import AttemptRead  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        endpoint_id = d.pop("endpoint_id")

        event_id = d.pop("event_id")

        type_ = d.pop("type")

        state = DeliveryState(d.pop("state"))

        attempts = d.pop("attempts")

        def _parse_due_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                due_at_type_0 = datetime.datetime.fromisoformat(data)

                return due_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        due_at = _parse_due_at(d.pop("due_at"))

        replayed = d.pop("replayed")

        def _parse_last_status(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        last_status = _parse_last_status(d.pop("last_status"))

        def _parse_last_error(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        last_error = _parse_last_error(d.pop("last_error"))

        def _parse_delivered_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                delivered_at_type_0 = datetime.datetime.fromisoformat(data)

                return delivered_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        delivered_at = _parse_delivered_at(d.pop("delivered_at"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        log = []
        _log = d.pop("log")
        for log_item_data in _log:
            log_item = AttemptRead.from_dict(log_item_data)

            log.append(log_item)

        body = d.pop("body")

        delivery_detail = cls(
            id=id,
            endpoint_id=endpoint_id,
            event_id=event_id,
            type_=type_,
            state=state,
            attempts=attempts,
            due_at=due_at,
            replayed=replayed,
            last_status=last_status,
            last_error=last_error,
            delivered_at=delivered_at,
            created_at=created_at,
            log=log,
            body=body,
        )

        delivery_detail.additional_properties = d
        return delivery_detail

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
