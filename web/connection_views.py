"""How connections and numbers are shown."""

from dataclasses import dataclass

from db.models.connections import Connection, PhoneNumber
from schemas.enums import ConnectionHealth
from schemas.health import health_reason
from web.i18n import gettext, mark

_QUALITY = {
    "GREEN": (mark("High quality"), "success"),
    "YELLOW": (mark("Medium quality"), "warning"),
    "RED": (mark("Low quality"), "danger"),
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why something is not healthy, and what to do."""

    text: str
    advice: str
    detail: str
    tone: str


def trouble(row: Connection | PhoneNumber) -> Trouble | None:
    if row.health is ConnectionHealth.HEALTHY or not row.health_code:
        return None
    found = health_reason(row.health_code)
    tone = "danger" if row.health is ConnectionHealth.BROKEN else "warning"
    advice = gettext(found.advice) if found.advice else ""
    return Trouble(gettext(found.text), advice, row.health_detail or "", tone)


def quality(word: str) -> tuple[str, str]:
    """(words, tone)"""
    label, tone = _QUALITY.get(word.upper(), (mark("Quality not rated yet"), "neutral"))
    return gettext(label), tone
