"""A contact beside a conversation: who they are, what is known, what passed before."""

from typing import Any

from db.models.conversations import Conversation
from db.queries import contact_history, conversations, fields, inboxes, merges, tags
from db.queries import contacts as contact_queries
from db.queries.conversations import Eyes, Filters
from db.session import Session
from schemas.enums import Role
from schemas.errors import AppError
from web import consent_views, contact_views, stage_views
from web.dependencies import SignedInPerson
from web.enrolment_views import in_cadences
from web.forms import FieldErrors, field_errors

_MOST_CAMPAIGNS = 5
_MOST_TALKS = 10
_MOST_LINES = 4


async def context(
    session: Session, user: SignedInPerson, eyes: Eyes, conversation: Conversation
) -> dict[str, Any]:
    contact = await contact_queries.get(session, conversation.contact_id)
    known = await tags.all_tags(session)
    marks = contact_views.tag_marks(known)
    campaigns = await contact_history.campaigns(session, contact.id)
    return {
        "contact": contact,
        "conversation": conversation,
        "base": f"/inbox/{conversation.id}/panel",
        "fields": contact_views.field_lines(await fields.definitions(session), contact),
        "tags": [marks[key] for key in contact.tag_ids if key in marks],
        "all_tags": [tag for tag in known if tag.id not in contact.tag_ids],
        "identities": await contact_queries.identities(session, contact.id),
        **await consent_views.of_contact(session, contact.id, limit=_MOST_LINES),
        **await stage_views.of_contact(session, contact.id),
        "talks": await _talks(session, eyes, conversation),
        "campaigns": campaigns[:_MOST_CAMPAIGNS],
        "more_campaigns": max(0, len(campaigns) - _MOST_CAMPAIGNS),
        "took_in": len(await merges.of_contact(session, contact.id)),
        "in_cadences": await in_cadences(session, contact.id, user),
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
