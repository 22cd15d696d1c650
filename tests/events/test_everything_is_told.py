"""The catalogue and the program agree: nothing is promised that nobody tells, nothing told that
is not in it."""

import re

from schemas.event_types import EVENT_TYPES, TEST
from tests.docs.test_documents import ROOT

_GROUPS = "|".join({kind.group for kind in EVENT_TYPES.values()})
_NAMED = re.compile(rf'"((?:{_GROUPS})\.[a-z_]+)"')
# services.campaign_news puts the first part before these.
_OF_CAMPAIGNS = re.compile(r'campaign_news\.tell\([^()]*"([a-z_]+)"\)')
# Names of settings, columns and files that look like events.
_TELLERS = re.compile(r"Happening\(|events\.tell\(|_news\.")


def _told_in_the_program() -> set[str]:
    found: set[str] = set()
    for folder in ("services", "activities"):
        for path in (ROOT / folder).glob("*.py"):
            source = path.read_text()
            if _TELLERS.search(source):
                found |= set(_NAMED.findall(source))
                found |= {f"campaign.{name}" for name in _OF_CAMPAIGNS.findall(source)}
    return found


def test_what_is_promised_is_told_somewhere() -> None:
    assert set(EVENT_TYPES) - {TEST} - _told_in_the_program() == set()


def test_what_is_told_is_in_the_catalogue() -> None:
    assert _told_in_the_program() - set(EVENT_TYPES) == set()
