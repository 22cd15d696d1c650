"""The closed lists of words the whole program shares. Values are lower case and stored as text."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may do in one company, strongest first."""

    OWNER = "owner"
    ADMIN = "admin"
    AGENT = "agent"
    VIEWER = "viewer"


class Scope(StrEnum):
    """What an API key may do."""

    CONTACTS_READ = "contacts:read"
    CONTACTS_WRITE = "contacts:write"
    TEMPLATES_READ = "templates:read"
    TEMPLATES_WRITE = "templates:write"
    CAMPAIGNS_READ = "campaigns:read"
    CAMPAIGNS_WRITE = "campaigns:write"
    CAMPAIGNS_RUN = "campaigns:run"
    CONNECTIONS_READ = "connections:read"
    CONNECTIONS_WRITE = "connections:write"
    CONVERSATIONS_READ = "conversations:read"
    CONVERSATIONS_WRITE = "conversations:write"
    MESSAGES_SEND = "messages:send"
    CADENCES_READ = "cadences:read"
    CADENCES_WRITE = "cadences:write"
    # Start, pause and stop cadences, enrol people.
    CADENCES_RUN = "cadences:run"
    # Rules, hooks and webhook endpoints.
    AUTOMATION_READ = "automation:read"
    AUTOMATION_WRITE = "automation:write"
    # POST /api/v1/triggers: one call that may upsert, enrol, send and launch.
    TRIGGERS_FIRE = "triggers:fire"
    COMPANY_READ = "company:read"
    COMPANY_WRITE = "company:write"


class Channel(StrEnum):
    WHATSAPP = "whatsapp"
    SMS = "sms"


class Purpose(StrEnum):
    """Why a message is sent, which decides what consent it needs."""

    MARKETING = "marketing"
    UTILITY = "utility"
    AUTHENTICATION = "authentication"


class ConnectionKind(StrEnum):
    META_CLOUD = "meta_cloud"
    TWILIO = "twilio"

    @property
    def channel(self) -> Channel:
        return {self.META_CLOUD: Channel.WHATSAPP, self.TWILIO: Channel.SMS}[self]


class ConnectionHealth(StrEnum):
    """What the last check or the provider's own notices say about a connection or number."""

    HEALTHY = "healthy"
    DEGRADED = "degraded"
    PAUSED = "paused"
    BROKEN = "broken"


class NumberOrderStatus(StrEnum):
    """A number on its way to us, or back."""

    WANTED = "wanted"
    BOUGHT = "bought"
    READY = "ready"
    RELEASING = "releasing"
    RELEASED = "released"
    FAILED = "failed"


class IdentityKind(StrEnum):
    PHONE = "phone"
    WHATSAPP = "whatsapp"
    # Meta's business-scoped user id, e.g. "BR.1502…"; may come without a phone.
    BSUID = "bsuid"


