"""How hooks and their calls read: what came of one, and why one failed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from db.models.hooks import Hook, HookRequest
from schemas.enums import HookRequestStatus
from schemas.hooks import SignatureKind
from schemas.triggers import Fired
from services.enrolling import LEFT_OUT
from web.hook_forms import LABELS
from web.i18n import gettext, mark, ngettext
from web.statuses import Look

_STATUS = {
    HookRequestStatus.RECEIVED: Look(mark("Waiting"), "info", "clock"),
    HookRequestStatus.CAPTURED: Look(mark("Sample"), "neutral", "bookmark"),
    HookRequestStatus.DONE: Look(mark("Done"), "success", "circle-check"),
    HookRequestStatus.FAILED: Look(mark("Failed"), "danger", "circle-x"),
}
_STATES = {
    "off": Look(mark("Off"), "neutral", "circle-pause"),
    "capturing": Look(mark("Collects samples"), "warning", "bookmark"),
    "on": Look(mark("On"), "success", "circle-check"),
}
_KINDS = {
    SignatureKind.NONE: mark("None: whoever knows the address may send"),
    SignatureKind.HUB_SHA256: mark("HMAC-SHA256 of the body in a header, as GitHub and many do"),
    SignatureKind.STANDARD: mark("Standard Webhooks"),
    SignatureKind.SECRET: mark("A fixed secret in a header"),
    SignatureKind.HUBSPOT_V3: mark("HubSpot, version 3"),
}
_CONTACT = {
    "created": mark("New contact"),
    "updated": mark("Contact updated"),
    "unchanged": mark("Contact known already"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing that was done, or that went wrong."""

    text: str
    tone: str = "neutral"
    contact_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class LogLine:
    row: HookRequest
    look: Look
    said: list[Sentence]

    @property
    def body(self) -> str:
        """What came in, to be read by people."""
        return json.dumps(self.row.body, ensure_ascii=False, indent=2)


def state(hook: Hook) -> Look:
    if not hook.enabled:
        return _STATES["off"]
    return _STATES["capturing" if hook.capturing else "on"]


def kinds() -> list[tuple[str, str]]:
    return [(kind.value, gettext(words)) for kind, words in _KINDS.items()]


def line(row: HookRequest, cadences: Mapping[UUID, str]) -> LogLine:
    return LogLine(row, _STATUS[row.status], said(row, cadences))


def said(row: HookRequest, cadences: Mapping[UUID, str]) -> list[Sentence]:
    """What came of a call, in the reader's words."""
    if row.status is HookRequestStatus.DONE:
        done = {name: row.result[name] for name in Fired.model_fields if name in row.result}
        return [*did(Fired.model_validate(done), cadences), *_problems(row, "left_out")]
    if row.status is HookRequestStatus.FAILED:
        why = Sentence(_words(row.detail or "", row.result.get("context")), "danger")
        return [why, *(one for one in _problems(row, "errors") if one.text != why.text)]
    return []


def did(fired: Fired, cadences: Mapping[UUID, str]) -> list[Sentence]:
    """What was done, or would be."""
    found = []
    if fired.contact is not None:
        found.append(Sentence(gettext(_CONTACT[fired.contact.status]), contact_id=fired.contact.id))
    if fired.event is not None:
        told = mark("Event “%(name)s” told") if fired.event.new else mark("Event known already")
        found.append(Sentence(gettext(told) % {"name": fired.event.name}))
    if fired.stop is not None:
        count = fired.stop.stopped
        words = ngettext("Left %(count)s cadence", "Left %(count)s cadences", count)
        found.append(Sentence(words % {"count": count}))
    if fired.enrol is not None:
        name = cadences.get(fired.enrol.cadence_id, "?")
        if fired.enrol.enrolled:
            found.append(Sentence(gettext("Entered “%(name)s”") % {"name": name}))
        else:
            why = gettext(LEFT_OUT.get(fired.enrol.reason or "", ""))
            words = gettext("Not in “%(name)s”: %(why)s") % {"name": name, "why": why}
            found.append(Sentence(words, "warning"))
    if fired.send is not None:
        found.append(Sentence(gettext("Message written")))
    if fired.launch is not None:
        found.append(Sentence(gettext("Campaign launched")))
    return found


def _problems(row: HookRequest, part: str) -> list[Sentence]:
    listed = row.result.get(part)
    return [
        Sentence(
            f"{_field(str(one['field']))}: {_words(str(one['message']), row.result.get('context'))}",
            "warning",
        )
        for one in (listed if isinstance(listed, Sequence) else ())
    ]


def _field(name: str) -> str:
    """As the mapping calls it; of the company's own their key."""
    return gettext(LABELS.get(name, name.removeprefix("fields.")))


def _words(message: str, context: object) -> str:
    text = gettext(message) if message else ""
    return text % context if isinstance(context, Mapping) and context else text
