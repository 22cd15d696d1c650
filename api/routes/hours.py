"""When the company writes to people: its hours, and its days off."""

from datetime import UTC, date, datetime

from fastapi import APIRouter, Depends, status

from api.dependencies import CallerDep, DatabaseDep, require
from schemas.api.campaign_content import HoursBody
from schemas.api.hours import CompanyHours, DayOff, DayOffName, DaysOff
from schemas.enums import Scope
from schemas.hours import Hours
from schemas.policies import Policy
from services import company_hours, holidays, policies
from services.holidays import Day

router = APIRouter(prefix="/company", tags=["company"])
_READ = [Depends(require(Scope.COMPANY_READ))]
_WRITE = [Depends(require(Scope.COMPANY_WRITE))]


@router.get("/hours", operation_id="get_company_hours", dependencies=_READ)
async def get_hours(caller: CallerDep, database: DatabaseDep) -> CompanyHours:
    async with database.company(caller.company_id) as session:
        return _hours(await policies.get(session))


@router.put("/hours", operation_id="update_company_hours", dependencies=_WRITE)
async def update_hours(
    wanted: CompanyHours, caller: CallerDep, database: DatabaseDep
) -> CompanyHours:
    """Campaigns that run follow it from their next batch on."""
    hours = wanted.hours.value() if wanted.hours else None
    async with database.company(caller.company_id) as session:
        return _hours(
            await company_hours.change(session, caller.company_id, hours, wanted.holidays_country)
        )


@router.get("/holidays", operation_id="list_holidays", dependencies=_READ)
async def list_holidays(caller: CallerDep, database: DatabaseDep) -> DaysOff:
    async with database.company(caller.company_id) as session:
        country = (await policies.get(session)).holidays_country
        own = await holidays.own_days(session)
    national = holidays.national_days(country, datetime.now(UTC).date(), "en_US")
    return DaysOff(own=_days(own), national=_days(national))


@router.put("/holidays/{day}", operation_id="add_holiday", dependencies=_WRITE)
async def add_holiday(
    day: date, wanted: DayOffName, caller: CallerDep, database: DatabaseDep
) -> DayOff:
    """A day off of the company's own; of one that is there the name changes."""
    async with database.company(caller.company_id) as session:
        await holidays.add(session, caller.company_id, day, wanted.name)
    return DayOff(day=day, name=wanted.name.strip())


@router.delete(
    "/holidays/{day}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="delete_holiday",
    dependencies=_WRITE,
)
async def delete_holiday(day: date, caller: CallerDep, database: DatabaseDep) -> None:
    async with database.company(caller.company_id) as session:
        await holidays.remove(session, day)


def _hours(policy: Policy) -> CompanyHours:
    stored = Hours.from_json(policy.hours) if policy.hours else None
    return CompanyHours(
        hours=HoursBody.model_validate(stored) if stored else None,
        holidays_country=policy.holidays_country,
    )


def _days(found: list[Day]) -> list[DayOff]:
    return [DayOff(day=one.day, name=one.name) for one in found]
