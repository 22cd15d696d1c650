"""Meta's side of a template's life: review, status and category, each told by webhook."""

from functools import partial
from typing import Any

from sandbox.meta.model import Template
from sandbox.meta.world import World

JsonObject = dict[str, Any]

STATUSES = [
    "PENDING",
    "APPROVED",
    "REJECTED",
    "PAUSED",
    "DISABLED",
    "IN_APPEAL",
    "PENDING_DELETION",
    "DELETED",
    "FLAGGED",
    "REINSTATED",
    "LIMIT_EXCEEDED",
    "LOCKED",
    "ARCHIVED",
    "UNARCHIVED",
]
CATEGORIES = ("MARKETING", "UTILITY", "AUTHENTICATION")
QUALITIES = ("GREEN", "YELLOW", "RED", "UNKNOWN")
_SELLING = ("promo", "desconto", "oferta", "discount", "% off", "coupon", "cupom")


def submit(world: World, template: Template) -> None:
    """Start a review; its result comes after `review_after`."""
    template.status, template.rejected_reason = "PENDING", "NONE"
    world.timers.after(world.behaviour.review_after, partial(_decide, world, template))


def sells(text: str) -> bool:
    return any(word in text.lower() for word in _SELLING)


def set_status(world: World, template: Template, status: str, reason: str | None = None) -> None:
    template.status = status
    template.rejected_reason = reason or "NONE"
    value: JsonObject = {
        "event": status,
        "message_template_id": int(template.id),
        "message_template_name": template.name,
        "message_template_language": template.language,
        "message_template_category": template.category,
        "reason": template.rejected_reason,
    }
    if status == "REJECTED":
        value["rejection_info"] = {
            "reason": "The template's content does not follow the WhatsApp Business Messaging "
            "Policy.",
            "recommendation": "Change the text and submit the template again.",
        }
    if status == "PAUSED":
        value["other_info"] = {
            "title": "FIRST_PAUSE",
            "description": "Your template has been paused for 3 hours because of low quality.",
        }
    world.tell(template.account_id, "message_template_status_update", value)


def set_category(world: World, template: Template, category: str) -> None:
    template.previous_category, template.category = template.category, category
    world.tell(
        template.account_id,
        "template_category_update",
        {
            **_named(template),
            "previous_category": template.previous_category,
            "new_category": category,
        },
    )


def set_quality(world: World, template: Template, quality: str) -> None:
    before, template.quality = template.quality, quality
    world.tell(
        template.account_id,
        "message_template_quality_update",
        {
            "previous_quality_score": before,
            "new_quality_score": quality,
            **_named(template),
        },
    )


def _named(template: Template) -> JsonObject:
    return {
        "message_template_id": int(template.id),
        "message_template_name": template.name,
        "message_template_language": template.language,
    }


def _decide(world: World, template: Template) -> None:
    if template.id not in world.templates or template.status != "PENDING":
        return
    if "reject" in template.name:
        set_status(world, template, "REJECTED", "INVALID_FORMAT")
        return
    set_status(world, template, "APPROVED")
    if template.category == "UTILITY" and sells(_text(template)):
        set_category(world, template, "MARKETING")


def _text(template: Template) -> str:
    return " ".join(str(part.get("text", "")) for part in template.components)
