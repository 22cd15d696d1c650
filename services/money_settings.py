"""A company's money: its currency, what it may spend in a month, what needs a second person."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from babel import numbers
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.policies import CompanyPolicy
from schemas.errors import FieldError, InvalidInput
from schemas.money import MOST_MICROS
from schemas.policies import Policy
from services import budget_changes, policies

FIELDS = frozenset({"currency", "monthly_budget_micros", "approval_recipients", "approval_micros"})
_MOST_RECIPIENTS = 100_000_000
_BOUNDS = {
    "monthly_budget_micros": (0, MOST_MICROS),
    "approval_recipients": (1, _MOST_RECIPIENTS),
    "approval_micros": (1, MOST_MICROS),
}


async def change(session: AsyncSession, company_id: UUID, values: Mapping[str, object]) -> Policy:
    """Change what is named of FIELDS; None takes a limit away. Raises InvalidInput.

    Campaigns that stopped because the money was used up go on where there is more now.
    """
    assert set(values) <= FIELDS
    errors = list(_errors(values))
    if errors:
        raise InvalidInput("Some settings are not right.", errors)
    if not values:
        return await policies.get(session)
    saved = await policies.save(session, company_id, **values)
    if "monthly_budget_micros" in values:
        await session.execute(update(CompanyPolicy).values(budget_told=None))
        await budget_changes.resume_stopped(session)
    return saved


def currencies() -> frozenset[str]:
    """Every currency by its three letters (ISO 4217)."""
    return frozenset(numbers.list_currencies())


def _errors(values: Mapping[str, object]) -> Iterator[FieldError]:
    if "currency" in values and values["currency"] not in currencies():
        yield FieldError("currency", "unknown", "Choose a currency.")
    for name, (least, most) in _BOUNDS.items():
        value = values.get(name)
        if value is not None and not (isinstance(value, int) and least <= value <= most):
            yield FieldError(name, "out_of_range", "Give an amount above zero, or leave it empty.")
