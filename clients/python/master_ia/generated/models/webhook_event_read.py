from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="WebhookEventRead")


@_attrs_define
class WebhookEventRead:
    """One stored event of a provider.

    Attributes:
        id (str):
        provider (str):
        external_id (str):
        kind (str):
        received_at (datetime.datetime):
        applied_at (datetime.datetime | None): Null: still to be applied; see `error`.
        attempts (int):
        error (None | str):
    """

    id: str
    provider: str
    external_id: str
    kind: str
    received_at: datetime.datetime
    applied_at: datetime.datetime | None
    attempts: int
    error: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        provider = self.provider

        external_id = self.external_id

        kind = self.kind

        received_at = self.received_at.isoformat()

        applied_at: None | str
        if isinstance(self.applied_at, datetime.datetime):
            applied_at = self.applied_at.isoformat()
        else:
            applied_at = self.applied_at

        attempts = self.attempts

        error: None | str
        error = self.error

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "provider": provider,
                "external_id": external_id,
                "kind": kind,
                "received_at": received_at,
                "applied_at": applied_at,
                "attempts": attempts,
                "error": error,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        provider = d.pop("provider")

        external_id = d.pop("external_id")

        kind = d.pop("kind")

        received_at = datetime.datetime.fromisoformat(d.pop("received_at"))

        def _parse_applied_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                applied_at_type_0 = datetime.datetime.fromisoformat(data)

                return applied_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        applied_at = _parse_applied_at(d.pop("applied_at"))

        attempts = d.pop("attempts")

        def _parse_error(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        error = _parse_error(d.pop("error"))

        webhook_event_read = cls(
            id=id,
            provider=provider,
            external_id=external_id,
            kind=kind,
            received_at=received_at,
            applied_at=applied_at,
            attempts=attempts,
            error=error,
        )

        webhook_event_read.additional_properties = d
        return webhook_event_read

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
