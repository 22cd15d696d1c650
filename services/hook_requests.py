"""What a hook was sent becomes a contact and actions: each call once, all of it or nothing."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import structlog
from pydantic import ValidationError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contacts import Contact
from db.models.hooks import Hook, HookRequest
from db.queries import contacts as contact_rows
from db.queries import hooks as rows
from db.session import Database
from schemas.api.consents import ConsentWrite
from schemas.api.contacts import FieldValue
from schemas.enums import Channel, HookRequestStatus
from schemas.errors import AppError, FieldError, InvalidInput
from schemas.hooks import Mapping as HookMapping
from schemas.policies import MARKETING
from schemas.triggers import Fired, Trigger
from schemas.words import mark
from services import contacts, hook_values, triggers
from services.contacts import Rules
from services.hook_values import Values
from services.triggers import Outcome, Told

_log = structlog.get_logger()
# A call that makes our own code fail is given up after so many tries: the others go on.
_MOST_TRIES = 5
_ADDRESSES = ("phone", "email", "external_id")
_SEES_NOBODY = mark("Neither a phone nor an e-mail nor an external id came with it.")
_OUR_FAULT = mark("Something went wrong on our side. It has been recorded.")


class NotUsable(InvalidInput):
    """What came makes no trigger."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What was done with one call; `outcome` is None where it failed."""

    request_id: UUID
    outcome: Outcome | None = None
    # Our own code failed: it waits for another try.
    again: bool = False


@dataclass(slots=True)
class Reading:
    """What a call says, and what of it could not be used."""

    values: Values
    contact: dict[str, object] = field(default_factory=dict)
    # By target: phone, fields.birthday, …
    wrong: dict[str, FieldError] = field(default_factory=dict)


@dataclass(slots=True)
class Preview:
    """What would come of a sample, had it just come in."""

    reading: Reading
    fired: Fired | None = None
    # Who it would be, when they are there already.
    known: Contact | None = None
    failure: AppError | None = None


class _TakeBack(Exception):
    """Ends a transaction that was only to look."""


async def apply_next(database: Database, company_id: UUID, hook_id: UUID) -> Applied | None:
    """Apply the oldest call that waits; None when there is none.

    Whatever dies before the commit leaves it waiting; after it, it is done and is not done again.
    """
    async with database.company(company_id) as session:
        waiting = await rows.next_received(session, hook_id)
        if not waiting:
            return None
        (found,) = waiting
        request_id = found.id
        try:
            return await _apply(session, found)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001 - one call must not hold up the others for ever
            # Its text may quote what came in.
            _log.error("hook_request_failed", id=str(request_id), error=type(error).__name__)
    again = await _note_failure(database, company_id, hook_id, request_id)
    return Applied(request_id, again=again)


async def _apply(session: AsyncSession, found: HookRequest) -> Applied:
    hook = await rows.get(session, found.hook_id)
    try:
        async with session.begin_nested():
            outcome, reading = await _fire(session, hook, found.body, str(found.id))
    except AppError as error:
        return failed(found, error)
    return done(found, outcome, reading)


def done(found: HookRequest, outcome: Outcome, reading: Reading) -> Applied:
    """Write down what came of a call."""
    found.status, found.finished_at = HookRequestStatus.DONE, datetime.now(UTC)
    found.attempts += 1
    found.result = {**outcome.fired.model_dump(mode="json", exclude_none=True)}
    if reading.wrong:
        found.result |= {"left_out": _told(reading.wrong)}
    return Applied(found.id, outcome)


async def _note_failure(
    database: Database, company_id: UUID, hook_id: UUID, request_id: UUID
) -> bool:
    """Count the try; whether there is another one."""
    async with database.company(company_id) as session:
        found = await rows.request(session, hook_id, request_id, lock=True)
        found.attempts += 1
        if found.attempts >= _MOST_TRIES:
            found.status, found.finished_at = HookRequestStatus.FAILED, datetime.now(UTC)
            found.reason, found.detail = "internal_error", _OUR_FAULT
        return found.status is HookRequestStatus.RECEIVED


def failed(found: HookRequest, error: AppError) -> Applied:
    """Write down why, in words that can be told in any language: the sentence and what fills its places."""
    errors = error.errors if isinstance(error, InvalidInput) else []
    found.status, found.finished_at = HookRequestStatus.FAILED, datetime.now(UTC)
    found.attempts += 1
    found.reason, found.detail = error.code, error.message
    found.result = {
        "context": {name: str(value) for name, value in error.context.items()},
        "errors": [
            {"field": one.field, "code": one.code, "message": one.message} for one in errors
        ],
    }
    return Applied(found.id)


def _told(wrong: Mapping[str, FieldError]) -> list[dict[str, str]]:
    return [
        {"field": to, "code": error.code, "message": error.message} for to, error in wrong.items()
    ]


