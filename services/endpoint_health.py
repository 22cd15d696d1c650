"""How an endpoint is doing: since when it fails, and when it is switched off for it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.events import WebhookEndpoint
from db.queries.notifications import News
from schemas.enums import EndpointStatus, NotificationKind, Role
from services import notifications
from services.delivery_schedule import PATIENCE, Judged

# Where nobody answers, everything that waits would be tried in vain: a part of the time for which
# it has failed already passes before the next, and at most this much.
_REST_SHARE = 4
_LONGEST_REST = timedelta(minutes=5)
GONE, DEAD, PERSON = "gone", "dead", "person"
# Its secret needs a key that is not in ENCRYPTION_KEYS.
UNREADABLE = "secret_unreadable"


async def apply(session: AsyncSession, endpoint: WebhookEndpoint, judged: Sequence[Judged]) -> bool:
    """What these answers say of it. True when it was switched off and its owners were told.

    The endpoint's row must be locked.
    """
    for one in judged:
        _note(endpoint, one)
    if endpoint.status is not EndpointStatus.ACTIVE or not judged:
        return False
    reason = _verdict(endpoint, judged)
    if reason is None:
        return False
    endpoint.status, endpoint.disabled_reason = EndpointStatus.DISABLED, reason
    endpoint.version += 1
    news = News(NotificationKind.ENDPOINT_DISABLED, reason, endpoint.name or endpoint.url)
    return await notifications.news(session, endpoint.company_id, news, roles=[Role.OWNER])


async def unreadable(session: AsyncSession, endpoint: WebhookEndpoint, now: datetime) -> bool:
    """Nothing can be signed for it: it rests and keeps what waits, until it has another secret or
    its key is there again. True when its owners were told, which is once. Its row must be locked.
    """
    endpoint.rest_until = now + _LONGEST_REST
    if endpoint.problem == UNREADABLE:
        return False
    endpoint.problem = UNREADABLE
    news = News(NotificationKind.ENDPOINT_DISABLED, UNREADABLE, endpoint.name or endpoint.url)
    return await notifications.news(session, endpoint.company_id, news, roles=[Role.OWNER])


def _note(endpoint: WebhookEndpoint, one: Judged) -> None:
    if one.arrived:
        endpoint.failing_since, endpoint.last_success_at = None, one.outcome.at
        return
    endpoint.failing_since = endpoint.failing_since or one.outcome.at
    rest_until = one.rest_until
    if one.unreachable:
        failed_for = one.outcome.at - endpoint.failing_since
        rest_until = one.outcome.at + min(failed_for / _REST_SHARE, _LONGEST_REST)
    if rest_until is not None:
        endpoint.rest_until = max(endpoint.rest_until or rest_until, rest_until)


def _verdict(endpoint: WebhookEndpoint, judged: Sequence[Judged]) -> str | None:
    if any(one.gone for one in judged):
        return GONE
    newest = max(one.outcome.at for one in judged)
    since = endpoint.failing_since
    return DEAD if since is not None and newest - since >= PATIENCE else None
