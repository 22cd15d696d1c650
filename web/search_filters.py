"""What a search of the inbox is narrowed to, as it stands in the address."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from schemas.enums import Direction
from services.message_search import Wanted

# Fewer letters than this are not looked for.
FEWEST = 2
_LONGEST = 200
_WHO = {"them": Direction.IN, "us": Direction.OUT, "notes": Direction.NOTE}


@dataclass(frozen=True, slots=True)
class Sought:
    """Words of an address; one that somebody edited narrows nothing."""

    q: str = ""
    inbox: str = ""
    # Who wrote: "them", "us", "notes"; empty: anybody.
    who: str = ""
    # The first and the last day.
    since: str = ""
    until: str = ""

    @classmethod
    def read(cls, words: Mapping[str, str]) -> "Sought":
        return cls(
            **{
                one.name: " ".join(words.get(one.name, "").split())[:_LONGEST]
                for one in fields(cls)
            }
        )

    @property
    def asks(self) -> bool:
        return len(self.q) >= FEWEST

    @property
    def narrowed(self) -> bool:
        return bool(self.inbox or self.who or self.since or self.until)

    def wanted(self, timezone: str) -> Wanted:
        zone = ZoneInfo(timezone)
        until = _day(self.until)
        return Wanted(
            self.q,
            number_id=_key(self.inbox),
            direction=_WHO.get(self.who),
            since=_midnight(_day(self.since), zone),
            until=_midnight(until + timedelta(days=1) if until else None, zone),
        )

    def query(self, before: UUID, *, alone: bool = False) -> str:
        """Of the address of the next page."""
        given = {name: value for name, value in asdict(self).items() if value}
        page = {"before": str(before), "alone": "1"} if alone else {"before": str(before)}
        return urlencode({**given, **page})


def _midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(day, time(), zone) if day else None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # Years at the ends of the calendar have no neighbours.
    return day if 2000 <= day.year <= 2200 else None  # noqa: PLR2004


def _key(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
