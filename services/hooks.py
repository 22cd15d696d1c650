"""Hooks: addresses for systems that cannot shape their JSON. Made, changed, and what they were sent.

The token is the only key to an address: the program finds it by its hash, and shows it again from
the encrypted row.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.hooks import Hook
from db.queries import hooks as rows
from db.queries.hooks import Place
from db.session import Database
from schemas.enums import HookRequestStatus
from schemas.errors import (
    AppError,
    FieldError,
    InvalidInput,
    InvalidState,
    PreconditionFailed,
    SecretUnreadable,
)
from schemas.hooks import Mapping as HookMapping
from schemas.hooks import Signature, SignatureKind
from schemas.triggers import Actions
from schemas.words import mark
from services import hook_paths, hook_signatures, hook_values, keyring, webhook_signing
from services.field_values import Unreadable
from services.hook_bodies import Json
from services.hook_signatures import Call
from services.ids import new_id
from services.keyring import Keyring
from services.wakes import Sleeper, wake

MOST_HOOKS = 100
_MOST_ACTIONS = 32_000
_LONGEST_NAME = 100
_TOKEN_BYTES = 32
_LONGEST_SECRET = 500
# What a call says of itself; nothing that carries a secret.
_KEPT_HEADERS = ("content-type", "user-agent", "webhook-id")


class BadSignature(AppError):
    status = 401
    code = "bad_signature"

    def __init__(self) -> None:
        super().__init__("The signature is missing or wrong.")


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be different; None leaves a part as it is."""

    name: str | None = None
    enabled: bool | None = None
    capturing: bool | None = None
    mapping: HookMapping | None = None
    actions: Mapping[str, object] | None = None
    # "" takes it away.
    dedupe_path: str | None = None
    signature: Signature | None = None
    # Of the signature; "" has one made where its kind needs one.
    secret: str | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of one call: how many things are new, and how many were told before."""

    new: int
    repeats: int


@dataclass(frozen=True, slots=True)
class Door:
    """Whose address a token is, and what a call of it has to prove."""

    place: Place
    hook: Hook
    signature: Signature = field(default_factory=Signature)


def token_hash(token: str) -> bytes:
    return sha256(token.encode()).digest()


def address(ring: Keyring, hook: Hook, public_url: str) -> str:
    """Where the other system sends to; empty when its key is lost, though it still works.

    Whoever knows it can send.
    """
    try:
        token = ring.decrypt(hook.token, _place(hook.company_id, hook.id, "token"))
    except SecretUnreadable:
        return ""
    return f"{public_url.rstrip('/')}/hooks/{token}"


def secret_of(ring: Keyring, hook: Hook) -> str:
    """What calls are signed with; empty where they are not."""
    if hook.signature_secret is None:
        return ""
    place = _place(hook.company_id, hook.id, "signature_secret")
    return ring.decrypt(hook.signature_secret, place)


async def create(
    database: Database, ring: Keyring, company_id: UUID, name: str, *, user_id: UUID | None = None
) -> Hook:
    """A new one, which only keeps samples until it is switched on. Raises InvalidInput."""
    named = _name(name)
    token, hook_id = secrets.token_urlsafe(_TOKEN_BYTES), new_id()
    async with database.company(company_id) as session:
        if await rows.count(session) >= MOST_HOOKS:
            raise InvalidState("There are %(most)s hooks already. Delete one.", most=MOST_HOOKS)
    # The address and the hook are one fact; only the system's login writes addresses.
    async with database.system() as session:
        hook = Hook(
            id=hook_id,
            company_id=company_id,
            name=named,
            token=ring.encrypt(token, _place(company_id, hook_id, "token")),
            created_by=user_id,
        )
        session.add(hook)
        await session.flush()
        await rows.set_route(session, Place(company_id, hook_id), token_hash(token))
        await session.refresh(hook)
    return hook


async def rotate(database: Database, ring: Keyring, company_id: UUID, hook_id: UUID) -> Hook:
    """A new address; the old one leads nowhere from now on. Raises NotFound."""
    async with database.company(company_id) as session:
        await rows.get(session, hook_id)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    async with database.system() as session:
        hook = await rows.get(session, hook_id, lock=True)
        hook.token = ring.encrypt(token, _place(company_id, hook_id, "token"))
        hook.version += 1
        await rows.set_route(session, Place(company_id, hook_id), token_hash(token))
        await session.flush()
        await session.refresh(hook)
    return hook


async def change(
    session: AsyncSession, ring: Keyring, hook_id: UUID, wanted: Change, *, seen: int | None = None
) -> Hook:
    """Raises NotFound, InvalidInput with every error, and PreconditionFailed."""
    hook = await rows.get(session, hook_id, lock=True)
    if seen is not None and hook.version != seen:
        raise PreconditionFailed("Somebody else changed this hook meanwhile. Look at it again.")
    if wanted.name is not None:
        hook.name = _name(wanted.name)
    if wanted.mapping is not None:
        check_mapping(wanted.mapping)
        hook.mapping = wanted.mapping.model_dump(mode="json")
    if wanted.actions is not None:
        check_actions(wanted.actions)
        hook.actions = dict(wanted.actions)
    if wanted.dedupe_path is not None:
        hook.dedupe_path = _path(wanted.dedupe_path)
    if wanted.signature is not None:
        _sign(ring, hook, wanted.signature, wanted.secret)
    for name in ("enabled", "capturing"):
        value = getattr(wanted, name)
        setattr(hook, name, getattr(hook, name) if value is None else value)
    _check_ready(hook)
    hook.version += 1
    await session.flush()
    await session.refresh(hook)
    return hook


def check_mapping(mapping: HookMapping) -> None:
    """Raises InvalidInput naming each row whose path cannot be read."""
    errors = []
    for index, row in enumerate(mapping.rows):
        if not row.path:
            continue
        try:
            hook_paths.check(row.path)
        except Unreadable as error:
            one = error.error
            errors.append(FieldError(f"mapping/rows/{index}/path", one.code, one.message))
    if errors:
        raise InvalidInput("The mapping is not right; see each row.", errors)


def check_actions(actions: Mapping[str, object]) -> None:
    """What stands in {{…}} is known only with a call: it is judged then."""
    if len(json.dumps(actions)) > _MOST_ACTIONS:
        raise InvalidInput("These actions are too long.")
    try:
        Actions.model_validate(actions)
    except ValidationError as error:
        wrong = [one for one in error.errors() if "{{" not in str(one["input"])]
        if wrong:
            raise InvalidInput(
                "The actions are not right.",
                [
                    FieldError(
                        "/".join(("actions", *map(str, one["loc"]))), one["type"], one["msg"]
                    )
                    for one in wrong
                ],
            ) from error


def _check_ready(hook: Hook) -> None:
    """Nothing is done before it is known about whom."""
    if hook.capturing:
        return
    mapping = HookMapping.model_validate(hook.mapping)
    if not {"phone", "email", "external_id"} & {row.to for row in mapping.rows}:
        message = mark("Say first where the phone, the e-mail or the external id stands.")
        raise InvalidInput(message, [FieldError("mapping", "missing", message)])


async def open_door(database: Database, token: str) -> Door | None:
    """None for a token that leads nowhere, or to a hook that is switched off."""
    async with database.system() as session:
        place = await rows.route(session, token_hash(token))
    if place is None:
        return None
    async with database.company(place.company_id) as session:
        hook = await rows.get(session, place.hook_id)
    return Door(place, hook, Signature.model_validate(hook.signature)) if hook.enabled else None


def check_signature(ring: Keyring, door: Door, call: Call) -> None:
    """Raises BadSignature."""
    secret = secret_of(ring, door.hook)
    if not hook_signatures.verify(door.signature, secret, call):
        raise BadSignature


async def accept(
    session: AsyncSession, door: Door, told: Sequence[Json], headers: Mapping[str, str]
) -> Accepted:
    """Write down what came; what is to be applied is heard of after the commit."""
    hook = door.hook
    status = HookRequestStatus.CAPTURED if hook.capturing else HookRequestStatus.RECEIVED
    given: dict[str, tuple[Json, str | None]] = {}
    for index, body in enumerate(told):
        key = None if hook.capturing else dedupe_key(hook.dedupe_path, body)
        given.setdefault(key or f"sample:{index}", (body, key))
    kept = {name: headers[name][:200] for name in _KEPT_HEADERS if name in headers}
    new = await rows.store(session, door.place, status, list(given.values()), kept)
    if status is HookRequestStatus.RECEIVED:
        await wake(session, Sleeper.HOOK, door.place.company_id, hook.id)
    return Accepted(new, len(told) - new)


def dedupe_key(path: str | None, body: Json) -> str:
    """By the sender's own id of it where that stands, else by what it says, for a day."""
    own = hook_values.text_at(path, body) if path else ""
    if own:
        return "id:" + sha256(own.encode()).hexdigest()
    said = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return "body:" + sha256(said.encode()).hexdigest()


