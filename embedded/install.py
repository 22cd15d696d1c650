"""`python embedded/install.py LOCK [OPTION …]`: installs its wheels, and says how far it is.

What follows the lock file goes to pip as it is.

Runs in a bare environment: the standard library only.
"""

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

# One such line a package, whatever way it takes.
_PACKAGE = re.compile(
    r"(?:Collecting|Requirement already satisfied:) ([\w.-]+)|Processing \S*/(\w+)"
)
_LAST_LINES = 15


def main(lock: Path, options: Sequence[str] = ()) -> int:
    total = len(re.findall(r"^[\w.-]+==", lock.read_text(), re.MULTILINE))
    command = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check"]
    command += ["--progress-bar=off", "--require-hashes", *options, "-r", str(lock)]
    print(f"Installing {total} packages into .venv (once) …", flush=True)
    seen: dict[str, None] = {}
    lines = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            if found := _PACKAGE.match(line):
                seen[found[1] or found[2]] = None
                _show(f"{len(seen)} of {total}  {found[1] or found[2]}")
            elif line.startswith("Installing collected"):
                _show("unpacking")
    _show("")
    if process.returncode:
        print("".join(lines[-_LAST_LINES:]) + "The packages could not be installed.")
    return process.returncode


def _show(text: str) -> None:
    """One line that is written over; nothing where there is no terminal."""
    if sys.stdout.isatty():
        print(f"\r\033[K  {text}", end="", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
    except KeyboardInterrupt:
        sys.exit("\nStopped; `make install` goes on from here.")
