"""The ledger of consent, and what follows from it: what an address must not be sent.

Every writer takes the company's turn first (`_HOLD`) and after every other lock, so that two words
of one person are weighed one after the other, and nobody waits for somebody who waits for them.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from json import dumps
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from schemas.consents import OWN_WORDS, SAID_ON, Entry, Standing
from schemas.enums import Channel, ConsentSource
from schemas.policies import ALL, MARKETING, UNREACHABLE

# Why an address is not written to (Suppression.reason).
OPTED_OUT, PROVIDER_OPT_OUT, MANUAL = "opted_out", "provider_opt_out", "manual"
BY_API, IMPORTED, OTHER_CHANNEL, MERGED = "api", "imported", "other_channel", "merged"
_REASONS = {
    ConsentSource.KEYWORD: OPTED_OUT,
    ConsentSource.BUTTON: OPTED_OUT,
    ConsentSource.PROVIDER: PROVIDER_OPT_OUT,
    ConsentSource.AGENT: MANUAL,
    ConsentSource.API: BY_API,
    ConsentSource.IMPORT: IMPORTED,
}
_OWN = ", ".join(f"'{source}'" for source in OWN_WORDS)
_CHANNELS = ", ".join(f"'{channel}'" for channel in Channel)
_PHONES = "('phone', 'whatsapp')"

# Thousands of words are joined with each other: a plan kept for any number of them takes them for ten.
_HOLD = text(
    "SELECT pg_advisory_xact_lock(hashtextextended(:name, 0)),"
    " set_config('plan_cache_mode', 'force_custom_plan', true)"
)
# A person's own STOP is one of marketing on every other channel, where the company wants it so.
# What they told WhatsApp of marketing there is about WhatsApp alone.
_WRITE = text(
    f"""
    WITH told AS MATERIALIZED (
        SELECT * FROM unnest(
            CAST(:places AS int[]), CAST(:contacts AS uuid[]), CAST(:keys AS text[]),
            CAST(:channels AS text[]), CAST(:scopes AS text[]), CAST(:granted AS bool[]),
            CAST(:sources AS text[]), CAST(:proofs AS text[]), CAST(:authors AS uuid[]),
            CAST(:moments AS timestamptz[])
        ) AS t (place, contact_id, match_key, channel, scope, granted, source, proof, author, at)
    ),
    person AS MATERIALIZED (
        SELECT t.place, coalesce(t.contact_id, c.id, i.contact_id) AS contact_id
        FROM told t
        LEFT JOIN contacts c ON t.contact_id IS NULL AND c.phone_key = t.match_key
        LEFT JOIN LATERAL (
            SELECT contact_id FROM contact_identities
            WHERE t.contact_id IS NULL AND c.id IS NULL AND kind IN {_PHONES}
              AND match_key = t.match_key
            LIMIT 1
        ) i ON true
    ),
    addressed AS MATERIALIZED (
        SELECT p.place, p.contact_id, t.match_key FROM told t JOIN person p USING (place)
        WHERE t.match_key IS NOT NULL
        UNION
        SELECT p.place, p.contact_id, c.phone_key FROM person p JOIN contacts c ON c.id = p.contact_id
        WHERE c.phone_key IS NOT NULL
        UNION
        SELECT p.place, p.contact_id, i.match_key
        FROM person p JOIN contact_identities i ON i.contact_id = p.contact_id
        WHERE i.kind IN {_PHONES}
    ),
    said AS (
        SELECT place, channel, scope, granted, source, CAST(proof AS jsonb) AS proof, author, at
        FROM told
        UNION ALL
        SELECT t.place, o.channel, '{MARKETING}', false, t.source,
               CAST(t.proof AS jsonb) || jsonb_build_object('{SAID_ON}', t.channel), t.author, t.at
        FROM told t JOIN unnest(ARRAY[{_CHANNELS}]) AS o (channel) ON o.channel <> t.channel
        WHERE NOT t.granted AND t.scope = '{ALL}' AND t.source IN ({_OWN})
          AND coalesce((SELECT stop_everywhere FROM company_policies), true)
    )
    INSERT INTO consents (company_id, contact_id, channel, match_key, scope, granted, source,
                          proof, recorded_by, occurred_at)
    SELECT :company_id, a.contact_id, s.channel, a.match_key, s.scope, s.granted, s.source,
           s.proof, s.author, least(s.at, now())
    FROM said s JOIN addressed a USING (place)
    ON CONFLICT ON CONSTRAINT uq_consents_line DO NOTHING
    RETURNING channel, match_key, scope, granted
    """
)
# The newest word counts, whatever order words arrive in; of two at one moment the refusal.
# To allow everything is to allow marketing; what was chosen of topics stays as it is.
_SETTLE = text(
    f"""
    WITH touched AS MATERIALIZED (
        SELECT DISTINCT channel, match_key, scope FROM unnest(
            CAST(:channels AS text[]), CAST(:keys AS text[]), CAST(:scopes AS text[])
        ) AS t (channel, match_key, scope)
    ),
    newest AS MATERIALIZED (
        SELECT t.channel, t.match_key, t.scope, l.granted, l.reason, l.recorded_by
        FROM touched t CROSS JOIN LATERAL (
            SELECT c.granted, c.recorded_by,
                   CASE WHEN c.proof ? '{SAID_ON}' THEN '{OTHER_CHANNEL}'
                        ELSE CAST(:reasons AS jsonb) ->> c.source END AS reason
            FROM consents c
            WHERE c.match_key = t.match_key AND c.channel = t.channel
              AND (c.scope = t.scope
                   OR t.scope = '{MARKETING}' AND c.scope = '{ALL}' AND c.granted)
            ORDER BY c.occurred_at DESC, c.granted
            LIMIT 1
        ) l
    ),
    lifted AS (
        DELETE FROM suppressions s USING newest n
        WHERE n.granted AND s.channel = n.channel AND s.match_key = n.match_key
          AND s.scope = n.scope
        RETURNING s.channel, s.match_key, s.scope
    ),
    refused AS (
        INSERT INTO suppressions AS s (company_id, channel, match_key, scope, reason, created_by)
        SELECT :company_id, channel, match_key, scope, reason, recorded_by
        FROM newest WHERE NOT granted
        ORDER BY channel, match_key, scope
        ON CONFLICT (company_id, channel, match_key, scope)
        DO UPDATE SET reason = excluded.reason, created_by = excluded.created_by
        WHERE s.reason IN ('{MERGED}', '{OTHER_CHANNEL}') AND excluded.reason <> s.reason
        RETURNING s.channel, s.match_key, s.scope, xmax = 0 AS fresh
    )
    SELECT channel, match_key, scope, false AS refused FROM lifted
    UNION ALL
    SELECT channel, match_key, scope, true FROM refused WHERE fresh
    """
)


async def record(
    session: AsyncSession, company_id: UUID, entries: Sequence[Entry]
) -> list[Standing]:
    """Write words into the ledger and settle what stands; what is different now.

    Each word is a line for every number of its person, and the same word told twice is one. What
    an address must not be sent follows from the newest word about it, so words may come late and
    in any order; one from the future counts as said now. A grant is believed here: services.consents
    says whose may be.
    """
    if not entries:
        return []
    await hold(session, company_id)
    lines = (await session.execute(_WRITE, _told(company_id, entries))).all()
    touched = {(line.channel, line.match_key, line.scope) for line in lines}
    touched |= {
        (line.channel, line.match_key, MARKETING)
        for line in lines
        if line.granted and line.scope == ALL
    }
    if not touched:
        return []
    ordered = sorted(touched)
    changed = await session.execute(
        _SETTLE,
        {
            "company_id": company_id,
            "channels": [one[0] for one in ordered],
            "keys": [one[1] for one in ordered],
            "scopes": [one[2] for one in ordered],
            "reasons": dumps(_REASONS),
        },
    )
    return [Standing(Channel(row[0]), row[1], row[2], row[3]) for row in changed]


async def hold(session: AsyncSession, company_id: UUID) -> None:
    """One transaction of this company at a time writes consent from here on."""
    await session.execute(_HOLD, {"name": f"consents:{company_id}"})


def _told(company_id: UUID, entries: Sequence[Entry]) -> dict[str, object]:
    return {
        "company_id": company_id,
        "places": list(range(len(entries))),
        "contacts": [entry.contact_id for entry in entries],
        "keys": [entry.match_key for entry in entries],
        "channels": [entry.channel.value for entry in entries],
        "scopes": [entry.scope for entry in entries],
        "granted": [entry.granted for entry in entries],
        "sources": [entry.source.value for entry in entries],
        "proofs": [dumps(dict(entry.proof)) for entry in entries],
        "authors": [entry.recorded_by for entry in entries],
        "moments": [entry.occurred_at for entry in entries],
    }


_RECIPIENTS = text(
    """
    SELECT r.contact_id, r.address_key AS match_key, c.channel, r.id
    FROM campaign_recipients r JOIN campaigns c ON c.id = r.campaign_id
    WHERE r.id = ANY(CAST(:ids AS uuid[]))
    """
)
_MESSAGES = text(
    """
    SELECT m.contact_id, c.phone_key AS match_key, n.channel, m.id
    FROM messages m
    JOIN phone_numbers n ON n.id = m.phone_number_id
    LEFT JOIN contacts c ON c.company_id = m.company_id AND c.id = m.contact_id
    WHERE m.id = ANY(CAST(:ids AS uuid[]))
    """
)
_NOW = text("SELECT clock_timestamp()")


async def refusals_of(
    session: AsyncSession, ids: Collection[UUID], *, of_campaigns: bool
) -> list[Entry]:
    """What the provider says by refusing these sends of campaigns, or messages of conversations:
    that the person wants no such messages.
    """
    rows = await session.execute(_RECIPIENTS if of_campaigns else _MESSAGES, {"ids": list(ids)})
    moment = await now(session)
    return [
        Entry(
            channel=Channel(row.channel),
            scope=provider_scope(Channel(row.channel)),
            granted=False,
            source=ConsentSource.PROVIDER,
            occurred_at=moment,
            contact_id=row.contact_id,
            match_key=row.match_key,
            proof={"recipient_id" if of_campaigns else "message_id": str(row.id)},
        )
        for row in rows
    ]


async def now(session: AsyncSession) -> datetime:
    """The database's clock; it goes on within a transaction."""
    found: datetime = (await session.execute(_NOW)).scalar_one()
    return found


