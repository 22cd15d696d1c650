"""Cadences: made, changed, published, and moved between their states.

The row decides, Temporal follows: what was changed is committed first, and the worker is woken at
commit. The draft is what people edit; those who are enrolled go through a published version, which
never changes.
"""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import Cadence, CadenceVersion
from db.queries import cadences
from db.queries.notifications import News
from schemas.cadence_fields import CadenceFields
from schemas.cadences import DEFAULT_STOPS, Definition, Rules, from_json, to_json
from schemas.enums import CadenceStatus, NotificationKind, Purpose, Role
from schemas.errors import Conflict, FieldError, InvalidInput, InvalidState, PreconditionFailed
from schemas.words import mark
from services import (
    cadence_checks,
    cadence_fields,
    cadence_jobs,
    cadence_news,
    cadence_sends,
    notifications,
    wakes,
)

_STARTABLE = (CadenceStatus.DRAFT, CadenceStatus.PAUSED)
_INCOMPLETE = mark("The cadence is not complete yet.")
_KEPT = mark("A cadence that was published is kept. Archive it instead.")
_MEANWHILE = mark("Somebody changed this cadence in the meantime. Load it again.")


async def get(session: AsyncSession, cadence_id: UUID) -> Cadence:
    """Raises NotFound, also for another company's cadence."""
    return await cadences.get(session, cadence_id)


async def create(
    session: AsyncSession, company_id: UUID, values: CadenceFields, *, user_id: UUID | None = None
) -> Cadence:
    """A new draft, ended by whatever usually ends one.

    Raises InvalidInput, and Conflict for an external id in use.
    """
    cadence = Cadence(
        company_id=company_id,
        name="",
        description="",
        status=CadenceStatus.DRAFT,
        draft=to_json(Definition()),
        rules=Rules().as_json(),
        stops=[stop.value for stop in DEFAULT_STOPS],
        purpose=Purpose.MARKETING,
        created_by=user_id,
    )
    await cadence_fields.apply(session, cadence, values)
    await _save(session, cadence)
    await cadences.log(session, cadence, "created", user_id=user_id)
    return cadence


async def edit(
    session: AsyncSession,
    cadence_id: UUID,
    values: CadenceFields,
    *,
    version: int | None = None,
    user_id: UUID | None = None,
) -> Cadence:
    """Change what is given; its steps only in the draft. Settings take effect at once.

    `version` is the one the editor saw: PreconditionFailed if older. Raises InvalidInput, Conflict
    and, for an archived one, InvalidState.
    """
    cadence = await _changeable(session, cadence_id, version)
    await cadence_fields.apply(session, cadence, values)
    cadence.version += 1
    await _save(session, cadence)
    if values.keys() - {"definition"}:
        await cadence_sends.settle(session, cadence)
        await cadences.log(session, cadence, "settings", user_id=user_id)
        await _wake(session, cadence)
    return cadence


async def publish(
    session: AsyncSession,
    cadence_id: UUID,
    *,
    version: int | None = None,
    user_id: UUID | None = None,
) -> Cadence:
    """Make a version of the draft; whoever enters from now on goes through that.

    Those on their way stay in theirs: services.cadence_moves. A draft that says what is published
    already makes none. Raises InvalidInput with all that is wrong.
    """
    cadence = await _changeable(session, cadence_id, version)
    await _require_sound(session, cadence)
    if cadence.published is not None:
        known = await cadences.version(session, cadence_id, cadence.published)
        if from_json(known.definition) == from_json(cadence.draft):
            return cadence
    number = (cadence.published or 0) + 1
    session.add(
        CadenceVersion(
            company_id=cadence.company_id,
            cadence_id=cadence.id,
            number=number,
            definition=to_json(from_json(cadence.draft)),
            published_by=user_id,
        )
    )
    cadence.published = number
    cadence.version += 1
    await cadences.log(session, cadence, "published", user_id=user_id, detail=str(number))
    await _save(session, cadence)
    return cadence


async def start(session: AsyncSession, cadence_id: UUID, *, user_id: UUID | None = None) -> Cadence:
    """From here on people may be enrolled and move on. Starting twice is starting once.

    Raises InvalidState for one that was never published or is archived.
    """
    cadence = await cadences.get_for_update(session, cadence_id)
    if cadence.status is CadenceStatus.RUNNING:
        return cadence
    if cadence.status not in _STARTABLE:
        raise InvalidState(
            "An archived cadence stays as it is. Duplicate it to use it again.",
            current=cadence.status.value,
        )
    if cadence.published is None:
        raise InvalidState("Publish the cadence first, then start it.")
    kind = "started" if cadence.status is CadenceStatus.DRAFT else "resumed"
    cadence.status_code = cadence.status_detail = None
    return await _move(session, cadence, CadenceStatus.RUNNING, kind, user_id)


async def pause(session: AsyncSession, cadence_id: UUID, *, user_id: UUID | None = None) -> Cadence:
    """Nobody moves on and nothing more is claimed; nobody is lost. What is in flight leaves."""
    cadence = await cadences.get_for_update(session, cadence_id)
    if cadence.status is CadenceStatus.PAUSED and cadence.status_code is None:
        return cadence
    if cadence.status not in (CadenceStatus.RUNNING, CadenceStatus.PAUSED):
        raise InvalidState(
            "Only a running cadence can be paused; this one is %(current)s.",
            current=cadence.status.value,
        )
    if cadence.status is CadenceStatus.RUNNING:
        await cadence_news.paused(session, cadence)
    cadence.status_code = cadence.status_detail = None
    return await _move(session, cadence, CadenceStatus.PAUSED, "paused", user_id)


