"""What a mapping makes of a JSON, and that no JSON whatever breaks it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.hooks import Mapping, MappingRow, Transform
from services import hook_bodies, hook_paths, hook_values
from services.field_values import Unreadable
from services.hook_bodies import UnknownKind, WrongShape

PAYLOADS = Path(__file__).with_name("payloads")
LEAF = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
JSON = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner)
)


def value(body: object, **row: object) -> object:
    mapping = Mapping(rows=[MappingRow.model_validate({"to": "variables.x", **row})])
    (found,) = hook_values.read(mapping, body).rows
    return found.value if found.error is None else found.error.code


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("name", "Ana"),
        ("leads[0].name", "Ana"),
        ("leads[-1].name", "Bia"),
        ('"Qual é o seu nome?"', "Ana"),
        ('"a-b".c', 1),
        ("leads[*].name", "Ana, Bia"),
        ("one", "x"),
        ("nothing", None),
        ("leads[7].name", None),
        ("missing || name", "Ana"),
        ("leads[?name=='Bia'].age", "7"),
        ("join(' ', [name, last])", "Ana Souza"),
        ("leads[0]", "not_a_value"),
        ("join(' ', [name, missing])", "path_does_not_fit"),
        ("leads[", "not_a_path"),
        ("[@,@]|[@,@]|[@,@]", "path_not_allowed"),
        ("[@,@].[@,@]", "path_not_allowed"),
        ("sort(leads)", "path_not_allowed"),
        ("leads[]", "path_not_allowed"),
        ("(" * 250, "not_a_path"),
    ],
)
def test_a_path_leads_to_a_value(path: str, expected: object) -> None:
    body = {
        "name": "Ana",
        "last": "Souza",
        "Qual é o seu nome?": "Ana",
        "a-b": {"c": 1},
        "one": ["x"],
        "leads": [{"name": "Ana"}, {"name": "Bia", "age": 7}],
    }
    assert value(body, path=path) == expected


@pytest.mark.parametrize(
    ("transform", "text", "expected"),
    [
        (Transform.TRIM, "  a ", "a"),
        (Transform.LOWER, "ANA", "ana"),
        (Transform.UPPER, "sp", "SP"),
        (Transform.DIGITS, "(11) 9-8", "1198"),
        (Transform.FIRST_WORD, "Ana Maria Souza", "Ana"),
        (Transform.OTHER_WORDS, "Ana Maria Souza", "Maria Souza"),
        (Transform.DATE_DAY_FIRST, "31/12/2026 10:00", "2026-12-31"),
        (Transform.DATE_MONTH_FIRST, "12/31/2026", "2026-12-31"),
        (Transform.DATE_DAY_FIRST, "2026-12-31T10:00:00Z", "2026-12-31"),
        (Transform.DATE_UNIX, 641692800000, "1990-05-03"),
        (Transform.DATE_UNIX, "641692800", "1990-05-03"),
        (Transform.DATE_UNIX, "9" * 30, "not_a_date"),
        (Transform.DATE_DAY_FIRST, "soon", "not_a_date"),
    ],
)
def test_a_text_is_changed_on_its_way(transform: Transform, text: object, expected: str) -> None:
    assert value({"x": text}, path="x", transforms=[transform]) == expected


def test_a_phone_is_read_by_the_country_the_row_names() -> None:
    row = MappingRow(to="phone", path="p", country="PT")
    read = hook_values.read(Mapping(rows=[row]), {"p": 912345678})
    assert read.contact == {"phone": "+351912345678"}


def test_a_ticked_box_is_consent_and_an_empty_one_is_none() -> None:
    mapping = Mapping(rows=[MappingRow(to="consent", path="box")])
    said = {"Sim": True, "Quero receber": True, "true": True, "não": False, "": False}
    assert {word: hook_values.read(mapping, {"box": word}).consented for word in said} == said
    assert not hook_values.read(mapping, {}).consented


def test_variables_stand_in_texts_wherever_they_are() -> None:
    actions = {"send": {"text": {"body": "Oi {{ first_name }}, {{gone}}!"}}, "list": ["{{a}}"]}
    assert hook_values.fill(actions, {"first_name": "Ana", "a": "1"}) == {
        "send": {"text": {"body": "Oi Ana, !"}},
        "list": ["1"],
    }


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ("hubspot_workflow", {"phone": "phone", "email": "email", "external_id": "hs_object_id"}),
        ("rd_station", {"phone": "contact.personal_phone", "name": "contact.name"}),
        ("google_form", {"phone": 'answers."Seu WhatsApp (com DDD)"', "email": 'answers."E-mail"'}),
        ("n8n", {"phone": "customer.phone", "name": "customer.name"}),
    ],
)
def test_a_sample_suggests_where_things_stand(payload: str, expected: dict[str, str]) -> None:
    body = json.loads((PAYLOADS / f"{payload}.json").read_text())
    found = {one.guess: one.path for one in hook_values.suggestions(body) if one.guess}
    assert expected.items() <= found.items()


@given(JSON)
def test_every_suggested_path_leads_to_the_value_it_shows(body: object) -> None:
    for one in hook_values.suggestions(body):
        if len(one.path) <= 300:
            assert hook_values.text_at(one.path, body)[:200] == one.value


@given(JSON, st.text(max_size=40))
def test_no_path_and_no_json_breaks_a_mapping(body: object, path: str) -> None:
    rows = [
        MappingRow(to=to, path=path or "a", transforms=[transform], country="BR")
        for to in ("phone", "tags", "consent", "fields.a", "variables.a", "stage")
        for transform in Transform
    ]
    read = hook_values.read(Mapping(rows=rows), body)
    assert len(read.rows) == len(rows)
    json.dumps(read.contact)


@given(st.text(alphabet="[]().,|&@*?='`{}:abc0 \"-!<>", max_size=60))
def test_no_text_breaks_the_reader_of_paths(path: str) -> None:
    try:
        hook_paths.find(path, {"a": [{"b": [1, "x", None]}], "c": {"a": 1.5}})
    except Unreadable as error:
        assert error.error.message  # noqa: PT017 - it may come, or not


@given(st.binary(max_size=200), st.sampled_from(["application/json", "text/plain", "", "x/y"]))
def test_no_bytes_break_the_reader_of_bodies(body: bytes, kind: str) -> None:
    try:
        hook_bodies.read(kind, body)
    except (UnknownKind, WrongShape) as error:
        assert error.message  # noqa: PT017 - either may come, or none


@given(JSON)
def test_what_is_read_can_be_stored(body: object) -> None:
    try:
        found = hook_bodies.read("application/json", json.dumps(body).encode())
    except WrongShape:
        return
    for one in found:
        text = json.dumps(one, allow_nan=False, ensure_ascii=False)
        # A NUL, and not a backslash that somebody wrote before "u0000".
        assert "\\u0000" not in text.replace("\\\\", "")
        assert text.encode()


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b'{"a":' * 5_000 + b"1" + b"}" * 5_000, b"[]", b"[1]", b"7", b"", b"{"],
    ids=["deep list", "deep object", "nobody", "number in list", "number", "empty", "cut"],
)
def test_what_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(hook_bodies.WrongShape):
        hook_bodies.read("application/json", body)


def test_the_fields_of_a_form_are_values_and_repeated_ones_lists() -> None:
    kind = "application/x-www-form-urlencoded; charset=utf-8"
    found = hook_bodies.read(kind, b"nome=Ana+Souza&x=1&x=2&vazio=")
    assert found == [{"nome": "Ana Souza", "x": ["1", "2"], "vazio": ""}]
