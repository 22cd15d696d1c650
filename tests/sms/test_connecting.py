"""A company connects Twilio: checked there first, stored encrypted, its numbers listed."""

from uuid import UUID

import httpx
import pytest
from sqlalchemy import select

from db.models.connections import ChannelRoute, Connection
from db.session import Database
from providers import registry
from schemas.enums import Channel, ConnectionHealth
from schemas.errors import Conflict, InvalidInput, ProviderProblem
from services.sms_connections import SmsConnectionChange, SmsConnections
from tests.sms.conftest import TWILIO, SmsBusiness, numbers_of


async def test_an_account_is_connected_with_its_numbers_and_services(
    database: Database,
    company_id: UUID,
    sms_connecting: SmsConnections,
    sms_business: SmsBusiness,
) -> None:
    connection = await sms_connecting.connect(company_id, sms_business.wanted())
    assert (connection.name, connection.health) == ("Padaria", ConnectionHealth.HEALTHY)
    numbers = await numbers_of(database, company_id, connection.id)
    shown = {sid: (row.display_phone, row.channel) for sid, row in numbers.items()}
    assert shown == {
        sms_business.number_sids[0]: (sms_business.phones[0], Channel.SMS),
        sms_business.number_sids[1]: (sms_business.phones[1], Channel.SMS),
        sms_business.service_sid: ("Avisos", Channel.SMS),
    }
    # Twilio lets a long code of the US send one segment a second.
    assert numbers[sms_business.number_sids[1]].rate_per_second == 1
    async with database.system() as session:
        route = await session.get_one(ChannelRoute, ("twilio", sms_business.account_sid))
        stored = await session.get_one(Connection, connection.id)
    assert route.company_id == company_id
    assert sms_business.auth_token.encode() not in stored.access_token


async def test_an_api_key_signs_in_and_the_auth_token_still_signs(
    company_id: UUID, sms_connecting: SmsConnections, sms_business: SmsBusiness
) -> None:
    wanted = sms_business.wanted(key_sid=sms_business.key_sid, key_secret=sms_business.key_secret)
    connection = await sms_connecting.connect(company_id, wanted)
    account = sms_connecting.account(connection)
    assert account.login.user == sms_business.key_sid
    assert account.auth_token == sms_business.auth_token


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"account_sid": "AC123"}, "account_sid"),
        ({"auth_token": ""}, "auth_token"),
        ({"auth_token": "não"}, "auth_token"),
        ({"auth_token": "another"}, "auth_token"),
        ({"account_sid": "AC" + "f" * 32}, "auth_token"),
        ({"key_sid": "123", "key_secret": "x"}, "api_key_sid"),
        ({"key_sid": "SK" + "f" * 32}, "api_key_secret"),
        ({"key_sid": "SK" + "f" * 32, "key_secret": "wrong"}, "api_key_secret"),
    ],
)
async def test_what_is_wrong_stands_beside_its_field(
    *,
    database: Database,
    company_id: UUID,
    sms_connecting: SmsConnections,
    sms_business: SmsBusiness,
    wrong: dict[str, str],
    field: str,
) -> None:
    with pytest.raises(InvalidInput) as caught:
        await sms_connecting.connect(company_id, sms_business.wanted(**wrong))
    assert [error.field for error in caught.value.errors] == [field]
    async with database.company(company_id) as session:
        assert (await session.scalars(select(Connection))).all() == []


async def test_one_account_belongs_to_one_company(
    company_id: UUID,
    other_company_id: UUID,
    sms_connecting: SmsConnections,
    sms_business: SmsBusiness,
) -> None:
    await sms_connecting.connect(company_id, sms_business.wanted())
    for company in (company_id, other_company_id):
        with pytest.raises(Conflict):
            await sms_connecting.connect(company, sms_business.wanted())


async def test_a_new_token_replaces_the_old_one_once_it_works(
    company_id: UUID,
    sms_connecting: SmsConnections,
    sms_business: SmsBusiness,
    sms_connection_id: UUID,
) -> None:
    change = SmsConnectionChange(auth_token="new-token")
    with pytest.raises(InvalidInput):
        await sms_connecting.change(company_id, sms_connection_id, change)
    account = sms_business.twilio.accounts[sms_business.account_sid]
    account.auth_token = "new-token"
    connection = await sms_connecting.change(company_id, sms_connection_id, change)
    assert sms_connecting.account(connection).auth_token == "new-token"
    assert connection.verify_token is not None


async def test_a_key_can_be_added_and_taken_away(
    company_id: UUID,
    sms_connecting: SmsConnections,
    sms_business: SmsBusiness,
    sms_connection_id: UUID,
) -> None:
    add = SmsConnectionChange(key_sid=sms_business.key_sid, key_secret=sms_business.key_secret)
    connection = await sms_connecting.change(company_id, sms_connection_id, add)
    assert sms_connecting.account(connection).key_sid == sms_business.key_sid
    # Renaming leaves the secrets alone.
    named = await sms_connecting.change(
        company_id, sms_connection_id, SmsConnectionChange(name="Loja")
    )
    assert sms_connecting.account(named).key_secret == sms_business.key_secret
    gone = await sms_connecting.change(
        company_id, sms_connection_id, SmsConnectionChange(key_sid="")
    )
    account = sms_connecting.account(gone)
    assert (account.key_sid, account.login.secret) == ("", sms_business.auth_token)


async def test_a_look_finds_what_changed(
    database: Database,
    company_id: UUID,
    sms_connecting: SmsConnections,
    sms_business: SmsBusiness,
    sms_connection_id: UUID,
) -> None:
    del sms_business.twilio.numbers[sms_business.number_sids[0]]
    account = sms_business.twilio.accounts[sms_business.account_sid]
    await sms_connecting.recheck(company_id, sms_connection_id)
    numbers = await numbers_of(database, company_id, sms_connection_id)
    assert numbers[sms_business.number_sids[0]].removed_at is not None
    account.auth_token = "changed elsewhere"
    connection = await sms_connecting.recheck(company_id, sms_connection_id)
    assert (connection.health.value, connection.health_code) == ("broken", "sms_login_refused")


async def test_a_twilio_that_is_away_changes_nothing(
    database: Database, company_id: UUID, sms_connecting: SmsConnections, sms_connection_id: UUID
) -> None:
    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("away", request=request)

    async with httpx.AsyncClient(transport=httpx.MockTransport(away)) as client:
        management = registry.twilio_management(client, TWILIO)
        cut_off = SmsConnections(database, sms_connecting._keyring, management)
        with pytest.raises(ProviderProblem):
            await cut_off.recheck(company_id, sms_connection_id)
    async with database.company(company_id) as session:
        connection = await session.get_one(Connection, sms_connection_id)
    assert connection.health is ConnectionHealth.HEALTHY
