"""Stages: the columns of the pipeline, in the order people give them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.leads import Stage
from db.queries import leads, stages
from schemas.enums import StageOutcome
from schemas.errors import Conflict, FieldError, InvalidInput, InvalidState
from schemas.words import mark
from services import leads as lead_moves
from services.tags import COLOURS

MOST = 30
_LONGEST = 60
_OCCUPIED = mark("Contacts stand in this stage. Choose where they go.")
_DEFAULTS: tuple[tuple[dict[str, str], str, StageOutcome], ...] = (
    ({"en": "New", "pt": "Novo"}, "blue", StageOutcome.OPEN),
    ({"en": "In conversation", "pt": "Em conversa"}, "violet", StageOutcome.OPEN),
    ({"en": "Qualified", "pt": "Qualificado"}, "teal", StageOutcome.OPEN),
    ({"en": "Won", "pt": "Ganho"}, "green", StageOutcome.WON),
    ({"en": "Lost", "pt": "Perdido"}, "slate", StageOutcome.LOST),
)


class StageInUse(InvalidState):
    """Contacts stand in it, or a cadence names it."""

    code = "stage_in_use"


def defaults(company_id: UUID, locale: str) -> list[Stage]:
    """The stages a new company begins with, in its language; not stored yet."""
    language = "pt" if locale.startswith("pt") else "en"
    return [
        Stage(
            company_id=company_id,
            name=names[language],
            colour=colour,
            position=place,
            outcome=outcome,
        )
        for place, (names, colour, outcome) in enumerate(_DEFAULTS)
    ]


async def create(
    session: AsyncSession,
    company_id: UUID,
    name: str,
    colour: str = COLOURS[0],
    outcome: StageOutcome = StageOutcome.OPEN,
) -> Stage:
    """A stage behind the others. Raises InvalidInput, and Conflict when one has that name."""
    rows = await stages.hold(session)
    if len(rows) >= MOST:
        raise InvalidInput("A pipeline has at most 30 stages.")
    stage = Stage(
        company_id=company_id,
        name=_name(name),
        colour=_colour(colour),
        outcome=outcome,
        position=max((row.position for row in rows), default=-1) + 1,
    )
    await _save(session, stage)
    return stage


async def update(
    session: AsyncSession, stage_id: UUID, name: str, colour: str, outcome: StageOutcome
) -> Stage:
    """Raises NotFound, InvalidInput and Conflict.

    Another outcome holds for who comes from now on: whoever stands in it has come before.
    """
    stage = await stages.get(session, stage_id)
    stage.name, stage.colour, stage.outcome = _name(name), _colour(colour), outcome
    await _save(session, stage)
    return stage


async def reorder(session: AsyncSession, stage_ids: Sequence[UUID]) -> list[Stage]:
    """All stages in this order. Raises InvalidInput unless each is named exactly once."""
    rows = {row.id: row for row in await stages.hold(session)}
    if len(stage_ids) != len(rows) or set(stage_ids) != set(rows):
        message = mark("Name every stage exactly once, in the order you want.")
        raise InvalidInput(message, [FieldError("stage_ids", "not_all", message)])
    for place, stage_id in enumerate(stage_ids):
        rows[stage_id].position = place
    await session.flush()
    return [rows[stage_id] for stage_id in stage_ids]


async def shift(session: AsyncSession, stage_id: UUID, by: int) -> None:
    """One place earlier (-1) or later (1), as far as there is one. Raises NotFound."""
    await stages.get(session, stage_id)
    order = [row.id for row in await stages.hold(session)]
    before = order.index(stage_id)
    after = min(max(before + by, 0), len(order) - 1)
    order.insert(after, order.pop(before))
    await reorder(session, order)


async def delete(
    session: AsyncSession,
    company_id: UUID,
    stage_id: UUID,
    *,
    move_to: UUID | None = None,
    user_id: UUID | None = None,
) -> None:
    """Remove a stage; who stands in it goes to `move_to`.

    Raises NotFound, and StageInUse when people stand in it and no other is named, or a cadence
    puts contacts into it or begins by it.
    """
    stage = await stages.get(session, stage_id)
    if await stages.named_by_cadence(session, stage_id):
        raise StageInUse(mark("A cadence uses this stage. Change the cadence first."))
    if move_to == stage_id:
        raise InvalidInput("Choose another stage for the contacts of this one.")
    people = await leads.contacts_in(session, stage_id)
    if people:
        if move_to is None:
            raise StageInUse(_OCCUPIED)
        await lead_moves.move(session, company_id, people, move_to, user_id=user_id)
    try:
        async with session.begin_nested():
            await session.delete(stage)
    except IntegrityError as error:
        # Somebody was put into it since we looked.
        raise StageInUse(_OCCUPIED) from error


async def _save(session: AsyncSession, stage: Stage) -> None:
    try:
        async with session.begin_nested():
            session.add(stage)
    except IntegrityError as error:
        raise Conflict('There is already a stage named "%(name)s".', name=stage.name) from error


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise InvalidInput(
            "A stage needs a name.", [FieldError("name", "missing", "Give the stage a name.")]
        )
    if len(name) > _LONGEST:
        raise InvalidInput(
            "The name is too long.", [FieldError("name", "too_long", "Use at most 60 letters.")]
        )
    return name


def _colour(colour: str) -> str:
    if colour not in COLOURS:
        raise InvalidInput(
            "The colour is unknown.", [FieldError("colour", "unknown", "Choose a listed colour.")]
        )
    return colour
