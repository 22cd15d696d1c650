r"""The markers that stand for short links in frozen values. Standard library only.

\x02u<serial>\x03   the whole short address        \x02c<serial>\x03   its code alone
"""

import re
from collections.abc import Callable, Mapping, Sequence

_OPEN = "\x02"
_MARKER = re.compile("\x02([uc])([0-9]+)\x03")


def address_marker(serial: int) -> str:
    return f"\x02u{serial}\x03"


def code_marker(serial: int) -> str:
    return f"\x02c{serial}\x03"


def filled(values: Sequence[str], written: Callable[[bool, int], str]) -> tuple[str, ...]:
    """The values with what `written` says of each marker: whether the code alone, and the serial.

    Costs next to nothing where there is no marker.
    """
    if not any(_OPEN in value for value in values):
        return tuple(values)
    return tuple(
        _MARKER.sub(lambda marker: written(marker[1] == "c", int(marker[2])), value)
        for value in values
    )


def readable(values: Sequence[str], urls: Mapping[str, str]) -> list[str]:
    """For people who look at what was sent: where each link leads, by its serial as text.

    Never the address itself: whoever opened it would be counted as the person it was sent to.
    """
    return list(filled(values, lambda alone, serial: "…" if alone else urls.get(str(serial), "…")))
