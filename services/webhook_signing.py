"""Signatures by Standard Webhooks, so that any of its libraries verifies what we deliver."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

_PREFIX = "whsec_"
# The specification asks for 24 to 64.
_SECRET_BYTES = 32


def new_secret() -> str:
    return _PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def headers(
    message_id: str, at: datetime, body: bytes, valid: Sequence[str], *, hub: bool = False
) -> dict[str, str]:
    """What goes with the body. `valid`: every secret that verifies now, the newest first.

    `message_id` is the same however often the message is sent: by it a receiver knows it again.
    `hub` adds X-Hub-Signature-256, for receivers that know only that: over the body alone, with
    the newest secret as it is written.
    """
    stamp = str(int(at.timestamp()))
    signed = b".".join((message_id.encode(), stamp.encode(), body))
    made = {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(f"v1,{_signature(secret, signed)}" for secret in valid),
    }
    if hub:
        plain = hmac.new(valid[0].encode(), body, hashlib.sha256).hexdigest()
        made["X-Hub-Signature-256"] = f"sha256={plain}"
    return made


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