def provider_scope(channel: Channel) -> str:
    """What a provider's word is about: Meta's our marketing, a phone company's everything."""
    return ALL if channel is Channel.SMS else MARKETING


_REACHED = text(
    f"""
    WITH back AS (
        DELETE FROM suppressions s
        USING unnest(CAST(:channels AS text[]), CAST(:keys AS text[])) AS w (channel, match_key)
        WHERE s.channel = w.channel AND s.match_key = w.match_key AND s.scope = '{UNREACHABLE}'
    )
    SELECT keywords FROM company_policies
    """
)


async def heard_from(
    session: AsyncSession, addresses: Collection[tuple[Channel, str]]
) -> dict[str, object]:
    """Who writes can be reached after all; answers the company's own words, in one statement."""
    found: dict[str, object] | None = await session.scalar(
        _REACHED,
        {
            "channels": [channel.value for channel, _ in addresses],
            "keys": [key for _, key in addresses],
        },
    )
    return found or {}


# Who asked for no messages on the number that was theirs wants none on the next either.
_FOLLOW = text(
    f"""
    INSERT INTO suppressions (company_id, channel, match_key, scope, reason)
    SELECT DISTINCT CAST(:company_id AS uuid), s.channel, m.after, s.scope, '{MERGED}'
    FROM unnest(CAST(:before AS text[]), CAST(:after AS text[])) AS m (before, after)
    JOIN suppressions s ON s.match_key = m.before AND s.channel IN ({_CHANNELS})
                       AND s.scope <> '{UNREACHABLE}'
    ORDER BY s.channel, m.after, s.scope
    ON CONFLICT DO NOTHING
    """
)


async def follow(session: AsyncSession, company_id: UUID, moved: Mapping[str, str]) -> None:
    """People have another main number: old key -> new key. What they refused holds for both."""
    values = {"company_id": company_id, "before": list(moved), "after": list(moved.values())}
    await session.execute(_FOLLOW, values)


_STANDING = text(
    f"""
    SELECT match_key FROM suppressions
    WHERE match_key = ANY(CAST(:keys AS text[])) AND channel = ANY(CAST(:channels AS text[]))
      AND scope = :scope AND reason <> '{MERGED}'
    GROUP BY match_key HAVING count(*) = :wanted
    """
)


async def standing_everywhere(
    session: AsyncSession, keys: Sequence[str], channels: Collection[Channel], scope: str
) -> set[str]:
    """Which of these addresses refuse this on all of these channels, by a word of their own."""
    wanted = {
        "keys": list(keys),
        "channels": [channel.value for channel in channels],
        "scope": scope,
        "wanted": len(set(channels)),
    }
    return set(await session.scalars(_STANDING, wanted))
