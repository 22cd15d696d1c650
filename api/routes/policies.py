"""What the company decided about consent, how often people are written to, and money."""

from fastapi import APIRouter, Depends

from api.dependencies import CallerDep, DatabaseDep, require
from schemas.api.consents import PolicyRead, PolicyUpdate
from schemas.enums import Scope
from services import consent_settings, money_settings, policies

router = APIRouter(prefix="/policies", tags=["company"])


@router.get("", operation_id="get_policies", dependencies=[Depends(require(Scope.COMPANY_READ))])
async def get_policies(caller: CallerDep, database: DatabaseDep) -> PolicyRead:
    async with database.company(caller.company_id) as session:
        return PolicyRead.model_validate(await policies.get(session))


@router.patch(
    "", operation_id="update_policies", dependencies=[Depends(require(Scope.COMPANY_WRITE))]
)
async def update_policies(
    wanted: PolicyUpdate, caller: CallerDep, database: DatabaseDep
) -> PolicyRead:
    """What is absent stays as it is."""
    sent = wanted.model_dump(include=wanted.model_fields_set)
    money = {name: sent.pop(name) for name in money_settings.FIELDS & sent.keys()}
    async with database.company(caller.company_id) as session:
        await money_settings.change(session, caller.company_id, money)
        changed = await consent_settings.change(session, caller.company_id, sent)
    return PolicyRead.model_validate(changed)
