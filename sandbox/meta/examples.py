"""Webhooks that nobody's message causes: account, number and template events, by name."""

import time
from collections.abc import Callable
from typing import Any

from sandbox.meta.model import Account, Number
from sandbox.meta.world import World

JsonObject = dict[str, Any]
_Build = Callable[[Account, Number], tuple[str, JsonObject]]


def names() -> list[str]:
    return sorted(_EXAMPLES)


def trigger(world: World, name: str, account: Account) -> JsonObject:
    """Send the example for this account; KeyError when there is none of this name."""
    number = next(n for n in world.numbers.values() if n.account_id == account.id)
    field, value = _EXAMPLES[name](account, number)
    world.tell(account.id, field, value)
    return {"field": field, "value": value}


def number_quality(number: Number, event: str) -> JsonObject:
    return {
        "display_phone_number": number.digits,
        "event": event,
        "current_limit": "TIER_10K" if event == "DOWNGRADE" else "TIER_100K",
        "max_daily_conversations_per_business": (
            "TIER_10K" if event == "DOWNGRADE" else "TIER_100K"
        ),
    }


def _account_update(event: str, **members: object) -> _Build:
    return lambda _account, number: (
        "account_update",
        {"phone_number": number.digits, "event": event, **members},
    )


def _quality(event: str) -> _Build:
    return lambda _, number: ("phone_number_quality_update", number_quality(number, event))


def _name_decision(_: Account, number: Number) -> tuple[str, JsonObject]:
    return "phone_number_name_update", {
        "display_phone_number": number.digits,
        "decision": "APPROVED",
        "requested_verified_name": number.verified_name,
        "rejection_reason": None,
    }


def _capability(_: Account, _number: Number) -> tuple[str, JsonObject]:
    return "business_capability_update", {
        "max_daily_conversation_per_phone": 10_000,
        "max_daily_conversations_per_business": "TIER_10K",
        "max_phone_numbers_per_business": 25,
    }


def _alert(account: Account, _: Number) -> tuple[str, JsonObject]:
    return "account_alerts", {
        "entity_type": "BUSINESS",
        "entity_id": account.id,
        "alert_info": {
            "alert_severity": "WARNING",
            "alert_status": "ACTIVE",
            "alert_type": "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED",
            "alert_description": "More information about this business is needed.",
        },
    }


def _review(_: Account, _number: Number) -> tuple[str, JsonObject]:
    return "account_review_update", {"decision": "APPROVED"}


def _security(_: Account, number: Number) -> tuple[str, JsonObject]:
    return "security", {
        "display_phone_number": number.digits,
        "event": "PIN_CHANGED",
        "requester": "61555822107539",
    }


def _unknown(_: Account, _number: Number) -> tuple[str, JsonObject]:
    return "a_field_of_tomorrow", {"anything": {"may": "stand here"}, "at": int(time.time())}


def _business_echo(_: Account, number: Number) -> tuple[str, JsonObject]:
    return "smb_message_echoes", {
        "messaging_product": "whatsapp",
        "metadata": {
            "display_phone_number": number.digits,
            "phone_number_id": number.id,
        },
        "message_echoes": [
            {
                "from": number.digits,
                "to": "5511999990000",
                "id": "wamid.HBgNNTUxMTk5OTk5MDAwMBUCABEYEjAwMDAwMDAwMDAwMDAwMDAwMAA=",
                "timestamp": str(int(time.time())),
                "type": "text",
                "text": {"body": "Sent from the business app"},
            }
        ],
    }


def _error(_: Account, number: Number) -> tuple[str, JsonObject]:
    return "messages", {
        "messaging_product": "whatsapp",
        "metadata": {
            "display_phone_number": number.digits,
            "phone_number_id": number.id,
        },
        "errors": [
            {
                "code": 130429,
                "title": "Rate limit hit",
                "message": "Rate limit hit",
                "error_data": {"details": "Too many messages in a short period of time."},
            }
        ],
    }


_EXAMPLES: dict[str, _Build] = {
    "account_restricted": _account_update(
        "ACCOUNT_RESTRICTION",
        restriction_info=[{"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING"}],
    ),
    "account_violation": _account_update(
        "ACCOUNT_VIOLATION", violation_info={"violation_type": "SCAM"}
    ),
    "account_disabled": _account_update(
        "DISABLED_UPDATE",
        ban_info={"waba_ban_state": "DISABLE", "waba_ban_date": "November 22, 2026"},
    ),
    "account_reinstated": _account_update(
        "DISABLED_UPDATE", ban_info={"waba_ban_state": "REINSTATE"}
    ),
    "account_deleted": _account_update("ACCOUNT_DELETED"),
    "partner_removed": _account_update("PARTNER_REMOVED"),
    "account_alert": _alert,
    "account_review": _review,
    "business_capability": _capability,
    "number_flagged": _quality("FLAGGED"),
    "number_unflagged": _quality("UNFLAGGED"),
    "number_downgraded": _quality("DOWNGRADE"),
    "number_upgraded": _quality("UPGRADE"),
    "number_name": _name_decision,
    "security": _security,
    "business_app_echo": _business_echo,
    "error": _error,
    "unknown_field": _unknown,
}
