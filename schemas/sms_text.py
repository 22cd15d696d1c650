"""What a text costs as an SMS: its alphabet, its segments, and which characters double the price.

An SMS has 140 bytes. In the GSM alphabet (7 bits) that is 160 characters; one character outside it
makes the whole message UCS-2 (16 bits): 70. Longer texts travel in segments, each charged, each
with 6 bytes less. Portuguese is torn in two by it: à é Ç fit, ã õ á ê ç do not.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

# The most characters Twilio takes as one message.
LONGEST = 1_600

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Each takes two places: an escape and a letter.
_EXTENSION = "\f^{}\\[~]|€"
_GSM = frozenset(_BASIC + _EXTENSION)
_ALL_GSM = re.compile(f"[{re.escape(_BASIC + _EXTENSION)}]*")
_NOT_GSM = re.compile(f"[^{re.escape(_BASIC + _EXTENSION)}]")
_EXTENDED = re.compile(f"[{re.escape(_EXTENSION)}]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
# What a person sees as one: a letter with its marks, an emoji with its skin, its sex, its family.
_FIRST_MARK = "\u0300"
_CLUSTER = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}"
    "|.(?:[\u0300-\u036f\u20d0-\u20ff\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]|\u200d.)*",
    re.DOTALL,
)


class SmsEncoding(StrEnum):
    GSM7 = "gsm7"
    UCS2 = "ucs2"


@dataclass(frozen=True, slots=True)
class _Room:
    alone: int
    in_several: int


_ROOMS = {SmsEncoding.GSM7: _Room(160, 153), SmsEncoding.UCS2: _Room(70, 67)}


@dataclass(frozen=True, slots=True)
class SmsCount:
    encoding: SmsEncoding
    # Places taken: septets in GSM-7, UTF-16 units in UCS-2.
    units: int
    # What is charged; an empty text is charged as one.
    segments: int
    # The characters that make it UCS-2, each once, in the order they appear, as people see them.
    costly: tuple[str, ...]
    # How many more places fit without another segment.
    left: int


def count(text: str) -> SmsCount:
    """What this text, with everything filled in, costs. Never fails, whatever the text."""
    if _ALL_GSM.fullmatch(text):
        widths = (2 if char in _EXTENSION else 1 for char in text)
        extended = len(_EXTENDED.findall(text))
        return _counted(SmsEncoding.GSM7, len(text) + extended, bool(extended), widths, ())
    widths = (2 if char > "\uffff" else 1 for char in text)
    astral = len(_ASTRAL.findall(text))
    return _counted(SmsEncoding.UCS2, len(text) + astral, bool(astral), widths, _costly(text))


def transliterate(text: str) -> str:
    """The same text, as far as the GSM alphabet can say it: "São" becomes "Sao", “ becomes ".

    What it can say stays as it is, and so does what has no plain form, such as an emoji. Doing it
    twice changes nothing more.
    """
    if _ALL_GSM.fullmatch(text):
        return text
    return _NOT_GSM.sub(lambda found: _plain(found[0]), unicodedata.normalize("NFC", text))


def _counted(
    encoding: SmsEncoding, units: int, uneven: bool, widths: Iterable[int], costly: tuple[str, ...]
) -> SmsCount:
    room = _ROOMS[encoding]
    if units <= room.alone:
        segments, used = 1, units + room.in_several - room.alone
    elif uneven:
        segments, used = _filled(widths, room.in_several)
    else:
        segments = ceil(units / room.in_several)
        used = units - (segments - 1) * room.in_several
    return SmsCount(encoding, units, segments, costly, room.in_several - used)


def _filled(widths: Iterable[int], room: int) -> tuple[int, int]:
    """Segments, and the last one's used places; what takes two places may not be torn apart."""
    segments, used = 1, 0
    for width in widths:
        if used + width > room:
            segments, used = segments + 1, 0
        used += width
    return segments, used


def _costly(text: str) -> tuple[str, ...]:
    found = dict.fromkeys(_NOT_GSM.findall(text))
    if max(found) < _FIRST_MARK:
        # No marks and no emoji, as nearly always: each character is one to a person, too.
        return tuple(_name(char) for char in found)
    clusters = (cluster[0] for cluster in _CLUSTER.finditer(text))
    names = (_name(cluster) for cluster in clusters if not _ALL_GSM.fullmatch(cluster))
    return tuple(dict.fromkeys(names))


def _name(cluster: str) -> str:
    """The character itself, or its number where nothing could be seen."""
    shown = unicodedata.normalize("NFC", cluster)
    if any(char.isprintable() and not char.isspace() for char in shown):
        return shown
    return " ".join(f"U+{ord(char):04X}" for char in shown)


def _plain(char: str) -> str:
    known = _PLAIN.get(char)
    if known is not None:
        return known
    letters = unicodedata.normalize("NFKD", char)
    kept = (letter for letter in letters if not unicodedata.combining(letter))
    bare = "".join(_PLAIN.get(letter, letter) for letter in kept)
    return bare if bare and _GSM.issuperset(bare) else char


_PLAIN = {
    **dict.fromkeys("“”„‟«»″〝〞", '"'),
    **dict.fromkeys("‘’‚‛‹›′´`ʼ", "'"),
    **dict.fromkeys("‐‑‒–—―−⁃", "-"),
    **dict.fromkeys("•‣◦▪●", "*"),
    **dict.fromkeys("\t\u00a0\u1680\u2028\u2029\u202f\u205f\u3000", " "),
    **dict.fromkeys((chr(code) for code in range(0x2000, 0x200B)), " "),
    # Seen by nobody, paid by everybody.
    **dict.fromkeys("\u00ad\u200b\u200c\u2060\ufeff", ""),
    "…": "...",
    "·": ".",
    "×": "x",
    "÷": "/",
    "⁄": "/",
    "¢": "c",
    "©": "(C)",
    "®": "(R)",
    "™": "TM",
    "ª": "a",
    "º": "o",
    "°": "o",
    "№": "No",
    "¦": "|",
    "¬": "-",
    "±": "+/-",
    "→": "->",
    "←": "<-",
    "✓": "ok",
    "✔": "ok",
    "Œ": "OE",
    "œ": "oe",
    "ð": "d",
    "Ð": "D",
    "þ": "th",
    "Þ": "TH",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "ı": "i",
}
