from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="LaunchPart")


@_attrs_define
class LaunchPart:
    """Send a campaign now; the check before the launch holds as ever.

    Attributes:
        campaign_id (str):
    """

    campaign_id: str

    def to_dict(self) -> dict[str, Any]:
        campaign_id = self.campaign_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "campaign_id": campaign_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        campaign_id = d.pop("campaign_id")

        launch_part = cls(
            campaign_id=campaign_id,
        )

        return launch_part
