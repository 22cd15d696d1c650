"""Keeps the sandbox's state in a JSON file from one run to the next."""

import base64
import json
from dataclasses import fields
from pathlib import Path
from typing import Any

from sandbox.meta.model import Account, Media, Message, Number, Phone, Portfolio, Template, Token
from sandbox.meta.world import World

_KEPT: dict[str, type[Any]] = {
    "accounts": Account,
    "numbers": Number,
    "tokens": Token,
    "templates": Template,
    "messages": Message,
    "phones": Phone,
    "media": Media,
    "portfolios": Portfolio,
}
_VERSION = 3


def save(world: World, path: Path) -> None:
    """Write aside and rename, so that a crash leaves the old file."""
    content: dict[str, Any] = {"version": _VERSION, "next_id": next(world.ids)}
    for name in _KEPT:
        content[name] = [_plain(thing) for thing in getattr(world, name).values()]
    content["parts"] = {name: part.saved() for name, part in world.parts.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".writing")
    aside.write_text(json.dumps(content))
    aside.replace(path)


def load(world: World, path: Path) -> None:
    """Take up what was saved; without a file, or with one that is not ours, start afresh."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return
    if not isinstance(content, dict) or content.get("version") != _VERSION:
        return
    world.skip_ids(content["next_id"])
    for name, kind in _KEPT.items():
        things = [_made(kind, members) for members in content[name]]
        # The first member is the key of each: its id, value or wa_id.
        key = fields(kind)[0].name
        setattr(world, name, {getattr(thing, key): thing for thing in things})
    for name, part in world.parts.items():
        if name in content.get("parts", {}):
            part.restore(content["parts"][name])
    world.tally.update(message.status for message in world.messages.values())


def _plain(thing: Any) -> dict[str, Any]:
    members = {field.name: getattr(thing, field.name) for field in fields(thing)}
    return {
        name: base64.b64encode(value).decode() if isinstance(value, bytes) else value
        for name, value in members.items()
    }


def _made(kind: type[Any], members: dict[str, Any]) -> Any:
    """The thing again: JSON has neither bytes nor tuples."""
    values = {}
    for field in fields(kind):
        value = members[field.name]
        if field.type is bytes:
            value = base64.b64decode(value)
        elif isinstance(value, list) and "tuple" in str(field.type):
            value = tuple(value)
        values[field.name] = value
    return kind(**values)
