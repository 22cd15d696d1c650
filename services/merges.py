"""Two contacts that are one person: made one, and apart again for thirty days.

Afterwards nobody is messaged twice, an opt-out of either holds for both, and who writes from
either number writes to the one that stayed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic_core import to_jsonable_python
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contacts import ContactMerge
from db.queries import merge_ledger, merges
from schemas.enums import IdentityKind
from schemas.errors import Conflict, InvalidInput, InvalidState, NotFound
from services import contact_news, merge_cadences, merge_values
from services.merge_values import Row, Side

UNDO_FOR = timedelta(days=30)
_PHONES = (IdentityKind.PHONE, IdentityKind.WHATSAPP)


@dataclass(frozen=True, slots=True)
class Merged:
    """What the edge tells open pages and workflows of."""

    merge: ContactMerge
    # Where something may wait to be sent, with their inboxes.
    conversations: dict[UUID, UUID] = field(default_factory=dict)
    # By undoing: what somebody changed since, and so stays as it is.
    kept: list[str] = field(default_factory=list)


async def merge(
    session: AsyncSession,
    company_id: UUID,
    *,
    into: UUID,
    gone: UUID,
    keep: Mapping[str, Side] | None = None,
    user_id: UUID | None,
) -> Merged:
    """Make two contacts one; `keep` names the fields of which the other's value stays.

    Repeated it is the same merge. Raises NotFound, InvalidInput for one contact with itself, and
    Conflict when one of the numbers is also a third contact's.
    """
    if into == gone:
        raise InvalidInput("A contact cannot be merged with itself.")
    await merge_ledger.hold_campaigns(session)
    rows = {
        UUID(row["id"]): row
        for row in await merges.lock(session, "contacts", "t.id = ANY(:ids)", ids=[into, gone])
    }
    done = await merges.standing(session, into, gone)
    if done is not None:
        return Merged(done)
    for key in (into, gone):
        if key not in rows:
            raise NotFound("Contact", key)
    moved: dict[str, Any] = {}
    conversations = await _take_over(session, company_id, rows[into], rows[gone], moved)
    for one in moved["joined"]:
        one["event"] = await merges.tell(session, one["after"], user_id=user_id)
    await _become(session, rows[into], rows[gone], keep or {}, moved)
    merge = ContactMerge(
        company_id=company_id,
        survivor_id=into,
        merged_id=gone,
        survivor_before=dict(rows[into]),
        merged_before=dict(rows[gone]),
        moved=to_jsonable_python(moved),
        merged_by=user_id,
    )
    session.add(merge)
    await session.flush()
    await contact_news.merged(session, company_id, into, gone)
    return Merged(merge, conversations)


async def _take_over(
    session: AsyncSession, company_id: UUID, into: Row, gone: Row, moved: dict[str, Any]
) -> dict[UUID, UUID]:
    """Everything that hangs on the one that goes; its conversations where they are now."""
    into_id, gone_id = UUID(into["id"]), UUID(gone["id"])
    survivor = await merges.known_as(session, into_id)
    everybody = [*survivor, *await merges.known_as(session, gone_id)]
    found = await _conversations(session, into_id, gone_id, moved)
    await merge_cadences.hold(session, company_id, into_id, gone_id)
    await merge_ledger.lock_recipients(session, everybody)
    moved["identities"] = await merges.move_identities(session, gone_id, into_id)
    moved["skipped"] = await merge_ledger.skip_twice_reached(session, survivor, everybody)
    moved["recipients"] = await merge_ledger.give_recipients(session, gone_id, into_id)
    moved["campaigns"] = await _rename(session, gone["id"], into["id"])
    keys = await merges.phone_keys(session, into_id)
    keys |= {row["phone_key"] for row in (into, gone) if row["phone_key"]}
    moved["opt_outs"] = await merge_ledger.share_opt_outs(session, company_id, keys)
    await merge_cadences.give(session, company_id, into_id, gone_id, moved)
    return found


async def _become(
    session: AsyncSession, into: Row, gone: Row, keep: Mapping[str, Side], moved: dict[str, Any]
) -> None:
    """The one goes, the other gets its values; the number that is no longer the main one stays."""
    joined = merge_values.joined_contact(into, gone, keep)
    await merges.remove(session, "contacts", UUID(gone["id"]))
    joined["updated_at"] = datetime.now(UTC)
    moved["after"] = await merges.write(session, "contacts", UUID(into["id"]), joined)
    moved["added"] = []
    for row in (into, gone):
        if row["phone_key"] and row["phone_key"] != joined["phone_key"]:
            moved["added"] += await _remember(session, into, row)


async def _remember(session: AsyncSession, into: Row, row: Row) -> list[list[str]]:
    kind, key = IdentityKind.PHONE.value, row["phone_key"]
    if await merges.add_phone(session, into["company_id"], UUID(into["id"]), key, row["phone"]):
        return [[kind, key]]
    owner = await merges.owner_of_identity(session, kind, key)
    if owner != UUID(into["id"]):
        raise Conflict("The number %(phone)s is a third contact's too.", phone=row["phone"])
    return []


async def _conversations(
    session: AsyncSession, into: UUID, gone: UUID, moved: dict[str, Any]
) -> dict[UUID, UUID]:
    """Those on a number of ours where both have one become one timeline; the others change hands.

    Locked before anything in them moves: who is writing into one of them at this moment is waited
    for, and who comes later finds it moved.
    """
    rows = await merges.lock(session, "conversations", "t.contact_id = ANY(:ids)", ids=[into, gone])
    own = {row["phone_number_id"]: row for row in rows if UUID(row["contact_id"]) == into}
    others = [row for row in rows if UUID(row["contact_id"]) == gone]
    alone = [row for row in others if row["phone_number_id"] not in own]
    moved["conversations"] = [row["id"] for row in alone]
    await merges.give_conversations(session, [UUID(row["id"]) for row in alone], into)
    both = [(own[row["phone_number_id"]], row) for row in others if row not in alone]
    moved["joined"] = [await _join(session, mine, other) for mine, other in both]
    now = [*alone, *(mine for mine, _ in both)]
    return {UUID(row["id"]): UUID(row["phone_number_id"]) for row in now}


async def _join(session: AsyncSession, mine: Row, other: Row) -> dict[str, Any]:
    from_id, to_id = UUID(other["id"]), UUID(mine["id"])
    messages = await merges.move_messages(
        session, from_id=from_id, to_id=to_id, contact_id=UUID(mine["contact_id"])
    )
    doubled = await merges.take_doubled_notifications(session, from_id=from_id, to_id=to_id)
    told = await merges.move_notifications(session, from_id=from_id, to_id=to_id)
    drafts = await merges.take_drafts(session, from_id)
    for draft in drafts:
        # Where somebody has begun something in both, the one of the conversation that stays stays.
        await merges.put_back(session, "drafts", {**draft, "conversation_id": mine["id"]})
    await merges.remove(session, "conversations", from_id)
    changes = merge_values.joined_conversation(mine, other)
    changes |= {"version": mine["version"] + 1, "updated_at": datetime.now(UTC)}
    after = await merges.write(session, "conversations", to_id, changes)
    return {
        "before": mine,
        "after": after,
        "row": other,
        "messages": messages,
        "notifications": told,
        "doubled": doubled,
        "drafts": drafts,
    }


async def _rename(session: AsyncSession, gone: str, into: str) -> list[dict[str, Any]]:
    changed = []
    for named in await merge_ledger.naming(session, UUID(gone)):
        after = list(dict.fromkeys(into if key == gone else key for key in named.contact_ids))
        changed.append({"id": named.id, "before": named.contact_ids, "after": after})
        await merge_ledger.name_instead(session, named.id, before=named.contact_ids, after=after)
    return changed


async def undo(session: AsyncSession, merge_id: UUID, *, user_id: UUID | None) -> Merged:
    """Make them two again, as they were; what somebody changed since stays, and is named.

    Repeated it changes nothing more. Raises NotFound, InvalidState when it is too late or a later
    merge stands on it, Conflict when somebody else has the number by now.
    """
    await merge_ledger.hold_campaigns(session)
    merge = await merges.get_for_update(session, merge_id)
    if merge.undone_at is not None:
        return Merged(merge)
    now = await _check(session, merge)
    moved: dict[str, Any] = merge.moved
    before: Row = merge.survivor_before
    back, kept = merge_values.parted(before, moved["after"], now)
    if "phone" in kept:
        back.pop("phone_key", None)
    elif "phone" in back:
        back["phone_key"] = before["phone_key"]
    if not kept and now["updated_at"] == moved["after"]["updated_at"]:
        back["updated_at"] = before["updated_at"]
    await merges.write(session, "contacts", merge.survivor_id, back)
    await merges.put_back(session, "contacts", merge.merged_before)
    await merges.remove_identities(session, merge.survivor_id, moved["added"])
    await merges.move_identities(
        session, merge.survivor_id, merge.merged_id, only=moved["identities"]
    )
    conversations = await _part_conversations(session, merge, kept)
    await _part_ledger(session, merge, kept)
    await merge_cadences.give_back(session, merge.survivor_id, merge.merged_id, merge.moved, kept)
    merge.undone_at, merge.undone_by = datetime.now(UTC), user_id
    await contact_news.parted(session, merge.company_id, merge.survivor_id, merge.merged_id)
    return Merged(merge, conversations, list(dict.fromkeys(kept)))


async def _check(session: AsyncSession, merge: ContactMerge) -> Row:
    """The survivor as it is now, locked."""
    if merge.created_at < datetime.now(UTC) - UNDO_FOR:
        raise InvalidState("A merge can be undone for 30 days; this one is older.")
    if await merges.later(session, merge) is not None:
        raise InvalidState("The contact was merged again since. Undo the later merge first.")
    rows = await merges.lock(
        session, "contacts", "t.id = ANY(:ids)", ids=[merge.survivor_id, merge.merged_id]
    )
    if [UUID(row["id"]) for row in rows] != [merge.survivor_id]:
        raise InvalidState("The contact was deleted since, so there is nothing to take apart.")
    gone: Row = merge.merged_before
    for name in ("phone_key", "external_id"):
        taken = gone[name] and await merges.holder(
            session, name, gone[name], other_than=merge.survivor_id
        )
        if taken or _was_given(merge, rows[0], name):
            raise Conflict(
                "Another contact has the number or external id of the merged one by now."
            )
    return rows[0]


def _was_given(merge: ContactMerge, now: Row, name: str) -> bool:
    """Whether the survivor has the other's value, and not from the merge."""
    after: Row = merge.moved["after"]  # type: ignore[assignment]
    gone = merge.merged_before[name]
    return gone is not None and now[name] == gone and after[name] != gone


