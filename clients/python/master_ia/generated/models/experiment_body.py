from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.metric import Metric
from ..models.unclear import Unclear
from ..types import UNSET, Unset

T = TypeVar("T", bound="ExperimentBody")


@_attrs_define
class ExperimentBody:
    """A test on a part of the audience; what it says is then sent to the rest.

    Attributes:
        sample_percent (int | Unset):  Default: 20.
        metric (Metric | Unset): What a test counts, as a share of those the provider took.
        wait_minutes (int | Unset): From the sample's last message to the decision. Default: 240.
        min_sample (int | Unset): Fewer messages of a variant are not judged. Default: 50.
        max_opt_out_percent (float | None | Unset): A variant beyond this cannot win. Default: 2.0.
        max_failed_percent (float | None | Unset):  Default: 20.0.
        unclear (Unclear | Unset): What is done when no variant is better, or the sample was too small.
    """

    sample_percent: int | Unset = 20
    metric: Metric | Unset = UNSET
    wait_minutes: int | Unset = 240
    min_sample: int | Unset = 50
    max_opt_out_percent: float | None | Unset = 2.0
    max_failed_percent: float | None | Unset = 20.0
    unclear: Unclear | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        sample_percent = self.sample_percent

        metric: str | Unset = UNSET
        if not isinstance(self.metric, Unset):
            metric = self.metric.value

        wait_minutes = self.wait_minutes

        min_sample = self.min_sample

        max_opt_out_percent: float | None | Unset
        if isinstance(self.max_opt_out_percent, Unset):
            max_opt_out_percent = UNSET
        else:
            max_opt_out_percent = self.max_opt_out_percent

        max_failed_percent: float | None | Unset
        if isinstance(self.max_failed_percent, Unset):
            max_failed_percent = UNSET
        else:
            max_failed_percent = self.max_failed_percent

        unclear: str | Unset = UNSET
        if not isinstance(self.unclear, Unset):
            unclear = self.unclear.value

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if sample_percent is not UNSET:
            field_dict["sample_percent"] = sample_percent
        if metric is not UNSET:
            field_dict["metric"] = metric
        if wait_minutes is not UNSET:
            field_dict["wait_minutes"] = wait_minutes
        if min_sample is not UNSET:
            field_dict["min_sample"] = min_sample
        if max_opt_out_percent is not UNSET:
            field_dict["max_opt_out_percent"] = max_opt_out_percent
        if max_failed_percent is not UNSET:
            field_dict["max_failed_percent"] = max_failed_percent
        if unclear is not UNSET:
            field_dict["unclear"] = unclear

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        sample_percent = d.pop("sample_percent", UNSET)

        _metric = d.pop("metric", UNSET)
        metric: Metric | Unset
        if isinstance(_metric, Unset):
            metric = UNSET
        else:
            metric = Metric(_metric)

        wait_minutes = d.pop("wait_minutes", UNSET)

        min_sample = d.pop("min_sample", UNSET)

        def _parse_max_opt_out_percent(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        max_opt_out_percent = _parse_max_opt_out_percent(d.pop("max_opt_out_percent", UNSET))

        def _parse_max_failed_percent(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        max_failed_percent = _parse_max_failed_percent(d.pop("max_failed_percent", UNSET))

        _unclear = d.pop("unclear", UNSET)
        unclear: Unclear | Unset
        if isinstance(_unclear, Unset):
            unclear = UNSET
        else:
            unclear = Unclear(_unclear)

        experiment_body = cls(
            sample_percent=sample_percent,
            metric=metric,
            wait_minutes=wait_minutes,
            min_sample=min_sample,
            max_opt_out_percent=max_opt_out_percent,
            max_failed_percent=max_failed_percent,
            unclear=unclear,
        )

        return experiment_body
