"""The stand-in of Twilio: its wire, its callbacks, its opt-out, and the phones it shares."""

import json
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from jsonschema import Draft202012Validator

from sandbox import snapshot
from sandbox.app import create_world
from sandbox.options import DEFAULT_TWILIO_TOKEN
from sandbox.twilio.callbacks import signature
from sandbox.twilio.outcomes import OUTCOMES
from sandbox.twilio.seed import (
    ACCOUNT_SID,
    API_KEY_SECRET,
    API_KEY_SID,
    NUMBERS,
    SERVICE_SID,
)
from tests.sandbox.conftest import Sandbox, contracts

JsonObject = dict[str, Any]
ACCOUNT = f"/2010-04-01/Accounts/{ACCOUNT_SID}"
MESSAGES = f"{ACCOUNT}/Messages.json"
OWN = (ACCOUNT_SID, DEFAULT_TWILIO_TOKEN)
BRAZIL, AMERICA = NUMBERS[0][1], NUMBERS[1][1]
CALLBACK = "http://receiver/webhooks/twilio?message=7"
WELL = "+5561987651234"


async def send(
    sandbox: Sandbox, to: str, *, auth: tuple[str, str] = OWN, **more: str
) -> httpx.Response:
    form = {"To": to, "From": BRAZIL, "Body": "Olá", "StatusCallback": CALLBACK} | more
    form = {name: value for name, value in form.items() if value}
    return await sandbox.http.post(MESSAGES, data=form, auth=auth)


def callbacks(sandbox: Sandbox) -> list[dict[str, str]]:
    bodies = sandbox.receiver.bodies
    return [dict(parse_qsl(body.decode(), keep_blank_values=True)) for body in bodies]


def statuses(sandbox: Sandbox) -> list[str]:
    return [form["MessageStatus"] for form in callbacks(sandbox)]


async def test_an_sms_is_accepted_sent_and_delivered(sandbox: Sandbox) -> None:
    answer = await send(sandbox, WELL)
    assert answer.status_code == 201
    told = answer.json()
    assert (told["status"], told["num_segments"], told["from"]) == ("queued", "1", BRAZIL)
    await sandbox.settle()
    assert statuses(sandbox) == ["sent", "delivered"]
    again = (await sandbox.http.get(f"{ACCOUNT}/Messages/{told['sid']}.json", auth=OWN)).json()
    assert (again["status"], again["error_code"]) == ("delivered", None)
    assert again["date_sent"].endswith("+0000")


async def test_callbacks_are_signed_with_the_whole_address(sandbox: Sandbox) -> None:
    await send(sandbox, WELL)
    await sandbox.settle()
    form = callbacks(sandbox)[0]
    given = sandbox.receiver.headers[0]["x-twilio-signature"]
    assert given == signature(DEFAULT_TWILIO_TOKEN, CALLBACK, form)


def test_the_signature_is_twilios_own() -> None:
    path = contracts() / "signature_vectors.json"
    if not path.exists():
        pytest.skip("the shared contract data is not here (MASTER_IA_CONTRACTS)")
    vector = json.loads(path.read_text())["twilio"]
    assert signature(vector["token"], vector["url"], vector["params"]) == vector["signature"]


async def test_a_service_sends_by_one_of_its_numbers(sandbox: Sandbox) -> None:
    answer = await send(sandbox, WELL, From="", MessagingServiceSid=SERVICE_SID)
    assert (answer.json()["status"], answer.json()["from"]) == ("accepted", AMERICA)
    await sandbox.settle()
    assert statuses(sandbox) == ["queued", "sent", "delivered"]
    assert {form["MessagingServiceSid"] for form in callbacks(sandbox)} == {SERVICE_SID}


@pytest.mark.parametrize(
    ("auth", "right"),
    [
        (OWN, True),
        ((API_KEY_SID, API_KEY_SECRET), True),
        ((ACCOUNT_SID, "wrong"), False),
        ((API_KEY_SID, DEFAULT_TWILIO_TOKEN), False),
        (("AC" + "0" * 32, DEFAULT_TWILIO_TOKEN), False),
    ],
)
async def test_who_may_send(sandbox: Sandbox, auth: tuple[str, str], *, right: bool) -> None:
    answer = await send(sandbox, WELL, auth=auth)
    assert (answer.status_code, answer.json().get("code")) == (
        (201, None) if right else (401, 20003)
    )


