"""Signed addresses of a CloudFront distribution, by a canned policy."""

import base64
import json
import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from providers.storage import CloudFrontKey, origin_of

# CloudFront's own alphabet for base64 in an address.
_SAFE = str.maketrans("+=/", "-_~")


class CloudFront:
    def __init__(self, key: CloudFrontKey, *, now: Callable[[], float] = time.time) -> None:
        self._base = key.base_url.rstrip("/")
        self._key_pair_id = key.key_pair_id
        loaded = serialization.load_pem_private_key(key.private_key.encode(), password=None)
        if not isinstance(loaded, rsa.RSAPrivateKey):
            raise TypeError("CLOUDFRONT_PRIVATE_KEY must be an RSA key")
        self._private_key = loaded
        self._now = now

    @property
    def origin(self) -> str:
        return origin_of(self._base)

    def sign(self, key: str, lifetime: timedelta) -> str:
        """The address of an object, which works until the lifetime is over."""
        address = f"{self._base}/{quote(key)}"
        end = int(self._now() + lifetime.total_seconds())
        signature = self._private_key.sign(
            policy(address, end),
            padding.PKCS1v15(),
            # What CloudFront checks a canned policy with.
            hashes.SHA1(),  # noqa: S303
        )
        signed = base64.b64encode(signature).decode().translate(_SAFE)
        return f"{address}?Expires={end}&Signature={signed}&Key-Pair-Id={self._key_pair_id}"


def policy(address: str, end: int) -> bytes:
    """The canned policy: exactly these bytes, without spaces, are what is signed."""
    statement = {"Resource": address, "Condition": {"DateLessThan": {"AWS:EpochTime": end}}}
    return json.dumps({"Statement": [statement]}, separators=(",", ":")).encode()