async def replay(session: AsyncSession, company_id: UUID, hook_id: UUID, request_id: UUID) -> None:
    """Apply one call once more, or a sample for the first time. Raises NotFound, InvalidState."""
    hook = await rows.get(session, hook_id)
    _check_ready_to_apply(hook)
    found = await rows.request(session, hook_id, request_id, lock=True)
    if found.status is HookRequestStatus.RECEIVED:
        raise InvalidState("This call is waiting to be applied already.")
    found.status = HookRequestStatus.RECEIVED
    found.reason = found.detail = found.finished_at = None
    found.result, found.attempts = {}, 0
    await session.flush()
    await wake(session, Sleeper.HOOK, company_id, hook_id)


async def replay_failed(
    session: AsyncSession, company_id: UUID, hook_id: UUID, since: datetime | None = None
) -> int:
    """Apply again what failed since then; how many. Raises NotFound, InvalidState."""
    hook = await rows.get(session, hook_id)
    _check_ready_to_apply(hook)
    changed = await rows.again(session, hook_id, since or datetime.fromtimestamp(0, UTC))
    if changed:
        await wake(session, Sleeper.HOOK, company_id, hook_id)
    return changed


def _check_ready_to_apply(hook: Hook) -> None:
    if hook.capturing:
        raise InvalidState("Switch the mapping on first: until then nothing is applied.")


