"""Views: filters of the inbox under a name, for oneself or for everybody."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.conversations import InboxView
from db.queries import inbox_views
from schemas.errors import FieldError, InvalidInput
from schemas.words import mark

_LONGEST = 60
_MOST = 50


async def create(
    session: AsyncSession,
    company_id: UUID,
    user_id: UUID,
    *,
    name: str,
    filters: Mapping[str, str],
    shared: bool,
) -> InboxView:
    """Raises InvalidInput."""
    if len(await inbox_views.of(session, user_id)) >= _MOST:
        message = mark("There are 50 views already. Delete one first.")
        raise InvalidInput(message, [FieldError("name", "too_many", message)])
    view = InboxView(
        company_id=company_id,
        user_id=None if shared else user_id,
        name=_name(name),
        filters=dict(filters),
    )
    session.add(view)
    await session.flush()
    return view


async def rename(session: AsyncSession, user_id: UUID, view_id: UUID, name: str) -> InboxView:
    """Raises NotFound, also for somebody else's own view, and InvalidInput."""
    view = await inbox_views.get(session, user_id, view_id)
    view.name = _name(name)
    return view


async def delete(session: AsyncSession, user_id: UUID, view_id: UUID) -> None:
    """Raises NotFound."""
    await session.delete(await inbox_views.get(session, user_id, view_id))


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise InvalidInput(
            "A view needs a name.", [FieldError("name", "missing", "Give the view a name.")]
        )
    if len(name) > _LONGEST:
        raise InvalidInput(
            "The name is too long.", [FieldError("name", "too_long", "Use at most 60 letters.")]
        )
    return name
