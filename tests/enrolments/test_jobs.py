"""What is done with many people of a cadence: as a job, page by page, whatever dies in between."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient
from redis.asyncio import Redis
from sqlalchemy import func, insert, select, text
from temporalio.testing import ActivityEnvironment

from activities import cadence_jobs as activities
from activities.cadence_jobs import CadenceJobActivities
from db.models.cadences import (
    Cadence,
    CadenceJob,
    CadenceStepCount,
    CadenceVersion,
    Enrolment,
    EnrolmentEvent,
)
from db.queries.enrolment_lists import EnrolmentFilter
from db.session import Database
from schemas.api.ids import CADENCE
from schemas.cadence_jobs import JobKind, JobStatus
from schemas.cadences import Definition, Wait, to_json
from schemas.enums import DeliveryStatus, Role
from schemas.errors import InvalidState
from schemas.payloads.cadence_sources import SourceRef
from schemas.payloads.cadences import CadenceRef
from services import (
    cadence_engine,
    cadence_jobs,
    cadence_sources,
    cadences,
    enrolling,
    source_runs,
)
from services.cadence_jobs import Begun
from services.contact_lists import ContactFilter
from services.enrolments import Action, By
from services.live import LiveHints
from tests.enrolments.people import add_cadence, add_contacts
from tests.enrolments.test_changes import one, someone_in, waits_in_the_ledger
from tests.fixtures.people import OpenBrowser

MANY = 2_050
_CONTACTS = text(
    """
    INSERT INTO contacts (company_id, name, phone, phone_key)
    SELECT CAST(:company_id AS uuid), 'Person ' || n, '+5511' || 900000000 + n, '5511' || 90000000 + n
    FROM generate_series(1, :count) AS n RETURNING id
    """
)


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cadence_jobs, "BLOCK", 2)


async def crowd(database: Database, company_id: UUID, count: int = MANY) -> UUID:
    """A cadence with so many at its first step."""
    async with database.company(company_id) as session:
        cadence_id = await add_cadence(session, company_id)
        made = await session.scalars(_CONTACTS, {"company_id": company_id, "count": count})
        await enrolling.enrol(session, company_id, cadence_id, made.all(), source="console")
    async with database.company(company_id) as session:
        await cadence_engine.move_page(session, cadence_id, limit=count)
    return cadence_id


async def begin(
    database: Database, company_id: UUID, cadence_id: UUID, action: Action, **wanted: Any
) -> Begun:
    async with database.company(company_id) as session:
        listed = EnrolmentFilter(cadence_id=cadence_id, **wanted)
        return await cadence_jobs.act_on_all(
            session, cadence_id, action, listed, By(detail="because")
        )


async def page(database: Database, company_id: UUID, cadence_id: UUID) -> float | None:
    async with database.company(company_id) as session:
        return await cadence_jobs.work_on(session, cadence_id)


async def work(database: Database, company_id: UUID, cadence_id: UUID) -> None:
    """Until nothing is left to do, whatever it would wait for."""
    while await page(database, company_id, cadence_id) is not None:
        pass


async def jobs(database: Database, company_id: UUID) -> list[CadenceJob]:
    async with database.company(company_id) as session:
        return list(await session.scalars(select(CadenceJob).order_by(CadenceJob.id)))


async def states(database: Database, company_id: UUID, cadence_id: UUID) -> Counter[str]:
    async with database.company(company_id) as session:
        found = await session.scalars(
            select(Enrolment.status).where(Enrolment.cadence_id == cadence_id)
        )
        return Counter(status.value for status in found)


class _Dying(LiveHints):
    """The worker dies when it has committed so many pages."""

    def __init__(self, redis: Redis, pages: int) -> None:
        super().__init__(redis)
        self._left = pages

    def changed(self, *_args: object, **_named: object) -> None:
        self._left -= 1
        if not self._left:
            raise ConnectionAbortedError


async def _dies_within_a_page(database: Database, company_id: UUID, cadence_id: UUID) -> None:
    async with database.company(company_id) as session:
        await cadence_jobs.work_on(session, cadence_id)
        raise ConnectionAbortedError


async def test_a_job_that_dies_between_and_within_pages_goes_on_and_does_nothing_twice(
    database: Database, company_id: UUID, cache: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    cadence_id = await crowd(database, company_id)
    monkeypatch.setattr(cadence_jobs, "BLOCK", 500)
    begun = await begin(database, company_id, cadence_id, Action.REMOVE)
    assert begun.job is not None
    async with database.company(company_id) as session:
        late = await add_contacts(session, company_id, 3)
        await enrolling.enrol(session, company_id, cadence_id, late, source="console")
    started: list[CadenceRef] = []

    async def start(ref: CadenceRef) -> None:
        started.append(ref)

    # It counts, does one page, and dies; then it dies in the midst of a page.
    ref = CadenceRef(company_id, cadence_id)
    dying = CadenceJobActivities(database, _Dying(cache, 2), start)
    with pytest.raises(ConnectionAbortedError):
        await ActivityEnvironment().run(dying.work_on_jobs, ref)
    with pytest.raises(ConnectionAbortedError):
        await _dies_within_a_page(database, company_id, cadence_id)
    [halfway] = await jobs(database, company_id)
    assert (halfway.total, halfway.done, halfway.changed) == (MANY, 500, 500)
    living = CadenceJobActivities(database, LiveHints(cache), start)
    monkeypatch.setattr(activities, "_LATE", timedelta())
    await ActivityEnvironment().run(living.sweep_jobs)
    assert ref in started
    result = await ActivityEnvironment().run(living.work_on_jobs, ref)
    assert result.again_seconds is None
    [job] = await jobs(database, company_id)
    assert (job.status, job.done, job.changed) == (JobStatus.DONE, MANY, MANY)
    assert await states(database, company_id, cadence_id) == {"stopped": MANY, "active": 3}
    async with database.company(company_id) as session:
        counted = await session.execute(
            select(CadenceStepCount.outcome, func.sum(CadenceStepCount.count)).group_by(
                CadenceStepCount.outcome
            )
        )
        counts = {outcome: int(people) for outcome, people in counted}
    assert counts == {"waiting": 0, "left": MANY}


@pytest.mark.usefixtures("small_pages")
async def test_a_job_that_is_cancelled_ends_between_two_pages(
    database: Database, company_id: UUID
) -> None:
    cadence_id = await crowd(database, company_id, 5)
    begun = await begin(database, company_id, cadence_id, Action.PAUSE)
    assert begun.job is not None
    await page(database, company_id, cadence_id)
    await page(database, company_id, cadence_id)
    for _ in range(2):
        async with database.company(company_id) as session:
            cancelled = await cadence_jobs.cancel(session, begun.job.id)
            assert cancelled.status is JobStatus.CANCELLED
    await work(database, company_id, cadence_id)
    assert await states(database, company_id, cadence_id) == {"paused": 2, "active": 3}
    async with database.company(company_id) as session:
        found = await session.scalars(select(EnrolmentEvent.detail))
        assert found.all() == ["because", "because"]


@pytest.mark.usefixtures("small_pages")
async def test_what_is_asked_for_later_is_done_later_and_the_same_only_once(
    database: Database, company_id: UUID
) -> None:
    cadence_id = await crowd(database, company_id, 5)
    first = await begin(database, company_id, cadence_id, Action.PAUSE)
    again = await begin(database, company_id, cadence_id, Action.PAUSE)
    # Nobody rests yet, so at once it would change nobody.
    after = await begin(database, company_id, cadence_id, Action.RESUME)
    assert first.job is not None
    assert again.job is not None
    assert again.job.id == first.job.id
    assert after.job is not None
    await work(database, company_id, cadence_id)
    assert [(job.kind, job.changed) for job in await jobs(database, company_id)] == [
        (JobKind.PAUSE, 5),
        (JobKind.RESUME, 5),
    ]
    assert await states(database, company_id, cadence_id) == {"active": 5}


@pytest.mark.usefixtures("small_pages")
async def test_who_is_narrowed_out_is_left_alone_and_a_search_is_not_kept(
    database: Database, company_id: UUID
) -> None:
    cadence_id = await crowd(database, company_id, 12)
    async with database.company(company_id) as session:
        # Person 1, 10, 11 and 12.
        await cadence_jobs.act_on_all(
            session, cadence_id, Action.REMOVE, EnrolmentFilter(step_key="w1"), q="Person 1"
        )
    await work(database, company_id, cadence_id)
    assert await states(database, company_id, cadence_id) == {"stopped": 4, "active": 8}
    [job] = await jobs(database, company_id)
    assert "q" not in job.filter


@pytest.mark.usefixtures("small_pages")
async def test_an_archived_cadence_is_over_at_once_and_its_people_page_by_page(
    database: Database, company_id: UUID
) -> None:
    cadence_id = await crowd(database, company_id, 5)
    paused = await begin(database, company_id, cadence_id, Action.PAUSE)
    async with database.company(company_id) as session:
        await cadences.archive(session, cadence_id)
    async with database.company(company_id) as session:
        assert (await cadence_engine.move_page(session, cadence_id)).count == 0
        [_, ending] = await jobs(database, company_id)
        with pytest.raises(InvalidState):
            await cadence_jobs.cancel(session, ending.id)
    await work(database, company_id, cadence_id)
    assert paused.job is not None
    assert [(job.kind, job.status) for job in await jobs(database, company_id)] == [
        (JobKind.PAUSE, JobStatus.CANCELLED),
        (JobKind.ARCHIVE, JobStatus.DONE),
    ]
    async with database.company(company_id) as session:
        reasons = await session.scalars(select(Enrolment.reason))
        assert Counter(reasons.all()) == {"archived": 5}


async def add_version(database: Database, company_id: UUID, cadence_id: UUID, number: int) -> None:
    definition = Definition((Wait("w1", minutes=60 * number), Wait("w2", minutes=60)))
    async with database.company(company_id) as session:
        await session.execute(
            insert(CadenceVersion).values(
                company_id=company_id,
                cadence_id=cadence_id,
                number=number,
                definition=to_json(definition),
            )
        )
        (await session.get_one(Cadence, cadence_id)).published = number


@pytest.mark.usefixtures("small_pages")
async def test_everybody_is_moved_into_the_version_that_was_meant(
    database: Database, company_id: UUID
) -> None:
    cadence_id = await crowd(database, company_id, 5)
    await add_version(database, company_id, cadence_id, 2)
    async with database.company(company_id) as session:
        moving = await cadence_jobs.move_all(session, cadence_id)
    assert moving.job is not None
    await page(database, company_id, cadence_id)
    await add_version(database, company_id, cadence_id, 3)
    await work(database, company_id, cadence_id)
    [job] = await jobs(database, company_id)
    assert (job.status, job.total, job.done, job.changed) == (JobStatus.DONE, 5, 5, 5)
    async with database.company(company_id) as session:
        assert Counter((await session.scalars(select(Enrolment.version))).all()) == {2: 5}


@pytest.mark.usefixtures("small_pages")
async def test_whoever_is_just_being_written_to_is_come_back_for(
    database: Database, company_id: UUID
) -> None:
    gone = Definition((Wait("gone", minutes=60), Wait("w2", minutes=60)))
    cadence_id, [busy, *_] = await someone_in(database, company_id, gone, people=3)
    await waits_in_the_ledger(database, company_id, busy, DeliveryStatus.SENDING)
    await add_version(database, company_id, cadence_id, 2)
    async with database.company(company_id) as session:
        await cadence_jobs.move_all(session, cadence_id)
    waits = []
    while not (wait := await page(database, company_id, cadence_id)):
        waits.append(wait)
    [job] = await jobs(database, company_id)
    assert (job.done, job.changed, job.finished_at) == (3, 2, None)
    # It is decided meanwhile: nobody sends it any more.
    async with database.company(company_id) as session:
        await session.execute(text("UPDATE campaign_recipients SET status = 'pending'"))
    await work(database, company_id, cadence_id)
    [job] = await jobs(database, company_id)
    assert (job.status, job.done, job.changed, job.sending) == (JobStatus.DONE, 3, 3, 0)
    assert (await one(database, company_id, busy)).version == 2


@pytest.mark.usefixtures("small_pages")
async def test_a_program_is_told_where_to_ask_and_can_cancel(
    database: Database, company_id: UUID, api_client: AsyncClient, other_api_client: AsyncClient
) -> None:
    cadence_id = await crowd(database, company_id, 5)
    place = f"/api/v1/cadences/{CADENCE.format(cadence_id)}"
    everybody = {"everybody": True, "detail": "Wrong list"}
    answer = await api_client.post(f"{place}/enrolments/remove", json=everybody)
    assert (answer.status_code, answer.json()["changed"]) == (202, 0)
    here = answer.headers["Location"]
    assert here.endswith(answer.json()["job"]["id"])
    await page(database, company_id, cadence_id)
    await page(database, company_id, cadence_id)
    job = (await api_client.get(here)).json()
    assert (job["kind"], job["status"], job["total"], job["done"]) == ("remove", "running", 5, 2)
    assert (await other_api_client.get(here)).status_code == 404
    assert (await other_api_client.post(f"{here}/cancel")).status_code == 404
    assert (await api_client.post(f"{here}/cancel")).json()["status"] == "cancelled"
    assert [one["id"] for one in (await api_client.get(f"{place}/jobs")).json()["data"]] == [
        job["id"]
    ]
    archived = await api_client.post(f"{place}/archive")
    assert (archived.status_code, archived.json()["status"]) == (202, "archived")
    ending = archived.headers["Location"]
    assert (await api_client.get(ending)).json()["can_cancel"] is False
    assert (await api_client.post(f"{ending}/cancel")).status_code == 409


@pytest.mark.usefixtures("small_pages")
async def test_the_console_shows_how_far_it_is_and_who_may_stop_it(
    database: Database, company_id: UUID, signed_in: AsyncClient, open_browser: OpenBrowser
) -> None:
    cadence_id = await crowd(database, company_id, 5)
    place = f"/cadences/{cadence_id}"
    assert "Pausing people" not in (await signed_in.get(f"{place}/people")).text
    await signed_in.post(f"{place}/people", data={"do": "pause", "matching": "true"})
    await page(database, company_id, cadence_id)
    await page(database, company_id, cadence_id)
    shown = (await signed_in.get(f"{place}/people")).text
    assert "Pausing people" in shown
    assert "2 of 5 people" in shown
    [job] = await jobs(database, company_id)
    viewer = await open_browser(company_id, Role.VIEWER)
    assert "2 of 5 people" in (await viewer.get(place)).text
    assert f"/cadence-jobs/{job.id}/cancel" not in (await viewer.get(place)).text
    htmx = {"HX-Request": "true"}
    stopped = await signed_in.post(f"/cadence-jobs/{job.id}/cancel", headers=htmx)
    assert "Stopped before its end: 2 people changed" in stopped.text
    assert "cadence-jobs-over" in stopped.headers["HX-Trigger"]


async def test_how_far_the_enrolling_of_a_list_is_is_shown_and_it_can_be_stopped(
    database: Database,
    company_id: UUID,
    signed_in: AsyncClient,
    cache: Redis,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(source_runs, "PAGE", 2)
    async with database.company(company_id) as session:
        cadence_id = await add_cadence(session, company_id)
        await add_contacts(session, company_id, 5)
        now = datetime.now(UTC)
        made = await cadence_sources.enrol_list(
            session, company_id, cadence_id, ContactFilter(q="person"), now=now
        )
    ref = SourceRef(company_id, made.id)
    place = f"/cadences/{cadence_id}/jobs"
    assert "About to begin" in (await signed_in.get(place)).text
    dying = _Dying(cache, 2)
    with pytest.raises(ConnectionAbortedError):
        await source_runs.run(database, ref, now=now, told=dying.changed)
    shown = (await signed_in.get(place)).text
    assert "2 of 5 people" in shown
    await signed_in.post(f"/cadence-sources/{made.id}/switch", data={"enabled": "false"})
    assert (await source_runs.run(database, ref, now=now)).enrolled == 0
    assert await states(database, company_id, cadence_id) == {"active": 2}
    assert "2 of 5 people" not in (await signed_in.get(place)).text
    listed = (await signed_in.get(f"/cadences/{cadence_id}/sources")).text
    assert "Stopped before its end: 2 people enrolled" in listed
