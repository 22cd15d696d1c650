from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.rule_body import RuleBody


T = TypeVar("T", bound="SeriesWrite")


@_attrs_define
class SeriesWrite:
    """
    Attributes:
        name (str):
        source_campaign_id (str): Each occurrence is a copy of it, as it is at that moment.
        rule (RuleBody): How often it comes round.
        time_zone (str):
        lateness_minutes (int | Unset): Later than this an occurrence asks first. Default: 120.
        ends_at (datetime.datetime | None | Unset): Null: it does not end.
    """

    name: str
    source_campaign_id: str
    rule: RuleBody
    time_zone: str
    lateness_minutes: int | Unset = 120
    ends_at: datetime.datetime | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        source_campaign_id = self.source_campaign_id

        rule = self.rule.to_dict()

        time_zone = self.time_zone

        lateness_minutes = self.lateness_minutes

        ends_at: None | str | Unset
        if isinstance(self.ends_at, Unset):
            ends_at = UNSET
        elif isinstance(self.ends_at, datetime.datetime):
            ends_at = self.ends_at.isoformat()
        else:
            ends_at = self.ends_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "source_campaign_id": source_campaign_id,
                "rule": rule,
                "time_zone": time_zone,
            }
        )
        if lateness_minutes is not UNSET:
            field_dict["lateness_minutes"] = lateness_minutes
        if ends_at is not UNSET:
            field_dict["ends_at"] = ends_at

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.rule_body import RuleBody  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        source_campaign_id = d.pop("source_campaign_id")

        rule = RuleBody.from_dict(d.pop("rule"))

        time_zone = d.pop("time_zone")

        lateness_minutes = d.pop("lateness_minutes", UNSET)

        def _parse_ends_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ends_at_type_0 = datetime.datetime.fromisoformat(data)

                return ends_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        ends_at = _parse_ends_at(d.pop("ends_at", UNSET))

        series_write = cls(
            name=name,
            source_campaign_id=source_campaign_id,
            rule=rule,
            time_zone=time_zone,
            lateness_minutes=lateness_minutes,
            ends_at=ends_at,
        )

        return series_write
