"""What a campaign may spend, also while it runs; and taking back what waits for an approval.

A program cannot approve: that takes a second person, in the console.
"""

from functools import partial

from fastapi import APIRouter, Depends

from api.dependencies import require
from api.routes.campaign_actions import MoverDep
from schemas.api.campaigns import CampaignRead
from schemas.api.ids import CampaignId
from schemas.api.preflights import BudgetChange
from schemas.enums import Scope
from services import approvals, budget_changes

router = APIRouter(
    prefix="/campaigns", tags=["campaigns"], dependencies=[Depends(require(Scope.CAMPAIGNS_RUN))]
)


@router.put("/{campaign_id}/budget", operation_id="change_campaign_budget")
async def change_budget(
    campaign_id: CampaignId, wanted: BudgetChange, move: MoverDep
) -> CampaignRead:
    """One that stopped because its budget was used up goes on where there is more now."""
    action = partial(budget_changes.change, budget_micros=wanted.budget_micros)
    return await move(action, campaign_id)


@router.post("/{campaign_id}/withdraw", operation_id="withdraw_campaign")
async def withdraw_campaign(campaign_id: CampaignId, move: MoverDep) -> CampaignRead:
    """From awaiting_approval back to a draft. Approving takes a person, in the console."""
    return await move(partial(approvals.send_back, user_id=None), campaign_id)
