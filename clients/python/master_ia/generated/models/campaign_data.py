from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.campaign_status import CampaignStatus
from ..models.channel import Channel
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.campaign_data_counts import CampaignDataCounts


T = TypeVar("T", bound="CampaignData")


@_attrs_define
class CampaignData:
    """
    Attributes:
        campaign_id (str):
        name (str):
        status (CampaignStatus):
        external_id (None | str | Unset):
        channel (Channel | None | Unset):
        code (None | str | Unset): Why it stopped by itself.
        detail (None | str | Unset):
        counts (CampaignDataCounts | Unset): Recipients by status, at this moment.
    """

    campaign_id: str
    name: str
    status: CampaignStatus
    external_id: None | str | Unset = UNSET
    channel: Channel | None | Unset = UNSET
    code: None | str | Unset = UNSET
    detail: None | str | Unset = UNSET
    counts: CampaignDataCounts | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        campaign_id = self.campaign_id

        name = self.name

        status = self.status.value

        external_id: None | str | Unset
        if isinstance(self.external_id, Unset):
            external_id = UNSET
        else:
            external_id = self.external_id

        channel: None | str | Unset
        if isinstance(self.channel, Unset):
            channel = UNSET
        elif isinstance(self.channel, Channel):
            channel = self.channel.value
        else:
            channel = self.channel

        code: None | str | Unset
        if isinstance(self.code, Unset):
            code = UNSET
        else:
            code = self.code

        detail: None | str | Unset
        if isinstance(self.detail, Unset):
            detail = UNSET
        else:
            detail = self.detail

        counts: dict[str, Any] | Unset = UNSET
        if not isinstance(self.counts, Unset):
            counts = self.counts.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "campaign_id": campaign_id,
                "name": name,
                "status": status,
            }
        )
        if external_id is not UNSET:
            field_dict["external_id"] = external_id
        if channel is not UNSET:
            field_dict["channel"] = channel
        if code is not UNSET:
            field_dict["code"] = code
        if detail is not UNSET:
            field_dict["detail"] = detail
        if counts is not UNSET:
            field_dict["counts"] = counts

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.campaign_data_counts import CampaignDataCounts  # noqa: PLC0415

        d = dict(src_dict)
        campaign_id = d.pop("campaign_id")

        name = d.pop("name")

        status = CampaignStatus(d.pop("status"))

        def _parse_external_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        external_id = _parse_external_id(d.pop("external_id", UNSET))

        def _parse_channel(data: object) -> Channel | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                channel_type_0 = Channel(data)

                return channel_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Channel | None | Unset, data)

        channel = _parse_channel(d.pop("channel", UNSET))

        def _parse_code(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        code = _parse_code(d.pop("code", UNSET))

        def _parse_detail(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        detail = _parse_detail(d.pop("detail", UNSET))

        _counts = d.pop("counts", UNSET)
        counts: CampaignDataCounts | Unset
        if isinstance(_counts, Unset):
            counts = UNSET
        else:
            counts = CampaignDataCounts.from_dict(_counts)

        campaign_data = cls(
            campaign_id=campaign_id,
            name=name,
            status=status,
            external_id=external_id,
            channel=channel,
            code=code,
            detail=detail,
            counts=counts,
        )

        campaign_data.additional_properties = d
        return campaign_data

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
