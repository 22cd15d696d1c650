"""The console's steps of making a campaign, as a browser without script sends them."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from httpx import AsyncClient
from sqlalchemy import select

from db.models.campaigns import Campaign
from db.session import Database
from schemas.enums import CampaignStatus, Channel
from tests.campaigns.test_drafts import add_sms_number
from tests.campaigns.world import World, add_campaign, add_contacts, add_world

HTMX = {"HX-Request": "true"}


@pytest.fixture
async def world(database: Database, company_id: UUID) -> World:
    return await add_world(database, company_id)


async def read(database: Database, world: World, key: UUID) -> Campaign:
    async with database.company(world.company_id) as session:
        campaign = await session.scalar(select(Campaign).where(Campaign.id == key))
    assert campaign is not None
    return campaign


async def sms_draft(database: Database, world: World, text: str | None = None) -> UUID:
    number = await add_sms_number(database, world.company_id)
    return await add_campaign(
        database,
        world,
        CampaignStatus.DRAFT,
        channel=Channel.SMS,
        phone_number_id=number,
        template_id=None,
        text=text,
    )


async def test_a_text_is_filled_by_what_its_places_are_called(
    signed_in: AsyncClient, world: World, database: Database
) -> None:
    key = await sms_draft(database, world)
    path = f"/campaigns/{key}/edit/message"
    page = await signed_in.get(path)
    assert "Reply STOP to opt out." in page.text
    form = {"text": "Oi {{first_name}}!", "with_footer": "true", "footer": "Responda SAIR."}
    assert (await signed_in.post(path, data=form)).status_code == 303
    campaign = await read(database, world, key)
    assert campaign.bindings == {"body.first_name": {"source": "first_name"}}
    assert campaign.sms == {
        "transliterate": False,
        "footer": "Responda SAIR.",
        "footer_when": "first",
    }
    # Unticked, nothing is said about it.
    assert (await signed_in.post(path, data=form | {"with_footer": ""})).status_code == 303
    assert (await read(database, world, key)).sms["footer"] == ""


async def test_what_nothing_fills_is_asked_for(
    signed_in: AsyncClient, world: World, database: Database
) -> None:
    path = f"/campaigns/{await sms_draft(database, world)}/edit/message"
    refused = await signed_in.post(path, data={"text": "Veja {{link}}", "footer": ""})
    assert refused.status_code == 422
    assert "Choose what fills this variable." in refused.text
    wrong = {"source:body.link": "link", "link:body.link": "exemplo"}
    refused = await signed_in.post(path, data={"text": "Veja {{link}}", "footer": "", **wrong})
    assert "A link has to be the address of a web page" in refused.text
    # What was typed is still there.
    assert "Veja {{link}}" in refused.text
    assert 'value="exemplo"' in refused.text


async def test_the_preview_counts_and_names_what_costs(
    signed_in: AsyncClient, world: World, database: Database
) -> None:
    await add_contacts(database, world.company_id, 1, name="Ana Souza")
    path = f"/campaigns/{await sms_draft(database, world)}/edit/message/preview"
    form = {"text": "Promoção para {{first_name}}", "footer": ""}
    shown = await signed_in.post(path, data=form, headers=HTMX)
    assert "Promoção para Ana" in shown.text
    assert "“ç”, “ã” make each part 70 letters instead of 160." in shown.text
    assert 'hx-swap-oob="true"' in shown.text
    plain = await signed_in.post(path, data=form | {"transliterate": "true"}, headers=HTMX)
    assert "Promocao para Ana" in plain.text
    assert "70 letters" not in plain.text


async def test_versions_are_added_shared_and_removed(
    signed_in: AsyncClient, world: World, database: Database
) -> None:
    key = await sms_draft(database, world, text="Primeira")
    path = f"/campaigns/{key}/edit/message"
    added = await signed_in.post(path, data={"text": "Primeira", "to": "add", "footer": ""})
    assert added.headers["location"] == f"{path}?variant=2"
    second = {
        "text": "Segunda",
        "way_name": "Curta",
        "how": "test",
        "metric": "click",
        "sample": "25",
        "wait_hours": "1,5",
        "min_sample": "20",
        "max_opt_out": "",
        "max_failed": "10",
        "weight:1": "2",
        "weight:2": "5",
    }
    saved = await signed_in.post(f"{path}?variant=2", data=second | {"to": "1"})
    assert saved.headers["location"] == f"{path}?variant=1"
    campaign = await read(database, world, key)
    assert campaign.text == "Primeira"
    assert [(v["name"], v["text"], v["weight"]) for v in campaign.variants] == [  # type: ignore[index]
        ("Curta", "Segunda", 5)
    ]
    assert campaign.weight == 2
    assert campaign.experiment is not None
    assert campaign.experiment["wait_minutes"] == 90
    assert campaign.experiment["max_opt_out_percent"] is None
    wrong = await signed_in.post(f"{path}?variant=2", data=second | {"text": "", "sample": "80"})
    assert wrong.status_code == 422
    assert "Write what this variant says." in wrong.text
    assert "Choose a sample of 1 to 50 percent." in wrong.text
    gone = await signed_in.post(f"{path}?variant=2", data=second | {"to": "remove"})
    assert gone.headers["location"] == f"{path}?variant=1"
    campaign = await read(database, world, key)
    assert (campaign.variants, campaign.experiment) == ([], None)


async def test_when_it_goes_out_is_said_in_plain_choices(
    signed_in: AsyncClient, world: World, database: Database
) -> None:
    key = await add_campaign(database, world, CampaignStatus.DRAFT)
    path = f"/campaigns/{key}/edit/when"
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%dT09:00")
    own = {"hours": "own", "quiet_start": "18:00", "quiet_end": "09:00", "weekday": ["1", "5"]}
    form = {"start": "local", "send_at_local": tomorrow, **own, "lateness": "15"}
    assert (await signed_in.post(path, data=form)).status_code == 303
    campaign = await read(database, world, key)
    assert campaign.send_at_local == datetime.fromisoformat(tomorrow)
    assert campaign.scheduled_at is None
    assert campaign.hours == {
        "quiet_start": "18:00",
        "quiet_end": "09:00",
        "weekdays": [1, 5],
        "observe_holidays": False,
    }
    assert campaign.lateness_minutes == 15
    shown = (await signed_in.get(path)).text
    assert f'value="{tomorrow}"' in shown
    for bad, words in (
        ({"start": "at", "scheduled_at": ""}, "Choose the day and time."),
        ({"start": "at", "scheduled_at": "2020-01-01T09:00"}, "Choose a moment in the future"),
        ({"start": "now", "time_zone": "Mars"}, "There is no such time zone."),
        ({"start": "now", "expires_at": "2020-01-01T09:00"}, "Choose a moment in the future."),
        ({"start": "now", **own, "weekday": []}, "Choose at least one day."),
    ):
        refused = await signed_in.post(path, data=bad)
        assert refused.status_code == 422, bad
        assert words in refused.text
    assert (await signed_in.post(path, data={"start": "now", "hours": "any"})).status_code == 303
    campaign = await read(database, world, key)
    assert campaign.hours is not None
    assert campaign.hours["quiet_start"] == campaign.hours["quiet_end"]


@pytest.mark.parametrize(
    ("language", "typed", "micros"),
    [("en-US", "1,500.50", 1_500_500_000), ("pt-BR", "1.500,50", 1_500_500_000), ("en", "", None)],
)
async def test_money_is_typed_as_the_reader_writes_it(
    *,
    signed_in: AsyncClient,
    world: World,
    database: Database,
    language: str,
    typed: str,
    micros: int | None,
) -> None:
    key = await add_campaign(database, world, CampaignStatus.DRAFT)
    path, headers = f"/campaigns/{key}/edit/limits", {"Accept-Language": language}
    form = {"budget": typed, "rate": "5", "may_fall_back": "1"}
    assert (await signed_in.post(path, data=form, headers=headers)).status_code == 303
    campaign = await read(database, world, key)
    assert campaign.budget_micros == micros
    # Unticked boxes are not sent.
    assert campaign.auto_resume is False
    if typed:
        assert f'value="{typed}"' in (await signed_in.get(path, headers=headers)).text


async def test_limits_that_are_none_are_refused(
    signed_in: AsyncClient, world: World, database: Database
) -> None:
    await add_sms_number(database, world.company_id)
    key = await add_campaign(database, world, CampaignStatus.DRAFT)
    path = f"/campaigns/{key}/edit/limits"
    for bad, words in (
        ({"budget": "muito"}, "Give an amount above zero"),
        ({"budget": "-3"}, "Give an amount above zero"),
        ({"rate": "0"}, "Choose between 1 and 1,000 messages a second."),
        ({"may_fall_back": "1", "falls_back": "true"}, "Choose the number that sends the text"),
    ):
        refused = await signed_in.post(path, data=bad)
        assert refused.status_code == 422, bad
        assert words in refused.text


async def test_a_few_may_be_held_back(
    signed_in: AsyncClient, world: World, database: Database
) -> None:
    key = await add_campaign(database, world, CampaignStatus.DRAFT)
    path = f"/campaigns/{key}/edit/audience"
    for text, code in (("10", 303), ("60", 422), ("x", 422), ("", 303)):
        answer = await signed_in.post(path, data={"who": "everyone", "hold_out": text})
        assert answer.status_code == code, text
    assert (await read(database, world, key)).hold_out_percent == 0


async def test_a_test_that_is_refused_says_why_and_keeps_the_number(
    signed_in: AsyncClient, world: World, database: Database
) -> None:
    key = await add_campaign(database, world, CampaignStatus.DRAFT)
    path = f"/campaigns/{key}/edit/test"
    assert (await signed_in.get(path)).status_code == 200
    refused = await signed_in.post(path, data={"to": "12", "client_key": "k"})
    assert refused.status_code == 422
    assert 'value="12"' in refused.text
    sent = await signed_in.post(path, data={"to": "+5511987654321", "client_key": "k"})
    assert sent.status_code == 200
    assert "On its way to" in sent.text
    assert 'value="+5511987654321"' in (await signed_in.get(path)).text