async def test_an_api_key_may_not_read_the_account(sandbox: Sandbox) -> None:
    path = f"{ACCOUNT}.json"
    assert (await sandbox.http.get(path, auth=OWN)).json()["friendly_name"]
    refused = await sandbox.http.get(path, auth=(API_KEY_SID, API_KEY_SECRET))
    assert refused.status_code == 401


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"To": ""}, 21604),
        ({"Body": ""}, 21602),
        ({"From": ""}, 21603),
        ({"From": "+15551234567"}, 21606),
        ({"From": "", "MessagingServiceSid": "MG" + "0" * 32}, 21701),
        ({"To": "123"}, 21211),
        ({"To": BRAZIL}, 21266),
        ({"Body": "a" * 1601}, 21617),
        ({"ValidityPeriod": "36001"}, 20001),
        ({"StatusCallback": "nowhere"}, 21609),
    ],
)
async def test_what_is_wrong_is_refused_in_twilios_words(
    sandbox: Sandbox, wrong: dict[str, Any], code: int
) -> None:
    answer = await send(sandbox, WELL, **wrong)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert answer.json()["more_info"].endswith(str(code))


@pytest.mark.parametrize("ending", [key for key, one in OUTCOMES.items() if one.refuse])
async def test_an_ending_that_is_refused(sandbox: Sandbox, ending: str) -> None:
    answer = await send(sandbox, f"+556198765{ending}")
    assert answer.json()["code"] == OUTCOMES[ending].refuse
    await sandbox.settle()
    assert statuses(sandbox) == []


@pytest.mark.parametrize("ending", [key for key, one in OUTCOMES.items() if one.fail])
async def test_an_ending_that_fails_later(sandbox: Sandbox, ending: str) -> None:
    assert (await send(sandbox, f"+556198765{ending}")).status_code == 201
    await sandbox.settle()
    last = callbacks(sandbox)[-1]
    outcome = OUTCOMES[ending]
    assert (last["MessageStatus"], last["ErrorCode"]) == (outcome.last, str(outcome.fail))


async def test_throttled_first_then_accepted(sandbox: Sandbox) -> None:
    codes = [(await send(sandbox, "+5561987650429")).status_code for _ in range(4)]
    assert codes == [429, 429, 429, 201]


async def test_a_500_may_or_may_not_have_gone_out(sandbox: Sandbox) -> None:
    assert (await send(sandbox, "+5561987650500")).status_code == 500
    assert (await send(sandbox, "+5561987650501")).status_code == 500
    await sandbox.settle()
    assert {form["To"] for form in callbacks(sandbox)} == {"+5561987650501"}


async def test_an_account_may_ask_only_so_often(sandbox: Sandbox) -> None:
    await sandbox.put("/twilio/settings", throughput=1)
    codes = [(await send(sandbox, WELL)).json().get("code") for _ in range(3)]
    assert codes == [None, 20429, 20429]


async def test_a_full_queue_takes_no_more(sandbox: Sandbox) -> None:
    await sandbox.put("/twilio/settings", segments_per_second=0.01, queue_seconds=150)
    codes = [(await send(sandbox, WELL)).json().get("code") for _ in range(3)]
    assert codes == [None, None, 21611]
    sandbox.world.timers.cancel()


async def test_who_writes_stop_is_blocked_until_start(sandbox: Sandbox) -> None:
    heard = "/twilio/phones/5561987651234/messages"
    await sandbox.put("/twilio/settings", webhook_url="http://receiver/webhooks/twilio")
    for body in ("STOP", "START"):
        await sandbox.post(heard, body=body, to=AMERICA)
        answer = await send(sandbox, WELL, From=AMERICA)
        assert answer.json().get("code") == (21610 if body == "STOP" else None)
        # Only this sender is stopped.
        assert (await send(sandbox, WELL)).status_code == 201
    await sandbox.settle()
    told = [form for form in callbacks(sandbox) if form["SmsStatus"] == "received"]
    assert [form["OptOutType"] for form in told] == ["STOP", "START"]
    assert {(form["From"], form["To"]) for form in told} == {(WELL, AMERICA)}


async def test_lists_page_by_their_links(sandbox: Sandbox) -> None:
    for place in range(5):
        await send(sandbox, WELL, Body=f"n{place}")
    await send(sandbox, "+5561987659999")
    await sandbox.settle()
    found, uri = [], f"{MESSAGES}?To=%2B{WELL[1:]}&From=%2B{BRAZIL[1:]}&PageSize=2"
    while uri:
        page = (await sandbox.http.get(uri, auth=OWN)).json()
        found += [message["body"] for message in page["messages"]]
        uri = page["next_page_uri"]
    assert found == ["n4", "n3", "n2", "n1", "n0"]
    old = await sandbox.http.get(MESSAGES, params={"DateSent<": "2020-01-01"}, auth=OWN)
    assert old.json()["messages"] == []


