"""Business accounts and their phone numbers."""

from typing import Any

from starlette.responses import Response

from sandbox.meta.endpoints import MANAGEMENT, Call, answer, success
from sandbox.meta.errors import GraphError, invalid
from sandbox.meta.model import Account, Number
from sandbox.meta.paging import chosen, page

JsonObject = dict[str, Any]
_PIN_LENGTH = 6
_USUAL = (
    "verified_name",
    "code_verification_status",
    "display_phone_number",
    "quality_rating",
    "platform_type",
    "throughput",
    "status",
)
_PROFILE = (
    "about",
    "address",
    "description",
    "email",
    "profile_picture_url",
    "websites",
    "vertical",
)


def owned_account(call: Call) -> Account:
    token = call.token(MANAGEMENT)
    return call.reached(call.world.accounts.get(call.node), lambda account: account.id, token)


def owned_number(call: Call) -> Number:
    token = call.token(MANAGEMENT)
    return call.reached(call.world.numbers.get(call.node), lambda n: n.account_id, token)


async def read_account(call: Call) -> Response:
    account = owned_account(call)
    full: JsonObject = {
        "id": account.id,
        "name": account.name,
        "timezone_id": "25",
        "currency": "BRL",
        "country": "BR",
        "message_template_namespace": f"sandbox_{account.id}",
        "account_review_status": "APPROVED",
        "business_verification_status": "verified",
        "ownership_type": "SELF",
        "whatsapp_business_manager_messaging_limit": call.world.portfolio(account.id).tier,
        "owner_business_info": {"name": account.name, "id": account.business},
    }
    usual = ("name", "timezone_id", "message_template_namespace")
    return answer(chosen(call.request, full, usual))


async def list_numbers(call: Call) -> Response:
    account = owned_account(call)
    found = [n for n in call.world.numbers.values() if n.account_id == account.id]
    shown = [_chosen(call, number) for number in found]
    for number in shown:
        # The specification has other words for the status here than at the number itself.
        if "status" in number:
            number["status"] = "LINKED" if number["status"] == "CONNECTED" else "UNLINKED"
    return answer(page(call.request, shown))


async def read_number(call: Call) -> Response:
    return answer(_chosen(call, owned_number(call)))


async def register(call: Call) -> Response:
    number, body = owned_number(call), await call.body()
    _product(body)
    pin = str(body.get("pin") or "")
    if len(pin) != _PIN_LENGTH or not pin.isdigit():
        raise invalid("Param pin must be a string of 6 digits.")
    number.registered = True
    return success()


async def deregister(call: Call) -> Response:
    owned_number(call).registered = False
    return success()


async def read_profile(call: Call) -> Response:
    number = owned_number(call)
    full: JsonObject = {"messaging_product": "whatsapp", "id": number.id, **number.profile}
    picked = chosen(call.request, full, ("about",), (*_PROFILE, "messaging_product"))
    del picked["id"]
    return answer({"data": [{**picked, "messaging_product": "whatsapp"}]})


async def change_profile(call: Call) -> Response:
    number, body = owned_number(call), await call.body()
    _product(body)
    for name, value in body.items():
        if name in _PROFILE:
            number.profile[name] = value
        elif name not in ("messaging_product", "profile_picture_handle"):
            raise invalid(f'Unexpected key "{name}".')
    return success()


async def list_subscriptions(call: Call) -> Response:
    account = owned_account(call)
    return answer({"data": [_subscription(call, account)] if account.subscribed else []})


async def subscribe(call: Call) -> Response:
    account, body = owned_account(call), await call.body()
    override = body.get("override_callback_uri")
    if override is not None and not str(override).startswith(("http://", "https://")):
        raise invalid("Param override_callback_uri is not a valid URI.")
    if override and body.get("verify_token"):
        await _verify(call, str(override), str(body["verify_token"]))
    account.subscribed = True
    account.override_callback_uri = override
    return success()


async def _verify(call: Call, url: str, token: str) -> None:
    if not await call.world.webhooks.verify(url, token):
        raise GraphError(
            2200,
            "(#2200) Callback verification failed with the following errors: the challenge was "
            "not returned.",
        )


async def unsubscribe(call: Call) -> Response:
    account = owned_account(call)
    account.subscribed, account.override_callback_uri = False, None
    return success()


def number_json(call: Call, number: Number) -> JsonObject:
    rate = call.world.behaviour.throughput if number.throughput is None else number.throughput
    return {
        "id": number.id,
        "display_phone_number": number.display,
        "verified_name": number.verified_name,
        "quality_rating": number.quality,
        "quality_score": {"score": number.quality},
        "name_status": "APPROVED",
        "code_verification_status": "VERIFIED",
        "status": "CONNECTED" if number.registered else "DISCONNECTED",
        "platform_type": "CLOUD_API",
        "account_mode": "LIVE",
        "is_official_business_account": False,
        "throughput": {"level": "STANDARD" if 0 < rate <= 80 else "HIGH"},
        "messaging_limit_tier": call.world.portfolio(number.account_id).tier,
        "whatsapp_business_manager_messaging_limit": call.world.portfolio(number.account_id).tier,
        "webhook_configuration": {"application": call.world.behaviour.webhook_url},
    }


def _chosen(call: Call, number: Number) -> JsonObject:
    known = ("last_onboarded_time", "certificate", "new_name_status", "is_pin_enabled")
    return chosen(call.request, number_json(call, number), _USUAL, known)


def _subscription(call: Call, account: Account) -> JsonObject:
    entry: JsonObject = {
        "whatsapp_business_api_data": {
            "id": call.world.options.app_id,
            "name": "Master IA",
            "link": f"https://www.facebook.com/games/?app_id={call.world.options.app_id}",
        }
    }
    if account.override_callback_uri:
        entry["override_callback_uri"] = account.override_callback_uri
    return entry


def _product(body: JsonObject) -> None:
    if body.get("messaging_product") != "whatsapp":
        raise invalid("The parameter messaging_product is required.")
