"""How WhatsApp shows a text, and how numbers and sizes are written."""

import re

from markupsafe import Markup, escape

from sandbox.meta.model import digits_of

_MARKS = (
    (re.compile(r"(?<!\w)\*(\S[^*\n]*?)\*(?!\w)"), r"<strong>\1</strong>"),
    (re.compile(r"(?<!\w)_(\S[^_\n]*?)_(?!\w)"), r"<em>\1</em>"),
    (re.compile(r"(?<!\w)~(\S[^~\n]*?)~(?!\w)"), r"<s>\1</s>"),
    (re.compile(r"```(.+?)```", re.DOTALL), r"<code>\1</code>"),
)
_LINK = re.compile(r"https?://[^\s<]+[^\s<.,;:!?)]")
_BR = re.compile(r"55(\d\d)(\d{4,5})(\d{4})")


def whatsapp_text(text: str) -> Markup:
    """Escaped, with WhatsApp's bold, italic, strike and code, and links that can be seen."""
    safe = str(escape(text))
    links: list[str] = []

    def keep(found: re.Match[str]) -> str:
        links.append(found[0])
        return f"\x00{len(links) - 1}\x00"

    # Set aside first: an address may hold the very marks that mean italics.
    safe = _LINK.sub(keep, safe.replace("\x00", ""))
    for mark, replacement in _MARKS:
        safe = mark.sub(replacement, safe)
    safe = re.sub(r"\x00(\d+)\x00", lambda m: f'<span class="link">{links[int(m[1])]}</span>', safe)
    return Markup(safe)  # noqa: S704 - every part was escaped above


def phone_number(wa_id: str) -> str:
    digits = digits_of(wa_id)
    brazilian = _BR.fullmatch(digits)
    if brazilian:
        return f"+55 {brazilian[1]} {brazilian[2]}-{brazilian[3]}"
    return f"+{digits}"


def hue(wa_id: str) -> int:
    """One of eight colours for a person, always the same."""
    return sum(map(int, digits_of(wa_id) or "0")) % 8
