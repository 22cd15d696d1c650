"""One block of an import applied by a handful of statements, none of them per row.

The rows lie in a temporary table that empties itself at commit. `id` is what a new contact will
be called; `contact_id` is who it turns out to be already.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import psycopg
from sqlalchemy import CursorResult, TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.queries.consents import MERGED
from schemas.enums import Channel
from schemas.policies import UNREACHABLE

_TABLE = text("""
    CREATE TEMPORARY TABLE IF NOT EXISTS import_rows (
        row integer NOT NULL,
        id uuid NOT NULL,
        phone_key text NOT NULL,
        phone text NOT NULL,
        name text NOT NULL DEFAULT '',
        email text,
        external_id text,
        language text,
        time_zone text,
        fields jsonb NOT NULL DEFAULT '{}',
        -- Names between bars.
        tags text,
        contact_id uuid
    ) ON COMMIT DELETE ROWS
""")

_SETTINGS = (
    # A block looks up its own rows only. Without these a planner that has no figures yet for a
    # company's contacts takes them for few and reads them all, block after block.
    text("SET LOCAL enable_hashjoin = off"),
    text("SET LOCAL enable_mergejoin = off"),
    # A block is lost together with its progress, or not at all; and what ends the import waits
    # for the disk, which then has all blocks as well.
    text("SET LOCAL synchronous_commit = off"),
)

_DROP_DUPLICATES = text("DELETE FROM import_rows WHERE row = ANY(:rows)")

_KEYS = "COPY (SELECT phone_key FROM contacts WHERE phone_key IS NOT NULL) TO STDOUT"
_HAS_IDENTITIES = text("SELECT EXISTS (SELECT FROM contact_identities)")

# By number first; then by a further address; then by the caller's own id.
_BY_PHONE = text("""
    UPDATE import_rows r SET contact_id = c.id FROM contacts c WHERE c.phone_key = r.phone_key
""")
_BY_IDENTITY = text("""
    UPDATE import_rows r SET contact_id = i.contact_id FROM contact_identities i
    WHERE r.contact_id IS NULL AND i.kind IN ('phone', 'whatsapp') AND i.match_key = r.phone_key
""")
_REFUSE_TAKEN = text("""
    DELETE FROM import_rows r USING contacts c
    WHERE c.external_id = r.external_id AND r.contact_id <> c.id RETURNING r.row
""")
_BY_EXTERNAL_ID = text("""
    UPDATE import_rows r SET contact_id = c.id FROM contacts c
    WHERE r.contact_id IS NULL AND c.external_id = r.external_id
""")
_REFUSE_SECOND = text("""
    DELETE FROM import_rows r USING import_rows other
    WHERE r.contact_id = other.contact_id AND r.row > other.row RETURNING r.row
""")

# Sorted, so that blocks side by side never wait for each other crosswise.
_NEW_TAGS = text("""
    INSERT INTO tags (company_id, name)
    SELECT DISTINCT ON (lower(tag)) :company_id, tag
    FROM import_rows r, unnest(string_to_array(r.tags, '|')) AS tag
    WHERE r.contact_id IS NULL OR NOT :only_new
    ORDER BY lower(tag)
    ON CONFLICT DO NOTHING
""")
_CHOSEN_TAGS = "CAST(:tag_ids AS uuid[])"
_WITH_OWN_TAGS = f"""({_CHOSEN_TAGS} || ARRAY(
    SELECT t.id FROM tags t WHERE lower(t.name) = ANY (string_to_array(lower(r.tags), '|'))
      AND t.id <> ALL ({_CHOSEN_TAGS})
))"""
# A dry run makes no tags, and still counts who would get a new one.
_GETS_NEW_TAG = """EXISTS (
    SELECT FROM unnest(string_to_array(lower(r.tags), '|')) AS tag
    WHERE NOT EXISTS (SELECT FROM tags t WHERE lower(t.name) = tag)
)"""

# In the order of the index on phone_key: its pages are each touched once.
_INSERT = """
    INSERT INTO contacts (company_id, id, name, phone, phone_key, email, external_id, language,
                          time_zone, tag_ids, fields, source, import_id)
    SELECT :company_id, id, name, phone, phone_key, email, external_id, language,
           time_zone, {tags}, fields, 'import', :import_id
    FROM import_rows r WHERE contact_id IS NULL
    ORDER BY phone_key
"""

# What an existing contact would look like afterwards. An empty cell changes nothing.
_MERGED = """
    SELECT c.id, c.name, c.phone, c.phone_key, c.email, c.external_id, c.language, c.time_zone,
           c.tag_ids, c.fields, c.updated_at,
           {name} AS new_name, {phone} AS new_phone, {phone_key} AS new_phone_key,
           {email} AS new_email, {external_id} AS new_external_id, {language} AS new_language,
           {time_zone} AS new_time_zone,
           {fields} AS new_fields,
           c.tag_ids || ARRAY(
               SELECT tag FROM unnest({tags}) AS tag WHERE tag <> ALL (c.tag_ids)
           ) AS new_tag_ids,
           {gets_new_tag} AS gets_new_tag
    FROM import_rows r JOIN contacts c ON c.id = r.contact_id
