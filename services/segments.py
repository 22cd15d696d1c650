"""Segments: a tree of conditions becomes one SQL expression over contacts.

Every leaf is true or false, never NULL, so that "not" means what people expect: somebody without
a city is not from Recife. All values travel as parameters.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, false, func, literal, not_, select, true
from sqlalchemy import and_ as all_of
from sqlalchemy import or_ as any_of
from sqlalchemy.dialects.postgresql import JSONB

from db.folding import fold, folded
from db.models.contacts import Contact, Segment
from db.models.leads import Lead
from db.queries.outcomes import campaign_outcome
from schemas.audiences import Audience
from schemas.errors import NotFound
from schemas.segments import CUSTOM, STAGE, Condition, Group, Kind, Match, Operator, from_json

Truth = ColumnElement[bool]

_TEXTS: dict[str, ColumnElement[Any]] = {
    "name": Contact.name.expression,
    "email": Contact.email.expression,
    "language": Contact.language.expression,
    "time_zone": Contact.time_zone.expression,
    "source": Contact.source.expression,
    "import_id": cast(Contact.import_id, Text),
    "external_id": Contact.external_id.expression,
}
_MOMENTS: dict[str, ColumnElement[Any]] = {
    "created_at": Contact.created_at.expression,
    "last_inbound_at": Contact.last_inbound_at.expression,
}
_AREA_CODE_LENGTH = 2


def condition(definition: Mapping[str, object] | Group) -> Truth:
    """Who belongs to a stored definition, as one expression over `contacts`."""
    group = definition if isinstance(definition, Group) else from_json(definition)
    return _group(group)


def audience_condition(audience: Mapping[str, object], segments: Sequence[Segment]) -> Truth:
    """Who a campaign is for: any of what is included, none of what is excluded.

    `segments` are the rows `audience_segments` names. Raises NotFound when one is gone: leaving
    out an exclusion would reach people who must not be reached.
    """
    compiled = {segment.id: condition(segment.definition) for segment in segments}
    included = [
        *_named_segments(audience, "segment_ids", compiled),
        *_tagged(audience, "tag_ids"),
        *_chosen(audience),
        *_of_campaign(audience),
    ]
    if audience.get("everyone"):
        included = [true()]
    excluded = [
        *_named_segments(audience, "exclude_segment_ids", compiled),
        *_tagged(audience, "exclude_tag_ids"),
    ]
    return all_of(any_of(false(), *included), *(not_(truth) for truth in excluded))


def audience_segments(audience: Mapping[str, object]) -> list[UUID]:
    """The segments whose rows `audience_condition` needs."""
    return [*_ids(audience, "segment_ids"), *_ids(audience, "exclude_segment_ids")]


def _named_segments(
    audience: Mapping[str, object], name: str, compiled: Mapping[UUID, Truth]
) -> Iterable[Truth]:
    for segment_id in _ids(audience, name):
        if segment_id not in compiled:
            raise NotFound("Segment", segment_id)
        yield compiled[segment_id]


def _tagged(audience: Mapping[str, object], name: str) -> list[Truth]:
    tags = _ids(audience, name)
    return [Contact.tag_ids.overlap(tags)] if tags else []


def _chosen(audience: Mapping[str, object]) -> list[Truth]:
    chosen = _ids(audience, "contact_ids")
    return [Contact.id.in_(chosen)] if chosen else []


def _of_campaign(audience: Mapping[str, object]) -> list[Truth]:
    part = Audience.from_json(audience).campaign
    return [campaign_outcome(part)] if part is not None else []


def _ids(audience: Mapping[str, object], name: str) -> list[UUID]:
    found = audience.get(name) or []
    assert isinstance(found, list)
    return [UUID(str(key)) for key in found]


def _group(group: Group) -> Truth:
    parts = [_group(part) if isinstance(part, Group) else _leaf(part) for part in group.parts]
    if group.match is Match.ALL or not parts:
        truth = all_of(true(), *parts)
    else:
        truth = any_of(false(), *parts)
    return not_(truth) if group.negated else truth


def _leaf(leaf: Condition) -> Truth:
    return _COMPILERS[leaf.kind](leaf)


def _text(leaf: Condition) -> Truth:
    known = _known_text(leaf.field)
    wanted = fold(str(leaf.value))
    match leaf.operator:
        case Operator.IS:
            return folded(known) == wanted
        case Operator.IS_NOT:
            return folded(known) != wanted
        case Operator.CONTAINS:
            return func.strpos(folded(known), wanted) > 0
        case Operator.NOT_CONTAINS:
            return func.strpos(folded(known), wanted) == 0
        case Operator.STARTS_WITH:
            return func.starts_with(folded(known), wanted)
        case _:
            return _presence(leaf, known != "")


def _number(leaf: Condition) -> Truth:
    stored = _stored(leaf.field)
    # jsonb compares numbers exactly, and does not fail on what is not one.
    known = _is_json(stored, "number")
    wanted = literal(leaf.value, JSONB)
    match leaf.operator:
        case Operator.IS:
            return all_of(known, stored == wanted)
        case Operator.IS_NOT:
            return not_(all_of(known, stored == wanted))
        case Operator.GREATER:
            return all_of(known, stored > wanted)
        case Operator.LESS:
            return all_of(known, stored < wanted)
        case _:
            return _presence(leaf, known)


def _boolean(leaf: Condition) -> Truth:
    stored = _stored(leaf.field)
    known = _is_json(stored, "boolean")
    if leaf.operator is Operator.IS:
        return all_of(known, stored == literal(bool(leaf.value), JSONB))
    return _presence(leaf, known)


def _choice(leaf: Condition) -> Truth:
    if leaf.field == STAGE:
        return _stage(leaf)
    known = _known_text(leaf.field)
    return _one_of(leaf, known)


def _stage(leaf: Condition) -> Truth:
    """Looked up from the leads, of whom there are fewer than contacts."""
    anywhere = select(Lead.contact_id)
    if leaf.operator in {Operator.IS_SET, Operator.NOT_SET}:
        return _presence(leaf, Contact.id.in_(anywhere))
    wanted = [UUID(key) for key in _texts(leaf)]
    there: Truth = Contact.id.in_(anywhere.where(Lead.stage_id.in_(wanted)))
    return not_(there) if leaf.operator is Operator.NONE_OF else there


def _date(leaf: Condition) -> Truth:
    # Dates are stored as ISO text, whose order is the order of time.
    known = _known_text(leaf.field).collate("C")
    today = func.timezone("UTC", func.now())
    match leaf.operator:
        case Operator.IS:
            return known == str(leaf.value)
        case Operator.BEFORE:
            return all_of(known != "", known < str(leaf.value))
        case Operator.AFTER:
            return known > str(leaf.value)
        case Operator.IN_LAST_DAYS | Operator.NOT_IN_LAST_DAYS:
            first = func.to_char(today - _days(leaf), "YYYY-MM-DD")
            recent = known.between(first, func.to_char(today, "YYYY-MM-DD"))
            return recent if leaf.operator is Operator.IN_LAST_DAYS else not_(recent)
        case _:
            return _presence(leaf, known != "")


def _moment(leaf: Condition) -> Truth:
    column = _MOMENTS[leaf.field]
    match leaf.operator:
        case Operator.BEFORE:
            return func.coalesce(column < _instant(leaf), false())
        case Operator.AFTER:
            return func.coalesce(column >= _instant(leaf), false())
        case Operator.IN_LAST_DAYS:
            return func.coalesce(column >= _ago(leaf), false())
        case Operator.NOT_IN_LAST_DAYS:
            return func.coalesce(column < _ago(leaf), true())
        case _:
            return _presence(leaf, column.is_not(None))


def _tags(leaf: Condition) -> Truth:
    wanted = [UUID(key) for key in _texts(leaf)]
    has_one: Truth = Contact.tag_ids.overlap(wanted)
    has_all: Truth = Contact.tag_ids.contains(wanted)
    match leaf.operator:
        case Operator.ANY_OF:
            return has_one
        case Operator.ALL_OF:
            return has_all
        case Operator.NONE_OF:
            return not_(has_one)
        case _:
            return _presence(leaf, func.cardinality(Contact.tag_ids) > 0)


def _calling_code(leaf: Condition) -> Truth:
    phone = func.coalesce(Contact.phone, "")
    begins = any_of(false(), *(func.starts_with(phone, f"+{code}") for code in _texts(leaf)))
    return not_(begins) if leaf.operator is Operator.NONE_OF else begins


def _area_code(leaf: Condition) -> Truth:
    prefix = func.substr(func.coalesce(Contact.phone, ""), 1, len("+55") + _AREA_CODE_LENGTH)
    return _one_of(leaf, prefix, [f"+55{code}" for code in _texts(leaf)])


_COMPILERS: dict[Kind, Callable[[Condition], Truth]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.BOOLEAN: _boolean,
    Kind.CHOICE: _choice,
    Kind.MOMENT: _moment,
    Kind.TAGS: _tags,
    Kind.CALLING_CODE: _calling_code,
    Kind.AREA_CODE: _area_code,
}


def _presence(leaf: Condition, present: Truth) -> Truth:
    return present if leaf.operator is Operator.IS_SET else not_(present)


def _one_of(leaf: Condition, known: ColumnElement[str], wanted: list[str] | None = None) -> Truth:
    match leaf.operator:
        case Operator.ANY_OF:
            return known.in_(_texts(leaf) if wanted is None else wanted)
        case Operator.NONE_OF:
            return known.not_in(_texts(leaf) if wanted is None else wanted)
        case _:
            return _presence(leaf, known != "")


def _texts(leaf: Condition) -> list[str]:
    """The listed values; none for an operator that needs none."""
    return list(leaf.value) if isinstance(leaf.value, tuple) else []


def _days(leaf: Condition) -> ColumnElement[timedelta]:
    assert isinstance(leaf.value, int | float)
    return literal(timedelta(days=int(leaf.value)))


def _ago(leaf: Condition) -> ColumnElement[datetime]:
    return func.now() - _days(leaf)


def _instant(leaf: Condition) -> datetime:
    """The beginning of that day, UTC."""
    return datetime.combine(date.fromisoformat(str(leaf.value)), time(), UTC)


def _stored(field: str) -> ColumnElement[object]:
    return Contact.fields[field.removeprefix(CUSTOM)]


def _is_json(stored: ColumnElement[object], kind: str) -> Truth:
    return func.coalesce(func.jsonb_typeof(stored) == kind, false())


def _known_text(field: str) -> ColumnElement[str]:
    """Nothing known is the empty text."""
    if field.startswith(CUSTOM):
        return func.coalesce(Contact.fields[field.removeprefix(CUSTOM)].astext, "")
    return func.coalesce(_TEXTS[field], "")
