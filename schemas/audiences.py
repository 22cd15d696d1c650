"""Who a campaign is for, as it is stored on the campaign's row. Standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from uuid import UUID


class Outcome(StrEnum):
    """What became of a campaign's message, by which its people are chosen for another."""

    # Taken by the provider, and as far as is known not read.
    NOT_READ = "not_read"
    # Tried, and as far as is known not arrived.
    NOT_DELIVERED = "not_delivered"
    # Taken by the provider, and not answered or followed.
    NOT_REPLIED = "not_replied"
    NOT_CLICKED = "not_clicked"
    FAILED = "failed"
    CLICKED = "clicked"
    REPLIED = "replied"


@dataclass(frozen=True, slots=True)
class CampaignPart:
    """The people of another campaign with one outcome, as it is known when this one begins."""

    id: UUID
    outcome: Outcome

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "CampaignPart":
        return cls(UUID(str(stored["id"])), Outcome(str(stored["outcome"])))

    def as_json(self) -> dict[str, object]:
        return {"id": str(self.id), "outcome": self.outcome.value}


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody of any included part who is in no excluded part."""

    everyone: bool = False
    segment_ids: tuple[UUID, ...] = ()
    tag_ids: tuple[UUID, ...] = ()
    contact_ids: tuple[UUID, ...] = ()
    campaign: CampaignPart | None = None
    exclude_segment_ids: tuple[UUID, ...] = ()
    exclude_tag_ids: tuple[UUID, ...] = ()

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "Audience":
        return cls(
            everyone=bool(stored.get("everyone")),
            segment_ids=_ids(stored, "segment_ids"),
            tag_ids=_ids(stored, "tag_ids"),
            contact_ids=_ids(stored, "contact_ids"),
            campaign=_campaign(stored),
            exclude_segment_ids=_ids(stored, "exclude_segment_ids"),
            exclude_tag_ids=_ids(stored, "exclude_tag_ids"),
        )

    def as_json(self) -> dict[str, object]:
        """Only what is said: an empty audience is an empty object."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: _as_json(value) for name, value in values.items() if value}

    @property
    def empty(self) -> bool:
        """Nobody was included so far."""
        named = self.segment_ids or self.tag_ids or self.contact_ids
        return not (self.everyone or named or self.campaign)


def _ids(stored: Mapping[str, object], name: str) -> tuple[UUID, ...]:
    found = stored.get(name) or []
    assert isinstance(found, list)
    return tuple(UUID(str(key)) for key in found)


def _campaign(stored: Mapping[str, object]) -> CampaignPart | None:
    found = stored.get("campaign")
    return CampaignPart.from_json(found) if isinstance(found, Mapping) else None


def _as_json(value: object) -> object:
    if isinstance(value, CampaignPart):
        return value.as_json()
    return [str(key) for key in value] if isinstance(value, tuple) else value
