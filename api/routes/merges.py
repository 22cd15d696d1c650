"""Merging duplicate contacts, and taking it back."""

from fastapi import APIRouter, Depends, Request, status
from temporalio.client import Client

from api.dependencies import CallerDep, DatabaseDep, TemporalDep, require
from schemas.api.ids import ContactId, MergeId
from schemas.api.merges import MergeCreate, MergeRead, MergeUndone
from schemas.enums import Scope
from schemas.payloads.replies import ConversationRef
from services import merges
from services.live import LiveHints
from services.merges import Merged
from workflows import starters

router = APIRouter(tags=["contacts"], dependencies=[Depends(require(Scope.CONTACTS_WRITE))])


@router.post(
    "/contacts/{contact_id}/merge",
    status_code=status.HTTP_201_CREATED,
    operation_id="merge_contacts",
)
async def merge_contacts(
    *,
    request: Request,
    contact_id: ContactId,
    wanted: MergeCreate,
    caller: CallerDep,
    database: DatabaseDep,
    temporal: TemporalDep,
) -> MergeRead:
    """Make another contact part of this one; repeated it is the same merge.

    Numbers, tags, conversations and messages of both are this contact's afterwards, an opt-out of
    either holds for both, and no campaign reaches them twice.
    """
    async with database.company(caller.company_id) as session:
        done = await merges.merge(
            session,
            caller.company_id,
            into=contact_id,
            gone=wanted.gone,
            keep=wanted.keep,
            user_id=None,
        )
    await _tell(request, temporal, done)
    return MergeRead.model_validate(done.merge)


@router.post("/contact-merges/{merge_id}/undo", operation_id="undo_contact_merge")
async def undo_contact_merge(
    request: Request,
    merge_id: MergeId,
    caller: CallerDep,
    database: DatabaseDep,
    temporal: TemporalDep,
) -> MergeUndone:
    """Two contacts again, as they were, within 30 days; `kept` names what was changed since."""
    async with database.company(caller.company_id) as session:
        done = await merges.undo(session, merge_id, user_id=None)
    await _tell(request, temporal, done)
    read = MergeRead.model_validate(done.merge)
    return MergeUndone(**read.model_dump(), kept=done.kept)


async def _tell(request: Request, temporal: Client, done: Merged) -> None:
    """After the commit: open pages look again, and what waits to be sent goes on."""
    hints: LiveHints = request.app.state.hints
    company_id = done.merge.company_id
    for contact_id in (done.merge.survivor_id, done.merge.merged_id):
        hints.changed(company_id, "contact", contact_id)
    for conversation_id, number_id in done.conversations.items():
        hints.changed(company_id, "conversation", conversation_id, inbox=number_id)
        await starters.follow_replies(temporal, ConversationRef(company_id, conversation_id))
