"""The numbers the stand-in has to sell: the same ones at every start."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

# What the last four digits of a number for sale choose.
TAKEN = "1422"
NEEDS_ADDRESS = "1631"
CONFIGURE_FAILS = "1500"
NO_ANSWER = "1999"
NO_ANSWER_NOT_BOUGHT = "1998"
ENDINGS = {
    TAKEN: "Somebody was faster: 21422",
    NEEDS_ADDRESS: "Needs an address (AddressSid): 21631",
    CONFIGURE_FAILS: "Bought, but every change of it answers HTTP 500",
    NO_ANSWER: "The connection is closed without an answer, but it is bought",
    NO_ANSWER_NOT_BOUGHT: "The connection is closed without an answer, and nothing is bought",
}
_PLAIN = 12


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Numbers of one kind in one country: what they begin with, and how many digits follow."""

    prefix: str
    digits: int
    towns: tuple[tuple[str, str, str], ...]


# Area code, town and region.
_SHELVES: dict[tuple[str, str], _Shelf] = {
    ("US", "Local"): _Shelf(
        "+1",
        7,
        (("415", "San Francisco", "CA"), ("212", "New York", "NY"), ("305", "Miami", "FL")),
    ),
    ("US", "TollFree"): _Shelf("+1", 7, (("888", "", ""), ("833", "", ""))),
    ("BR", "Local"): _Shelf(
        "+55",
        8,
        (("11", "São Paulo", "SP"), ("21", "Rio de Janeiro", "RJ"), ("61", "Brasília", "DF")),
    ),
    ("BR", "Mobile"): _Shelf("+55", 9, (("11", "São Paulo", "SP"), ("21", "Rio de Janeiro", "RJ"))),
    ("GB", "Mobile"): _Shelf("+44", 6, (("7700", "", ""),)),
}


@dataclass(frozen=True, slots=True)
class Offer:
    phone: str
    area: str
    town: str
    region: str

    @property
    def needs_address(self) -> bool:
        return self.phone.endswith(NEEDS_ADDRESS)


def offers(country: str, kind: str, area: str = "") -> list[Offer] | None:
    """None: nothing of this kind is sold in this country."""
    shelf = _SHELVES.get((country, kind))
    if shelf is None:
        return None
    places = [place for place in shelf.towns if area in ("", place[0])]
    return [offer for place in places for offer in _of(shelf, place)]


def _of(shelf: _Shelf, place: tuple[str, str, str]) -> Iterator[Offer]:
    # Repeatable, not secret.
    chance = random.Random(shelf.prefix + place[0])
    # What a mobile or a landline begins with where somebody looks.
    first = "9" if shelf.digits == 9 else "4"
    width = shelf.digits - 1
    plain = [f"{chance.randrange(10**width):0{width}}" for _ in range(_PLAIN)]
    plain = [rest for rest in plain if rest[-4:] not in ENDINGS]
    special = [f"{chance.randrange(10 ** (width - 4)):0{width - 4}}{end}" for end in ENDINGS]
    for rest in plain + special:
        yield Offer(f"{shelf.prefix}{place[0]}{first}{rest}", *place)
