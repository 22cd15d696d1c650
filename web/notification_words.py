"""How each notification reads: in the bell, and on a device whose page nobody has open."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from babel import numbers

from schemas.enums import NotificationKind
from schemas.health import health_reason
from web.i18n import DEFAULT_LOCALE, LOCALES, gettext, mark, translations


class Told(Protocol):
    @property
    def kind(self) -> NotificationKind: ...
    @property
    def actor(self) -> str: ...
    @property
    def contact(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def campaign(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def data(self) -> Mapping[str, object]: ...


@dataclass(frozen=True, slots=True)
class Look:
    """A kind as the settings name it, and its sign in the bell."""

    label: str
    hint: str
    icon: str
    tone: str

    @property
    def text(self) -> str:
        return gettext(self.label)

    @property
    def hint_text(self) -> str:
        return gettext(self.hint)


LOOKS: Mapping[NotificationKind, Look] = {
    NotificationKind.MESSAGE: Look(
        mark("A customer writes to me"),
        mark("In a conversation that is assigned to you."),
        "message-circle",
        "brand",
    ),
    NotificationKind.ASSIGNED: Look(
        mark("A conversation is given to me"),
        mark("By somebody else, or by automatic assignment."),
        "user-round-check",
        "info",
    ),
    NotificationKind.MENTION: Look(
        mark("Somebody mentions me"),
        mark("With @ and your name, in a private note."),
        "at-sign",
        "info",
    ),
    NotificationKind.UNASSIGNED: Look(
        mark("New conversations wait for somebody"),
        mark("Told once, until you have looked."),
        "inbox",
        "warning",
    ),
    NotificationKind.SEND_FAILED: Look(
        mark("A reply of mine could not be delivered"),
        mark("With the reason, and what you can do about it."),
        "circle-alert",
        "danger",
    ),
    NotificationKind.APPROVAL_WANTED: Look(
        mark("A campaign has to be approved"),
        mark("Somebody asks you to approve a campaign, or answers what you asked."),
        "badge-check",
        "warning",
    ),
    NotificationKind.BUDGET_THRESHOLD: Look(
        mark("Little of a budget is left"),
        mark("When a fifth of a campaign's or the month's budget is left."),
        "wallet",
        "warning",
    ),
    NotificationKind.CAMPAIGN_STOPPED: Look(
        mark("A campaign stopped by itself"),
        mark("With what happened, and the next step."),
        "octagon-pause",
        "danger",
    ),
    NotificationKind.CAMPAIGN_RESUMED: Look(
        mark("A campaign goes on by itself"),
        mark("When what had stopped it is mended."),
        "circle-play",
        "success",
    ),
    NotificationKind.CADENCE_STOPPED: Look(
        mark("A cadence stopped by itself"),
        mark("A step cannot be sent: nobody moves on until somebody has mended it."),
        "triangle-alert",
        "danger",
    ),
    NotificationKind.RULE: Look(
        mark("A rule tells me something"),
        mark("Because the automation says so, or because a rule was switched off by itself."),
        "zap",
        "brand",
    ),
    NotificationKind.ENDPOINT_DISABLED: Look(
        mark("A webhook was switched off"),
        mark("Another system's address is gone, or took nothing for five days."),
        "plug-zap",
        "danger",
    ),
    NotificationKind.WORK_ENDED: Look(
        mark("What I began has ended"),
        mark("An import, or something done with many people, that took more than a few seconds."),
        "hourglass",
        "info",
    ),
}

_TITLES = {
    NotificationKind.MESSAGE: "%(contact)s",
    NotificationKind.ASSIGNED: mark("%(actor)s gave you the conversation with %(contact)s"),
    NotificationKind.MENTION: mark("%(actor)s mentioned you: %(contact)s"),
    NotificationKind.UNASSIGNED: mark("A conversation waits for somebody: %(contact)s"),
    NotificationKind.SEND_FAILED: mark("Your reply to %(contact)s was not delivered"),
}
# What came of work that ended: one sentence, with the figures it needs.
_WORK = {
    "contacts_ended": mark(
        "Import of %(name)s: %(added)s added, %(changed)s changed, %(refused)s refused"
    ),
    "contacts_failed": mark("The import of %(name)s failed"),
    "contacts_cancelled": mark("%(actor)s stopped your import of %(name)s"),
    "suppressions_ended": mark("Opt-outs from %(name)s: %(added)s added, %(refused)s refused"),
    "suppressions_failed": mark("The import of opt-outs from %(name)s failed"),
    "suppressions_cancelled": mark("%(actor)s stopped your import of opt-outs from %(name)s"),
    "job_pause": mark("People paused in “%(name)s”: %(changed)s"),
    "job_resume": mark("People who go on in “%(name)s”: %(changed)s"),
    "job_skip": mark("People who skipped a step in “%(name)s”: %(changed)s"),
    "job_remove": mark("People taken out of “%(name)s”: %(changed)s"),
    "job_move": mark("People moved to version %(version)s of “%(name)s”: %(changed)s"),
    "job_archive": mark("“%(name)s” was archived. People stopped: %(changed)s"),
    "job_archived": mark(
        "“%(name)s” was archived before what you began there was done. People changed: %(changed)s"
    ),
    "job_cancelled": mark(
        "%(actor)s stopped what you began in “%(name)s”. People changed: %(changed)s"
    ),
    "list_enrolled": mark("People enrolled in “%(name)s”: %(enrolled)s. Left out: %(left_out)s"),
}
# What is about no conversation, by its code.
_NEWS = {
    (NotificationKind.APPROVAL_WANTED, "wanted"): mark(
        "%(actor)s asks you to approve “%(campaign)s”"
    ),
    (NotificationKind.APPROVAL_WANTED, "approved"): mark("%(actor)s approved “%(campaign)s”"),
    (NotificationKind.APPROVAL_WANTED, "refused"): mark(
        "%(actor)s sent “%(campaign)s” back to you"
    ),
    (NotificationKind.APPROVAL_WANTED, "outgrown"): mark(
        "“%(campaign)s” has grown and has to be approved again"
    ),
    (NotificationKind.CAMPAIGN_STOPPED, "missed"): mark(
        "“%(campaign)s” missed its time and waits for you"
    ),
    (NotificationKind.CAMPAIGN_STOPPED, "failures_at_end"): mark(
        "“%(campaign)s” ended, but most of its last messages failed"
    ),
    (NotificationKind.CAMPAIGN_STOPPED, "no_answers_at_end"): mark(
        "“%(campaign)s” ended, but most of its last messages got no answer"
    ),
    (NotificationKind.APPROVAL_WANTED, "reached"): mark(
        "“%(campaign)s” has to be approved before it begins"
    ),
    (NotificationKind.BUDGET_THRESHOLD, "campaign"): mark(
        "A fifth of the budget of “%(campaign)s” is left"
    ),
    (NotificationKind.CADENCE_STOPPED, "stopped"): mark("A cadence stopped by itself"),
    (NotificationKind.RULE, "asked"): mark("Have a look: %(contact)s"),
    (NotificationKind.RULE, "campaign"): mark("“%(campaign)s” is finished"),
    (NotificationKind.RULE, "loop"): mark("A rule went round in circles and was switched off"),
    (NotificationKind.RULE, "too_often"): mark("A rule ran too often and was switched off"),
    (NotificationKind.ENDPOINT_DISABLED, "gone"): mark(
        "A webhook was switched off: its address is gone"
    ),
    (NotificationKind.ENDPOINT_DISABLED, "secret_unreadable"): mark(
        "A webhook waits: its secret cannot be read any more"
    ),
    (NotificationKind.ENDPOINT_DISABLED, "dead"): mark(
        "A webhook was switched off: nothing arrived for five days"
    ),
    **{(NotificationKind.WORK_ENDED, code): said for code, said in _WORK.items()},
    (NotificationKind.BUDGET_THRESHOLD, "month"): mark("A fifth of this month's budget is left"),
}
_STOPPED = mark("“%(campaign)s” stopped: %(why)s")
_RESUMED = mark("“%(campaign)s” goes on, slowly at first")
_A_PROGRAM = mark("A program")
_ASSIGNED_BY_ITSELF = mark("The conversation with %(contact)s is now yours")
_NEW_MESSAGE = mark("New message")


def title(told: Told, locale: str) -> str:
    """One line; names are put in as they are, so it is text and never markup."""
    say = translations(locale).gettext
    contact = told.contact or say(mark("Unknown contact"))
    if (told.kind, told.code) in _NEWS:
        places = {"actor": told.actor or say(_A_PROGRAM), "campaign": told.campaign}
        places["contact"] = contact
        places |= _figures(told.data, locale)
        return say(_NEWS[told.kind, told.code]) % places
    if told.kind is NotificationKind.CAMPAIGN_STOPPED:
        why = say(health_reason(told.code or "").text)
        return say(_STOPPED) % {"campaign": told.campaign, "why": why}
    if told.kind is NotificationKind.CAMPAIGN_RESUMED:
        return say(_RESUMED) % {"campaign": told.campaign}
    text = _TITLES[told.kind]
    if told.kind is NotificationKind.ASSIGNED and not told.actor:
        text = _ASSIGNED_BY_ITSELF
    return say(text) % {"actor": told.actor, "contact": contact}


def body(told: Told, locale: str) -> str:
    """What stands below the title: of a campaign that stopped, the next step."""
    if told.kind is NotificationKind.CAMPAIGN_STOPPED:
        advice = health_reason(told.code or "").advice
        return translations(locale).gettext(advice) if advice else told.body
    if told.kind is NotificationKind.WORK_ENDED and told.body:
        return translations(locale).gettext(told.body)
    return told.body


def _figures(data: Mapping[str, object], locale: str) -> dict[str, str]:
    """Numbers as this reader writes them."""
    return {
        key: str(numbers.format_decimal(value, locale=locale))
        if isinstance(value, int)
        else str(value)
        for key, value in data.items()
    }


def push_words(told: Told, locale: str) -> tuple[str, str]:
    """Title and text on a device; of a message whose text is hidden, that there is one."""
    known = locale if locale in LOCALES else DEFAULT_LOCALE
    text = body(told, known)
    if not text and told.kind is NotificationKind.MESSAGE:
        text = translations(known).gettext(_NEW_MESSAGE)
    return title(told, known), text
