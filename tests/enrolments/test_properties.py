"""However enrolling, ending and coming again follow each other, the rules of a cadence hold."""

from collections import Counter
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.session import Database
from schemas.cadences import Rules
from services import enrolling
from tests.conftest import create_company
from tests.enrolments.people import add_cadence, add_contacts, end, enrolments

_PEOPLE = 4
_some = st.lists(st.integers(0, _PEOPLE - 1), min_size=1, max_size=6)
_steps = st.lists(
    st.one_of(
        st.tuples(st.just("enrol"), st.integers(0, 1), _some),
        st.tuples(st.just("end"), st.integers(0, 1), st.just([])),
    ),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    steps=_steps,
    again=st.sampled_from([None, 0]),
    limit=st.sampled_from([None, 2, 5]),
    group=st.sampled_from([None, "sales"]),
)
async def test_the_rules_hold(
    database: Database,
    steps: list[tuple[str, int, list[int]]],
    again: int | None,
    limit: int | None,
    group: str | None,
) -> None:
    company_id = await create_company(database)
    rules = Rules(reentry_days=again, daily_limit=limit)
    async with database.company(company_id) as session:
        two = [
            await add_cadence(session, company_id, rules=rules, exclusive_group=group)
            for _ in range(2)
        ]
        people = await add_contacts(session, company_id, _PEOPLE)
    for word, place, chosen in steps:
        if word == "end":
            await end(database, company_id, two[place])
            continue
        wanted = [people[one] for one in chosen]
        async with database.company(company_id) as session:
            found = await enrolling.enrol(session, company_id, two[place], wanted, source="api")
        assert found.enrolled + sum(found.left_out.values()) == len(set(wanted))
    for cadence_id in two:
        await _holds(database, company_id, cadence_id, rules)
    if group is not None:
        live = [one for each in two for one in await _live(database, company_id, each)]
        assert len(live) == len(set(live))


async def _holds(database: Database, company_id: UUID, cadence_id: UUID, rules: Rules) -> None:
    rows = await enrolments(database, company_id, cadence_id)
    live = await _live(database, company_id, cadence_id)
    assert len(live) == len(set(live))
    laps = Counter(one.contact_id for one in rows)
    assert rules.reentry_days is not None or all(count == 1 for count in laps.values())
    assert all(
        sorted(one.lap for one in rows if one.contact_id == key) == list(range(1, count + 1))
        for key, count in laps.items()
    )
    assert rules.daily_limit is None or len(rows) <= rules.daily_limit


async def _live(database: Database, company_id: UUID, cadence_id: UUID) -> list[UUID]:
    rows = await enrolments(database, company_id, cadence_id)
    return [one.contact_id for one in rows if one.status == "active"]
