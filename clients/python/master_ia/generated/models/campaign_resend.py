from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.outcome import Outcome

T = TypeVar("T", bound="CampaignResend")


@_attrs_define
class CampaignResend:
    """
    Attributes:
        name (str):
        outcome (Outcome): What became of a campaign's message, by which its people are chosen for another.
    """

    name: str
    outcome: Outcome

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        outcome = self.outcome.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "outcome": outcome,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        outcome = Outcome(d.pop("outcome"))

        campaign_resend = cls(
            name=name,
            outcome=outcome,
        )

        return campaign_resend
