"""What Meta refuses is refused here first, beside the field it is about."""

import pytest

from schemas.enums import TemplateCategory
from schemas.errors import InvalidInput
from schemas.templates import Rendered, RenderedButton, render, variables
from services import template_rules

BODY = {"type": "BODY", "text": "Oi {{1}}, seu pedido já saiu para entrega."}


def wrong(
    *components: object, parameter_format: str = "positional", **changes: object
) -> list[tuple[str, str]]:
    values: dict[str, object] = {
        "name": "pedido_saiu",
        "language": "pt_BR",
        "category": TemplateCategory.UTILITY,
        "components": list(components) or [BODY],
        "parameter_format": parameter_format,
        **changes,
    }
    try:
        template_rules.check(**values)  # type: ignore[arg-type]
    except InvalidInput as refused:
        return [(error.field, error.code) for error in refused.errors]
    return []


def body(text: str) -> dict[str, object]:
    return {"type": "BODY", "text": text}


def buttons(*items: dict[str, object]) -> dict[str, object]:
    return {"type": "BUTTONS", "buttons": list(items)}


def link(url: str = "https://a.example", text: str = "Open") -> dict[str, object]:
    return {"type": "URL", "text": text, "url": url}


def test_a_good_template_is_good() -> None:
    assert wrong() == []
    assert wrong(BODY, {"type": "HEADER", "format": "TEXT", "text": "Pedido {{1}}"}) == []
    assert wrong(BODY, buttons(link("https://a.example/{{1}}"))) == []
    assert wrong(body("Oi {{nome}}, tudo bem com você?"), parameter_format="named") == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": "Pedido Saiu"}, ("name", "name_format")),
        ({"name": ""}, ("name", "name_format")),
        ({"language": "português"}, ("language", "language_unknown")),
        ({"components": []}, ("body", "required")),
        ({"components": [BODY, BODY]}, ("components", "component_twice")),
        ({"components": [BODY, {"type": "CAROUSEL"}]}, ("components", "component_unknown")),
        ({"components": [BODY, "text"]}, ("components", "component_unknown")),
    ],
)
def test_name_language_and_shape(changes: dict[str, object], expected: tuple[str, str]) -> None:
    assert expected in wrong(**changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "required"),
        ("x" * 1025, "too_long"),
        ("{{1}}, seu pedido já saiu para entrega.", "variable_at_edge"),
        ("Seu pedido já saiu para entrega, {{1}}", "variable_at_edge"),
        ("Oi {{1}} e {{3}}, seu pedido saiu daqui.", "variable_format"),
        ("Oi {{nome}}, seu pedido saiu daqui hoje.", "variable_format"),
        ("Oi {{1}} {{2, seu pedido saiu daqui hoje.", "variable_format"),
        ("Oi {{ 1 2 }}, seu pedido saiu daqui hoje.", "variable_format"),
        ("Oi {{1}} {{2}} {{3}} tchau.", "too_many_variables"),
    ],
)
def test_the_message(text: str, code: str) -> None:
    assert ("body", code) in wrong(body(text))


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ({"type": "HEADER", "format": "TEXT", "text": "x" * 61}, "header"),
        ({"type": "HEADER", "format": "TEXT", "text": "{{1}} {{2}}"}, "header"),
        ({"type": "HEADER", "format": "TEXT", "text": ""}, "header"),
        ({"type": "HEADER", "format": "HOLOGRAM"}, "header"),
        ({"type": "FOOTER", "text": "x" * 61}, "footer"),
        ({"type": "FOOTER", "text": "Oi {{1}}"}, "footer"),
        (buttons(), "buttons"),
        (buttons(*(link() for _ in range(11))), "buttons"),
        (buttons(link(), link(), link()), "buttons"),
        (buttons(link(text="x" * 26)), "buttons/0"),
        (buttons(link(text="")), "buttons/0"),
        (buttons(link("ftp://a.example")), "buttons/0"),
        (buttons(link("https://a.example/{{1}}/x")), "buttons/0"),
        (buttons({"type": "PHONE_NUMBER", "text": "Call", "phone_number": "x"}), "buttons/0"),
        (buttons({"type": "COPY_CODE", "example": "x" * 16}), "buttons/0"),
        (buttons({"type": "DANCE", "text": "x"}), "buttons/0"),
    ],
)
def test_header_footer_and_buttons(part: dict[str, object], field: str) -> None:
    assert field in [where for where, _ in wrong(BODY, part)]


def test_authentication_templates_are_metas_own() -> None:
    assert ("category", "category_not_supported") in wrong(category=TemplateCategory.AUTHENTICATION)


def test_an_unknown_source_is_named() -> None:
    template_rules.check_bindings({"body.1": {"source": "field:city"}}, {"city"})
    with pytest.raises(InvalidInput) as refused:
        template_rules.check_bindings(
            {"body.1": {"source": "field:gone"}, "body.2": {"source": "salary"}, "body.3": 3},
            {"city"},
        )
    assert [error.field for error in refused.value.errors] == [
        "bindings/body.1/source",
        "bindings/body.2/source",
        "bindings/body.3/source",
    ]


def test_variables_stand_in_one_order_and_render_by_it() -> None:
    components: list[object] = [
        buttons({"type": "QUICK_REPLY", "text": "Ok"}, link("https://a.example/{{1}}", "Go")),
        body("Oi {{2}}, {{1}} e {{2}} de novo."),
        {"type": "HEADER", "format": "TEXT", "text": "Para {{1}}"},
        {"type": "FOOTER", "text": "Loja"},
    ]
    keys = [slot.key for slot in variables(components)]
    assert keys == ["header.1", "body.1", "body.2", "button.1.1"]
    assert render(components, "positional", ["A", "B", "C", "d"]) == Rendered(
        header="Para A",
        body="Oi C, B e C de novo.",
        footer="Loja",
        buttons=(
            RenderedButton("quick_reply", "Ok"),
            RenderedButton("url", "Go", "https://a.example/d"),
        ),
    )


def test_examples_are_read_by_place_and_by_name() -> None:
    positional = {**body("Oi {{1}} e {{2}}."), "example": {"body_text": [["Ana", "Bia"]]}}
    assert [slot.example for slot in variables([positional])] == ["Ana", "Bia"]
    named = {
        **body("Oi {{nome}} e {{cidade}}."),
        "example": {"body_text_named_params": [{"param_name": "cidade", "example": "Recife"}]},
    }
    assert [slot.example for slot in variables([named], "named")] == ["", "Recife"]
    with pytest.raises(InvalidInput) as refused:
        template_rules.check_examples([named], "named")
    assert [error.field for error in refused.value.errors] == ["examples/body.nome"]
