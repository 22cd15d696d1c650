"""What the documents name exists: a reader who types it gets it."""

import re
import subprocess
from pathlib import Path

import pytest

from benchmarks import table
from benchmarks.__main__ import RUNS
from settings import Settings

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text()
# Other people's documents stay as they came.
_FOREIGN = ("web/assets/vendor/", "web/static/vendor/", "api/static/swagger-ui/")


def _tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        return [path for pattern in patterns for path in ROOT.glob(f"[!.]*/**/{pattern}")]
    return [ROOT / name for name in listed.stdout.split("\n") if name]


DOCUMENTS = sorted(
    path
    for path in _tracked("*.md")
    if path.is_file() and not path.relative_to(ROOT).as_posix().startswith(_FOREIGN)
)
each_document = pytest.mark.parametrize(
    "path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix()
)


def _code(text: str) -> str:
    """Only what stands in code: blocks and back-ticks."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))


def _links(text: str) -> list[str]:
    prose = re.sub(r"```.*?```|`[^`\n]+`", "", text, flags=re.DOTALL)
    return re.findall(r"\]\(([^)\s]+)\)", prose)


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_documents_of_a_public_repository_are_there() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in DOCUMENTS}
    assert {"README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"} <= names
    assert "Apache License" in (ROOT / "LICENSE").read_text()


@each_document
def test_links_lead_somewhere(path: Path) -> None:
    for link in _links(path.read_text()):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        file = (path.parent / target).resolve() if target else path
        assert file.exists(), link
        assert not anchor or anchor in _anchors(file), link


@each_document
def test_make_knows_its_targets(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    named = set(re.findall(r"(?:^|`| )make ([a-z-]+)", _code(path.read_text()), re.MULTILINE))
    assert named <= targets


@each_document
def test_programs_that_are_to_be_run_exist(path: Path) -> None:
    code = _code(path.read_text())
    for module in re.findall(r"python[\d.]* -m ([a-z_.]+)", code):
        file = ROOT / module.replace(".", "/")
        assert file.with_suffix(".py").exists() or (file / "__main__.py").exists(), module
    for script in re.findall(r"python[\d.]* ([a-z_/]+\.py)", code):
        assert (ROOT / script).exists(), script


@each_document
def test_files_that_are_named_exist(path: Path) -> None:
    for name in re.findall(
        r"`((?!\.data/)[\w.][\w./-]*/[\w.-]+\.(?:py|md|yml|json|css))`", path.read_text()
    ):
        assert (ROOT / name).exists() or (path.parent / name).exists(), name


@pytest.fixture(scope="module")
def known_names() -> set[str]:
    """Every setting, and every word in capitals of the sources."""
    sources = [*_tracked("*.py", "*.yml"), ROOT / "Makefile", ROOT / ".env.example"]
    words = (
        re.findall(r"\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b", path.read_text())
        for path in sources
        if path.is_file() and path != Path(__file__)
    )
    return {name.upper() for name in Settings.model_fields} | {
        word for found in words for word in found
    }


@each_document
def test_variables_that_are_named_are_read_somewhere(path: Path, known_names: set[str]) -> None:
    named = re.findall(r"\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b", _code(path.read_text()))
    assert set(named) - {"EVENT_RECEIVED"} <= known_names


def test_the_example_of_settings_names_only_what_is_read(known_names: set[str]) -> None:
    named = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    compose = (ROOT / "docker-compose.temporal.yml").read_text()
    own = {name.upper() for name in Settings.model_fields}
    started = "".join(path.read_text() for path in (ROOT / "embedded").glob("*.py"))
    assert named
    assert [name for name in named if name not in own and name not in compose + started] == []


def test_decisions_are_numbered_without_a_gap_and_listed() -> None:
    folder = ROOT / "docs" / "adr"
    found = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert [name[:4] for name in found] == [f"{i:04}" for i in range(1, len(found) + 1)]
    index = (folder / "README.md").read_text()
    assert [name for name in found if f"({name})" not in index] == []
    for name in found:
        text = (folder / name).read_text()
        assert text.startswith(f"# {name[:4]} ")
        assert all(f"**{part}.**" in text for part in ("Context", "Decision", "Consequences"))


def _result(**changes: object) -> dict[str, object]:
    return {"size": 50_000, "ours": {"per_second": 3313.4}, "theirs": 1, "ratio": 2.7,
            "goal": ">= 2.5", "met": True, "versions": {"python": "3.11"}, **changes}  # fmt: skip


def test_the_table_of_benchmarks_tells_what_was_measured_and_what_was_not() -> None:
    page = table.page({"P1": _result(), "P4": _result(met=False, note="busy")})
    assert re.search(
        r"^\| P1 .* 50,000 \| per second 3,313 \| 1 \| 2\.7 \| >= 2\.5 \| yes \|$",
        page,
        re.MULTILINE,
    )
    assert re.search(r"^\| P4 .*\*\*no\*\* \|$", page, re.MULTILINE)
    assert re.search(r"^\| P13 .*not measured yet", page, re.MULTILINE)
    assert "- P4: busy" in page
    assert "Not measured yet." in page


def test_every_figure_that_can_be_run_is_in_the_table() -> None:
    assert set(RUNS) == set(table.FIGURES)


def test_hooks_before_a_commit_call_our_own_tools_and_fetch_nothing() -> None:
    text = (ROOT / ".pre-commit-config.yaml").read_text()
    assert re.findall(r"repo: (\S+)", text) == ["local"]
    assert {Path(entry).parent.as_posix() for entry in re.findall(r"entry: (\S+)", text)} == {
        ".venv/bin"
    }
