from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.campaign_progress import CampaignProgress


T = TypeVar("T", bound="FallbackReport")


@_attrs_define
class FallbackReport:
    """The SMS to whom a WhatsApp campaign did not reach.

    Attributes:
        campaign_id (str):
        progress (CampaignProgress): `counts` adds up to `total`: everybody is in exactly one status.

            `accepted`, `delivered` and `read` are what was reached: `delivered` includes who has read.
        reached_twice (int): Whom WhatsApp reached after the SMS had gone out.
    """

    campaign_id: str
    progress: CampaignProgress
    reached_twice: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        campaign_id = self.campaign_id

        progress = self.progress.to_dict()

        reached_twice = self.reached_twice

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "campaign_id": campaign_id,
                "progress": progress,
                "reached_twice": reached_twice,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.campaign_progress import CampaignProgress  # noqa: PLC0415

        d = dict(src_dict)
        campaign_id = d.pop("campaign_id")

        progress = CampaignProgress.from_dict(d.pop("progress"))

        reached_twice = d.pop("reached_twice")

        fallback_report = cls(
            campaign_id=campaign_id,
            progress=progress,
            reached_twice=reached_twice,
        )

        fallback_report.additional_properties = d
        return fallback_report

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
