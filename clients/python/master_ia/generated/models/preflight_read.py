from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.channel import Channel

if TYPE_CHECKING:
    from ..models.budget_read import BudgetRead
    from ..models.cost_read import CostRead
    from ..models.excluded_read import ExcludedRead
    from ..models.forecast_read import ForecastRead
    from ..models.notice_read import NoticeRead


T = TypeVar("T", bound="PreflightRead")


@_attrs_define
class PreflightRead:
    """What a launch would do now.

    Attributes:
        matched (int): Contacts of the audience, before anybody is left out.
        reachable (int):
        excluded (list[ExcludedRead]):
        channel (Channel):
        starts_at (datetime.datetime):
        rate_per_second (int):
        estimated_seconds (float): At best: with the whole rate for itself.
        cost (CostRead): In millionths of the currency, at most: who is not reached is not billed.
        fallback (CostRead | None): What the SMS to whom WhatsApp does not reach add at most, as if everybody who may
            get one needed it. Null: it has no fallback, or one that cannot be sent as it is (`fallback_incomplete` among
            the warnings).
        most_micros (int): Cost and fallback together, the dearest it can become. This is what a limit from which a
            second person has to approve is compared with.
        forecast (ForecastRead): At best, with the number's whole rate: in hours, daily limit and everybody's time zone.
        budgets (list[BudgetRead]):
        approval (list[str]): Why a second person has to approve: `recipients`, `cost`; empty: nobody has to.
        stops (list[NoticeRead]): A launch is refused because of these.
        warnings (list[NoticeRead]): What could go wrong.
    """

    matched: int
    reachable: int
    excluded: list[ExcludedRead]
    channel: Channel
    starts_at: datetime.datetime
    rate_per_second: int
    estimated_seconds: float
    cost: CostRead
    fallback: CostRead | None
    most_micros: int
    forecast: ForecastRead
    budgets: list[BudgetRead]
    approval: list[str]
    stops: list[NoticeRead]
    warnings: list[NoticeRead]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.cost_read import CostRead  # noqa: PLC0415

        matched = self.matched

        reachable = self.reachable

        excluded = []
        for excluded_item_data in self.excluded:
            excluded_item = excluded_item_data.to_dict()
            excluded.append(excluded_item)

        channel = self.channel.value

        starts_at = self.starts_at.isoformat()

        rate_per_second = self.rate_per_second

        estimated_seconds = self.estimated_seconds

        cost = self.cost.to_dict()

        fallback: dict[str, Any] | None
        if isinstance(self.fallback, CostRead):
            fallback = self.fallback.to_dict()
        else:
            fallback = self.fallback

        most_micros = self.most_micros

        forecast = self.forecast.to_dict()

        budgets = []
        for budgets_item_data in self.budgets:
            budgets_item = budgets_item_data.to_dict()
            budgets.append(budgets_item)

        approval = self.approval

        stops = []
        for stops_item_data in self.stops:
            stops_item = stops_item_data.to_dict()
            stops.append(stops_item)

        warnings = []
        for warnings_item_data in self.warnings:
            warnings_item = warnings_item_data.to_dict()
            warnings.append(warnings_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "matched": matched,
                "reachable": reachable,
                "excluded": excluded,
                "channel": channel,
                "starts_at": starts_at,
                "rate_per_second": rate_per_second,
                "estimated_seconds": estimated_seconds,
                "cost": cost,
                "fallback": fallback,
                "most_micros": most_micros,
                "forecast": forecast,
                "budgets": budgets,
                "approval": approval,
                "stops": stops,
                "warnings": warnings,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.budget_read import BudgetRead  # noqa: PLC0415
        from ..models.cost_read import CostRead  # noqa: PLC0415
        from ..models.excluded_read import ExcludedRead  # noqa: PLC0415
        from ..models.forecast_read import ForecastRead  # noqa: PLC0415
        from ..models.notice_read import NoticeRead  # noqa: PLC0415

        d = dict(src_dict)
        matched = d.pop("matched")

        reachable = d.pop("reachable")

        excluded = []
        _excluded = d.pop("excluded")
        for excluded_item_data in _excluded:
            excluded_item = ExcludedRead.from_dict(excluded_item_data)

            excluded.append(excluded_item)

        channel = Channel(d.pop("channel"))

        starts_at = datetime.datetime.fromisoformat(d.pop("starts_at"))

        rate_per_second = d.pop("rate_per_second")

        estimated_seconds = d.pop("estimated_seconds")

        cost = CostRead.from_dict(d.pop("cost"))

        def _parse_fallback(data: object) -> CostRead | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                fallback_type_0 = CostRead.from_dict(data)

                return fallback_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CostRead | None, data)

        fallback = _parse_fallback(d.pop("fallback"))

        most_micros = d.pop("most_micros")

        forecast = ForecastRead.from_dict(d.pop("forecast"))

        budgets = []
        _budgets = d.pop("budgets")
        for budgets_item_data in _budgets:
            budgets_item = BudgetRead.from_dict(budgets_item_data)

            budgets.append(budgets_item)

        approval = cast(list[str], d.pop("approval"))

        stops = []
        _stops = d.pop("stops")
        for stops_item_data in _stops:
            stops_item = NoticeRead.from_dict(stops_item_data)

            stops.append(stops_item)

        warnings = []
        _warnings = d.pop("warnings")
        for warnings_item_data in _warnings:
            warnings_item = NoticeRead.from_dict(warnings_item_data)

            warnings.append(warnings_item)

        preflight_read = cls(
            matched=matched,
            reachable=reachable,
            excluded=excluded,
            channel=channel,
            starts_at=starts_at,
            rate_per_second=rate_per_second,
            estimated_seconds=estimated_seconds,
            cost=cost,
            fallback=fallback,
            most_micros=most_micros,
            forecast=forecast,
            budgets=budgets,
            approval=approval,
            stops=stops,
            warnings=warnings,
        )

        preflight_read.additional_properties = d
        return preflight_read

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
