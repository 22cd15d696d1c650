"""How rules read: when, if and then as sentences, and what came of each run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from db.models.automation import AutomationRule, RuleRun
from db.queries.rule_parts import Parts
from schemas.automation import (
    Action,
    ActionKind,
    ActionOutcome,
    ActionResult,
    Assignee,
    Trigger,
    TriggerKind,
    action_from_json,
    result_from_json,
    trigger_from_json,
)
from schemas.enums import Priority, RunStatus
from schemas.segments import conditions, from_json
from services.enrolling import LEFT_OUT
from web import placeholders
from web.i18n import gettext, mark, ngettext
from web.statuses import Look

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Kind:
    """A trigger or an action as it can be chosen."""

    label: str
    icon: str

    @property
    def text(self) -> str:
        return gettext(self.label)


TRIGGERS: Mapping[TriggerKind, Kind] = {
    TriggerKind.MESSAGE_RECEIVED: Kind(mark("A customer writes"), "message-circle"),
    TriggerKind.KEYWORD: Kind(mark("A customer writes a word"), "message-square"),
    TriggerKind.NO_ANSWER: Kind(mark("A customer waits too long"), "hourglass"),
    TriggerKind.WINDOW_CLOSING: Kind(mark("The 24 hours are about to end"), "alarm-clock"),
    TriggerKind.CONTACT_CREATED: Kind(mark("There is a new contact"), "user-plus"),
    TriggerKind.TAG_ADDED: Kind(mark("A contact gets a tag"), "tag"),
    TriggerKind.STAGE_ENTERED: Kind(mark("A contact enters a stage"), "columns-3"),
    TriggerKind.CONTACT_EVENT: Kind(mark("Another system tells something"), "plug-zap"),
    TriggerKind.CADENCE_STOPPED: Kind(mark("A cadence stops for a contact"), "workflow"),
    TriggerKind.CAMPAIGN_FINISHED: Kind(mark("A campaign is finished"), "megaphone"),
}
ACTIONS: Mapping[ActionKind, Kind] = {
    ActionKind.SEND: Kind(mark("Send a message"), "send"),
    ActionKind.ASSIGN: Kind(mark("Give the conversation to somebody"), "user-round-check"),
    ActionKind.LABEL: Kind(mark("Label the conversation"), "bookmark"),
    ActionKind.PRIORITY: Kind(mark("Set the priority"), "flag"),
    ActionKind.CLOSE: Kind(mark("Close the conversation"), "circle-check"),
    ActionKind.TAG: Kind(mark("Tag the contact"), "tag"),
    ActionKind.STAGE: Kind(mark("Move to a stage"), "columns-3"),
    ActionKind.ENROL: Kind(mark("Put into a cadence"), "workflow"),
    ActionKind.UNENROL: Kind(mark("Take out of a cadence"), "user-x"),
    ActionKind.NOTIFY: Kind(mark("Tell people here"), "bell"),
    ActionKind.WEBHOOK: Kind(mark("Tell another system"), "plug-zap"),
}
PRIORITIES: Mapping[Priority, str] = {
    Priority.URGENT: mark("Urgent"),
    Priority.HIGH: mark("High"),
    Priority.MEDIUM: mark("Medium"),
    Priority.LOW: mark("Low"),
    Priority.NONE: mark("None"),
}
STOPS: Mapping[str, str] = {
    "reply": mark("they answered"),
    "reply_same_channel": mark("they answered on the same channel"),
    "meeting": mark("a meeting was booked"),
    "won": mark("the deal was won"),
    "lost": mark("the deal was lost"),
    "bounce": mark("the message could not arrive"),
    "agent": mark("a person took over"),
    "opted_out": mark("they asked for no more messages"),
    "goal": mark("the goal was reached"),
    "removed": mark("somebody took them out"),
    "unreachable": mark("they cannot be reached"),
}
PAUSES: Sequence[tuple[int, str]] = (
    (0, mark("Every time it happens")),
    (10, mark("At most every 10 minutes")),
    (60, mark("At most once an hour")),
    (60 * 24, mark("At most once a day")),
    (60 * 24 * 7, mark("At most once a week")),
    (60 * 24 * 30, mark("At most once in 30 days")),
)
STATUSES: Mapping[RunStatus, Look] = {
    RunStatus.PENDING: Look(mark("Waiting"), "info", "clock"),
    RunStatus.DONE: Look(mark("Done"), "success", "circle-check"),
    RunStatus.PASSED: Look(mark("Nothing to do"), "neutral", "skip-forward"),
    RunStatus.BLOCKED: Look(mark("Cut off"), "warning", "octagon-alert"),
    RunStatus.FAILED: Look(mark("Something failed"), "danger", "circle-x"),
}
OUTCOMES: Mapping[ActionOutcome, Look] = {
    ActionOutcome.DONE: Look(mark("Done"), "success", "check"),
    ActionOutcome.UNCHANGED: Look(mark("It was so already"), "neutral", "check"),
    ActionOutcome.SKIPPED: Look(mark("Not done"), "warning", "skip-forward"),
    ActionOutcome.FAILED: Look(mark("Failed"), "danger", "circle-x"),
}
OFF: Mapping[str, str] = {
    "loop": mark("Switched off: it went round in circles with other rules."),
    "too_often": mark("Switched off: it ran more than 60 times in an hour for one contact."),
}
_REASONS: Mapping[str, str] = {
    **LEFT_OUT,
    "not_matched": mark("The conditions did not hold."),
    "resting": mark("It had run for this contact a short while before."),
    "switched_off": mark("The rule was off by then."),
    "loop": mark("Rules set each other off in a circle; the circle was cut here."),
    "too_often": mark("It ran too often for this contact and was switched off."),
    "error": mark("Something unexpected went wrong, several times."),
    "no_contact": mark("It is about no contact."),
    "no_conversation": mark("There is no conversation with this contact."),
    "no_phone": mark("The contact has no phone number."),
    "window_closed": mark("The 24 hours were over, and no template was chosen."),
    "opted_out": mark("They asked not to get messages."),
    "no_consent": mark("Their agreement to marketing is not on record."),
    "nobody_free": mark("Nobody was free to take it."),
    "nobody_to_tell": mark("There was nobody to tell."),
    "nobody_listens": mark("No webhook is listening."),
    "may_not_see_inbox": mark("This person may not see this inbox."),
    "not_found": mark("It does not exist any more."),
}
_GONE = mark("(deleted)")


@dataclass(frozen=True, slots=True)
class Line:
    """A rule as the list shows it."""

    rule: AutomationRule
    icon: str
    when: str
    conditions: str
    then: Sequence[str]
    # What it did today.
    today: int

    @property
    def off_because(self) -> str:
        text = OFF.get(self.rule.disabled_reason or "")
        return gettext(text) if text else ""

    @property
    def ran(self) -> str:
        if not self.today:
            return gettext("no runs today")
        said = ngettext("ran %(num)d time today", "ran %(num)d times today", self.today)
        return said % {"num": self.today}


@dataclass(frozen=True, slots=True)
class Did:
    """What one action did, for people."""

    icon: str
    text: str
    look: Look
    detail: str


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run as the log shows it."""

    run: RuleRun
    rule: str
    about: str
    look: Look
    reason: str
    did: Sequence[Did]


