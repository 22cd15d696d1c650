"""Recurring campaigns over the API and in the console."""

from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from db.session import Database
from schemas.enums import CampaignStatus, Role, Scope
from tests.campaigns.world import World, add_campaign
from tests.fixtures.people import OpenApi, OpenBrowser

RULE = {"frequency": "weekly", "every": 1, "weekdays": [1, 4], "at": "09:00"}


@pytest.fixture
async def wanted(database: Database, world: World) -> dict[str, Any]:
    source_id = await add_campaign(database, world, CampaignStatus.DRAFT, name="News")
    return {
        "name": "Morning news",
        "source_campaign_id": f"cmp_{source_id.hex}",
        "rule": {**RULE, "starts_on": "2026-11-23"},
        "time_zone": "America/Sao_Paulo",
    }


async def test_it_is_made_changed_paused_left_out_and_removed(
    api_client: AsyncClient, wanted: dict[str, Any]
) -> None:
    made = await api_client.post("/api/v1/series", json=wanted)
    assert made.status_code == 201, made.text
    row = made.json()
    place = f"/api/v1/series/{row['id']}"
    assert len(row["upcoming"]) == 5
    assert not any(one["skipped"] for one in row["upcoming"])
    skipped = (await api_client.post(f"{place}/skip")).json()["upcoming"]
    assert [one["skipped"] for one in skipped] == [True, False, False, False, False]
    back = await api_client.post(f"{place}/unskip", json={"at": skipped[0]["at"]})
    assert not any(one["skipped"] for one in back.json()["upcoming"])
    assert (await api_client.post(f"{place}/pause")).json()["paused_at"] is not None
    assert (await api_client.post(f"{place}/unpause")).json()["paused_at"] is None
    monthly = {**wanted["rule"], "frequency": "monthly", "month_day": "last"}
    changed = await api_client.put(place, json={**wanted, "rule": monthly})
    assert changed.json()["rule"]["month_day"] == "last"
    assert [one["id"] for one in (await api_client.get("/api/v1/series")).json()["data"]] == [
        row["id"]
    ]
    assert (await api_client.get(f"{place}/campaigns")).json()["data"] == []
    assert (await api_client.delete(place)).status_code == 204
    assert (await api_client.get(place)).status_code == 404
    assert (await api_client.get("/api/v1/series")).json()["data"] == []


async def test_who_may_not_run_campaigns_makes_none_come_round(
    open_api: OpenApi, world: World, wanted: dict[str, Any]
) -> None:
    reader = await open_api(world.company_id, [Scope.CAMPAIGNS_READ, Scope.CAMPAIGNS_WRITE])
    assert (await reader.post("/api/v1/series", json=wanted)).status_code == 403
    assert (await reader.get("/api/v1/series")).status_code == 200


async def test_what_is_wrong_is_named(api_client: AsyncClient, wanted: dict[str, Any]) -> None:
    rule = {**wanted["rule"], "weekdays": []}
    answer = await api_client.post("/api/v1/series", json={**wanted, "rule": rule})
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/rule/weekdays"]


async def test_a_draft_that_comes_round_cannot_be_deleted(
    api_client: AsyncClient, wanted: dict[str, Any]
) -> None:
    await api_client.post("/api/v1/series", json=wanted)
    answer = await api_client.delete(f"/api/v1/campaigns/{wanted['source_campaign_id']}")
    assert (answer.status_code, answer.json()["code"]) == (409, "invalid_state")


async def test_the_form_begins_with_the_campaign_one_came_from(
    signed_in: AsyncClient, wanted: dict[str, Any]
) -> None:
    key = UUID(hex=wanted["source_campaign_id"].removeprefix("cmp_"))
    form = (await signed_in.get(f"/series/new?campaign={key}")).text
    assert f'<option value="{key.hex}" selected>' in form
    assert (await signed_in.get("/series/new?campaign=x")).status_code == 200


async def test_people_who_only_look_may_look(
    open_browser: OpenBrowser, world: World, api_client: AsyncClient, wanted: dict[str, Any]
) -> None:
    made = (await api_client.post("/api/v1/series", json=wanted)).json()
    series_id = UUID(hex=made["id"].removeprefix("srs_"))
    viewer = await open_browser(world.company_id, Role.VIEWER)
    assert "Morning news" in (await viewer.get("/series")).text
    shown = await viewer.get(f"/series/{series_id}")
    assert shown.status_code == 200
    assert "Every week, Mon, Thu, at 09:00" in shown.text
    assert (await viewer.post(f"/series/{series_id}/pause")).status_code == 403
    assert (await viewer.get("/series/new")).status_code == 403
