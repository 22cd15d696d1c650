from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.hours_body import HoursBody


T = TypeVar("T", bound="CompanyHours")


@_attrs_define
class CompanyHours:
    """
    Attributes:
        hours (HoursBody | None | Unset): For campaigns without hours of their own; null: at any time.
        holidays_country (None | str | Unset): Whose public holidays count, by ISO 3166; null: nobody's.
    """

    hours: HoursBody | None | Unset = UNSET
    holidays_country: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.hours_body import HoursBody  # noqa: PLC0415

        hours: dict[str, Any] | None | Unset
        if isinstance(self.hours, Unset):
            hours = UNSET
        elif isinstance(self.hours, HoursBody):
            hours = self.hours.to_dict()
        else:
            hours = self.hours

        holidays_country: None | str | Unset
        if isinstance(self.holidays_country, Unset):
            holidays_country = UNSET
        else:
            holidays_country = self.holidays_country

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if hours is not UNSET:
            field_dict["hours"] = hours
        if holidays_country is not UNSET:
            field_dict["holidays_country"] = holidays_country

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.hours_body import HoursBody  # noqa: PLC0415

        d = dict(src_dict)

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

        def _parse_holidays_country(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        holidays_country = _parse_holidays_country(d.pop("holidays_country", UNSET))

        company_hours = cls(
            hours=hours,
            holidays_country=holidays_country,
        )

        return company_hours