def line(rule: AutomationRule, parts: Parts, today: int) -> Line:
    trigger = trigger_from_json(rule.trigger)
    actions = [action_from_json(stored) for stored in rule.actions]
    return Line(
        rule,
        TRIGGERS[trigger.kind].icon,
        when(trigger, parts),
        holds(rule.conditions),
        [what(action, parts) for action in actions],
        today,
    )


def run_line(run: RuleRun, rule: str, about: str) -> RunLine:
    did_ = [did(result_from_json(stored)) for stored in run.results]
    return RunLine(run, rule, about, STATUSES[run.status], reason(run.reason), did_)


def did(result: ActionResult) -> Did:
    kind = ACTIONS[result.kind]
    return Did(kind.icon, kind.text, OUTCOMES[result.outcome], _detail(result))


def _detail(result: ActionResult) -> str:
    if result.outcome is ActionOutcome.DONE:
        return ""
    return reason(result.detail)


def reason(code: str | None) -> str:
    """A code in words; what is no code is words already."""
    if not code:
        return ""
    return gettext(_REASONS.get(code, code))


def when(trigger: Trigger, parts: Parts) -> str:
    """What sets it off, as a sentence."""
    match trigger.kind:
        case TriggerKind.KEYWORD:
            said = _or([f"“{word}”" for word in trigger.words])
            if trigger.exact:
                return gettext("A customer writes just %(words)s") % {"words": said}
            return gettext("A customer writes %(words)s") % {"words": said}
        case TriggerKind.NO_ANSWER:
            return gettext("A customer waits for an answer for %(time)s") % {
                "time": minutes(trigger.minutes)
            }
        case TriggerKind.WINDOW_CLOSING:
            return gettext("%(time)s are left of the 24 hours") % {"time": minutes(trigger.minutes)}
        case _:
            return _when_named(trigger, parts)


