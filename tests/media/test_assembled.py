"""From Meta's webhook to a browser: the assembled server and worker, Meta's stand-in on a port."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from uuid import UUID

import httpx
from sqlalchemy import select
from temporalio.client import Client

import server
from bootstrap import open_resources
from db.models.media import Media
from db.queries.media import as_file
from db.session import Database
from sandbox.meta import media as at_meta
from sandbox.meta.world import World
from schemas.enums import MediaStatus, TaskQueue
from settings import Settings
from tests.fixtures.meta import Business
from tests.fixtures.people import OpenBrowser, here, open_client
from tests.media import samples
from tests.webhooks.meta import Account, post
from worker import workers_of


async def test_a_voice_note_that_comes_in_can_be_played(
    *,
    settings: Settings,
    database: Database,
    temporal_client: Client,
    company_id: UUID,
    connection_id: UUID,
    business: Business,
    meta_world: World,
    meta_url: str,
    open_browser: OpenBrowser,
) -> None:
    kept = at_meta.keep(meta_world, business.number_ids[0], "audio/ogg", samples.ogg(2))
    account = Account(
        company_id, connection_id, company_id, business.account_id, business.number_ids[0]
    )
    voice = {"id": kept.id, "mime_type": kept.mime_type, "sha256": kept.sha256, "voice": True}
    message = {
        "id": f"wamid.{kept.id}",
        "from": "5511987654321",
        "timestamp": "1750000000",
        "type": "audio",
        "audio": voice,
    }
    configured = here(settings, temporal_client, meta_graph_base_url=meta_url)
    async with AsyncExitStack() as stack:
        resources = await stack.enter_async_context(open_resources(configured, await_temporal=True))
        pool = stack.enter_context(ThreadPoolExecutor())
        for worker in workers_of(resources, pool, [TaskQueue.WORKFLOWS, TaskQueue.MEDIA]):
            await stack.enter_async_context(worker)
        app = server.create_app(resources)
        client = await stack.enter_async_context(open_client(app))
        answer = await post(client, account.messages(messages=[message]))
        assert answer.status_code == 200
        row = await _settled(database, company_id)
        assert (row.status, row.kind, row.seconds) == (MediaStatus.STORED, "voice", 2)
        browser = await open_browser(company_id)
        client.cookies = browser.cookies
        shown: httpx.Response = await client.get(
            resources.media.address(as_file(row)), headers={"Range": "bytes=0-3"}
        )
    assert (shown.status_code, shown.content) == (206, b"OggS")


async def _settled(database: Database, company_id: UUID) -> Media:
    async with asyncio.timeout(60):
        while True:
            async with database.company(company_id) as session:
                row = (await session.scalars(select(Media))).one_or_none()
            if row is not None and row.status is not MediaStatus.PENDING:
                return row
            await asyncio.sleep(0.1)
