"""Steps that change something here: tags, fields, stage, who looks after somebody, another cadence.

Each is done for everybody who came to it on a page, by a handful of statements. What a step names
and is gone is passed over: nobody waits for ever because a tag was deleted.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import any_, cast, func, literal, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Cadence
from db.models.contacts import Contact, ContactField, Tag
from db.queries import cadence_holds
from db.queries.conversations import Eyes
from db.queries.travelling import Traveller
from schemas.cadences import (
    AskAi,
    Assign,
    Call,
    CallWebhook,
    ChangeTags,
    Enrol,
    SetField,
    SetStage,
    Step,
    StepOutcome,
)
from schemas.errors import AppError
from schemas.segments import CUSTOM
from services import conversation_changes, conversations, enrolling, events, leads
from services.events import Happening

_SOURCE = "cadence"
# Nobody's: every inbox, and no author.
_EYES = Eyes(None, None)

Outcome = tuple[StepOutcome, str | None]
_DONE: Outcome = (StepOutcome.DONE, None)
# What a step names is not there any more.
GONE: Outcome = (StepOutcome.PASSED, "gone")
# Nothing performs such a step yet.
NOT_YET: Outcome = (StepOutcome.PASSED, "not_available")


async def perform(
    session: AsyncSession, cadence: Cadence, step: Step, who: Sequence[Traveller]
) -> Mapping[UUID, Outcome]:
    """What became of the step for each enrolment."""
    try:
        async with session.begin_nested():
            found = await _perform(session, cadence, step, who)
    except AppError as error:
        found = (StepOutcome.PASSED, error.code)
    return found if isinstance(found, Mapping) else {one.id: found for one in who}


async def busy(session: AsyncSession, step: Step, contact_ids: Sequence[UUID]) -> set[UUID]:
    """For whom the step cannot be done at this moment, as somebody holds what it changes.

    What it changes of the others is held until the transaction ends.
    """
    match step:
        case ChangeTags() | SetField():
            return await cadence_holds.busy_contacts(session, contact_ids)
        case SetStage():
            return await cadence_holds.busy_leads(session, contact_ids)
        case Assign():
            return await cadence_holds.busy_conversations(session, contact_ids)
        case Enrol() if not await cadence_holds.may_enrol(session):
            return set(contact_ids)
    return set()


async def _perform(
    session: AsyncSession, cadence: Cadence, step: Step, who: Sequence[Traveller]
) -> Mapping[UUID, Outcome] | Outcome:
    ids = [one.contact_id for one in who]
    found: Mapping[UUID, Outcome] | Outcome = _DONE
    match step:
        case ChangeTags():
            found = await _change_tags(session, cadence, step, ids)
        case SetField():
            found = await _set_field(session, step, ids)
        case SetStage():
            found = await _set_stage(session, cadence, step, ids)
        case Assign():
            found = await _assign(session, step, ids)
        case CallWebhook():
            found = await _call_webhook(session, cadence, step, who)
        case Enrol():
            found = await _enrol(session, cadence, step, who)
        case AskAi() | Call():
            found = NOT_YET
    return found


_TAG_ON = text(
    """
    UPDATE contacts SET tag_ids = array_append(tag_ids, :tag), updated_at = now()
    WHERE id = ANY(CAST(:ids AS uuid[])) AND NOT tag_ids @> ARRAY[CAST(:tag AS uuid)]
    RETURNING id
    """
)
_TAG_OFF = text(
    """
    UPDATE contacts SET tag_ids = array_remove(tag_ids, :tag), updated_at = now()
    WHERE id = ANY(CAST(:ids AS uuid[])) AND tag_ids @> ARRAY[CAST(:tag AS uuid)]
    RETURNING id
    """
)


async def _change_tags(
    session: AsyncSession, cadence: Cadence, step: ChangeTags, ids: Sequence[UUID]
) -> Outcome:
    wanted = [*step.add, *step.remove]
    rows = await session.execute(select(Tag.id, Tag.name).where(Tag.id.in_(wanted)))
    names = {row.id: row.name for row in rows}
    told: list[Happening] = []
    for kind, statement, tags in (
        ("contact.tagged", _TAG_ON, step.add),
        ("contact.untagged", _TAG_OFF, step.remove),
    ):
        for tag in (one for one in tags if one in names):
            changed = await session.scalars(statement, {"ids": list(ids), "tag": tag})
            data = {"tag_id": str(tag), "name": names[tag]}
            told += [Happening(kind, "contact", one, data, contact_id=one) for one in changed]
    await events.tell(session, cadence.company_id, told)
    return _DONE if names else GONE


async def _set_field(session: AsyncSession, step: SetField, ids: Sequence[UUID]) -> Outcome:
    key = step.field.removeprefix(CUSTOM)
    if await session.scalar(select(ContactField.id).where(ContactField.key == key)) is None:
        return GONE
    fields = Contact.fields
    value: Any = fields.op("-")(key)
    if step.value is not None:
        value = fields.op("||")(cast(literal({key: step.value}, JSONB), JSONB))
    await session.execute(
        update(Contact)
        .where(Contact.id == any_(literal(list(ids), ARRAY(PG_UUID))))
        .values(fields=value, updated_at=func.now())
        .execution_options(synchronize_session=False)
    )
    return _DONE


async def _set_stage(
    session: AsyncSession, cadence: Cadence, step: SetStage, ids: Sequence[UUID]
) -> Outcome:
    if step.stage_id is None:
        return GONE
    await leads.move(session, cadence.company_id, ids, step.stage_id)
    return _DONE


_NEWEST = text(
    """
    SELECT DISTINCT ON (contact_id) id FROM conversations
    WHERE contact_id = ANY(CAST(:ids AS uuid[])) ORDER BY contact_id, last_message_at DESC
    """
)


async def _assign(session: AsyncSession, step: Assign, ids: Sequence[UUID]) -> Outcome:
    """The newest conversation of each; whoever never had one has nothing to look after."""
    found = list(await session.scalars(_NEWEST, {"ids": list(ids)}))
    change: conversations.Assign | conversation_changes.Change = conversations.Assign(step.user_id)
    if step.team_id is not None:
        change = await conversation_changes.set_team(session, step.team_id)
    most = conversations.MOST_AT_ONCE
    for begin in range(0, len(found), most):
        page = found[begin : begin + most]
        await conversations.bulk(session, _EYES, page, change, source=_SOURCE)
    return _DONE


async def _call_webhook(
    session: AsyncSession, cadence: Cadence, step: CallWebhook, who: Sequence[Traveller]
) -> Outcome:
    told = [
        Happening(
            "cadence.webhook",
            "enrolment",
            one.id,
            {
                "cadence_id": str(cadence.id),
                "version": one.version,
                "lap": one.lap,
                "step_key": step.key,
                "name": step.name,
            },
            contact_id=one.contact_id,
            endpoint_id=step.endpoint_id,
        )
        for one in who
    ]
    await events.tell(session, cadence.company_id, told)
    return _DONE


async def _enrol(
    session: AsyncSession, cadence: Cadence, step: Enrol, who: Sequence[Traveller]
) -> Mapping[UUID, Outcome] | Outcome:
    if step.cadence_id is None:
        return GONE
    placed = await enrolling.place(
        session,
        cadence.company_id,
        step.cadence_id,
        [one.contact_id for one in who],
        source=_SOURCE,
        source_id=cadence.id,
    )
    left_out = {one.contact_id: one.reason for one in placed if one.reason is not None}
    return {
        one.id: (StepOutcome.PASSED, left_out[one.contact_id])
        if one.contact_id in left_out
        else _DONE
        for one in who
    }
