"""SEARCH: finding messages at five million of them, against fifty thousand: a rare word, a common
one, a phrase, and a word that is still being typed. Without a goal.

The time is that of `services.message_search.find`, its median over many searches; a rare word is
each time another one. The same company grows, so nothing differs but the size.
"""

import asyncio
import time
from collections.abc import Callable
from random import Random
from statistics import median
from uuid import UUID

from benchmarks.crowd import fill
from benchmarks.p7_inbox import add_admin
from benchmarks.report import report, size
from benchmarks.stage import Stage, open_shop, open_stage, resources_of
from db.queries.conversations import Eyes
from db.session import Database
from services import message_search
from services.message_search import Wanted

EACH = 25
SMALL = 2_000
LOOKS = 60
# Written so that the last word is whole, but where it is being typed.
SEARCHES: dict[str, Callable[[int], str]] = {
    "rare": lambda number: f"{number} ",
    "common": lambda _: "pedido ",
    "phrase": lambda _: '"marcar uma visita"',
    "typed": lambda _: "quero cancelar a assin",
}


async def measure(stage: Stage, most: int) -> None:
    small = min(SMALL, most // 2)
    async with resources_of(stage) as resources:
        shop = await open_shop(resources)
        async with resources.database.system() as session:
            user_id = await add_admin(session, shop.company_id)
        places = (stage.postgres.url(), shop.company_id, shop.number_id, user_id)
        fill(*places, first=1, last=small, each=EACH)
        before = await look(resources.database, shop.company_id, small)
        fill(*places, first=small + 1, last=most, each=EACH)
        after = await look(resources.database, shop.company_id, most)
    report(
        "SEARCH",
        ratio=max(after[name] / before[name] for name in SEARCHES),
        goal=None,
        ours={f"{name}_ms": round(took, 1) for name, took in after.items()},
        theirs={
            "messages": small * EACH,
            **{f"{name}_ms": round(took, 1) for name, took in before.items()},
        },
        size=most * EACH,
    )


async def look(database: Database, company_id: UUID, last: int) -> dict[str, float]:
    """Milliseconds by kind of search, the median."""
    random = Random(7)
    found = {}
    for name, words in SEARCHES.items():
        taken = [
            await _took(database, company_id, words(random.randint(1, last))) for _ in range(LOOKS)
        ]
        # The first ones find cold caches, on both sides.
        found[name] = median(taken[LOOKS // 5 :])
    return found


async def _took(database: Database, company_id: UUID, words: str) -> float:
    started = time.perf_counter()
    results = await message_search.find(database, company_id, Eyes(None), Wanted(words))
    took = (time.perf_counter() - started) * 1000
    if not results.hits:
        raise SystemExit(f"Nothing was found for {words!r}.")
    return took


def main() -> None:
    with open_stage() as stage:
        asyncio.run(measure(stage, size(5_000_000) // EACH))


if __name__ == "__main__":
    main()
