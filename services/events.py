"""What happened, told in the transaction that made it happen, to whoever listens.

Endpoints of other systems get a delivery, automation rules a run, cadences their people. What
nobody listens to is not written.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

_depth: ContextVar[int] = ContextVar("event_depth", default=0)


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to one resource; `type` is a word of schemas.event_types."""

    type: str
    resource_type: str
    resource_id: UUID
    data: Mapping[str, object] = field(default_factory=dict)
    contact_id: UUID | None = None
    conversation_id: UUID | None = None
    # When it happened, by whoever knows best; None: now.
    occurred_at: datetime | None = None


@contextmanager
def caused_by_rule(depth: int) -> Iterator[None]:
    """What is told inside was led to by so many rules, one by the other's work."""
    token = _depth.set(depth)
    try:
        yield
    finally:
        _depth.reset(token)


async def tell(session: AsyncSession, company_id: UUID, happenings: Sequence[Happening]) -> None:
    """Write down what happened for those who listen, and wake them at commit.

    Set-based: to be called once with all that one statement changed. Call it late in a
    transaction: from here on a resource's other news wait for the commit.
    """
