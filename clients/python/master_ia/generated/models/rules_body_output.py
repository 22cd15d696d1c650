from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.group_body_output import GroupBodyOutput


T = TypeVar("T", bound="RulesBodyOutput")


@_attrs_define
class RulesBodyOutput:
    """Who may enter, and how often.

    Attributes:
        reentry_days (int | None | Unset): May come again so many days after their enrolment began; null: never.
        daily_limit (int | None | Unset): Enrolled in one day, at most.
        only (GroupBodyOutput | None | Unset): Only who matches is enrolled.
    """

    reentry_days: int | None | Unset = UNSET
    daily_limit: int | None | Unset = UNSET
    only: GroupBodyOutput | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.group_body_output import GroupBodyOutput  # noqa: PLC0415

        reentry_days: int | None | Unset
        if isinstance(self.reentry_days, Unset):
            reentry_days = UNSET
        else:
            reentry_days = self.reentry_days

        daily_limit: int | None | Unset
        if isinstance(self.daily_limit, Unset):
            daily_limit = UNSET
        else:
            daily_limit = self.daily_limit

        only: dict[str, Any] | None | Unset
        if isinstance(self.only, Unset):
            only = UNSET
        elif isinstance(self.only, GroupBodyOutput):
            only = self.only.to_dict()
        else:
            only = self.only

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if reentry_days is not UNSET:
            field_dict["reentry_days"] = reentry_days
        if daily_limit is not UNSET:
            field_dict["daily_limit"] = daily_limit
        if only is not UNSET:
            field_dict["only"] = only

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.group_body_output import GroupBodyOutput  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_reentry_days(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        reentry_days = _parse_reentry_days(d.pop("reentry_days", UNSET))

        def _parse_daily_limit(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        daily_limit = _parse_daily_limit(d.pop("daily_limit", UNSET))

        def _parse_only(data: object) -> GroupBodyOutput | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                only_type_0 = GroupBodyOutput.from_dict(data)

                return only_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(GroupBodyOutput | None | Unset, data)

        only = _parse_only(d.pop("only", UNSET))

        rules_body_output = cls(
            reentry_days=reentry_days,
            daily_limit=daily_limit,
            only=only,
        )

        return rules_body_output
