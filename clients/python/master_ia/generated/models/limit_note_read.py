from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.limit_note_read_code import LimitNoteReadCode

T = TypeVar("T", bound="LimitNoteRead")


@_attrs_define
class LimitNoteRead:
    """What stands in a message's way, as far as is known now.

    Attributes:
        code (LimitNoteReadCode): `frequency_cap`: left out, as they have had `messages` of marketing within `days` by
            then. `daily_limit`: held until `until`, as the account has reached as many people as it may in a day.
        text (str): For people, in the language of Accept-Language.
        messages (int | None):
        days (int | None):
        until (datetime.datetime | None):
    """

    code: LimitNoteReadCode
    text: str
    messages: int | None
    days: int | None
    until: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code = self.code.value

        text = self.text

        messages: int | None
        messages = self.messages

        days: int | None
        days = self.days

        until: None | str
        if isinstance(self.until, datetime.datetime):
            until = self.until.isoformat()
        else:
            until = self.until

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "text": text,
                "messages": messages,
                "days": days,
                "until": until,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = LimitNoteReadCode(d.pop("code"))

        text = d.pop("text")

        def _parse_messages(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        messages = _parse_messages(d.pop("messages"))

        def _parse_days(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        days = _parse_days(d.pop("days"))

        def _parse_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                until_type_0 = datetime.datetime.fromisoformat(data)

                return until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        until = _parse_until(d.pop("until"))

        limit_note_read = cls(
            code=code,
            text=text,
            messages=messages,
            days=days,
            until=until,
        )

        limit_note_read.additional_properties = d
        return limit_note_read

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
