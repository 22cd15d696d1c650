"""Tags put on many contacts and taken off them by one statement: of rules, and of hooks."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, literal
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from db.models.contacts import Contact
from db.queries import contacts as rows
from services import cadence_goals, contact_news, tags


async def change(
    session: AsyncSession,
    people: Sequence[Contact],
    *,
    add: Collection[UUID] = (),
    remove: Collection[UUID] = (),
) -> set[UUID]:
    """Whose tags are others now; their rows here say so too. Raises NotFound for a tag of nobody's.

    The contacts are held by the caller.
    """
    await tags.check(session, [*add, *remove])
    these = Contact.id == any_(literal([one.id for one in people], ARRAY(Uuid())))
    retagged = await rows.change_tags_and_tell(session, these, add=list(add), remove=list(remove))
    after = {one.contact_id: one.after for one in retagged}
    for contact in people:
        if contact.id in after:
            set_committed_value(contact, "tag_ids", list(after[contact.id]))
    if retagged:
        await contact_news.retagged(session, people[0].company_id, retagged)
        await cadence_goals.heed(session, people[0].company_id, list(after))
    return set(after)
