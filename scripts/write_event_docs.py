"""docs/events.md from the catalogue: `python scripts/write_event_docs.py`; a test compares them."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from schemas.event_data import EventData
from schemas.event_types import EVENT_TYPES, EventType

_PAGE = ROOT / "docs" / "events.md"
_ABOUT = """# Events

What happens here is told to whoever listens: to webhooks (an address of another system, made under Settings,
Webhooks, or by `POST /api/v1/webhook-endpoints`), to automation rules, and to the sources of cadences.
`GET /api/v1/events` reads what was told again, for 30 days (`EVENT_RETENTION_DAYS`). This page is written from the
catalogue (`schemas/event_types.py`) by `scripts/write_event_docs.py`; the same shapes are the `webhooks` of the
OpenAPI document.

## What is promised

- **Told in the transaction that made it happen**: what was rolled back is not told, what was committed is told once.
- **Only what somebody listens to is written.** An endpoint or rule hears whatever happens from two seconds after it
  was made or switched on; a transaction that looked before does not know it.
- **`sequence` goes up by one** with each event that is written of a resource, in the order in which things were
  committed. Who listens to some types sees gaps: those are the others. Messages are forgotten with their last event.
- **At least once, in order for each resource**: an endpoint may get one twice (the same `webhook-id`), never a
  resource's later event before an earlier one. Events of different resources come in any order.
- **At most 16 KB of `data`**: longer texts are cut and end in `… [cut]`.
- Fields are added; none is taken away or changes its meaning. New types come: ignore those you do not know.
- What is in `data` is the thing as it stood when the transaction ended.

Rows of an import are not told one by one (`import.completed` has their counts), nor is what waits in a campaign.
Of a message that was read before its delivery was reported, only the reading is told.

## The body

```json
%(example)s
```
"""
_GROUPS = {
    "message": "Messages",
    "conversation": "Conversations",
    "contact": "Contacts",
    "appointment": "Appointments",
    "lead": "Leads",
    "campaign": "Campaigns",
    "cadence": "Cadences",
    "rule": "Automation rules",
    "template": "Templates",
    "channel": "Channels",
    "import": "Imports",
    "budget": "Budgets",
    "endpoint": "Tests",
}


def page() -> str:
    parts = [_ABOUT % {"example": _json(EVENT_TYPES["message.received"].whole_example())}, _types()]
    shapes = dict.fromkeys(kind.data for kind in EVENT_TYPES.values())
    parts.append("## What is in `data`\n")
    parts += [_shape(model) for model in shapes]
    return "\n".join(parts)


def _types() -> str:
    lines = ["## The types\n"]
    for group in dict.fromkeys(kind.group for kind in EVENT_TYPES.values()):
        lines += [f"### {_GROUPS[group]}\n", "| type | when | of | data |", "|---|---|---|---|"]
        lines += [_line(kind) for kind in EVENT_TYPES.values() if kind.group == group]
        lines.append("")
    return "\n".join(lines)


def _line(kind: EventType) -> str:
    of = ", ".join(kind.resources)
    return f"| `{kind.name}` | {kind.words} | {of} | {kind.data.__name__} |"


def _shape(model: type[EventData]) -> str:
    kind = next(kind for kind in EVENT_TYPES.values() if kind.data is model)
    lines = [f"### {model.__name__}\n", "| field | | |", "|---|---|---|"]
    lines += list(_fields(model.model_json_schema(mode="serialization")))
    return "\n".join([*lines, "", f"```json\n{_json(kind.example())}\n```", ""])


def _fields(schema: dict[str, Any]) -> Iterator[str]:
    for name, part in schema["properties"].items():
        yield f"| `{name}` | {_kind(part, schema)} | {part.get('description', '')} |"


def _kind(part: dict[str, Any], schema: dict[str, Any]) -> str:
    if "anyOf" in part:
        return " or ".join(_kind(one, schema) for one in part["anyOf"])
    if "$ref" in part:
        return _kind(schema["$defs"][part["$ref"].rpartition("/")[2]], schema)
    if part.get("type") == "array":
        return f"list of {_kind(part['items'], schema)}"
    return _plain(part)


def _plain(part: dict[str, Any]) -> str:
    if "pattern" in part:
        return f"id, `{part['pattern'].strip('^').partition('_')[0]}_…`"
    if "enum" in part:
        return ", ".join(f"`{value}`" for value in part["enum"])
    if part.get("format") == "date-time":
        return "moment"
    return str(part.get("type", part.get("const", "")))


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


if __name__ == "__main__":
    _PAGE.write_text(page())
