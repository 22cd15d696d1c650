"""What enrols people by itself: segments on a schedule, lists, words, tags and stages."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from db.models.cadences import Cadence, CadenceSource, CadenceSourceMember
from db.models.contacts import Contact, Segment, Tag
from db.queries import cadence_sources as rows
from db.session import Database
from schemas.cadence_sources import Results, RunResult, SourceFields, SourceKind
from schemas.cadences import Rules
from schemas.enums import CadenceStatus
from schemas.errors import InvalidInput, InvalidState, NotFound
from schemas.payloads.cadence_sources import SourceRef
from schemas.recurrence import Recurrence
from schemas.segments import Condition, Group, Kind, Operator, to_json
from services import cadence_sources, events, source_hearing, source_runs
from services.contact_lists import ContactFilter
from services.events import Happening
from tests.enrolments.people import add_cadence, add_contacts, enrolments

NOW = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)
AT_NINE = Recurrence("daily", 1, (), 1, "09:00", "2026-01-01")
VIPS = to_json(Group(parts=(Condition("language", Kind.TEXT, Operator.IS, "vip"),)))


async def add_segment(session: object, company_id: UUID) -> UUID:
    segment = Segment(company_id=company_id, name=f"VIPs {uuid4().hex[:6]}", definition=VIPS)
    session.add(segment)  # type: ignore[attr-defined]
    await session.flush()  # type: ignore[attr-defined]
    return segment.id


async def become(database: Database, company_id: UUID, people: Sequence[UUID], word: str) -> None:
    async with database.company(company_id) as session:
        await session.execute(update(Contact).where(Contact.id.in_(people)).values(language=word))


async def run(
    database: Database, company_id: UUID, source_id: UUID, now: datetime = NOW
) -> RunResult:
    return await source_runs.run(database, SourceRef(company_id, source_id), now=now)


async def source(database: Database, company_id: UUID, source_id: UUID) -> CadenceSource:
    async with database.company(company_id) as session:
        return await session.get_one(CadenceSource, source_id)


async def on_schedule(
    database: Database, company_id: UUID, *, include_existing: bool = False, **changes: object
) -> tuple[UUID, UUID, list[UUID]]:
    """A cadence, its source over a segment with one contact in it, and three contacts."""
    async with database.company(company_id) as session:
        cadence_id = await add_cadence(session, company_id, **changes)  # type: ignore[arg-type]
        people = await add_contacts(session, company_id, 3)
        segment_id = await add_segment(session, company_id)
    await become(database, company_id, people[:1], "vip")
    async with database.company(company_id) as session:
        made = await cadence_sources.create(
            session,
            company_id,
            cadence_id,
            SourceFields(
                SourceKind.SEGMENT,
                segment_id,
                include_existing=include_existing,
                rule=AT_NINE,
                time_zone="America/Sao_Paulo",
            ),
            now=NOW,
        )
    return cadence_id, made.id, people


async def who(database: Database, company_id: UUID, cadence_id: UUID) -> set[UUID]:
    return {one.contact_id for one in await enrolments(database, company_id, cadence_id)}


async def test_whoever_entered_the_segment_since_the_last_look_is_enrolled(
    database: Database, company_id: UUID
) -> None:
    cadence_id, source_id, people = await on_schedule(database, company_id)
    assert await run(database, company_id, source_id) == RunResult()
    first = await source(database, company_id, source_id)
    assert first.next_run_at == datetime(2026, 3, 3, 12, tzinfo=UTC)
    await become(database, company_id, people[1:2], "vip")
    look = datetime(2026, 3, 3, 12, 0, 1, tzinfo=UTC)
    assert (await run(database, company_id, source_id, look)).enrolled == 1
    assert await who(database, company_id, cadence_id) == {people[1]}
    again = await run(database, company_id, source_id, look + timedelta(days=1))
    assert again.enrolled == 0


async def test_those_who_are_in_it_already_count_where_that_is_chosen(
    database: Database, company_id: UUID
) -> None:
    cadence_id, source_id, people = await on_schedule(database, company_id, include_existing=True)
    assert (await run(database, company_id, source_id)).enrolled == 0
    assert (await run(database, company_id, source_id, NOW + timedelta(days=1))).enrolled == 1
    assert await who(database, company_id, cadence_id) == {people[0]}


async def test_whoever_leaves_a_segment_and_comes_back_entered_it_again(
    database: Database, company_id: UUID
) -> None:
    cadence_id, source_id, people = await on_schedule(database, company_id)
    await run(database, company_id, source_id)
    await become(database, company_id, people[:1], "")
    await run(database, company_id, source_id, NOW + timedelta(days=1))
    await become(database, company_id, people[:1], "vip")
    assert (await run(database, company_id, source_id, NOW + timedelta(days=2))).enrolled == 1
    assert await who(database, company_id, cadence_id) == {people[0]}


async def test_whom_the_limit_of_a_day_leaves_over_enters_at_the_next_look(
    database: Database, company_id: UUID
) -> None:
    cadence_id, source_id, people = await on_schedule(
        database, company_id, include_existing=True, rules=Rules(daily_limit=1)
    )
    await become(database, company_id, people, "vip")
    found = await run(database, company_id, source_id, NOW + timedelta(days=1))
    assert found == RunResult(1, {}, "daily_limit")
    async with database.company(company_id) as session:
        known = (await session.scalars(select(CadenceSourceMember.contact_id))).all()
    assert set(known) == await who(database, company_id, cadence_id)


async def test_a_run_cut_short_is_repeated_without_enrolling_anybody_twice(
    database: Database, company_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_runs, "PAGE", 1)
    cadence_id, source_id, people = await on_schedule(
        database, company_id, include_existing=True, rules=Rules(reentry_days=0)
    )
    await become(database, company_id, people, "vip")
    look = NOW + timedelta(days=1)
    state = source_runs._Run(look)
    for _ in range(2):
        async with database.company(company_id) as session:
            assert await source_runs._page(session, source_id, state)
    assert len(await who(database, company_id, cadence_id)) == 1
    assert (await run(database, company_id, source_id, look)).enrolled == 2
    assert len(await enrolments(database, company_id, cadence_id)) == 3
    results = Results.from_json((await source(database, company_id, source_id)).last_result)
    assert (results.last.enrolled, results.total.enrolled) == (3, 3)


async def test_a_call_whose_time_is_over_has_dealt_with_somebody_and_the_next_look_counts_anew(
    database: Database, company_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_runs, "PAGE", 1)
    cadence_id, source_id, people = await on_schedule(
        database, company_id, include_existing=True, rules=Rules(reentry_days=0)
    )
    await become(database, company_id, people, "vip")
    ref, look = SourceRef(company_id, source_id), NOW + timedelta(days=1)
    calls = [await source_runs.run(database, ref, now=look, longest_seconds=0) for _ in range(4)]
    assert [(one.enrolled, one.code) for one in calls] == [*[(1, "goes_on")] * 3, (0, None)]
    assert len(await who(database, company_id, cadence_id)) == 3
    await run(database, company_id, source_id, look + timedelta(days=1))
    results = Results.from_json((await source(database, company_id, source_id)).last_result)
    assert (results.last.enrolled, results.total.enrolled) == (0, 3)


async def test_a_list_is_enrolled_once_and_goes_on_tomorrow_above_the_limit(
    database: Database, company_id: UUID
) -> None:
    async with database.company(company_id) as session:
        cadence_id = await add_cadence(session, company_id, rules=Rules(daily_limit=2))
        await add_contacts(session, company_id, 3)
        made = await cadence_sources.enrol_list(
            session, company_id, cadence_id, ContactFilter(q="person"), now=datetime.now(UTC)
        )
    now = datetime.now(UTC)
    assert (await run(database, company_id, made.id, now)).code == "daily_limit"
    left = await source(database, company_id, made.id)
    assert left.next_run_at is not None
    assert now < left.next_run_at <= now + timedelta(days=1)
    assert (await run(database, company_id, made.id, now)).enrolled == 0
    async with database.company(company_id) as session:
        cadence = await session.get_one(Cadence, cadence_id)
        cadence.rules = Rules().as_json()
    assert (await run(database, company_id, made.id, left.next_run_at)).enrolled == 1
    assert (await source(database, company_id, made.id)).next_run_at is None
    assert {one.source for one in await enrolments(database, company_id, cadence_id)} == {"console"}


async def hears(
    database: Database, company_id: UUID, kind: SourceKind, **fields: object
) -> tuple[UUID, UUID, list[UUID]]:
    async with database.company(company_id) as session:
        cadence_id = await add_cadence(session, company_id)
        people = await add_contacts(session, company_id, 2)
        made = await cadence_sources.create(
            session,
            company_id,
            cadence_id,
            replace(SourceFields(kind), **fields),  # type: ignore[arg-type]
            now=NOW,
        )
    return cadence_id, made.id, people


async def tell(database: Database, company_id: UUID, *happenings: Happening) -> None:
    async with database.company(company_id) as session:
        await events.tell(session, company_id, happenings)


async def test_a_tag_that_is_given_enrols_though_no_endpoint_listens(
    database: Database, company_id: UUID
) -> None:
    async with database.company(company_id) as session:
        hot, cold = (Tag(company_id=company_id, name=name) for name in ("hot", "cold"))
        session.add_all([hot, cold])
        await session.flush()
    cadence_id, source_id, people = await hears(
        database, company_id, SourceKind.TAG, subject_id=hot.id
    )
    await tell(
        database,
        company_id,
        *(
            Happening("contact.tagged", "contact", key, {"tag_ids": [tag.id]}, contact_id=key)
            for key, tag in zip(people, (hot, cold), strict=True)
        ),
    )
    assert (await run(database, company_id, source_id)).enrolled == 1
    assert await who(database, company_id, cadence_id) == {people[0]}
    assert (await run(database, company_id, source_id)).enrolled == 0


async def test_what_is_rolled_back_enrols_nobody(database: Database, company_id: UUID) -> None:
    async with database.company(company_id) as session:
        tag = Tag(company_id=company_id, name="hot")
        session.add(tag)
        await session.flush()
    cadence_id, source_id, [first, _] = await hears(
        database, company_id, SourceKind.TAG, subject_id=tag.id
    )
    told = Happening("contact.tagged", "contact", first, {"tag_ids": [tag.id]}, first)
    with pytest.raises(InvalidState):
        await _tell_and_fail(database, company_id, told)
    assert (await run(database, company_id, source_id)).enrolled == 0
    assert not await enrolments(database, company_id, cadence_id)


async def _tell_and_fail(database: Database, company_id: UUID, told: Happening) -> None:
    async with database.company(company_id) as session:
        await events.tell(session, company_id, [told])
        raise InvalidState("Nothing of this happened.")


def test_words_are_heard_from_people_whole_and_without_accents() -> None:
    exact = CadenceSource(kind="keyword", options={"words": ["Quero já"], "exact": True})
    part = CadenceSource(kind="keyword", options={"words": ["promoção"], "exact": False})
    assert source_hearing.says(exact, "QUERO JA!")
    assert not source_hearing.says(exact, "eu quero já")
    assert source_hearing.says(part, "tem promocao hoje?")
    assert not source_hearing.says(part, "promocaozinha")


async def test_whoever_comes_above_the_limit_by_a_tag_waits_for_the_next_day(
    database: Database, company_id: UUID
) -> None:
    async with database.company(company_id) as session:
        tag = Tag(company_id=company_id, name="hot")
        session.add(tag)
        await session.flush()
    cadence_id, source_id, people = await hears(
        database, company_id, SourceKind.TAG, subject_id=tag.id
    )
    async with database.company(company_id) as session:
        (await session.get_one(Cadence, cadence_id)).rules = Rules(daily_limit=1).as_json()
    told = [
        Happening("contact.tagged", "contact", key, {"tag_ids": [tag.id]}, contact_id=key)
        for key in people
    ]
    await tell(database, company_id, *told)
    now = datetime.now(UTC)
    assert (await run(database, company_id, source_id, now)).enrolled == 1
    waits = await source(database, company_id, source_id)
    assert waits.next_run_at is not None
    async with database.company(company_id) as session:
        (await session.get_one(Cadence, cadence_id)).rules = Rules().as_json()
    assert (await run(database, company_id, source_id, waits.next_run_at)).enrolled == 1


async def test_switched_off_or_of_an_archived_cadence_it_enrols_nobody(
    database: Database, company_id: UUID
) -> None:
    cadence_id, source_id, people = await on_schedule(database, company_id, include_existing=True)
    async with database.company(company_id) as session:
        off = await cadence_sources.switch(session, source_id, enabled=False, now=NOW)
        plan = cadence_sources.plan(off)
    assert plan is not None
    assert plan.paused
    assert (await run(database, company_id, source_id, NOW + timedelta(days=1))).enrolled == 0
    async with database.company(company_id) as session:
        await cadence_sources.switch(session, source_id, enabled=True, now=NOW)
        (await session.get_one(Cadence, cadence_id)).status = CadenceStatus.ARCHIVED
    found = await run(database, company_id, source_id, NOW + timedelta(days=1))
    assert found.code == "not_running"
    assert not (await source(database, company_id, source_id)).enabled
    assert len(people) == 3


async def test_a_segment_that_was_deleted_stops_its_source_and_says_so(
    database: Database, company_id: UUID
) -> None:
    _, source_id, _ = await on_schedule(database, company_id, include_existing=True)
    async with database.company(company_id) as session:
        for segment in await session.scalars(select(Segment)):
            await session.delete(segment)
    found = await run(database, company_id, source_id, NOW + timedelta(days=1))
    assert found.code == "subject_gone"
    assert not (await source(database, company_id, source_id)).enabled


async def test_a_removed_source_is_gone_with_all_it_knew(
    database: Database, company_id: UUID
) -> None:
    _, source_id, _ = await on_schedule(database, company_id)
    await run(database, company_id, source_id)
    async with database.company(company_id) as session:
        gone = await cadence_sources.remove(session, source_id, now=NOW)
        plan = cadence_sources.plan(gone)
    assert plan is not None
    assert plan.removed
    async with database.company(company_id) as session:
        await rows.set_followed(session, source_id, plan.version)
        assert await session.get(CadenceSource, source_id) is None
        assert not (await session.scalars(select(CadenceSourceMember))).all()


@pytest.mark.parametrize(
    "wrong",
    [
        SourceFields(SourceKind.SEGMENT, uuid4(), rule=AT_NINE, time_zone="UTC"),
        SourceFields(SourceKind.KEYWORD, words=(" ",)),
        SourceFields(SourceKind.TAG),
        SourceFields(SourceKind.STAGE, uuid4()),
        SourceFields(SourceKind.IMPORT),
    ],
)
async def test_what_cannot_enrol_anybody_is_refused(
    database: Database, company_id: UUID, wrong: SourceFields
) -> None:
    async with database.company(company_id) as session:
        cadence_id = await add_cadence(session, company_id)
        with pytest.raises(InvalidInput):
            await cadence_sources.create(session, company_id, cadence_id, wrong, now=NOW)


async def test_a_list_is_not_begun_for_a_cadence_that_was_never_started(
    database: Database, company_id: UUID, other_company_id: UUID
) -> None:
    async with database.company(company_id) as session:
        draft = await add_cadence(session, company_id, status=CadenceStatus.DRAFT)
        running = await add_cadence(session, company_id)
        with pytest.raises(InvalidState):
            await cadence_sources.enrol_list(session, company_id, draft, ContactFilter(), now=NOW)
    async with database.company(other_company_id) as session:
        with pytest.raises(NotFound):
            await cadence_sources.enrol_list(
                session, other_company_id, running, ContactFilter(), now=NOW
            )
