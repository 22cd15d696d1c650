"""What a PATCH of a conversation asks for, done one by one in one transaction."""

from uuid import UUID

from db.queries import conversations as rows
from db.queries.conversations import Eyes
from db.session import Session
from schemas.api.conversations import ConversationUpdate
from schemas.enums import ConversationStatus
from schemas.errors import FieldError, InvalidInput, PreconditionFailed
from schemas.words import mark
from services import conversations

_SOURCE = "api"


async def apply(
    session: Session,
    eyes: Eyes,
    conversation_id: UUID,
    wanted: ConversationUpdate,
    version: int | None,
) -> None:
    """Raises PreconditionFailed when it is not the version that was seen."""
    row = await rows.get_for_update(session, eyes, conversation_id)
    if version is not None and row.version != version:
        raise PreconditionFailed("Somebody changed this conversation meanwhile.")
    sent = wanted.model_fields_set
    if "assignee_id" in sent:
        await conversations.assign(
            session, eyes, conversation_id, wanted.assignee_id, source=_SOURCE
        )
    if "team_id" in sent:
        await conversations.set_team(session, eyes, conversation_id, wanted.team_id, source=_SOURCE)
    if wanted.priority is not None:
        await conversations.set_priority(
            session, eyes, conversation_id, wanted.priority, source=_SOURCE
        )
    if wanted.label_ids is not None:
        await conversations.set_labels(
            session, eyes, conversation_id, wanted.label_ids, source=_SOURCE
        )
    await _set_status(session, eyes, conversation_id, wanted)


async def _set_status(
    session: Session, eyes: Eyes, conversation_id: UUID, wanted: ConversationUpdate
) -> None:
    snoozes = wanted.status is ConversationStatus.SNOOZED
    if snoozes != (wanted.snoozed_until is not None):
        message = mark("Snoozing takes both the status and until when.")
        raise InvalidInput(message, [FieldError("snoozed_until", "missing", message)])
    if wanted.status is ConversationStatus.OPEN:
        await conversations.reopen(session, eyes, conversation_id, source=_SOURCE)
    elif wanted.status is ConversationStatus.CLOSED:
        await conversations.close(session, eyes, conversation_id, source=_SOURCE)
    elif wanted.snoozed_until is not None:
        await conversations.snooze(
            session, eyes, conversation_id, wanted.snoozed_until, source=_SOURCE
        )
