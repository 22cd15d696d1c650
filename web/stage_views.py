"""Where a contact stands in the pipeline, as screens show it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from db.queries import leads, stages
from db.session import Session
from schemas.enums import StageOutcome
from web.contact_views import TONES
from web.i18n import gettext, mark

OUTCOMES: Mapping[StageOutcome, str] = {
    StageOutcome.OPEN: mark("Still open"),
    StageOutcome.WON: mark("Won"),
    StageOutcome.LOST: mark("Lost"),
}
COLOURS: Mapping[str, str] = {
    "slate": mark("Grey"),
    "blue": mark("Blue"),
    "violet": mark("Violet"),
    "teal": mark("Turquoise"),
    "green": mark("Green"),
    "yellow": mark("Yellow"),
    "red": mark("Red"),
}


async def of_contact(session: Session, contact_id: UUID) -> dict[str, Any]:
    """What the choice of a contact's stage needs."""
    rows = await stages.all_stages(session)
    lead = await leads.get(session, contact_id)
    here = next((row for row in rows if lead is not None and row.id == lead.stage_id), None)
    return {
        "stages": rows,
        "stage": here,
        "stage_tone": TONES.get(here.colour, "neutral") if here else None,
        "stage_since": lead.entered_at if lead else None,
    }


def outcomes() -> list[tuple[str, str]]:
    return [(outcome.value, gettext(text)) for outcome, text in OUTCOMES.items()]


def colours() -> list[tuple[str, str]]:
    return [(key, gettext(text)) for key, text in COLOURS.items()]
