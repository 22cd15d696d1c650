"""Merges as the screens show them: what there is to choose, and what was kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.models.contacts import ContactField, ContactMerge
from db.queries import duplicates
from services import merge_values
from services.merge_values import FIELD, Row
from services.merges import UNDO_FOR, Plan
from web.contact_views import field_text
from web.formatting import date_time, phone
from web.i18n import gettext, mark

_LABELS = {
    "name": mark("Name"),
    "phone": mark("Phone"),
    "email": mark("E-mail"),
    "external_id": mark("External id"),
    "language": mark("Language"),
    "time_zone": mark("Time zone"),
    "tag_ids": mark("Tags"),
    "messages": mark("messages since then"),
    "campaigns": mark("campaign sends that were left out"),
    "audiences": mark("campaigns that were changed"),
    "opt_outs": mark("opt-outs"),
    "cadences": mark("cadences that the merge ended for one of them"),
}
REASONS = {
    duplicates.EMAIL: mark("Same e-mail"),
    duplicates.NUMBER: mark("Same number"),
    duplicates.NAME: mark("Same name, and the number ends alike"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One field both say something else about."""

    name: str
    label: str
    into: str
    gone: str
    # "into" or "from".
    chosen: str


def who(row: Row) -> str:
    return str(row["name"] or (phone(row["phone"]) if row["phone"] else row["email"] or "—"))


def choices(plan: Plan, definitions: Sequence[ContactField]) -> list[Choice]:
    known = {field.key: field for field in definitions}
    return [
        Choice(
            name,
            label(name, known),
            _shown(plan.into, name, known),
            _shown(plan.gone, name, known),
            chosen,
        )
        for name, chosen in plan.suggested.items()
    ]


def label(name: str, known: Mapping[str, ContactField]) -> str:
    if name.startswith(FIELD):
        field = known.get(name.removeprefix(FIELD))
        return field.label if field else name.removeprefix(FIELD)
    if name.startswith("conversation."):
        return gettext("the conversation's settings")
    return gettext(_LABELS[name])


def kept_words(kept: Sequence[str], definitions: Sequence[ContactField]) -> str:
    """What an undoing left as it is, in one sentence; nothing for nothing."""
    if not kept:
        return ""
    known = {field.key: field for field in definitions}
    names = ", ".join(dict.fromkeys(label(name, known) for name in kept))
    return gettext("Changed since, and so left as it is: %(names)s.") % {"names": names}


def past(merge: ContactMerge) -> dict[str, Any]:
    """One line of whom a contact took in."""
    return {
        "id": merge.id,
        "name": who(merge.merged_before),
        "at": merge.created_at,
        "until": date_time(merge.created_at + UNDO_FOR),
    }


def _shown(row: Row, name: str, known: Mapping[str, ContactField]) -> str:
    found = merge_values.value(row, name)
    if name == "phone":
        return phone(found)
    field = known.get(name.removeprefix(FIELD)) if name.startswith(FIELD) else None
    return field_text(field.type, found) if field else str(found)