async def delete(session: AsyncSession, hook_id: UUID) -> None:
    """With its log; what it did stays done. Raises NotFound."""
    await session.delete(await rows.get(session, hook_id, lock=True))


def _sign(ring: Keyring, hook: Hook, wanted: Signature, secret: str | None) -> None:
    before = Signature.model_validate(hook.signature).kind
    hook.signature = wanted.model_dump(mode="json")
    if wanted.kind is SignatureKind.NONE:
        hook.signature_secret = None
        return
    if secret is None and before is wanted.kind and hook.signature_secret is not None:
        return
    text = (secret or "").strip() or _new_secret(wanted.kind)
    if len(text) > _LONGEST_SECRET or not hook_signatures.usable(wanted.kind, text):
        message = mark("This is not a secret of this kind.")
        raise InvalidInput(message, [FieldError("secret", "not_a_secret", message)])
    place = _place(hook.company_id, hook.id, "signature_secret")
    hook.signature_secret = ring.encrypt(text, place)


def _new_secret(kind: SignatureKind) -> str:
    if kind is SignatureKind.HUBSPOT_V3:
        message = mark("Give the client secret of your HubSpot app.")
        raise InvalidInput(message, [FieldError("secret", "missing", message)])
    standard = kind is SignatureKind.STANDARD
    return webhook_signing.new_secret() if standard else secrets.token_urlsafe(_TOKEN_BYTES)


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        message = mark("Give the hook a name.")
        raise InvalidInput(message, [FieldError("name", "missing", message)])
    return name[:_LONGEST_NAME]


def _path(text: str) -> str | None:
    path = text.strip()
    if not path:
        return None
    try:
        hook_paths.check(path)
    except Unreadable as error:
        one = error.error
        raise InvalidInput(
            "The dedupe key cannot be read.", [FieldError("dedupe_path", one.code, one.message)]
        ) from error
    return path


def _place(company_id: UUID, hook_id: UUID, column: str) -> keyring.Place:
    return keyring.Place(company_id, "hooks", column, hook_id)
