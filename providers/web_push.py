"""Web Push: a short message to a browser that need not be open (RFC 8030, 8188, 8291, 8292)."""

import asyncio
import base64
import secrets
import struct
import time
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit

import httpx
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from joserfc.jwk import ECKey

from providers import public_addresses
from providers.public_addresses import NotPublic

POINT_BYTES, SECRET_BYTES = 65, 16
# What every push service takes (RFC 8030, 7.2), less the header and the tag.
MOST_BYTES = 3_993
_RECORD_BYTES = 4_096
_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_TOKEN_SECONDS = 12 * 3600
# A token is made anew well before it ends; making one for each push would be a signature each.
_RENEW_SECONDS = 3600
_TRIES = 3
_PAUSES = (1.0, 5.0)
_LONGEST_PAUSE = 30.0


class Pushed(Enum):
    DELIVERED = "delivered"
    # The subscription is over; nobody will ever read what is sent to it.
    GONE = "gone"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a browser gives: where to send, its public key, and a secret it shares with us."""

    endpoint: str
    p256dh: bytes
    auth: bytes


class VapidKeys:
    """Who we are to push services. Made from the installation's own secret, so that every process
    has the same and none is stored; another secret needs every browser to subscribe again.
    """

    def __init__(self, secret: bytes, subject: str) -> None:
        wide = HKDF(hashes.SHA256(), 48, salt=None, info=b"web push: vapid").derive(secret)
        # 128 bits more than the order, so that the remainder favours no key.
        number = int.from_bytes(wide, "big") % (_ORDER - 1) + 1
        private = ec.derive_private_key(number, _CURVE)
        self.public_key = _b64(_point(private.public_key()))
        self._jwk = ECKey.import_key(private)
        self._subject = subject
        self._tokens: dict[str, tuple[float, str]] = {}

    def authorization(self, endpoint: str) -> str:
        """The header's value for a push service, which is told by the address's origin."""
        parts = urlsplit(endpoint)
        audience, now = f"{parts.scheme}://{parts.netloc}", time.time()
        ends, token = self._tokens.get(audience, (0.0, ""))
        if ends - now < _RENEW_SECONDS:
            ends = now + _TOKEN_SECONDS
            claims = {"aud": audience, "exp": int(ends), "sub": self._subject}
            token = jwt.encode({"typ": "JWT", "alg": "ES256"}, claims, self._jwk)
            self._tokens = {audience: (ends, token), **_some(self._tokens)}
        return f"vapid t={token}, k={self.public_key}"


class WebPush:
    """Pushes to the addresses browsers give, which are anybody's to make up."""

    def __init__(self, http: httpx.AsyncClient, keys: VapidKeys, *, allow_private: bool) -> None:
        self._http = http
        self._keys = keys
        self._allow_private = allow_private

    @property
    def public_key(self) -> str:
        """What a browser is given as applicationServerKey."""
        return self._keys.public_key

    def accepts(self, subscription: Subscription) -> bool:
        """Whether it could be a browser's: a public https address and a point of the curve."""
        try:
            if not self._allow_private:
                public_addresses.check_form(subscription.endpoint)
            ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, subscription.p256dh)
        except (NotPublic, ValueError):
            return False
        return (
            len(subscription.auth) == SECRET_BYTES
            and len(subscription.p256dh) == POINT_BYTES
            and subscription.endpoint.startswith(("https://", "http://"))
        )

    async def push(self, to: Subscription, text: bytes, *, topic: str, seconds: int) -> Pushed:
        """One message, tried a few times; `topic` replaces one of the same name still waiting.

        Told twice after a lost answer, it is still one notification: the topic is its tag.
        """
        headers = {
            "Authorization": self._keys.authorization(to.endpoint),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(seconds),
            "Topic": topic,
            "Urgency": "high",
        }
        body = encrypt(text, to)
        for left in range(_TRIES - 1, -1, -1):
            outcome, pause = await self._try(to.endpoint, headers, body)
            if outcome is not None:
                return outcome
            if left:
                await asyncio.sleep(max(pause, _PAUSES[_TRIES - 1 - left]))
        return Pushed.FAILED

    async def _try(
        self, endpoint: str, headers: dict[str, str], body: bytes
    ) -> tuple[Pushed | None, float]:
        """How it ended; None when it is worth trying again, after so many seconds."""
        try:
            request = await self._request(endpoint, headers, body)
            # Its body is of no interest, and could be as long as a stranger likes.
            answer = await self._http.send(request, stream=True)
            await answer.aclose()
        except NotPublic:
            return Pushed.FAILED, 0.0
        except httpx.HTTPError:
            return None, 0.0
        if answer.is_success:
            return Pushed.DELIVERED, 0.0
        if answer.status_code in {404, 410}:
            return Pushed.GONE, 0.0
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS or answer.is_server_error:
            return None, _retry_after(answer)
        return Pushed.FAILED, 0.0

    async def _request(self, endpoint: str, headers: dict[str, str], body: bytes) -> httpx.Request:
        """To the very address that was found public, under the name it was asked for."""
        url = httpx.URL(endpoint)
        if self._allow_private:
            return self._http.build_request("POST", url, headers=headers, content=body)
        public_addresses.check_form(endpoint)
        address = await public_addresses.resolve(url.host, url.port or 443)
        return self._http.build_request(
            "POST",
            url.copy_with(host=address),
            headers={**headers, "Host": url.netloc.decode()},
            content=body,
            extensions={"sni_hostname": url.host},
        )


def encrypt(text: bytes, to: Subscription, *, salt: bytes = b"", key: int = 0) -> bytes:
    """RFC 8291 in the one record that RFC 8188 then is. Salt and key are given by tests alone."""
    if len(text) > MOST_BYTES:
        raise ValueError("A push message has at most 3,993 bytes")
    salt = salt or secrets.token_bytes(16)
    ours = ec.derive_private_key(key, _CURVE) if key else ec.generate_private_key(_CURVE)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, to.p256dh)
    public = _point(ours.public_key())
    info = b"WebPush: info\x00" + to.p256dh + public
    shared = _hkdf(ours.exchange(ec.ECDH(), theirs), to.auth, info, 32)
    content_key = _hkdf(shared, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _hkdf(shared, salt, b"Content-Encoding: nonce\x00", 12)
    header = salt + struct.pack("!IB", _RECORD_BYTES, len(public)) + public
    # 2 ends the last record.
    return header + AESGCM(content_key).encrypt(nonce, text + b"\x02", None)


def _hkdf(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt=salt, info=info).derive(secret)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _b64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _some(tokens: dict[str, tuple[float, str]], most: int = 50) -> dict[str, tuple[float, str]]:
    """There are a handful of push services; made-up ones must not fill the memory."""
    return dict(list(tokens.items())[:most])


def _retry_after(answer: httpx.Response) -> float:
    word = answer.headers.get("Retry-After", "")
    return min(float(word), _LONGEST_PAUSE) if word.isdecimal() else 0.0
