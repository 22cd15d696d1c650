"""The preflight as the API shows it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from schemas.api.preflights import (
    BudgetRead,
    CostLineRead,
    CostRead,
    DayRead,
    ExcludedRead,
    ForecastRead,
    NoticeRead,
    PersonRead,
    PreflightRead,
)
from schemas.money import amount
from schemas.preflights import Cost, Money, Notice, Value
from schemas.reasons import reason
from services.audiences import Person
from services.launches import Check

Say = Callable[[str], str]


def read(check: Check, people: Mapping[str, Sequence[Person]], say: Say) -> PreflightRead:
    """`people` are some of those left out, by reason."""
    excluded = sorted(check.excluded.items(), key=lambda pair: (-pair[1], pair[0]))
    return PreflightRead(
        matched=check.matched,
        reachable=check.reachable,
        excluded=[
            ExcludedRead(
                reason=code,
                text=say(reason(code).text),
                count=count,
                people=[_person(one) for one in people.get(code, ())],
            )
            for code, count in excluded
        ],
        channel=check.channel,
        starts_at=check.starts_at,
        rate_per_second=check.rate_per_second,
        estimated_seconds=check.seconds,
        cost=_cost(check.cost, check.currency),
        fallback=_cost(check.fallback, check.currency) if check.fallback else None,
        most_micros=check.most_micros,
        forecast=_forecast(check),
        budgets=_budgets(check),
        approval=list(check.approval),
        stops=[_notice(one, check.currency, say) for one in check.stops],
        warnings=[_notice(one, check.currency, say) for one in check.warnings],
    )


def _person(one: Person) -> PersonRead:
    return PersonRead(contact_id=one.id, name=one.name, phone=one.phone)


def _cost(cost: Cost, currency: str) -> CostRead:
    return CostRead(
        currency=currency,
        category=cost.category,
        cost_micros=cost.micros,
        unpriced=cost.unpriced,
        by_country=[
            CostLineRead(
                country=line.country,
                people=line.people,
                units=line.units,
                price_micros=line.price_micros,
                cost_micros=line.micros,
            )
            for line in cost.lines
        ],
    )


def _forecast(check: Check) -> ForecastRead:
    found = check.forecast
    return ForecastRead(
        begins_at=found.begins_at,
        ends_at=found.ends_at,
        days=[DayRead(day=day, count=count) for day, count in found.days],
        late=found.late,
        beyond=found.beyond,
    )


def _budgets(check: Check) -> list[BudgetRead]:
    return [
        BudgetRead(
            kind=line.kind,
            total_micros=line.total,
            spent_micros=line.spent,
            promised_micros=line.promised,
            left_micros=line.left,
        )
        for line in check.budgets
    ]


def _notice(notice: Notice, currency: str, say: Say) -> NoticeRead:
    places = {name: _written(value, currency) for name, value in notice.context.items()}
    return NoticeRead(code=notice.code, text=say(notice.text) % places)


def _written(value: Value, currency: str) -> str | int:
    """Plainly, for programs: people read the console."""
    if isinstance(value, Money):
        return f"{currency} {amount(value.micros).quantize(Decimal('0.01'))}"
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value