def _when_named(trigger: Trigger, parts: Parts) -> str:
    match trigger.kind:
        case TriggerKind.TAG_ADDED:
            return gettext("A contact gets the tag “%(tag)s”") % {
                "tag": _name(parts.tags, trigger.tag_id)
            }
        case TriggerKind.STAGE_ENTERED:
            return gettext("A contact enters the stage “%(stage)s”") % {
                "stage": _name(parts.stages, trigger.stage_id)
            }
        case TriggerKind.CONTACT_EVENT:
            return gettext("Another system tells “%(name)s”") % {"name": trigger.name}
        case TriggerKind.CADENCE_STOPPED:
            return _when_stopped(trigger, parts)
        case TriggerKind.CAMPAIGN_FINISHED if trigger.campaign_id is not None:
            return gettext("The campaign “%(campaign)s” is finished") % {
                "campaign": _name(parts.campaigns, trigger.campaign_id)
            }
        case _:
            number = trigger.number_id
            said = TRIGGERS[trigger.kind].text
            return f"{said} ({_name(parts.numbers, number)})" if number is not None else said


def _when_stopped(trigger: Trigger, parts: Parts) -> str:
    said = TRIGGERS[trigger.kind].text
    if trigger.cadence_id is not None:
        name = _name(parts.cadences, trigger.cadence_id)
        said = gettext("The cadence “%(cadence)s” stops for a contact") % {"cadence": name}
    if not trigger.reasons:
        return said
    why = _or([gettext(STOPS.get(reason, reason)) for reason in trigger.reasons])
    return gettext("%(event)s because %(why)s") % {"event": said, "why": why}


def holds(stored: Mapping[str, object] | None) -> str:
    """How much has to hold; nothing where it is for everybody."""
    if not stored:
        return ""
    count = sum(1 for _ in conditions(from_json(stored)))
    said = ngettext("if %(num)d condition holds", "if %(num)d conditions hold", count)
    return said % {"num": count}


def insertions(parts: Parts) -> list[tuple[str, str]]:
    """What makes a rule's text personal: (placeholder, words)."""
    known = [(key, gettext(placeholders.SOURCES[key])) for key in ("first_name", "name")]
    own = [(f"field.{key}", label) for key, label in parts.fields.items()]
    return [(f"{{{{{key}}}}}", words) for key, words in [*known, *own]]


