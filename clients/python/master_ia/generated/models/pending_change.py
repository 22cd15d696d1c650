from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.hours_body import HoursBody
    from ..models.pending_change_bindings import PendingChangeBindings


T = TypeVar("T", bound="PendingChange")


@_attrs_define
class PendingChange:
    """What is absent stays. Other words are filled from the contacts as they are now.

    Attributes:
        rate_per_second (int | None | Unset):
        hours (HoursBody | None | Unset): null: the company's.
        expires_at (datetime.datetime | None | Unset):
        budget_micros (int | None | Unset):
        template_id (str | Unset): For WhatsApp.
        text (str | Unset): For SMS. Default: ''.
        bindings (PendingChangeBindings | Unset):
    """

    rate_per_second: int | None | Unset = UNSET
    hours: HoursBody | None | Unset = UNSET
    expires_at: datetime.datetime | None | Unset = UNSET
    budget_micros: int | None | Unset = UNSET
    template_id: str | Unset = UNSET
    text: str | Unset = ""
    bindings: PendingChangeBindings | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.hours_body import HoursBody  # noqa: PLC0415

        rate_per_second: int | None | Unset
        if isinstance(self.rate_per_second, Unset):
            rate_per_second = UNSET
        else:
            rate_per_second = self.rate_per_second

        hours: dict[str, Any] | None | Unset
        if isinstance(self.hours, Unset):
            hours = UNSET
        elif isinstance(self.hours, HoursBody):
            hours = self.hours.to_dict()
        else:
            hours = self.hours

        expires_at: None | str | Unset
        if isinstance(self.expires_at, Unset):
            expires_at = UNSET
        elif isinstance(self.expires_at, datetime.datetime):
            expires_at = self.expires_at.isoformat()
        else:
            expires_at = self.expires_at

        budget_micros: int | None | Unset
        if isinstance(self.budget_micros, Unset):
            budget_micros = UNSET
        else:
            budget_micros = self.budget_micros

        template_id = self.template_id

        text = self.text

        bindings: dict[str, Any] | Unset = UNSET
        if not isinstance(self.bindings, Unset):
            bindings = self.bindings.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if rate_per_second is not UNSET:
            field_dict["rate_per_second"] = rate_per_second
        if hours is not UNSET:
            field_dict["hours"] = hours
        if expires_at is not UNSET:
            field_dict["expires_at"] = expires_at
        if budget_micros is not UNSET:
            field_dict["budget_micros"] = budget_micros
        if template_id is not UNSET:
            field_dict["template_id"] = template_id
        if text is not UNSET:
            field_dict["text"] = text
        if bindings is not UNSET:
            field_dict["bindings"] = bindings

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.hours_body import HoursBody  # noqa: PLC0415
        from ..models.pending_change_bindings import PendingChangeBindings  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_rate_per_second(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        rate_per_second = _parse_rate_per_second(d.pop("rate_per_second", UNSET))

        def _parse_hours(data: object) -> HoursBody | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                hours_type_0 = HoursBody.from_dict(data)

                return hours_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(HoursBody | None | Unset, data)

        hours = _parse_hours(d.pop("hours", UNSET))

        def _parse_expires_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expires_at_type_0 = datetime.datetime.fromisoformat(data)

                return expires_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        expires_at = _parse_expires_at(d.pop("expires_at", UNSET))

        def _parse_budget_micros(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        budget_micros = _parse_budget_micros(d.pop("budget_micros", UNSET))

        template_id = d.pop("template_id", UNSET)

        text = d.pop("text", UNSET)

        _bindings = d.pop("bindings", UNSET)
        bindings: PendingChangeBindings | Unset
        if isinstance(_bindings, Unset):
            bindings = UNSET
        else:
            bindings = PendingChangeBindings.from_dict(_bindings)

        pending_change = cls(
            rate_per_second=rate_per_second,
            hours=hours,
            expires_at=expires_at,
            budget_micros=budget_micros,
            template_id=template_id,
            text=text,
            bindings=bindings,
        )

        return pending_change