async def resume(
    session: AsyncSession, cadence_id: UUID, *, user_id: UUID | None = None
) -> Cadence:
    """Everybody goes on where they stood; who was due meanwhile is due now."""
    cadence = await cadences.get_for_update(session, cadence_id)
    if cadence.status not in (CadenceStatus.PAUSED, CadenceStatus.RUNNING):
        raise InvalidState(
            "Only a paused cadence can be resumed; this one is %(current)s.",
            current=cadence.status.value,
        )
    return await start(session, cadence_id, user_id=user_id)


async def pause_by_itself(
    session: AsyncSession, cadence_id: UUID, *, code: str, detail: str
) -> Cadence | None:
    """Stop because going on would fail; None when it was not running."""
    cadence = await cadences.get_for_update(session, cadence_id)
    if cadence.status is not CadenceStatus.RUNNING:
        return None
    cadence.status_code, cadence.status_detail = code, detail
    cadence.status = CadenceStatus.PAUSED
    cadence.version += 1
    await cadences.log(session, cadence, "auto_paused", code=code, detail=detail)
    await cadence_news.paused(session, cadence)
    news = News(NotificationKind.CADENCE_STOPPED, "stopped", detail=f"{cadence.name}: {detail}")
    await notifications.news(
        session, cadence.company_id, news, roles=(Role.OWNER, Role.ADMIN), user_ids=_maker(cadence)
    )
    await _wake(session, cadence)
    return cadence


def _maker(cadence: Cadence) -> list[UUID]:
    return [cadence.created_by] if cadence.created_by is not None else []


async def archive(
    session: AsyncSession, cadence_id: UUID, *, user_id: UUID | None = None
) -> Cadence:
    """Final. Everybody on their way is stopped, with this as the reason; the record stays.

    Nobody of them moves on from here; of many a job takes care (`services.cadence_jobs`).
    """
    cadence = await cadences.get_for_update(session, cadence_id)
    if cadence.status is CadenceStatus.ARCHIVED:
        return cadence
    await _move(session, cadence, CadenceStatus.ARCHIVED, "archived", user_id)
    await session.flush()
    await cadence_jobs.end_all(session, cadence, user_id=user_id)
    return cadence


async def duplicate(
    session: AsyncSession,
    cadence_id: UUID,
    rename: Callable[[str], str],
    *,
    user_id: UUID | None = None,
) -> Cadence:
    """A new draft with the steps and settings of the other; its people and external id stay there."""
    original = await cadences.get(session, cadence_id)
    name = cadence_fields.name(rename(original.name))
    copied = (
        "company_id draft description rules stops goal exclusive_group purpose topic_id hours "
        "time_zone"
    )
    values = {field: getattr(original, field) for field in copied.split()}
    said = {field: value for field, value in values.items() if value is not None}
    cadence = Cadence(**said, name=name, status=CadenceStatus.DRAFT, created_by=user_id)
    await _save(session, cadence)
    await cadences.log(session, cadence, "created", user_id=user_id, detail=original.name)
    return cadence


async def delete(session: AsyncSession, cadence_id: UUID) -> None:
    """Only one that was never published: whoever went through one keeps their record."""
    cadence = await cadences.get_for_update(session, cadence_id)
    if cadence.published is not None:
        raise InvalidState(_KEPT)
    try:
        async with session.begin_nested():
            await session.delete(cadence)
    except IntegrityError as error:
        raise InvalidState(_KEPT) from error


async def definition(
    session: AsyncSession, cadence: Cadence, number: int | None = None
) -> Definition:
    """The steps of one version; without a number those of the draft. Raises NotFound."""
    if number is None:
        return from_json(cadence.draft)
    return from_json((await cadences.version(session, cadence.id, number)).definition)


async def _changeable(session: AsyncSession, cadence_id: UUID, version: int | None) -> Cadence:
    cadence = await cadences.get_for_update(session, cadence_id)
    if version is not None and version != cadence.version:
        raise PreconditionFailed(_MEANWHILE, version=cadence.version)
    if cadence.status is CadenceStatus.ARCHIVED:
        raise InvalidState(
            "An archived cadence stays as it is. Duplicate it to use it again.",
            current=cadence.status.value,
        )
    return cadence


async def _require_sound(session: AsyncSession, cadence: Cadence) -> None:
    found = await cadence_checks.check(session, cadence)
    wrong = [one for one in found if one.severity == "error"]
    if wrong:
        errors = [FieldError(one.pointer, one.code, one.message) for one in wrong]
        raise InvalidInput(_INCOMPLETE, errors)


async def _move(
    session: AsyncSession,
    cadence: Cadence,
    status: CadenceStatus,
    kind: str,
    user_id: UUID | None,
) -> Cadence:
    cadence.status = status
    cadence.version += 1
    await cadences.log(session, cadence, kind, user_id=user_id)
    await cadence_sends.follow(session, cadence)
    await _wake(session, cadence)
    return cadence


async def _wake(session: AsyncSession, cadence: Cadence) -> None:
    await wakes.wake(session, wakes.Sleeper.CADENCE, cadence.company_id, cadence.id)


async def _save(session: AsyncSession, cadence: Cadence) -> None:
    try:
        async with session.begin_nested():
            session.add(cadence)
    except IntegrityError as error:
        raise Conflict(
            "Another cadence already has the external id %(external_id)s.",
            external_id=cadence.external_id,
        ) from error
    await session.refresh(cadence)
