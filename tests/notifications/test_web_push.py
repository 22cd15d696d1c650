"""Web Push as its RFCs have it, to a push service that opens what it gets, and to nowhere else."""

import base64
import time

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey

from providers import http, public_addresses, web_push
from providers.public_addresses import NotPublic
from providers.web_push import MOST_BYTES, Pushed, Subscription, VapidKeys, WebPush, encrypt
from tests.notifications.browsers import Device, PushService, push_service

KEYS = VapidKeys(b"an installation's own secret", "mailto:someone@example.com")


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_example_of_rfc_8291_is_encrypted_as_it_says() -> None:
    browser = Subscription(
        "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
        raw(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
        ),
        raw("BTBZMqHH6r4Tts7J_aSIgg"),
    )
    encrypted = encrypt(
        b"When I grow up, I want to be a watermelon",
        browser,
        salt=raw("DGv6ra1nlYgDCS1FRnbzlw"),
        key=int.from_bytes(raw("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big"),
    )
    assert encrypted == raw(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmY"
        "WAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexS"
        "gSxsj_Qulcy4a-fN"
    )


@given(text=st.binary(max_size=MOST_BYTES))
def test_a_browser_reads_what_was_encrypted_for_it(text: bytes) -> None:
    device = Device()
    sealed = encrypt(text, device.subscription)
    assert device.read(sealed) == text
    assert len(sealed) <= 4096


def test_every_process_has_the_same_key_and_another_secret_another() -> None:
    again = VapidKeys(b"an installation's own secret", "mailto:someone@example.com")
    other = VapidKeys(b"another installation's secret", "mailto:someone@example.com")
    assert again.public_key == KEYS.public_key != other.public_key
    assert len(raw(KEYS.public_key)) == 65


def test_the_token_is_for_that_push_service_alone_and_signed_with_our_key() -> None:
    value = KEYS.authorization("https://push.example:443/some/where")
    scheme, _, rest = value.partition(" ")
    token, key = (part.partition("=")[2] for part in rest.split(", "))
    point = raw(key)
    public = ECKey.import_key(
        {
            "kty": "EC",
            "crv": "P-256",
            "x": base64.urlsafe_b64encode(point[1:33]).decode().rstrip("="),
            "y": base64.urlsafe_b64encode(point[33:]).decode().rstrip("="),
        }
    )
    claims = jwt.decode(token, public).claims
    assert scheme == "vapid"
    assert claims["aud"] == "https://push.example:443"
    assert claims["sub"] == "mailto:someone@example.com"
    # RFC 8292: not more than a day ahead.
    assert 0 < claims["exp"] - time.time() <= 24 * 3600


@pytest.fixture
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_push, "_PAUSES", (0.0, 0.0))


async def pushed(service: PushService, device: Device) -> Pushed:
    async with http.push_client() as client:
        push = WebPush(client, KEYS, allow_private=True)
        return await push.push(device.subscription, b"hello", topic="a", seconds=60)


@pytest.mark.usefixtures("_no_waiting")
@pytest.mark.parametrize(
    ("answers", "outcome", "tries"),
    [
        ([201], Pushed.DELIVERED, 1),
        ([503, 429, 201], Pushed.DELIVERED, 3),
        ([500, 500, 500, 201], Pushed.FAILED, 3),
        ([404], Pushed.GONE, 1),
        ([410], Pushed.GONE, 1),
        ([403], Pushed.FAILED, 1),
        ([413], Pushed.FAILED, 1),
        # A redirect is not followed: it could lead anywhere.
        ([307, 201], Pushed.FAILED, 1),
    ],
)
async def test_what_a_push_service_answers_decides(
    answers: list[int], outcome: Pushed, tries: int
) -> None:
    async with push_service() as service:
        service.answers = answers
        device = service.device()
        assert await pushed(service, device) is outcome
        assert len(service.got) == tries
        assert all(device.read(body) == b"hello" for _, _, body in service.got)
        headers = service.got[0][1]
        assert headers["content-encoding"] == "aes128gcm"
        assert (headers["ttl"], headers["topic"]) == ("60", "a")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "192.168.0.1",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
    ],
)
def test_addresses_of_our_own_network_are_not_public(address: str) -> None:
    assert not public_addresses.is_public(address)


def test_addresses_of_the_internet_are_public() -> None:
    assert public_addresses.is_public("142.250.78.10")
    assert public_addresses.is_public("2800:3f0:4001:80a::200a")


@pytest.mark.parametrize(
    "url",
    [
        "http://push.example/1",
        "https://push.example:8080/1",
        "https://user:word@push.example/1",
        "https:///1",
        "ftp://push.example/1",
        "https://push.example/" + "x" * 2000,
        "https://püsh.example/1",
        "https://[::1/1",
    ],
)
def test_only_plain_https_addresses_are_taken(url: str) -> None:
    with pytest.raises(NotPublic):
        public_addresses.check_form(url)


async def test_a_name_that_leads_home_is_not_called() -> None:
    """However it was registered: what the name says when it is called is what counts."""
    async with push_service() as service, http.push_client() as client:
        push = WebPush(client, KEYS, allow_private=False)
        device = Device(endpoint="https://localhost/1")
        outcome = await push.push(device.subscription, b"hello", topic="a", seconds=60)
    assert outcome is Pushed.FAILED
    assert service.got == []


async def test_the_call_goes_to_the_address_that_was_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Or a name could be public when it is asked about, and ours when it is called."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(201)

    async def resolve(host: str, port: int) -> str:
        return "203.0.113.9"

    monkeypatch.setattr(public_addresses, "resolve", resolve)
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        push = WebPush(client, KEYS, allow_private=False)
        device = Device(endpoint="https://push.example/1")
        await push.push(device.subscription, b"hello", topic="a", seconds=60)
    assert seen[0].url.host == "203.0.113.9"
    assert seen[0].headers["Host"] == "push.example"
    assert seen[0].extensions["sni_hostname"] == "push.example"


async def test_made_up_subscriptions_are_not_taken() -> None:
    async with http.push_client() as client:
        push = WebPush(client, KEYS, allow_private=False)
        good = Device().subscription
        assert push.accepts(good)
        assert not push.accepts(Subscription("http://push.example/1", good.p256dh, good.auth))
        assert not push.accepts(Subscription(good.endpoint, b"\4" + bytes(64), good.auth))
        assert not push.accepts(Subscription(good.endpoint, good.p256dh[:33], good.auth))
        assert not push.accepts(Subscription(good.endpoint, good.p256dh, b"short"))
