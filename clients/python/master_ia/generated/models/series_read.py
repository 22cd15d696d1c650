from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.occurrence_read import OccurrenceRead
    from ..models.rule_body import RuleBody


T = TypeVar("T", bound="SeriesRead")


@_attrs_define
class SeriesRead:
    """
    Attributes:
        id (str):
        name (str):
        source_campaign_id (str):
        rule (RuleBody): How often it comes round.
        time_zone (str):
        lateness_minutes (int):
        paused_at (datetime.datetime | None):
        ends_at (datetime.datetime | None):
        upcoming (list[OccurrenceRead]): The next five; none of them is run while it is paused.
        created_at (datetime.datetime):
        updated_at (datetime.datetime):
    """

    id: str
    name: str
    source_campaign_id: str
    rule: RuleBody
    time_zone: str
    lateness_minutes: int
    paused_at: datetime.datetime | None
    ends_at: datetime.datetime | None
    upcoming: list[OccurrenceRead]
    created_at: datetime.datetime
    updated_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        source_campaign_id = self.source_campaign_id

        rule = self.rule.to_dict()

        time_zone = self.time_zone

        lateness_minutes = self.lateness_minutes

        paused_at: None | str
        if isinstance(self.paused_at, datetime.datetime):
            paused_at = self.paused_at.isoformat()
        else:
            paused_at = self.paused_at

        ends_at: None | str
        if isinstance(self.ends_at, datetime.datetime):
            ends_at = self.ends_at.isoformat()
        else:
            ends_at = self.ends_at

        upcoming = []
        for upcoming_item_data in self.upcoming:
            upcoming_item = upcoming_item_data.to_dict()
            upcoming.append(upcoming_item)

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "source_campaign_id": source_campaign_id,
                "rule": rule,
                "time_zone": time_zone,
                "lateness_minutes": lateness_minutes,
                "paused_at": paused_at,
                "ends_at": ends_at,
                "upcoming": upcoming,
                "created_at": created_at,
                "updated_at": updated_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.occurrence_read import OccurrenceRead  # noqa: PLC0415
        from ..models.rule_body import RuleBody  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        source_campaign_id = d.pop("source_campaign_id")

        rule = RuleBody.from_dict(d.pop("rule"))

        time_zone = d.pop("time_zone")

        lateness_minutes = d.pop("lateness_minutes")

        def _parse_paused_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                paused_at_type_0 = datetime.datetime.fromisoformat(data)

                return paused_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        paused_at = _parse_paused_at(d.pop("paused_at"))

        def _parse_ends_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ends_at_type_0 = datetime.datetime.fromisoformat(data)

                return ends_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        ends_at = _parse_ends_at(d.pop("ends_at"))

        upcoming = []
        _upcoming = d.pop("upcoming")
        for upcoming_item_data in _upcoming:
            upcoming_item = OccurrenceRead.from_dict(upcoming_item_data)

            upcoming.append(upcoming_item)

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        series_read = cls(
            id=id,
            name=name,
            source_campaign_id=source_campaign_id,
            rule=rule,
            time_zone=time_zone,
            lateness_minutes=lateness_minutes,
            paused_at=paused_at,
            ends_at=ends_at,
            upcoming=upcoming,
            created_at=created_at,
            updated_at=updated_at,
        )

        series_read.additional_properties = d
        return series_read

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
