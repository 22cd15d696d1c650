"""Files customers sent: fetched from Meta's stand-in, judged by their bytes, kept privately."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlalchemy import delete, func, select, update

from activities.media import MediaActivities
from db.models.contacts import Contact
from db.models.conversations import InboxMember, Message
from db.models.media import Media, MediaRemoval
from db.queries.conversations import Eyes
from db.session import Database
from providers.media import AddressRefused, TooLong
from providers.meta_media import MetaMedia, hex_digest
from schemas.enums import MediaStatus, Role
from schemas.payloads.media import MediaRef
from services import media
from tests.fixtures.people import OpenBrowser
from tests.inbox.desk import open_desk
from tests.media import samples
from tests.media.conftest import Scene


async def test_a_picture_is_kept_with_what_a_page_wants_to_know_of_it(scene: Scene) -> None:
    media_id = await scene.register(scene.at_meta(samples.png(640, 480)), filename="Férias.png")
    assert await scene.fetch(media_id) is None
    file = await scene.file(media_id)
    assert file.status is MediaStatus.STORED
    assert (file.mime_type, file.width, file.height) == ("image/png", 640, 480)
    assert file.size == len(samples.png(640, 480))
    assert await scene.bytes(media_id) == samples.png(640, 480)


async def test_a_recording_says_how_long_it_is(scene: Scene) -> None:
    media_id = await scene.register(scene.at_meta(samples.ogg(3), "audio/ogg"), "voice")
    await scene.fetch(media_id)
    assert (await scene.file(media_id)).seconds == 3


@pytest.mark.parametrize(
    ("content", "kind", "found"),
    [
        (samples.jpeg(), "image", "image/jpeg"),
        (samples.webp(), "sticker", "image/webp"),
        (samples.mp4(), "video", "video/mp4"),
        (samples.mp4(b"M4A "), "audio", "audio/mp4"),
        (samples.PDF, "document", "application/pdf"),
        (samples.SVG, "document", "text/plain"),
        (samples.HTML, "document", "text/plain"),
        (b"a;b\n1;2\n" * 2000, "document", "text/plain"),
        (bytes(range(256)), "document", "application/octet-stream"),
    ],
)
async def test_the_type_is_what_the_bytes_say(
    scene: Scene, content: bytes, kind: str, found: str
) -> None:
    media_id = await scene.register(scene.at_meta(content, "application/x-claimed"), kind)
    await scene.fetch(media_id)
    file = await scene.file(media_id)
    assert (file.status, file.mime_type) == (MediaStatus.STORED, found)


@pytest.mark.parametrize(
    ("content", "kind", "reason"),
    [
        (samples.HTML, "image", "wrong_type"),
        (samples.SVG, "image", "wrong_type"),
        (samples.PDF, "audio", "wrong_type"),
        (samples.png(), "video", "wrong_type"),
        (samples.PROGRAM, "document", "program"),
        (samples.PROGRAM, "image", "program"),
        (b"#!/bin/sh\nrm -rf ~\n", "document", "program"),
        (samples.png() + bytes(5_000_001), "image", "too_large"),
    ],
)
async def test_what_is_not_what_it_says_is_refused_and_not_kept(
    scene: Scene, folder: Path, content: bytes, kind: str, reason: str
) -> None:
    media_id = await scene.register(scene.at_meta(content), kind)
    assert await scene.fetch(media_id) is None
    file = await scene.file(media_id)
    assert (file.status, file.reason) == (MediaStatus.REFUSED, reason)
    assert not [path for path in folder.rglob("*") if path.is_file()]


async def test_a_picture_that_claims_a_billion_pixels_costs_its_header(scene: Scene) -> None:
    media_id = await scene.register(scene.at_meta(samples.png(40_000, 40_000)))
    async with asyncio.timeout(60):
        await scene.fetch(media_id)
    assert (await scene.file(media_id)).width == 40_000


async def test_the_object_is_under_a_name_of_ours(scene: Scene, folder: Path) -> None:
    media_id = await scene.register(
        scene.at_meta(samples.PDF), "document", filename="../../../etc/x.svg"
    )
    await scene.fetch(media_id)
    [stored] = [path for path in folder.rglob("*") if path.is_file()]
    assert str(stored.relative_to(folder)) == f"{scene.company_id.hex}/{media_id.hex}"


async def test_registering_twice_is_one_row(scene: Scene) -> None:
    provider_id = scene.at_meta(samples.png())
    await scene.register(provider_id)
    async with scene.database.company(scene.company_id) as session:
        again = await media.register_inbound(
            session,
            [
                media.InboundFile(
                    scene.company_id, scene.message_id, scene.connection_id, "image", provider_id
                )
            ],
        )
    assert again == []


async def test_fetching_twice_at_once_keeps_one_file(scene: Scene) -> None:
    media_id = await scene.register(scene.at_meta(samples.png()))
    await asyncio.gather(scene.fetch(media_id), scene.fetch(media_id))
    assert await scene.fetch(media_id) is None
    assert await scene.bytes(media_id) == samples.png()


async def test_what_meta_has_not_got_is_asked_for_some_times_with_growing_pauses(
    scene: Scene,
) -> None:
    media_id = await scene.register("4490999999")
    pauses = []
    while (pause := await scene.fetch(media_id)) is not None:
        pauses.append(pause)
    assert pauses == sorted(pauses)
    assert len(pauses) == 4
    file = await scene.file(media_id)
    assert (file.status, file.reason) == (MediaStatus.FAILED, "gone")


async def test_a_person_may_ask_again_for_what_failed(scene: Scene) -> None:
    media_id = await scene.register("4490999998")
    while await scene.fetch(media_id) is not None:
        pass
    scene.world.media["4490999998"] = replace(
        scene.world.media[scene.at_meta(samples.png())], id="4490999998"
    )
    async with scene.database.company(scene.company_id) as session:
        await media.ask_again(session, Eyes(None), media_id)
    await scene.fetch(media_id)
    assert (await scene.file(media_id)).status is MediaStatus.STORED


async def test_a_dead_token_is_waited_for_as_long_as_meta_keeps_the_file(scene: Scene) -> None:
    media_id = await scene.register(scene.at_meta(samples.png()))
    token = scene.world.tokens[scene.business.token]
    token.revoked = True
    for _ in range(10):
        assert await scene.fetch(media_id)
    async with scene.database.company(scene.company_id) as session:
        week = datetime.now(UTC) - timedelta(days=8)
        await session.execute(update(Media).where(Media.id == media_id).values(created_at=week))
    assert await scene.fetch(media_id) is None
    assert (await scene.file(media_id)).reason == "connection"
    token.revoked = False


async def test_damaged_bytes_are_not_kept(scene: Scene) -> None:
    provider_id = scene.at_meta(samples.png())
    scene.world.media[provider_id].content = samples.png(5, 5)
    media_id = await scene.register(provider_id)
    while await scene.fetch(media_id) is not None:
        pass
    file = await scene.file(media_id)
    assert (file.status, file.reason) == (MediaStatus.FAILED, "damaged")


async def test_an_address_that_ended_is_asked_for_anew(scene: Scene) -> None:
    media_id = await scene.register(scene.at_meta(samples.png()))
    behaviour = scene.world.behaviour
    lives, behaviour.media_address_lives = behaviour.media_address_lives, -10.0
    assert await scene.fetch(media_id)
    behaviour.media_address_lives = lives
    assert await scene.fetch(media_id) is None
    assert (await scene.file(media_id)).stored


async def test_a_fetch_that_was_killed_after_storing_is_done_by_the_next(scene: Scene) -> None:
    """kill −9 between the store and the row: the next attempt writes the same key."""
    media_id = await scene.register(scene.at_meta(samples.png()))
    await scene.fetch(media_id)
    async with scene.database.company(scene.company_id) as session:
        await session.execute(
            update(Media).where(Media.id == media_id).values(status=MediaStatus.PENDING)
        )
    await scene.fetch(media_id)
    assert await scene.bytes(media_id) == samples.png()


@pytest.mark.parametrize("door", ["company", "system"])
async def test_nothing_stays_of_a_contact_that_is_erased(
    scene: Scene, folder: Path, door: str
) -> None:
    media_id = await scene.register(scene.at_meta(samples.png()))
    await scene.fetch(media_id)
    opened = (
        scene.database.company(scene.company_id) if door == "company" else scene.database.system()
    )
    async with opened as session:
        contact = select(Message.contact_id).where(Message.id == scene.message_id)
        await session.execute(delete(Contact).where(Contact.id == contact.scalar_subquery()))
    await sweep(scene)
    assert not [path for path in folder.rglob("*") if path.is_file()]
    async with scene.database.system() as session:
        left = select(func.count()).where(MediaRemoval.company_id == scene.company_id)
        assert await session.scalar(left) == 0


async def test_a_file_whose_row_went_while_it_was_fetched_is_removed(
    scene: Scene, folder: Path
) -> None:
    media_id = await scene.register(scene.at_meta(samples.png()))
    await scene.fetch(media_id)
    async with scene.database.system() as session:
        await session.execute(delete(Media).where(Media.id == media_id))
        await session.execute(
            delete(MediaRemoval).where(MediaRemoval.company_id == scene.company_id)
        )
    assert await scene.fetch(media_id) is None
    assert not [path for path in folder.rglob("*") if path.is_file()]


async def sweep(scene: Scene) -> list[MediaRef]:
    """The sweep's part; what it would have started."""
    started: list[MediaRef] = []

    async def start(ref: MediaRef) -> None:
        if ref.company_id == scene.company_id:
            started.append(ref)

    from temporalio.testing import ActivityEnvironment

    activities = MediaActivities(scene.database, scene.library, scene.fetching, start)
    await ActivityEnvironment().run(activities.sweep_media)
    return started


