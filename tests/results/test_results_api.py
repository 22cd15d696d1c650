"""Programs read what came of campaigns."""

import csv
import io
from uuid import UUID

from httpx import AsyncClient

from db.models.campaigns import Campaign
from db.session import Database
from tests.results.scenes import S, Sent, send, world_of, write


async def _sent(database: Database, company_id: UUID) -> Sent:
    world = await world_of(database, company_id)
    statuses = [S.READ, S.DELIVERED, S.FAILED, S.SKIPPED]
    reasons = [None, None, "131026", "hold_out"]
    sent = await send(database, world, statuses, reasons=reasons, variants=[1, 2, 2, 1])
    async with database.company(company_id) as session:
        campaign = await session.get_one(Campaign, sent.campaign_id)
        campaign.variants = [{"name": "Short"}]
        campaign.zones = [["America/Sao_Paulo"]]
    await write(database, world, sent.people[0].phone)
    return sent


async def test_the_figures_of_one(
    api_client: AsyncClient, database: Database, company_id: UUID
) -> None:
    sent = await _sent(database, company_id)
    found = (await api_client.get(f"/api/v1/campaigns/cmp_{sent.campaign_id.hex}/results")).json()
    assert found["figures"]["sent"] == 2
    assert found["figures"]["replied"] == 1
    assert found["figures"]["cost_per_reply"] == 500_000
    assert [one["name"] for one in found["variants"]] == ["A", "Short"]
    assert found["hold_out"]["people"] == 1
    assert found["failures"][0]["reason"] == "131026"
    assert found["failures"][0]["text"].startswith("Could not be delivered")


async def test_the_course_of_one(
    api_client: AsyncClient, database: Database, company_id: UUID
) -> None:
    sent = await _sent(database, company_id)
    base = f"/api/v1/campaigns/cmp_{sent.campaign_id.hex}/results/timeline"
    for step in ("hours", "days"):
        found = (await api_client.get(base, params={"step": step})).json()
        assert found["step"] == step
        assert sum(one["sent"] for one in found["moments"]) == 2
        assert sum(one["replied"] for one in found["moments"]) == 1
    assert (await api_client.get(base, params={"step": "years"})).status_code == 422


async def test_several_side_by_side(
    api_client: AsyncClient,
    other_api_client: AsyncClient,
    database: Database,
    company_id: UUID,
) -> None:
    keys = [f"cmp_{(await _sent(database, company_id)).campaign_id.hex}" for _ in range(2)]
    found = await api_client.get("/api/v1/campaigns/compare", params={"campaign_id": keys})
    assert [one["campaign_id"] for one in found.json()["campaigns"]] == keys

    params = {"campaign_id": keys}
    assert (
        await other_api_client.get("/api/v1/campaigns/compare", params=params)
    ).status_code == 404
    six = {"campaign_id": keys * 3}
    assert (await api_client.get("/api/v1/campaigns/compare", params=six)).status_code == 422


async def test_the_files_tell_what_each_person_did(
    api_client: AsyncClient, database: Database, company_id: UUID
) -> None:
    sent = await _sent(database, company_id)
    base = f"/api/v1/campaigns/cmp_{sent.campaign_id.hex}"
    rows = list(csv.DictReader(io.StringIO((await api_client.get(f"{base}/results.csv")).text)))
    assert [row["variant"] for row in rows] == ["1", "2", "2", "1"]
    assert [bool(row["replied_at"]) for row in rows] == [True, False, False, False]
    assert {row["cost"] for row in rows} == {"0.25"}

    text = (await api_client.get(f"{base}/results/summary.csv")).text
    whole, *variants = csv.DictReader(io.StringIO(text))
    assert (whole["variant"], whole["sent"], whole["cost"]) == ("", "2", "0.5")
    assert [row["variant"] for row in variants] == ["A", "Short"]
