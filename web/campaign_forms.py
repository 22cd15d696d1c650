"""What the steps of a new campaign have in common, and what those of number and audience send."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from starlette.datastructures import FormData

from db.models.campaigns import Campaign
from db.session import Session
from schemas.audiences import Audience
from schemas.campaign_fields import MOST_HOLD_OUT_PERCENT, DraftFields
from schemas.errors import AppError
from services import contents
from web.formatting import read_local_input
from web.i18n import gettext, mark

STEPS = ("sender", "message", "audience", "when", "limits", "review")
_TITLES = {
    "sender": mark("Number"),
    "message": mark("Message"),
    "audience": mark("Audience"),
    "when": mark("When"),
    "limits": mark("Limits and safety"),
    "review": mark("Review"),
}


@dataclass(frozen=True, slots=True)
class Step:
    key: str
    title: str
    done: bool


async def steps(session: Session, campaign: Campaign) -> list[Step]:
    """The steps, each with whether it is done; a review is never done."""
    try:
        await contents.ready(session, campaign)
        ready = True
    except AppError:
        ready = False
    chosen = not Audience.from_json(campaign.audience).empty
    done = {
        "sender": campaign.phone_number_id is not None,
        "message": ready,
        "audience": chosen,
        # What stands there from the beginning is good for most.
        "when": chosen,
        "limits": chosen,
        "review": False,
    }
    return [Step(key, gettext(_TITLES[key]), done[key]) for key in STEPS]


def read_sender(form: FormData) -> DraftFields:
    return {"name": read_text(form, "name"), "phone_number_id": read_id(form, "number")}


def read_audience(form: FormData, before: Audience) -> Audience:
    """Contacts named one by one come over the API; a form can only keep them or let them go."""
    everyone = form.get("who") == "everyone"
    kept = before.contact_ids if form.get("contacts") == "keep" else ()
    part = before.campaign if form.get("campaign") == "keep" else None
    return Audience(
        everyone=everyone,
        segment_ids=() if everyone else _ids(form, "segment"),
        tag_ids=() if everyone else _ids(form, "tag"),
        contact_ids=() if everyone else kept,
        campaign=None if everyone else part,
        exclude_segment_ids=_ids(form, "exclude_segment"),
        exclude_tag_ids=_ids(form, "exclude_tag"),
    )


def read_hold_out(form: FormData) -> int:
    """Percent; what is no number is more than anybody may."""
    if not read_text(form, "hold_out"):
        return 0
    found = read_number(form, "hold_out")
    return MOST_HOLD_OUT_PERCENT + 1 if found is None else found


def read_id(form: FormData, name: str) -> UUID | None:
    found = _ids(form, name)
    return found[0] if found else None


def read_number(form: FormData, name: str) -> int | None:
    text = read_text(form, name)
    return int(text) if text.isascii() and text.isdigit() else None


def read_moment(form: FormData, name: str) -> datetime | None:
    """A date-time field in the company's time zone; None where nothing stands in it."""
    text = read_text(form, name)
    return read_local_input(text) if text else None


def read_text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _ids(form: FormData, name: str) -> tuple[UUID, ...]:
    """What is no id was not chosen on our form: it is left out."""
    found = []
    for value in form.getlist(name):
        try:
            found.append(UUID(str(value)))
        except ValueError:
            continue
    return tuple(dict.fromkeys(found))
