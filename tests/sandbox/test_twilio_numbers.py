"""The stand-in sells numbers as Twilio does, and fails as the endings say."""

from typing import Any

import httpx
import pytest

from sandbox.twilio import offers
from sandbox.twilio.seed import NUMBERS, SERVICE_SID
from tests.sandbox.conftest import Sandbox
from tests.sandbox.test_twilio import ACCOUNT, OWN, answered, document, validate

JsonObject = dict[str, Any]
OWNED = f"{ACCOUNT}/IncomingPhoneNumbers"
MEMBERS = f"/v1/Services/{SERVICE_SID}/PhoneNumbers"
BASE = "/2010-04-01/Accounts/{AccountSid}"


async def search(sandbox: Sandbox, place: str = "US/Local", **query: str) -> list[JsonObject]:
    path = f"{ACCOUNT}/AvailablePhoneNumbers/{place}.json"
    answer = await sandbox.http.get(path, params=query, auth=OWN)
    found: list[JsonObject] = answer.json()["available_phone_numbers"]
    return found


async def ending(sandbox: Sandbox, last: str) -> str:
    found = await search(sandbox, Contains=last)
    return str(found[0]["phone_number"])


async def post(sandbox: Sandbox, path: str, **form: str) -> httpx.Response:
    return await sandbox.http.post(path, data=form, auth=OWN)


async def buy(sandbox: Sandbox, phone: str, **more: str) -> httpx.Response:
    return await post(sandbox, f"{OWNED}.json", PhoneNumber=phone, **more)


async def test_numbers_are_found_by_area_and_digits(sandbox: Sandbox) -> None:
    there = await search(sandbox, AreaCode="212", SmsEnabled="true", PageSize="3")
    assert [one["locality"] for one in there] == ["New York"] * 3
    phone = there[0]["phone_number"]
    assert [one["phone_number"] for one in await search(sandbox, Contains=phone[2:])] == [phone]
    brazil = await search(sandbox, "BR/Mobile", Contains="+5521*")
    assert {one["region"] for one in brazil} == {"RJ"}
    nothing = await sandbox.http.get(f"{ACCOUNT}/AvailablePhoneNumbers/US/Mobile.json", auth=OWN)
    assert (nothing.status_code, nothing.json()["code"]) == (404, 20404)


async def test_what_is_bought_is_owned_until_it_is_given_back(sandbox: Sandbox) -> None:
    phone = (await search(sandbox))[0]["phone_number"]
    bought = await buy(sandbox, phone, FriendlyName="Ours", SmsUrl="https://us.example/a")
    sid = bought.json()["sid"]
    assert (bought.status_code, bought.json()["sms_url"]) == (201, "https://us.example/a")
    assert phone not in {one["phone_number"] for one in await search(sandbox)}
    changed = await post(sandbox, f"{OWNED}/{sid}.json", SmsUrl="https://us.example/b")
    assert changed.json()["sms_url"] == "https://us.example/b"
    assert (await buy(sandbox, phone)).json()["code"] == 21422
    assert (await sandbox.http.delete(f"{OWNED}/{sid}.json", auth=OWN)).status_code == 204
    assert (await sandbox.http.delete(f"{OWNED}/{sid}.json", auth=OWN)).status_code == 404


async def test_a_service_takes_a_number_once(sandbox: Sandbox) -> None:
    sid = NUMBERS[0][0]
    assert (await post(sandbox, MEMBERS, PhoneNumberSid=sid)).status_code == 201
    again = await post(sandbox, MEMBERS, PhoneNumberSid=sid)
    assert (again.status_code, again.json()["code"]) == (409, 21710)
    assert (await post(sandbox, MEMBERS, PhoneNumberSid="PN0")).status_code == 404


@pytest.mark.parametrize(("last", "code"), [(offers.TAKEN, 21422), (offers.NEEDS_ADDRESS, 21631)])
async def test_endings_that_cannot_be_bought(sandbox: Sandbox, last: str, code: int) -> None:
    answer = await buy(sandbox, await ending(sandbox, last))
    assert (answer.status_code, answer.json()["code"]) == (400, code)


async def test_an_address_is_enough_where_one_is_needed(sandbox: Sandbox) -> None:
    (shown,) = (await search(sandbox, Contains=offers.NEEDS_ADDRESS, AreaCode="212"))[:1]
    assert shown["address_requirements"] == "local"
    answer = await buy(sandbox, shown["phone_number"], AddressSid="AD" + "1" * 32)
    assert answer.status_code == 201


async def test_an_ending_that_cannot_be_configured(sandbox: Sandbox) -> None:
    sid = (await buy(sandbox, await ending(sandbox, offers.CONFIGURE_FAILS))).json()["sid"]
    assert (await post(sandbox, f"{OWNED}/{sid}.json", SmsUrl="x")).status_code == 500


@pytest.mark.parametrize(
    ("last", "bought"), [(offers.NO_ANSWER, True), (offers.NO_ANSWER_NOT_BOUGHT, False)]
)
async def test_endings_without_an_answer(sandbox: Sandbox, last: str, *, bought: bool) -> None:
    phone = await ending(sandbox, last)
    with pytest.raises(httpx.RemoteProtocolError):
        await buy(sandbox, phone)
    found = await sandbox.http.get(f"{OWNED}.json", params={"PhoneNumber": phone}, auth=OWN)
    assert bool(found.json()["incoming_phone_numbers"]) is bought


async def test_the_answers_are_as_specified(sandbox: Sandbox) -> None:
    spec, messaging = document("twilio_api_v2010.json"), document("twilio_messaging_v1.json")
    for place in ("US/Local", "BR/Mobile", "US/TollFree"):
        path = f"{ACCOUNT}/AvailablePhoneNumbers/{place}.json"
        found = (await sandbox.http.get(path, auth=OWN)).json()
        kind = place.partition("/")[2]
        named = f"{BASE}/AvailablePhoneNumbers/{{CountryCode}}/{kind}.json"
        schema = answered(spec, named, "get")
        validate(spec, schema, found)
    phone = (await search(sandbox))[0]["phone_number"]
    bought = (await buy(sandbox, phone)).json()
    validate(spec, answered(spec, f"{BASE}/IncomingPhoneNumbers.json", "post", "201"), bought)
    joined = (await post(sandbox, MEMBERS, PhoneNumberSid=bought["sid"])).json()
    members = "/v1/Services/{ServiceSid}/PhoneNumbers"
    validate(messaging, answered(messaging, members, "post", "201"), joined)


def test_we_send_no_field_twilio_does_not_take() -> None:
    spec = document("twilio_api_v2010.json")
    created = spec["paths"][f"{BASE}/IncomingPhoneNumbers.json"]["post"]["requestBody"]["content"]
    fields = next(iter(created.values()))["schema"]["properties"]
    ours = {"PhoneNumber", "FriendlyName", "SmsUrl", "SmsMethod", "AddressSid", "BundleSid"}
    assert ours <= set(fields)
    asked = spec["paths"][f"{BASE}/AvailablePhoneNumbers/{{CountryCode}}/Local.json"]["get"]
    assert {"AreaCode", "Contains", "SmsEnabled", "PageSize"} <= {
        one["name"] for one in asked["parameters"]
    }
