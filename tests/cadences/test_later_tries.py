"""What the provider takes back after its step is behind somebody: nobody is forgotten, nobody hears
of a cadence that is over for them.
"""

from datetime import UTC, datetime

from redis.asyncio import Redis
from temporalio.testing import ActivityEnvironment

from activities.cadences import CadenceActivities
from db.models.campaigns import CampaignRecipient
from db.queries import recipients as ledger
from schemas.enums import DeliveryStatus
from schemas.events import StatusEvent
from schemas.payloads.cadences import CadenceRef
from services import cadences, enrolment_stops, status_reports
from services.live import LiveHints
from tests.cadences.scenes import Road, message, wait
from tests.campaigns.scenes import add_contacts, ordinary_phones


async def _held_back(road: Road, row: CampaignRecipient) -> None:
    """Accepted, and yet the provider will not bring it today."""
    event = StatusEvent(
        provider="meta",
        account_id="",
        external_id=f"{row.id}failed",
        kind="status",
        occurred_at=datetime.now(UTC),
        payload={},
        status=DeliveryStatus.FAILED,
        provider_id=row.provider_id or "wamid.x",
        message_id=row.id,
        error_code="131049",
        recovery="hold",
    )
    async with road.database.company(road.shop.company_id) as session:
        await status_reports.apply(session, road.shop.company_id, [event])
    (again,) = [one for one in await road.recipients() if one.id == row.id]
    assert again.status is DeliveryStatus.PENDING


async def _enter(road: Road) -> None:
    phones = ordinary_phones(1)
    await road.enter(await add_contacts(road.database, road.shop.company_id, phones))


def _accepted_at(row: CampaignRecipient) -> datetime:
    assert row.accepted_at is not None
    return row.accepted_at


async def _to_the_second(road: Road) -> CampaignRecipient:
    """Two messages were accepted; the first of them waits for another try."""
    await road.open([message(road.shop, "one"), message(road.shop, "two"), wait("rest", 60)])
    await _enter(road)
    for _ in range(2):
        await road.move()
        await road.send()
    await road.move()
    first, _ = sorted(await road.recipients(), key=_accepted_at)
    await _held_back(road, first)
    return first


async def _make_due(road: Road) -> None:
    await road.run(
        "UPDATE campaign_recipients SET not_before = now() - interval '1 minute'"
        " WHERE status = 'pending'"
    )


async def test_a_try_to_come_of_a_step_long_past_is_taken_back_by_a_stop(road: Road) -> None:
    first = await _to_the_second(road)
    (enrolment,) = await road.enrolments()
    async with road.database.company(road.shop.company_id) as session:
        people = [enrolment.contact_id]
        await enrolment_stops.stop(session, road.shop.company_id, people, "reply")
    rows = {row.id: row for row in await road.recipients()}
    assert (rows[first.id].status, rows[first.id].reason) == (
        DeliveryStatus.SKIPPED,
        "cadence_stopped",
    )


async def test_one_that_comes_back_behind_the_stop_is_not_sent(road: Road) -> None:
    await road.open([message(road.shop, "one"), message(road.shop, "two"), wait("rest", 60)])
    await _enter(road)
    for _ in range(2):
        await road.move()
        await road.send()
    await road.move()
    first, _ = sorted(await road.recipients(), key=_accepted_at)
    (enrolment,) = await road.enrolments()
    async with road.database.company(road.shop.company_id) as session:
        people = [enrolment.contact_id]
        await enrolment_stops.stop(session, road.shop.company_id, people, "reply")
    await _held_back(road, first)
    await _make_due(road)
    await road.send()
    rows = {row.id: row for row in await road.recipients()}
    assert (rows[first.id].status, rows[first.id].reason) == (
        DeliveryStatus.SKIPPED,
        "cadence_stopped",
    )


async def test_a_try_to_come_of_a_cadence_nobody_else_is_in_is_made(
    road: Road, cache: Redis
) -> None:
    await road.open([message(road.shop, "one")])
    await _enter(road)
    await road.move()
    await road.send()
    await road.move()
    (row,) = await road.recipients()
    await _held_back(road, row)
    told: list[CadenceRef] = []

    async def start(ref: CadenceRef) -> None:
        told.append(ref)

    sweeper = CadenceActivities(road.database, LiveHints(cache), start)
    await ActivityEnvironment().run(sweeper.sweep_cadences)
    assert road.cadence_id not in {one.cadence_id for one in told}
    await _make_due(road)
    await ActivityEnvironment().run(sweeper.sweep_cadences)
    assert road.cadence_id in {one.cadence_id for one in told}


async def test_what_comes_back_to_an_archived_cadence_is_written_down(road: Road) -> None:
    await road.open([message(road.shop, "one"), wait("rest", 60)])
    await _enter(road)
    await road.move()
    await road.run("UPDATE campaign_recipients SET status = 'sending'")
    async with road.database.company(road.shop.company_id) as session:
        await cadences.archive(session, road.cadence_id)
    # Its worker hands it back.
    await road.run("UPDATE campaign_recipients SET status = 'pending'")
    await road.run("UPDATE campaign_counts SET status = 'pending' WHERE status = 'sending'")
    async with road.database.system() as session:
        late = {campaign_id for _, campaign_id in await ledger.handed_back_late(session)}
    (row,) = await road.recipients()
    assert row.campaign_id in late
