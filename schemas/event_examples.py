"""One example of each shape of data, for the catalogue and its readers."""

from schemas.event_data import (
    BudgetData,
    CadenceData,
    CadenceWebhookData,
    CampaignData,
    ChannelData,
    ConsentData,
    ContactData,
    ContactEventData,
    ContactGoneData,
    ContactMergedData,
    ContactUpdatedData,
    ConversationData,
    EnrolmentData,
    EventData,
    ImportData,
    LeadData,
    MessageData,
    RuleWebhookData,
    TagData,
    TemplateData,
    TestData,
)

_HEX = "0199b3c8f0a77c31a5d20e4b6f8c9d"


def example_id(prefix: str, number: int = 0x10) -> str:
    return f"{prefix}_{_HEX}{number:02x}"


_CONTACT: dict[str, object] = {
    "contact_id": example_id("ct", 0x11),
    "external_id": "lead-4711",
    "name": "Ana Souza",
    "phone": "+5511987654321",
    "email": "ana@example.com",
    "language": "pt_BR",
    "tag_ids": [example_id("tag", 0x12)],
    "fields": {"city": "Recife"},
    "source": "api",
}
_ENROLMENT: dict[str, object] = {
    "enrolment_id": example_id("enr", 0x13),
    "cadence_id": example_id("cad", 0x14),
    "contact_id": example_id("ct", 0x11),
    "version": 2,
    "lap": 1,
    "source": "api",
    "step_key": "welcome",
}
EXAMPLES: dict[type[EventData], dict[str, object]] = {
    MessageData: {
        "message_id": example_id("msg", 0x15),
        "conversation_id": example_id("conv", 0x16),
        "contact_id": example_id("ct", 0x11),
        "phone": "+5511987654321",
        "number_id": example_id("num", 0x17),
        "channel": "whatsapp",
        "kind": "text",
        "text": "Oi, ainda tem vaga?",
        "metadata": {},
    },
    ConversationData: {
        "conversation_id": example_id("conv", 0x16),
        "contact_id": example_id("ct", 0x11),
        "number_id": example_id("num", 0x17),
        "channel": "whatsapp",
        "status": "open",
        "assignee_id": example_id("usr", 0x18),
        "waiting_since": "2030-03-01T12:00:00Z",
        "window_expires_at": "2030-03-02T12:00:00Z",
    },
    ContactData: _CONTACT,
    ContactUpdatedData: _CONTACT | {"changed": ["email", "fields.city"]},
    ContactMergedData: _CONTACT | {"merged_contact_ids": [example_id("ct", 0x19)]},
    ContactGoneData: {"contact_id": example_id("ct", 0x11), "external_id": "lead-4711"},
    ConsentData: {
        "contact_id": example_id("ct", 0x11),
        "phone": "+5511987654321",
        "channel": "whatsapp",
        "scope": "all",
        "source": "keyword",
    },
    TagData: {
        "contact_id": example_id("ct", 0x11),
        "tag_id": example_id("tag", 0x12),
        "name": "interessado",
    },
    ContactEventData: {
        "contact_id": example_id("ct", 0x11),
        "name": "meeting_booked",
        "data": {"starts_at": "2030-03-05T14:00:00-03:00"},
        "source": "api",
        "external_id": "cal-42",
    },
    LeadData: {
        "contact_id": example_id("ct", 0x11),
        "stage_id": example_id("stg", 0x1A),
        "stage": "Qualificado",
        "outcome": "open",
        "previous_stage_id": example_id("stg", 0x1B),
        "user_id": example_id("usr", 0x18),
    },
    CampaignData: {
        "campaign_id": example_id("cmp", 0x1C),
        "external_id": "black-friday",
        "name": "Black Friday",
        "channel": "whatsapp",
        "status": "running",
        "counts": {"pending": 120, "sent": 880},
    },
    CadenceData: {
        "cadence_id": example_id("cad", 0x14),
        "name": "Novos leads",
        "status": "paused",
        "code": "template_paused",
    },
    EnrolmentData: _ENROLMENT,
    CadenceWebhookData: _ENROLMENT
    | {"name": "qualified", "data": {"plan": "pro"}, "contact": _CONTACT},
    RuleWebhookData: {
        "rule_id": example_id("rule", 0x21),
        "run_id": example_id("run", 0x22),
        "rule": "Preço: avisar vendas",
        "name": "asked_price",
        "contact_id": _CONTACT["contact_id"],
        "contact": _CONTACT,
    },
    TemplateData: {
        "template_id": example_id("tpl", 0x1D),
        "name": "order_shipped",
        "language": "pt_BR",
        "status": "approved",
        "previous": "pending",
    },
    ChannelData: {
        "connection_id": example_id("con", 0x1E),
        "number_id": example_id("num", 0x17),
        "phone": "+551140000000",
        "channel": "whatsapp",
        "code": "131048",
        "detail": "Spam rate limit hit",
    },
    ImportData: {
        "import_id": example_id("imp", 0x1F),
        "kind": "contacts",
        "status": "completed",
        "filename": "leads.csv",
        "counts": {"created": 950, "updated": 40, "failed": 10},
    },
    BudgetData: {
        "campaign_id": None,
        "percent": 80,
        "spent_micros": 80_000_000,
        "budget_micros": 100_000_000,
        "currency": "BRL",
    },
    TestData: {"endpoint_id": example_id("we", 0x20), "message": "It works."},
}
