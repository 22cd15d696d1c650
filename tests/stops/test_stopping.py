"""An enrolment ends in one piece: its row, the send that was to come, and every counter."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update

from db.models.cadences import Enrolment, EnrolmentEvent
from db.models.campaigns import CampaignRecipient
from db.models.contacts import Suppression
from db.queries import claims
from db.queries.claims import Rules
from db.queries.enrolment_stops import Cause
from db.session import Database
from schemas.cadences import Stop
from schemas.enums import Channel, DeliveryStatus, EnrolmentStatus, Purpose
from services import enrolment_stops
from tests.stops.scenes import (
    STEP,
    Place,
    Stage,
    add_cadence,
    add_people,
    enrol,
    send_counts,
    send_of,
    standing,
    step_counts,
)

_START = UUID(int=0)


async def stopped(database: Database, stage: Stage, place: Place) -> str | None:
    """Why it ended; None while it is live."""
    row = await standing(database, stage, place)
    live = row.status in (EnrolmentStatus.ACTIVE, EnrolmentStatus.SENDING, EnrolmentStatus.PAUSED)
    return None if live else row.reason


@pytest.mark.parametrize("status", [EnrolmentStatus.ACTIVE, EnrolmentStatus.PAUSED])
async def test_whoever_waits_or_rests_is_stopped_where_they_stand(
    database: Database, stage: Stage, status: EnrolmentStatus
) -> None:
    [ana] = await add_people(database, stage, 1)
    running = await add_cadence(database, stage)
    place = await enrol(database, stage, running, ana, status=status)
    async with database.company(stage.company_id) as session:
        found = await enrolment_stops.stop(
            session, stage.company_id, [ana], Stop.REPLY, channel="whatsapp", detail="said hello"
        )
    assert found == {running.cadence_id}
    row = await standing(database, stage, place)
    assert (row.status, row.reason, row.detail) == (EnrolmentStatus.STOPPED, "reply", "said hello")
    assert (row.step_key, row.due_at) == ("rest", None)
    assert row.ended_at is not None
    assert await step_counts(database, stage, running) == {("rest", "left"): 1}


async def test_a_send_nobody_has_claimed_is_taken_back_and_counted_so(
    database: Database, stage: Stage
) -> None:
    [ana, bia] = await add_people(database, stage, 2)
    running = await add_cadence(database, stage)
    place = await enrol(database, stage, running, ana, send=DeliveryStatus.PENDING)
    other = await enrol(database, stage, running, bia, send=DeliveryStatus.PENDING, position=2)
    async with database.company(stage.company_id) as session:
        await enrolment_stops.stop(session, stage.company_id, [ana], Stop.MEETING)
    send = await send_of(database, stage, place)
    assert (send.status, send.reason) == (DeliveryStatus.SKIPPED, "cadence_stopped")
    assert (await send_of(database, stage, other)).status is DeliveryStatus.PENDING
    assert await send_counts(database, stage, running) == {
        ("pending", ""): 1,
        ("skipped", "cadence_stopped"): 1,
    }
    assert await step_counts(database, stage, running) == {
        (STEP, "waiting"): 1,
        (STEP, "left"): 1,
    }


async def test_a_send_under_way_finishes_and_is_not_tried_again(
    database: Database, stage: Stage
) -> None:
    [ana] = await add_people(database, stage, 1)
    running = await add_cadence(database, stage)
    place = await enrol(database, stage, running, ana, send=DeliveryStatus.SENDING)
    async with database.company(stage.company_id) as session:
        await enrolment_stops.stop(session, stage.company_id, [ana], Stop.REPLY)
    assert (await send_of(database, stage, place)).status is DeliveryStatus.SENDING
    assert await stopped(database, stage, place) == "reply"
    # The provider throttles, and the send is handed back.
    async with database.company(stage.company_id) as session:
        await session.execute(update(CampaignRecipient).values(status=DeliveryStatus.PENDING))
    async with database.company(stage.company_id) as session:
        await claims.prepare(session)
        found = await claims.claim_fresh(
            session, running.campaign_id, Rules(), after=_START, limit=10
        )
    assert found.recipients == []
    send = await send_of(database, stage, place)
    assert (send.status, send.reason) == (DeliveryStatus.SKIPPED, "cadence_stopped")


async def test_another_try_of_the_message_before_is_taken_back_too(
    database: Database, stage: Stage
) -> None:
    [ana] = await add_people(database, stage, 1)
    running = await add_cadence(database, stage)
    place = await enrol(database, stage, running, ana, last=DeliveryStatus.PENDING)
    async with database.company(stage.company_id) as session:
        await enrolment_stops.stop(session, stage.company_id, [ana], Stop.REPLY)
    assert (await send_of(database, stage, place)).status is DeliveryStatus.SKIPPED


async def test_only_cadences_that_heed_it_are_left(database: Database, stage: Stage) -> None:
    [ana] = await add_people(database, stage, 1)
    heeds = await add_cadence(database, stage, stops=("won",))
    other = await add_cadence(database, stage, stops=("lost", "reply"))
    left = await enrol(database, stage, heeds, ana)
    stays = await enrol(database, stage, other, ana)
    async with database.company(stage.company_id) as session:
        assert await enrolment_stops.stop(session, stage.company_id, [ana], Stop.WON) == {
            heeds.cadence_id
        }
    assert await stopped(database, stage, left) == "won"
    assert await stopped(database, stage, stays) is None


@pytest.mark.parametrize(
    ("channel", "ends"), [(Channel.WHATSAPP, True), (Channel.SMS, False)], ids=str
)
async def test_a_cadence_may_listen_on_the_channel_of_its_last_message_only(
    database: Database, stage: Stage, channel: Channel, *, ends: bool
) -> None:
    [ana] = await add_people(database, stage, 1)
    running = await add_cadence(database, stage, stops=(Stop.REPLY_SAME_CHANNEL,))
    place = await enrol(database, stage, running, ana, last=DeliveryStatus.READ)
    async with database.company(stage.company_id) as session:
        await enrolment_stops.stop(
            session, stage.company_id, [ana], Stop.REPLY, channel=channel.value
        )
    assert await stopped(database, stage, place) == ("reply" if ends else None)


async def test_a_message_on_its_way_is_the_last_one_and_one_to_come_is_not(
    database: Database, stage: Stage
) -> None:
    ana, bia = await add_people(database, stage, 2)
    running = await add_cadence(database, stage, stops=(Stop.REPLY_SAME_CHANNEL,))
    sending = await enrol(database, stage, running, ana, send=DeliveryStatus.SENDING)
    to_come = await enrol(database, stage, running, bia, send=DeliveryStatus.PENDING, position=2)
    async with database.company(stage.company_id) as session:
        await enrolment_stops.stop(
            session, stage.company_id, [ana, bia], Stop.REPLY, channel="whatsapp"
        )
    assert await stopped(database, stage, sending) == "reply"
    assert await stopped(database, stage, to_come) is None


async def test_what_was_said_before_they_entered_does_not_end_it(
    database: Database, stage: Stage
) -> None:
    [ana] = await add_people(database, stage, 1)
    running = await add_cadence(database, stage)
    place = await enrol(database, stage, running, ana)
    before = datetime(2020, 1, 1, tzinfo=UTC)
    async with database.company(stage.company_id) as session:
        cause = Cause(ana, Stop.REPLY, "whatsapp", before)
        assert await enrolment_stops.stop_for(session, stage.company_id, [cause]) == set()
    assert await stopped(database, stage, place) is None


async def test_ending_by_hand_heeds_no_setting_and_is_written_down_once(
    database: Database, stage: Stage, owner_id: UUID
) -> None:
    [ana] = await add_people(database, stage, 1)
    running = await add_cadence(database, stage, stops=())
    place = await enrol(database, stage, running, ana, send=DeliveryStatus.PENDING)
    for _ in range(2):
        async with database.company(stage.company_id) as session:
            await enrolment_stops.end(
                session,
                stage.company_id,
                [place.enrolment_id],
                "removed",
                detail="asked by phone",
                user_id=owner_id,
            )
    assert await stopped(database, stage, place) == "removed"
    assert (await send_of(database, stage, place)).status is DeliveryStatus.SKIPPED
    assert await step_counts(database, stage, running) == {(STEP, "left"): 1}
    async with database.company(stage.company_id) as session:
        [note] = await session.scalars(
            select(EnrolmentEvent).where(EnrolmentEvent.enrolment_id == place.enrolment_id)
        )
    assert (note.kind, note.detail, note.user_id) == ("removed", "asked by phone", owner_id)


async def test_who_ended_before_stays_as_they_ended(database: Database, stage: Stage) -> None:
    [ana] = await add_people(database, stage, 1)
    running = await add_cadence(database, stage)
    place = await enrol(database, stage, running, ana)
    for reason in (Stop.WON, Stop.REPLY):
        async with database.company(stage.company_id) as session:
            await enrolment_stops.stop(session, stage.company_id, [ana], reason)
    assert await stopped(database, stage, place) == "won"
    assert await step_counts(database, stage, running) == {("rest", "left"): 1}


@pytest.mark.parametrize(
    ("channel", "scope", "purpose", "ends"),
    [
        (Channel.WHATSAPP, "all", Purpose.UTILITY, True),
        (Channel.WHATSAPP, "marketing", Purpose.MARKETING, True),
        (Channel.WHATSAPP, "marketing", Purpose.UTILITY, False),
        (Channel.SMS, "all", Purpose.MARKETING, False),
        (Channel.WHATSAPP, "unreachable", Purpose.MARKETING, False),
        (Channel.WHATSAPP, "topic:11111111-1111-1111-1111-111111111111", Purpose.MARKETING, False),
    ],
)
async def test_what_they_refuse_ends_the_cadences_it_is_about(
    database: Database, stage: Stage, channel: Channel, scope: str, purpose: Purpose, *, ends: bool
) -> None:
    [ana] = await add_people(database, stage, 1, start=7)
    running = await add_cadence(database, stage, stops=(), purpose=purpose)
    place = await enrol(database, stage, running, ana)
    async with database.company(stage.company_id) as session:
        await session.execute(
            insert(Suppression).values(
                company_id=stage.company_id,
                channel=channel,
                match_key="551100077000",
                scope=scope,
                reason="opted_out",
            )
        )
        await enrolment_stops.stop_refused(session, stage.company_id, [ana])
    assert await stopped(database, stage, place) == ("opted_out" if ends else None)


async def test_refusing_one_of_its_channels_ends_a_cadence_of_two(
    database: Database, stage: Stage
) -> None:
    [ana] = await add_people(database, stage, 1, start=7)
    running = await add_cadence(database, stage, also=(Channel.SMS,))
    place = await enrol(database, stage, running, ana)
    async with database.company(stage.company_id) as session:
        await session.execute(
            insert(Suppression).values(
                company_id=stage.company_id,
                channel=Channel.SMS,
                match_key="551100077000",
                scope="all",
                reason="opted_out",
            )
        )
        await enrolment_stops.stop_refused(session, stage.company_id, [ana])
    assert await stopped(database, stage, place) == "opted_out"


async def test_one_company_ends_nothing_of_another(
    database: Database, stage: Stage, other_company_id: UUID
) -> None:
    [ana] = await add_people(database, stage, 1)
    running = await add_cadence(database, stage)
    place = await enrol(database, stage, running, ana)
    async with database.company(other_company_id) as session:
        await enrolment_stops.stop(session, other_company_id, [ana], "opted_out")
        await enrolment_stops.end(session, other_company_id, [place.enrolment_id], "removed")
        assert (await session.scalars(select(Enrolment))).all() == []
    assert await stopped(database, stage, place) is None


async def test_an_end_that_a_savepoint_took_back_counts_for_nothing(
    database: Database, stage: Stage
) -> None:
    [ana] = await add_people(database, stage, 1)
    running = await add_cadence(database, stage)
    place = await enrol(database, stage, running, ana, send=DeliveryStatus.PENDING)
    async with database.company(stage.company_id) as session:
        inner = await session.begin_nested()
        await enrolment_stops.stop(session, stage.company_id, [ana], Stop.MEETING)
        await inner.rollback()
    assert await stopped(database, stage, place) is None
    assert (await send_of(database, stage, place)).status is DeliveryStatus.PENDING
    assert await step_counts(database, stage, running) == {(STEP, "waiting"): 1}
