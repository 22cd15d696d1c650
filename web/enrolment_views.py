"""The card of a contact's cadences, on their page and beside a conversation."""

from typing import Any
from uuid import UUID

from db.queries import enrolment_lists as rows
from db.session import Session
from schemas.enums import Role
from web import enrolment_words as words
from web.dependencies import SignedInPerson

_MOST_BEFORE = 5


async def in_cadences(
    session: Session, contact_id: UUID, user: SignedInPerson, problem: str = ""
) -> dict[str, Any]:
    """What cadences/in_cadences.html shows; `problem`: why they could not be enrolled."""
    found = await rows.of_contact(session, contact_id)
    offered = await rows.open_cadences(session)
    live = [one for one in found if one.enrolment.status in rows.LIVE]
    inside = {one.enrolment.cadence_id for one in live}
    return {
        "contact_id": contact_id,
        "inside": live,
        "before": [one for one in found if one.enrolment.status not in rows.LIVE][:_MOST_BEFORE],
        "offered": [(key.hex, name) for key, name in offered if key not in inside],
        "ended": words.ended,
        "may_edit": user.may(Role.AGENT),
        "problem": problem,
    }
