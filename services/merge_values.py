"""What two rows become as one, and what goes back when they part again. Nothing is read or written.

Rows are as JSON has them: times are ISO 8601 in UTC, so their order is that of their texts.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from schemas.enums import ConversationStatus, Priority

Row = Mapping[str, Any]
Side = Literal["into", "from"]
# A person chooses whose of these stays; a custom field is named "fields.<key>".
CHOSEN = ("name", "phone", "email", "external_id", "language", "time_zone")
FIELD = "fields."

_STATUSES = [status.value for status in ConversationStatus]
_PRIORITIES = [priority.value for priority in Priority]
# Moved by messages, so that a change of them is no decision of anybody's.
_COUNTED = frozenset(
    {
        "last_message_at",
        "last_message_id",
        "unread_count",
        "seen_at",
        "writes_from",
        "last_inbound_at",
        "window_closed_at",
        "waiting_since",
        "answered_at",
    }
)
_BOOKKEEPING = frozenset({"updated_at", "version"})


def choosable(into: Row, gone: Row) -> list[str]:
    """Where both say something, and not the same."""
    keys = sorted({*into["fields"], *gone["fields"]})
    names = [*CHOSEN, *(f"{FIELD}{key}" for key in keys)]
    return [
        name
        for name in names
        if value(into, name) and value(gone, name) and value(into, name) != value(gone, name)
    ]


def value(row: Row, name: str) -> Any:
    if name.startswith(FIELD):
        return row["fields"].get(name.removeprefix(FIELD))
    # A row that was kept before the column was there says nothing.
    return row.get(name)


def suggested(into: Row, gone: Row) -> dict[str, Side]:
    """What stays unless somebody chooses otherwise: the one's own, but the number last used."""
    wrote_last = (gone["last_inbound_at"] or "") > (into["last_inbound_at"] or "")
    return {
        name: "from" if name == "phone" and wrote_last else "into" for name in choosable(into, gone)
    }


def joined_contact(into: Row, gone: Row, keep: Mapping[str, Side]) -> dict[str, Any]:
    """The columns of the one that stays, changed."""

    def pick(name: str) -> Any:
        first, second = (gone, into) if keep.get(name) == "from" else (into, gone)
        chosen = value(first, name)
        # An empty text or a missing value gives way; "no" and zero are values.
        return value(second, name) if chosen in (None, "") else chosen

    phone = into if _phone_of(into, gone, keep) else gone
    keys = {*into["fields"], *gone["fields"]}
    return {
        **{name: pick(name) for name in CHOSEN if name != "phone"},
        "phone": phone["phone"],
        "phone_key": phone["phone_key"],
        "fields": {key: pick(f"{FIELD}{key}") for key in sorted(keys)},
        "tag_ids": list(dict.fromkeys([*into["tag_ids"], *gone["tag_ids"]])),
        "last_inbound_at": _latest(into["last_inbound_at"], gone["last_inbound_at"]),
    }


def _phone_of(into: Row, gone: Row, keep: Mapping[str, Side]) -> bool:
    """Whether the number of the one that stays is the main one."""
    return bool(into["phone"]) and not (keep.get("phone") == "from" and gone["phone"])


def joined_conversation(into: Row, gone: Row) -> dict[str, Any]:
    """The columns of the conversation that stays: nothing that waits is forgotten."""
    newest = max(into, gone, key=lambda row: (row["last_message_at"], row["last_message_id"] or ""))
    status = min(into["status"], gone["status"], key=_STATUSES.index)
    wrote_last = max(into, gone, key=lambda row: row["last_inbound_at"] or "")
    return {
        "status": status,
        "priority": max(into["priority"], gone["priority"], key=_PRIORITIES.index),
        "snoozed_until": _earliest(into["snoozed_until"], gone["snoozed_until"])
        if status == ConversationStatus.SNOOZED
        else None,
        "assignee_id": into["assignee_id"] or gone["assignee_id"],
        "team_id": into["team_id"] or gone["team_id"],
        "label_ids": list(dict.fromkeys([*into["label_ids"], *gone["label_ids"]])),
        "last_message_at": newest["last_message_at"],
        "last_message_id": newest["last_message_id"],
        "unread_count": into["unread_count"] + gone["unread_count"],
        "seen_at": _both(into["seen_at"], gone["seen_at"], min),
        "writes_from": wrote_last["writes_from"],
        "last_inbound_at": _latest(into["last_inbound_at"], gone["last_inbound_at"]),
        "window_closed_at": _both(into["window_closed_at"], gone["window_closed_at"], max),
        "waiting_since": _earliest(into["waiting_since"], gone["waiting_since"]),
        "answered_at": _latest(into["answered_at"], gone["answered_at"]),
        "closed_at": _latest(into["closed_at"], gone["closed_at"])
        if status == ConversationStatus.CLOSED
        else None,
    }


def parted(before: Row, after: Row, now: Row) -> tuple[dict[str, Any], list[str]]:
    """What of a row goes back to what it was before, and what somebody changed since.

    A changed value stays as it is now. Custom fields and tags are looked at one by one.
    """
    back: dict[str, Any] = {}
    kept: list[str] = []
    for name in after:
        if name in _BOOKKEEPING or after[name] == before[name]:
            continue
        if now[name] == after[name]:
            back[name] = before[name]
        elif name == "fields":
            back[name], changed = _parted_fields(before[name], after[name], now[name])
            kept += [f"{FIELD}{key}" for key in changed]
        elif name in {"tag_ids", "label_ids"}:
            brought = set(after[name]) - set(before[name])
            back[name] = [key for key in now[name] if key not in brought]
        elif name == "unread_count":
            # Read since: nothing is unread any more. Else only what came since is.
            came = now[name] - after[name]
            back[name] = before[name] + came if came >= 0 else now[name]
        elif name not in _COUNTED and name != "phone_key":
            kept.append(name)
    return back, kept


def _parted_fields(before: Row, after: Row, now: Row) -> tuple[dict[str, Any], list[str]]:
    back, kept = dict(now), []
    for key in {*before, *after}:
        if after.get(key) == before.get(key):
            continue
        if now.get(key) != after.get(key):
            kept.append(key)
        elif key in before:
            back[key] = before[key]
        else:
            back.pop(key, None)
    return back, sorted(kept)


def _latest(*times: str | None) -> str | None:
    return max((at for at in times if at), default=None)


def _earliest(*times: str | None) -> str | None:
    return min((at for at in times if at), default=None)


def _both(one: str | None, other: str | None, choose: Callable[[Iterable[str]], str]) -> str | None:
    """Only what holds for both."""
    return choose([one, other]) if one and other else None
