"""What the ledger's statements share: the counters they move and the order of the statuses."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import text

from schemas.delivery import RANK
from schemas.enums import DeliveryStatus

# A campaign that was frozen a moment ago has no statistics yet: the planner takes its million rows
# for a hundred, and would collect and sort all of them for each page. Along the key it reads one.
# A statement that was planned while the table was small stays as it was planned: never by reading all.
ALONG_THE_KEY = """
    set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true),
    set_config('enable_seqscan', 'off', true)
"""
# Some hundred rows of the ledger by their ids: with statistics the planner may take to a merge, which
# walks the key from its beginning and costs more with each page. Without, it takes them for a handful:
# what is given is looked up in the table one by one, and never compared with each other.
BY_IDS = text(
    "SELECT set_config('enable_mergejoin', 'off', true), set_config('enable_seqscan', 'off', true),"
    " set_config('enable_hashjoin', 'off', true)"
)
# For what else the transaction asks.
AS_USUAL = text("SELECT set_config('enable_hashjoin', 'on', true)")
# Rows chosen by `= ANY(ids)`, joined with as many given ones: a table without statistics is taken for a
# handful of rows, and each of its thousands would walk through all that are given.
HASHED = text(
    "SELECT set_config('enable_mergejoin', 'off', true), set_config('enable_nestloop', 'off', true),"
    " set_config('enable_seqscan', 'off', true)"
)
# not_before of whose enrolment rests, until they go on: later than any message is, before NEVER.
HELD = datetime(2999, 12, 31, tzinfo=UTC)
# not_before of who waits for an experiment's winner: as good as never, and a moment Python has.
NEVER = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Moved:
    """A send, or a message, whose status is another now."""

    id: UUID
    before: DeliveryStatus
    after: DeliveryStatus


# The rows of a CTE named `moved` (company_id, campaign_id, variant, cost_micros, before,
# reason_before, after, reason_after) become counter changes. Ordered, so that two transactions
# never wait for each other crosswise.
COUNT_MOVED = """
    INSERT INTO campaign_counts AS c
        (company_id, campaign_id, status, reason, variant, count, cost_micros)
    SELECT company_id, campaign_id, status, reason, variant, sum(n), coalesce(sum(n * cost), 0)
    FROM (
        SELECT company_id, campaign_id, variant, cost_micros AS cost, before AS status,
               coalesce(reason_before, '') AS reason, -1 AS n FROM moved
        UNION ALL
        SELECT company_id, campaign_id, variant, cost_micros, after,
               coalesce(reason_after, ''), 1 FROM moved
    ) change
    GROUP BY company_id, campaign_id, status, reason, variant
    HAVING sum(n) <> 0
    ORDER BY company_id, campaign_id, status, reason, variant
    ON CONFLICT (company_id, campaign_id, status, reason, variant)
    DO UPDATE SET count = c.count + excluded.count,
                  cost_micros = c.cost_micros + excluded.cost_micros
"""


def rank_of(column: str) -> str:
    """SQL for a status column's place in the lattice of schemas.delivery."""
    cases = " ".join(f"WHEN '{status}' THEN {rank}" for status, rank in RANK.items())
    return f"(CASE {column} {cases} END)"


def id_range(campaign_id: UUID) -> tuple[UUID, UUID]:
    """The ids of a campaign's recipients lie behind the first and up to the second."""
    prefix = campaign_id.hex[16:]
    return UUID(prefix + "0" * 16), UUID(prefix + "f" * 16)