async def preview(
    database: Database,
    hook: Hook,
    mapping: HookMapping,
    actions: Mapping[str, object],
    body: object,
) -> Preview:
    """Do it and take it back: what would come of it is what comes of it."""
    trial = Hook(
        id=hook.id,
        company_id=hook.company_id,
        name=hook.name,
        mapping=mapping.model_dump(mode="json"),
        actions=dict(actions),
    )
    shown = Preview(Reading(Values()))
    async with _only_looking(database, hook.company_id) as session:
        shown.reading = await read(session, trial, body)
        contact_id = await _try(session, trial, shown, body)
    if contact_id is not None:
        # As they are, not as they would be.
        async with database.company(hook.company_id) as session:
            shown.known = await contact_rows.get(session, contact_id)
    return shown


@asynccontextmanager
async def _only_looking(database: Database, company_id: UUID) -> AsyncIterator[AsyncSession]:
    """A transaction that is never committed."""
    with suppress(_TakeBack):
        async with database.company(company_id) as session:
            yield session
            raise _TakeBack


async def _try(session: AsyncSession, trial: Hook, shown: Preview, body: object) -> UUID | None:
    """Whom it would be about, where they are there already."""
    try:
        outcome, shown.reading = await _fire(session, trial, body, "preview")
    except AppError as error:
        shown.failure = error
        return None
    shown.fired = outcome.fired
    told = outcome.fired.contact
    return told.id if told is not None and told.status != "created" else None


async def read(session: AsyncSession, hook: Hook, body: object) -> Reading:
    """As `read_by`."""
    return read_by(await contacts.rules(session, hook.company_id), hook, body)


def read_by(known: Rules, hook: Hook, body: object) -> Reading:
    """What the mapping makes of a call. A value that does not fit leaves the others alone."""
    mapping = HookMapping.model_validate(hook.mapping)
    reading = Reading(hook_values.read(mapping, body))
    for row in reading.values.rows:
        if row.error is not None:
            reading.wrong.setdefault(row.to, row.error)
    for name, value in reading.values.contact.items():
        if name == "fields":
            assert isinstance(value, dict)
            fields = {
                key: item for key, item in value.items() if _fits_field(known, reading, key, item)
            }
            reading.contact[name] = fields
        elif name in {"tags", "stage"} or _fits(known, reading, name, name, value):
            reading.contact[name] = value
    return reading


def _fits_field(known: Rules, reading: Reading, key: str, value: FieldValue) -> bool:
    return _fits(known, reading, f"fields.{key}", "fields", {key: value})


def _fits(known: Rules, reading: Reading, to: str, name: str, value: object) -> bool:
    try:
        contacts.read_values(known, {name: value})
    except InvalidInput as error:
        reading.wrong.setdefault(to, error.errors[0])
        return False
    return True


async def _fire(
    session: AsyncSession, hook: Hook, body: object, request_id: str
) -> tuple[Outcome, Reading]:
    reading = await read(session, hook, body)
    wanted, told = trigger_of(hook, reading, request_id), told_by(hook, request_id)
    return await triggers.fire(session, hook.company_id, wanted, told), reading


def told_by(hook: Hook, request_id: str) -> Told:
    """Who tells it, and by what name it is known should it be told twice."""
    proof = {"hook": hook.name, "request": request_id}
    return Told("hook", request_id, source_id=hook.id, proof=proof)


def trigger_of(hook: Hook, reading: Reading, request_id: str) -> Trigger:
    """What a call asks for. Raises NotUsable."""
    if not any(reading.contact.get(name) for name in _ADDRESSES):
        wrong = [
            FieldError(f"contact/{name}", reading.wrong[name].code, reading.wrong[name].message)
            for name in _ADDRESSES
            if name in reading.wrong
        ]
        raise NotUsable(
            _SEES_NOBODY, wrong or [FieldError("contact/phone", "missing", _SEES_NOBODY)]
        )
    contact = dict(reading.contact)
    if reading.values.consented:
        contact["consent"] = [_consent(channel, hook, request_id) for channel in Channel]
    actions = _filled(hook.actions, {**_own(contact), **reading.values.variables})
    try:
        return Trigger.model_validate({**actions, "contact": contact})
    except ValidationError as error:
        raise NotUsable(
            mark("What came does not fit the actions."),
            [
                FieldError("/".join(map(str, one["loc"])), one["type"], one["msg"])
                for one in error.errors()
            ],
        ) from error


def _consent(channel: Channel, hook: Hook, request_id: str) -> ConsentWrite:
    proof = {"hook": hook.name, "request": request_id}
    return ConsentWrite(channel=channel, scope=MARKETING, granted=True, proof=proof)


def _own(contact: Mapping[str, object]) -> dict[str, str]:
    """The contact's own values are there for the actions without being named twice."""
    own = {name: str(contact[name]) for name in ("name", *_ADDRESSES) if contact.get(name)}
    if own.get("name"):
        own["first_name"] = own["name"].split()[0]
    return own


def _filled(actions: Mapping[str, object], variables: Mapping[str, str]) -> dict[str, object]:
    """With the variables in their places; what a call leaves empty is as if it were not said."""
    filled = _without_empty(dict(actions), hook_values.fill(dict(actions), variables))
    return filled if isinstance(filled, dict) else {}


def _without_empty(before: object, after: object) -> object:
    if isinstance(before, dict) and isinstance(after, dict):
        return {
            key: _without_empty(before[key], value)
            for key, value in after.items()
            if not (value == "" and before[key] != "")
        }
    return after
