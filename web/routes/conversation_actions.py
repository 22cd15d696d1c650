"""The buttons above an open conversation: assign, team, priority, labels, snooze, close."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from db.models.conversations import Conversation
from db.queries import conversations as queries
from db.queries.conversations import Eyes
from db.session import Session
from schemas.enums import Priority, Role
from services import conversations
from web import flash, snoozing
from web import inbox_views as views
from web.dependencies import DatabaseDep, SignedIn, require_role
from web.flash import Toast
from web.formatting import soon
from web.i18n import gettext
from web.inbox_changes import Act, Changes
from web.render import from_htmx, page, redirect

router = APIRouter(prefix="/inbox/{conversation_id}")
_AGENT = [Depends(require_role(Role.AGENT))]


class Button:
    """Does what a button says, and answers with the row of buttons as it is now."""

    def __init__(
        self, request: Request, conversation_id: UUID, doing: Annotated[Changes, Depends()]
    ) -> None:
        self._request = request
        self._doing = doing
        self.conversation_id = conversation_id

    async def __call__(
        self, act: Act, toast: Toast | None = None, *, rings: bool = False
    ) -> Response:
        row = await self._doing.one(act, rings=rings)
        if not from_htmx(self._request):
            return redirect(self._request, f"/inbox/{row.id}", toast=toast)
        async with self._doing.database.company(row.company_id) as session:
            context = await views.actions(session, self._doing.user, row)
        response = page(self._request, "inbox/actions.html", context)
        flash.trigger(response, toast, **{"inbox-changed": True})
        return response


ButtonDep = Annotated[Button, Depends()]


@router.get("/actions", name="conversation_actions")
async def show_actions(
    request: Request, conversation_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    async with database.company(user.company_id) as session:
        row = await queries.get(session, await views.eyes(session, user), conversation_id)
        context = await views.actions(session, user, row)
    return page(request, "inbox/actions.html", context)


@router.post("/assignee", name="assign_conversation", dependencies=_AGENT)
async def assign(button: ButtonDep, assignee: Annotated[UUID | None, Form()] = None) -> Response:
    """To a person; to nobody where the field is empty."""

    async def act(session: Session, sight: Eyes) -> Conversation:
        return await conversations.assign(session, sight, button.conversation_id, assignee)

    return await button(act, rings=True)


@router.post("/team", name="set_conversation_team", dependencies=_AGENT)
async def set_team(button: ButtonDep, team: Annotated[UUID | None, Form()] = None) -> Response:
    async def act(session: Session, sight: Eyes) -> Conversation:
        return await conversations.set_team(session, sight, button.conversation_id, team)

    return await button(act)


@router.post("/priority", name="set_conversation_priority", dependencies=_AGENT)
async def set_priority(button: ButtonDep, priority: Annotated[Priority, Form()]) -> Response:
    async def act(session: Session, sight: Eyes) -> Conversation:
        return await conversations.set_priority(session, sight, button.conversation_id, priority)

    return await button(act)


@router.post("/labels", name="set_conversation_labels", dependencies=_AGENT)
async def set_labels(
    button: ButtonDep, label: Annotated[list[UUID] | None, Form()] = None
) -> Response:
    """Exactly the ticked ones."""

    async def act(session: Session, sight: Eyes) -> Conversation:
        return await conversations.set_labels(session, sight, button.conversation_id, label or [])

    return await button(act)


@router.post("/snooze", name="snooze_conversation", dependencies=_AGENT)
async def snooze(
    button: ButtonDep,
    preset: Annotated[str, Form(max_length=20)] = "",
    at: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Until a preset or a typed moment, in the company's time."""
    until = snoozing.moment(preset, at, datetime.now(UTC))

    async def act(session: Session, sight: Eyes) -> Conversation:
        return await conversations.snooze(session, sight, button.conversation_id, until)

    text = gettext("Snoozed until %(moment)s.") % {"moment": soon(until)}
    return await button(act, _taken_back(button.conversation_id, text))


@router.post("/close", name="close_conversation", dependencies=_AGENT)
async def close(button: ButtonDep) -> Response:
    async def act(session: Session, sight: Eyes) -> Conversation:
        return await conversations.close(session, sight, button.conversation_id)

    return await button(act, _taken_back(button.conversation_id, gettext("Conversation closed.")))


@router.post("/reopen", name="reopen_conversation", dependencies=_AGENT)
async def reopen(button: ButtonDep) -> Response:
    async def act(session: Session, sight: Eyes) -> Conversation:
        return await conversations.reopen(session, sight, button.conversation_id)

    return await button(act)


@router.post("/unread", name="mark_conversation_unread", dependencies=_AGENT)
async def mark_unread(button: ButtonDep) -> Response:
    async def act(session: Session, sight: Eyes) -> Conversation:
        return await conversations.mark_unread(session, sight, button.conversation_id)

    return await button(act, Toast(gettext("Marked as unread."), "info"))


def _taken_back(conversation_id: UUID, text: str) -> Toast:
    """With the way back beside it."""
    return Toast(text, "success", gettext("Undo"), f"/inbox/{conversation_id}/reopen")
