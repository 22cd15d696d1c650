"""What each step of a cadence is called and does, in a few words."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from babel import dates

from schemas.cadences import (
    AskAi,
    Assign,
    Call,
    CallWebhook,
    ChangeTags,
    Condition,
    Enrol,
    Message,
    SetField,
    SetStage,
    Step,
    StepKind,
    Stop,
    TestKind,
    Wait,
    WaitKind,
)
from schemas.enums import Channel
from web import placeholders
from web.cadence_choices import Choices
from web.hours_words import days_words
from web.i18n import babel_locale, gettext, mark, ngettext

_MINUTES_OF_HOUR = 60
_MINUTES_OF_DAY = 24 * 60
_LONGEST = 140
# So many of a unit are not yet one of the next.
_NEVER_NEXT = 1_000_000

# In the order in which they are offered: what it is called, what it is for, its icon.
KINDS: Mapping[StepKind, tuple[str, str, str]] = {
    StepKind.MESSAGE: (mark("Message"), mark("Write by WhatsApp or SMS"), "message-circle"),
    StepKind.WAIT: (mark("Wait"), mark("Let time pass, or until a day"), "hourglass"),
    StepKind.CONDITION: (mark("Question"), mark("Go one of two ways"), "split"),
    StepKind.TAG: (mark("Tags"), mark("Put on or take off"), "tag"),
    StepKind.FIELD: (mark("Field"), mark("Change what is known of them"), "type"),
    StepKind.STAGE: (mark("Stage"), mark("Move them in the pipeline"), "columns-3"),
    StepKind.ASSIGN: (mark("Assign"), mark("Give them to a person or team"), "user-round-check"),
    StepKind.WEBHOOK: (mark("Webhook"), mark("Tell another system"), "zap"),
    StepKind.ENROL: (mark("Other cadence"), mark("Let them enter another one"), "workflow"),
    StepKind.AI: (mark("Assistant"), mark("Let the assistant answer"), "bot"),
    StepKind.CALL: (mark("Call"), mark("Call them"), "phone"),
    StepKind.END: (mark("End"), mark("Nobody goes on from here"), "flag"),
}
# Their place is here already; what performs them is not.
NOT_YET = frozenset({StepKind.AI, StepKind.CALL})
TESTS: Mapping[TestKind, str] = {
    TestKind.SEGMENT: mark("They match what I say here"),
    TestKind.REPLIED: mark("They answered the last message"),
    TestKind.CLICKED: mark("They opened the link of the last message"),
    TestKind.READ: mark("They read the last message"),
    TestKind.DELIVERED: mark("The last message reached them"),
    TestKind.WINDOW_OPEN: mark("They wrote on WhatsApp within 24 hours"),
    TestKind.CALL_OUTCOME: mark("The last call ended so"),
}
STOPS: Mapping[Stop, tuple[str, str]] = {
    Stop.REPLY: (mark("They answer"), mark("Automatic replies and reactions do not count.")),
    Stop.REPLY_SAME_CHANNEL: (
        mark("They answer on the channel of the last message"),
        mark("An answer elsewhere does not end it."),
    ),
    Stop.MEETING: (mark("A meeting is booked"), ""),
    Stop.WON: (mark("The deal is won"), ""),
    Stop.LOST: (mark("The deal is lost"), ""),
    Stop.BOUNCE: (mark("A message cannot reach them"), ""),
    Stop.AGENT: (mark("A person of ours takes over"), mark("Writes to them, or takes the chat.")),
}
WAITS: Mapping[WaitKind, str] = {
    WaitKind.DURATION: mark("For a while"),
    WaitKind.UNTIL: mark("Until a day of the week"),
    WaitKind.FIELD_DATE: mark("Until a date of theirs"),
}


def test_pairs() -> list[tuple[str, str]]:
    """What a question can ask, to be chosen from."""
    later = gettext("%(name)s (not yet)")
    return [
        (
            kind.value,
            later % {"name": gettext(words)} if kind is TestKind.CALL_OUTCOME else gettext(words),
        )
        for kind, words in TESTS.items()
    ]


def title(step: Step) -> str:
    return gettext(KINDS[step.kind][0])


def icon_of(step: Step, choices: Choices | None = None) -> str:
    if isinstance(step, Message) and choices is not None:
        is_sms = choices.channel(step.phone_number_id) is Channel.SMS
        return "message-square" if is_sms else "message-circle"
    return KINDS[step.kind][2]


def summary(step: Step, choices: Choices) -> str:
    """What it does; empty where nothing is said yet."""
    match step:
        case Message():
            return _message(step, choices)
        case Wait():
            return wait_words(step, choices)
        case Condition():
            return gettext(TESTS[step.test])
        case ChangeTags():
            return _tags(step, choices)
        case SetField():
            return _field(step, choices)
        case _:
            return _named(step, choices)


def _named(step: Step, choices: Choices) -> str:
    """What it names, or what whoever performs it is told."""
    match step:
        case SetStage():
            return choices.name(step.stage_id) if step.stage_id else ""
        case Enrol():
            return choices.name(step.cadence_id) if step.cadence_id else ""
        case CallWebhook():
            known = choices.name(step.endpoint_id) if step.endpoint_id else ""
            return " · ".join(one for one in (known, step.name) if one)
        case Assign():
            given = [choices.name(one) for one in (step.user_id, step.team_id) if one]
            return ", ".join(given) or gettext("Nobody in particular")
        case AskAi() | Call():
            return _short(step.instructions) or gettext(KINDS[step.kind][1])
        case _:
            return gettext(KINDS[step.kind][1])


def wait_words(step: Wait, choices: Choices) -> str:
    if step.wait is WaitKind.DURATION:
        return length_words(step.minutes)
    if step.wait is WaitKind.UNTIL:
        days = days_words(step.weekdays or (1, 2, 3, 4, 5, 6, 7))
        return gettext("Until %(time)s, %(days)s") % {"time": step.time, "days": days}
    if not step.field:
        return ""
    label = choices.field_label(step.field)
    said = {"field": label, "time": step.time, "days": abs(step.offset_days)}
    if step.offset_days == 0:
        return gettext("Until %(field)s, at %(time)s") % said
    if step.offset_days < 0:
        words = ngettext(
            "Until %(days)s day before %(field)s, at %(time)s",
            "Until %(days)s days before %(field)s, at %(time)s",
            abs(step.offset_days),
        )
        return words % said
    words = ngettext(
        "Until %(days)s day after %(field)s, at %(time)s",
        "Until %(days)s days after %(field)s, at %(time)s",
        step.offset_days,
    )
    return words % said


def length_words(minutes: int) -> str:
    """Such as "2 days" or "1 hour, 30 minutes"; empty for none."""
    if minutes <= 0:
        return ""
    days, rest = divmod(minutes, _MINUTES_OF_DAY)
    hours, left = divmod(rest, _MINUTES_OF_HOUR)
    words = [
        _timedelta(timedelta(days=days), "day"),
        _timedelta(timedelta(hours=hours), "hour"),
        _timedelta(timedelta(minutes=left), "minute"),
    ]
    return ", ".join(filter(None, words))


def _timedelta(part: timedelta, unit: Literal["day", "hour", "minute"]) -> str:
    if not part:
        return ""
    return dates.format_timedelta(
        part, granularity=unit, threshold=_NEVER_NEXT, locale=babel_locale()
    )


def _message(step: Message, choices: Choices) -> str:
    known = [choices.name(step.template_id)] if step.template_id else []
    if step.text:
        text = placeholders.spoken(step.text, choices.field_labels, step.bindings, longest=_LONGEST)
        known.append(f"“{text}”")
    return " · ".join(known)


def _tags(step: ChangeTags, choices: Choices) -> str:
    signs = [*(f"+ {choices.name(one)}" for one in step.add)]
    return ", ".join([*signs, *(f"− {choices.name(one)}" for one in step.remove)])


def _field(step: SetField, choices: Choices) -> str:
    if not step.field:
        return ""
    label = choices.field_label(step.field)
    if step.value in (None, ""):
        return gettext("%(field)s is emptied") % {"field": label}
    return f"{label} = {step.value}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
