"""Files that are to be sent: judged in words before anything is sent, handed to Meta once."""

import asyncio
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from httpx import AsyncClient
from sqlalchemy import update

from db.models.media import Media
from db.queries import media as queries
from schemas.enums import MediaStatus, Role, Scope
from schemas.errors import AppError, InvalidInput, InvalidState, NotFound, TooLarge
from services import media
from tests.fixtures.people import OpenApi, OpenBrowser
from tests.media import samples
from tests.media.conftest import Scene
from tests.media.test_fetching import sweep


async def upload(scene: Scene, content: bytes, name: str, kind: str | None = None) -> UUID:
    kept = await scene.library.keep_upload(
        scene.company_id, name, BytesIO(content), user_id=None, kind=kind
    )
    return kept.id


@pytest.mark.parametrize(
    ("content", "asked", "kind"),
    [
        (samples.png(), None, "image"),
        (samples.jpeg(), None, "image"),
        (samples.mp4(), None, "video"),
        (samples.ogg(), None, "audio"),
        (samples.ogg(), "voice", "voice"),
        (samples.webp(512), None, "sticker"),
        (samples.webp(512), "document", "document"),
        (samples.PDF, None, "document"),
        (samples.docx(), None, "document"),
        (samples.png(), "document", "document"),
        (b"name;phone\n", None, "document"),
    ],
)
async def test_the_kind_is_what_whatsapp_shows_best(
    scene: Scene, content: bytes, asked: str | None, kind: str
) -> None:
    row = await scene.row(await upload(scene, content, "a", asked))
    assert (row.kind, row.status) == (kind, MediaStatus.STORED)


@pytest.mark.parametrize(
    ("content", "kind", "error"),
    [
        (b"", None, InvalidInput),
        (samples.PROGRAM, None, InvalidInput),
        (samples.SVG, "image", InvalidInput),
        (samples.PDF, "image", InvalidInput),
        (samples.png(), "sticker", InvalidInput),
        (samples.png(), "hologram", InvalidInput),
        (samples.png() + bytes(5_000_001), None, TooLarge),
        (samples.mp4() + bytes(16_000_001), None, TooLarge),
        (samples.ogg() + bytes(16_000_001), None, TooLarge),
        (samples.PDF + bytes(100_000_001), None, TooLarge),
    ],
)
async def test_what_whatsapp_would_refuse_is_refused_before_in_words(
    scene: Scene, folder: Path, content: bytes, kind: str | None, error: type[AppError]
) -> None:
    with pytest.raises(error):
        await upload(scene, content, "a", kind)
    assert not [path for path in folder.rglob("*") if path.is_file()]


async def test_a_hundred_megabytes_with_a_false_type_are_a_document_or_nothing(
    scene: Scene,
) -> None:
    content = b"MZ\x90\x00" + bytes(99_000_000)
    with pytest.raises(AppError):
        await upload(scene, content, "photo.jpg")
    disguised = b"%PDF-1.4" + bytes(99_000_000)
    with pytest.raises(InvalidInput):
        await upload(scene, disguised, "photo.jpg", "image")
    row = await scene.row(await upload(scene, disguised, "photo.jpg"))
    assert (row.kind, row.mime_type) == ("document", "application/pdf")


async def attached(scene: Scene, content: bytes = samples.png(), name: str = "a.png") -> UUID:
    media_id = await upload(scene, content, name)
    async with scene.database.company(scene.company_id) as session:
        await media.attach(session, media_id, scene.message_id)
    return media_id


async def test_meta_gets_a_file_once(scene: Scene) -> None:
    media_id = await attached(scene, samples.PDF, "Orçamento.pdf")
    first = await scene.library.at_provider(scene.company_id, media_id)
    assert scene.world.media[first].content == samples.PDF
    assert scene.world.media[first].mime_type == "application/pdf"
    assert scene.world.media[first].number_id == scene.business.number_ids[0]
    assert await scene.library.at_provider(scene.company_id, media_id) == first


async def test_meta_gets_it_again_before_it_forgets_it(scene: Scene) -> None:
    media_id = await attached(scene)
    first = await scene.library.at_provider(scene.company_id, media_id)
    async with scene.database.company(scene.company_id) as session:
        earlier = datetime.now(UTC) - timedelta(days=26)
        await session.execute(
            update(Media).where(Media.id == media_id).values(provider_since=earlier)
        )
    assert await scene.library.at_provider(scene.company_id, media_id) != first


async def test_what_is_not_attached_to_a_message_goes_nowhere(scene: Scene) -> None:
    media_id = await upload(scene, samples.png(), "a.png")
    with pytest.raises(InvalidState):
        await scene.library.at_provider(scene.company_id, media_id)


