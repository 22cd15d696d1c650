"""What happened to conversations: an entry in each timeline, and told to whoever listens."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.conversations import Conversation
from db.queries import conversation_changes
from db.queries.conversation_changes import Event
from schemas.enums import ConversationStatus
from services import events
from services.events import Happening


async def tell(
    session: AsyncSession,
    told: Sequence[tuple[Conversation, Event]],
    *,
    author_id: UUID | None,
    source: str,
) -> None:
    """The rows as they were before, each with what was done to it."""
    if not told:
        return
    await conversation_changes.tell(session, told, author_id=author_id, source=source)
    happened = [one for row, event in told for one in _happened(row, event, author_id)]
    await events.tell(session, told[0][0].company_id, happened)


async def created(
    session: AsyncSession, company_id: UUID, conversation_ids: Collection[UUID]
) -> None:
    told = [
        Happening("conversation.created", "conversation", key) for key in sorted(conversation_ids)
    ]
    await events.tell(session, company_id, told)


def _happened(row: Conversation, event: Event, author_id: UUID | None) -> list[Happening]:
    by: dict[str, object] = {"user_id": author_id}
    was = event.payload.get("was", row.status)
    match event.kind:
        case "started":
            return [_about(row, "conversation.created", by)]
        case "closed":
            return [_about(row, "conversation.closed", by)]
        case "reopened" if was == ConversationStatus.CLOSED:
            return [_about(row, "conversation.reopened", by)]
        case "assigned" | "unassigned":
            by["previous_assignee_id"] = row.assignee_id
            names = ["conversation.assigned"]
            if event.kind == "assigned" and row.assignee_id is not None:
                names.append("conversation.handoff")
            return [_about(row, name, by) for name in names]
        case _:
            return []


def _about(row: Conversation, name: str, data: dict[str, object]) -> Happening:
    return Happening(name, "conversation", row.id, data, row.contact_id, row.id)
