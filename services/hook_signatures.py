"""Whether a call of a hook is from whom it says: on the raw bytes, in constant time."""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote

from schemas.hooks import Signature, SignatureKind

_TOLERANCE = timedelta(minutes=5)
_STANDARD_PREFIX = "whsec_"
# What HubSpot decodes in an address before it signs it.
_HUBSPOT_DECODED = re.compile(r"%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it came. Names of headers are lower case; `url` is the whole public address."""

    body: bytes
    headers: Mapping[str, str]
    url: str
    at: datetime


def verify(signature: Signature, secret: str, call: Call) -> bool:
    return _KINDS[signature.kind](signature, secret, call)


def usable(kind: SignatureKind, secret: str) -> bool:
    """Whether a secret is one of this kind at all."""
    return bool(secret) and (kind is not SignatureKind.STANDARD or bool(_standard_key(secret)))


def _hub(signature: Signature, secret: str, call: Call) -> bool:
    given = _header(call, signature.header_name).lower().removeprefix("sha256=")
    expected = hmac.new(secret.encode(), call.body, hashlib.sha256).hexdigest()
    return _same(given, expected)


def _standard(_: Signature, secret: str, call: Call) -> bool:
    key = _standard_key(secret)
    name, stamp = _header(call, "webhook-id"), _header(call, "webhook-timestamp")
    if not key or not name or not _fresh(stamp, 1, call.at):
        return False
    signed = b".".join((name.encode(), stamp.encode(), call.body))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    given = _header(call, "webhook-signature").split()
    return any(_same(one, f"v1,{expected}") for one in given)


def _secret(signature: Signature, secret: str, call: Call) -> bool:
    given = _header(call, signature.header_name)
    # The scheme of Authorization is no part of the secret.
    shorter = given[7:] if given.lower().startswith("bearer ") else given
    return _same(shorter.strip(), secret) | _same(given.strip(), secret)


def _hubspot(_: Signature, secret: str, call: Call) -> bool:
    stamp = _header(call, "x-hubspot-request-timestamp")
    if not _fresh(stamp, 1000, call.at):
        return False
    url = _HUBSPOT_DECODED.sub(lambda found: unquote(found[0]), call.url)
    signed = b"POST" + url.encode() + call.body + stamp.encode()
    expected = base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest())
    return _same(_header(call, "x-hubspot-signature-v3"), expected.decode())


_KINDS: Mapping[SignatureKind, Callable[[Signature, str, Call], bool]] = {
    SignatureKind.NONE: lambda *_: True,
    SignatureKind.HUB_SHA256: _hub,
    SignatureKind.STANDARD: _standard,
    SignatureKind.SECRET: _secret,
    SignatureKind.HUBSPOT_V3: _hubspot,
}


def _header(call: Call, name: str) -> str:
    return call.headers.get(name.lower(), "")


def _same(given: str, expected: str) -> bool:
    return bool(expected) and hmac.compare_digest(given.encode(), expected.encode())


def _fresh(stamp: str, unit: int, now: datetime) -> bool:
    if not re.fullmatch(r"[0-9]{1,16}", stamp):
        return False
    return abs(now.timestamp() - int(stamp) / unit) <= _TOLERANCE.total_seconds()


def _standard_key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(_STANDARD_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return b""
