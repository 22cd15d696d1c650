"""An endpoint's secrets: where each stands, and which verify at a moment."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from db.models.events import WebhookEndpoint
from schemas.errors import SecretUnreadable
from services.keyring import Keyring, Place


def place_of(company_id: UUID, endpoint_id: UUID, column: str) -> Place:
    """What an endpoint's ciphertext is bound to."""
    return Place(company_id, "webhook_endpoints", column, endpoint_id)


def valid_secrets(keyring: Keyring, endpoint: WebhookEndpoint, now: datetime) -> list[str]:
    """The newest first. Raises SecretUnreadable when that cannot be opened."""
    found = [open_secret(keyring, endpoint, "secret", endpoint.secret)]
    before, until = endpoint.previous_secret, endpoint.previous_until
    if before is not None and until is not None and until > now:
        with suppress(SecretUnreadable):
            found.append(open_secret(keyring, endpoint, "previous_secret", before))
    return found


def open_secret(keyring: Keyring, endpoint: WebhookEndpoint, column: str, ciphertext: bytes) -> str:
    return keyring.decrypt(ciphertext, place_of(endpoint.company_id, endpoint.id, column))