async def test_the_sweep_starts_what_nobody_fetches(scene: Scene) -> None:
    media_id = await scene.register(scene.at_meta(samples.png()))
    assert await sweep(scene) == []
    async with scene.database.company(scene.company_id) as session:
        earlier = datetime.now(UTC) - timedelta(minutes=2)
        await session.execute(update(Media).where(Media.id == media_id).values(created_at=earlier))
    assert await sweep(scene) == [MediaRef(scene.company_id, media_id)]
    await scene.fetch(media_id)
    assert await sweep(scene) == []


@asynccontextmanager
async def answering(answer: Callable[[bytes], bytes]) -> AsyncIterator[str]:
    """A server that says whatever it likes."""
    heads: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        heads.append(head)
        writer.write(answer(head))
        with suppress(ConnectionError):
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.close()


def provider(http: httpx.AsyncClient, url: str, *, private: bool = True) -> MetaMedia:
    return MetaMedia(http, url, (".fbcdn.net",), private=private)


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 99999999999\r\n",
        b"Content-Length: 10\r\nTransfer-Encoding: chunked\r\n",
        b"",
    ],
    ids=["announces-too-much", "lies", "says-nothing"],
)
async def test_no_more_than_the_limit_is_ever_read(
    head: bytes, management: httpx.AsyncClient, tmp_path: Path
) -> None:
    chunked = b"chunked" in head
    body = b"".join(b"2710\r\n" + bytes(10_000) + b"\r\n" for _ in range(200))
    head = head.replace(b"Content-Length: 10\r\n", b"") if chunked else head
    sent = b"HTTP/1.1 200 OK\r\n" + head + b"\r\n" + (body if chunked else bytes(2_000_000))
    async with answering(lambda _: sent) as url:
        with (tmp_path / "file").open("wb") as file, pytest.raises(TooLong):
            await provider(management, url).download("t", f"{url}/f", file, limit=100_000)
    assert (tmp_path / "file").stat().st_size <= 100_000


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
    ],
    ids=["redirect", "packed"],
)
async def test_redirects_and_packed_answers_are_refused(
    answer: bytes, management: httpx.AsyncClient, tmp_path: Path
) -> None:
    async with answering(lambda _: answer) as url:
        with (tmp_path / "file").open("wb") as file, pytest.raises(AddressRefused):
            await provider(management, url).download("t", f"{url}/f", file, limit=100)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/f",
        "https://graph.example@evil.example/f",
        "https://evil.example/.fbcdn.net",
        "https://fbcdn.net.evil.example/f",
        "https://notfbcdn.net/f",
        "http://x.fbcdn.net/f",
        "https://graph.example:8443/f",
        "file:///etc/passwd",
        "//x.fbcdn.net/f",
        "",
        "https://[::1",
    ],
)
async def test_the_token_goes_to_the_providers_hosts_alone(
    address: str, management: httpx.AsyncClient, tmp_path: Path
) -> None:
    meta = provider(management, "https://graph.example/v23.0", private=False)
    with (tmp_path / "file").open("wb") as file, pytest.raises(AddressRefused):
        await meta.download("secret", address, file, limit=100)


