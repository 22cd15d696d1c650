"""Quiet hours from the freeze to the provider: held, shown, let go, and never past the end."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlalchemy import update
from temporalio.testing import ActivityEnvironment

from activities.campaigns import CampaignActivities
from activities.sending import SendActivities
from db.models.campaigns import Campaign, CampaignRecipient
from db.models.contacts import Contact
from db.models.templates import Template
from db.queries import campaigns as rows
from db.session import Database
from schemas.enums import CampaignStatus, DeliveryStatus, TemplateCategory
from schemas.hours import Hours
from schemas.payloads.campaigns import CampaignRef, SendBatchInput, SendBatchResult
from services import campaigns, company_hours, holidays, policies
from tests.campaigns.scenes import (
    Shop,
    add_contacts,
    draft_campaign,
    read_ledger,
    recipients_of,
)

PENDING, ACCEPTED, SKIPPED = (
    DeliveryStatus.PENDING,
    DeliveryStatus.ACCEPTED,
    DeliveryStatus.SKIPPED,
)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SAO_PAULO, MEXICO, TOKYO = "+5511987657000", "+525512347000", "+81312347000"
ZONES = {
    SAO_PAULO: "America/Sao_Paulo",
    MEXICO: "America/Mexico_City",
    TOKYO: "Asia/Tokyo",
}


def quiet(zone: str, start: timedelta, end: timedelta) -> dict[str, object]:
    """Quiet from and until so long from now, by the wall of a zone."""
    wall = datetime.now(ZoneInfo(zone))
    return Hours(f"{wall + start:%H:%M}", f"{wall + end:%H:%M}").as_json()


# It is quiet in São Paulo for two hours to come, and has not been or will not be elsewhere.
def quiet_in_sao_paulo() -> dict[str, object]:
    return quiet("America/Sao_Paulo", -HOUR / 2, 2 * HOUR)


class Stage:
    """One company's campaign, and the activities that work it."""

    def __init__(
        self,
        database: Database,
        shop: Shop,
        sending: SendActivities,
        activities: CampaignActivities,
    ) -> None:
        self.database, self.shop = database, shop
        self._sending, self._activities = sending, activities
        self.campaign_id = UUID(int=0)

    async def launch(self, phones: list[str], **values: object) -> None:
        company_id = self.shop.company_id
        await add_contacts(self.database, company_id, phones)
        self.campaign_id = await draft_campaign(self.database, self.shop, **values)
        async with self.database.company(company_id) as session:
            await campaigns.mark_launching(session, self.campaign_id)
        ref = CampaignRef(company_id, self.campaign_id)
        result = await ActivityEnvironment().run(self._activities.freeze_audience, ref)
        assert result.ready

    async def send(self) -> SendBatchResult:
        batch = SendBatchInput(self.shop.company_id, self.campaign_id, 1_000)
        result = await ActivityEnvironment().run(self._sending.send_batch, batch)
        ledger = await read_ledger(self.database, self.shop.company_id, self.campaign_id)
        assert ledger.rows == ledger.counters
        return result

    async def people(self) -> dict[str, CampaignRecipient]:
        found = await recipients_of(self.database, self.shop.company_id, self.campaign_id)
        return {row.address: row for row in found}

    async def statuses(self) -> dict[str, DeliveryStatus]:
        return {address: row.status for address, row in (await self.people()).items()}

    async def campaign(self) -> Campaign:
        async with self.database.company(self.shop.company_id) as session:
            return await rows.get(session, self.campaign_id)

    async def change(self, **values: object) -> None:
        async with self.database.company(self.shop.company_id) as session:
            await session.execute(
                update(Campaign).where(Campaign.id == self.campaign_id).values(**values)
            )


@pytest.fixture
def stage(
    database: Database,
    shop: Shop,
    sending: SendActivities,
    campaign_activities: CampaignActivities,
) -> Stage:
    return Stage(database, shop, sending, campaign_activities)


def left(moment: datetime | None) -> timedelta:
    assert moment is not None
    return moment - datetime.now(UTC)


def is_about(found: timedelta, expected: timedelta) -> bool:
    return expected - 2 * MINUTE < found <= expected


async def test_who_sleeps_is_held_and_shown_and_gets_it_when_they_wake(
    stage: Stage, sandbox: httpx.AsyncClient
) -> None:
    await stage.launch([SAO_PAULO, TOKYO], hours=quiet_in_sao_paulo())
    result = await stage.send()
    assert await stage.statuses() == {SAO_PAULO: PENDING, TOKYO: ACCEPTED}
    held = (await stage.people())[SAO_PAULO]
    assert is_about(left(held.not_before), 2 * HOUR)
    assert not result.exhausted
    assert 0 < result.pause_seconds <= 3600
    waiting = await stage.campaign()
    assert waiting.waits_for is not None
    assert is_about(left(waiting.waits_until), 2 * HOUR)
    # The time comes.
    async with stage.database.company(stage.shop.company_id) as session:
        await session.execute(
            update(CampaignRecipient)
            .where(CampaignRecipient.id == held.id)
            .values(not_before=datetime.now(UTC))
        )
    await stage.change(hours=quiet("America/Sao_Paulo", 2 * HOUR, 3 * HOUR))
    assert (await stage.send()).exhausted
    assert await stage.statuses() == {SAO_PAULO: ACCEPTED, TOKYO: ACCEPTED}
    assert (await sandbox.get("/duplicates")).json()["duplicates"] == 0


