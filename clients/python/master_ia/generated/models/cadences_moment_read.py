from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.cadences_moment_read_answers import CadencesMomentReadAnswers
    from ..models.limit_note_read import LimitNoteRead


T = TypeVar("T", bound="CadencesMomentRead")


@_attrs_define
class CadencesMomentRead:
    """
    Attributes:
        at (datetime.datetime):
        local (str): On the contact's own clock.
        answers (CadencesMomentReadAnswers): What conditions, by their key, have to answer for it; empty: whatever.
        held_since (datetime.datetime | None): Of a message that waits for the hours: when it was ready.
        limit (LimitNoteRead | None): Of a message: the company's frequency cap or the account's daily limit, where it
            would not go out then. Null: nothing is in its way.
    """

    at: datetime.datetime
    local: str
    answers: CadencesMomentReadAnswers
    held_since: datetime.datetime | None
    limit: LimitNoteRead | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.limit_note_read import LimitNoteRead  # noqa: PLC0415

        at = self.at.isoformat()

        local = self.local

        answers = self.answers.to_dict()

        held_since: None | str
        if isinstance(self.held_since, datetime.datetime):
            held_since = self.held_since.isoformat()
        else:
            held_since = self.held_since

        limit: dict[str, Any] | None
        if isinstance(self.limit, LimitNoteRead):
            limit = self.limit.to_dict()
        else:
            limit = self.limit

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "at": at,
                "local": local,
                "answers": answers,
                "held_since": held_since,
                "limit": limit,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.cadences_moment_read_answers import CadencesMomentReadAnswers  # noqa: PLC0415
        from ..models.limit_note_read import LimitNoteRead  # noqa: PLC0415

        d = dict(src_dict)
        at = datetime.datetime.fromisoformat(d.pop("at"))

        local = d.pop("local")

        answers = CadencesMomentReadAnswers.from_dict(d.pop("answers"))

        def _parse_held_since(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                held_since_type_0 = datetime.datetime.fromisoformat(data)

                return held_since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        held_since = _parse_held_since(d.pop("held_since"))

        def _parse_limit(data: object) -> LimitNoteRead | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                limit_type_0 = LimitNoteRead.from_dict(data)

                return limit_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(LimitNoteRead | None, data)

        limit = _parse_limit(d.pop("limit"))

        cadences_moment_read = cls(
            at=at,
            local=local,
            answers=answers,
            held_since=held_since,
            limit=limit,
        )

        cadences_moment_read.additional_properties = d
        return cadences_moment_read

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
