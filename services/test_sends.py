"""A campaign's message sent to a number of one's own, to see it on a real phone before others do.

It is a message of a conversation like any other, marked as a test: it leaves once, is told in the
timeline, and counts for no campaign.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.campaigns import Campaign
from db.models.contacts import Contact, Suppression
from db.models.conversations import Conversation, Message
from db.models.people import Membership
from db.queries import campaigns, contacts
from schemas import sms_text
from schemas.campaign_fields import LINK_SOURCES
from schemas.contents import Content, TemplateContent, Text
from schemas.enums import Channel
from schemas.errors import FieldError, InvalidInput, InvalidState
from schemas.experiments import Variant
from schemas.policies import UNREACHABLE, scopes_of
from schemas.templates import FrozenTemplate, render, variables
from schemas.words import mark
from services import campaign_previews, contents, conversations, links, replies
from services.contents import Contents
from services.inboxes import all_eyes

SOURCE = "test"
# No recipient has the position 0: whoever opens a test's link is nobody's click.
_NOBODY = UUID(int=0)
_UNWANTED = mark("This number asked not to get such messages; a test would not arrive either.")
_UNREACHABLE = mark("Messages to this number do not arrive: the provider says it cannot get any.")


class Refused(InvalidState):
    code = "opted_out"


async def send(
    session: AsyncSession,
    company_id: UUID,
    campaign_id: UUID,
    *,
    variant: int,
    to: str,
    key: str,
    link_key: bytes,
    link_prefix: str,
    contact_id: UUID | None = None,
) -> Message:
    """Write one variant down to be sent to a number, filled as for a contact or with examples.

    The same key asked for twice is the same message. Raises NotFound, InvalidInput, and Refused
    for a number that wants no such message; tell `replies/{conversation}` after the commit.
    """
    campaign = await campaigns.get_for_update(session, campaign_id)
    ready = await contents.ready(session, campaign)
    template = _chosen(ready, variant)
    contact = await contacts.get(session, contact_id) if contact_id is not None else None
    number_id = campaign.phone_number_id
    assert number_id is not None
    conversation = await _conversation(session, company_id, number_id, to)
    await _require_wanted(session, campaign, ready, conversation.contact_id)
    serials = await links.register(session, campaign, contents.urls(ready))
    filled = _filled(template, contact, serials, plain=ready.plain)
    written = links.fill(filled, _NOBODY, key=link_key, prefix=link_prefix)
    (message,) = await replies.compose(
        session,
        company_id,
        conversation.id,
        [_content(campaign, template, variant, written)],
        author_id=None,
        source=SOURCE,
        client_keys=[f"{SOURCE}:{campaign.id}:{key}"],
        caller_data={"test_of": str(campaign.id), "variant": variant},
    )
    return message


async def remembered(session: AsyncSession, user_id: UUID) -> str | None:
    """The number this person sent their last test to."""
    return await session.scalar(select(Membership.test_phone).where(Membership.user_id == user_id))


async def remember(session: AsyncSession, user_id: UUID, phone: str) -> None:
    await session.execute(
        update(Membership).where(Membership.user_id == user_id).values(test_phone=phone)
    )


def _chosen(ready: Contents, variant: int) -> FrozenTemplate:
    if not 1 <= variant <= len(ready.frozen):
        message = mark("The campaign has no such variant.")
        raise InvalidInput(message, [FieldError("variant", "not_found", message)])
    return ready.frozen[variant - 1]


async def _conversation(
    session: AsyncSession, company_id: UUID, number_id: UUID, to: str
) -> Conversation:
    try:
        return await conversations.start(
            session, all_eyes(), company_id, number_id, phone=to, source=SOURCE
        )
    except InvalidInput as error:
        wrong = [replace(one, field="to") for one in error.errors]
        raise InvalidInput(error.message, wrong) from error


async def _require_wanted(
    session: AsyncSession, campaign: Campaign, ready: Contents, contact_id: UUID
) -> None:
    key = select(Contact.phone_key).where(Contact.id == contact_id).scalar_subquery()
    scopes = await session.scalars(
        select(Suppression.scope).where(
            Suppression.channel == ready.channel,
            Suppression.match_key == key,
            Suppression.scope.in_(scopes_of(ready.purpose, campaign.topic_id)),
        )
    )
    found = set(scopes)
    if found - {UNREACHABLE}:
        raise Refused(_UNWANTED)
    if found:
        raise Refused(_UNREACHABLE)


def _filled(
    template: FrozenTemplate, contact: Contact | None, serials: dict[str, int], *, plain: bool
) -> list[str]:
    """The values with markers for links; InvalidInput names what this contact has no value for."""

    def marker(source: str, url: str) -> str:
        serial = serials[url]
        address = source == LINK_SOURCES[0]
        return links.address_marker(serial) if address else links.code_marker(serial)

    found = campaign_previews.values(template, contact, marker)
    slots = variables(template.components, template.parameter_format)
    if contact is None:
        # Nobody in particular: the placeholder itself shows where a value will stand.
        found = [
            value or ("{{%s}}" % slot.name if slot.kind == "text" else None)  # noqa: UP031 - braces
            for slot, value in zip(slots, found, strict=True)
        ]
    lacking = [slot.key for slot, value in zip(slots, found, strict=True) if not value]
    if lacking:
        message = mark("There is no value for this variable; choose another person or a fallback.")
        errors = [FieldError(f"bindings/{key}", "missing", message) for key in lacking]
        raise InvalidInput("The test lacks a value.", errors)
    return [sms_text.transliterate(value or "") if plain else value or "" for value in found]


def _content(
    campaign: Campaign, template: FrozenTemplate, variant: int, written: Sequence[str]
) -> Content:
    if campaign.channel is Channel.SMS:
        body = render(template.components, template.parameter_format, written).body
        return Text(body)
    template_id = campaign.template_id
    if variant > 1:
        template_id = Variant.from_json(campaign.variants[variant - 2]).template_id
    assert template_id is not None
    return TemplateContent(template_id, tuple(written))