async def test_where_everybody_sleeps_nobody_is_asked_for_and_it_says_until_when(
    stage: Stage,
) -> None:
    await stage.launch([SAO_PAULO], hours=quiet_in_sao_paulo())
    result = await stage.send()
    assert await stage.statuses() == {SAO_PAULO: PENDING}
    assert not result.exhausted
    waiting = await stage.campaign()
    assert (waiting.status, waiting.waits_for) == (CampaignStatus.RUNNING, "hours")
    assert is_about(left(waiting.waits_until), 2 * HOUR)


async def test_the_companys_hours_hold_where_the_campaign_has_none(stage: Stage) -> None:
    hours = Hours.from_json(quiet_in_sao_paulo())
    async with stage.database.company(stage.shop.company_id) as session:
        await company_hours.change(session, stage.shop.company_id, hours, None)
    await stage.launch([SAO_PAULO, TOKYO])
    await stage.send()
    assert await stage.statuses() == {SAO_PAULO: PENDING, TOKYO: ACCEPTED}


@pytest.mark.parametrize("category", [TemplateCategory.UTILITY, TemplateCategory.AUTHENTICATION])
async def test_what_cannot_wait_is_exempt(stage: Stage, category: TemplateCategory) -> None:
    async with stage.database.company(stage.shop.company_id) as session:
        await session.execute(
            update(Template).where(Template.id == stage.shop.template_id).values(category=category)
        )
    await stage.launch([SAO_PAULO], hours=quiet_in_sao_paulo())
    assert (await stage.send()).exhausted
    assert await stage.statuses() == {SAO_PAULO: ACCEPTED}


async def test_a_contacts_own_zone_goes_before_the_numbers(stage: Stage) -> None:
    await add_contacts(stage.database, stage.shop.company_id, [MEXICO])
    async with stage.database.company(stage.shop.company_id) as session:
        await session.execute(update(Contact).values(time_zone="Asia/Tokyo"))
    await stage.launch([SAO_PAULO], hours=quiet("Asia/Tokyo", -HOUR / 2, 2 * HOUR))
    await stage.send()
    assert await stage.statuses() == {SAO_PAULO: ACCEPTED, MEXICO: PENDING}


async def test_a_zone_that_does_not_exist_counts_as_missing(stage: Stage) -> None:
    await add_contacts(stage.database, stage.shop.company_id, [SAO_PAULO])
    async with stage.database.company(stage.shop.company_id) as session:
        await session.execute(update(Contact).values(time_zone="Mars/Olympus"))
    await stage.launch([TOKYO], hours=quiet_in_sao_paulo())
    await stage.send()
    assert await stage.statuses() == {SAO_PAULO: PENDING, TOKYO: ACCEPTED}


async def test_send_at_is_the_same_time_on_each_persons_own_wall(stage: Stage) -> None:
    """An hour from now in São Paulo: in Mexico that is later, in Tokyo it has long been."""
    wall = datetime.now(ZoneInfo("America/Sao_Paulo")) + HOUR
    local = wall.replace(tzinfo=None, second=0, microsecond=0)
    await stage.launch([SAO_PAULO, MEXICO, TOKYO], send_at_local=local)
    await stage.send()
    assert await stage.statuses() == {SAO_PAULO: PENDING, MEXICO: PENDING, TOKYO: ACCEPTED}
    people = await stage.people()
    for phone in (SAO_PAULO, MEXICO):
        at = people[phone].not_before
        assert at is not None
        assert at.astimezone(ZoneInfo(ZONES[phone])).replace(tzinfo=None) == local


async def test_a_day_off_is_kept_where_the_calendar_shows_it(stage: Stage) -> None:
    today = {zone: datetime.now(ZoneInfo(zone)).date() for zone in ZONES.values()}
    async with stage.database.company(stage.shop.company_id) as session:
        for day in set(today.values()):
            await holidays.add(session, stage.shop.company_id, day, "Inventory")
    await stage.launch([SAO_PAULO, TOKYO], hours=Hours("00:00", "00:00").as_json())
    await stage.send()
    assert await stage.statuses() == {SAO_PAULO: PENDING, TOKYO: PENDING}


async def test_public_holidays_of_the_country_count(database: Database, company_id: UUID) -> None:
    noon = datetime(2026, 12, 24, 15, tzinfo=UTC)
    async with database.company(company_id) as session:
        await company_hours.change(session, company_id, Hours(), "BR")
        found = await holidays.days(session, await policies.get(session), noon)
    assert {date(2026, 12, 25), date(2027, 1, 1)} <= found


async def test_whoever_is_still_held_at_the_end_is_skipped_and_it_completes(
    stage: Stage,
) -> None:
    soon = datetime.now(UTC) + 10 * MINUTE
    await stage.launch([SAO_PAULO, TOKYO], hours=quiet_in_sao_paulo(), expires_at=soon)
    result = await stage.send()
    assert await stage.statuses() == {SAO_PAULO: PENDING, TOKYO: ACCEPTED}
    # It looks again when it ends, not only when the person wakes.
    assert result.pause_seconds <= 10 * 60
    await stage.change(expires_at=datetime.now(UTC) - MINUTE)
    assert (await stage.send()).exhausted
    held = (await stage.people())[SAO_PAULO]
    assert (held.status, held.reason) == (SKIPPED, "expired")
    async with stage.database.company(stage.shop.company_id) as session:
        done = await campaigns.finish(session, stage.campaign_id)
    assert done.status is CampaignStatus.COMPLETED


async def test_a_campaign_begun_after_its_end_sends_to_nobody(stage: Stage) -> None:
    await stage.launch([SAO_PAULO], expires_at=datetime.now(UTC) - MINUTE)
    assert (await stage.send()).exhausted
    assert await stage.statuses() == {SAO_PAULO: SKIPPED}