"""
# Theirs already, as the main number or a further one: then the main one stays what it is.
_IS_THEIRS = """(c.phone_key = r.phone_key OR EXISTS (
    SELECT FROM contact_identities i WHERE i.contact_id = c.id
      AND i.kind IN ('phone', 'whatsapp') AND i.match_key = r.phone_key
))"""
_OVERWRITE = {
    "name": "coalesce(nullif(r.name, ''), c.name)",
    "phone": f"CASE WHEN {_IS_THEIRS} THEN coalesce(c.phone, r.phone) ELSE r.phone END",
    "phone_key": f"CASE WHEN {_IS_THEIRS} THEN coalesce(c.phone_key, r.phone_key)"
    " ELSE r.phone_key END",
    "email": "coalesce(r.email, c.email)",
    "external_id": "coalesce(r.external_id, c.external_id)",
    "language": "coalesce(r.language, c.language)",
    "time_zone": "coalesce(r.time_zone, c.time_zone)",
    "fields": "c.fields || r.fields",
}
_FILL = {
    "name": "coalesce(nullif(c.name, ''), r.name)",
    "phone": "coalesce(c.phone, r.phone)",
    "phone_key": "coalesce(c.phone_key, r.phone_key)",
    "email": "coalesce(c.email, r.email)",
    "external_id": "coalesce(c.external_id, r.external_id)",
    "language": "coalesce(c.language, r.language)",
    "time_zone": "coalesce(c.time_zone, r.time_zone)",
    "fields": "r.fields || c.fields",
}
_DIFFERENT = """
    (gets_new_tag OR
    (name, phone, phone_key, email, external_id, language, time_zone, fields, tag_ids) IS DISTINCT FROM
    (new_name, new_phone, new_phone_key, new_email, new_external_id, new_language, new_time_zone,
     new_fields, new_tag_ids))
"""
# Enrolled when the file is read in: services.source_runs.
_LET_WAIT = text("""
    INSERT INTO cadence_source_members (company_id, source_id, contact_id, waiting)
    SELECT :company_id, :source_id, key, true
    FROM (SELECT DISTINCT coalesce(contact_id, id) AS key FROM import_rows
          WHERE contact_id IS NULL OR NOT :only_new) AS people
    ORDER BY key
    ON CONFLICT (company_id, source_id, contact_id) DO NOTHING
""")
_COUNT_CHANGED = "WITH merged AS ({merged}) SELECT count(*) FROM merged WHERE {different}"
_UPDATE = """
    WITH merged AS MATERIALIZED ({merged} FOR UPDATE OF c),
    changed AS MATERIALIZED (SELECT * FROM merged WHERE {different}),
    remembered AS (
        INSERT INTO contact_import_changes (company_id, import_id, contact_id, before)
        SELECT :company_id, :import_id, id, jsonb_build_object(
            'name', name, 'phone', phone, 'phone_key', phone_key, 'email', email,
            'external_id', external_id, 'language', language, 'time_zone', time_zone,
            'fields', fields,
            'tag_ids', to_jsonb(tag_ids), 'updated_at', updated_at, 'imported_at', now())
        FROM changed
        ON CONFLICT DO NOTHING
    ),
    -- Who wants no messages wants none on their new number either.
    left_alone AS (
        INSERT INTO suppressions (company_id, channel, match_key, scope, reason)
        SELECT DISTINCT CAST(:company_id AS uuid), s.channel, n.new_phone_key, s.scope, '{merged_reason}'
        FROM changed n JOIN suppressions s
          ON s.match_key = n.phone_key AND s.channel IN ({channels}) AND s.scope <> '{unreachable}'
        WHERE n.new_phone_key <> n.phone_key
        ORDER BY s.channel, n.new_phone_key, s.scope
        ON CONFLICT DO NOTHING
    )
    UPDATE contacts c SET
        name = new_name, phone = new_phone, phone_key = new_phone_key, email = new_email,
        external_id = new_external_id, language = new_language,
        time_zone = new_time_zone, fields = new_fields,
        tag_ids = new_tag_ids, updated_at = now()
    FROM changed WHERE c.id = changed.id
