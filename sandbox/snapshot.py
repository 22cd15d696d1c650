"""Keeps the sandbox's state in a file from one run to the next."""

import pickle
from pathlib import Path
from typing import Any

from sandbox.meta.world import World

_KEPT = ("accounts", "numbers", "tokens", "templates", "messages", "phones", "media")
_VERSION = 1


def save(world: World, path: Path) -> None:
    """Write aside and rename, so that a crash leaves the old file."""
    content: dict[str, Any] = {name: getattr(world, name) for name in _KEPT}
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".writing")
    aside.write_bytes(pickle.dumps({"version": _VERSION, "next_id": next(world.ids), **content}))
    aside.replace(path)


def load(world: World, path: Path) -> None:
    """Take up what was saved; without a file, or with one of another version, start afresh."""
    if not path.exists():
        return
    # Our own file, written by save(): not something that came over a wire.
    content = pickle.loads(path.read_bytes())  # noqa: S301
    if content.get("version") != _VERSION:
        return
    world.skip_ids(content["next_id"])
    for name in _KEPT:
        setattr(world, name, content[name])
    world.tally.update(message.status for message in world.messages.values())
