"""What is told of a thing, as it stands: one statement for all things of a kind."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import RowMapping, TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.queries.conversations import window_end
from db.queries.ledger import AS_USUAL, BY_IDS
from schemas.enums import Channel, DeliveryStatus

Facts = dict[UUID, dict[str, object]]

_MESSAGES = text(
    """
    SELECT m.id, m.id AS message_id, m.conversation_id, m.contact_id, c.phone,
           m.phone_number_id AS number_id, n.channel, m.kind, m.body AS text, m.status,
           m.reason AS error_code, m.reason_detail AS error_detail, m.reply_to_recipient_id,
           m.external_id, coalesce(m.caller_data, '{}') AS metadata
    FROM messages m
    JOIN phone_numbers n ON n.id = m.phone_number_id
    LEFT JOIN contacts c ON c.id = m.contact_id
    WHERE m.id = ANY(CAST(:ids AS uuid[]))
    """
)
_SENDS = text(
    """
    SELECT r.id, r.id AS recipient_id, r.campaign_id, c.cadence_id, r.contact_id,
           r.address AS phone, c.phone_number_id AS number_id, c.channel,
           CASE WHEN c.template_id IS NULL THEN 'text' ELSE 'template' END AS kind, r.status,
           r.reason AS error_code, r.reason_detail AS error_detail, c.external_id
    FROM campaign_recipients r JOIN campaigns c ON c.id = r.campaign_id
    WHERE r.id = ANY(CAST(:ids AS uuid[]))
    """
)
_CONVERSATIONS = text(
    """
    SELECT v.id, v.id AS conversation_id, v.contact_id, v.phone_number_id AS number_id, n.channel,
           v.status, v.assignee_id, v.team_id, v.waiting_since, v.last_inbound_at,
           v.window_closed_at
    FROM conversations v JOIN phone_numbers n ON n.id = v.phone_number_id
    WHERE v.id = ANY(CAST(:ids AS uuid[]))
    """
)
_CONTACTS = text(
    """
    SELECT id, id AS contact_id, external_id, name, phone, email, language, tag_ids, fields, source
    FROM contacts WHERE id = ANY(CAST(:ids AS uuid[]))
    """
)
_CAMPAIGNS = text(
    """
    SELECT c.id, c.id AS campaign_id, c.external_id, c.name, c.channel, c.status,
           c.status_code AS code, c.status_detail AS detail,
           coalesce((
               SELECT jsonb_object_agg(n.status, n.count)
               FROM (SELECT status, sum(count) AS count FROM campaign_counts
                     WHERE campaign_id = c.id GROUP BY status HAVING sum(count) > 0) n
           ), '{}') AS counts
    FROM campaigns c WHERE c.id = ANY(CAST(:ids AS uuid[]))
    """
)
_CADENCES = text(
    """
    SELECT id, id AS cadence_id, name, status, status_code AS code, status_detail AS detail
    FROM cadences WHERE id = ANY(CAST(:ids AS uuid[]))
    """
)
_ENROLMENTS = text(
    """
    SELECT id, id AS enrolment_id, cadence_id, contact_id, version, lap, source, step_key
    FROM enrolments WHERE id = ANY(CAST(:ids AS uuid[]))
    """
)
_OWNERS = text(
    """
    SELECT phone_key AS key, id, phone FROM contacts
    WHERE phone_key = ANY(CAST(:keys AS text[]))
    UNION
    SELECT i.match_key, c.id, c.phone
    FROM contact_identities i JOIN contacts c ON c.id = i.contact_id
    WHERE i.kind IN ('phone', 'whatsapp') AND i.match_key = ANY(CAST(:keys AS text[]))
    """
)
_TAGS = text("SELECT id, name FROM tags WHERE id = ANY(CAST(:ids AS uuid[]))")
_STAGES = text("SELECT id, name, outcome FROM stages WHERE id = ANY(CAST(:ids AS uuid[]))")
_FAILED = frozenset({DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN, DeliveryStatus.SKIPPED})


async def messages(session: AsyncSession, ids: Sequence[UUID]) -> Facts:
    return {row["id"]: _sent(row) for row in await _rows(session, _MESSAGES, ids)}


async def sends(session: AsyncSession, ids: Sequence[UUID]) -> Facts:
    """Rows of the ledger, with what their campaign says."""
    await session.execute(BY_IDS)
    found = {row["id"]: _sent(row) for row in await _rows(session, _SENDS, ids)}
    await session.execute(AS_USUAL)
    return found


async def conversations(session: AsyncSession, ids: Sequence[UUID]) -> Facts:
    found = {}
    for row in await _rows(session, _CONVERSATIONS, ids):
        facts = _plain(row)
        if facts["channel"] == Channel.WHATSAPP:
            facts["window_expires_at"] = window_end(row["last_inbound_at"], row["window_closed_at"])
        found[row["id"]] = facts
    return found


async def contacts(session: AsyncSession, ids: Sequence[UUID]) -> Facts:
    return {row["id"]: _plain(row) for row in await _rows(session, _CONTACTS, ids)}


async def campaigns(session: AsyncSession, ids: Sequence[UUID]) -> Facts:
    return {row["id"]: _plain(row) for row in await _rows(session, _CAMPAIGNS, ids)}


async def cadences(session: AsyncSession, ids: Sequence[UUID]) -> Facts:
    return {row["id"]: _plain(row) for row in await _rows(session, _CADENCES, ids)}


async def enrolments(session: AsyncSession, ids: Sequence[UUID]) -> Facts:
    return {row["id"]: _plain(row) for row in await _rows(session, _ENROLMENTS, ids)}


async def tags(session: AsyncSession, ids: Sequence[UUID]) -> Facts:
    return {row["id"]: {"name": row["name"]} for row in await _rows(session, _TAGS, ids)}


async def stages(session: AsyncSession, ids: Sequence[UUID]) -> Facts:
    rows = await _rows(session, _STAGES, ids)
    return {row["id"]: {"stage": row["name"], "outcome": row["outcome"]} for row in rows}


async def owners(
    session: AsyncSession, keys: Sequence[str]
) -> dict[str, list[tuple[UUID, str | None]]]:
    """Whose these addresses are: contacts with their main number."""
    found: dict[str, list[tuple[UUID, str | None]]] = {}
    for key, contact_id, phone in await session.execute(_OWNERS, {"keys": list(keys)}):
        found.setdefault(key, []).append((contact_id, phone))
    return found


async def _rows(
    session: AsyncSession, statement: TextClause, ids: Sequence[UUID]
) -> Sequence[RowMapping]:
    return (await session.execute(statement, {"ids": list(ids)})).mappings().all()


def _plain(row: RowMapping) -> dict[str, object]:
    return dict(row)


def _sent(row: RowMapping) -> dict[str, object]:
    """A reason is an error only where it did not arrive."""
    facts = _plain(row)
    if row["status"] not in _FAILED:
        facts["error_code"] = facts["error_detail"] = None
    return facts
