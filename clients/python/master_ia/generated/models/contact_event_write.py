from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.contact_event_write_data import ContactEventWriteData


T = TypeVar("T", bound="ContactEventWrite")


@_attrs_define
class ContactEventWrite:
    """
    Attributes:
        name (str): `meeting_booked` ends the cadences that stop for meetings.
        data (ContactEventWriteData | Unset): Whatever belongs to it, at most 16 KB.
        external_id (None | str | Unset): Your own id of it: told twice it is one.
        occurred_at (datetime.datetime | None | Unset): Now, when absent.
    """

    name: str
    data: ContactEventWriteData | Unset = UNSET
    external_id: None | str | Unset = UNSET
    occurred_at: datetime.datetime | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        data: dict[str, Any] | Unset = UNSET
        if not isinstance(self.data, Unset):
            data = self.data.to_dict()

        external_id: None | str | Unset
        if isinstance(self.external_id, Unset):
            external_id = UNSET
        else:
            external_id = self.external_id

        occurred_at: None | str | Unset
        if isinstance(self.occurred_at, Unset):
            occurred_at = UNSET
        elif isinstance(self.occurred_at, datetime.datetime):
            occurred_at = self.occurred_at.isoformat()
        else:
            occurred_at = self.occurred_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
            }
        )
        if data is not UNSET:
            field_dict["data"] = data
        if external_id is not UNSET:
            field_dict["external_id"] = external_id
        if occurred_at is not UNSET:
            field_dict["occurred_at"] = occurred_at

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.contact_event_write_data import ContactEventWriteData  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        _data = d.pop("data", UNSET)
        data: ContactEventWriteData | Unset
        if isinstance(_data, Unset):
            data = UNSET
        else:
            data = ContactEventWriteData.from_dict(_data)

        def _parse_external_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        external_id = _parse_external_id(d.pop("external_id", UNSET))

        def _parse_occurred_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                occurred_at_type_0 = datetime.datetime.fromisoformat(data)

                return occurred_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        occurred_at = _parse_occurred_at(d.pop("occurred_at", UNSET))

        contact_event_write = cls(
            name=name,
            data=data,
            external_id=external_id,
            occurred_at=occurred_at,
        )

        return contact_event_write
