"""When a second person has to agree to a campaign, and to what exactly they agreed. Pure."""

import hashlib
import json
from collections.abc import Mapping

from db.models.campaigns import Campaign
from schemas.policies import Policy

# What was agreed to may grow by so much before it is asked again.
_TOLERANCE_PERCENT = 10
# In Campaign.estimate, beside "cost_micros": what the SMS to whom it does not reach adds at most.
FALLBACK = "fallback_micros"
# What a campaign says and to whom: changed, it is another campaign.
_SUBSTANCE = (
    "channel",
    "phone_number_id",
    "template_id",
    "text",
    "sms",
    "topic_id",
    "audience",
    "bindings",
    "variants",
    "fallback",
    "budget_micros",
)


def needed(policy: Policy, *, recipients: int, cost_micros: int) -> tuple[str, ...]:
    """Which of the company's limits it reaches: "recipients", "cost", both or none.

    `cost_micros` is the dearest it can become, as if everybody needed the SMS of its fallback.
    """
    limits = {
        "recipients": (policy.approval_recipients, recipients),
        "cost": (policy.approval_micros, cost_micros),
    }
    return tuple(
        name for name, (limit, found) in limits.items() if limit is not None and found >= limit
    )


def covers(campaign: Campaign, policy: Policy, *, recipients: int, cost_micros: int) -> bool:
    """Whether the campaign may go out as it is now: nobody has to agree, or somebody did to this."""
    if not needed(policy, recipients=recipients, cost_micros=cost_micros):
        return True
    agreed = campaign.estimate or {}
    return (
        campaign.approved_by is not None
        and agreed.get("substance") == substance(campaign)
        and recipients <= _most(agreed, "reachable")
        and cost_micros <= _most(agreed, "cost_micros", FALLBACK)
    )


def substance(campaign: Campaign) -> str:
    """A fingerprint of what is sent to whom."""
    said = {name: getattr(campaign, name) for name in _SUBSTANCE}
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def _most(agreed: Mapping[str, object], *names: str) -> int:
    values = [agreed.get(name) for name in names]
    stood = sum(value for value in values if isinstance(value, int))
    return stood + stood * _TOLERANCE_PERCENT // 100
