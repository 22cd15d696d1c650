"""A contact is moved along the pipeline: from its page, and from the panel beside a conversation."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from db.models.conversations import Conversation
from db.queries import contacts as contact_queries
from db.session import Session
from schemas.enums import Role
from services import leads
from web.dependencies import DatabaseDep, HintsDep, SignedIn, require_role
from web.flash import Toast
from web.i18n import gettext
from web.render import redirect
from web.routes.contact_panel import PanelDep

router = APIRouter(prefix="/contacts/{contact_id}/stage")
in_panel = APIRouter(prefix="/inbox/{conversation_id}/panel/stage")
_AGENT = [Depends(require_role(Role.AGENT))]


@router.post("", name="move_contact", dependencies=_AGENT)
async def move_contact(
    *,
    request: Request,
    contact_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    hints: HintsDep,
    stage: Annotated[UUID | None, Form()] = None,
) -> Response:
    async with database.company(user.company_id) as session:
        await contact_queries.get(session, contact_id)
        await _move(session, user, contact_id, stage)
    hints.changed(user.company_id, "contact", contact_id)
    return redirect(request, f"/contacts/{contact_id}", toast=Toast(gettext("Saved.")))


@in_panel.post("", name="panel_stage", dependencies=_AGENT)
async def move_in_panel(panel: PanelDep, stage: Annotated[UUID | None, Form()] = None) -> Response:
    async def act(session: Session, conversation: Conversation) -> None:
        await _move(session, panel.user, conversation.contact_id, stage)

    return await panel.do(act)


async def _move(session: Session, user: SignedIn, contact_id: UUID, stage_id: UUID | None) -> None:
    company_id, user_id = user.company_id, user.user_id
    if stage_id is None:
        await leads.remove(session, company_id, [contact_id], user_id=user_id)
    else:
        await leads.move(session, company_id, [contact_id], stage_id, user_id=user_id)
