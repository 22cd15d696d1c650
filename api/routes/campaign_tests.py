"""A test of a campaign's message, sent to a number of one's own."""

from fastapi import APIRouter, Depends, Request, status

from api.dependencies import CallerDep, DatabaseDep, TemporalDep, require
from api.idempotency import HEADER, require_key
from api.message_views import MessageViewsDep
from db.queries import messages as rows
from schemas.api.campaigns import CampaignTest
from schemas.api.ids import CampaignId
from schemas.api.messages import MessageRead
from schemas.enums import Scope
from schemas.payloads.replies import ConversationRef
from schemas.settings_view import SettingsView
from services import links, test_sends
from services.inboxes import all_eyes
from services.live import LiveHints
from workflows import starters

router = APIRouter(prefix="/campaigns", tags=["campaigns"])


@router.post(
    "/{campaign_id}/test",
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="test_campaign",
    dependencies=[Depends(require(Scope.CAMPAIGNS_RUN)), Depends(require_key)],
)
async def test_campaign(
    *,
    request: Request,
    campaign_id: CampaignId,
    wanted: CampaignTest,
    caller: CallerDep,
    database: DatabaseDep,
    temporal: TemporalDep,
    views: MessageViewsDep,
) -> MessageRead:
    """One variant, once, to a number of yours; it counts for no campaign.

    Needs an `Idempotency-Key`. 409 with `opted_out` for a number that wants no such message.
    """
    view: SettingsView = request.app.state.settings_view
    prefix = await links.prefix(database, caller.company_id, view.public_url)
    async with database.company(caller.company_id) as session:
        message = await test_sends.send(
            session,
            caller.company_id,
            campaign_id,
            variant=wanted.variant,
            to=wanted.to,
            key=request.headers[HEADER],
            link_key=view.link_key,
            link_prefix=prefix,
            contact_id=wanted.contact_id,
        )
        row = await rows.get(session, all_eyes(), message.id)
    told = ConversationRef(caller.company_id, message.conversation_id)
    await starters.follow_replies(temporal, told)
    hints: LiveHints = request.app.state.hints
    hints.changed(caller.company_id, "conversation", message.conversation_id)
    return views.one(row)
