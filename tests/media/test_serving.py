"""Addresses of files: who may open them, for how long, and what a browser is told about the bytes."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from hypothesis import given
from hypothesis import strategies as st

import server
from bootstrap import Resources
from db.session import Database
from providers import registry
from providers.storage import S3
from schemas.enums import MediaStatus
from schemas.media import MediaFile
from services.media import MediaLibrary
from services.media_addresses import Addresses, Audience, disposition, safe_name
from settings import Settings
from tests.fixtures.people import OpenBrowser, open_client
from tests.media import samples, servers
from web.ranges import Unsatisfiable, part
from web.security import SecurityHeaders


@pytest.fixture
def library(app_resources: Resources) -> MediaLibrary:
    return app_resources.media


async def keep(
    library: MediaLibrary,
    company_id: UUID,
    content: bytes = samples.png(),
    name: str = "a.png",
    kind: str | None = None,
) -> MediaFile:
    return await library.keep_upload(company_id, name, BytesIO(content), user_id=None, kind=kind)


def changed(address: str, **values: str) -> str:
    """The same address with other values in its query."""
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query)) | values
    return parts._replace(query=urlencode(query)).geturl()


async def test_a_page_shows_its_companys_picture(
    library: MediaLibrary, company_id: UUID, signed_in: AsyncClient
) -> None:
    file = await keep(library, company_id)
    answer = await signed_in.get(library.address(file))
    assert answer.status_code == 200
    assert answer.content == samples.png()
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"].startswith("inline;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"].startswith("private, max-age=")


async def test_an_address_of_a_page_opens_nothing_for_others(
    library: MediaLibrary, company_id: UUID, other_signed_in: AsyncClient, client: AsyncClient
) -> None:
    address = library.address(await keep(library, company_id))
    assert (await other_signed_in.get(address)).status_code == 404
    answer = await client.get(address)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in")


async def test_an_address_of_the_api_needs_no_session(
    library: MediaLibrary, company_id: UUID, client: AsyncClient
) -> None:
    file = await keep(library, company_id)
    answer = await client.get(library.public_address(file))
    assert answer.content == samples.png()


@pytest.mark.parametrize("part", ["c", "e", "a", "s", "d", "id", "name"])
async def test_an_address_changed_anywhere_is_none(
    library: MediaLibrary, company_id: UUID, signed_in: AsyncClient, part: str
) -> None:
    file, other = await keep(library, company_id), await keep(library, company_id)
    address = library.address(file)
    values = {
        "c": uuid4().hex,
        "e": str(10**12),
        "a": "anyone",
        "s": "0" * 64,
        "d": "1",
    }
    if part == "id":
        forged = address.replace(str(file.id), str(other.id))
    elif part == "name":
        forged = address.replace("a.png", "b.html")
    else:
        forged = changed(address, **{part: values[part]})
    assert (await signed_in.get(forged)).status_code == 404


@pytest.mark.parametrize(
    "query", ["", "?s=", "?s=x&c=y&e=z&a=w", "?c=&e=&a=&s=%00", "?s=%F0%9F%98%80"]
)
async def test_what_is_no_address_is_not_found(signed_in: AsyncClient, query: str) -> None:
    answer = await signed_in.get(f"/media/{uuid4()}/a.png{query}")
    assert answer.status_code in (404, 422)


@pytest.mark.parametrize("audience", list(Audience))
async def test_an_expired_address_says_so(
    settings: Settings,
    library: MediaLibrary,
    company_id: UUID,
    signed_in: AsyncClient,
    audience: Audience,
) -> None:
    file = await keep(library, company_id)
    earlier = (datetime.now(UTC) - timedelta(hours=4)).timestamp()
    old = Addresses(settings.key_for("media"), now=lambda: earlier).sign(file, audience)
    answer = await signed_in.get(old)
    assert answer.status_code == 410
    assert "expired" in answer.text


async def test_an_address_ends_within_hours_and_one_for_anybody_within_half_of_one(
    settings: Settings,
) -> None:
    file = a_file()
    addresses = Addresses(settings.key_for("media"), now=lambda: 1_000_000.0)
    ends = {}
    for audience in Audience:
        query = dict(parse_qsl(urlsplit(addresses.sign(file, audience)).query))
        ends[audience] = int(query["e"]) - 1_000_000
    assert 900 <= ends[Audience.ANYONE] <= 1800
    assert 3600 <= ends[Audience.SESSION] <= 7200


async def test_a_player_gets_the_part_it_asks_for(
    library: MediaLibrary, company_id: UUID, signed_in: AsyncClient
) -> None:
    content = samples.ogg(5)
    file = await keep(library, company_id, content, "nota.ogg", "voice")
    address = library.address(file)
    answer = await signed_in.get(address, headers={"Range": "bytes=100-199"})
    assert answer.status_code == 206
    assert answer.content == content[100:200]
    assert answer.headers["Content-Range"] == f"bytes 100-199/{len(content)}"
    assert answer.headers["Content-Length"] == "100"
    last = await signed_in.get(address, headers={"Range": "bytes=-7"})
    assert last.content == content[-7:]
    beyond = await signed_in.get(address, headers={"Range": f"bytes={len(content)}-"})
    assert beyond.status_code == 416
    assert beyond.headers["Content-Range"] == f"bytes */{len(content)}"
    whole = await signed_in.get(address)
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert whole.content == content


@given(st.text(max_size=30) | st.from_regex(r"bytes=\d{0,4}-\d{0,4}"), st.integers(1, 3000))
def test_any_range_is_within_the_file(header: str, size: int) -> None:
    try:
        found = part(header, size)
    except Unsatisfiable:
        return
    assert 0 <= found.start < found.end <= size


@pytest.mark.parametrize("content", [samples.SVG, samples.HTML], ids=["svg", "html"])
async def test_a_script_that_calls_itself_a_picture_runs_nowhere(
    library: MediaLibrary, company_id: UUID, signed_in: AsyncClient, content: bytes
) -> None:
    file = await keep(library, company_id, content, "../../x.svg")
    answer = await signed_in.get(library.address(file))
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"x.svg.txt\"; filename*=UTF-8''x.svg.txt"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    ("content", "name", "served"),
    [
        (samples.PDF, "a.pdf", "application/pdf"),
        (b"hello, plain text\n", "a.txt", "application/octet-stream"),
        (bytes(range(256)), "a.bin", "application/octet-stream"),
    ],
)
async def test_what_is_no_picture_or_recording_is_only_downloaded(
    *,
    library: MediaLibrary,
    company_id: UUID,
    signed_in: AsyncClient,
    content: bytes,
    name: str,
    served: str,
) -> None:
    file = await keep(library, company_id, content, name)
    answer = await signed_in.get(library.address(file))
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Type"] == served


async def test_a_picture_can_be_kept_too(
    library: MediaLibrary, company_id: UUID, signed_in: AsyncClient
) -> None:
    file = await keep(library, company_id, name="Orçamento 2026.png")
    answer = await signed_in.get(library.address(file, download=True))
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"Orcamento 2026.png\"; filename*=UTF-8''Or%C3%A7amento%202026.png"
    )


def a_file(name: str = "a.png", mime_type: str = "image/png", kind: str = "image") -> MediaFile:
    return MediaFile(uuid4(), uuid4(), None, kind, MediaStatus.STORED, None, mime_type, name)


@pytest.mark.parametrize(
    ("name", "mime_type", "safe"),
    [
        ("../../x.svg", "image/png", "x.svg.png"),
        ("..\\..\\x.exe", "application/pdf", "x.exe.pdf"),
        ("foto.JPEG", "image/jpeg", "foto.JPEG"),
        ("invoice\u202egpj.pdf", "application/pdf", "invoice_gpj.pdf"),
        ('a"; filename="b.html', "text/plain", "a_ filename_b.html.txt"),
        ("dados.csv", "text/plain", "dados.csv"),
        ("line\r\nSet-Cookie: a=b", "image/png", "line_Set-Cookie_ a_b.png"),
        ("", "audio/ogg", "image.ogg"),
        ("....", "image/png", "image.png"),
        ("x" * 500, "image/png", "x" * 80 + ".png"),
    ],
)
def test_a_name_is_one_harmless_word_of_a_path(name: str, mime_type: str, safe: str) -> None:
    assert safe_name(a_file(name, mime_type)) == safe


@given(st.text(max_size=120), st.sampled_from(["image/png", "text/plain", "application/pdf"]))
def test_no_name_breaks_a_header_or_leaves_its_folder(name: str, mime_type: str) -> None:
    safe = safe_name(a_file(name, mime_type))
    assert safe
    assert not set(safe) & set('/\\"\r\n\0;')
    assert not safe.startswith(".")
    header = disposition(safe, inline=False)
    assert header.isascii()
    assert header.isprintable()
    path = urlsplit(Addresses(b"k").sign(a_file(name, mime_type))).path
    assert unquote(path.rsplit("/", 1)[1]) == safe


async def test_an_erased_file_is_not_found(
    app_resources: Resources, library: MediaLibrary, company_id: UUID, signed_in: AsyncClient
) -> None:
    file = await keep(library, company_id)
    await library.remove(f"{company_id.hex}/{file.id.hex}")
    assert (await signed_in.get(library.address(file))).status_code == 404


@pytest.fixture
async def on_s3(
    app_resources: Resources, database: Database, settings: Settings
) -> AsyncIterator[FastAPI]:
    """The application with its files in S3."""
    with servers.s3() as url:
        options = S3(servers.BUCKET, servers.REGION, servers.KEY_ID, servers.SECRET, url)
        library = MediaLibrary(
            database,
            app_resources.keyring,
            registry.file_store(options),
            app_resources.media._provider,
            Addresses(settings.key_for("media")),
            public_url="http://us",
        )
        yield server.create_app(replace(app_resources, media=library))


async def test_files_in_s3_are_given_out_by_s3(on_s3: FastAPI, company_id: UUID) -> None:
    library: MediaLibrary = on_s3.state.media
    file = await keep(library, company_id, samples.ogg(2), "nota.ogg", "voice")
    async with open_client(on_s3) as client:
        answer = await client.get(library.public_address(file))
        assert answer.status_code == 307
        kept = await client.get("/sign-in")
    origin = library.origin
    assert origin is not None
    assert answer.headers["Location"].startswith(origin)
    policy = kept.headers["Content-Security-Policy"]
    assert f"img-src 'self' data: blob: {origin};" in policy
    assert f"media-src 'self' blob: {origin};" in policy
    async with httpx.AsyncClient() as http:
        direct = await http.get(answer.headers["Location"], headers={"Range": "bytes=4-9"})
    assert direct.content == samples.ogg(2)[4:10]


async def test_a_download_from_s3_goes_through_us(
    on_s3: FastAPI, company_id: UUID, open_browser: OpenBrowser
) -> None:
    library: MediaLibrary = on_s3.state.media
    file = await keep(library, company_id)
    browser = await open_browser(company_id)
    async with open_client(on_s3) as client:
        client.cookies = browser.cookies
        answer = await client.get(library.address(file, download=True))
    assert answer.content == samples.png()
    assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_without_a_store_of_its_own_origin_pages_load_files_from_us_alone() -> None:
    headers = SecurityHeaders(lambda *_: None)._headers  # type: ignore[arg-type]
    assert (
        "img-src 'self' data: blob:; media-src 'self' blob:;"
        in (headers["Content-Security-Policy"])
    )
