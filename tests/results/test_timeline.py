"""A conversation shows what a campaign's person got: their version, and where its links lead."""

from uuid import UUID

from sqlalchemy import select, update

from db.models.campaigns import Campaign, CampaignRecipient
from db.models.conversations import Conversation
from db.queries import timeline
from db.session import Database
from services import links
from tests.results.scenes import S, send, world_of, write

URL = "https://shop.example/spring"


def _text(words: str) -> dict[str, object]:
    return {
        "name": "",
        "language": "en",
        "components": [{"type": "BODY", "text": words}],
        "parameter_format": "positional",
        "version": 1,
        "bindings": {},
    }


async def test_each_version_is_shown_as_it_was_said(database: Database, company_id: UUID) -> None:
    world = await world_of(database, company_id)
    sent = await send(
        database,
        world,
        [S.READ, S.READ],
        variants=[1, 2],
        frozen_template=_text("Long: {{1}}"),
        frozen_variants=[_text("Short: {{1}}")],
    )
    async with database.company(company_id) as session:
        campaign = await session.get_one(Campaign, sent.campaign_id)
        serials = await links.register(session, campaign, [URL])
        await session.execute(
            update(CampaignRecipient)
            .where(CampaignRecipient.campaign_id == sent.campaign_id)
            .values(parameters=[links.address_marker(serials[URL])])
        )
    said = []
    for person in sent.people:
        await write(database, world, person.phone)
        async with database.company(company_id) as session:
            mine = Conversation.contact_id == person.contact_id
            row = (await session.scalars(select(Conversation).where(mine))).one()
            entries = await timeline.page(session, row, limit=10)
        said.append(entries[0].body)
    assert said == [f"Long: {URL}", f"Short: {URL}"]
