"""What a rule sends to one contact: a text inside the 24 hours, else a template, else nothing.

By the same path as messages programs ask for, which look at the template and the opt-outs again as
they leave.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contacts import Contact
from db.models.conversations import Conversation, Message
from db.queries import people, rule_actions, templates
from schemas.automation import Action
from schemas.contents import Text
from schemas.enums import Purpose as ConsentPurpose
from schemas.errors import AppError
from schemas.outgoing import NamedTemplate, Order, Purpose, Recipient
from schemas.policies import scopes_of
from schemas.templates import variables
from services import canned_replies, policies, program_messages, template_values
from services.replies import WindowClosed

SOURCE = "rule"


class NotSent(AppError):
    """There is a reason not to send to this contact now."""

    code = "not_sent"

    def __init__(self, reason: str) -> None:
        super().__init__("Nothing was sent.")
        self.reason = reason


async def send(
    session: AsyncSession,
    company_id: UUID,
    contact: Contact,
    conversation: Conversation | None,
    action: Action,
    *,
    key: str,
    answering: bool,
) -> Message:
    """The message as it was written down; the same key is the same message. Raises NotSent, and
    what `program_messages.send` raises.
    """
    number_id = await _number(session, contact, conversation, action)
    await _check_wanted(session, contact, number_id, marketing=action.marketing)
    template = await _template(session, contact, action)
    text = await _filled(session, company_id, contact, conversation, action.text)
    # One of the two is always there: services.automation_checks sees to it.
    content = Text(text) if text else template
    assert content is not None
    same = conversation is not None and conversation.phone_number_id == number_id
    order = Order(
        Recipient(conversation_id=conversation.id)
        if same and conversation is not None
        else Recipient(contact_id=contact.id),
        content,
        number_id=number_id,
        fallback=template if text else None,
        # Who wrote a moment ago is awake; anybody else is left to sleep.
        respect_quiet_hours=not answering,
        purpose=Purpose.MARKETING if action.marketing else Purpose.SERVICE,
    )
    try:
        return await program_messages.send(session, company_id, order, key, source=SOURCE)
    except (WindowClosed, program_messages.OptedOut) as error:
        raise NotSent(error.code) from error


async def _template(
    session: AsyncSession, contact: Contact, action: Action
) -> NamedTemplate | None:
    """With the contact's values as the rule says; what it leaves empty the template fills."""
    if action.template_id is None:
        return None
    given = {key: template_values.value(contact, one) for key, one in action.bindings.items()}
    template = (await templates.by_ids(session, [action.template_id])).get(action.template_id)
    # The template may have been written anew since the rule was saved.
    has = variables(template.components, template.parameter_format) if template else []
    values = {one.key: given[one.key] for one in has if given.get(one.key)}
    return NamedTemplate(action.template_id, values=values)


async def _number(
    session: AsyncSession, contact: Contact, conversation: Conversation | None, action: Action
) -> UUID:
    """Of the rule's own choice, else of the conversation, else where they spoke last."""
    if contact.phone is None and conversation is None:
        raise NotSent("no_phone")
    if action.number_id is not None:
        return action.number_id
    if conversation is not None:
        return conversation.phone_number_id
    newest = await rule_actions.newest_conversation(session, contact.id)
    return newest.phone_number_id if newest else await program_messages.only_inbox(session)


async def _check_wanted(
    session: AsyncSession, contact: Contact, number_id: UUID, *, marketing: bool
) -> None:
    """By the ledger of consent as it stands now, as campaigns do."""
    channel, key = await rule_actions.channel_of(session, number_id), contact.phone_key
    if channel is None or key is None:
        return
    purpose = ConsentPurpose.MARKETING if marketing else ConsentPurpose.UTILITY
    if await rule_actions.refused(session, channel, key, scopes_of(purpose)):
        raise NotSent("opted_out")
    must_agree = marketing and (await policies.get(session)).require_consent
    if must_agree and not await rule_actions.agreed(session, channel, key):
        raise NotSent("no_consent")


async def _filled(
    session: AsyncSession,
    company_id: UUID,
    contact: Contact,
    conversation: Conversation | None,
    text: str,
) -> str:
    """With the places of canned replies filled."""
    if "{{" not in text:
        return text
    company = await people.get_company(session, company_id)
    agent = ""
    if conversation is not None and conversation.assignee_id is not None:
        person = await people.member(session, conversation.assignee_id)
        agent = person.name if person is not None else ""
    return canned_replies.fill(text, contact, agent, company.name if company else "").text
