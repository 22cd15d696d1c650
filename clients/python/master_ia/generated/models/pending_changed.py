from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.campaign_read import CampaignRead


T = TypeVar("T", bound="PendingChanged")


@_attrs_define
class PendingChanged:
    """
    Attributes:
        campaign (CampaignRead):
        reworded (int): How many who wait get the other words.
        lacking (int): How many of them lack a value for those, and are left out.
    """

    campaign: CampaignRead
    reworded: int
    lacking: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        campaign = self.campaign.to_dict()

        reworded = self.reworded

        lacking = self.lacking

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "campaign": campaign,
                "reworded": reworded,
                "lacking": lacking,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.campaign_read import CampaignRead  # noqa: PLC0415

        d = dict(src_dict)
        campaign = CampaignRead.from_dict(d.pop("campaign"))

        reworded = d.pop("reworded")

        lacking = d.pop("lacking")

        pending_changed = cls(
            campaign=campaign,
            reworded=reworded,
            lacking=lacking,
        )

        pending_changed.additional_properties = d
        return pending_changed

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
