"""A connection is checked at Meta before it is saved, and says what is wrong."""

import json
import time
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select

from db.models.campaigns import Campaign
from db.models.connections import ChannelRoute, Connection, PhoneNumber
from db.models.conversations import Message
from db.queries import connections, webhook_events
from db.session import Database
from providers import registry
from providers.management import AppCredentials
from providers.registry import GraphAddress
from sandbox.meta.model import Token
from schemas.enums import CampaignStatus, ConnectionHealth
from schemas.errors import Conflict, InvalidInput, NotFound, ProviderProblem
from services.account_checks import check
from services.connections import ConnectionChange, Connections
from services.credentials import reencrypt
from services.keyring import Keyring
from tests.fixtures.meta import OWN_APP, Business
from tests.providers.scripted import Scripted, http_answer
from tests.webhooks.meta import Account, text_message


async def routes(database: Database, connection_id: UUID) -> set[str]:
    async with database.system() as session:
        query = select(ChannelRoute.account_id).where(ChannelRoute.connection_id == connection_id)
        return set(await session.scalars(query))


async def numbers(database: Database, company_id: UUID) -> list[PhoneNumber]:
    async with database.company(company_id) as session:
        return list(await session.scalars(select(PhoneNumber).order_by(PhoneNumber.display_phone)))


async def test_a_good_token_saves_the_account_with_its_numbers_and_routes(
    connecting: Connections, database: Database, company_id: UUID, business: Business
) -> None:
    saved = await connecting.connect(company_id, business.wanted(name=""))
    assert (saved.name, saved.health) == ("Loja Aurora", ConnectionHealth.HEALTHY)
    found = await numbers(database, company_id)
    assert [number.provider_number_id for number in found] == list(business.number_ids)
    assert found[0].display_phone == "+55 11 4000-1234"
    assert await routes(database, saved.id) == {business.account_id, *business.number_ids}
    assert business.token.encode() not in saved.access_token
    assert connecting.token(saved) == business.token
    assert not connecting.webhook(saved).own


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"access_token": "nonsense"}, ("access_token", "token_invalid")),
        ({"access_token": "expired-token"}, ("access_token", "token_expired")),
        ({"access_token": "sandbox-token-messaging"}, ("access_token", "token_lacks_permission")),
        ({"account_id": "123"}, ("account_id", "account_not_reached")),
    ],
)
async def test_what_is_wrong_stands_beside_its_field(
    connecting: Connections,
    company_id: UUID,
    business: Business,
    change: dict[str, str],
    wrong: tuple[str, str],
) -> None:
    with pytest.raises(InvalidInput) as refused:
        await connecting.connect(company_id, business.wanted(**change))
    assert [(error.field, error.code) for error in refused.value.errors] == [wrong]


async def test_a_token_of_another_app_is_refused(
    connecting: Connections, company_id: UUID, business: Business, provider: Scripted
) -> None:
    facts = {"app_id": "222", "is_valid": True, "scopes": [], "expires_at": 0}
    provider.answer = http_answer(200, json.dumps({"data": facts}).encode())
    async with httpx.AsyncClient() as http:
        access = connecting._management.account(business.account_id, business.token)
        elsewhere = registry.meta_management(http, GraphAddress(provider.url, "v23.0"))
        with pytest.raises(InvalidInput) as refused:
            await check(elsewhere, access, business.token, AppCredentials("111", "secret"))
    assert [error.code for error in refused.value.errors] == ["app_mismatch"]


async def test_a_foreign_app_that_may_not_ask_is_no_reason_to_refuse(
    connecting: Connections, company_id: UUID, business: Business
) -> None:
    wanted = business.wanted(app_id="1", app_secret="wrong")
    assert (await connecting.connect(company_id, wanted)).token_expires_at is None


async def test_an_account_of_another_company_is_a_conflict(
    connecting: Connections,
    database: Database,
    company_id: UUID,
    other_company_id: UUID,
    business: Business,
) -> None:
    await connecting.connect(other_company_id, business.wanted())
    with pytest.raises(Conflict, match="another company"):
        await connecting.connect(company_id, business.wanted())
    assert await numbers(database, company_id) == []


async def test_the_same_account_twice_is_a_conflict_with_its_name(
    connecting: Connections, company_id: UUID, business: Business
) -> None:
    await connecting.connect(company_id, business.wanted(name="Matriz"))
    with pytest.raises(Conflict, match="Matriz"):
        await connecting.connect(company_id, business.wanted())