async def test_a_phone_that_is_off_gets_it_later(sandbox: Sandbox) -> None:
    phone = sandbox.world.phone(WELL)
    phone.on = False
    await send(sandbox, WELL)
    await sandbox.settle()
    assert statuses(sandbox) == ["sent"]
    await sandbox.post(f"/phones/{phone.wa_id}/power", on=True)
    await sandbox.settle()
    assert statuses(sandbox) == ["sent", "delivered"]


async def test_the_page_answers_an_sms_by_sms(sandbox: Sandbox) -> None:
    await sandbox.put("/twilio/settings", webhook_url="http://receiver/webhooks/twilio")
    await send(sandbox, "+5531987651234")
    await sandbox.settle()
    phone = next(iter(sandbox.world.phones.values()))
    page = (await sandbox.http.get("/")).text
    assert ">SMS<" in page
    await sandbox.http.post(f"/phones/{phone.wa_id}/act", data={"body": "Quero!"})
    await sandbox.settle()
    told = callbacks(sandbox)[-1]
    # The number that was dialled, with the digit WhatsApp leaves out.
    assert (told["Body"], told["From"], told["To"]) == ("Quero!", "+5531987651234", BRAZIL)


async def test_what_was_sent_outlives_a_restart(sandbox: Sandbox, tmp_path: Any) -> None:
    sid = (await send(sandbox, WELL)).json()["sid"]
    await sandbox.settle()
    snapshot.save(sandbox.world, tmp_path / "state.json")
    again = create_world()
    snapshot.load(again, tmp_path / "state.json")
    part: Any = again.parts["twilio"]
    assert part.messages[sid].status == "delivered"


def validate(document: JsonObject, schema: JsonObject, value: object) -> None:
    """OpenAPI 3.0 says nullable where JSON Schema says a second type."""
    whole = _nullable({**schema, "components": document["components"]})
    errors = sorted(Draft202012Validator(whole).iter_errors(value), key=str)
    assert not errors, [f"{list(error.path)}: {error.message}" for error in errors]


def _nullable(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_nullable(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: _nullable(value) for name, value in schema.items()}
    if found.pop("nullable", False):
        return {"anyOf": [found, {"type": "null"}]}
    return found


def document(name: str) -> JsonObject:
    path = contracts() / "specs" / name
    if not path.exists():
        pytest.skip("the shared contract data is not here (MASTER_IA_CONTRACTS)")
    return dict(json.loads(path.read_text()))


def answered(spec: JsonObject, path: str, method: str, status: str = "200") -> JsonObject:
    responses = spec["paths"][path][method]["responses"]
    return dict(responses[status]["content"]["application/json"]["schema"])


async def test_our_answers_are_as_specified(sandbox: Sandbox) -> None:
    spec = document("twilio_api_v2010.json")
    base = "/2010-04-01/Accounts/{AccountSid}"
    created = (await send(sandbox, WELL)).json()
    validate(spec, answered(spec, f"{base}/Messages.json", "post", "201"), created)
    for path, name in (("Messages.json", "messages"), ("IncomingPhoneNumbers.json", "")):
        found = (await sandbox.http.get(f"{ACCOUNT}/{path}", auth=OWN)).json()
        validate(spec, answered(spec, f"{base}/{path}", "get"), found)
        known = answered(spec, f"{base}/{path}", "get")["properties"]
        assert set(found) == set(known), name
    message = spec["components"]["schemas"]["api.v2010.account.message"]
    assert set(created) == set(message["properties"])


async def test_services_are_as_specified(sandbox: Sandbox) -> None:
    spec = document("twilio_messaging_v1.json")
    for path in ("/v1/Services", "/v1/Services/{ServiceSid}/PhoneNumbers"):
        found = await sandbox.http.get(path.replace("{ServiceSid}", SERVICE_SID), auth=OWN)
        validate(spec, answered(spec, path, "get"), found.json())


async def test_callbacks_carry_what_twilio_documents(sandbox: Sandbox) -> None:
    path = contracts() / "twilio_webhooks.json"
    if not path.exists():
        pytest.skip("the shared contract data is not here (MASTER_IA_CONTRACTS)")
    samples = json.loads(path.read_text())
    await sandbox.put("/twilio/settings", webhook_url="http://receiver/webhooks/twilio")
    await send(sandbox, WELL)
    await send(sandbox, "+5561987650003")
    await sandbox.settle()
    await sandbox.post("/twilio/phones/5561987651234/messages", body="Olá", to=BRAZIL)
    await sandbox.post("/twilio/phones/5561987651234/messages", body="STOP", to=AMERICA)
    await sandbox.settle()
    told = callbacks(sandbox)
    for name in ("sms_status", "sms_status_failed", "sms_inbound", "sms_inbound_optout"):
        assert any(set(samples[name]) <= set(form) for form in told), name
