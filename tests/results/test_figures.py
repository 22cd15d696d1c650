"""The figures of a campaign: from counters, by variant, beside a hold-out, over time."""

from datetime import timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert

from db.models.campaigns import Campaign
from db.models.links import CampaignResponse, ResponseCount
from db.session import Database
from schemas.enums import CampaignStatus, ResponseKind
from schemas.errors import InvalidInput, NotFound
from schemas.experiments import Metric
from schemas.results import Results, Step
from services import results
from tests.results.scenes import S, Sent, send, world_of, write

CENTS = 250_000


async def _respond(database: Database, sent: Sent, *done: tuple[int, ResponseKind, int]) -> None:
    """(person, what, variant), an hour after the message."""
    async with database.company(sent.world.company_id) as session:
        campaign = await session.get_one(Campaign, sent.campaign_id)
        assert campaign.frozen_at
        for person, kind, variant in done:
            session.add(
                CampaignResponse(
                    company_id=sent.world.company_id,
                    campaign_id=sent.campaign_id,
                    kind=kind,
                    recipient_id=sent.people[person].recipient_id,
                    variant=variant,
                    occurred_at=campaign.frozen_at + timedelta(hours=1),
                )
            )
        counts: dict[tuple[ResponseKind, int], int] = {}
        for _, kind, variant in done:
            counts[kind, variant] = counts.get((kind, variant), 0) + 1
        for (kind, variant), count in counts.items():
            await session.execute(
                insert(ResponseCount).values(
                    company_id=sent.world.company_id,
                    campaign_id=sent.campaign_id,
                    kind=kind,
                    variant=variant,
                    count=count,
                )
            )


async def _of(database: Database, sent: Sent) -> Results:
    async with database.company(sent.world.company_id) as session:
        return await results.of(session, await session.get_one(Campaign, sent.campaign_id))


async def test_the_funnel_counts_people_once(database: Database, company_id: UUID) -> None:
    world = await world_of(database, company_id)
    statuses = [S.READ, S.READ, S.DELIVERED, S.SENT, S.FAILED, S.UNKNOWN, S.SKIPPED, S.PENDING]
    reasons = [None, None, None, None, "131026", "no_answer", "opted_out", None]
    sent = await send(database, world, statuses, reasons=reasons)
    await _respond(
        database,
        sent,
        (0, ResponseKind.REPLY, 1),
        (0, ResponseKind.CLICK, 1),
        (1, ResponseKind.OPT_OUT, 1),
    )

    found = await _of(database, sent)
    figures = found.figures
    assert (figures.audience, figures.recipients) == (8, 7)
    assert (figures.sent, figures.delivered, figures.read) == (4, 3, 2)
    assert (figures.failed, figures.unknown, figures.waiting) == (1, 1, 1)
    assert (figures.clicked, figures.replied, figures.opted_out) == (1, 1, 1)
    assert found.failures == [("131026", 1)]
    assert found.left_out == [("opted_out", 1)]
    # Five that were billed or may be: what failed, waits or was left out costs nothing.
    assert figures.cost_micros == 5 * CENTS
    assert figures.cost_per_delivered == round(5 * CENTS / 3)
    assert figures.cost_per_reply == 5 * CENTS
    assert found.currency == "BRL"


async def test_variants_are_compared_with_the_first(database: Database, company_id: UUID) -> None:
    world = await world_of(database, company_id)
    variants = [1] * 10 + [2] * 10
    statuses = [S.READ] * 2 + [S.DELIVERED] * 8 + [S.READ] * 6 + [S.DELIVERED] * 4
    sent = await send(
        database,
        world,
        statuses,
        variants=variants,
        winner=2,
        experiment={"metric": "read"},
    )
    async with database.company(company_id) as session:
        campaign = await session.get_one(Campaign, sent.campaign_id)
        campaign.variants = [{"name": "Short", "weight": 1}]
    await _respond(database, sent, (15, ResponseKind.REPLY, 2))

    first, second = (await _of(database, sent)).variants
    assert (first.name, second.name) == ("A", "Short")
    assert (first.figures.read, second.figures.read) == (2, 6)
    assert (first.figures.replied, second.figures.replied) == (0, 1)
    assert first.uplift is None
    assert second.uplift == pytest.approx(2.0)
    assert second.chance == pytest.approx(0.068, abs=0.01)
    assert second.won
    assert (await _of(database, sent)).metric is Metric.READ


async def test_a_hold_out_shows_what_would_have_been_said_anyway(
    database: Database, company_id: UUID
) -> None:
    world = await world_of(database, company_id)
    statuses = [S.READ] * 4 + [S.SKIPPED] * 2
    reasons = [None] * 4 + ["hold_out"] * 2
    sent = await send(database, world, statuses, reasons=reasons)
    for person in (0, 1, 4):
        await write(database, world, sent.people[person].phone)

    found = await _of(database, sent)
    assert found.figures.replied == 2
    assert found.hold_out is not None
    assert (found.hold_out.people, found.hold_out.replied) == (2, 1)
    assert (found.hold_out.rate_with, found.hold_out.rate_without) == (0.5, 0.5)


async def test_the_course_has_every_hour_and_ends(database: Database, company_id: UUID) -> None:
    world = await world_of(database, company_id)
    sent = await send(database, world, [S.READ, S.DELIVERED, S.FAILED], minutes_ago=300)
    await _respond(database, sent, (0, ResponseKind.CLICK, 1))
    async with database.company(company_id) as session:
        hours = await results.course(session, sent.campaign_id, Step.HOURS)
        days = await results.course(session, sent.campaign_id, Step.DAYS)

    assert sum(one.sent for one in hours) == 2
    assert sum(one.read for one in hours) == 1
    assert sum(one.failed for one in hours) == 1
    assert sum(one.clicked for one in hours) == 1
    assert [one.at for one in hours] == sorted({one.at for one in hours})
    assert all(b.at - a.at == timedelta(hours=1) for a, b in pairwise(hours))
    assert 1 <= len(days) <= 2


async def test_a_draft_has_no_course(database: Database, company_id: UUID) -> None:
    world = await world_of(database, company_id)
    sent = await send(database, world, [S.PENDING], frozen_at=None, status=CampaignStatus.DRAFT)
    async with database.company(company_id) as session:
        assert await results.course(session, sent.campaign_id, Step.HOURS) == []


async def test_only_ones_own_and_only_five_are_compared(
    database: Database, company_id: UUID, other_company_id: UUID
) -> None:
    world = await world_of(database, company_id)
    theirs = await send(database, await world_of(database, other_company_id), [S.READ])
    first, second = [await send(database, world, [S.READ] * n) for n in (1, 2)]
    async with database.company(company_id) as session:
        found = await results.compare(session, [second.campaign_id, first.campaign_id])
        assert [one.figures.read for one in found] == [2, 1]
        with pytest.raises(NotFound):
            await results.compare(session, [first.campaign_id, theirs.campaign_id])
        with pytest.raises(InvalidInput):
            await results.compare(session, [uuid4() for _ in range(6)])
