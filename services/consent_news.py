"""Who wants messages and who does not, told to whoever listens."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import event_facts
from schemas.consents import Entry, Standing
from schemas.policies import ALL, MARKETING
from services import events
from services.events import Happening

_OUT, _IN = "contact.opted_out", "contact.opted_in"


async def tell(
    session: AsyncSession,
    company_id: UUID,
    changed: Sequence[Standing],
    entries: Sequence[Entry],
) -> None:
    """What is different now, once for each person, channel and scope; of addresses nobody here
    has nothing is told.
    """
    if not changed or not await events.listening(session, company_id, {_OUT, _IN}):
        return
    owners = await event_facts.owners(session, sorted({one.match_key for one in changed}))
    sources = {entry.source.value for entry in entries}
    source = sources.pop() if len(sources) == 1 else ""
    told: dict[tuple[UUID, str, str], Happening] = {}
    for one in changed:
        for contact_id, phone in owners.get(one.match_key, ()):
            data = {**_scope(one), "channel": one.channel, "phone": phone, "source": source}
            name = _OUT if one.refused else _IN
            told[contact_id, one.channel, one.scope] = Happening(
                name, "contact", contact_id, data, contact_id=contact_id
            )
    await events.tell(session, company_id, list(told.values()))


def _scope(one: Standing) -> dict[str, object]:
    if one.scope in (ALL, MARKETING):
        return {"scope": one.scope}
    return {"scope": "topic", "topic_id": UUID(one.scope.rpartition(":")[2])}
