"""What stands in a message for one person."""

from db.models.contacts import Contact
from db.models.templates import Template
from services.template_values import rendered

TEXT = "Hi {{first_name}}, the {{product}} costs {{price}}."
FROM_NAME = {"source": "first_name", "fallback": ""}


def shown(bindings: dict[str, object], contact: Contact | None) -> str:
    template = Template(
        components=[
            {
                "type": "BODY",
                "text": TEXT,
                "example": {
                    "body_text_named_params": [{"param_name": "price", "example": "R$ 10"}]
                },
            }
        ],
        parameter_format="named",
        bindings=bindings,
    )
    return rendered(template, contact).body


def test_what_nothing_fills_keeps_its_example_or_its_name() -> None:
    ana = Contact(name="Ana Souza", fields={})
    bound: dict[str, object] = {"body.first_name": FROM_NAME}
    assert shown(bound, ana) == "Hi Ana, the {{product}} costs R$ 10."


def test_what_a_person_lacks_is_named() -> None:
    nobody = Contact(name="", fields={})
    bound: dict[str, object] = {"body.first_name": FROM_NAME, "body.price": {"source": "email"}}
    assert shown(bound, nobody) == "Hi {{first_name}}, the {{product}} costs {{price}}."