"""


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of the staged rows."""

    created: int
    updated: int
    unchanged: int
    # Rows of the block whose external id belongs to another contact than their number.
    taken: list[int]
    # Rows that turned out to be a person an earlier row of the block is already.
    repeated: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose for this import."""

    company_id: UUID
    import_id: UUID
    tag_ids: tuple[UUID, ...]
    # Leave contacts that are there already as they are.
    only_new: bool
    # A value in the file replaces a stored one; else it only fills a gap.
    overwrite: bool
    # The file has a column of tags.
    tagged: bool = False
    # The source of a cadence that everybody of the file waits for, or only who is new.
    source_id: UUID | None = None

    @property
    def parameters(self) -> dict[str, object]:
        return {
            "company_id": self.company_id,
            "import_id": self.import_id,
            "tag_ids": list(self.tag_ids),
        }

    @property
    def tags(self) -> str:
        """SQL for the tags one row's contact gets."""
        return _WITH_OWN_TAGS if self.tagged else _CHOSEN_TAGS


async def stage(
    session: AsyncSession, columns: Sequence[str], rows: bytes, duplicates: Sequence[int]
) -> None:
    """Put a block's rows, in the text form of COPY, into the session's staging table."""
    await session.execute(_TABLE)
    for setting in _SETTINGS:
        await session.execute(setting)
    driver = await _driver(session)
    names = ", ".join(columns)
    async with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY import_rows ({names}) FROM STDIN") as copy,
    ):
        await copy.write(rows)
    if duplicates:
        await session.execute(_DROP_DUPLICATES, {"rows": list(duplicates)})


async def known_keys(session: AsyncSession) -> bytes | None:
    """Every contact's match key, a line each; None where keys alone do not tell who is known."""
    if await session.scalar(_HAS_IDENTITIES):
        return None
    lines = bytearray()
    async with (await _driver(session)).cursor() as cursor, cursor.copy(_KEYS) as copy:
        async for chunk in copy:
            lines += chunk
    return bytes(lines)


async def match(session: AsyncSession, *, external: bool) -> tuple[int, list[int], int]:
    """Find who is a contact already: how many, rows refused, rows that repeat a person."""
    matched = await _changed(session, _BY_PHONE)
    taken: list[int] = []
    repeated = 0
    identities = await session.scalar(_HAS_IDENTITIES)
    if identities:
        matched += await _changed(session, _BY_IDENTITY)
    if external:
        taken = list(await session.scalars(_REFUSE_TAKEN))
        matched += await _changed(session, _BY_EXTERNAL_ID)
    if identities or external:
        repeated = len((await session.scalars(_REFUSE_SECOND)).all())
    return matched - len(taken) - repeated, taken, repeated


async def apply(
    session: AsyncSession, choices: Choices, *, external: bool, all_new: bool, dry_run: bool
) -> Applied:
    """Create and update contacts from the staged rows; a dry run only counts.

    `all_new`: nobody in the rows was a contact a moment ago. If that has changed since, the
    insert violates a unique index.
    """
    matched, repeated = 0, 0
    taken: list[int] = []
    if not all_new:
        matched, taken, repeated = await match(session, external=external)
    staged = await session.scalar(text("SELECT count(*) FROM import_rows")) or 0
    if choices.tagged and not dry_run:
        which = {"company_id": choices.company_id, "only_new": choices.only_new}
        await session.execute(_NEW_TAGS, which)
    if staged > matched and not dry_run:
        await session.execute(text(_INSERT.format(tags=choices.tags)), choices.parameters)
    updated = 0
    if matched and not choices.only_new:
        updated = await _update(session, choices, dry_run=dry_run)
    if choices.source_id is not None and not dry_run:
        await session.execute(
            _LET_WAIT,
            {
                "company_id": choices.company_id,
                "source_id": choices.source_id,
                "only_new": choices.only_new,
            },
        )
    return Applied(staged - matched, updated, matched - updated, taken, repeated)


async def _update(session: AsyncSession, choices: Choices, *, dry_run: bool) -> int:
    values = _OVERWRITE if choices.overwrite else _FILL
    gets_new = _GETS_NEW_TAG if choices.tagged and dry_run else "false"
    merged = _MERGED.format(**values, tags=choices.tags, gets_new_tag=gets_new)
    if dry_run:
        query = _COUNT_CHANGED.format(merged=merged, different=_DIFFERENT)
        return await session.scalar(text(query), {"tag_ids": list(choices.tag_ids)}) or 0
    statement = _UPDATE.format(
        merged=merged,
        different=_DIFFERENT,
        merged_reason=MERGED,
        unreachable=UNREACHABLE,
        channels=", ".join(f"'{channel}'" for channel in Channel),
    )
    return await _changed(session, text(statement), choices.parameters)


async def _driver(session: AsyncSession) -> psycopg.AsyncConnection:
    connection = await (await session.connection()).get_raw_connection()
    driver = connection.driver_connection
    assert isinstance(driver, psycopg.AsyncConnection)
    return driver


async def _changed(
    session: AsyncSession, statement: TextClause, parameters: Mapping[str, object] | None = None
) -> int:
    result = await session.execute(statement, parameters)
    assert isinstance(result, CursorResult)
    return result.rowcount
