"""What the calendar says of the frequency cap and of an account's daily limit."""

import datetime as dt

from httpx import AsyncClient
from sqlalchemy import text

from db.models.limits import Portfolio
from db.session import Database
from schemas.cadences import Condition, Definition, Message, Wait
from schemas.enums import CampaignStatus, Purpose
from services import cadence_calendar, cadence_limits, policies
from services.cadence_calendar import Person
from services.cadence_limits import Limits
from services.forecasts import Allowance
from tests.campaigns.world import World, add_campaign, add_contacts

START = dt.datetime(2026, 10, 20, 12, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
MESSAGES = {"m1", "m2", "m3"}


def told(definition: Definition, limits: Limits) -> dict[str, list[cadence_limits.Note]]:
    visits = cadence_calendar.visits(definition, Person(("UTC",)), START)
    found: dict[str, list[cadence_limits.Note]] = {}
    for (key, _), note in cadence_limits.notes(visits, MESSAGES, limits).items():
        found.setdefault(key, []).append(note)
    return found


def test_the_cap_counts_what_was_had_and_what_goes_out_before_but_nothing_left_out() -> None:
    daily = Definition(
        (
            Message("m1"),
            Wait("w1", minutes=60 * 24),
            Message("m2"),
            Wait("w2", minutes=60 * 24 * 7),
            Message("m3"),
        )
    )
    # One four days ago, one now: the second is too many, and a week later there is room again.
    limits = Limits(cap=2, days=7, had=[START - 4 * DAY])
    assert {key: (one.cap, one.days) for key, (one,) in told(daily, limits).items()} == {
        "m2": (2, 7)
    }
    assert told(daily, Limits(cap=None, had=[START - DAY] * 9)) == {}


def test_two_ways_of_a_question_do_not_count_for_each_other() -> None:
    split = Definition((Condition("c", yes=(Message("m1"),), no=(Message("m2"),)), Message("m3")))
    found = told(split, Limits(cap=1, days=7))
    assert set(found) == {"m3"}


def test_a_full_account_says_when_there_is_room() -> None:
    until = START + dt.timedelta(hours=5)
    two = Definition((Message("m1"), Wait("w", minutes=60 * 6), Message("m2")))
    full = Allowance(10, ((until, 4), (until + DAY, 6)))
    found = told(two, Limits(allowances={"m1": full, "m2": full}))
    assert {key: one.until for key, (one,) in found.items()} == {"m1": until}


# Ten people of the account's ten, and one message of a campaign to the contact.
_USED = """
    WITH full_account AS (
        INSERT INTO portfolio_minutes (company_id, portfolio_id, minute, count)
        SELECT company_id, :portfolio, date_trunc('minute', now()), 10 FROM contacts
    )
    INSERT INTO campaign_recipients
        (id, company_id, campaign_id, contact_id, address, address_key, status, claimed_at)
    SELECT new_id(), company_id, id, :contact, '+5511970000001', '551170000001', 'read',
           now() - interval '1 day'
    FROM campaigns WHERE cadence_id IS NULL
"""


async def test_a_simulation_counts_as_the_claim_does(
    database: Database, world: World, api_client: AsyncClient
) -> None:
    (contact_id,) = await add_contacts(database, world.company_id, 1)
    message = {
        "kind": "message",
        "phone_number_id": f"num_{world.number_id.hex}",
        "template_id": f"tpl_{world.template_id.hex}",
    }
    steps = [{**message, "key": "m1"}, {"kind": "wait", "minutes": 60}, {**message, "key": "m2"}]
    made = await api_client.post("/api/v1/cadences", json={"name": "Leads", "steps": steps})
    await add_campaign(database, world, CampaignStatus.COMPLETED, purpose=Purpose.MARKETING)
    now = dt.datetime.now(dt.UTC)
    async with database.company(world.company_id) as session:
        portfolio = Portfolio(company_id=world.company_id, provider_id="1", daily_limit=10)
        session.add(portfolio)
        await session.flush()
        await session.execute(text(_USED), {"portfolio": portfolio.id, "contact": contact_id})
        await session.execute(text("UPDATE templates SET category = 'marketing'"))
        await session.execute(
            text("UPDATE connections SET portfolio_id = :portfolio"), {"portfolio": portfolio.id}
        )
        await policies.save(session, world.company_id, frequency_cap=2)
    shown = await api_client.post(
        f"/api/v1/cadences/{made.json()['id']}/simulate",
        json={"contact_id": f"ct_{contact_id.hex}", "start": now.isoformat()},
        headers={"Accept-Language": "pt-BR"},
    )
    told = {
        step["key"]: moment["limit"] for step in shown.json()["steps"] for moment in step["moments"]
    }
    assert told["m1"]["code"] == "daily_limit"
    assert dt.datetime.fromisoformat(told["m1"]["until"]) > now
    assert told["m2"] == {
        "code": "frequency_cap",
        "text": "Já recebeu tantas mensagens de marketing quanto o seu limite permite.",
        "messages": 2,
        "days": 7,
        "until": None,
    }
    # The wait between them is not held by anything.
    assert [key for key, note in told.items() if note is None] == [
        step["key"] for step in shown.json()["steps"] if step["kind"] == "wait"
    ]
