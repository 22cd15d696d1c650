"""A signed-in browser: started at sign-in, idle or old ones end by themselves.

Runs in Database.system(): the session is what tells the company.
"""

import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.people import SignInSession
from db.queries import sessions
from db.queries.sessions import SessionRow

IDLE = timedelta(days=7)
LONGEST = timedelta(days=30)
# Every request would otherwise write the row.
_SEEN_EVERY = timedelta(minutes=1)
_USER_AGENT_LENGTH = 300


async def start(session: AsyncSession, user_id: UUID, company_id: UUID, *, user_agent: str) -> str:
    """A new session; the answer is the cookie's secret, of which only a hash is stored."""
    secret = secrets.token_urlsafe(32)
    now = datetime.now(UTC)
    # Signing in is rare enough to carry the broom along.
    await sessions.delete_ended(session, idle_since=now - IDLE, now=now)
    await sessions.insert(
        session,
        SignInSession(
            token_hash=token_hash(secret),
            user_id=user_id,
            company_id=company_id,
            user_agent=user_agent[:_USER_AGENT_LENGTH],
            last_seen_at=now,
            expires_at=now + LONGEST,
        ),
    )
    return secret


async def resume(session: AsyncSession, secret: str) -> SessionRow | None:
    """Whose browser this is; None when the secret is unknown or its session has ended."""
    row = await sessions.find(session, token_hash(secret))
    if row is None:
        return None
    now = datetime.now(UTC)
    if row.session.expires_at <= now or now - row.session.last_seen_at > IDLE:
        await sessions.end(session, row.session.token_hash)
        return None
    if now - row.session.last_seen_at > _SEEN_EVERY:
        await sessions.touch(session, row.session.token_hash, now)
    return row


async def end(session: AsyncSession, secret: str) -> None:
    await sessions.end(session, token_hash(secret))


def token_hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
