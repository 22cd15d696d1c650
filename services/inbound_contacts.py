"""Who wrote: many senders at once matched to contacts, found or made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import senders
from db.queries.senders import Arrival, Learned, NewContact
from schemas.enums import IdentityKind
from services import contact_news, phones
from services.phones import PhoneNumber

_LONGEST_NAME = 200
# Who is missing after two looks was merged or erased between them; the third is for bad luck.
_LOOKS = 3
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Writer:
    """Who a provider says wrote: digits of the number or WhatsApp id, a business-scoped id, or both."""

    sender: str | None
    user_id: str | None = None

    @property
    def key(self) -> str | None:
        return phones.match_key(self.sender) if self.sender else None


# With the name a provider gives them, and when they wrote (None: they did not).
Seen: TypeAlias = tuple[Writer, str | None, datetime | None]


class SenderLost(Exception):
    """The contact went away again and again while it was looked for."""


async def match(
    session: AsyncSession, company_id: UUID, seen: Sequence[Seen]
) -> dict[Writer, UUID]:
    """The contact of each writer: by number, WhatsApp id or business-scoped id, else a new one.

    Each contact's last_inbound_at and missing name are brought up to date, and what is newly
    learned is remembered as an identity. The contacts stay locked until the transaction ends.
    """
    names, latest = _gather(seen)
    found: dict[Writer, UUID] = {}
    for _ in range(_LOOKS):
        missing = [writer for writer in latest if writer not in found]
        if not missing:
            break
        owners = await _owners(session, company_id, missing, names)
        arrivals = [
            Arrival(owner, names.get(writer, ""), latest[writer])
            for writer, owner in owners.items()
        ]
        touched = await senders.touch(session, arrivals)
        found |= {writer: owner for writer, owner in owners.items() if owner in touched}
        await senders.learn(session, company_id, list(_learned(found, missing, touched)))
    if len(found) < len(latest):
        raise SenderLost
    return found


def _gather(seen: Iterable[Seen]) -> tuple[dict[Writer, str], dict[Writer, datetime | None]]:
    """Each writer's first given name and newest time."""
    names: dict[Writer, str] = {}
    latest: dict[Writer, datetime | None] = {}
    for writer, name, at in sorted(seen, key=lambda one: one[2] or _NEVER):
        if name and name.strip():
            names.setdefault(writer, name.strip()[:_LONGEST_NAME])
        latest[writer] = at or latest.get(writer)
    return names, latest


async def _owners(
    session: AsyncSession, company_id: UUID, writers: Sequence[Writer], names: dict[Writer, str]
) -> dict[Writer, UUID]:
    """Whose each writer's address is; those nobody has get a contact."""
    found = await _known(session, writers)
    unknown = [writer for writer in writers if writer not in found]
    if not unknown:
        return found
    nameless = [writer.user_id for writer in unknown if not writer.key and writer.user_id]
    if nameless:
        # Without a number no unique key keeps two webhooks from making the same person twice.
        await senders.hold(session, company_id)
        found |= await _known(session, unknown)
        unknown = [writer for writer in unknown if writer not in found]
    by_key = {writer.key or writer.user_id: writer for writer in unknown}
    added = await senders.add(
        session,
        company_id,
        [_new(writer, names.get(writer, "")) for writer in by_key.values()],
    )
    await contact_news.found_new(session, company_id, added)
    return found | await _known(session, unknown)


async def _known(session: AsyncSession, writers: Sequence[Writer]) -> dict[Writer, UUID]:
    by_phone = await senders.by_phone_keys(session, [w.key for w in writers if w.key])
    found = {writer: by_phone[writer.key] for writer in writers if writer.key in by_phone}
    wanted = [address for w in writers if w not in found for address in _addresses(w)]
    owners = await senders.by_identities(session, wanted) if wanted else {}
    for writer in writers:
        known = (owners[one] for one in _addresses(writer) if one in owners)
        if writer not in found and (owner := next(known, None)) is not None:
            found[writer] = owner
    return found


def _addresses(writer: Writer) -> list[tuple[IdentityKind, str]]:
    """The identities a writer may be known by, the number's first."""
    kinds = (IdentityKind.PHONE, IdentityKind.WHATSAPP)
    addresses = [(kind, writer.key) for kind in kinds if writer.key]
    return [*addresses, *([(IdentityKind.BSUID, writer.user_id)] if writer.user_id else [])]


def _new(writer: Writer, name: str) -> NewContact:
    number = phones.parse(f"+{writer.sender}", "BR") if writer.sender else None
    if writer.sender and not isinstance(number, PhoneNumber):
        # WhatsApp says it is a number; that is enough.
        number = PhoneNumber(f"+{writer.sender}", phones.match_key(writer.sender))
    if isinstance(number, PhoneNumber):
        return NewContact(name, number.e164, number.key, None)
    return NewContact(name, None, None, writer.user_id)


def _learned(
    found: dict[Writer, UUID], writers: Iterable[Writer], phone_keys: dict[UUID, str | None]
) -> Iterable[Learned]:
    """What these writers showed that does not stand on their contacts' rows."""
    for writer in writers:
        contact_id = found.get(writer)
        if contact_id is None:
            continue
        if writer.sender and writer.key and writer.key != phone_keys[contact_id]:
            yield Learned(contact_id, IdentityKind.WHATSAPP, writer.key, writer.sender)
        if writer.user_id:
            yield Learned(contact_id, IdentityKind.BSUID, writer.user_id, writer.user_id)