async def test_what_was_lost_from_the_store_is_not_sent(scene: Scene) -> None:
    media_id = await attached(scene)
    key = (await scene.row(media_id)).storage_key
    assert key is not None
    await scene.library.remove(key)
    with pytest.raises(InvalidState):
        await scene.library.at_provider(scene.company_id, media_id)


async def test_another_companys_upload_cannot_be_attached(
    scene: Scene, other_company_id: UUID
) -> None:
    theirs = await scene.library.keep_upload(
        other_company_id, "a.png", BytesIO(samples.png()), user_id=None
    )
    async with scene.database.company(scene.company_id) as session:
        with pytest.raises(NotFound):
            await media.attach(session, theirs.id, scene.message_id)


async def test_a_file_sent_twice_is_two_rows_and_one_object(scene: Scene, folder: Path) -> None:
    from tests.media.conftest import converse

    media_id = await attached(scene)
    _, another = await converse(scene.database, scene.company_id, scene.connection_id)
    async with scene.database.company(scene.company_id) as session:
        same = await media.attach(session, media_id, scene.message_id)
        copy = await media.attach(session, media_id, another)
    assert same.id == media_id
    assert copy.id != media_id
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1
    async with scene.database.company(scene.company_id) as session:
        await session.delete(await queries.get(session, media_id))
    await sweep(scene)
    assert await scene.bytes(copy.id) == samples.png()


async def test_uploads_nobody_sent_are_gone_after_a_day(scene: Scene, folder: Path) -> None:
    old, new = [await upload(scene, samples.png(), "a.png") for _ in range(2)]
    sent = await attached(scene)
    async with scene.database.company(scene.company_id) as session:
        yesterday = datetime.now(UTC) - timedelta(hours=25)
        await session.execute(
            update(Media).where(Media.id.in_([old, sent])).values(created_at=yesterday)
        )
    await sweep(scene)
    left = {path.name for path in folder.rglob("*") if path.is_file()}
    assert left == {new.hex, sent.hex}


async def test_a_program_uploads_and_reads_it_back(
    api_client: AsyncClient, client: AsyncClient, other_api_client: AsyncClient
) -> None:
    answer = await api_client.post(
        "/api/v1/media", files={"file": ("Férias.png", samples.png(9, 8), "text/html")}
    )
    assert answer.status_code == 201, answer.text
    kept = answer.json()
    assert kept["id"].startswith("med_")
    assert (kept["kind"], kept["mime_type"], kept["width"]) == ("image", "image/png", 9)
    again = (await api_client.get(f"/api/v1/media/{kept['id']}")).json()
    assert (await client.get(again["url"])).content == samples.png(9, 8)
    assert (await other_api_client.get(f"/api/v1/media/{kept['id']}")).status_code == 404


async def test_the_api_says_what_is_wrong(api_client: AsyncClient) -> None:
    answer = await api_client.post(
        "/api/v1/media", files={"file": ("a.jpg", samples.HTML)}, data={"kind": "image"}
    )
    assert answer.status_code == 422
    assert "JPEG or PNG" in answer.json()["detail"]


async def test_scopes_are_asked_for(open_api: OpenApi, company_id: UUID) -> None:
    reader = await open_api(company_id, [Scope.CONVERSATIONS_READ])
    files = {"file": ("a.png", samples.png())}
    assert (await reader.post("/api/v1/media", files=files)).status_code == 403
    sender = await open_api(company_id, [Scope.MESSAGES_SEND])
    kept = (await sender.post("/api/v1/media", files=files)).json()
    assert (await sender.get(f"/api/v1/media/{kept['id']}")).status_code == 403


async def test_the_composer_uploads_and_is_told_what_is_wrong(
    signed_in: AsyncClient, open_browser: OpenBrowser, company_id: UUID
) -> None:
    answer = await signed_in.post("/media", files={"file": ("a.png", samples.png())})
    assert answer.status_code == 201
    kept = answer.json()
    assert (await signed_in.get(kept["address"])).content == samples.png()
    wrong = await signed_in.post("/media", files={"file": ("a.exe", samples.PROGRAM)})
    assert wrong.status_code == 422
    assert wrong.json()["error"].startswith("Programs cannot be sent.")
    viewer = await open_browser(company_id, Role.VIEWER)
    refused = await viewer.post("/media", files={"file": ("a.png", samples.png())})
    assert refused.status_code == 403


async def test_more_than_the_address_takes_is_cut_off(signed_in: AsyncClient) -> None:
    async with asyncio.timeout(60):
        answer = await signed_in.post("/media", files={"file": ("a", bytes(102_000_000))})
    assert answer.status_code == 413