async def _part_conversations(
    session: AsyncSession, merge: ContactMerge, kept: list[str]
) -> dict[UUID, UUID]:
    moved: dict[str, Any] = merge.moved
    ids = [UUID(key) for key in moved["conversations"]]
    ids += [UUID(one["before"]["id"]) for one in moved["joined"]]
    rows = {
        row["id"]: row
        for row in await merges.lock(session, "conversations", "t.id = ANY(:ids)", ids=ids)
    }
    alone = [UUID(key) for key in moved["conversations"] if key in rows]
    await merges.give_conversations(session, alone, merge.merged_id)
    for one in moved["joined"]:
        kept += await _part(session, merge, one, rows[one["before"]["id"]])
    # The messages still to be sent go on from where they stand now.
    found = [*rows.values(), *(one["row"] for one in moved["joined"])]
    return {UUID(row["id"]): UUID(row["phone_number_id"]) for row in found}


async def _part(
    session: AsyncSession, merge: ContactMerge, one: Mapping[str, Any], now: Row
) -> list[str]:
    """One timeline becomes two again; what was said since stays with the one that stayed."""
    before, row = one["before"], one["row"]
    from_id, to_id = UUID(before["id"]), UUID(row["id"])
    await merges.put_back(session, "conversations", row)
    only = [UUID(key) for key in one["messages"]]
    await merges.move_messages(
        session, from_id=from_id, to_id=to_id, contact_id=merge.merged_id, only=only
    )
    told = [UUID(key) for key in one["notifications"]]
    await merges.move_notifications(session, from_id=from_id, to_id=to_id, only=told)
    await merges.remove(session, "messages", UUID(one["event"]))
    for notification in one["doubled"]:
        await merges.put_back(session, "notifications", notification)
    await _part_drafts(session, one["drafts"], from_id)
    back, changed = merge_values.parted(before, one["after"], now)
    back |= {"version": now["version"] + 1, "updated_at": datetime.now(UTC)}
    await merges.write(session, "conversations", from_id, back)
    said = now["last_message_id"] != one["after"]["last_message_id"]
    return [f"conversation.{name}" for name in changed] + (["messages"] if said else [])


