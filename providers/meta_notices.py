"""What Meta tells about templates, numbers and accounts."""

from datetime import datetime
from typing import TypedDict

from providers.meta_json import Json, mapping, text
from schemas.events import AccountEvent, InboundEvent, OtherEvent, TemplateEvent

_PROVIDER = "meta"
_TEMPLATE_FIELDS = {
    "message_template_status_update": "status",
    "template_category_update": "category",
    "message_template_quality_update": "quality",
    "message_template_components_update": "components",
}
# Where each kind of change writes its new and its old value.
_AFTER = {"status": "event", "category": "new_category", "quality": "new_quality_score"}
_BEFORE = {"category": "previous_category", "quality": "previous_quality_score"}
_ACCOUNT_FIELDS = {
    "account_update",
    "account_alerts",
    "account_review_update",
    "business_capability_update",
    "phone_number_name_update",
    "phone_number_quality_update",
    "security",
}


class Common(TypedDict):
    """What every event has."""

    account_id: str
    external_id: str
    occurred_at: datetime
    payload: dict[str, object]


def notice(
    field: str,
    value: Json,
    *,
    account_id: str,
    external_id: str,
    occurred_at: datetime,
    payload: dict[str, object],
) -> InboundEvent:
    """An event for any field but messages and preferences."""
    common = Common(
        account_id=account_id,
        external_id=external_id,
        occurred_at=occurred_at,
        payload=payload,
    )
    template_id = text(value.get("message_template_id"))
    if field in _TEMPLATE_FIELDS and template_id:
        return _template(_TEMPLATE_FIELDS[field], value, common)
    if field in _ACCOUNT_FIELDS:
        return _account(field, value, common)
    return OtherEvent(provider=_PROVIDER, kind=f"other_{field or 'unnamed'}"[:60], **common)


def _template(change: str, value: Json, common: Common) -> TemplateEvent:
    before = text(value.get(_BEFORE.get(change, ""))).lower()
    return TemplateEvent(
        provider=_PROVIDER,
        kind="template",
        provider_template_id=text(value.get("message_template_id")),
        name=text(value.get("message_template_name")),
        language=text(value.get("message_template_language")),
        change=change,
        before=before or None,
        after=text(value.get(_AFTER.get(change, ""))).lower(),
        reason=_reason(value),
        **common,
    )


def _reason(value: Json) -> str | None:
    """Meta's words; its "NONE" says nothing."""
    info = mapping(value.get("rejection_info"))
    other = mapping(value.get("other_info"))
    words = text(info.get("reason")) or text(other.get("description")) or text(value.get("reason"))
    return words if words and words.upper() != "NONE" else None


def _account(field: str, value: Json, common: Common) -> AccountEvent:
    ban = text(mapping(value.get("ban_info")).get("waba_ban_state"))
    event = text(value.get("event")) or text(value.get("decision")) or field
    detail = (
        ban
        or text(value.get("current_limit"))
        or text(mapping(value.get("violation_info")).get("violation_type"))
        or text(mapping(value.get("alert_info")).get("alert_description"))
        or text(value.get("alert_description"))
    )
    number = "".join(filter(str.isdigit, text(value.get("display_phone_number"))))
    return AccountEvent(
        provider=_PROVIDER,
        kind=field,
        event=event.lower(),
        detail=detail,
        number=number or None,
        daily_limit=_daily_limit(value),
        **common,
    )


def _daily_limit(value: Json) -> str | None:
    """By its old and its new names; the last belonged to one number before portfolios had it."""
    for name in (
        "max_daily_conversations_per_business",
        "max_daily_conversation_per_business",
        "current_limit",
        "max_daily_conversation_per_phone",
    ):
        found = value.get(name)
        if isinstance(found, str | int) and not isinstance(found, bool):
            return str(found)
    return None
