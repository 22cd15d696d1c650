"""A company whose files are at Meta's stand-in, which is served on a port of this machine."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
import redis.asyncio

from db.models.contacts import Contact
from db.models.conversations import Conversation, Message
from db.models.media import Media
from db.queries import connections
from db.session import Database
from providers import http, registry
from providers.storage import FileStore, Folder
from sandbox.meta import media as at_meta
from sandbox.meta.app import create_app
from sandbox.meta.world import World
from schemas.enums import Direction
from schemas.media import MediaFile
from services import media
from services.connections import Connections
from services.keyring import Keyring
from services.live import LiveHints
from services.media import InboundFile, MediaLibrary
from services.media_addresses import Addresses
from services.media_fetching import MediaFetching
from settings import Settings
from tests.fixtures.meta import Business
from tests.serving import serve


@pytest.fixture(scope="session")
async def meta_url(meta_world: World) -> AsyncIterator[str]:
    async with serve(create_app(meta_world)) as url:
        yield url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "media"


@pytest.fixture
def store(folder: Path) -> FileStore:
    return registry.file_store(Folder(folder))


@dataclass(frozen=True, slots=True)
class Scene:
    """One customer's conversation, and what fetches its files."""

    database: Database
    world: World
    business: Business
    company_id: UUID
    connection_id: UUID
    conversation_id: UUID
    message_id: UUID
    library: MediaLibrary
    fetching: MediaFetching
    store: FileStore

    def at_meta(self, content: bytes, mime_type: str = "image/png") -> str:
        """Meta's id of a file a customer sent."""
        return at_meta.keep(self.world, self.business.number_ids[0], mime_type, content).id

    async def register(
        self, provider_media_id: str, kind: str = "image", filename: str = ""
    ) -> UUID:
        async with self.database.company(self.company_id) as session:
            [media_id] = await media.register_inbound(
                session,
                [
                    InboundFile(
                        self.company_id,
                        self.message_id,
                        self.connection_id,
                        kind,
                        provider_media_id,
                        filename=filename,
                    )
                ],
            )
        return media_id

    async def fetch(self, media_id: UUID) -> float | None:
        return await self.fetching.fetch(self.company_id, media_id)

    async def row(self, media_id: UUID) -> Media:
        async with self.database.company(self.company_id) as session:
            return await session.get_one(Media, media_id)

    async def file(self, media_id: UUID) -> MediaFile:
        async with self.database.company(self.company_id) as session:
            found = await media.of_messages(session, [self.message_id])
        return next(file for file in found[self.message_id] if file.id == media_id)

    async def bytes(self, media_id: UUID) -> bytes:
        key = (await self.row(media_id)).storage_key
        assert key is not None
        return b"".join([chunk async for chunk in self.store.get(key)])


@pytest.fixture
async def management() -> AsyncIterator[httpx.AsyncClient]:
    async with http.management_client() as client:
        yield client


@pytest.fixture
async def scene(
    *,
    database: Database,
    settings: Settings,
    keyring: Keyring,
    cache: redis.asyncio.Redis,
    company_id: UUID,
    connection_id: UUID,
    connecting: Connections,
    business: Business,
    meta_world: World,
    meta_url: str,
    management: httpx.AsyncClient,
    store: FileStore,
) -> AsyncIterator[Scene]:
    graph = registry.GraphAddress(meta_url, "v23.0")
    provider = registry.meta_media(management, graph, (), private=True)
    library = MediaLibrary(
        database,
        keyring,
        store,
        provider,
        Addresses(settings.key_for("media")),
        public_url="http://us",
    )
    hints = LiveHints(cache)
    conversation_id, message_id = await converse(database, company_id, connection_id)
    yield Scene(
        database,
        meta_world,
        business,
        company_id,
        connection_id,
        conversation_id,
        message_id,
        library,
        MediaFetching(database, library, provider, hints),
        store,
    )
    await hints.close()


async def converse(database: Database, company_id: UUID, connection_id: UUID) -> tuple[UUID, UUID]:
    """A conversation with one message, on the connection's first number."""
    now = datetime.now(UTC)
    async with database.company(company_id) as session:
        numbers = await connections.numbers(session, [connection_id])
        number = min(numbers, key=lambda one: one.provider_number_id)
        contact = Contact(
            company_id=company_id, name="Ana", phone=f"+55119{uuid4().int % 10**8:08}"
        )
        session.add(contact)
        await session.flush()
        conversation = Conversation(
            company_id=company_id,
            contact_id=contact.id,
            phone_number_id=number.id,
            last_message_at=now,
        )
        session.add(conversation)
        await session.flush()
        message = Message(
            company_id=company_id,
            conversation_id=conversation.id,
            contact_id=contact.id,
            phone_number_id=number.id,
            direction=Direction.IN,
            kind="image",
            provider_id=f"wamid.{uuid4().hex}",
            occurred_at=now,
        )
        session.add(message)
        await session.flush()
        return conversation.id, message.id