async def _part_drafts(session: AsyncSession, drafts: Sequence[Row], joined_id: UUID) -> None:
    """A draft goes back as it was, and leaves the joined conversation if nobody wrote on there."""
    for draft in drafts:
        await merges.put_back(session, "drafts", draft)
        await merges.remove_draft(session, joined_id, draft)


async def _part_ledger(session: AsyncSession, merge: ContactMerge, kept: list[str]) -> None:
    moved: dict[str, Any] = merge.moved
    returned = [UUID(key) for key in moved["recipients"]]
    await merge_ledger.return_recipients(session, returned, merge.merged_id)
    skipped = [UUID(key) for key in moved["skipped"]]
    if skipped and len(await merge_ledger.unskip(session, skipped)) < len(skipped):
        kept.append("campaigns")
    for campaign in moved["campaigns"]:
        key, now, then = UUID(campaign["id"]), campaign["after"], campaign["before"]
        put_back = await merge_ledger.name_instead(session, key, before=now, after=then)
        kept += [] if put_back else ["audiences"]
    if await merge_ledger.unshare_opt_outs(session, moved["opt_outs"]) < len(moved["opt_outs"]):
        kept.append("opt_outs")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a merge would do, for a person to look at first."""

    into: Row
    gone: Row
    # Where both say something else: whose stays unless somebody chooses.
    suggested: dict[str, Side]
    result: dict[str, Any]
    weights: tuple[merge_ledger.Weight, merge_ledger.Weight]
    # Conversations that become one timeline.
    joined: int
    # Whether one of them opted out, so that both have.
    opted_out: bool


async def preview(
    session: AsyncSession, *, into: UUID, gone: UUID, keep: Mapping[str, Side] | None = None
) -> Plan:
    """Changes nothing. Raises NotFound, and InvalidInput for one contact with itself."""
    if into == gone:
        raise InvalidInput("A contact cannot be merged with itself.")
    rows = [await merges.snapshot(session, "contacts", key) for key in (into, gone)]
    for key, row in zip((into, gone), rows, strict=True):
        if not row:
            raise NotFound("Contact", key)
    suggested = merge_values.suggested(*rows) | dict(keep or {})
    keys = {row["phone_key"] for row in rows if row["phone_key"]}
    for key in (into, gone):
        keys |= await merges.phone_keys(session, key)
    return Plan(
        rows[0],
        rows[1],
        suggested,
        merge_values.joined_contact(rows[0], rows[1], suggested),
        (await merge_ledger.weight(session, into), await merge_ledger.weight(session, gone)),
        await merge_ledger.shared_numbers(session, into, gone),
        await merge_ledger.any_opt_out(session, keys),
    )
