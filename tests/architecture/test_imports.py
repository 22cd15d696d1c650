"""Our top-level names are plain words: no installed package may stand in for one of them."""

import importlib.util
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PACKAGES = sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))
PROGRAMS = sorted(path.stem for path in ROOT.glob("*.py"))


@pytest.mark.parametrize("name", [*PACKAGES, *PROGRAMS])
def test_a_top_level_name_is_ours(name: str) -> None:
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    found = Path(spec.origin).resolve()
    assert found in {ROOT / f"{name}.py", ROOT / name / "__init__.py"}


def test_the_import_contracts_cover_every_package_of_the_program() -> None:
    covered = set(PROJECT["tool"]["importlinter"]["root_packages"])
    assert set(PACKAGES) - covered <= {"tests", "benchmarks", "scripts"}
