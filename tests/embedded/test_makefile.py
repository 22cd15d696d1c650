"""`make` is the front door: what it lists exists, and it says clearly what it needs."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE)
PROGRAMS = re.findall(r"\$\(BIN\)/python (?:-P )?(-m )?([\w./]+)", MAKEFILE)


def make(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *arguments], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A checkout in which nothing is installed."""
    shutil.copytree(ROOT / "embedded", tmp_path / "embedded")
    for name in ("Makefile", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def test_it_lists_what_can_be_done() -> None:
    listed = make(folder=ROOT).stdout
    assert {"up", "test", "install", "chaos", "bench"} <= set(TARGETS)
    assert all(f"make {target} " in listed for target in TARGETS)


@pytest.mark.parametrize(("kind", "name"), PROGRAMS)
def test_it_runs_only_what_exists(kind: str, name: str) -> None:
    if not kind:
        assert (ROOT / name).is_file()
    elif name not in {"pip", "venv"}:
        path = ROOT / name.replace(".", "/")
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file()


def test_a_machine_without_python_is_told_what_to_install(clone: Path) -> None:
    result = make("up", "PYTHON=", folder=clone)
    assert result.returncode
    assert "needs Python 3.11" in result.stderr
    assert not (clone / ".venv").exists()


def test_packages_that_cannot_be_installed_stop_it_with_the_reason(clone: Path) -> None:
    # A package nobody has, from no index: nothing is downloaded.
    (clone / "requirements.lock").write_text("master-ia-nowhere==1 --hash=sha256:" + "0" * 64)
    result = subprocess.run(
        ["make", "install"],
        cwd=clone,
        env={**os.environ, "PIP_NO_INDEX": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode
    assert "The packages could not be installed." in result.stdout + result.stderr
    assert not (clone / ".venv" / ".installed").exists()


def test_continuous_integration_does_what_a_person_does() -> None:
    assert (ROOT / ".ci" / "run").read_text().splitlines()[-1] == "exec make test"
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o100