def what(action: Action, parts: Parts) -> str:
    """What is done, as a sentence."""
    match action.kind:
        case ActionKind.SEND if action.template_id and not action.text:
            name = _name(parts.templates, action.template_id)
            return gettext("Send the template “%(name)s”") % {"name": name}
        case ActionKind.SEND:
            text = placeholders.spoken(action.text, parts.fields, longest=_SHOWN)
            return gettext("Send “%(text)s”") % {"text": text or "…"}
        case ActionKind.ASSIGN:
            return _assigns(action, parts)
        case ActionKind.LABEL | ActionKind.TAG:
            return _sorts(action, parts)
        case ActionKind.PRIORITY:
            said = gettext(PRIORITIES[action.priority]).lower()
            return gettext("Set the priority to %(priority)s") % {"priority": said}
        case _:
            return _tells(action, parts)


def _assigns(action: Action, parts: Parts) -> str:
    match action.to:
        case Assignee.PERSON:
            person = _name(parts.people, action.user_id)
            return gettext("Give the conversation to %(person)s") % {"person": person}
        case Assignee.TEAM:
            team = _name(parts.teams, action.team_id)
            return gettext("Give the conversation to the team “%(team)s”") % {"team": team}
        case Assignee.ROUND_ROBIN if action.team_id is not None:
            team = _name(parts.teams, action.team_id)
            return gettext("Give the conversation in turns to the team “%(team)s”") % {"team": team}
        case Assignee.ROUND_ROBIN:
            return gettext("Give the conversation to whoever's turn it is")
        case _:
            return gettext("Give the conversation back to everybody")


def _sorts(action: Action, parts: Parts) -> str:
    if action.kind is ActionKind.LABEL:
        names = _and([_name(parts.labels, key) for key in action.label_ids])
        if action.remove:
            return gettext("Take off the label %(names)s") % {"names": names}
        return gettext("Put on the label %(names)s") % {"names": names}
    names = _and([_name(parts.tags, key) for key in action.tag_ids])
    if action.remove:
        return gettext("Take off the tag %(names)s") % {"names": names}
    return gettext("Put on the tag %(names)s") % {"names": names}


def _tells(action: Action, parts: Parts) -> str:
    if action.kind in (ActionKind.ENROL, ActionKind.UNENROL):
        return _enrols(action, parts)
    match action.kind:
        case ActionKind.STAGE:
            stage = _name(parts.stages, action.stage_id)
            return gettext("Move to the stage “%(stage)s”") % {"stage": stage}
        case ActionKind.NOTIFY:
            names = [_name(parts.people, key) for key in action.user_ids]
            names += [gettext("whoever looks after it")] if action.assignee else []
            return gettext("Tell %(people)s") % {"people": _and(names)}
        case ActionKind.WEBHOOK if action.endpoint_id is not None:
            name = _name(parts.endpoints, action.endpoint_id)
            return gettext("Call the webhook “%(name)s”") % {"name": name}
        case _:
            return ACTIONS[action.kind].text


def _enrols(action: Action, parts: Parts) -> str:
    if action.kind is ActionKind.UNENROL and action.cadence_id is None:
        return gettext("Take out of all cadences")
    said = {"cadence": _name(parts.cadences, action.cadence_id)}
    if action.kind is ActionKind.ENROL:
        return gettext("Put into the cadence “%(cadence)s”") % said
    return gettext("Take out of the cadence “%(cadence)s”") % said


def minutes(count: int) -> str:
    """Such as "30 minutes" or "2 hours"."""
    if count and count % 60 == 0:
        return ngettext("%(num)d hour", "%(num)d hours", count // 60) % {"num": count // 60}
    return ngettext("%(num)d minute", "%(num)d minutes", count) % {"num": count}


def _name(names: Mapping[UUID, str], key: UUID | None) -> str:
    return names.get(key, gettext(_GONE)) if key is not None else "…"


def _and(names: Sequence[str]) -> str:
    return _joined(names, gettext("%(some)s and %(last)s"))


def _or(names: Sequence[str]) -> str:
    return _joined(names, gettext("%(some)s or %(last)s"))


def _joined(names: Sequence[str], last: str) -> str:
    if not names:
        return "…"
    if len(names) == 1:
        return names[0]
    return last % {"some": ", ".join(names[:-1]), "last": names[-1]}
