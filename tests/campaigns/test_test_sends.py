"""A test to a number of one's own: as filled, once, marked, and counted nowhere."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient, Response
from sqlalchemy import select

from db.models.campaigns import Campaign, CampaignCount, CampaignRecipient
from db.models.contacts import Contact, Suppression
from db.models.conversations import Message
from db.session import Database
from schemas import contents
from schemas.contents import TemplateContent
from schemas.enums import CampaignStatus, Channel, Direction, Purpose
from services.phones import match_key
from tests.campaigns.test_drafts import add_sms_number
from tests.campaigns.world import World, add_campaign, add_contacts, add_world

OWN = "+5511987654321"


@pytest.fixture
async def world(database: Database, company_id: UUID) -> World:
    return await add_world(database, company_id)


async def try_out(api: AsyncClient, campaign: UUID, *, key: str = "", **values: object) -> Response:
    headers = {"Idempotency-Key": key or uuid4().hex}
    body = {"to": OWN, **values}
    return await api.post(f"/api/v1/campaigns/cmp_{campaign.hex}/test", json=body, headers=headers)


async def written(database: Database, world: World) -> list[Message]:
    async with database.company(world.company_id) as session:
        return list(
            await session.scalars(select(Message).where(Message.direction == Direction.OUT))
        )


async def test_one_variant_goes_out_as_a_person_would_get_it(
    api_client: AsyncClient, database: Database, world: World
) -> None:
    (ana,) = await add_contacts(database, world.company_id, 1, name="Ana Souza")
    further = {
        "template_id": str(world.template_id),
        "bindings": {"body.1": {"source": "text", "value": "dear customer"}},
        "weight": 1,
    }
    draft = await add_campaign(database, world, CampaignStatus.DRAFT, variants=[further])
    for variant, name in ((1, "Ana"), (2, "dear customer")):
        answer = await try_out(api_client, draft, variant=variant, contact_id=f"ct_{ana.hex}")
        assert answer.status_code == 202, answer.text
        assert answer.json()["body"] == f"Hi {name}, your order is ready."
    assert {message.source for message in await written(database, world)} == {"test"}


async def test_the_same_key_is_one_message_and_counts_for_nothing(
    api_client: AsyncClient, database: Database, world: World
) -> None:
    draft = await add_campaign(database, world, CampaignStatus.DRAFT)
    for _ in range(2):
        assert (await try_out(api_client, draft, key="once")).status_code == 202
    (message,) = await written(database, world)
    content = contents.from_json(message.payload)
    assert isinstance(content, TemplateContent)
    # Nobody in particular: the template's own example.
    assert content.parameters == ("Ana",)
    async with database.company(world.company_id) as session:
        assert (await session.scalars(select(CampaignRecipient.id))).all() == []
        assert (await session.scalars(select(CampaignCount.count))).all() == []
        status = await session.scalar(select(Campaign.status))
        person = await session.get_one(Contact, (world.company_id, message.contact_id))
    assert status is CampaignStatus.DRAFT
    assert person.phone_key == match_key(OWN)


@pytest.mark.parametrize(
    ("scope", "code"), [("all", 409), ("marketing", 202), ("unreachable", 409)]
)
async def test_who_wants_no_such_message_gets_no_test_either(
    api_client: AsyncClient, database: Database, world: World, scope: str, code: int
) -> None:
    async with database.company(world.company_id) as session:
        session.add(
            Suppression(
                company_id=world.company_id,
                channel=Channel.WHATSAPP,
                match_key=match_key(OWN),
                scope=scope,
                reason="opted_out",
            )
        )
    # The world's template is no marketing.
    draft = await add_campaign(database, world, CampaignStatus.DRAFT)
    answer = await try_out(api_client, draft)
    assert answer.status_code == code, answer.text
    if code == 409:
        assert answer.json()["code"] == "opted_out"
        assert await written(database, world) == []


async def test_what_is_missing_is_said(
    api_client: AsyncClient, database: Database, world: World
) -> None:
    (nameless,) = await add_contacts(database, world.company_id, 1, name="")
    draft = await add_campaign(
        database, world, CampaignStatus.DRAFT, bindings={"body.1": {"source": "first_name"}}
    )
    cases: list[tuple[dict[str, Any], str]] = [
        ({"contact_id": f"ct_{nameless.hex}"}, "/bindings/body/1"),
        ({"to": "12"}, "/to"),
        ({"variant": 3}, "/variant"),
    ]
    for values, pointer in cases:
        answer = await try_out(api_client, draft, **values)
        assert answer.status_code == 422, answer.text
        assert answer.json()["errors"][0]["pointer"] == pointer
    empty = await add_campaign(
        database, world, CampaignStatus.DRAFT, template_id=None, name="Empty"
    )
    assert (await try_out(api_client, empty)).status_code == 422
    bare = await api_client.post(f"/api/v1/campaigns/cmp_{draft.hex}/test", json={"to": OWN})
    assert bare.json()["code"] == "idempotency_key_missing"
    assert await written(database, world) == []


async def test_an_sms_is_tested_as_it_will_be_written(
    api_client: AsyncClient, database: Database, world: World
) -> None:
    number = await add_sms_number(database, world.company_id)
    (joao,) = await add_contacts(database, world.company_id, 1, name="João Lima")
    draft = await add_campaign(
        database,
        world,
        CampaignStatus.DRAFT,
        channel=Channel.SMS,
        purpose=Purpose.UTILITY,
        phone_number_id=number,
        template_id=None,
        text="Oi {{first_name}}, promoção: {{link}}",
        sms={"transliterate": True, "footer": "Responda SAIR.", "footer_when": "first"},
        bindings={
            "body.first_name": {"source": "first_name"},
            "body.link": {"source": "link", "value": "https://example.com/oferta"},
        },
    )
    answer = await try_out(api_client, draft, contact_id=f"ct_{joao.hex}")
    assert answer.status_code == 202, answer.text
    body = answer.json()["body"]
    assert body.startswith("Oi Joao, promocao: http")
    assert body.endswith("\nResponda SAIR.")
    # Whoever opens its link arrives, and is nobody's click.
    code = body.split("\n")[0].rsplit("/", 1)[1]
    followed = await api_client.get(f"/l/{code}")
    assert followed.headers["location"] == "https://example.com/oferta"