async def test_missing_scopes_and_a_near_end_are_the_connections_health(
    connecting: Connections, company_id: UUID, business: Business
) -> None:
    token = business.world.tokens[business.token]
    token.scopes = ("whatsapp_business_management",)
    saved = await connecting.connect(company_id, business.wanted())
    assert (saved.health.value, saved.health_code) == ("broken", "scopes_missing")
    assert saved.health_detail == "whatsapp_business_messaging"
    token.scopes = ("whatsapp_business_management", "whatsapp_business_messaging")
    token.expires_at = int(time.time()) + 5 * 86_400
    again = await connecting.recheck(company_id, saved.id)
    assert (again.health.value, again.health_code) == ("degraded", "token_expiring")
    assert again.token_expires_at is not None
    token.expires_at = 0
    again = await connecting.recheck(company_id, saved.id)
    assert (again.health.value, again.health_code) == ("healthy", None)


async def test_a_token_that_died_is_seen_by_the_next_check_and_can_be_replaced(
    connecting: Connections, company_id: UUID, business: Business
) -> None:
    saved = await connecting.connect(company_id, business.wanted())
    business.world.tokens[business.token].revoked = True
    again = await connecting.recheck(company_id, saved.id)
    assert (again.health.value, again.health_code) == ("broken", "token_invalid")
    business.world.tokens["fresh"] = Token("fresh", accounts=(business.account_id,))
    change = ConnectionChange(name="Nova", access_token="fresh")
    changed = await connecting.change(company_id, saved.id, change)
    assert (changed.health.value, changed.name) == ("healthy", "Nova")
    assert connecting.token(changed) == "fresh"


async def test_a_wrong_new_token_leaves_the_old_one_in_place(
    connecting: Connections, database: Database, company_id: UUID, business: Business
) -> None:
    saved = await connecting.connect(company_id, business.wanted())
    with pytest.raises(InvalidInput):
        await connecting.change(company_id, saved.id, ConnectionChange(access_token="nonsense"))
    async with database.company(company_id) as session:
        assert connecting.token(await connections.get(session, saved.id)) == business.token


async def test_a_number_that_went_away_is_kept_and_marked(
    connecting: Connections, database: Database, company_id: UUID, business: Business
) -> None:
    saved = await connecting.connect(company_id, business.wanted())
    del business.world.numbers[business.number_ids[1]]
    await connecting.recheck(company_id, saved.id)
    first, second = await numbers(database, company_id)
    assert first.removed_at is None
    assert second.removed_at is not None
    assert await routes(database, saved.id) == {business.account_id, business.number_ids[0]}


async def test_a_rate_chosen_by_hand_survives_a_check(
    connecting: Connections, database: Database, company_id: UUID, business: Business
) -> None:
    saved = await connecting.connect(company_id, business.wanted())
    (number, _) = await numbers(database, company_id)
    async with database.company(company_id) as session:
        await connections.set_rate(session, number.id, 5)
    await connecting.recheck(company_id, saved.id)
    assert [n.rate_per_second for n in await numbers(database, company_id)] == [5, 80]


async def test_an_app_of_its_own_gets_an_address_and_a_token_of_its_own(
    connecting: Connections, company_id: UUID, business: Business
) -> None:
    wanted = business.wanted(app_id="999888777666555", app_secret="own-secret")
    saved = await connecting.connect(company_id, wanted)
    address = connecting.webhook(saved)
    assert address.own
    assert address.url == f"http://us/webhooks/meta/{saved.id}"
    assert len(address.verify_token) >= 20
    # Nobody answers the challenge at http://us, which Meta notices at once.
    assert (saved.health.value, saved.health_code) == ("degraded", "not_subscribed")


async def test_a_removed_connection_forgets_its_secrets_and_frees_its_account(
    connecting: Connections,
    database: Database,
    company_id: UUID,
    other_company_id: UUID,
    business: Business,
) -> None:
    saved = await connecting.connect(company_id, business.wanted())
    await connecting.remove(company_id, saved.id)
    with pytest.raises(NotFound):
        await connecting.recheck(company_id, saved.id)
    async with database.system() as session:
        row = await session.get_one(Connection, saved.id)
    assert (row.access_token, row.app_secret, row.verify_token) == (b"", None, None)
    assert await routes(database, saved.id) == set()
    await connecting.connect(other_company_id, business.wanted())
    await connecting.remove(
        other_company_id, (await numbers(database, other_company_id))[0].connection_id
    )
    revived = await connecting.connect(company_id, business.wanted())
    assert revived.id == saved.id


