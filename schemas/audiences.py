"""Who a campaign is for, as it is stored on the campaign's row. Standard library only."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody of any included part who is in no excluded part."""

    everyone: bool = False
    segment_ids: tuple[UUID, ...] = ()
    tag_ids: tuple[UUID, ...] = ()
    contact_ids: tuple[UUID, ...] = ()
    exclude_segment_ids: tuple[UUID, ...] = ()
    exclude_tag_ids: tuple[UUID, ...] = ()

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "Audience":
        return cls(
            everyone=bool(stored.get("everyone")),
            segment_ids=_ids(stored, "segment_ids"),
            tag_ids=_ids(stored, "tag_ids"),
            contact_ids=_ids(stored, "contact_ids"),
            exclude_segment_ids=_ids(stored, "exclude_segment_ids"),
            exclude_tag_ids=_ids(stored, "exclude_tag_ids"),
        )

    def as_json(self) -> dict[str, object]:
        """Only what is said: an empty audience is an empty object."""
        return {
            name: [str(key) for key in value] if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
            if value
        }

    @property
    def empty(self) -> bool:
        """Nobody was included so far."""
        return not (self.everyone or self.segment_ids or self.tag_ids or self.contact_ids)


def _ids(stored: Mapping[str, object], name: str) -> tuple[UUID, ...]:
    found = stored.get(name) or []
    assert isinstance(found, list)
    return tuple(UUID(str(key)) for key in found)
