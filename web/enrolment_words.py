"""Who is in a cadence, in words: how they came, what became of each step, why it ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from db.models.cadences import CadenceSource
from schemas.cadence_sources import Results, RunResult, SourceKind
from schemas.reasons import reason as reason_of
from services import cadence_sources
from services.enrolling import LEFT_OUT
from services.enrolment_stories import Coming, Entry, Story
from web import cadence_words, time_zones
from web.cadence_choices import Choices
from web.formatting import number
from web.i18n import gettext, mark, ngettext
from web.recurrence_words import rule_words

SOURCES: Mapping[str, str] = {
    "console": mark("Enrolled by a person"),
    "api": mark("Enrolled by another system"),
    "segment": mark("Came into a segment"),
    "contacts": mark("Enrolled from a list"),
    "import": mark("Enrolled with a file"),
    "keyword": mark("Wrote a keyword"),
    "tag": mark("Got a tag"),
    "stage": mark("Came to a stage"),
    "cadence": mark("Came from another cadence"),
    "rule": mark("Enrolled by a rule"),
    "hook": mark("Enrolled by a hook"),
    "trigger": mark("Enrolled by another system"),
}
ENDS: Mapping[str, str] = {
    "reply": mark("They answered."),
    "reply_same_channel": mark("They answered."),
    "meeting": mark("A meeting was booked."),
    "won": mark("The deal was won."),
    "lost": mark("The deal was lost."),
    "bounce": mark("A message could not reach them."),
    "agent": mark("A person of ours took over."),
    "opted_out": mark("They asked for no more messages."),
    "goal": mark("They reached the goal."),
    "finished": mark("They came to the end."),
    "removed": mark("Taken out by hand."),
    "moved": mark("Nothing was left for them in the new version."),
    "archived": mark("The cadence was archived."),
    "contact_erased": mark("The contact was deleted."),
    "merged": mark("The contact was merged into another."),
    "unreachable": mark("Their number cannot be reached."),
}
# What became of a step: words, tone, icon.
OUTCOMES: Mapping[str, tuple[str, str, str]] = {
    "sent": (mark("Sent"), "info", "check"),
    "skipped": (mark("Skipped"), "neutral", "skip-forward"),
    "failed": (mark("Failed"), "danger", "circle-x"),
    "unknown": (mark("Unknown"), "warning", "circle-help"),
    "done": (mark("Done"), "success", "check"),
    "yes": (mark("Yes"), "success", "check"),
    "no": (mark("No"), "neutral", "x"),
    "passed": (mark("Passed by"), "neutral", "skip-forward"),
    "left": (mark("Left"), "neutral", "log-out"),
}
_DONE: Mapping[str, tuple[str, str]] = {
    "paused": (mark("Paused"), "circle-pause"),
    "resumed": (mark("Went on"), "circle-play"),
    "skipped": (mark("Step skipped"), "skip-forward"),
    "moved": (mark("Moved to a newer version"), "layers"),
    "removed": (mark("Taken out"), "user-x"),
}
_REASONS: Mapping[str, str] = {
    "dropped": mark("Somebody skipped it."),
    "no_date": mark("The date is not known."),
    "not_available": mark("Nothing can answer this yet."),
    "sent_before": mark("They had this step before."),
    "cadence_stopped": mark("Their way through the cadence had ended."),
}
_CODES: Mapping[str, str] = {
    "daily_limit": mark("The limit of the day was reached; the rest follows."),
    "not_running": mark("The cadence lets nobody in: start it first."),
    "subject_gone": mark("What it named was deleted."),
}
_KINDS: Mapping[SourceKind, tuple[str, str]] = {
    SourceKind.SEGMENT: (mark("Segment"), "filter"),
    SourceKind.CONTACTS: (mark("List of contacts"), "users"),
    SourceKind.IMPORT: (mark("Import"), "file-up"),
    SourceKind.KEYWORD: (mark("Keyword"), "message-circle"),
    SourceKind.TAG: (mark("Tag"), "tag"),
    SourceKind.STAGE: (mark("Stage"), "columns-3"),
}


def source(word: str) -> str:
    return gettext(SOURCES.get(word, word))


def ended(code: str | None) -> str:
    return gettext(ENDS[code]) if code and code in ENDS else ""


def why(code: str | None) -> str:
    """Why a step was skipped or failed."""
    if not code:
        return ""
    return gettext(_REASONS[code]) if code in _REASONS else gettext(reason_of(code).text)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a story as a page shows it."""

    at: datetime | None
    icon: str
    title: str
    tone: str = "neutral"
    note: str = ""
    badge: tuple[str, str, str] | None = None
    detail: str = ""
    by: str = ""
    # The status of its message in the ledger.
    message: str = ""


def lines(story: Story, choices: Choices) -> list[Line]:
    return [_line(one, story, choices) for one in story.entries]


def coming(story: Story, choices: Choices) -> list[Line]:
    return [_coming(one, story, choices) for one in story.coming]