class FieldType(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    CHOICE = "choice"


class TemplateStatus(StrEnum):
    """DRAFT is ours; the rest are Meta's own, lower-cased."""

    DRAFT = "draft"
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    PAUSED = "paused"
    DISABLED = "disabled"
    IN_APPEAL = "in_appeal"
    PENDING_DELETION = "pending_deletion"
    DELETED = "deleted"
    FLAGGED = "flagged"
    REINSTATED = "reinstated"
    LIMIT_EXCEEDED = "limit_exceeded"
    LOCKED = "locked"
    ARCHIVED = "archived"
    UNARCHIVED = "unarchived"


class TemplateCategory(StrEnum):
    MARKETING = "marketing"
    UTILITY = "utility"
    AUTHENTICATION = "authentication"


class ConsentSource(StrEnum):
    """How we came to know that somebody allows or forbids messages."""

    KEYWORD = "keyword"
    BUTTON = "button"
    # The provider told us: user_preferences, 131050, 21610, OptOutType.
    PROVIDER = "provider"
    AGENT = "agent"
    API = "api"
    IMPORT = "import"


class CampaignStatus(StrEnum):
    DRAFT = "draft"
    # Launched by one person, above the company's limit: a second one has to agree.
    AWAITING_APPROVAL = "awaiting_approval"
    SCHEDULED = "scheduled"
    # Its moment passed while we were down, by more than it tolerates: a person has to decide.
    MISSED = "missed"
    LAUNCHING = "launching"
    RUNNING = "running"
    PAUSED = "paused"
    AUTO_PAUSED = "auto_paused"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    FAILED = "failed"


class DeliveryStatus(StrEnum):
    """Where one recipient of a send stands; services.delivery orders them."""

    PENDING = "pending"
    SENDING = "sending"
    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    SENT = "sent"
    FAILED = "failed"
    DELIVERED = "delivered"
    READ = "read"
    SKIPPED = "skipped"


class ResponseKind(StrEnum):
    """What a recipient did after a campaign's message."""

    REPLY = "reply"
    CLICK = "click"
    OPT_OUT = "opt_out"


class CadenceStatus(StrEnum):
    # Never started.
    DRAFT = "draft"
    RUNNING = "running"
    # By a person, or by itself (status_code says why): nobody moves on, nobody is lost.
    PAUSED = "paused"
    # Ended for good: whoever was in it was stopped.
    ARCHIVED = "archived"


class EnrolmentStatus(StrEnum):
    """Where a contact stands in a cadence; the last two are for good."""

    ACTIVE = "active"
    # Its step's message is in the send ledger, not yet decided.
    SENDING = "sending"
    PAUSED = "paused"
    COMPLETED = "completed"
    STOPPED = "stopped"


class StageOutcome(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


class EndpointStatus(StrEnum):
    ACTIVE = "active"
    DISABLED = "disabled"


class DeliveryState(StrEnum):
    """Where one event stands for one endpoint."""

    PENDING = "pending"
    SENDING = "sending"
    DELIVERED = "delivered"
    # Every try failed, or the endpoint was switched off.
    GIVEN_UP = "given_up"


class RunStatus(StrEnum):
    """What a rule did with one thing that happened."""

    PENDING = "pending"
    DONE = "done"
    # Its conditions did not hold, or it rests for this contact.
    PASSED = "passed"
    BLOCKED = "blocked"
    FAILED = "failed"


class HookRequestStatus(StrEnum):
    # Stored, to be applied.
    RECEIVED = "received"
    # Kept as a sample; nothing was done.
    CAPTURED = "captured"
    DONE = "done"
    FAILED = "failed"


class BreakerTarget(StrEnum):
    NUMBER = "number"
    CONNECTION = "connection"
    TEMPLATE = "template"


class BreakerState(StrEnum):
    OPEN = "open"
    HALF_OPEN = "half_open"


class ConversationStatus(StrEnum):
    OPEN = "open"
    SNOOZED = "snoozed"
    CLOSED = "closed"


class Priority(StrEnum):
    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    URGENT = "urgent"


class Direction(StrEnum):
    """What an entry of a timeline is."""

    IN = "in"
    OUT = "out"
    NOTE = "note"
    EVENT = "event"


class MediaStatus(StrEnum):
    PENDING = "pending"
    STORED = "stored"
    # Too large, or a type we do not keep.
    REFUSED = "refused"
    FAILED = "failed"


class NotificationKind(StrEnum):
    ASSIGNED = "assigned"
    MENTION = "mention"
    # A customer wrote in a conversation that is mine.
    MESSAGE = "message"
    # A customer wrote and the conversation is nobody's.
    UNASSIGNED = "unassigned"
    SEND_FAILED = "send_failed"
    # A campaign stopped by itself, or goes on by itself.
    CAMPAIGN_STOPPED = "campaign_stopped"
    CAMPAIGN_RESUMED = "campaign_resumed"
    # A second person has to agree; also what they said to whoever asked.
    APPROVAL_WANTED = "approval_wanted"
    # Little of a budget is left.
    BUDGET_THRESHOLD = "budget_threshold"
    CADENCE_STOPPED = "cadence_stopped"
    # An automation rule asked to tell somebody, or was switched off because it went round in circles.
    RULE = "rule"
    # Another system's address was switched off.
    ENDPOINT_DISABLED = "endpoint_disabled"
    # What a person had begun and need not have waited for is over: an import, an act on many.
    WORK_ENDED = "work_ended"


class ImportKind(StrEnum):
    CONTACTS = "contacts"
    # People who are not to be written to.
    SUPPRESSIONS = "suppressions"


class ImportStatus(StrEnum):
    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


class TaskQueue(StrEnum):
    WORKFLOWS = "workflows"
    DATA = "data"
    SEND_WHATSAPP = "send-whatsapp"
    SEND_SMS = "send-sms"
    # What one person waits for; never behind a campaign's pages.
    REPLIES = "replies"
    MEDIA = "media"
    NOTIFICATIONS = "notifications"
    IMPORTS = "imports"
    # Calls to other systems' addresses.
    DELIVERIES = "deliveries"

    @classmethod
    def for_channel(cls, channel: Channel) -> "TaskQueue":
        return {Channel.WHATSAPP: cls.SEND_WHATSAPP, Channel.SMS: cls.SEND_SMS}[channel]
