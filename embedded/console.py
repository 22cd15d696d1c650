"""What the start command shows: one line a step, a box at the end."""

import contextlib
import os
import sys
from typing import TextIO

_GREEN, _YELLOW, _RED, _BOLD, _DIM = "32", "33", "31", "1", "2"


class Console:
    """Colour and moving lines on a terminal; plain lines in a file or a pipe."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._live = self._out.isatty()
        self._colour = self._live and not os.environ.get("NO_COLOR")
        self._unicode = "utf" in (self._out.encoding or "").lower()

    def heading(self, text: str) -> None:
        self._line(self._paint(text, _BOLD))

    def working(self, text: str) -> None:
        """Something goes on; the next line takes its place."""
        if self._live:
            self._write(f"\r\033[K  {self._paint(self._symbol('·', '-') + ' ' + text, _DIM)}")

    def done(self, text: str, seconds: float | None = None) -> None:
        took = "" if seconds is None else self._paint(f"{seconds:6.1f} s", _DIM)
        mark = self._paint(self._symbol("✓", "ok"), _GREEN)
        self._line(f"  {mark} {text:<44}{took}".rstrip())

    def note(self, text: str) -> None:
        self._line(f"  {self._paint(text, _DIM)}")

    def warning(self, text: str) -> None:
        self._line(f"  {self._paint('!', _YELLOW)} {text}")

    def error(self, text: str) -> None:
        self._line(f"{self._paint(self._symbol('✗', 'error:'), _RED)} {text}")

    def box(self, rows: list[tuple[str, str]], closing: str) -> None:
        """The facts a person needs next, one a row."""
        label = max(len(name) for name, _ in rows)
        lines = [f"{name:<{label}}  {value}" for name, value in rows]
        width = max(len(line) for line in [*lines, closing])
        bar, side = self._symbol("─", "-"), self._symbol("│", "|")
        self._line("")
        self._line(self._symbol("╭", "+") + bar * (width + 4) + self._symbol("╮", "+"))
        for line in [*lines, "", closing]:
            self._line(f"{side}  {line:<{width}}  {side}")
        self._line(self._symbol("╰", "+") + bar * (width + 4) + self._symbol("╯", "+"))

    def _line(self, text: str) -> None:
        self._write(("\r\033[K" if self._live else "") + text + "\n")

    def _write(self, text: str) -> None:
        # A closed terminal is no reason to leave children behind.
        with contextlib.suppress(OSError):
            self._out.write(text)
            self._out.flush()

    def _symbol(self, fine: str, plain: str) -> str:
        return fine if self._unicode else plain

    def _paint(self, text: str, code: str) -> str:
        return f"\033[{code}m{text}\033[0m" if self._colour else text
