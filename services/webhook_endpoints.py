"""Webhook endpoints: made, changed, switched off and on, tried out, their secrets changed."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.events import WebhookEndpoint
from db.queries import delivery_log
from db.queries import webhook_endpoints as rows
from db.session import Database
from providers.outbound_http import OutboundHttp
from providers.public_addresses import NotPublic
from schemas.enums import EndpointStatus
from schemas.errors import (
    FieldError,
    InvalidInput,
    InvalidState,
    PreconditionFailed,
    SecretUnreadable,
)
from schemas.event_types import CHOICES, EVENT_TYPES, TEST
from schemas.words import mark
from services import delivery_schedule, endpoint_health, webhook_bodies, webhook_signing
from services.endpoint_secrets import open_secret, place_of, valid_secrets
from services.ids import new_id
from services.keyring import Keyring
from services.wakes import Sleeper, wake

MOST_ENDPOINTS = 50
# For so long after a change the secret before it signs too.
OVERLAP = timedelta(hours=24)
_LONGEST_NAME = 100
_NO_ADDRESS = mark("Enter a full address that begins with https://, at a public host.")
_UNKNOWN_EVENT = mark("There is no event of this name.")


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointDetails:
    """What people decide about an endpoint. No types: it hears of everything."""

    name: str
    url: str
    types: Sequence[str] = ()
    hub_signature: bool = False
    thin: bool = False


@dataclass(frozen=True, slots=True)
class Tested:
    """What the endpoint said to a test."""

    status: int | None
    # None when it took it.
    error: str | None
    answer: str
    milliseconds: int
    body: str


class WebhookEndpoints:
    def __init__(self, database: Database, keyring: Keyring, outbound: OutboundHttp) -> None:
        self._database = database
        self._keyring = keyring
        self._outbound = outbound

    async def create(
        self, company_id: UUID, details: EndpointDetails, *, created_by: UUID | None
    ) -> tuple[WebhookEndpoint, str]:
        """The endpoint, and its secret. Raises InvalidInput, InvalidState when there are enough."""
        self._check(details)
        endpoint_id, secret = new_id(), webhook_signing.new_secret()
        endpoint = WebhookEndpoint(
            id=endpoint_id,
            company_id=company_id,
            secret=self._seal(company_id, endpoint_id, "secret", secret),
            created_by=created_by,
        )
        _apply(endpoint, details)
        async with self._database.company(company_id) as session:
            if await rows.count(session) >= MOST_ENDPOINTS:
                raise InvalidState(
                    "There are %(most)s webhooks already. Delete one first.", most=MOST_ENDPOINTS
                )
            session.add(endpoint)
            await session.flush()
            await session.refresh(endpoint)
        return endpoint, secret

    async def change(
        self,
        company_id: UUID,
        endpoint_id: UUID,
        details: EndpointDetails,
        *,
        seen_version: int | None = None,
    ) -> WebhookEndpoint:
        """Also of what waits already. Raises NotFound, InvalidInput, PreconditionFailed."""
        self._check(details)
        async with self._database.company(company_id) as session:
            endpoint = await rows.get_for_update(session, endpoint_id)
            _is_as_seen(endpoint, seen_version)
            _apply(endpoint, details)
            return await _saved(session, endpoint)

    async def rotate(self, company_id: UUID, endpoint_id: UUID) -> tuple[WebhookEndpoint, str]:
        """A new secret; the one before it signs too for a day, so that nothing is refused.

        One that cannot be read any more signs nothing: what waited for it goes out at once.
        """
        secret = webhook_signing.new_secret()
        async with self._database.company(company_id) as session:
            endpoint = await rows.get_for_update(session, endpoint_id)
            self._keep_previous(endpoint)
            endpoint.secret = self._seal(company_id, endpoint_id, "secret", secret)
            if endpoint.problem is not None:
                endpoint.problem = endpoint.rest_until = None
                await wake(session, Sleeper.ENDPOINT, company_id, endpoint_id)
            return await _saved(session, endpoint), secret

    async def disable(self, company_id: UUID, endpoint_id: UUID) -> WebhookEndpoint:
        """Nothing is called any more; what waits rests. Repeating it changes nothing."""
        async with self._database.company(company_id) as session:
            endpoint = await rows.get_for_update(session, endpoint_id)
            if endpoint.status is EndpointStatus.DISABLED:
                return endpoint
            endpoint.status = EndpointStatus.DISABLED
            endpoint.disabled_reason = endpoint_health.PERSON
            return await _saved(session, endpoint)

    async def enable(
        self, company_id: UUID, endpoint_id: UUID, *, deliver_waiting: bool
    ) -> WebhookEndpoint:
        """Call it again; what rested is delivered now, or given up. Repeating changes nothing."""
        async with self._database.company(company_id) as session:
            endpoint = await rows.get_for_update(session, endpoint_id)
            if endpoint.status is EndpointStatus.ACTIVE:
                return endpoint
            endpoint.status, endpoint.disabled_reason = EndpointStatus.ACTIVE, None
            endpoint.failing_since, endpoint.rest_until = None, None
            if deliver_waiting:
                await delivery_log.hurry(session, endpoint_id)
                await wake(session, Sleeper.ENDPOINT, company_id, endpoint_id)
            else:
                await delivery_log.give_up_waiting(session, endpoint_id)
            return await _saved(session, endpoint)

    async def delete(self, company_id: UUID, endpoint_id: UUID) -> None:
        """With its log; what was on its way is not sent again. Raises NotFound."""
        async with self._database.company(company_id) as session:
            endpoint = await rows.get_for_update(session, endpoint_id)
            await session.delete(endpoint)

    async def test(self, company_id: UUID, endpoint_id: UUID, name: str = TEST) -> Tested:
        """Call it now with an example of this event, signed as a real one; also a disabled one."""
        if name not in EVENT_TYPES:
            raise InvalidInput(_UNKNOWN_EVENT, [FieldError("type", "unknown", _UNKNOWN_EVENT)])
        now = datetime.now(UTC)
        async with self._database.company(company_id) as session:
            endpoint = await rows.get(session, endpoint_id)
        body = webhook_bodies.example(company_id, endpoint_id, name, now, thin=endpoint.thin)
        headers = webhook_signing.headers(
            f"test_{new_id().hex}",
            now,
            body,
            valid_secrets(self._keyring, endpoint, now),
            hub=endpoint.hub_signature,
        )
        answer = await self._outbound.post(endpoint.url, headers, body)
        return Tested(
            answer.status,
            delivery_schedule.error_of(answer),
            delivery_schedule.text_of(answer),
            round(answer.seconds * 1000),
            body.decode(),
        )

    def _keep_previous(self, endpoint: WebhookEndpoint) -> None:
        endpoint.previous_secret = endpoint.previous_until = None
        with suppress(SecretUnreadable):
            before = open_secret(self._keyring, endpoint, "secret", endpoint.secret)
            endpoint.previous_secret = self._seal(
                endpoint.company_id, endpoint.id, "previous_secret", before
            )
            endpoint.previous_until = datetime.now(UTC) + OVERLAP

    def _seal(self, company_id: UUID, endpoint_id: UUID, column: str, secret: str) -> bytes:
        return self._keyring.encrypt(secret, place_of(company_id, endpoint_id, column))

    def _check(self, details: EndpointDetails) -> None:
        errors = []
        try:
            self._outbound.check(details.url.strip())
        except NotPublic:
            errors.append(FieldError("url", "not_public", _NO_ADDRESS))
        if not set(details.types) <= set(CHOICES):
            errors.append(FieldError("types", "unknown", _UNKNOWN_EVENT))
        if errors:
            raise InvalidInput("The webhook was not saved.", errors)


def details_of(endpoint: WebhookEndpoint) -> EndpointDetails:
    """What was decided about it."""
    return EndpointDetails(
        name=endpoint.name,
        url=endpoint.url,
        types=endpoint.types,
        hub_signature=endpoint.hub_signature,
        thin=endpoint.thin,
    )


def _apply(endpoint: WebhookEndpoint, details: EndpointDetails) -> None:
    endpoint.name = details.name.strip()[:_LONGEST_NAME]
    endpoint.url = details.url.strip()
    endpoint.types = [name for name in CHOICES if name in set(details.types)]
    endpoint.hub_signature = details.hub_signature
    endpoint.thin = details.thin


def _is_as_seen(endpoint: WebhookEndpoint, seen_version: int | None) -> None:
    if seen_version is not None and seen_version != endpoint.version:
        raise PreconditionFailed(
            "This webhook was changed meanwhile. Read it again, then change it."
        )


async def _saved(session: AsyncSession, endpoint: WebhookEndpoint) -> WebhookEndpoint:
    endpoint.version += 1
    await session.flush()
    await session.refresh(endpoint)
    return endpoint
