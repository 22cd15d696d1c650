"""Whom the provider holds back: who gets another try, and when. Shared by answers and receipts.

`hold` (the person gets as much marketing as the provider lets through): after 24, 48 and 96 hours.
`retry_once` (their phone was off, or nobody knows): once, an hour later. Only while the campaign is
worth sending: until it expires, or a week after its launch.
"""

# The reasons a recipient waits with; they stand in campaign_counts as well.
REASONS = ("held_by_provider", "tried_later")
REASON = "CASE l.later WHEN 'hold' THEN 'held_by_provider' ELSE 'tried_later' END"


def due(tries: str) -> str:
    """SQL for when the next try is, `tries` counting the one that failed; null: there is none.

    It reads `l.later` and `l.campaign_id`; the campaign is looked at only for those few.
    """
    at = (
        f"CASE WHEN l.later = 'hold' AND {tries} <= 3"
        f" THEN now() + interval '24 hours' * power(2, {tries} - 1)"
        f" WHEN l.later = 'retry_once' AND {tries} <= 1 THEN now() + interval '1 hour' END"
    )
    ends = "coalesce(c.expires_at, coalesce(c.launched_at, c.created_at) + interval '7 days')"
    wanted = f"c.status NOT IN ('cancelled', 'failed') AND {at} < {ends}"
    campaign = (
        f"SELECT CASE WHEN {wanted} THEN {at} END FROM campaigns c WHERE c.id = l.campaign_id"
    )
    return f"CASE WHEN l.later IS NOT NULL THEN ({campaign}) END"
