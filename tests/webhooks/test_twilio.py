"""Twilio calls us: signed, in any order, again and again; and what customers write by SMS."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select

from db.models.contacts import Contact
from db.models.conversations import Conversation, Message
from db.models.inbound import WebhookEvent
from db.session import Database
from providers import registry
from providers.sms import Callback
from sandbox.twilio.callbacks import signature
from schemas.enums import DeliveryStatus, Direction
from services import inbound
from services.ids import new_id
from services.sms_connections import SmsConnectionChange, SmsConnections
from tests.sms.conftest import (
    PUBLIC,
    SmsBusiness,
    numbers_of,
    sms_business,
    sms_connecting,
    sms_connection_id,
    sms_keyring,
    sms_world,
    twilio_http,
    us,
)

__all__ = [
    "sms_business",
    "sms_connecting",
    "sms_connection_id",
    "sms_keyring",
    "sms_world",
    "twilio_http",
    "us",
]
pytestmark = pytest.mark.usefixtures("sms_connection_id")
ADDRESS = f"{PUBLIC}/webhooks/twilio"
CUSTOMER = "+5511987654321"


async def call(
    us: httpx.AsyncClient,
    business: SmsBusiness,
    *,
    url: str = ADDRESS,
    token: str | None = None,
    **form: str,
) -> httpx.Response:
    form = {"AccountSid": business.account_sid, **form}
    signed = signature(token or business.auth_token, url, form)
    headers = {
        "X-Twilio-Signature": signed,
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
    }
    return await us.post(url, content=urlencode(form), headers=headers)


def written(business: SmsBusiness, **changes: str) -> dict[str, str]:
    sid = f"SM{uuid4().hex}"
    form = {"MessageSid": sid, "SmsSid": sid, "SmsStatus": "received", "Body": "Olá, é promoção?"}
    return {**form, "From": CUSTOMER, "To": business.phones[0], "NumMedia": "0", **changes}


async def sent(database: Database, company_id: UUID, connection_id: UUID) -> UUID:
    """An SMS of ours, on its way."""
    number = next(iter((await numbers_of(database, company_id, connection_id)).values()))
    contact = Contact(company_id=company_id, id=uuid4(), phone=CUSTOMER, phone_key="551187654321")
    async with database.company(company_id) as session:
        session.add(contact)
        await session.flush()
        conversation = Conversation(
            company_id=company_id,
            id=uuid4(),
            contact_id=contact.id,
            phone_number_id=number.id,
            last_message_at=datetime.now(UTC),
        )
        session.add(conversation)
        await session.flush()
        message = Message(
            company_id=company_id,
            id=new_id(),
            conversation_id=conversation.id,
            contact_id=contact.id,
            phone_number_id=number.id,
            direction=Direction.OUT,
            kind="text",
            body="Oi",
            occurred_at=datetime.now(UTC),
            status=DeliveryStatus.UNKNOWN,
        )
        session.add(message)
        await session.flush()
        return message.id


async def status_of(database: Database, company_id: UUID, message_id: UUID) -> Message:
    async with database.company(company_id) as session:
        return await session.get_one(Message, (company_id, message_id))


async def report(
    us: httpx.AsyncClient, business: SmsBusiness, message_id: UUID, status: str, **more: str
) -> httpx.Response:
    sid = f"SM{message_id.hex}"
    url = f"{ADDRESS}?message={message_id}"
    form = {"MessageSid": sid, "SmsSid": sid, "MessageStatus": status, "SmsStatus": status}
    return await call(us, business, url=url, **form, **more)


async def events(database: Database, company_id: UUID) -> list[WebhookEvent]:
    async with database.company(company_id) as session:
        found = await session.scalars(select(WebhookEvent).order_by(WebhookEvent.received_at))
        return list(found)


async def test_a_signed_call_is_stored_and_answered_with_nothing_to_say(
    database: Database, company_id: UUID, us: httpx.AsyncClient, sms_business: SmsBusiness
) -> None:
    form = written(sms_business, SomethingNew="1", Empty="")
    answer = await call(us, sms_business, **form)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/xml")
    assert answer.text.endswith("<Response/>")
    stored = await events(database, company_id)
    assert [(one.provider, one.external_id) for one in stored] == [("twilio", form["MessageSid"])]
    assert stored[0].payload["params"] == {"AccountSid": sms_business.account_sid, **form}


@pytest.mark.parametrize(
    ("headers", "url"),
    [
        ({}, ADDRESS),
        ({"X-Twilio-Signature": ""}, ADDRESS),
        ({"X-Twilio-Signature": "bm9wZQ=="}, ADDRESS),
    ],
)
async def test_a_call_nobody_signed_changes_nothing(
    *,
    database: Database,
    company_id: UUID,
    us: httpx.AsyncClient,
    sms_business: SmsBusiness,
    headers: dict[str, str],
    url: str,
) -> None:
    body = urlencode({"AccountSid": sms_business.account_sid, **written(sms_business)})
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await us.post(url, content=body, headers=kind | headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "bad_signature")
    assert await events(database, company_id) == []


async def test_the_query_is_signed_too(
    database: Database, company_id: UUID, us: httpx.AsyncClient, sms_business: SmsBusiness
) -> None:
    form = {"AccountSid": sms_business.account_sid, **written(sms_business)}
    headers = {
        "X-Twilio-Signature": signature(sms_business.auth_token, ADDRESS, form),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    url = f"{ADDRESS}?message={uuid4()}"
    assert (await us.post(url, content=urlencode(form), headers=headers)).status_code == 403
    assert await events(database, company_id) == []


async def test_an_account_nobody_connected_is_not_heard(
    us: httpx.AsyncClient, sms_business: SmsBusiness
) -> None:
    form = written(sms_business, AccountSid="AC" + "9" * 32)
    assert (await call(us, sms_business, **form)).status_code == 403
    assert (await us.get(ADDRESS)).status_code == 405


async def test_the_token_before_signs_for_a_while(
    company_id: UUID,
    us: httpx.AsyncClient,
    sms_business: SmsBusiness,
    sms_connecting: SmsConnections,
    sms_connection_id: UUID,
) -> None:
    old, new = sms_business.auth_token, "the-next-token"
    sms_business.twilio.accounts[sms_business.account_sid].auth_token = new
    change = SmsConnectionChange(auth_token=new)
    await sms_connecting.change(company_id, sms_connection_id, change)
    for token, status in ((old, 200), (new, 200), ("older", 403)):
        answer = await call(us, sms_business, token=token, **written(sms_business))
        assert answer.status_code == status


async def test_statuses_in_any_order_end_the_same(
    database: Database,
    company_id: UUID,
    us: httpx.AsyncClient,
    sms_business: SmsBusiness,
    sms_connection_id: UUID,
) -> None:
    message_id = await sent(database, company_id, sms_connection_id)
    for status in ("delivered", "queued", "sent", "delivered"):
        assert (await report(us, sms_business, message_id, status)).status_code == 200
    row = await status_of(database, company_id, message_id)
    assert (row.status, row.provider_id) == (DeliveryStatus.DELIVERED, f"SM{message_id.hex}")
    assert row.sent_at is not None
    # The same call again is the same event.
    assert len(await events(database, company_id)) == 3


async def test_sent_may_be_the_last_word(
    database: Database,
    company_id: UUID,
    us: httpx.AsyncClient,
    sms_business: SmsBusiness,
    sms_connection_id: UUID,
) -> None:
    message_id = await sent(database, company_id, sms_connection_id)
    await report(us, sms_business, message_id, "sent")
    assert (await status_of(database, company_id, message_id)).status is DeliveryStatus.SENT


async def test_a_failure_has_its_code(
    database: Database,
    company_id: UUID,
    us: httpx.AsyncClient,
    sms_business: SmsBusiness,
    sms_connection_id: UUID,
) -> None:
    message_id = await sent(database, company_id, sms_connection_id)
    await report(us, sms_business, message_id, "sent")
    await report(us, sms_business, message_id, "undelivered", ErrorCode="30005")
    row = await status_of(database, company_id, message_id)
    assert (row.status, row.reason) == (DeliveryStatus.FAILED, "30005")


async def test_a_status_nobody_knows_yet_waits(
    database: Database, company_id: UUID, us: httpx.AsyncClient, sms_business: SmsBusiness
) -> None:
    assert (await report(us, sms_business, uuid4(), "delivered")).status_code == 200
    waiting = (await events(database, company_id))[0]
    assert (waiting.applied_at, waiting.error) == (None, "no_recipient")
    parse = registry.StoredReader().parse
    again = await inbound.replay(database, parse, company_id, waiting.id)
    assert again.error == "no_recipient"


@pytest.mark.parametrize("known", ["number", "service"])
async def test_what_a_customer_writes_becomes_a_conversation_of_its_number(
    *,
    database: Database,
    company_id: UUID,
    us: httpx.AsyncClient,
    sms_business: SmsBusiness,
    sms_connection_id: UUID,
    known: str,
) -> None:
    service = {"MessagingServiceSid": sms_business.service_sid}
    to = sms_business.phones[1] if known == "number" else "+15550000000"
    sid = sms_business.number_sids[1] if known == "number" else sms_business.service_sid
    form = written(sms_business, To=to, **service)
    await call(us, sms_business, **form)
    await call(us, sms_business, **form)
    numbers = await numbers_of(database, company_id, sms_connection_id)
    async with database.company(company_id) as session:
        conversation = (await session.scalars(select(Conversation))).one()
        message = (await session.scalars(select(Message))).one()
        contact = await session.get_one(Contact, (company_id, message.contact_id))
    assert conversation.phone_number_id == numbers[sid].id
    assert (message.body, message.kind) == ("Olá, é promoção?", "text")
    assert contact.phone == CUSTOMER


async def test_an_mms_says_that_it_had_files(
    database: Database, company_id: UUID, us: httpx.AsyncClient, sms_business: SmsBusiness
) -> None:
    media = {"NumMedia": "1", "MediaUrl0": "https://x", "MediaContentType0": "image/jpeg"}
    await call(us, sms_business, **written(sms_business, Body="", **media))
    async with database.company(company_id) as session:
        message = (await session.scalars(select(Message))).one()
    assert message.payload["mms"] == ["image/jpeg"]


async def test_whatsapp_over_twilio_is_kept_and_makes_nobody(
    database: Database, company_id: UUID, us: httpx.AsyncClient, sms_business: SmsBusiness
) -> None:
    form = written(sms_business, From=f"whatsapp:{CUSTOMER}")
    assert (await call(us, sms_business, **form)).status_code == 200
    assert [one.kind for one in await events(database, company_id)] == ["other_sms"]
    async with database.company(company_id) as session:
        assert (await session.scalars(select(Contact))).all() == []


async def test_the_documented_calls_are_understood(
    *,
    database: Database,
    company_id: UUID,
    us: httpx.AsyncClient,
    sms_business: SmsBusiness,
    contracts: Path,
) -> None:
    samples = json.loads((contracts / "data" / "twilio_webhooks.json").read_text())
    own = {"AccountSid": sms_business.account_sid, "To": sms_business.phones[0]}
    for name in ("sms_status", "sms_status_failed", "sms_inbound", "sms_inbound_optout"):
        assert (await call(us, sms_business, **{**samples[name], **own})).status_code == 200
    kinds = [one.kind for one in await events(database, company_id)]
    assert kinds == ["status", "status", "message", "message"]


def test_the_signature_is_twilios_own(contracts: Path) -> None:
    vector = json.loads((contracts / "data" / "signature_vectors.json").read_text())["twilio"]
    reader = registry.sms_reader([vector["token"]])

    def signed(body: str, given: str, url: str = vector["url"], kind: str = "") -> bool:
        kind = kind or "application/x-www-form-urlencoded"
        return reader.verify(Callback(url, body.encode(), kind, given))

    form = urlencode(vector["params"])
    assert signed(form, vector["signature"])
    assert not signed(form + "&More=1", vector["signature"])
    assert signed(vector["duplicates"]["query"], vector["duplicates"]["signature"])
    with_port = vector["url"].replace(".com/", ".com:443/")
    assert signed(form, vector["signature"], with_port)
    given = vector["json_body"]
    url = f"{vector['url']}&bodySHA256={given['bodySHA256']}"
    assert signed(given["body"], given["signature"], url, "application/json")
    assert hashlib.sha256(given["body"].encode()).hexdigest() == given["bodySHA256"]
    assert not signed(given["body"] + " ", given["signature"], url, "application/json")


async def test_a_call_that_names_two_accounts_is_the_first_ones(
    us: httpx.AsyncClient, sms_business: SmsBusiness
) -> None:
    """Whoever signs for the last may not speak as the first."""
    form = written(sms_business)
    both = {"AccountSid": [f"AC{'f' * 32}", sms_business.account_sid], **form}
    # As it is signed: each name once, its values in order.
    accounts = "AccountSid".join(sorted(both["AccountSid"]))
    signed = signature(sms_business.auth_token, ADDRESS, {"AccountSid": accounts, **form})
    headers = {
        "X-Twilio-Signature": signed,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    answer = await us.post(ADDRESS, content=urlencode(both, doseq=True), headers=headers)
    assert answer.status_code == 403


async def test_odd_letters_are_stored_and_ten_thousand_fields_are_nobodys(
    us: httpx.AsyncClient, sms_business: SmsBusiness
) -> None:
    odd = {"a\x00": "b", "Body": "a\x00b", "MessageStatus": "sent", "MessageSid": "SM1"}
    url = f"{ADDRESS}?message=%00"
    assert (await call(us, sms_business, url=url, **odd)).status_code == 200
    many = {f"field{n}": "" for n in range(10_000)}
    assert (await call(us, sms_business, **many)).status_code == 403