async def test_a_private_address_is_refused_though_its_name_is_allowed(
    management: httpx.AsyncClient, tmp_path: Path
) -> None:
    meta = provider(management, "https://localhost:9/v23.0", private=False)
    with (tmp_path / "file").open("wb") as file, pytest.raises(AddressRefused):
        await meta.download("secret", "https://localhost:9/f", file, limit=100)


def test_a_checksum_is_read_in_both_writings() -> None:
    digest = "a" * 64
    assert hex_digest(digest.upper()) == digest
    assert hex_digest("SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI=") == (
        "49f227634806293b0995459bc310b593e1400f41591efcf07e9bced335f41942"
    )
    assert hex_digest("IMAGE_HASH") is None


async def test_a_file_of_an_inbox_out_of_sight_is_not_asked_for(
    database: Database, company_id: UUID, open_browser: OpenBrowser
) -> None:
    desk = await open_desk(database, company_id)
    row = await desk.row(await desk.conversation())
    named = await desk.person("Bia")
    inside, outside = [await open_browser(company_id, role) for role in (Role.ADMIN, Role.AGENT)]
    async with database.company(company_id) as session:
        session.add(
            InboxMember(company_id=company_id, phone_number_id=desk.number_id, user_id=named)
        )
        file = Media(
            company_id=company_id,
            message_id=row.last_message_id,
            kind="image",
            status=MediaStatus.FAILED,
            provider_media_id="1",
            attempts=1,
        )
        session.add(file)
    assert (await outside.post(f"/media/{file.id}/again")).status_code == 404
    assert (await inside.post(f"/media/{file.id}/again")).status_code == 204
