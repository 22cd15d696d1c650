"""What was told of, as it stands at the transaction's end, beside what the teller said."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import event_facts
from db.queries.event_facts import Facts
from schemas.event_data import (
    CadenceData,
    CampaignData,
    ContactData,
    ContactMergedData,
    ContactUpdatedData,
    ConversationData,
    EnrolmentData,
    EventData,
    LeadData,
    MessageData,
    TagData,
)
from schemas.event_types import EVENT_TYPES
from services.event_news import Happening, Told

_Loader: TypeAlias = Callable[[AsyncSession, Sequence[UUID]], Awaitable[Facts]]
# By the shape of its data, and what it is about.
_OF_RESOURCE: Mapping[tuple[type[EventData], str], _Loader] = {
    (MessageData, "message"): event_facts.messages,
    (MessageData, "recipient"): event_facts.sends,
    (ConversationData, "conversation"): event_facts.conversations,
    (ContactData, "contact"): event_facts.contacts,
    (ContactUpdatedData, "contact"): event_facts.contacts,
    (ContactMergedData, "contact"): event_facts.contacts,
    (CampaignData, "campaign"): event_facts.campaigns,
    (CadenceData, "cadence"): event_facts.cadences,
    (EnrolmentData, "enrolment"): event_facts.enrolments,
}
# Names of what the data mentions.
_OF_MENTIONED: Mapping[type[EventData], tuple[str, _Loader]] = {
    TagData: ("tag_id", event_facts.tags),
    LeadData: ("stage_id", event_facts.stages),
}


async def complete(session: AsyncSession, told: Sequence[Told]) -> list[Told]:
    """The same with the facts their data asks for; what the teller said goes before."""
    wanted: dict[_Loader, set[UUID]] = {}
    for one in told:
        if (found := _source(one.happening)) is not None:
            wanted.setdefault(found[0], set()).add(found[1])
    if not wanted:
        return list(told)
    # The rows as this transaction leaves them.
    await session.flush()
    facts = {loader: await loader(session, sorted(ids)) for loader, ids in wanted.items()}
    return [_with(one, facts) for one in told]


def _source(one: Happening) -> tuple[_Loader, UUID] | None:
    kind = EVENT_TYPES.get(one.type)
    if kind is None:
        return None
    if (loader := _OF_RESOURCE.get((kind.data, one.resource_type))) is not None:
        return loader, one.resource_id
    if kind.data in _OF_MENTIONED:
        name, loader = _OF_MENTIONED[kind.data]
        if (key := _uuid(one.data.get(name))) is not None:
            return loader, key
    return None


def _uuid(value: object) -> UUID | None:
    if isinstance(value, UUID):
        return value
    try:
        return UUID(str(value).rpartition("_")[2])
    except ValueError:
        return None


def _with(told: Told, facts: Mapping[_Loader, Facts]) -> Told:
    source = _source(told.happening)
    if source is None:
        return told
    loader, key = source
    one, found = told.happening, facts[loader].get(key, {})
    return replace(
        told,
        happening=replace(
            one,
            data={**found, **one.data},
            contact_id=one.contact_id or _uuid(found.get("contact_id")),
            conversation_id=one.conversation_id or _uuid(found.get("conversation_id")),
        ),
    )
