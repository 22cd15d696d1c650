"""What programs and people send of a cadence, with the segments in it checked and as they are stored."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from schemas import segments as trees
from schemas.api.segments import GroupBody
from schemas.cadences import Condition, Definition, Step
from schemas.errors import FieldError, InvalidInput
from schemas.words import mark
from services import segment_definitions

_WRONG = mark("Some conditions are not right.")


async def stored(session: AsyncSession, definition: Definition) -> Definition:
    """The same with each condition's segment, as it was sent, as it is stored. Raises InvalidInput."""
    errors: list[FieldError] = []
    steps = await _stored(session, definition.steps, "steps", errors)
    if errors:
        raise InvalidInput(_WRONG, errors)
    return Definition(steps)


async def segment(
    session: AsyncSession, body: GroupBody | None, place: str
) -> dict[str, object] | None:
    """One segment as it is stored. Raises InvalidInput, its errors at this place."""
    if body is None:
        return None
    try:
        return trees.to_json(await segment_definitions.read(session, body))
    except InvalidInput as error:
        named = [
            replace(one, field=f"{place}{one.field.removeprefix('definition')}")
            for one in error.errors
        ]
        raise InvalidInput(
            error.message, named or [FieldError(place, error.code, str(error))]
        ) from error


def shown(definition: Definition) -> dict[str, GroupBody]:
    """What each condition asks for, as people read it, by the condition's key."""
    return {
        step.key: segment_definitions.shown(step.segment)
        for step in definition.walk()
        if isinstance(step, Condition) and step.segment and "conditions" in step.segment
    }


async def _stored(
    session: AsyncSession, steps: Sequence[Step], place: str, errors: list[FieldError]
) -> tuple[Step, ...]:
    made: list[Step] = []
    for index, step in enumerate(steps):
        here = f"{place}/{index}"
        if isinstance(step, Condition):
            made.append(
                replace(
                    step,
                    segment=await _checked(session, step.segment, f"{here}/segment", errors),
                    yes=await _stored(session, step.yes, f"{here}/yes", errors),
                    no=await _stored(session, step.no, f"{here}/no", errors),
                )
            )
        else:
            made.append(step)
    return tuple(made)


async def _checked(
    session: AsyncSession,
    sent: Mapping[str, object] | None,
    place: str,
    errors: list[FieldError],
) -> dict[str, object] | None:
    if sent is None:
        return None
    try:
        return await segment(session, GroupBody.model_validate(sent), place)
    except InvalidInput as error:
        errors.extend(error.errors)
        return None
