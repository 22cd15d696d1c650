from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.endpoint_status import EndpointStatus

T = TypeVar("T", bound="WebhookEndpointSecret")


@_attrs_define
class WebhookEndpointSecret:
    """
    Attributes:
        id (str):
        name (str):
        url (str):
        types (list[str]): None: all of them.
        hub_signature (bool):
        thin (bool):
        status (EndpointStatus):
        disabled_reason (None | str): `gone`: it answered 410. `dead`: nothing arrived for five days. `person`: somebody
            here switched it off.
        problem (None | str): What keeps it from being called, while events wait for it. `secret_unreadable`: its secret
            needs a key that this installation has no more; rotate it.
        failing_since (datetime.datetime | None): The first failure since the newest success.
        last_success_at (datetime.datetime | None):
        rest_until (datetime.datetime | None): It asked to be left alone until then (Retry-After).
        previous_until (datetime.datetime | None): Until then the secret before the newest signs too.
        version (int):
        created_at (datetime.datetime):
        updated_at (datetime.datetime):
        secret (str): Shown only now. Verifies by any Standard Webhooks library.
    """

    id: str
    name: str
    url: str
    types: list[str]
    hub_signature: bool
    thin: bool
    status: EndpointStatus
    disabled_reason: None | str
    problem: None | str
    failing_since: datetime.datetime | None
    last_success_at: datetime.datetime | None
    rest_until: datetime.datetime | None
    previous_until: datetime.datetime | None
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime
    secret: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        url = self.url

        types = self.types

        hub_signature = self.hub_signature

        thin = self.thin

        status = self.status.value

        disabled_reason: None | str
        disabled_reason = self.disabled_reason

        problem: None | str
        problem = self.problem

        failing_since: None | str
        if isinstance(self.failing_since, datetime.datetime):
            failing_since = self.failing_since.isoformat()
        else:
            failing_since = self.failing_since

        last_success_at: None | str
        if isinstance(self.last_success_at, datetime.datetime):
            last_success_at = self.last_success_at.isoformat()
        else:
            last_success_at = self.last_success_at

        rest_until: None | str
        if isinstance(self.rest_until, datetime.datetime):
            rest_until = self.rest_until.isoformat()
        else:
            rest_until = self.rest_until

        previous_until: None | str
        if isinstance(self.previous_until, datetime.datetime):
            previous_until = self.previous_until.isoformat()
        else:
            previous_until = self.previous_until

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        secret = self.secret

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "url": url,
                "types": types,
                "hub_signature": hub_signature,
                "thin": thin,
                "status": status,
                "disabled_reason": disabled_reason,
                "problem": problem,
                "failing_since": failing_since,
                "last_success_at": last_success_at,
                "rest_until": rest_until,
                "previous_until": previous_until,
                "version": version,
                "created_at": created_at,
                "updated_at": updated_at,
                "secret": secret,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        url = d.pop("url")

        types = cast(list[str], d.pop("types"))

        hub_signature = d.pop("hub_signature")

        thin = d.pop("thin")

        status = EndpointStatus(d.pop("status"))

        def _parse_disabled_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        disabled_reason = _parse_disabled_reason(d.pop("disabled_reason"))

        def _parse_problem(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        problem = _parse_problem(d.pop("problem"))

        def _parse_failing_since(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                failing_since_type_0 = datetime.datetime.fromisoformat(data)

                return failing_since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        failing_since = _parse_failing_since(d.pop("failing_since"))

        def _parse_last_success_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_success_at_type_0 = datetime.datetime.fromisoformat(data)

                return last_success_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_success_at = _parse_last_success_at(d.pop("last_success_at"))

        def _parse_rest_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                rest_until_type_0 = datetime.datetime.fromisoformat(data)

                return rest_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        rest_until = _parse_rest_until(d.pop("rest_until"))

        def _parse_previous_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                previous_until_type_0 = datetime.datetime.fromisoformat(data)

                return previous_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        previous_until = _parse_previous_until(d.pop("previous_until"))

        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        secret = d.pop("secret")

        webhook_endpoint_secret = cls(
            id=id,
            name=name,
            url=url,
            types=types,
            hub_signature=hub_signature,
            thin=thin,
            status=status,
            disabled_reason=disabled_reason,
            problem=problem,
            failing_since=failing_since,
            last_success_at=last_success_at,
            rest_until=rest_until,
            previous_until=previous_until,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
            secret=secret,
        )

        webhook_endpoint_secret.additional_properties = d
        return webhook_endpoint_secret

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