def step_name(story: Story, key: str | None, choices: Choices) -> tuple[str, str, str]:
    """Its icon, what it is and what it does."""
    step = story.steps.get(key or "")
    if step is None:
        return "circle-dashed", gettext("A step that is gone"), ""
    icon = cadence_words.icon_of(step, choices)
    return icon, cadence_words.title(step), cadence_words.summary(step, choices)


def _line(one: Entry, story: Story, choices: Choices) -> Line:
    by = one.user_name or ""
    if one.kind == "entered":
        return Line(one.at, "user-plus", source(one.detail or ""), "brand", by=by)
    if one.kind == "ended":
        tone = "success" if one.reason in ("finished", "goal", "won", "meeting") else "neutral"
        title = gettext("Finished") if one.outcome == "completed" else gettext("Stopped")
        return Line(one.at, "flag", title, tone, ended(one.reason), detail=one.detail or "", by=by)
    icon, title, note = step_name(story, one.step_key, choices)
    if one.kind == "step":
        words, tone, mark_ = OUTCOMES.get(one.outcome or "", (one.outcome or "", "neutral", "x"))
        status = one.message.status.value if one.message is not None else ""
        return Line(
            one.at,
            icon,
            title,
            tone,
            note,
            badge=(gettext(words), tone, mark_),
            detail=why(one.reason),
            message=status,
        )
    said, symbol = _DONE.get(one.kind, (one.kind, "history"))
    where = " · ".join(filter(None, (title, note))) if one.step_key else ""
    return Line(one.at, symbol, gettext(said), note=where, detail=one.detail or "", by=by)


def _coming(one: Coming, story: Story, choices: Choices) -> Line:
    icon, title, note = step_name(story, one.step_key, choices)
    status = one.message.status.value if one.message is not None else ""
    return Line(one.at, icon, title, note=note, message=status)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as its card shows it."""

    row: CadenceSource
    icon: str
    title: str
    note: str
    result: str
    left_out: list[tuple[str, int]]
    once: bool


def source_line(row: CadenceSource, name: str | None) -> SourceLine:
    kind = SourceKind(row.kind)
    title, icon = _KINDS[kind]
    results = Results.from_json(row.last_result)
    return SourceLine(
        row,
        icon,
        _source_title(row, kind, gettext(title), name),
        _source_note(row, kind),
        _result(row, results),
        _left_out(results.total),
        cadence_sources.is_once(row),
    )


def _source_title(row: CadenceSource, kind: SourceKind, title: str, name: str | None) -> str:
    if kind is SourceKind.KEYWORD:
        return ", ".join(f"“{word}”" for word in cadence_sources.words_of(row))
    if kind is SourceKind.CONTACTS:
        return title
    return f"{title}: {name or gettext('(deleted)')}"


def _source_note(row: CadenceSource, kind: SourceKind) -> str:
    rule = cadence_sources.rule_of(row)
    if rule is not None:
        zone = time_zones.name(row.time_zone or "")
        return gettext("Who came into it is enrolled: %(rule)s (%(zone)s)") % {
            "rule": rule_words(rule),
            "zone": zone,
        }
    if cadence_sources.is_once(row):
        return gettext("Enrolled once")
    if kind is SourceKind.KEYWORD:
        exact = bool(row.options.get("exact", True))
        return (
            gettext("Whoever writes just this")
            if exact
            else gettext("Whoever writes it somewhere in a message")
        )
    if kind is SourceKind.TAG:
        return gettext("Whoever gets this tag")
    return gettext("Whoever comes to this stage")


def _result(row: CadenceSource, results: Results) -> str:
    code = results.last.code
    if code and code in _CODES:
        return gettext(_CODES[code])
    enrolled = results.total.enrolled
    if row.last_run_at is None and cadence_sources.is_once(row) and not enrolled and _goes_on(row):
        return gettext("About to begin")
    if not enrolled:
        return gettext("Nobody enrolled yet")
    words = ngettext("%(count)s person enrolled", "%(count)s people enrolled", enrolled)
    said = words % {"count": number(enrolled)}
    return said if _goes_on(row) else gettext("Stopped before its end: %(what)s") % {"what": said}


def _goes_on(row: CadenceSource) -> bool:
    """Whether nobody stopped what was to enrol people once; a file waits to be read in."""
    is_list = cadence_sources.is_once(row) and row.kind != SourceKind.IMPORT
    return row.enabled or not is_list or row.last_run_at is not None


def _left_out(total: RunResult) -> list[tuple[str, int]]:
    known = sorted(total.left_out.items(), key=lambda pair: -pair[1])
    return [(gettext(LEFT_OUT.get(code, code)), count) for code, count in known if count]


def left_out(reasons: Mapping[str, int]) -> str:
    """Who was left out, for a toast: "2 left out: Has no phone number."."""
    if not reasons:
        return ""
    count = sum(reasons.values())
    first = max(reasons, key=lambda key: reasons[key])
    words = ngettext("%(count)s left out: %(reason)s", "%(count)s left out: %(reason)s", count)
    return words % {"count": count, "reason": gettext(LEFT_OUT.get(first, first))}


def left_out_one(reasons: Mapping[str, int]) -> str:
    """Why the one contact did not enter."""
    return "".join(gettext(LEFT_OUT.get(code, code)) for code in reasons)
