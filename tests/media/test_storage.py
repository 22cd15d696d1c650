"""The three stores keep one promise; S3 and Google's against stand-ins of theirs."""

import base64
import io
import json
import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from providers import registry
from providers.cloudfront import CloudFront, policy
from providers.storage import (
    S3,
    CloudFrontKey,
    Facts,
    FileStore,
    Folder,
    GoogleStorage,
    ObjectMissing,
    StorageOptions,
)
from tests.media import servers

PICTURE = Facts("image/png", 'inline; filename="a.png"')
LARGE = bytes(range(256)) * 50_000


@pytest.fixture(scope="module")
def s3_url() -> Iterator[str]:
    with servers.s3() as url:
        yield url


@pytest.fixture(scope="module")
def google_url() -> Iterator[str]:
    with servers.google() as url:
        yield url


@pytest.fixture(scope="module")
def private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65_537, 2048)


def pem(key: rsa.RSAPrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


@pytest.fixture(params=["folder", "s3", "gcs", "gcs-signing"])
async def store(
    request: pytest.FixtureRequest, tmp_path: Path, private_key: rsa.RSAPrivateKey
) -> AsyncIterator[FileStore]:
    store = registry.file_store(options(request, tmp_path, private_key))
    yield store
    await store.close()


def options(
    request: pytest.FixtureRequest, folder: Path, private_key: rsa.RSAPrivateKey
) -> StorageOptions:
    if request.param == "folder":
        return Folder(folder / "media")
    if request.param == "s3":
        url = request.getfixturevalue("s3_url")
        return S3(servers.BUCKET, servers.REGION, servers.KEY_ID, servers.SECRET, url)
    url = request.getfixturevalue("google_url")
    if request.param == "gcs":
        return GoogleStorage(servers.BUCKET, None, url)
    return GoogleStorage(servers.BUCKET, account_file(folder, private_key), url)


def account_file(folder: Path, private_key: rsa.RSAPrivateKey) -> Path:
    account = {
        "type": "service_account",
        "project_id": "test",
        "client_email": "files@test.iam.gserviceaccount.com",
        "private_key": pem(private_key),
        "token_uri": "http://127.0.0.1:1/token",
    }
    path = folder / "account.json"
    path.write_text(json.dumps(account))
    return path


async def read(store: FileStore, key: str, **part: int) -> bytes:
    return b"".join([chunk async for chunk in store.get(key, **part)])


def new_key() -> str:
    return f"{uuid4().hex}/{uuid4().hex}"


async def test_what_was_put_is_got_whole_and_in_parts(store: FileStore) -> None:
    key = new_key()
    held = io.BytesIO(LARGE)
    held.seek(7)
    await store.put(key, held, PICTURE)
    assert await read(store, key) == LARGE
    assert await read(store, key, start=5, end=1_000_000) == LARGE[5:1_000_000]
    assert await read(store, key, start=len(LARGE) - 3) == LARGE[-3:]


async def test_a_second_put_takes_the_place_of_the_first(store: FileStore) -> None:
    key = new_key()
    await store.put(key, io.BytesIO(LARGE), PICTURE)
    await store.put(key, io.BytesIO(b"new"), PICTURE)
    assert await read(store, key) == b"new"


async def test_what_is_deleted_is_missing_and_may_be_deleted_again(store: FileStore) -> None:
    key = new_key()
    await store.put(key, io.BytesIO(b"here"), PICTURE)
    await store.delete(key)
    await store.delete(key)
    with pytest.raises(ObjectMissing):
        await read(store, key)


async def test_a_signed_address_leads_to_the_bytes_with_their_type(store: FileStore) -> None:
    key = new_key()
    await store.put(key, io.BytesIO(b"picture"), PICTURE)
    address = await store.signed_address(key, timedelta(minutes=5))
    if store.origin is None:
        assert address is None
        return
    assert address is not None
    assert address.startswith(store.origin + "/")
    async with httpx.AsyncClient() as http:
        answer = await http.get(address)
    assert answer.content == b"picture"
    assert answer.headers["Content-Type"] == "image/png"
    if "X-Goog" in address:
        # The stand-in keeps it and does not send it.
        return
    assert answer.headers["Content-Disposition"] == PICTURE.disposition


async def test_an_address_of_google_is_signed_by_the_accounts_key(
    tmp_path: Path, google_url: str, private_key: rsa.RSAPrivateKey
) -> None:
    account = account_file(tmp_path, private_key)
    store = registry.file_store(GoogleStorage(servers.BUCKET, account, google_url))
    address = await store.signed_address("a/b", timedelta(minutes=5))
    assert address is not None
    query = parse_qs(urlsplit(address).query)
    assert query["X-Goog-Algorithm"] == ["GOOG4-RSA-SHA256"]
    assert query["X-Goog-Expires"] == ["300"]
    assert query["X-Goog-Credential"][0].startswith("files@test")
    assert len(bytes.fromhex(query["X-Goog-Signature"][0])) == 256
    await store.close()


async def test_a_killed_put_leaves_nothing_that_the_next_one_does_not_clear(
    tmp_path: Path,
) -> None:
    store = registry.file_store(Folder(tmp_path / "media"))
    key = new_key()
    folder = tmp_path / "media" / key.split("/", maxsplit=1)[0]
    folder.mkdir(parents=True)
    for number in (1, 2):
        (tmp_path / "media" / f"{key}#{number}").write_bytes(b"half")
    await store.put(key, io.BytesIO(b"whole"), PICTURE)
    assert [path.name for path in folder.iterdir()] == [key.split("/")[1]]


async def test_only_this_program_may_enter_the_folder(tmp_path: Path) -> None:
    registry.file_store(Folder(tmp_path / "media"))
    assert (tmp_path / "media").stat().st_mode & 0o077 == 0


async def test_with_cloudfront_addresses_are_its_own_and_carry_its_signature(
    s3_url: str, private_key: rsa.RSAPrivateKey
) -> None:
    cloudfront = CloudFrontKey("https://files.example.com/", "K2EXAMPLE", pem(private_key))
    store = registry.file_store(
        S3(servers.BUCKET, servers.REGION, servers.KEY_ID, servers.SECRET, s3_url, cloudfront)
    )
    assert store.origin == "https://files.example.com"
    address = await store.signed_address("a/b c", timedelta(minutes=5))
    assert address is not None
    found = re.fullmatch(
        r"(https://files\.example\.com/a/b%20c)\?Expires=(\d+)&Signature=([\w~-]+)"
        r"&Key-Pair-Id=K2EXAMPLE",
        address,
    )
    assert found
    signature = base64.b64decode(found[3].translate(str.maketrans("-_~", "+=/")))
    private_key.public_key().verify(
        signature, policy(found[1], int(found[2])), padding.PKCS1v15(), hashes.SHA1()
    )
    with pytest.raises(InvalidSignature):
        private_key.public_key().verify(
            signature, policy(found[1], int(found[2]) + 1), padding.PKCS1v15(), hashes.SHA1()
        )


def test_cloudfront_signs_as_amazons_own_library_does(private_key: rsa.RSAPrivateKey) -> None:
    signers = pytest.importorskip("botocore.signers")

    def sign(message: bytes) -> bytes:
        return private_key.sign(message, padding.PKCS1v15(), hashes.SHA1())

    end = 2_000_000_000
    ours = CloudFront(
        CloudFrontKey("https://d1.cloudfront.net", "K2EXAMPLE", pem(private_key)),
        now=lambda: end - 60.0,
    ).sign("a/b", timedelta(seconds=60))
    assert policy("https://d1.cloudfront.net/a/b", end) == (
        b'{"Statement":[{"Resource":"https://d1.cloudfront.net/a/b",'
        b'"Condition":{"DateLessThan":{"AWS:EpochTime":2000000000}}}]}'
    )
    import datetime as dt

    theirs = signers.CloudFrontSigner("K2EXAMPLE", sign).generate_presigned_url(
        "https://d1.cloudfront.net/a/b", date_less_than=dt.datetime.fromtimestamp(end, dt.UTC)
    )
    assert ours == theirs
