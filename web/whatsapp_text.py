"""WhatsApp's way of formatting text, as HTML that is safe to show.

`*bold*`, `_italic_`, `~struck~`, `` `code` ``, ```` ```mono``` ````, `> quote`, `- item`, `1. item`,
and addresses. Whatever is none of these is shown as it was written; nothing is ever unescaped.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

_TAGS = {
    "*": Markup("<strong>{}</strong>"),
    "_": Markup("<em>{}</em>"),
    "~": Markup("<del>{}</del>"),
}
_FENCE = re.compile(r"```(.+?)```", re.DOTALL)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
# Belongs to the sentence or its formatting, not to the address before it.
_AFTER_ADDRESS = ".,;:!?'*_~`)]}»”"
_CODE = re.compile(r"`([^`\n]*[^`\s][^`\n]*)`")
_BULLET = re.compile(r"[-*•] +(?=\S)")
_NUMBERED = re.compile(r"(\d{1,3})\. +(?=\S)")
_QUOTE = re.compile(r"> ?")
_EMOJI = (
    "\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf\u2190-\u21ff\u2300-\u23ff\u2b00-\u2bff"
)
_LONE_EMOJI = re.compile(rf"\s*(?:[{_EMOJI}][\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*(?:\u200d)?)+\s*")
_MOST_LONE = 12


def to_html(text: str, mentions: Sequence[str] = ()) -> Markup:
    """The text as a chat shows it; `@name` of the mentioned stands out."""
    names = re.compile("|".join(re.escape(f"@{name}") for name in mentions)) if mentions else None
    parts: list[Markup] = []
    for position, part in enumerate(_FENCE.split(text)):
        if position % 2:
            parts.append(Markup("<pre>{}</pre>").format(part.strip("\n")))
        elif part.strip("\n"):
            parts.extend(_blocks(part.strip("\n"), names))
    return Markup("").join(parts)


def to_words(text: str) -> str:
    """The words without the marks around them, where there is only room for a line."""
    return "\n".join(_Line(line, None).html().striptags() for line in text.split("\n"))


def is_lone_emoji(text: str) -> bool:
    """Whether it is a handful of emoji and nothing else, which chats show large."""
    return len(text) <= _MOST_LONE and _LONE_EMOJI.fullmatch(text) is not None


def _kind(line: str) -> str:
    if _QUOTE.match(line):
        return "quote"
    if _BULLET.match(line):
        return "bullets"
    return "numbers" if _NUMBERED.match(line) else "text"


def _blocks(text: str, names: re.Pattern[str] | None) -> Iterator[Markup]:
    for kind, group in groupby(text.split("\n"), _kind):
        lines = list(group)
        if kind == "quote":
            yield Markup("<blockquote>{}</blockquote>").format(_lines(lines, names, _QUOTE))
        elif kind == "bullets":
            yield Markup("<ul>{}</ul>").format(_items(lines, names, _BULLET))
        elif kind == "numbers":
            first = _NUMBERED.match(lines[0])
            start = int(first[1]) if first else 1
            yield Markup('<ol start="{}">{}</ol>').format(start, _items(lines, names, _NUMBERED))
        else:
            yield Markup("<p>{}</p>").format(_lines(lines, names))


def _lines(
    lines: Sequence[str], names: re.Pattern[str] | None, marker: re.Pattern[str] | None = None
) -> Markup:
    bare = (marker.sub("", line, count=1) if marker else line for line in lines)
    return Markup("<br>").join(_Line(line, names).html() for line in bare)


def _items(lines: Sequence[str], names: re.Pattern[str] | None, marker: re.Pattern[str]) -> Markup:
    bare = (marker.sub("", line, count=1) for line in lines)
    return Markup("").join(Markup("<li>{}</li>").format(_Line(line, names).html()) for line in bare)


@dataclass(frozen=True, slots=True)
class _Whole:
    """A stretch no formatting reaches into: an address, code or a name."""

    end: int
    html: Markup


class _Line:
    """One line; every closing marker is looked up once, so that no text takes long."""

    def __init__(self, text: str, names: re.Pattern[str] | None) -> None:
        self._text = text
        self._wholes = dict(self._find_wholes(names))
        self._closers: dict[str, list[int]] = {marker: [] for marker in _TAGS}
        at = 0
        while at < len(text):
            if at in self._wholes:
                at = self._wholes[at].end
                continue
            if text[at] in _TAGS and self._may_close(at):
                self._closers[text[at]].append(at)
            at += 1

    def html(self) -> Markup:
        return Markup("").join(self._parts(0, len(self._text), frozenset(_TAGS)))

    def _find_wholes(self, names: re.Pattern[str] | None) -> Iterator[tuple[int, _Whole]]:
        patterns = [_CODE, _ADDRESS, *([names] if names else [])]
        end = 0
        for match in sorted(
            (found for pattern in patterns for found in pattern.finditer(self._text)),
            key=lambda found: found.start(),
        ):
            if match.start() >= end:
                whole = _whole(match)
                end = whole.end
                yield match.start(), whole

    def _parts(self, at: int, end: int, open_to: frozenset[str]) -> Iterator[Markup]:
        plain = at
        while at < end:
            whole = self._wholes.get(at)
            closer = None if whole else self._closer(at, end, open_to)
            if whole is None and closer is None:
                at += 1
                continue
            yield escape(self._text[plain:at])
            if whole is not None:
                yield whole.html
                at = whole.end
            elif closer is not None:
                yield self._wrapped(at, closer, open_to)
                at = closer + 1
            plain = at
        yield escape(self._text[plain:end])

    def _wrapped(self, at: int, closer: int, open_to: frozenset[str]) -> Markup:
        marker = self._text[at]
        inner = Markup("").join(self._parts(at + 1, closer, open_to - {marker}))
        return _TAGS[marker].format(inner)

    def _closer(self, at: int, end: int, open_to: frozenset[str]) -> int | None:
        marker = self._text[at]
        if marker not in open_to or not self._may_open(at):
            return None
        closers = self._closers[marker]
        # At least one character stands between the two.
        position = bisect_left(closers, at + 2)
        found = closers[position] if position < len(closers) else end
        return found if found < end else None

    def _may_open(self, at: int) -> bool:
        before = self._text[at - 1 : at]
        after = self._text[at + 1 : at + 2]
        return not before.isalnum() and bool(after) and not after.isspace()

    def _may_close(self, at: int) -> bool:
        before = self._text[at - 1 : at]
        after = self._text[at + 1 : at + 2]
        return bool(before) and not before.isspace() and not after.isalnum()


def _whole(match: re.Match[str]) -> _Whole:
    if match[0].startswith("`"):
        return _Whole(match.end(), Markup("<code>{}</code>").format(match[1]))
    if match[0].startswith("@"):
        return _Whole(match.end(), Markup('<span class="mention">{}</span>').format(match[0]))
    address = match[0].rstrip(_AFTER_ADDRESS)
    # A bracket that was opened within the address is part of it.
    if match[0][len(address) :].startswith(")") and "(" in address:
        address += ")"
    return _Whole(
        match.start() + len(address),
        Markup('<a href="{0}" target="_blank" rel="noopener noreferrer nofollow">{0}</a>').format(
            address
        ),
    )
