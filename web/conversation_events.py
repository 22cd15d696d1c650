"""What happened to a conversation, in one line of its timeline."""

from collections.abc import Mapping
from datetime import datetime

from schemas.timeline import Entry
from web.formatting import date_time
from web.i18n import gettext, mark

# By kind: with somebody's name, and where nobody in particular did it.
_WORDS: Mapping[str, tuple[str, str]] = {
    "started": (mark("%(who)s started this conversation"), mark("This conversation was started")),
    "assigned": (mark("%(who)s assigned this to %(name)s"), mark("Assigned to %(name)s")),
    "took": (mark("%(who)s took this conversation"), mark("Assigned to %(name)s")),
    "unassigned": (
        mark("%(who)s took this from %(name)s"),
        mark("Nobody looks after this any more; it was %(name)s"),
    ),
    "left": (mark("%(who)s gave this conversation back"), mark("Given back")),
    "team": (mark("%(who)s gave this to the team %(name)s"), mark("Given to the team %(name)s")),
    "no_team": (mark("%(who)s took this from its team"), mark("Taken from its team")),
    "snoozed": (mark("%(who)s snoozed this until %(until)s"), mark("Snoozed until %(until)s")),
    "unsnoozed": (mark("%(who)s woke this"), mark("Back from its snooze")),
    "closed": (mark("%(who)s closed this"), mark("Closed")),
    "reopened": (mark("%(who)s opened this again"), mark("Opened again")),
    "priority": (
        mark("%(who)s set the priority to %(priority)s"),
        mark("The priority is now %(priority)s"),
    ),
    "no_priority": (mark("%(who)s took the priority away"), mark("No priority any more")),
    "labelled": (mark("%(who)s added %(added)s"), mark("Labelled %(added)s")),
    "unlabelled": (mark("%(who)s removed %(removed)s"), mark("Label %(removed)s removed")),
    "relabelled": (
        mark("%(who)s added %(added)s and removed %(removed)s"),
        mark("Labelled %(added)s, and no longer %(removed)s"),
    ),
    "opted_out": (mark("%(who)s noted that they opted out"), mark("Opted out")),
    "opted_in": (mark("%(who)s noted that they opted in again"), mark("Opted in again")),
    "asked_to_stop": (mark("%(who)s noted that they opted out"), mark("Asked not to get messages")),
    "asked_again": (
        mark("%(who)s noted that they opted in again"),
        mark("Asked to get messages again"),
    ),
    "merged": (mark("%(who)s merged two contacts"), mark("Two contacts were merged")),
}
_PRIORITIES = {
    "low": mark("low"),
    "medium": mark("medium"),
    "high": mark("high"),
    "urgent": mark("urgent"),
}


def words(entry: Entry) -> str:
    """An event as a sentence; one nobody wrote words for shows its own name."""
    key, values = _told(entry)
    found = _WORDS.get(key)
    if found is None:
        return entry.body or entry.kind.replace("_", " ").capitalize()
    by_somebody, by_itself = found
    sentence = gettext(by_somebody) if entry.author_name else gettext(by_itself)
    return sentence % {"who": entry.author_name or "", **values}


def _told(entry: Entry) -> tuple[str, dict[str, str]]:
    said = entry.payload
    name = str(said.get("name") or "")
    match entry.kind:
        case "assigned" | "unassigned":
            own = str(said.get("user_id")) == str(entry.author_id)
            by_themselves = "took" if entry.kind == "assigned" else "left"
            return (by_themselves if own else entry.kind), {"name": name}
        case "team":
            return ("team" if said.get("team_id") else "no_team"), {"name": name}
        case "snoozed":
            return "snoozed", {"until": _moment(said.get("until"))}
        case "priority":
            named = _PRIORITIES.get(str(said.get("to")))
            return ("priority", {"priority": gettext(named)}) if named else ("no_priority", {})
        case "labelled":
            return _labels(said)
    return entry.kind, {"name": name}


def _labels(said: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    added, removed = _names(said.get("added")), _names(said.get("removed"))
    key = "relabelled" if added and removed else "unlabelled" if removed else "labelled"
    return key, {"added": added, "removed": removed}


def _names(value: object) -> str:
    rows = value if isinstance(value, list) else []
    return ", ".join(str(row.get("name", "")) for row in rows if isinstance(row, Mapping))


def _moment(value: object) -> str:
    try:
        return date_time(datetime.fromisoformat(str(value)))
    except ValueError:
        return str(value)
