"""How each state is shown: its word, its colour and its icon, in one place for all screens."""

from dataclasses import dataclass

from web.i18n import gettext, mark


@dataclass(frozen=True, slots=True)
class Look:
    label: str
    tone: str
    icon: str

    @property
    def text(self) -> str:
        return gettext(self.label)


_CAMPAIGN = {
    "draft": Look(mark("Draft"), "neutral", "pencil"),
    "awaiting_approval": Look(mark("Waits for approval"), "warning", "hourglass"),
    "scheduled": Look(mark("Scheduled"), "info", "calendar-clock"),
    "missed": Look(mark("Missed its time"), "warning", "alarm-clock"),
    "launching": Look(mark("Launching"), "brand", "rocket"),
    "running": Look(mark("Running"), "brand", "send"),
    "paused": Look(mark("Paused"), "warning", "circle-pause"),
    "auto_paused": Look(mark("Paused by the system"), "warning", "octagon-pause"),
    "completed": Look(mark("Completed"), "success", "circle-check"),
    "cancelled": Look(mark("Cancelled"), "neutral", "ban"),
    "failed": Look(mark("Failed"), "danger", "circle-x"),
}
_CADENCE = {
    "draft": Look(mark("Draft"), "neutral", "pencil"),
    "running": Look(mark("Running"), "brand", "play"),
    "paused": Look(mark("Paused"), "warning", "circle-pause"),
    "archived": Look(mark("Archived"), "neutral", "archive"),
}
_ENROLMENT = {
    "active": Look(mark("On their way"), "brand", "play"),
    "sending": Look(mark("Message on its way"), "brand", "send"),
    "paused": Look(mark("Paused"), "warning", "circle-pause"),
    "completed": Look(mark("Finished"), "success", "circle-check"),
    "stopped": Look(mark("Stopped"), "neutral", "flag"),
}
_DELIVERY = {
    "pending": Look(mark("Waiting"), "neutral", "clock"),
    "sending": Look(mark("Sending"), "brand", "send"),
    "accepted": Look(mark("Accepted"), "info", "check"),
    "sent": Look(mark("Sent"), "info", "check"),
    "delivered": Look(mark("Delivered"), "success", "check-check"),
    "read": Look(mark("Read"), "brand", "check-check"),
    "failed": Look(mark("Failed"), "danger", "circle-x"),
    "skipped": Look(mark("Skipped"), "neutral", "skip-forward"),
    "unknown": Look(mark("Unknown"), "warning", "circle-help"),
}
_TEMPLATE = {
    "draft": Look(mark("Draft"), "neutral", "pencil"),
    "pending": Look(mark("In review"), "info", "hourglass"),
    "approved": Look(mark("Approved"), "success", "badge-check"),
    "rejected": Look(mark("Rejected"), "danger", "circle-x"),
    "paused": Look(mark("Paused by Meta"), "warning", "circle-pause"),
    "disabled": Look(mark("Disabled"), "danger", "ban"),
    "in_appeal": Look(mark("In appeal"), "info", "hourglass"),
    "pending_deletion": Look(mark("Being deleted"), "neutral", "trash-2"),
    "deleted": Look(mark("Deleted"), "neutral", "trash-2"),
    "flagged": Look(mark("Flagged"), "warning", "triangle-alert"),
    "reinstated": Look(mark("Reinstated"), "success", "undo-2"),
    "limit_exceeded": Look(mark("Limit reached"), "warning", "gauge"),
    "locked": Look(mark("Locked"), "warning", "lock"),
    "archived": Look(mark("Archived"), "neutral", "archive"),
    "unarchived": Look(mark("Unarchived"), "neutral", "archive"),
}
_CONNECTION = {
    "healthy": Look(mark("Connected"), "success", "circle-check"),
    "degraded": Look(mark("Degraded"), "warning", "triangle-alert"),
    "paused": Look(mark("Paused"), "warning", "circle-pause"),
    "broken": Look(mark("Not working"), "danger", "circle-x"),
}
_IMPORT = {
    "uploaded": Look(mark("Uploaded"), "neutral", "file-up"),
    "checking": Look(mark("Checking"), "brand", "search"),
    "checked": Look(mark("Checked"), "info", "check"),
    "queued": Look(mark("Waiting"), "neutral", "clock"),
    "running": Look(mark("Importing"), "brand", "loader-circle"),
    "completed": Look(mark("Completed"), "success", "circle-check"),
    "cancelled": Look(mark("Cancelled"), "neutral", "ban"),
    "failed": Look(mark("Failed"), "danger", "circle-x"),
    "undoing": Look(mark("Undoing"), "brand", "undo-2"),
    "undone": Look(mark("Undone"), "neutral", "undo-2"),
}
_CATEGORY = {
    "marketing": Look(mark("Marketing"), "brand", "megaphone"),
    "utility": Look(mark("Utility"), "info", "bell"),
    "authentication": Look(mark("Authentication"), "neutral", "key-round"),
}
_EVENT = {
    "created": Look(mark("Created"), "neutral", "pencil"),
    "scheduled": Look(mark("Scheduled"), "info", "calendar-clock"),
    "unscheduled": Look(mark("Back to draft"), "neutral", "undo-2"),
    "missed": Look(mark("Missed its time"), "warning", "alarm-clock"),
    "launched": Look(mark("Launched"), "brand", "rocket"),
    "approval_asked": Look(mark("Approval asked for"), "warning", "hourglass"),
    "approved": Look(mark("Approved"), "success", "badge-check"),
    "approval_refused": Look(mark("Sent back"), "warning", "undo-2"),
    "approval_withdrawn": Look(mark("Taken back to a draft"), "neutral", "undo-2"),
    "budget_threshold": Look(mark("A fifth of the budget is left"), "warning", "wallet"),
    "budget_changed": Look(mark("Budget changed"), "info", "wallet"),
    "paused": Look(mark("Paused"), "warning", "circle-pause"),
    "auto_paused": Look(mark("Paused by the system"), "warning", "octagon-pause"),
    "resumed": Look(mark("Resumed"), "brand", "play"),
    "cancelled": Look(mark("Cancelled"), "neutral", "ban"),
    "completed": Look(mark("Completed"), "success", "circle-check"),
    "storm": Look(mark("Its last messages went badly"), "danger", "triangle-alert"),
    "failed": Look(mark("Failed"), "danger", "circle-x"),
    "retried": Look(mark("Tried again with who failed"), "brand", "rotate-ccw"),
    "tried_later": Look(mark("Goes on for whom the provider held back"), "info", "rotate-ccw"),
    "unknown_resumed": Look(
        mark("Sent again where the outcome was unknown"), "warning", "rotate-ccw"
    ),
    "dropped": Look(mark("People taken out"), "neutral", "user-x"),
    "changed": Look(mark("Changed for who waited"), "info", "pencil"),
    "winner_found": Look(mark("The test has a winner"), "success", "star"),
    "winner_chosen": Look(mark("Winner chosen"), "success", "star"),
    "test_stopped": Look(mark("Test stopped"), "neutral", "ban"),
    "fallback_began": Look(mark("SMS to whom WhatsApp did not reach"), "info", "message-square"),
    "fallback_failed": Look(mark("The SMS could not be sent"), "danger", "circle-x"),
    "reopened": Look(mark("More people came"), "brand", "play"),
}
_ROLE = {
    "owner": Look(mark("Owner"), "brand", "star"),
    "admin": Look(mark("Administrator"), "info", "shield"),
    "agent": Look(mark("Agent"), "neutral", "user"),
    "viewer": Look(mark("Viewer"), "neutral", "eye"),
}
_PRIORITY = {
    "none": Look(mark("No priority"), "neutral", "flag"),
    "low": Look(mark("Low"), "info", "flag"),
    "medium": Look(mark("Medium"), "warning", "flag"),
    "high": Look(mark("High"), "warning", "flag"),
    "urgent": Look(mark("Urgent"), "danger", "flag"),
}
_CONVERSATION = {
    "open": Look(mark("Open now"), "info", "inbox"),
    "snoozed": Look(mark("Snoozed"), "warning", "alarm-clock"),
    "closed": Look(mark("Closed"), "neutral", "check"),
}
_SERIES = {
    "active": Look(mark("Active"), "success", "refresh-cw"),
    "paused": Look(mark("Paused"), "warning", "circle-pause"),
    "over": Look(mark("Over"), "neutral", "circle-check"),
}
_NUMBER_ORDER = {
    "wanted": Look(mark("Being bought"), "brand", "shopping-cart"),
    "bought": Look(mark("Being set up"), "brand", "settings"),
    "ready": Look(mark("Still yours"), "warning", "triangle-alert"),
    "releasing": Look(mark("Being given back"), "warning", "undo-2"),
    "released": Look(mark("Given back"), "neutral", "undo-2"),
    "failed": Look(mark("Not bought"), "danger", "circle-x"),
}

