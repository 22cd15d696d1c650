"""Stages of the pipeline, in their order, and who stands in them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.leads import Lead, Stage
from schemas.enums import StageOutcome
from schemas.errors import NotFound


@dataclass(frozen=True, slots=True)
class StageRow:
    id: UUID
    name: str
    colour: str
    outcome: StageOutcome
    contacts: int


async def all_stages(session: AsyncSession) -> Sequence[Stage]:
    """In their order."""
    return (await session.scalars(select(Stage).order_by(Stage.position, Stage.id))).all()


async def with_counts(session: AsyncSession) -> list[StageRow]:
    """In their order, each with how many contacts stand in it."""
    counts = select(Lead.stage_id, func.count().label("n")).group_by(Lead.stage_id).subquery()
    rows = await session.execute(
        select(Stage, func.coalesce(counts.c.n, 0))
        .outerjoin(counts, counts.c.stage_id == Stage.id)
        .order_by(Stage.position, Stage.id)
    )
    return [StageRow(one.id, one.name, one.colour, one.outcome, n) for one, n in rows]


async def get(session: AsyncSession, stage_id: UUID) -> Stage:
    """Raises NotFound."""
    found = await session.scalar(select(Stage).where(Stage.id == stage_id))
    if found is None:
        raise NotFound("Stage", stage_id)
    return found


async def known(session: AsyncSession, stage_ids: Collection[UUID]) -> set[UUID]:
    return set(await session.scalars(select(Stage.id).where(Stage.id.in_(stage_ids))))


async def hold(session: AsyncSession) -> list[Stage]:
    """All stages, locked: their order changes as a whole."""
    rows = await session.scalars(select(Stage).order_by(Stage.id).with_for_update())
    return sorted(rows, key=lambda stage: (stage.position, stage.id))


_NAMED = text(
    """
    SELECT EXISTS (SELECT FROM cadence_sources WHERE kind = 'stage' AND subject_id = :id)
        OR EXISTS (SELECT FROM cadences c
                   LEFT JOIN cadence_versions v ON v.cadence_id = c.id AND v.number = c.published
                   WHERE c.status <> 'archived'
                     AND (jsonb_path_exists(c.draft, CAST(:path AS jsonpath), CAST(:vars AS jsonb))
                          OR jsonb_path_exists(v.definition, CAST(:path AS jsonpath),
                                               CAST(:vars AS jsonb))))
    """
)


async def named_by_cadence(session: AsyncSession, stage_id: UUID) -> bool:
    """Whether a cadence puts contacts into it, or takes those who come into it."""
    values = {
        "id": stage_id,
        "path": "$.**.stage_id ? (@ == $id)",
        "vars": f'{{"id": "{stage_id}"}}',
    }
    return bool(await session.scalar(_NAMED, values))
