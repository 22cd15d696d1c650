"""The console's campaign screens: who may do what, what is refused, what a page shows."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient, Response
from sqlalchemy import select

from db.models.campaigns import Campaign, CampaignRecipient
from db.models.contacts import Contact
from db.session import Database
from schemas.enums import CampaignStatus, DeliveryStatus, Role
from tests.campaigns.world import World, add_campaign, add_contacts, add_tag, add_world
from tests.fixtures.people import OpenBrowser

ALL_STATES = (
    (DeliveryStatus.READ, None, 3),
    (DeliveryStatus.DELIVERED, None, 2),
    (DeliveryStatus.SENT, None, 2),
    (DeliveryStatus.PENDING, None, 4),
    (DeliveryStatus.SENDING, None, 1),
    (DeliveryStatus.FAILED, "131026", 2),
    (DeliveryStatus.UNKNOWN, "no_answer", 1),
    (DeliveryStatus.SKIPPED, "opted_out", 2),
)
TABS = ("", "/message", "/history")
HTMX = {"HX-Request": "true"}


@pytest.fixture
async def world(database: Database, company_id: UUID) -> World:
    return await add_world(database, company_id)


async def stored(database: Database, world: World) -> Campaign:
    async with database.company(world.company_id) as session:
        campaign = await session.scalar(select(Campaign).order_by(Campaign.created_at.desc()))
    assert campaign is not None
    return campaign


def goes_to(answer: Response) -> str:
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def fill(browser: AsyncClient, world: World) -> str:
    """The steps before the last, as a browser without script sends them; where review is."""
    first = {"name": "Order ready", "number": str(world.number_id)}
    message = goes_to(await browser.post("/campaigns/new", data=first))
    chosen = {
        "template": str(world.template_id),
        "source:body.1": "first_name",
        "fallback:body.1": "you",
    }
    audience = goes_to(await browser.post(message, data=chosen))
    when = goes_to(await browser.post(audience, data={"who": "everyone"}))
    limits = goes_to(await browser.post(when, data={"start": "now", "hours": "company"}))
    return goes_to(await browser.post(limits, data={"auto_resume": "true"}))


async def test_the_steps_make_a_campaign_that_launches(
    signed_in: AsyncClient, world: World, database: Database
) -> None:
    await add_contacts(database, world.company_id, 3)
    review = await fill(signed_in, world)
    page = await signed_in.get(review)
    assert page.status_code == 200
    assert "Hi Ana, your order is ready." in page.text
    sheet = await signed_in.get(review.replace("edit/review", "preflight"))
    assert "Send to 3 people now?" in sheet.text
    campaign = await stored(database, world)
    assert campaign.bindings == {"body.1": {"source": "first_name", "fallback": "you"}}
    where = goes_to(await signed_in.post(f"/campaigns/{campaign.id}/launch"))
    assert where == f"/campaigns/{campaign.id}"
    assert (await stored(database, world)).status is CampaignStatus.LAUNCHING
    goes_to(await signed_in.post(f"/campaigns/{campaign.id}/launch"))


async def test_a_draft_can_be_left_and_taken_up_where_it_was(
    signed_in: AsyncClient, world: World, database: Database
) -> None:
    left = {"name": "Later", "number": str(world.number_id), "leave": "1"}
    assert goes_to(await signed_in.post("/campaigns/new", data=left)) == "/campaigns"
    campaign = await stored(database, world)
    where = goes_to(await signed_in.get(f"/campaigns/{campaign.id}"))
    assert goes_to(await signed_in.get(where)).endswith("/edit/message")


async def test_what_is_wrong_is_said_beside_its_field(
    signed_in: AsyncClient, world: World, database: Database
) -> None:
    nameless = await signed_in.post("/campaigns/new", data={"name": " "}, headers=HTMX)
    assert nameless.status_code == 422
    assert "Give the campaign a name of 1 to 200 characters." in nameless.text
    assert "<!doctype" not in nameless.text
    campaign = await add_campaign(database, world, CampaignStatus.DRAFT, audience={})
    path = f"/campaigns/{campaign}/edit"
    bad = {"template": str(world.template_id), "source:body.1": "field:nothing"}
    refused = await signed_in.post(f"{path}/message", data=bad)
    assert refused.status_code == 422
    assert "Choose a text, or a field that contacts have." in refused.text
    nobody = await signed_in.post(f"{path}/audience", data={"who": "some"})
    assert nobody.status_code == 422
    assert "Choose at least one segment or tag, or everyone." in nobody.text


async def test_the_audience_is_counted_while_it_is_chosen(
    signed_in: AsyncClient, world: World, database: Database
) -> None:
    tag = await add_tag(database, world.company_id)
    await add_contacts(database, world.company_id, 4, tag_ids=(tag,))
    await add_contacts(database, world.company_id, 2, first=50)
    draft = await add_campaign(database, world, CampaignStatus.DRAFT, audience={})
    path = f"/campaigns/{draft}/edit/audience/count"
    for form, count in (
        ({"who": "everyone"}, 6),
        ({"who": "some", "tag": str(tag)}, 4),
        ({"who": "everyone", "exclude_tag": str(tag)}, 2),
        ({"who": "some"}, 0),
    ):
        counted = await signed_in.post(path, data=form, headers=HTMX)
        assert re.search(rf'class="big-number[^"]*">{count}<', counted.text), counted.text
    assert (await stored(database, world)).audience == {}


async def test_review_names_some_of_those_left_out(
    signed_in: AsyncClient, world: World, database: Database
) -> None:
    async with database.company(world.company_id) as session:
        session.add(Contact(company_id=world.company_id, name="Bia <b>"))
    draft = await add_campaign(database, world, CampaignStatus.DRAFT)
    review = await signed_in.get(f"/campaigns/{draft}/preflight")
    assert "Has no phone number." in review.text
    assert "Nobody would get this campaign." in review.text
    examples = await signed_in.get(f"/campaigns/{draft}/preflight/no_phone", headers=HTMX)
    assert "Bia &lt;b&gt;" in examples.text
    refused = await signed_in.post(f"/campaigns/{draft}/launch")
    assert refused.status_code == 422


async def test_scheduling_is_in_the_companys_time_zone(
    signed_in: AsyncClient, world: World, database: Database
) -> None:
    await add_contacts(database, world.company_id, 1)
    draft = await add_campaign(database, world, CampaignStatus.DRAFT)
    local = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%dT09:30")
    goes_to(await signed_in.post(f"/campaigns/{draft}/schedule", data={"at": local}))
    campaign = await stored(database, world)
    assert campaign.scheduled_at is not None
    # America/Sao_Paulo, three hours behind UTC.
    assert campaign.scheduled_at.astimezone(UTC).strftime("%H:%M") == "12:30"
    assert (
        "Who gets it is decided at that moment."
        in (await signed_in.get(f"/campaigns/{draft}")).text
    )
    for wrong in ("", "yesterday", "2020-01-01T10:00"):
        answer = await signed_in.post(f"/campaigns/{draft}/schedule", data={"at": wrong})
        assert answer.status_code == 422


@pytest.mark.parametrize("status", [s for s in CampaignStatus if s is not CampaignStatus.DRAFT])
@pytest.mark.parametrize("tab", TABS)
async def test_every_state_has_a_page(
    signed_in: AsyncClient, world: World, database: Database, status: CampaignStatus, tab: str
) -> None:
    now = datetime.now(UTC)
    key = await add_campaign(
        database,
        world,
        status,
        lines=() if status is CampaignStatus.SCHEDULED else ALL_STATES,
        launched_at=now,
        frozen_at=now,
        scheduled_at=now + timedelta(hours=3),
        status_code="131048" if status is CampaignStatus.AUTO_PAUSED else None,
        status_detail="Spam rate limit hit",
    )
    whole = await signed_in.get(f"/campaigns/{key}{tab}")
    part = await signed_in.get(f"/campaigns/{key}{tab}", headers=HTMX)
    assert whole.status_code == part.status_code == 200
    assert "<!doctype html>" in whole.text
    assert "<!doctype" not in part.text
    assert part.text.strip().startswith('<div id="campaign-body"')
    if status is CampaignStatus.AUTO_PAUSED:
        assert "because people blocked it or reported spam" in part.text
        assert "Let the number rest" in part.text


async def test_tiles_lead_to_the_people_they_count(
    signed_in: AsyncClient, world: World, database: Database
) -> None:
    key = await add_campaign(database, world, CampaignStatus.COMPLETED, lines=ALL_STATES)
    for show, count in (
        ("", 17),
        ("sent", 7),
        ("delivered", 5),
        ("read", 3),
        ("waiting", 5),
        ("failed", 2),
        ("unknown", 1),
        ("skipped", 2),
    ):
        page = await signed_in.get(f"/campaigns/{key}", params={"show": show})
        assert page.text.count('<tr id="r') == count
    failed = await signed_in.get(f"/campaigns/{key}", params={"show": "failed"})
    assert "Could not be delivered: not on WhatsApp" in failed.text
    csv = await signed_in.get(f"/campaigns/{key}/results.csv", params={"show": "failed"})
    assert len(csv.text.splitlines()) == 3


async def test_recipients_are_found_by_part_of_their_number(
    signed_in: AsyncClient, world: World, database: Database
) -> None:
    key = await add_campaign(database, world, CampaignStatus.COMPLETED, lines=ALL_STATES)
    async with database.company(world.company_id) as session:
        rows = await session.scalars(
            select(CampaignRecipient).where(CampaignRecipient.campaign_id == key).limit(1)
        )
        rows.one().address = "+5581912340987"
    for q, count in (("8191234", 1), ("0987", 1), ("zelda", 0)):
        page = await signed_in.get(f"/campaigns/{key}", params={"q": q})
        assert page.text.count('<tr id="r') == count, q


async def test_results_open_in_the_spreadsheet_of_the_reader(
    signed_in: AsyncClient, world: World, database: Database
) -> None:
    key = await add_campaign(database, world, CampaignStatus.COMPLETED)
    english = await signed_in.get(f"/campaigns/{key}/results.csv")
    assert english.content.decode().startswith("\ufeffrecipient_id,contact_id,")
    signed_in.cookies.set("locale", "pt_BR")
    answer = await signed_in.get(f"/campaigns/{key}/results.csv")
    assert answer.content.decode().startswith("\ufeffrecipient_id;contact_id;")


async def test_unknown_is_explained(
    signed_in: AsyncClient, world: World, database: Database
) -> None:
    key = await add_campaign(
        database,
        world,
        CampaignStatus.COMPLETED,
        lines=((DeliveryStatus.UNKNOWN, "no_answer", 1),),
    )
    page = await signed_in.get(f"/campaigns/{key}")
    assert "We do not send again by ourselves, so nobody gets it twice." in page.text


async def test_buttons_move_the_campaign(
    signed_in: AsyncClient, world: World, database: Database
) -> None:
    key = await add_campaign(
        database,
        world,
        CampaignStatus.RUNNING,
        frozen_at=datetime.now(UTC),
        lines=((DeliveryStatus.PENDING, None, 3), (DeliveryStatus.SENT, None, 1)),
    )
    page = await signed_in.get(f"/campaigns/{key}")
    assert "3 people were not sent to yet and will not get it." in page.text
    for action, status in (
        ("pause", CampaignStatus.PAUSED),
        ("resume", CampaignStatus.RUNNING),
        ("cancel", CampaignStatus.CANCELLED),
    ):
        assert goes_to(await signed_in.post(f"/campaigns/{key}/{action}")) == f"/campaigns/{key}"
        assert (await stored(database, world)).status is status
    again = await signed_in.post(f"/campaigns/{key}/pause", headers=HTMX)
    assert again.status_code == 409
    assert "this one is cancelled" in again.headers["hx-trigger"]
    pt = {**HTMX, "Accept-Language": "pt-BR"}
    again = await signed_in.post(f"/campaigns/{key}/pause", headers=pt)
    assert "esta est\\u00e1: cancelada" in again.headers["hx-trigger"]
    copy = goes_to(await signed_in.post(f"/campaigns/{key}/clone"))
    assert (await stored(database, world)).name == "Black Friday (copy)"
    goes_to(await signed_in.post(copy.replace("/edit", "/delete")))
    history = (await signed_in.get(f"/campaigns/{key}/history")).text
    assert history.index("Cancelled") < history.index("Resumed")
    assert "Ana Souza" in history


async def test_the_list_finds_filters_and_pages(
    signed_in: AsyncClient, world: World, database: Database
) -> None:
    empty = await signed_in.get("/campaigns")
    assert "No campaign yet" in empty.text
    for n in range(27):
        await add_campaign(database, world, CampaignStatus.DRAFT, name=f"Campaign {n:02}")
    await add_campaign(database, world, CampaignStatus.RUNNING, name="Natal <3", lines=ALL_STATES)
    first = await signed_in.get("/campaigns")
    assert first.text.count('<tr id="campaign-') == 25
    assert "Natal &lt;3" in first.text
    older = re.search(r'href="(/campaigns\?[^"]*after=[^"]+)"', first.text)
    assert older is not None
    second = await signed_in.get(older[1].replace("&amp;", "&"), headers=HTMX)
    assert second.text.count('<tr id="campaign-') == 3
    found = await signed_in.get("/campaigns", params={"q": "natal", "status": "running"})
    assert found.text.count('<tr id="campaign-') == 1
    none = await signed_in.get("/campaigns", params={"q": "zzz"})
    assert "No campaign matches" in none.text
    assert (await signed_in.get("/campaigns?after=nonsense&status=odd")).status_code == 200


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT])
async def test_those_who_only_look_cannot_act(
    open_browser: OpenBrowser, world: World, database: Database, role: Role
) -> None:
    browser = await open_browser(world.company_id, role)
    running = await add_campaign(database, world, CampaignStatus.RUNNING, lines=ALL_STATES)
    draft = await add_campaign(database, world, CampaignStatus.DRAFT)
    page = await browser.get(f"/campaigns/{running}")
    assert page.status_code == 200
    assert "/pause" not in page.text
    assert (await browser.get(f"/campaigns/{draft}")).status_code == 200
    assert "New campaign" not in (await browser.get("/campaigns")).text
    for action in ("pause", "resume", "cancel", "launch", "clone", "delete", "schedule"):
        assert (await browser.post(f"/campaigns/{running}/{action}")).status_code == 403
    assert (await browser.get("/campaigns/new")).status_code == 403
    assert (await browser.get(f"/campaigns/{draft}/edit/review")).status_code == 403


PATHS = [
    *(("GET", tab) for tab in TABS),
    ("GET", "/results.csv"),
    *(
        ("GET", f"/edit{step}")
        for step in (
            "",
            "/sender",
            "/message",
            "/audience",
            "/when",
            "/limits",
            "/review",
            "/test",
        )
    ),
    ("GET", "/preflight"),
    ("GET", "/preflight/no_phone"),
    ("POST", "/approve"),
    ("POST", "/send-back"),
    ("POST", "/budget"),
    *(("POST", f"/edit/{step}") for step in ("sender", "message", "audience", "audience/count")),
    *(("POST", f"/edit/{step}") for step in ("message/preview", "message/slots", "when")),
    *(("POST", f"/edit/{step}") for step in ("limits", "limits/preview", "limits/slots", "test")),
    *(
        ("POST", f"/{action}")
        for action in ("launch", "unschedule", "pause", "resume", "cancel", "clone", "delete")
    ),
]


@pytest.mark.parametrize(("method", "path"), PATHS)
async def test_another_companys_campaign_does_not_exist(
    other_signed_in: AsyncClient, world: World, database: Database, method: str, path: str
) -> None:
    key = await add_campaign(database, world, CampaignStatus.DRAFT)
    form = {"name": "x", "who": "everyone"} if method == "POST" else None
    answer = await other_signed_in.request(method, f"/campaigns/{key}{path}", data=form)
    assert answer.status_code == 404
    assert (await other_signed_in.get(f"/campaigns/{uuid4()}")).status_code == 404


async def test_the_page_speaks_portuguese(
    signed_in: AsyncClient, world: World, database: Database
) -> None:
    key = await add_campaign(database, world, CampaignStatus.RUNNING, lines=ALL_STATES)
    page = await signed_in.get(f"/campaigns/{key}", headers={"Accept-Language": "pt-BR"})
    assert "Em andamento" in page.text
    assert "Entregues" in page.text or "Entregue" in page.text
    assert "Waiting" not in page.text
