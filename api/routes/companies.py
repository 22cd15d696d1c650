from fastapi import APIRouter, Depends

from api.dependencies import CallerDep, DatabaseDep, require
from db.models.people import Company
from db.queries import people
from schemas.api.people import CompanyRead
from schemas.enums import Scope
from schemas.errors import NotFound

router = APIRouter(prefix="/company", tags=["company"])


@router.get(
    "",
    response_model=CompanyRead,
    operation_id="get_company",
    dependencies=[Depends(require(Scope.COMPANY_READ))],
)
async def get_company(caller: CallerDep, database: DatabaseDep) -> Company:
    """The company this key belongs to."""
    async with database.company(caller.company_id) as session:
        company = await people.get_company(session, caller.company_id)
    if company is None:
        raise NotFound("Company", caller.company_id)
    return company