async def test_a_connection_in_use_is_not_removed(
    connecting: Connections, database: Database, company_id: UUID, business: Business
) -> None:
    saved = await connecting.connect(company_id, business.wanted())
    number = (await numbers(database, company_id))[0]
    async with database.company(company_id) as session:
        session.add(
            Campaign(
                company_id=company_id,
                name="Promo",
                status=CampaignStatus.PAUSED,
                phone_number_id=number.id,
            )
        )
    with pytest.raises(Conflict, match="campaign"):
        await connecting.remove(company_id, saved.id)


async def test_another_companys_connection_does_not_exist(
    connecting: Connections, company_id: UUID, other_company_id: UUID, business: Business
) -> None:
    saved = await connecting.connect(company_id, business.wanted())
    for attempt in (
        connecting.recheck(other_company_id, saved.id),
        connecting.remove(other_company_id, saved.id),
        connecting.change(other_company_id, saved.id, ConnectionChange(name="x")),
    ):
        with pytest.raises(NotFound):
            await attempt


async def test_a_new_key_takes_over_every_secret(
    connecting: Connections,
    database: Database,
    company_id: UUID,
    keyring: Keyring,
    business: Business,
) -> None:
    saved = await connecting.connect(company_id, business.wanted(app_id="1", app_secret="secret"))
    old, new = b"1" * 32, b"2" * 32
    both = Keyring({"k2": new, "k1": old})
    assert (await reencrypt(database, both)).moved >= 3
    assert (await reencrypt(database, both)).moved == 0
    async with database.company(company_id) as session:
        row = await connections.get(session, saved.id)
    assert both.key_of(row.access_token) == "k2"
    connecting._keyring = Keyring({"k2": new})
    assert connecting.token(row) == business.token
    # The other tests still hold the first key.
    await reencrypt(database, Keyring({"k1": old, "k2": new}))


async def test_an_unreadable_credential_does_not_hold_up_the_others(
    connecting: Connections, database: Database, company_id: UUID, business: Business
) -> None:
    saved = await connecting.connect(company_id, business.wanted())
    async with database.company(company_id) as session:
        row = await connections.get(session, saved.id)
        row.access_token = b"nothing of ours"
    result = await reencrypt(database, Keyring({"k1": b"1" * 32}))
    assert result.unreadable >= 1


async def test_an_outage_is_not_the_connections_fault(
    connecting: Connections,
    database: Database,
    keyring: Keyring,
    company_id: UUID,
    business: Business,
) -> None:
    saved = await connecting.connect(company_id, business.wanted())
    async with httpx.AsyncClient() as http:
        nowhere = registry.meta_management(http, GraphAddress("http://127.0.0.1:1", "v23.0"))
        cut_off = Connections(
            database,
            keyring,
            nowhere,
            public_url="",
            own_app=OWN_APP,
            own_verify_token="",
            parse=registry.meta_reader([]).parse,
        )
        with pytest.raises(ProviderProblem, match="could not be reached"):
            await cut_off.recheck(company_id, saved.id)
    async with database.company(company_id) as session:
        assert (await connections.get(session, saved.id)).health is ConnectionHealth.HEALTHY


async def test_what_came_before_the_account_was_connected_is_not_lost(
    connecting: Connections, database: Database, company_id: UUID, business: Business
) -> None:
    early = Account(company_id, uuid4(), uuid4(), business.account_id, business.number_ids[0])
    payload = early.messages(messages=[text_message("Oi, tem alguém aí?")])
    assert isinstance(payload, dict)
    async with database.system() as session:
        await webhook_events.store_unrouted(
            session, "meta", [(early.phone_number_id, payload), ("somebody else's", payload)]
        )
    await connecting.connect(company_id, business.wanted())
    async with database.company(company_id) as session:
        (message,) = await session.scalars(select(Message))
    assert message.body == "Oi, tem alguém aí?"
    async with database.system() as session:
        left = await webhook_events.take_unrouted(
            session, "meta", [early.phone_number_id, "somebody else's"], limit=9
        )
    assert len(left) == 1
