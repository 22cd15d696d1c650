"""Webhook bodies as Meta writes and signs them."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from uuid import UUID, uuid4

import httpx

APP_SECRET = "test-app-secret"
VERIFY_TOKEN = "test-verify-token"


@dataclass(frozen=True)
class Account:
    company_id: UUID
    connection_id: UUID
    number_id: UUID
    waba_id: str
    phone_number_id: str
    secret: str = "own-app-secret"
    verify_token: str = "own-verify-token"

    def messages(self, **parts: object) -> object:
        number = {"display_phone_number": "551140001234", "phone_number_id": self.phone_number_id}
        value = {"messaging_product": "whatsapp", "metadata": number, **parts}
        return self.change("messages", value)

    def change(self, field: str, value: object, *, time: int = 1750000000) -> object:
        entry = {"id": self.waba_id, "time": time, "changes": [{"field": field, "value": value}]}
        return {"object": "whatsapp_business_account", "entry": [entry]}


def status(word: str, message_id: UUID | None = None, **parts: object) -> dict[str, object]:
    found: dict[str, object] = {
        "id": f"wamid.{uuid4().hex}",
        "status": word,
        "timestamp": "1750000000",
        "recipient_id": "551187654321",
    }
    if message_id:
        found |= {"id": f"wamid.{message_id.hex}", "biz_opaque_callback_data": str(message_id)}
    return found | parts


def text_message(body: str, **parts: object) -> dict[str, object]:
    return {
        "id": f"wamid.{uuid4().hex}",
        "from": "551187654321",
        "timestamp": "1750000000",
        "type": "text",
        "text": {"body": body},
    } | parts


def encode(payload: object) -> bytes:
    """Everything but ASCII escaped, and slashes too: what Meta signs."""
    return json.dumps(payload).replace("/", "\\/").encode()


def signed(body: bytes, secret: str = APP_SECRET) -> dict[str, str]:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={digest}", "Content-Type": "application/json"}


async def post(
    client: httpx.AsyncClient,
    payload: object,
    *,
    path: str = "/webhooks/meta",
    secret: str = APP_SECRET,
) -> httpx.Response:
    body = encode(payload)
    return await client.post(path, content=body, headers=signed(body, secret))
