from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.campaign_progress_counts import CampaignProgressCounts
    from ..models.reason_count import ReasonCount


T = TypeVar("T", bound="CampaignProgress")


@_attrs_define
class CampaignProgress:
    """`counts` adds up to `total`: everybody is in exactly one status.

    `accepted`, `delivered` and `read` are what was reached: `delivered` includes who has read.

        Attributes:
            total (int):
            recipients (int): `total` without those left out from the beginning.
            waiting (int):
            accepted (int):
            delivered (int):
            read (int):
            counts (CampaignProgressCounts):
            skipped (list[ReasonCount]):
            failed (list[ReasonCount]):
            unknown (list[ReasonCount]):
    """

    total: int
    recipients: int
    waiting: int
    accepted: int
    delivered: int
    read: int
    counts: CampaignProgressCounts
    skipped: list[ReasonCount]
    failed: list[ReasonCount]
    unknown: list[ReasonCount]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        total = self.total

        recipients = self.recipients

        waiting = self.waiting

        accepted = self.accepted

        delivered = self.delivered

        read = self.read

        counts = self.counts.to_dict()

        skipped = []
        for skipped_item_data in self.skipped:
            skipped_item = skipped_item_data.to_dict()
            skipped.append(skipped_item)

        failed = []
        for failed_item_data in self.failed:
            failed_item = failed_item_data.to_dict()
            failed.append(failed_item)

        unknown = []
        for unknown_item_data in self.unknown:
            unknown_item = unknown_item_data.to_dict()
            unknown.append(unknown_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "total": total,
                "recipients": recipients,
                "waiting": waiting,
                "accepted": accepted,
                "delivered": delivered,
                "read": read,
                "counts": counts,
                "skipped": skipped,
                "failed": failed,
                "unknown": unknown,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.campaign_progress_counts import CampaignProgressCounts  # noqa: PLC0415
        from ..models.reason_count import ReasonCount  # noqa: PLC0415

        d = dict(src_dict)
        total = d.pop("total")

        recipients = d.pop("recipients")

        waiting = d.pop("waiting")

        accepted = d.pop("accepted")

        delivered = d.pop("delivered")

        read = d.pop("read")

        counts = CampaignProgressCounts.from_dict(d.pop("counts"))

        skipped = []
        _skipped = d.pop("skipped")
        for skipped_item_data in _skipped:
            skipped_item = ReasonCount.from_dict(skipped_item_data)

            skipped.append(skipped_item)

        failed = []
        _failed = d.pop("failed")
        for failed_item_data in _failed:
            failed_item = ReasonCount.from_dict(failed_item_data)

            failed.append(failed_item)

        unknown = []
        _unknown = d.pop("unknown")
        for unknown_item_data in _unknown:
            unknown_item = ReasonCount.from_dict(unknown_item_data)

            unknown.append(unknown_item)

        campaign_progress = cls(
            total=total,
            recipients=recipients,
            waiting=waiting,
            accepted=accepted,
            delivered=delivered,
            read=read,
            counts=counts,
            skipped=skipped,
            failed=failed,
            unknown=unknown,
        )

        campaign_progress.additional_properties = d
        return campaign_progress

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
