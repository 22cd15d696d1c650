"""What the console answers about cadences while somebody writes, or follows a link."""

from httpx import AsyncClient

from db.models.cadences import Cadence
from db.models.campaigns import Campaign
from db.session import Database
from schemas.cadence_fields import CadenceFields
from schemas.cadences import Definition, Message
from schemas.enums import CampaignStatus
from services import cadences
from tests.campaigns.world import World


async def made(database: Database, world: World) -> Cadence:
    step = Message("hello", phone_number_id=world.number_id, text="Oi")
    wanted: CadenceFields = {"name": "Leads", "definition": Definition((step,))}
    async with database.company(world.company_id) as session:
        return await cadences.create(session, world.company_id, wanted)


async def test_a_text_being_written_asks_what_fills_its_variables(
    signed_in: AsyncClient, database: Database, world: World
) -> None:
    cadence = await made(database, world)
    answer = await signed_in.post(
        f"/cadences/{cadence.id}/steps/hello/slots",
        data={"number": str(world.number_id), "text": "Oi {{first_name}}, tudo bem?"},
    )
    assert answer.status_code == 200, answer.text
    assert "What fills the variables" in answer.text


async def test_a_link_to_what_a_step_sent_leads_to_its_cadence(
    signed_in: AsyncClient, database: Database, world: World
) -> None:
    cadence = await made(database, world)
    async with database.company(world.company_id) as session:
        campaign = Campaign(
            company_id=world.company_id,
            name="Leads",
            status=CampaignStatus.RUNNING,
            audience={},
            bindings={},
            cadence_id=cadence.id,
            cadence_version=1,
            step_key="hello",
            lap=1,
        )
        session.add(campaign)
        await session.flush()
        address = f"/campaigns/{campaign.id}"
    answer = await signed_in.get(address)
    assert answer.status_code in {302, 303}
    assert answer.headers["location"] == f"/cadences/{cadence.id}"


async def test_a_cadence_gets_a_short_name_for_other_systems(
    signed_in: AsyncClient, database: Database, world: World
) -> None:
    cadence = await made(database, world)
    values = {"version": str(cadence.version), "name": "Leads", "external_id": "boas-vindas"}
    saved = await signed_in.post(f"/cadences/{cadence.id}/settings", data=values)
    assert saved.status_code in {302, 303}, saved.text
    async with database.company(world.company_id) as session:
        assert (await cadences.get(session, cadence.id)).external_id == "boas-vindas"
    shown = await signed_in.get(f"/cadences/{cadence.id}/settings")
    assert 'value="boas-vindas"' in shown.text
