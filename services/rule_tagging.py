"""Tags that a rule puts on many contacts, or takes off them, by one statement."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, literal
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from db.models.contacts import Contact
from db.queries import contacts as rows
from services import cadence_goals, contact_news, tags


async def change(
    session: AsyncSession, people: Sequence[Contact], tag_ids: Sequence[UUID], *, off: bool
) -> set[UUID]:
    """Whose tags are others now; their rows here say so too. Raises NotFound for a tag of nobody's.

    The contacts are held by the caller.
    """
    await tags.check(session, tag_ids)
    these = Contact.id == any_(literal([one.id for one in people], ARRAY(Uuid())))
    add, remove = ((), tag_ids) if off else (tag_ids, ())
    retagged = await rows.change_tags_and_tell(session, these, add=add, remove=remove)
    after = {one.contact_id: one.after for one in retagged}
    for contact in people:
        if contact.id in after:
            set_committed_value(contact, "tag_ids", list(after[contact.id]))
    if retagged:
        await contact_news.retagged(session, people[0].company_id, retagged)
        await cadence_goals.heed(session, people[0].company_id, list(after))
    return set(after)
