"""respect_quiet_hours of POST /messages: it waits for the end of the hours where the person lives."""

import datetime as dt
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from httpx import AsyncClient
from sqlalchemy import update

from db.models.contacts import Contact
from db.models.conversations import Conversation
from db.session import Database
from schemas.api import ids
from schemas.hours import Hours
from services import company_hours
from tests.inbox.desk import Desk, open_desk

HOUR = dt.timedelta(hours=1)


@pytest.fixture
async def desk(database: Database, company_id: UUID) -> Desk:
    return await open_desk(database, company_id)


@pytest.fixture
async def chat(desk: Desk) -> Conversation:
    """The customer wrote just now, from São Paulo."""
    return await desk.row(await desk.conversation("Ana Lima"))


def wall(zone: str, after: dt.timedelta) -> str:
    return f"{dt.datetime.now(ZoneInfo(zone)) + after:%H:%M}"


async def set_hours(desk: Desk, hours: Hours | None) -> None:
    async with desk.database.company(desk.company_id) as session:
        await company_hours.change(session, desk.company_id, hours, None)


async def send(client: AsyncClient, chat: Conversation, **body: object) -> dict[str, object]:
    asked = {
        "conversation_id": ids.CONVERSATION.format(chat.id),
        "text": {"body": "Seu pedido saiu"},
        "respect_quiet_hours": True,
        **body,
    }
    answer = await client.post(
        "/api/v1/messages", json=asked, headers={"Idempotency-Key": uuid4().hex}
    )
    assert answer.status_code == 202, answer.text
    found: dict[str, object] = answer.json()
    return found


def sent_at(found: dict[str, object]) -> dt.datetime:
    return dt.datetime.fromisoformat(str(found["send_at"]))


async def test_in_quiet_hours_it_waits_for_their_end_on_the_persons_wall(
    desk: Desk, chat: Conversation, api_client: AsyncClient
) -> None:
    zone = "America/Sao_Paulo"
    await set_hours(desk, Hours(wall(zone, -HOUR), wall(zone, 2 * HOUR)))
    found = await send(api_client, chat)
    assert found["status"] == "scheduled"
    left = sent_at(found) - dt.datetime.now(dt.UTC)
    assert 2 * HOUR - dt.timedelta(minutes=2) < left <= 2 * HOUR


async def test_the_persons_own_zone_goes_before_the_numbers(
    desk: Desk, chat: Conversation, api_client: AsyncClient
) -> None:
    await set_hours(desk, Hours(wall("Asia/Tokyo", -HOUR), wall("Asia/Tokyo", 3 * HOUR)))
    async with desk.database.company(desk.company_id) as session:
        await session.execute(
            update(Contact).where(Contact.id == chat.contact_id).values(time_zone="Asia/Tokyo")
        )
    left = sent_at(await send(api_client, chat)) - dt.datetime.now(dt.UTC)
    assert 3 * HOUR - dt.timedelta(minutes=2) < left <= 3 * HOUR


async def test_a_time_asked_for_inside_the_quiet_hours_moves_to_their_end(
    desk: Desk, chat: Conversation, api_client: AsyncClient
) -> None:
    zone = "America/Sao_Paulo"
    await set_hours(desk, Hours(wall(zone, HOUR), wall(zone, 4 * HOUR)))
    asked = dt.datetime.now(dt.UTC) + 2 * HOUR
    left = sent_at(await send(api_client, chat, send_at=asked.isoformat())) - dt.datetime.now(
        dt.UTC
    )
    assert 4 * HOUR - dt.timedelta(minutes=2) < left <= 4 * HOUR


@pytest.mark.parametrize("hours", [None, "open"])
async def test_outside_them_or_without_any_it_goes_at_once(
    desk: Desk, chat: Conversation, api_client: AsyncClient, hours: str | None
) -> None:
    zone = "America/Sao_Paulo"
    await set_hours(desk, Hours(wall(zone, HOUR), wall(zone, 2 * HOUR)) if hours else None)
    assert (await send(api_client, chat))["status"] == "queued"


async def test_who_does_not_ask_for_it_does_not_wait(
    desk: Desk, chat: Conversation, api_client: AsyncClient
) -> None:
    zone = "America/Sao_Paulo"
    await set_hours(desk, Hours(wall(zone, -HOUR), wall(zone, 2 * HOUR)))
    assert (await send(api_client, chat, respect_quiet_hours=False))["status"] == "queued"
