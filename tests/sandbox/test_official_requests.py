"""Each of Meta's published request examples is accepted, or refused for the reason it should be."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sandbox.meta.media import keep
from sandbox.meta.seed import NUMBER_ID
from tests.sandbox.conftest import MESSAGES, Sandbox, contracts

EXAMPLES = sorted((contracts() / "meta_requests" / "facebook-openapi").glob("*.json"))

# What stands between the marks of the published examples.
_FILLED = {
    "{{Recipient-Phone-Number}}": "+5511999990000",
    "{{Recipient-WA-Phone-Number}}": "5511999990000",
    "{{Flow-ID}}": "1234567890",
    "{{Flow-Name}}": "my_flow",
    "<HEADER_TYPE>": "text",
    "<TEMPLATE_NAME>": "flow_template",
    "language-and-locale-code": "en_US",
    "template-name": "sample_template",
}
# The template each example would have been written for.
_TEXT_AND_TWO = "Hi {{1}}, you paid {{2}} on the day of {{3}} and we thank you."
_COMPONENTS: dict[str, list[dict[str, Any]]] = {
    "text": [{"type": "BODY", "text": _TEXT_AND_TWO}],
    "image": [{"type": "HEADER", "format": "IMAGE"}, {"type": "BODY", "text": _TEXT_AND_TWO}],
    "buttons": [
        {"type": "HEADER", "format": "IMAGE"},
        {"type": "BODY", "text": _TEXT_AND_TWO},
        {
            "type": "BUTTONS",
            "buttons": [
                {"type": "QUICK_REPLY", "text": "Yes"},
                {"type": "QUICK_REPLY", "text": "No"},
            ],
        },
    ],
    "flow": [
        {"type": "BODY", "text": "Check out this offer"},
        {"type": "BUTTONS", "buttons": [{"type": "FLOW", "text": "Open"}]},
    ],
    "catalog": [
        {"type": "BODY", "text": "Save {{1}} on {{2}} items, up to {{3}} of them today."},
        {"type": "BUTTONS", "buttons": [{"type": "CATALOG", "text": "View catalog"}]},
    ],
    "issue": [
        {"type": "BODY", "text": "Hi {{1}}, were we able to solve the issue?"},
        {
            "type": "BUTTONS",
            "buttons": [
                {"type": "QUICK_REPLY", "text": "Yes"},
                {"type": "QUICK_REPLY", "text": "No"},
            ],
        },
    ],
}
_TEMPLATE_OF = {
    "send_message_template_media": ("sample_template", "image"),
    "send_message_template_interactive": ("sample_template", "buttons"),
    "send_flow_template_message": ("flow_template", "flow"),
    "send_catalog_template_message": ("intro_catalog_offer", "catalog"),
    "send_sample_issue_resolution_template": ("sample_issue_resolution", "issue"),
}
_REFUSED = {
    # Without a type it is a text, and it has no text.
    "send_reply_to_list_message": (131008, "'text'"),
    # A quick reply takes a payload; this one gives a text, and a boolean at that.
    "send_sample_issue_resolution_template": (100, "payload"),
}


@pytest.mark.parametrize("path", EXAMPLES or [None], ids=lambda p: p.stem if p else "absent")
async def test_the_published_example_meets_its_right_answer(
    sandbox: Sandbox, path: Path | None
) -> None:
    if path is None:
        pytest.skip("the shared contract data is not here (MASTER_IA_CONTRACTS)")
    media = keep(sandbox.world, NUMBER_ID, "image/png", b"picture")
    name, kind = _TEMPLATE_OF.get(path.stem, ("sample_template", "text"))
    await sandbox.post("/templates", name=name, language="en_US", components=_COMPONENTS[kind])
    answer = await sandbox.http.post(MESSAGES, json=json.loads(_fill(path.read_text(), media.id)))
    if path.stem in _REFUSED:
        code, words = _REFUSED[path.stem]
        assert answer.json()["error"]["code"] == code
        assert words in answer.text
    else:
        assert answer.status_code == 200, answer.text


def _fill(text: str, media_id: str) -> str:
    for mark, value in _FILLED.items():
        text = text.replace(mark, value)
    text = re.sub(r'"(<http\(s\)[^"]*|http\(s\)[^"]*)"', '"https://files.example/one.png"', text)
    text = re.sub(r"<[A-Z]+_OBJECT_ID>", media_id, text)
    # Any other mark stands for a short text.
    marks: dict[str, str] = {}
    return re.sub(r"<([A-Z0-9_-]+)>", lambda m: marks.setdefault(m[1], f"x{len(marks)}"), text)


def test_all_fifty_are_there() -> None:
    if not EXAMPLES:
        pytest.skip("the shared contract data is not here (MASTER_IA_CONTRACTS)")
    assert len(EXAMPLES) == 50
