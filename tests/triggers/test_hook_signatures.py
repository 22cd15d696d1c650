"""Signatures of calls, by vectors that other programs made."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook

from schemas.hooks import Signature, SignatureKind
from services import hook_signatures
from services.hook_signatures import Call

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://master.example.com/hooks/abc?x=a%3Ab"
BODY = '{"nome":"José"}'.encode()
SECRET = "It's a Secret to Everybody"


def call(body: bytes = BODY, /, *, at: datetime = AT, **headers: Any) -> Call:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Call(body, named, URL, at)


def verify(kind: SignatureKind, secret: str, made: Call, header: str = "") -> bool:
    return hook_signatures.verify(Signature(kind=kind, header=header), secret, made)


def test_github_own_example() -> None:
    """From GitHub's page about validating deliveries."""
    digest = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    for given in (f"sha256={digest}", digest, digest.upper()):
        made = call(b"Hello, World!", x_hub_signature_256=given)
        assert verify(SignatureKind.HUB_SHA256, SECRET, made)
    other = call(b"Hello, World?", x_hub_signature_256=f"sha256={digest}")
    assert not verify(SignatureKind.HUB_SHA256, SECRET, other)
    elsewhere = call(b"Hello, World!", x_shop_hmac=digest)
    assert verify(SignatureKind.HUB_SHA256, SECRET, elsewhere, "X-Shop-Hmac")
    assert not verify(SignatureKind.HUB_SHA256, SECRET, elsewhere)


def test_what_the_public_library_signs_is_verified() -> None:
    secret = "whsec_" + base64.b64encode(b"k" * 32).decode()
    signed = Webhook(secret).sign("msg_1", AT, BODY.decode())
    headers: dict[str, Any] = {
        "webhook_id": "msg_1",
        "webhook_timestamp": str(int(AT.timestamp())),
        "webhook_signature": f"v1,AAAA {signed}",
    }
    assert verify(SignatureKind.STANDARD, secret, call(**headers))
    assert not verify(SignatureKind.STANDARD, secret, call(b"{}", **headers))
    late = call(at=AT + timedelta(minutes=6), **headers)
    assert not verify(SignatureKind.STANDARD, secret, late)
    assert not verify(SignatureKind.STANDARD, "whsec_?", call(**headers))


def test_hubspot_signs_method_address_body_and_moment() -> None:
    stamp = str(int(AT.timestamp() * 1000))
    # The address as HubSpot reads it: some of its escapes are undone.
    said = b"POST" + b"https://master.example.com/hooks/abc?x=a:b" + BODY + stamp.encode()
    digest = base64.b64encode(hmac.new(b"client", said, hashlib.sha256).digest()).decode()
    headers: dict[str, Any] = {
        "x_hubspot_request_timestamp": stamp,
        "x_hubspot_signature_v3": digest,
    }
    assert verify(SignatureKind.HUBSPOT_V3, "client", call(**headers))
    assert not verify(SignatureKind.HUBSPOT_V3, "other", call(**headers))
    old = call(at=AT + timedelta(minutes=6), **headers)
    assert not verify(SignatureKind.HUBSPOT_V3, "client", old)


def test_a_fixed_secret_in_a_header_with_or_without_its_scheme() -> None:
    for given in ("s3cret", "Bearer s3cret", "bearer s3cret"):
        made = call(authorization=given)
        assert verify(SignatureKind.SECRET, "s3cret", made, "Authorization")
    assert not verify(SignatureKind.SECRET, "s3cret", call(authorization="no"), "Authorization")


@pytest.mark.parametrize("kind", [kind for kind in SignatureKind if kind is not SignatureKind.NONE])
def test_without_a_header_or_a_secret_nothing_is_verified(kind: SignatureKind) -> None:
    assert not verify(kind, "whsec_" + base64.b64encode(b"k" * 32).decode(), call())
    assert not verify(kind, "", call(x_webhook_secret="", x_hub_signature_256="é"))
