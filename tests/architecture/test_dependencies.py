"""Nobody adds a dependency without saying why."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def declared(group: str | None = None) -> set[str]:
    names = PROJECT["dependency-groups"][group] if group else PROJECT["project"]["dependencies"]
    return {re.split(r"[\[<>=~! ]", name)[0] for name in names}


def locked(file: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / file).read_text(), re.MULTILINE))


def test_each_direct_dependency_has_its_reason() -> None:
    rows = re.findall(
        r"^\| ([a-z0-9, -]+) \| .{5,}\|$", (ROOT / "docs/dependencies.md").read_text(), re.MULTILINE
    )
    explained = {name for row in rows for name in row.split(", ")} - {"package"}
    assert explained == declared() | declared("embedded") | declared("dev")


def test_both_locks_hold_what_is_declared_in_the_same_versions() -> None:
    program, tools = locked("requirements.lock"), locked("requirements-dev.lock")
    assert declared() | declared("embedded") <= set(program)
    assert declared("dev") <= set(tools)
    assert {name: tools.get(name) for name in program} == program
