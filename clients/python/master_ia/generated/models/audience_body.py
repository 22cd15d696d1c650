from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.campaign_part_body import CampaignPartBody


T = TypeVar("T", bound="AudienceBody")


@_attrs_define
class AudienceBody:
    """Everybody of any included part who is in no excluded part.

    Attributes:
        everyone (bool | Unset):  Default: False.
        segment_ids (list[str] | Unset):
        tag_ids (list[str] | Unset):
        contact_ids (list[str] | Unset):
        campaign (CampaignPartBody | None | Unset):
        exclude_segment_ids (list[str] | Unset):
        exclude_tag_ids (list[str] | Unset):
    """

    everyone: bool | Unset = False
    segment_ids: list[str] | Unset = UNSET
    tag_ids: list[str] | Unset = UNSET
    contact_ids: list[str] | Unset = UNSET
    campaign: CampaignPartBody | None | Unset = UNSET
    exclude_segment_ids: list[str] | Unset = UNSET
    exclude_tag_ids: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.campaign_part_body import CampaignPartBody  # noqa: PLC0415

        everyone = self.everyone

        segment_ids: list[str] | Unset = UNSET
        if not isinstance(self.segment_ids, Unset):
            segment_ids = self.segment_ids

        tag_ids: list[str] | Unset = UNSET
        if not isinstance(self.tag_ids, Unset):
            tag_ids = self.tag_ids

        contact_ids: list[str] | Unset = UNSET
        if not isinstance(self.contact_ids, Unset):
            contact_ids = self.contact_ids

        campaign: dict[str, Any] | None | Unset
        if isinstance(self.campaign, Unset):
            campaign = UNSET
        elif isinstance(self.campaign, CampaignPartBody):
            campaign = self.campaign.to_dict()
        else:
            campaign = self.campaign

        exclude_segment_ids: list[str] | Unset = UNSET
        if not isinstance(self.exclude_segment_ids, Unset):
            exclude_segment_ids = self.exclude_segment_ids

        exclude_tag_ids: list[str] | Unset = UNSET
        if not isinstance(self.exclude_tag_ids, Unset):
            exclude_tag_ids = self.exclude_tag_ids

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if everyone is not UNSET:
            field_dict["everyone"] = everyone
        if segment_ids is not UNSET:
            field_dict["segment_ids"] = segment_ids
        if tag_ids is not UNSET:
            field_dict["tag_ids"] = tag_ids
        if contact_ids is not UNSET:
            field_dict["contact_ids"] = contact_ids
        if campaign is not UNSET:
            field_dict["campaign"] = campaign
        if exclude_segment_ids is not UNSET:
            field_dict["exclude_segment_ids"] = exclude_segment_ids
        if exclude_tag_ids is not UNSET:
            field_dict["exclude_tag_ids"] = exclude_tag_ids

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.campaign_part_body import CampaignPartBody  # noqa: PLC0415

        d = dict(src_dict)
        everyone = d.pop("everyone", UNSET)

        segment_ids = cast(list[str], d.pop("segment_ids", UNSET))

        tag_ids = cast(list[str], d.pop("tag_ids", UNSET))

        contact_ids = cast(list[str], d.pop("contact_ids", UNSET))

        def _parse_campaign(data: object) -> CampaignPartBody | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                campaign_type_0 = CampaignPartBody.from_dict(data)

                return campaign_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CampaignPartBody | None | Unset, data)

        campaign = _parse_campaign(d.pop("campaign", UNSET))

        exclude_segment_ids = cast(list[str], d.pop("exclude_segment_ids", UNSET))

        exclude_tag_ids = cast(list[str], d.pop("exclude_tag_ids", UNSET))

        audience_body = cls(
            everyone=everyone,
            segment_ids=segment_ids,
            tag_ids=tag_ids,
            contact_ids=contact_ids,
            campaign=campaign,
            exclude_segment_ids=exclude_segment_ids,
            exclude_tag_ids=exclude_tag_ids,
        )

        return audience_body
