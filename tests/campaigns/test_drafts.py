"""Drafts over the API: everything that can be set, and what is refused at which place."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient

from db.models.connections import Connection, PhoneNumber
from db.models.consents import Topic
from db.models.contacts import ContactField
from db.session import Database
from schemas.enums import Channel, ConnectionKind, FieldType
from tests.campaigns.world import World, add_contacts, add_world

API = "/api/v1/campaigns"
Json = dict[str, Any]


@pytest.fixture
async def world(database: Database, company_id: UUID) -> World:
    return await add_world(database, company_id)


@pytest.fixture
async def sms_number(database: Database, company_id: UUID) -> str:
    return f"num_{(await add_sms_number(database, company_id)).hex}"


async def add_sms_number(database: Database, company_id: UUID) -> UUID:
    async with database.company(company_id) as session:
        connection = Connection(
            company_id=company_id,
            kind=ConnectionKind.TWILIO,
            name="SMS",
            account_id=f"AC{uuid4().hex}",
            access_token=b"never opened here",
        )
        session.add(connection)
        await session.flush()
        number = PhoneNumber(
            company_id=company_id,
            connection_id=connection.id,
            channel=Channel.SMS,
            provider_number_id=f"PN{uuid4().hex}",
            display_phone="+551150283344",
        )
        session.add(number)
        await session.flush()
        return number.id


async def create(api: AsyncClient, **values: object) -> Json:
    answer = await api.post(API, json={"name": "Natal", **values})
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


async def refusals(api: AsyncClient, **values: object) -> list[tuple[str, str]]:
    answer = await api.post(API, json={"name": "Natal", **values})
    assert answer.status_code == 422, answer.text
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


def in_days(days: float) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


async def test_an_sms_keeps_all_that_was_said_of_it(
    api_client: AsyncClient, sms_number: str, database: Database, company_id: UUID
) -> None:
    async with database.company(company_id) as session:
        topic = Topic(company_id=company_id, name="Ofertas")
        session.add(topic)
        await session.flush()
    wanted = {
        "phone_number_id": sms_number,
        "text": "Oi {{first_name}}, veja {{link}}",
        "sms": {"transliterate": True, "footer": "Responda SAIR.", "footer_when": "always"},
        "purpose": "utility",
        "topic_id": f"top_{topic.id.hex}",
        "variants": [
            {"name": "B", "weight": 2, "template_id": None, "text": "Outra", "bindings": {}}
        ],
        "weight": 3,
        "experiment": {
            "sample_percent": 10,
            "metric": "click",
            "wait_minutes": 60,
            "min_sample": 10,
            "max_opt_out_percent": None,
            "max_failed_percent": 5.0,
            "unclear": "ask",
        },
        "hold_out_percent": 5,
        "hours": {
            "quiet_start": "21:00",
            "quiet_end": "09:00",
            "weekdays": [1, 2, 3],
            "observe_holidays": False,
        },
        "time_zone": "America/Manaus",
        "lateness_minutes": 30,
        "rate_per_second": 7,
        "budget_micros": 5_000_000,
        "auto_resume": False,
    }
    link = {"source": "link", "value": "https://example.com/oferta"}
    bindings = {"body.link": link, "body.first_name": {"source": "first_name", "fallback": "você"}}
    made = await create(api_client, **wanted, bindings=bindings)
    assert made["channel"] == "sms"
    assert {name: made[name] for name in wanted} == wanted
    assert made["bindings"] == bindings
    read = await api_client.get(f"{API}/{made['id']}")
    assert read.json() == made
    copy = await api_client.post(f"{API}/{made['id']}/clone", json={"name": "Copy"})
    assert {name: copy.json()[name] for name in wanted} == wanted
    assert copy.json()["source_id"] == made["id"]


async def test_a_placeholder_called_like_a_field_is_filled_by_it(
    api_client: AsyncClient, sms_number: str, database: Database, company_id: UUID
) -> None:
    async with database.company(company_id) as session:
        session.add(
            ContactField(company_id=company_id, key="cidade", label="Cidade", type=FieldType.TEXT)
        )
    made = await create(
        api_client, phone_number_id=sms_number, text="{{name}} de {{cidade}}, {{cupom}}"
    )
    assert made["bindings"] == {
        "body.name": {"source": "name"},
        "body.cidade": {"source": "field:cidade"},
    }


async def test_the_channel_follows_the_number(
    api_client: AsyncClient, world: World, sms_number: str
) -> None:
    made = await create(
        api_client,
        phone_number_id=f"num_{world.number_id.hex}",
        template_id=f"tpl_{world.template_id.hex}",
        variants=[{"template_id": f"tpl_{world.template_id.hex}"}],
    )
    assert made["channel"] == "whatsapp"
    changed = await api_client.patch(
        f"{API}/{made['id']}", json={"phone_number_id": sms_number, "text": "Oi"}
    )
    found = changed.json()
    assert (found["channel"], found["template_id"], found["text"]) == ("sms", None, "Oi")
    # A template is nothing an SMS could send.
    assert found["variants"] == []


@pytest.mark.parametrize(
    ("values", "pointer", "code"),
    [
        ({"topic_id": f"top_{uuid4().hex}"}, "/topic_id", "not_found"),
        (
            {"variants": [{"template_id": f"tpl_{uuid4().hex}"}]},
            "/variants/0/template_id",
            "not_found",
        ),
        ({"variants": [{"name": "empty"}]}, "/variants/0/template_id", "missing"),
        ({"experiment": {}}, "/experiment", "one_variant"),
        ({"time_zone": "Mars/Olympus"}, "/time_zone", "unknown"),
        ({"scheduled_at": "2020-01-01T00:00:00Z"}, "/scheduled_at", "invalid_moment"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "/expires_at", "invalid_moment"),
        ({"send_at_local": "2020-01-01T09:00:00"}, "/send_at_local", "invalid_moment"),
        (
            {"bindings": {"body.1": {"source": "link", "value": "javascript:alert(1)"}}},
            "/bindings/body/1/value",
            "invalid_link",
        ),
        (
            {"fallback": {"phone_number_id": f"num_{uuid4().hex}", "text": "Oi"}},
            "/fallback/phone_number_id",
            "not_found",
        ),
    ],
)
async def test_what_is_wrong_is_pointed_at(
    api_client: AsyncClient, values: dict[str, object], pointer: str, code: str
) -> None:
    assert await refusals(api_client, **values) == [(pointer, code)]


async def test_each_channel_takes_only_what_it_can_send(
    api_client: AsyncClient, world: World, sms_number: str
) -> None:
    template = f"tpl_{world.template_id.hex}"
    wrong = await refusals(api_client, phone_number_id=sms_number, template_id=template)
    assert wrong == [("/template_id", "wrong_channel")]
    number = f"num_{world.number_id.hex}"
    assert await refusals(api_client, phone_number_id=number, text="Oi") == [
        ("/text", "wrong_channel")
    ]
    fallback = {"phone_number_id": sms_number, "text": "Oi"}
    assert await refusals(api_client, phone_number_id=sms_number, text="a", fallback=fallback) == [
        ("/fallback", "wrong_channel")
    ]
    made = await create(api_client, phone_number_id=number, fallback=fallback)
    assert made["fallback"]["after_hours"] == 24
    unread = {"metric": "read"}
    assert await refusals(
        api_client,
        phone_number_id=sms_number,
        text="a",
        variants=[{"text": "b"}],
        experiment=unread,
    ) == [("/experiment/metric", "out_of_range")]


async def test_it_ends_after_it_begins(api_client: AsyncClient) -> None:
    times = {"scheduled_at": in_days(2), "expires_at": in_days(1)}
    assert await refusals(api_client, **times) == [("/expires_at", "before_start")]
    made = await create(api_client, scheduled_at=in_days(1), expires_at=in_days(2))
    assert made["status"] == "draft"
    assert made["scheduled_at"] is not None


async def test_a_wrong_change_changes_nothing(api_client: AsyncClient, sms_number: str) -> None:
    made = await create(api_client, phone_number_id=sms_number, text="Oi")
    path = f"{API}/{made['id']}"
    answer = await api_client.patch(path, json={"text": "Outra", "time_zone": "Mars/Olympus"})
    assert answer.status_code == 422
    assert (await api_client.get(path)).json() == made


async def test_a_scheduled_campaign_moves_with_its_moment(
    api_client: AsyncClient, world: World, database: Database
) -> None:
    await add_contacts(database, world.company_id, 1)
    made = await create(
        api_client,
        phone_number_id=f"num_{world.number_id.hex}",
        template_id=f"tpl_{world.template_id.hex}",
        audience={"everyone": True},
    )
    path = f"{API}/{made['id']}"
    scheduled = await api_client.post(f"{path}/schedule", json={"scheduled_at": in_days(1)})
    assert scheduled.status_code == 202, scheduled.text
    later = in_days(3)
    moved = await api_client.patch(path, json={"scheduled_at": later})
    assert moved.status_code == 200
    assert datetime.fromisoformat(moved.json()["scheduled_at"]) == datetime.fromisoformat(later)
    assert moved.json()["status"] == "scheduled"
    never = await api_client.patch(path, json={"scheduled_at": None})
    assert never.status_code == 422
    assert never.json()["errors"][0]["pointer"] == "/scheduled_at"
