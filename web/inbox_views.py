"""What the inbox's screens show: the list, its filters, and what can be done to a conversation."""

from typing import Any

from fastapi import Request

from db.models.conversations import Conversation
from db.queries.conversations import Eyes
from db.session import Session
from services import inboxes
from web.dependencies import SignedInPerson


async def eyes(session: Session, user: SignedInPerson) -> Eyes:
    return await inboxes.eyes(session, user.user_id, user.role)


async def frame(request: Request, session: Session, user: SignedInPerson) -> dict[str, Any]:
    """The context of inbox/frame.html: the list as the address narrows it.

    Nothing but the names for a swap of the open conversation, which leaves the list alone.
    """
    return {}


async def actions(
    session: Session, user: SignedInPerson, conversation: Conversation
) -> dict[str, Any]:
    """The context of inbox/actions.html: assign, team, priority, labels, snooze, close."""
    return {"actions": None}
