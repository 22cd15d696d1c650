"""The catalogue of what is told to other systems and rules: every type, its words and its data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas.api import ids
from schemas.api.ids import Prefixed
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
from schemas.event_examples import EXAMPLES, example_id
from schemas.words import mark

# What an event is about, and how its id is written outside. A lead is known by its contact.
RESOURCES: Mapping[str, Prefixed] = {
    "message": ids.MESSAGE,
    "recipient": ids.RECIPIENT,
    "conversation": ids.CONVERSATION,
    "contact": ids.CONTACT,
    "lead": ids.CONTACT,
    "campaign": ids.CAMPAIGN,
    "cadence": ids.CADENCE,
    "enrolment": ids.ENROLMENT,
    "rule": ids.RULE,
    "template": ids.TEMPLATE,
    "connection": ids.CONNECTION,
    "number": ids.NUMBER,
    "import": ids.IMPORT,
    "company": ids.COMPANY,
    "endpoint": ids.ENDPOINT,
}
# Only ever sent to the one endpoint that is tested.
TEST = "endpoint.test"


@dataclass(frozen=True, slots=True)
class EventType:
    name: str
    # When it is told; a source of the word lists.
    words: str
    data: type[EventData]
    # A key of RESOURCES; the first is the one of the example.
    resources: tuple[str, ...]
    # What the example has beside the example of its data.
    differs: Mapping[str, object] = field(default_factory=dict)

    @property
    def group(self) -> str:
        return self.name.partition(".")[0]

    def example(self) -> dict[str, object]:
        """Valid `data` of this type."""
        return {**EXAMPLES[self.data], **self.differs}

    def whole_example(self) -> dict[str, object]:
        """The body an endpoint is sent."""
        resource, data = self.resources[0], self.example()
        own = data.get(f"{resource}_id") or data.get("contact_id") or example_id("co")
        return {
            "id": example_id("evt"),
            "type": self.name,
            "timestamp": "2030-03-01T12:00:01Z",
            "company_id": example_id("co"),
            "sequence": 7,
            "resource": {"type": resource, "id": own},
            "occurred_at": "2030-03-01T12:00:00Z",
            "data": data,
        }


_OF_MESSAGE = ("message", "recipient")
_ALL = (
    EventType(
        "message.queued",
        mark("A message of a conversation waits to be sent. Not told of campaigns and cadences."),
        MessageData,
        ("message",),
        {"status": "pending"},
    ),
    EventType(
        "message.sent",
        mark("The provider accepted a message, or a send of a campaign or cadence."),
        MessageData,
        _OF_MESSAGE,
        {"status": "sent"},
    ),
    EventType(
        "message.delivered",
        mark("It arrived on their phone."),
        MessageData,
        _OF_MESSAGE,
        {"status": "delivered"},
    ),
    EventType("message.read", mark("They read it."), MessageData, _OF_MESSAGE, {"status": "read"}),
    EventType(
        "message.failed",
        mark("It did not reach them; the code says why."),
        MessageData,
        _OF_MESSAGE,
        {"status": "failed", "error_code": "131026", "error_detail": "Message undeliverable"},
    ),
    EventType("message.received", mark("A customer wrote."), MessageData, ("message",)),
    EventType(
        "conversation.created",
        mark("A customer and a number began to talk."),
        ConversationData,
        ("conversation",),
    ),
    EventType(
        "conversation.assigned",
        mark("A conversation was given to somebody, or taken away from them."),
        ConversationData,
        ("conversation",),
    ),
    EventType(
        "conversation.handoff",
        mark("A conversation passed from one person to another."),
        ConversationData,
        ("conversation",),
        {"previous_assignee_id": example_id("usr", 0x21)},
    ),
    EventType(
        "conversation.closed",
        mark("A conversation was closed."),
        ConversationData,
        ("conversation",),
        {"status": "closed"},
    ),
    EventType(
        "conversation.reopened",
        mark("A closed conversation is open again."),
        ConversationData,
        ("conversation",),
    ),
    EventType(
        "conversation.window_closing",
        mark(
            "WhatsApp's 24 hours to answer freely are nearly over. Told where a rule asks for it."
        ),
        ConversationData,
        ("conversation",),
        {"minutes": 60},
    ),
    EventType(
        "conversation.unanswered",
        mark("A customer has waited for an answer for as long as a rule says."),
        ConversationData,
        ("conversation",),
        {"minutes": 30},
    ),
    EventType(
        "contact.created",
        mark("There is a new contact. Not told of imports: see import.completed."),
        ContactData,
        ("contact",),
    ),
    EventType(
        "contact.updated",
        mark("A contact's data changed. Tags and imports are told on their own."),
        ContactUpdatedData,
        ("contact",),
    ),
    EventType(
        "contact.merged",
        mark("Contacts were found to be one person; told of the one that stayed."),
        ContactMergedData,
        ("contact",),
    ),
    EventType("contact.deleted", mark("A contact was erased."), ContactGoneData, ("contact",)),
    EventType(
        "contact.opted_out",
        mark("Somebody wants no more messages, or none of a kind."),
        ConsentData,
        ("contact",),
    ),
    EventType("contact.opted_in", mark("Somebody wants messages."), ConsentData, ("contact",)),
    EventType("contact.tagged", mark("A contact got a tag."), TagData, ("contact",)),
    EventType("contact.untagged", mark("A tag was taken off a contact."), TagData, ("contact",)),
    EventType(
        "contact.event",
        mark("Another system told what a contact did."),
        ContactEventData,
        ("contact",),
        {"name": "purchase", "data": {"value": 129.9}, "external_id": "order-815"},
    ),
    EventType(
        "appointment.created",
        mark("A contact booked a meeting: another system told of it."),
        ContactEventData,
        ("contact",),
    ),
    EventType(
        "lead.stage_changed",
        mark("A contact moved to another stage of the pipeline."),
        LeadData,
        ("lead",),
    ),
    EventType("campaign.started", mark("A campaign began to send."), CampaignData, ("campaign",)),
    EventType(
        "campaign.paused",
        mark("A person paused a campaign."),
        CampaignData,
        ("campaign",),
        {"status": "paused"},
    ),
    EventType(
        "campaign.auto_paused",
        mark("A campaign stopped by itself; the code says why."),
        CampaignData,
        ("campaign",),
        {"status": "auto_paused", "code": "131048"},
    ),
    EventType("campaign.resumed", mark("A campaign goes on."), CampaignData, ("campaign",)),
    EventType(
        "campaign.completed",
        mark("Nobody is left to be sent to."),
        CampaignData,
        ("campaign",),
        {"status": "completed", "counts": {"sent": 120, "delivered": 300, "read": 580}},
    ),
    EventType(
        "campaign.failed",
        mark("A campaign could not begin; the code says why."),
        CampaignData,
        ("campaign",),
        {"status": "failed", "code": "not_found", "counts": {}},
    ),
    EventType(
        "campaign.cancelled",
        mark("A campaign was cancelled; whoever was left gets nothing."),
        CampaignData,
        ("campaign",),
        {"status": "cancelled"},
    ),
    EventType(
        "cadence.enrolled", mark("A contact entered a cadence."), EnrolmentData, ("enrolment",)
    ),
    EventType(
        "cadence.step_done",
        mark("A contact is past a step of a cadence."),
        EnrolmentData,
        ("enrolment",),
        {"outcome": "sent"},
    ),
    EventType(
        "cadence.stopped",
        mark("A contact left a cadence before its end; the reason says why."),
        EnrolmentData,
        ("enrolment",),
        {"reason": "replied"},
    ),
    EventType(
        "cadence.completed",
        mark("A contact came to the end of a cadence."),
        EnrolmentData,
        ("enrolment",),
        {"step_key": None},
    ),
    EventType(
        "cadence.paused",
        mark("A cadence was paused, by a person or by itself."),
        CadenceData,
        ("cadence",),
    ),
    EventType(
        "cadence.webhook",
        mark("A contact came to a webhook step of a cadence."),
        CadenceWebhookData,
        ("enrolment",),
    ),
    EventType(
        "rule.webhook",
        mark("An automation rule has something to tell another system."),
        RuleWebhookData,
        ("rule",),
    ),
    EventType(
        "template.status_changed",
        mark("The provider approved, refused, paused or disabled a template."),
        TemplateData,
        ("template",),
    ),
    EventType(
        "channel.connected",
        mark("A number or connection was connected, or works again."),
        ChannelData,
        ("connection", "number"),
        {"code": None, "detail": None},
    ),
    EventType(
        "channel.degraded",
        mark("A number or connection has a problem that somebody should look at."),
        ChannelData,
        ("connection", "number"),
        {"code": "quality_low", "detail": None},
    ),
    EventType(
        "channel.restricted",
        mark("The provider lets a number or connection send no more, or less."),
        ChannelData,
        ("connection", "number"),
    ),
    EventType("import.completed", mark("An import came to its end."), ImportData, ("import",)),
    EventType(
        "budget.threshold",
        mark("So much of a campaign's budget, or the month's, is used."),
        BudgetData,
        ("company", "campaign"),
    ),
    EventType(TEST, mark("A test, asked for in the settings."), TestData, ("endpoint",)),
)
EVENT_TYPES: Mapping[str, EventType] = {one.name: one for one in _ALL}
# What an endpoint can choose among.
CHOICES: tuple[str, ...] = tuple(name for name in EVENT_TYPES if name != TEST)


def resource_id(resource_type: str, key: object) -> str:
    """As programs outside write it: "ct_0199…"."""
    kind = RESOURCES[resource_type]
    return kind.format(kind.parse(key))
