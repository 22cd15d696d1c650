from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.campaign_status import CampaignStatus
from ..models.channel import Channel
from ..models.metric import Metric

if TYPE_CHECKING:
    from ..models.figures_read import FiguresRead
    from ..models.hold_out_read import HoldOutRead
    from ..models.link_read import LinkRead
    from ..models.reason_count import ReasonCount
    from ..models.variant_result_read import VariantResultRead


T = TypeVar("T", bound="ResultsRead")


@_attrs_define
class ResultsRead:
    """
    Attributes:
        campaign_id (str):
        name (str):
        status (CampaignStatus):
        channel (Channel):
        launched_at (datetime.datetime | None):
        finished_at (datetime.datetime | None):
        currency (str):
        figures (FiguresRead): Each number counts people, once.
        metric (Metric): What a test counts, as a share of those the provider took.
        variants (list[VariantResultRead]):
        hold_out (HoldOutRead | None):
        failures (list[ReasonCount]):
        left_out (list[ReasonCount]):
        links (list[LinkRead]):
    """

    campaign_id: str
    name: str
    status: CampaignStatus
    channel: Channel
    launched_at: datetime.datetime | None
    finished_at: datetime.datetime | None
    currency: str
    figures: FiguresRead
    metric: Metric
    variants: list[VariantResultRead]
    hold_out: HoldOutRead | None
    failures: list[ReasonCount]
    left_out: list[ReasonCount]
    links: list[LinkRead]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.hold_out_read import HoldOutRead  # noqa: PLC0415

        campaign_id = self.campaign_id

        name = self.name

        status = self.status.value

        channel = self.channel.value

        launched_at: None | str
        if isinstance(self.launched_at, datetime.datetime):
            launched_at = self.launched_at.isoformat()
        else:
            launched_at = self.launched_at

        finished_at: None | str
        if isinstance(self.finished_at, datetime.datetime):
            finished_at = self.finished_at.isoformat()
        else:
            finished_at = self.finished_at

        currency = self.currency

        figures = self.figures.to_dict()

        metric = self.metric.value

        variants = []
        for variants_item_data in self.variants:
            variants_item = variants_item_data.to_dict()
            variants.append(variants_item)

        hold_out: dict[str, Any] | None
        if isinstance(self.hold_out, HoldOutRead):
            hold_out = self.hold_out.to_dict()
        else:
            hold_out = self.hold_out

        failures = []
        for failures_item_data in self.failures:
            failures_item = failures_item_data.to_dict()
            failures.append(failures_item)

        left_out = []
        for left_out_item_data in self.left_out:
            left_out_item = left_out_item_data.to_dict()
            left_out.append(left_out_item)

        links = []
        for links_item_data in self.links:
            links_item = links_item_data.to_dict()
            links.append(links_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "campaign_id": campaign_id,
                "name": name,
                "status": status,
                "channel": channel,
                "launched_at": launched_at,
                "finished_at": finished_at,
                "currency": currency,
                "figures": figures,
                "metric": metric,
                "variants": variants,
                "hold_out": hold_out,
                "failures": failures,
                "left_out": left_out,
                "links": links,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.figures_read import FiguresRead  # noqa: PLC0415
        from ..models.hold_out_read import HoldOutRead  # noqa: PLC0415
        from ..models.link_read import LinkRead  # noqa: PLC0415
        from ..models.reason_count import ReasonCount  # noqa: PLC0415
        from ..models.variant_result_read import VariantResultRead  # noqa: PLC0415

        d = dict(src_dict)
        campaign_id = d.pop("campaign_id")

        name = d.pop("name")

        status = CampaignStatus(d.pop("status"))

        channel = Channel(d.pop("channel"))

        def _parse_launched_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                launched_at_type_0 = datetime.datetime.fromisoformat(data)

                return launched_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        launched_at = _parse_launched_at(d.pop("launched_at"))

        def _parse_finished_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                finished_at_type_0 = datetime.datetime.fromisoformat(data)

                return finished_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        finished_at = _parse_finished_at(d.pop("finished_at"))

        currency = d.pop("currency")

        figures = FiguresRead.from_dict(d.pop("figures"))

        metric = Metric(d.pop("metric"))

        variants = []
        _variants = d.pop("variants")
        for variants_item_data in _variants:
            variants_item = VariantResultRead.from_dict(variants_item_data)

            variants.append(variants_item)

        def _parse_hold_out(data: object) -> HoldOutRead | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                hold_out_type_0 = HoldOutRead.from_dict(data)

                return hold_out_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(HoldOutRead | None, data)

        hold_out = _parse_hold_out(d.pop("hold_out"))

        failures = []
        _failures = d.pop("failures")
        for failures_item_data in _failures:
            failures_item = ReasonCount.from_dict(failures_item_data)

            failures.append(failures_item)

        left_out = []
        _left_out = d.pop("left_out")
        for left_out_item_data in _left_out:
            left_out_item = ReasonCount.from_dict(left_out_item_data)

            left_out.append(left_out_item)

        links = []
        _links = d.pop("links")
        for links_item_data in _links:
            links_item = LinkRead.from_dict(links_item_data)

            links.append(links_item)

        results_read = cls(
            campaign_id=campaign_id,
            name=name,
            status=status,
            channel=channel,
            launched_at=launched_at,
            finished_at=finished_at,
            currency=currency,
            figures=figures,
            metric=metric,
            variants=variants,
            hold_out=hold_out,
            failures=failures,
            left_out=left_out,
            links=links,
        )

        results_read.additional_properties = d
        return results_read

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
