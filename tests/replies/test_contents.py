"""Contents are stored as they are, and refused before WhatsApp would."""

import json
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import contents
from schemas.contents import (
    Button,
    Buttons,
    ContactCard,
    ContactCards,
    Content,
    ListMenu,
    Location,
    MediaContent,
    Reaction,
    Row,
    Section,
    TemplateContent,
    Text,
)
from schemas.errors import InvalidInput

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
_degrees = st.floats(allow_nan=False, allow_infinity=False)
_rows = st.builds(Row, st.text(), st.text(), st.text())
_sections = st.builds(Section, st.lists(_rows, max_size=3).map(tuple), st.text())
_buttons = st.lists(st.builds(Button, st.text(), st.text()), max_size=4).map(tuple)
_texts = st.lists(st.text(), max_size=3).map(tuple)
_cards = st.builds(ContactCard, st.text(), _texts, _texts, st.text())
_contents: st.SearchStrategy[Content] = st.one_of(
    st.builds(Text, st.text(), st.booleans()),
    st.builds(MediaContent, st.text(), st.uuids(), st.text(), st.text(), voice=st.booleans()),
    st.builds(Location, _degrees, _degrees, st.text(), st.text()),
    st.builds(Reaction, st.text(), st.none() | st.uuids(), st.text()),
    st.builds(Buttons, st.text(), _buttons, st.text(), st.text()),
    st.builds(
        ListMenu, st.text(), st.text(), st.lists(_sections, max_size=3).map(tuple), st.text()
    ),
    st.builds(TemplateContent, st.uuids(), _texts, st.none() | st.dictionaries(st.text(), _json)),
    st.builds(ContactCards, st.lists(_cards, max_size=3).map(tuple)),
)


@given(_contents)
def test_what_is_stored_is_read_back_as_it_was(content: Content) -> None:
    assert contents.from_json(json.loads(json.dumps(content.to_json()))) == content


@given(
    st.dictionaries(st.text(), _json)
    | st.fixed_dictionaries(
        {
            "type": st.sampled_from(
                ["text", "media", "location", "reaction", "buttons", "list", "template", "contacts"]
            ),
            "body": _json,
            "kind": _json,
            "media_id": _json,
            "latitude": _json,
            "longitude": _json,
            "emoji": _json,
            "buttons": _json,
            "button": _json,
            "sections": _json,
            "template_id": _json,
            "cards": _json,
        }
    )
)
def test_anything_else_is_refused_and_never_a_crash(stored: dict[str, object]) -> None:
    try:
        content = contents.from_json(stored)
    except InvalidInput:
        return
    assert contents.from_json(content.to_json()) == content


_ID = UUID(int=7)
_ROW = Row("r", "Row")


@pytest.mark.parametrize(
    "content",
    [
        Text("x" * 4096),
        MediaContent("image", _ID, "x" * 1024),
        MediaContent("audio", _ID, voice=True),
        MediaContent("document", _ID, "Look", "offer.pdf"),
        Location(-23.5, -46.6, "Office"),
        Reaction("🏴󠁧󠁢󠁥󠁮󠁧󠁿", _ID),
        Reaction("1️⃣", _ID),
        Reaction("", None, "wamid.1"),
        Buttons("x" * 1024, tuple(Button(str(n), str(n) * 20) for n in range(3))),
        ListMenu("Pick", "x" * 20, (Section(tuple(Row(str(n), "Row") for n in range(10))),)),
        ContactCards((ContactCard("Ana", ("+5511987654321",)),)),
    ],
)
def test_what_whatsapp_takes_is_taken(content: Content) -> None:
    content.check()


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (Text("  "), "body"),
        (Text("x" * 4097), "body"),
        (Text("a\0b"), "body"),
        (Text("\ud800"), "body"),
        (MediaContent("gif", _ID), "kind"),
        (MediaContent("sticker", _ID, "words"), "caption"),
        (MediaContent("image", _ID, "x" * 1025), "caption"),
        (MediaContent("video", _ID, voice=True), "voice"),
        (Location(91, 0), "latitude"),
        (Location(0, float("nan")), "longitude"),
        (Reaction("ok", _ID), "emoji"),
        (Reaction("👍"), "target"),
        (Buttons("Hi", ()), "buttons"),
        (Buttons("Hi", tuple(Button(str(n), str(n)) for n in range(4))), "buttons"),
        (Buttons("Hi", (Button("1", "x" * 21),)), "buttons/0/title"),
        (Buttons("Hi", (Button("1", "Yes"), Button("1", "No"))), "buttons"),
        (Buttons("x" * 1025, (Button("1", "Yes"),)), "body"),
        (Buttons("Hi", (Button("1", "Yes"),), footer="x" * 61), "footer"),
        (ListMenu("Hi", "x" * 21, (Section((_ROW,)),)), "button"),
        (ListMenu("Hi", "Menu", (Section((_ROW,)), Section((Row("b", "B"),)))), "sections/0/title"),
        (ListMenu("Hi", "Menu", (Section((Row("r", "x" * 25),)),)), "sections/0/rows/0/title"),
        (
            ListMenu("Hi", "Menu", (Section(tuple(Row(str(n), "Row") for n in range(11))),)),
            "rows",
        ),
        (ContactCards(()), "cards"),
        (ContactCards((ContactCard("Ana"),)), "cards/0/phones"),
    ],
)
def test_what_whatsapp_would_refuse_is_said_beside_its_field(content: Content, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        content.check()
    assert field in [error.field for error in refused.value.errors]


def test_a_template_reads_as_the_customer_reads_it_and_needs_all_its_values() -> None:
    frozen = {
        "name": "offer",
        "language": "pt_BR",
        "components": [{"type": "BODY", "text": "Oi {{1}}, temos {{2}}!"}],
    }
    assert TemplateContent(_ID, ("Ana", "pão"), frozen).body == "Oi Ana, temos pão!"
    TemplateContent(_ID, ("Ana", "pão"), frozen).check()
    with pytest.raises(InvalidInput) as refused:
        TemplateContent(_ID, ("Ana", " "), frozen).check()
    assert [error.field for error in refused.value.errors] == ["parameters/body.2"]
