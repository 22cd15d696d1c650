"""Topics: what people can take or leave one by one, "Offers", "New arrivals", …"""

from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.consents import Topic
from db.queries import topics
from schemas.errors import Conflict, FieldError, InvalidInput, InvalidState

LONGEST_NAME = 60
LONGEST_DESCRIPTION = 200


async def create(session: AsyncSession, company_id: UUID, name: str, description: str) -> Topic:
    """Raises InvalidInput, and Conflict when a topic has that name."""
    topic = Topic(company_id=company_id, name=_name(name), description=_description(description))
    await _save(session, topic)
    return topic


async def update(session: AsyncSession, topic_id: UUID, name: str, description: str) -> Topic:
    """Raises NotFound, InvalidInput and Conflict."""
    topic = await topics.get(session, topic_id)
    topic.name, topic.description = _name(name), _description(description)
    await _save(session, topic)
    return topic


async def delete(session: AsyncSession, topic_id: UUID) -> None:
    """Remove a topic no campaign or cadence is about; the ledger keeps what was said of it.

    Raises InvalidState while one is: what people left must stay left.
    """
    topic = await topics.get(session, topic_id)
    if await topics.is_used(session, topic_id):
        raise InvalidState("Campaigns are about this topic, so it has to stay.")
    await topics.forget_refusals(session, topic_id)
    await session.delete(topic)
    await session.flush()


async def _save(session: AsyncSession, topic: Topic) -> None:
    # Read before: after a failed statement the row cannot be asked.
    name = topic.name
    try:
        async with session.begin_nested():
            session.add(topic)
        await session.refresh(topic)
    except IntegrityError as error:
        raise Conflict('There is already a topic named "%(name)s".', name=name) from error


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise InvalidInput(
            "A topic needs a name.", [FieldError("name", "missing", "Give the topic a name.")]
        )
    if len(name) > LONGEST_NAME:
        raise InvalidInput(
            "The name is too long.", [FieldError("name", "too_long", "Use at most 60 letters.")]
        )
    return name


def _description(text: str) -> str:
    description = " ".join(text.split())
    if len(description) > LONGEST_DESCRIPTION:
        wrong = FieldError("description", "too_long", "Use at most 200 letters.")
        raise InvalidInput("The description is too long.", [wrong])
    return description
