"""The SQL of a segment and a plain reading of the same tree choose the same people."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from db.folding import fold
from db.models.contacts import Contact
from db.session import Database
from schemas.segments import (
    CUSTOM,
    OPERATORS,
    WITH_DAYS,
    WITH_LIST,
    WITHOUT_VALUE,
    Condition,
    Group,
    Kind,
    Match,
    Operator,
    Value,
    from_json,
    to_json,
)
from services import segments
from tests.conftest import create_company

NOW = datetime.now(UTC)
TAGS = [uuid4() for _ in range(3)]
WORDS = ["", "a", "São Paulo", "sao paulo", "RECIFE", "Recife", "100% _x\\", "'; --", "Ana"]
FIELDS = {
    "name": Kind.TEXT,
    "email": Kind.TEXT,
    "tags": Kind.TAGS,
    "calling_code": Kind.CALLING_CODE,
    "area_code": Kind.AREA_CODE,
    "created_at": Kind.MOMENT,
    "last_inbound_at": Kind.MOMENT,
    "source": Kind.CHOICE,
    "fields.city": Kind.TEXT,
    "fields.age": Kind.NUMBER,
    "fields.birthday": Kind.DATE,
    "fields.vip": Kind.BOOLEAN,
    "fields.plan": Kind.CHOICE,
}


def _days_ago(random: Random) -> datetime:
    # Never within hours of a border: the test's clock is not the database's.
    return NOW - timedelta(days=random.randint(0, 40), hours=12)


def _contact(random: Random, company_id: UUID) -> Contact:
    fields: dict[str, object] = {
        "city": random.choice(WORDS),
        "age": random.choice([0, 17, 18, 18.5, -3, "not a number"]),
        "birthday": _days_ago(random).date().isoformat(),
        "vip": random.random() < 0.5,
        "plan": random.choice(["gold", "basic"]),
    }
    number = random.choice(["+55119", "+55219", "+1415", "+35191"])
    phone = f"{number}{random.randint(10_000_000, 99_999_999)}" if random.random() < 0.9 else None
    return Contact(
        company_id=company_id,
        name=random.choice(WORDS),
        email=random.choice([None, "a@b.co", "Ana@Example.com"]),
        phone=phone,
        phone_key=uuid4().hex,
        tag_ids=random.sample(TAGS, random.randint(0, 3)),
        fields={key: value for key, value in fields.items() if random.random() < 0.8},
        source=random.choice(["import", "console", "api"]),
        created_at=_days_ago(random),
        last_inbound_at=_days_ago(random) if random.random() < 0.5 else None,
    )


@pytest.fixture(scope="module")
async def people(database: Database) -> list[Contact]:
    company_id = await create_company(database)
    random = Random(7)
    contacts = [_contact(random, company_id) for _ in range(150)]
    async with database.company(company_id) as session:
        session.add_all(contacts)
    return contacts


def value_of(contact: Contact, field: str) -> object:
    if field.startswith(CUSTOM):
        return contact.fields.get(field.removeprefix(CUSTOM))
    if field in {"calling_code", "area_code"}:
        return contact.phone
    return contact.tag_ids if field == "tags" else getattr(contact, field)


def text_holds(known: object, operator: Operator, wanted: Value) -> bool:
    text, search = fold(str(known or "")), fold(str(wanted or ""))
    return {
        Operator.IS: text == search,
        Operator.IS_NOT: text != search,
        Operator.CONTAINS: search in text,
        Operator.NOT_CONTAINS: search not in text,
        Operator.STARTS_WITH: text.startswith(search),
        Operator.IS_SET: text != "",
        Operator.NOT_SET: text == "",
    }[operator]


def number_holds(known: object, operator: Operator, wanted: Value) -> bool:
    number = known if isinstance(known, int | float) and not isinstance(known, bool) else None
    if operator in WITHOUT_VALUE:
        return (number is not None) == (operator is Operator.IS_SET)
    assert isinstance(wanted, int | float)
    if operator is Operator.IS_NOT:
        return number != wanted
    if number is None:
        return False
    return {
        Operator.IS: number == wanted,
        Operator.GREATER: number > wanted,
        Operator.LESS: number < wanted,
    }[operator]


def boolean_holds(known: object, operator: Operator, wanted: Value) -> bool:
    if operator is Operator.IS:
        return known is wanted
    return (known is not None) == (operator is Operator.IS_SET)


def date_holds(known: object, operator: Operator, wanted: Value) -> bool:
    if operator in WITHOUT_VALUE:
        return (known is not None) == (operator is Operator.IS_SET)
    if operator in WITH_DAYS:
        # The database asks its clock too: the test may have begun before midnight.
        today = datetime.now(UTC).date()
        first = today - timedelta(days=int(str(wanted)))
        recent = known is not None and first <= date.fromisoformat(str(known)) <= today
        return recent == (operator is Operator.IN_LAST_DAYS)
    if known is None:
        return False
    return {
        Operator.IS: known == wanted,
        Operator.BEFORE: str(known) < str(wanted),
        Operator.AFTER: str(known) > str(wanted),
    }[operator]


def moment_holds(known: object, operator: Operator, wanted: Value) -> bool:
    if operator in WITHOUT_VALUE:
        return (known is not None) == (operator is Operator.IS_SET)
    if operator in WITH_DAYS:
        border = NOW - timedelta(days=int(str(wanted)))
        recent = isinstance(known, datetime) and known >= border
        return recent == (operator is Operator.IN_LAST_DAYS)
    border = datetime.combine(date.fromisoformat(str(wanted)), time(), UTC)
    return isinstance(known, datetime) and (known < border) == (operator is Operator.BEFORE)


def list_holds(known: object, operator: Operator, wanted: Value) -> bool:
    has = set(map(str, known)) if isinstance(known, list) else {str(known)} if known else set()
    asked = set(wanted) if isinstance(wanted, tuple) else set()
    return {
        Operator.ANY_OF: bool(has & asked),
        Operator.ALL_OF: asked <= has,
        Operator.NONE_OF: not has & asked,
        Operator.IS_SET: bool(has),
        Operator.NOT_SET: not has,
    }[operator]


def prefix_holds(before: str) -> Callable[[object, Operator, Value], bool]:
    def holds(known: object, operator: Operator, wanted: Value) -> bool:
        assert isinstance(wanted, tuple)
        found = any(str(known or "").startswith(f"{before}{code}") for code in wanted)
        return found == (operator is Operator.ANY_OF)

    return holds


HOLDS = {
    Kind.TEXT: text_holds,
    Kind.NUMBER: number_holds,
    Kind.BOOLEAN: boolean_holds,
    Kind.DATE: date_holds,
    Kind.MOMENT: moment_holds,
    Kind.CHOICE: list_holds,
    Kind.TAGS: list_holds,
    Kind.CALLING_CODE: prefix_holds("+"),
    Kind.AREA_CODE: prefix_holds("+55"),
}


def belongs(contact: Contact, part: Condition | Group) -> bool:
    if isinstance(part, Condition):
        return HOLDS[part.kind](value_of(contact, part.field), part.operator, part.value)
    held = [belongs(contact, inner) for inner in part.parts]
    joined = any(held) if part.match is Match.ANY and held else all(held)
    return joined is not part.negated


LISTS: dict[Kind, Sequence[str]] = {
    Kind.TAGS: [str(tag) for tag in TAGS],
    Kind.CALLING_CODE: ["55", "1", "351"],
    Kind.AREA_CODE: ["11", "21"],
    Kind.CHOICE: ["gold", "basic", "import", "api"],
}


@st.composite
def leaves(draw: st.DrawFn) -> Condition:
    field = draw(st.sampled_from(sorted(FIELDS)))
    kind = FIELDS[field]
    operator = draw(st.sampled_from(OPERATORS[kind]))
    return Condition(field, kind, operator, draw(_values(kind, operator)))


def _values(kind: Kind, operator: Operator) -> st.SearchStrategy[Value]:
    if operator in WITHOUT_VALUE:
        return st.none()
    if operator in WITH_DAYS:
        return st.integers(1, 40)
    if operator in WITH_LIST:
        return st.lists(st.sampled_from(LISTS[kind]), min_size=1, max_size=3, unique=True).map(
            tuple
        )
    if kind in {Kind.DATE, Kind.MOMENT}:
        return st.integers(0, 40).map(lambda days: (NOW - timedelta(days=days)).date().isoformat())
    simple: dict[Kind, st.SearchStrategy[Value]] = {
        Kind.NUMBER: st.sampled_from([0, 17, 18, 18.5, -3]),
        Kind.BOOLEAN: st.booleans(),
        Kind.TEXT: st.sampled_from(WORDS),
    }
    return simple[kind]


def _groups(parts: st.SearchStrategy[Condition | Group]) -> st.SearchStrategy[Group]:
    return st.builds(
        Group, st.sampled_from(Match), st.lists(parts, max_size=4).map(tuple), st.booleans()
    )


trees = _groups(st.recursive(leaves(), _groups, max_leaves=8))


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(tree=trees)
async def test_sql_and_plain_reading_agree(
    database: Database, people: list[Contact], tree: Group
) -> None:
    wanted = {contact.id for contact in people if belongs(contact, tree)}
    async with database.company(people[0].company_id) as session:
        found = await session.scalars(select(Contact.id).where(segments.condition(tree)))
    assert set(found) == wanted


@given(tree=trees)
def test_a_stored_tree_reads_as_itself(tree: Group) -> None:
    assert from_json(to_json(tree)) == tree
