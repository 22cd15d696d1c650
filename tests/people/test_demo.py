"""The demo company is made once, whatever happens to it afterwards."""

from uuid import uuid4

import seed_demo
from bootstrap import Resources
from db.queries import overview, people
from db.queries.overview import Totals


async def _totals(resources: Resources, email: str) -> list[Totals]:
    async with resources.database.system() as session:
        user = await people.user_by_email(session, email)
        assert user is not None
        places = await people.workplaces(session, user.id)
    found = []
    for place in places:
        async with resources.database.company(place.id) as session:
            found.append(await overview.totals(session))
    return found


async def test_seeding_again_changes_nothing(app_resources: Resources) -> None:
    email = f"{uuid4().hex}@example.com"
    await seed_demo.seed(app_resources, email, "demo password of 2026")
    once = await _totals(app_resources, email)
    await seed_demo.seed(app_resources, email, "demo password of 2026")
    assert await _totals(app_resources, email) == once
    assert once[0].contacts == len(seed_demo.NAMES)
