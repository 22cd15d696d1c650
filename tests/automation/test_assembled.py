"""The whole program: a customer writes, and the rule's answer arrives on their phone."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from temporalio.client import Client

from db.session import Database
from schemas.automation import Action, ActionKind, Trigger, TriggerKind
from services import automation
from services.automation import Wanted
from settings import Settings
from tests.browser.stage import Stage, open_desk, open_stage
from tests.campaigns import scenes


@pytest.fixture
async def stage(settings: Settings, temporal_client: Client) -> AsyncIterator[Stage]:
    async with open_stage(settings, temporal_client) as stage:
        yield stage


async def test_a_keyword_is_answered_within_seconds_and_once(
    stage: Stage, database: Database
) -> None:
    async with open_desk(stage, database) as desk:
        answer = Action(ActionKind.SEND, text="{{first_name}}, custa R$ 10.")
        wanted = Wanted(
            "Preço", Trigger(TriggerKind.KEYWORD, words=("preço",)), [answer], enabled=True
        )
        async with database.company(desk.company_id) as session:
            await automation.create(session, desk.company_id, wanted)
        for words in ("Qual o preco?", "O preço, por favor"):
            sent = await stage.sandbox.post(
                f"/phones/{desk.phone.lstrip('+')}/send",
                json={"type": "text", "body": words, "number": scenes.NUMBER_ID},
            )
            sent.raise_for_status()
        async with asyncio.timeout(60):
            while not await stage.texts(desk.phone):
                await asyncio.sleep(0.1)
        await asyncio.sleep(1)
        assert await stage.texts(desk.phone) == ["Ana, custa R$ 10."]
