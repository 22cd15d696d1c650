from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.outcome import Outcome

T = TypeVar("T", bound="CampaignPartBody")


@_attrs_define
class CampaignPartBody:
    """The people of another campaign with one outcome, as it is known when this one begins.

    Attributes:
        id (str):
        outcome (Outcome): What became of a campaign's message, by which its people are chosen for another.
    """

    id: str
    outcome: Outcome

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        outcome = self.outcome.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "outcome": outcome,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        outcome = Outcome(d.pop("outcome"))

        campaign_part_body = cls(
            id=id,
            outcome=outcome,
        )

        return campaign_part_body
