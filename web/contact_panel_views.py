"""A contact beside a conversation: who they are, what is known, what passed before."""

from typing import Any

from db.models.conversations import Conversation
from db.queries import consent_views, contact_history, conversations, fields, inboxes, merges, tags
from db.queries import contacts as contact_queries
from db.queries.conversations import Eyes, Filters
from db.session import Session
from schemas.enums import Channel, Role
from schemas.errors import AppError
from schemas.policies import ALL, MARKETING
from web import contact_views
from web.dependencies import SignedInPerson
from web.forms import FieldErrors, field_errors
from web.i18n import gettext, mark

_MOST_CAMPAIGNS = 5
_MOST_TALKS = 10
_REASONS = {
    "opted_out": mark("They asked for no more messages."),
    "provider_opt_out": mark("They told WhatsApp to stop our marketing."),
    "manual": mark("Noted by hand."),
    "merged": mark("They opted out with another number."),
}


async def context(
    session: Session, user: SignedInPerson, eyes: Eyes, conversation: Conversation
) -> dict[str, Any]:
    contact = await contact_queries.get(session, conversation.contact_id)
    known = await tags.all_tags(session)
    marks = contact_views.tag_marks(known)
    refusals = await consent_views.refusals(session, contact.id)
    opt_outs = {one.channel: one for one in refusals if one.scope in (ALL, MARKETING)}
    campaigns = await contact_history.campaigns(session, contact.id)
    return {
        "contact": contact,
        "conversation": conversation,
        "base": f"/inbox/{conversation.id}/panel",
        "fields": contact_views.field_lines(await fields.definitions(session), contact),
        "tags": [marks[key] for key in contact.tag_ids if key in marks],
        "all_tags": [tag for tag in known if tag.id not in contact.tag_ids],
        "identities": await contact_queries.identities(session, contact.id),
        "opt_out": opt_outs.get(Channel.WHATSAPP),
        "reason": _reason(opt_outs),
        "talks": await _talks(session, eyes, conversation),
        "campaigns": campaigns[:_MOST_CAMPAIGNS],
        "more_campaigns": max(0, len(campaigns) - _MOST_CAMPAIGNS),
        "took_in": len(await merges.of_contact(session, contact.id)),
        "source": contact_views.source(contact.source),
        "may_edit": user.may(Role.AGENT),
        "errors": FieldErrors(),
        "typed": {},
    }


def with_error(shown: dict[str, Any], name: str, value: str, error: AppError) -> dict[str, Any]:
    """The same with what was typed and, beside it, what is wrong with it."""
    found = field_errors(error)
    text = found[name.replace("fields.", "fields/")] or found["form"]
    return {**shown, "errors": FieldErrors({name: text}), "typed": {name: value}}


async def _talks(session: Session, eyes: Eyes, conversation: Conversation) -> list[dict[str, Any]]:
    """The person's other conversations, with the number each came by."""
    wanted = Filters(status=None, contact_id=conversation.contact_id)
    rows = await conversations.page(session, eyes, wanted, limit=_MOST_TALKS)
    numbers = {inbox.id: inbox for inbox in await inboxes.all_inboxes(session)}
    return [
        {"row": row, "inbox": numbers.get(row.phone_number_id)}
        for row in rows
        if row.id != conversation.id
    ]


def _reason(opt_outs: dict[Channel, consent_views.Refusal]) -> str:
    found = opt_outs.get(Channel.WHATSAPP)
    return gettext(_REASONS.get(found.reason, found.reason)) if found else ""
