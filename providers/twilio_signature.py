"""X-Twilio-Signature: who holds the auth token wrote exactly this call.

HMAC-SHA1 over the address, its query included, followed by the form's names and values in order.
Of JSON the address alone is signed; its query names the body's hash.
"""

import hashlib
import hmac
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qs, parse_qsl, urlsplit

from providers.sms import Callback

_FORM = "application/x-www-form-urlencoded"
_HASH = "bodySHA256"
_PORTS = {"https": 443, "http": 80}


def is_signed(call: Callback, tokens: Sequence[str]) -> bool:
    """True if any token signed it; the time taken says nothing about which."""
    if not (call.content_type.startswith(_FORM) or not call.body or _hash_fits(call)):
        return False
    signed = _flat(call)
    valid = False
    for url in _spellings(call.url):
        for token in tokens:
            expected = b64encode(hmac.digest(token.encode(), (url + signed).encode(), "sha1"))
            valid |= hmac.compare_digest(expected, call.signature.encode("utf-8", "replace"))
    return valid


def form(call: Callback) -> list[tuple[str, str]]:
    """The form's names and values, also those without a value; of one that is no form, none."""
    if not call.content_type.startswith(_FORM):
        return []
    text = call.body.decode("utf-8", "replace")
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=1_000)
    except ValueError:
        return []


def _flat(call: Callback) -> str:
    """Names in order, each with its values in order; the same value twice is signed once."""
    values: dict[str, set[str]] = defaultdict(set)
    for name, value in form(call):
        values[name].add(value)
    return "".join(name + value for name in sorted(values) for value in sorted(values[name]))


def _hash_fits(call: Callback) -> bool:
    told = parse_qs(urlsplit(call.url).query).get(_HASH, [""])[0]
    return hmac.compare_digest(hashlib.sha256(call.body).hexdigest().encode(), told.encode())


def _spellings(url: str) -> Iterator[str]:
    """With and without the port, as Twilio signs now the one and now the other."""
    parts = urlsplit(url)
    yield url
    host, _, port = parts.netloc.rpartition(":")
    if host and port.isdigit():
        yield parts._replace(netloc=host).geturl()
    elif parts.scheme in _PORTS:
        yield parts._replace(netloc=f"{parts.netloc}:{_PORTS[parts.scheme]}").geturl()
