"""The connections screens: connect, see what is wrong, replace, remove."""

import pytest
from httpx import AsyncClient
from sqlalchemy import update

from db.models.connections import PhoneNumber
from db.session import Database
from schemas.enums import ConnectionHealth
from tests.fixtures.meta import Business


async def connect(browser: AsyncClient, business: Business, **changes: str) -> str:
    values = {"account_id": business.account_id, "access_token": business.token, **changes}
    answer = await browser.post("/connections/new", data=values)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def test_a_connection_is_made_and_its_token_never_shown(
    signed_in: AsyncClient, business: Business
) -> None:
    address = await connect(signed_in, business)
    shown = await signed_in.get(address)
    assert shown.status_code == 200
    assert "<!doctype html>" in shown.text.lower()
    assert business.token not in shown.text
    assert business.account_id in shown.text
    assert "/webhooks/meta" in shown.text
    listed = (await signed_in.get("/connections")).text
    assert "Loja Aurora" in listed


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"access_token": "nonsense"}, "Meta does not accept this token"),
        ({"access_token": ""}, "Paste the access token"),
        ({"account_id": "abc"}, "digits only"),
        ({"account_id": "123"}, "Meta does not know this account"),
    ],
)
async def test_what_is_wrong_is_said_beside_the_field(
    signed_in: AsyncClient, business: Business, values: dict[str, str], words: str
) -> None:
    sent = {"account_id": business.account_id, "access_token": business.token, **values}
    answer = await signed_in.post("/connections/new", data=sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert business.token not in answer.text


async def test_a_check_does_not_call_a_limited_number_well(
    signed_in: AsyncClient, business: Business, database: Database
) -> None:
    address = await connect(signed_in, business)
    async with database.system() as session:
        await session.execute(
            update(PhoneNumber)
            .where(PhoneNumber.provider_number_id == business.number_ids[0])
            .values(health=ConnectionHealth.DEGRADED, health_code="number_quality_low")
        )
    await signed_in.post(f"{address}/check")
    shown = (await signed_in.get(address)).text
    assert "Meta says all is well" not in shown
    assert 'data-flash="warning"' in shown
    assert "Degraded" in (await signed_in.get("/connections")).text


async def test_a_dead_token_is_seen_and_replaced(
    signed_in: AsyncClient, business: Business
) -> None:
    address = await connect(signed_in, business)
    business.world.tokens[business.token].revoked = True
    await signed_in.post(f"{address}/check")
    assert "does not accept the access token any more" in (await signed_in.get(address)).text
    wrong = await signed_in.post(address, data={"name": "Loja", "access_token": "nope"})
    assert wrong.status_code == 422
    business.world.tokens[business.token].revoked = False
    good = await signed_in.post(address, data={"name": "Nova", "access_token": business.token})
    assert good.status_code == 303
    assert "Nova" in (await signed_in.get(address)).text


async def test_a_connection_is_removed(signed_in: AsyncClient, business: Business) -> None:
    address = await connect(signed_in, business)
    assert (await signed_in.post(f"{address}/remove")).status_code == 303
    assert (await signed_in.get(address)).status_code == 404


async def test_another_companys_connection_is_not_found(
    signed_in: AsyncClient, other_signed_in: AsyncClient, business: Business
) -> None:
    address = await connect(signed_in, business)
    assert (await other_signed_in.get(address)).status_code == 404
    for path in ("", "/check", "/remove"):
        assert (await other_signed_in.post(address + path, data={})).status_code == 404
