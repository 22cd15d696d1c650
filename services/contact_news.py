"""What happened to contacts, told to whoever listens."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contacts import Contact
from db.queries.contacts import Retagged
from services import events
from services.events import Happening

_TAGGED, _UNTAGGED = "contact.tagged", "contact.untagged"
# Of a number its key is only the way we look for it.
_INNER = frozenset({"phone_key", "tag_ids"})


async def created(session: AsyncSession, company_id: UUID, contacts: Iterable[Contact]) -> None:
    """New contacts, and the tags they came with."""
    made = list(contacts)
    told = [_about("contact.created", one.id) for one in made]
    tagged = [Retagged(one.id, [], one.tag_ids or []) for one in made]
    await events.tell(session, company_id, [*told, *_tags(tagged)])


async def found_new(session: AsyncSession, company_id: UUID, contact_ids: Iterable[UUID]) -> None:
    """Contacts that were made by a statement, without tags."""
    told = [_about("contact.created", key) for key in contact_ids]
    await events.tell(session, company_id, told)


async def changed(
    session: AsyncSession,
    company_id: UUID,
    contacts: Sequence[tuple[Contact, Mapping[str, object]]],
) -> None:
    """Contacts as they are now, with the values from before of what is different. Tags are told by
    words of their own.
    """
    told = []
    for contact, before in contacts:
        names = [
            name for one in before if one not in _INNER for name in _names(contact, before, one)
        ]
        if names:
            told.append(_about("contact.updated", contact.id, changed=names))
        was = before.get("tag_ids")
        if isinstance(was, list):
            told += _tags([Retagged(contact.id, was, contact.tag_ids)])
    await events.tell(session, company_id, told)


def _names(contact: Contact, before: Mapping[str, object], name: str) -> list[str]:
    was = before[name]
    if name != "fields" or not isinstance(was, Mapping):
        return [name]
    keys = sorted(was.keys() | contact.fields.keys())
    return [f"fields.{key}" for key in keys if was.get(key) != contact.fields.get(key)]


async def tags_matter(session: AsyncSession, company_id: UUID) -> bool:
    return bool(await events.listening(session, company_id, {_TAGGED, _UNTAGGED}))


async def retagged(session: AsyncSession, company_id: UUID, changed: Sequence[Retagged]) -> None:
    await events.tell(session, company_id, _tags(changed))


async def tag_deleted(
    session: AsyncSession, company_id: UUID, tag_id: UUID, name: str, worn_by: Iterable[UUID]
) -> None:
    told = [_about(_UNTAGGED, key, tag_id=tag_id, name=name) for key in worn_by]
    await events.tell(session, company_id, told)


async def deleted(
    session: AsyncSession, company_id: UUID, gone: Iterable[tuple[UUID, str | None]]
) -> None:
    """With the caller's own id of each."""
    told = [_about("contact.deleted", key, external_id=external_id) for key, external_id in gone]
    await events.tell(session, company_id, told)


async def merged(session: AsyncSession, company_id: UUID, into: UUID, gone: UUID) -> None:
    told = _about("contact.merged", into, merged_contact_ids=[gone])
    await events.tell(session, company_id, [told])


async def parted(session: AsyncSession, company_id: UUID, stayed: UUID, back: UUID) -> None:
    """A merge was undone."""
    told = [_about("contact.created", back), _about("contact.updated", stayed)]
    await events.tell(session, company_id, told)


def _tags(changed: Iterable[Retagged]) -> list[Happening]:
    return [
        _about(name, one.contact_id, tag_id=tag_id)
        for one in changed
        for name, tags in ((_TAGGED, one.added), (_UNTAGGED, one.removed))
        for tag_id in tags
    ]


def _about(kind: str, contact_id: UUID, **data: object) -> Happening:
    return Happening(kind, "contact", contact_id, data, contact_id=contact_id)