LOOKS = {
    "campaign": _CAMPAIGN,
    "cadence": _CADENCE,
    "enrolment": _ENROLMENT,
    "event": _EVENT,
    "delivery": _DELIVERY,
    "template": _TEMPLATE,
    "connection": _CONNECTION,
    "import": _IMPORT,
    "category": _CATEGORY,
    "role": _ROLE,
    "priority": _PRIORITY,
    "conversation": _CONVERSATION,
    "series": _SERIES,
    "number_order": _NUMBER_ORDER,
}


def look(kind: str, value: str) -> Look:
    """The look of a state; one a provider invented yesterday shows its own name, plainly."""
    return LOOKS[kind].get(value) or Look(value.replace("_", " ").capitalize(), "neutral", "circle")


# Meta's own codes; what it writes in whole sentences is shown as it is.
_REFUSALS = {
    "ABUSIVE_CONTENT": mark("Meta finds the text abusive or threatening."),
    "INCORRECT_CATEGORY": mark("The text does not fit the category."),
    "INVALID_FORMAT": mark("Meta cannot read it: a variable or an example is not as it should be."),
    "PROMOTIONAL": mark("The text sells something, and the category does not allow that."),
    "SCAM": mark("Meta takes the text for a fraud."),
    "TAG_CONTENT_MISMATCH": mark("The language or category chosen is not that of the text."),
}


def refusal(reason: str) -> str:
    """Why Meta refused a template, in words."""
    words = _REFUSALS.get(reason.strip().upper())
    return gettext(words) if words else reason


def state_word(value: str) -> str:
    """A campaign's or import's state inside a sentence."""
    found = _CAMPAIGN.get(value) or _IMPORT.get(value)
    return found.text.lower() if found else value
