"""What is done to the ticked conversations of the list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from db.queries.conversations import Eyes
from db.session import Session
from schemas.enums import Role
from services import conversation_changes as changes
from services import conversations
from services.conversation_changes import Change
from services.conversations import Assign, Done, Outcome
from web import snoozing
from web.dependencies import require_role
from web.flash import Toast
from web.formatting import number
from web.i18n import gettext, ngettext
from web.inbox_changes import Changes
from web.render import done, from_htmx, redirect

router = APIRouter(prefix="/inbox/bulk", dependencies=[Depends(require_role(Role.AGENT))])
_MOVES: dict[str, Callable[[], Change]] = {
    "close": changes.close,
    "reopen": changes.reopen,
    "read": changes.mark_read,
    "unread": changes.mark_unread,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done: the one of these the pressed button names."""

    do: Annotated[str, Form()] = ""
    assignee: Annotated[UUID | None, Form()] = None
    team: Annotated[UUID | None, Form()] = None
    label: Annotated[UUID | None, Form()] = None
    unlabel: Annotated[UUID | None, Form()] = None
    snooze: Annotated[str, Form()] = ""

    async def change(self, session: Session) -> Change | Assign | None:
        """None for nothing we know."""
        found: Change | Assign | None = None
        if self.do in _MOVES:
            found = _MOVES[self.do]()
        elif self.do == "unassign" or self.assignee is not None:
            found = Assign(self.assignee)
        elif self.team is not None:
            found = await changes.set_team(session, self.team)
        elif self.label is not None:
            found = await changes.change_labels(session, add=[self.label])
        elif self.unlabel is not None:
            found = await changes.change_labels(session, remove=[self.unlabel])
        elif self.snooze:
            found = changes.snooze(snoozing.moment(self.snooze, self.snooze, datetime.now(UTC)))
        return found


@router.post("", name="change_conversations")
async def change_conversations(
    *,
    request: Request,
    doing: Annotated[Changes, Depends()],
    wish: Annotated[Wish, Depends()],
    conversation: Annotated[list[UUID] | None, Form()] = None,
    back: Annotated[str, Form(max_length=2_000)] = "",
) -> Response:
    async def act(session: Session, sight: Eyes) -> list[Done]:
        change = await wish.change(session)
        if change is None or not conversation:
            return []
        return await conversations.bulk(session, sight, conversation, change)

    results = await doing.many(act, rings=wish.assignee is not None)
    toast = _told(results)
    if from_htmx(request):
        return done(toast, **{"inbox-changed": True, "inbox-unpick": True})
    here = back if back.startswith("/inbox") else "/inbox"
    return redirect(request, here, toast=toast)


def _told(results: list[Done]) -> Toast:
    changed = sum(one.outcome is Outcome.CHANGED for one in results)
    refused = sum(one.outcome is Outcome.MAY_NOT_SEE_INBOX for one in results)
    if not results:
        return Toast(gettext("Nothing was selected."), "info")
    if refused:
        text = ngettext(
            "%(count)s was left as it was: this person may not see its inbox.",
            "%(count)s were left as they were: this person may not see their inbox.",
            refused,
        )
        return Toast(text % {"count": number(refused)}, "warning")
    text = ngettext("%(count)s conversation changed.", "%(count)s conversations changed.", changed)
    return Toast(text % {"count": number(changed)})
