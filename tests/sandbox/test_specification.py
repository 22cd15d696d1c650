"""Our answers against the schemas of Meta's own OpenAPI file."""

from functools import lru_cache
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from sandbox.meta.seed import ACCOUNT_ID, NUMBER_ID
from tests.sandbox.conftest import MESSAGES, TEMPLATES, Sandbox, contracts, promotion

SPEC = contracts() / "specs" / "meta-business-messaging-v23.0.yaml"


@lru_cache(maxsize=1)
def specification() -> dict[str, Any]:
    if not SPEC.exists():
        pytest.skip("the shared contract data is not here (MASTER_IA_CONTRACTS)")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return dict(yaml.load(SPEC.read_text(), loader))


def validate(schema: dict[str, Any], value: object) -> None:
    whole = {**schema, "components": specification()["components"]}
    errors = sorted(Draft202012Validator(whole).iter_errors(value), key=str)
    assert not errors, [f"{list(error.path)}: {error.message}" for error in errors]


def named(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def answered(path: str, method: str) -> dict[str, Any]:
    operation = specification()["paths"][path][method]
    content = operation["responses"]["200"]["content"]["application/json"]
    return dict(content["schema"])


async def test_an_accepted_message(sandbox: Sandbox) -> None:
    answer = await sandbox.http.post(MESSAGES, json=promotion("5511998881234"))
    validate(named("MessageResponsePayload"), answer.json())


async def test_an_error(sandbox: Sandbox) -> None:
    answer = await sandbox.http.post(MESSAGES, json={})
    validate(named("GraphAPIError"), answer.json())


async def test_templates_and_a_new_one(sandbox: Sandbox) -> None:
    path = "/{Version}/{WABA-ID}/message_templates"
    validate(answered(path, "get"), (await sandbox.http.get(TEMPLATES)).json())
    draft = {
        "name": "one",
        "language": "pt_BR",
        "category": "UTILITY",
        "components": [{"type": "BODY", "text": "Seu pedido saiu."}],
    }
    validate(answered(path, "post"), (await sandbox.http.post(TEMPLATES, json=draft)).json())


async def test_an_account_its_numbers_and_subscriptions(sandbox: Sandbox) -> None:
    account = await sandbox.http.get(f"/v23.0/{ACCOUNT_ID}")
    validate(named("WhatsAppBusinessAccount"), account.json())
    numbers = await sandbox.http.get(f"/v23.0/{ACCOUNT_ID}/phone_numbers")
    validate(named("WhatsAppBusinessAccountPhoneNumbersConnection"), numbers.json())
    number = await sandbox.http.get(f"/v23.0/{NUMBER_ID}")
    validate(answered("/{Version}/{Phone-Number-ID}", "get"), number.json())
    apps = await sandbox.http.get(f"/v23.0/{ACCOUNT_ID}/subscribed_apps")
    validate(answered("/{Version}/{WABA-ID}/subscribed_apps", "get"), apps.json())


async def test_media_facts(sandbox: Sandbox) -> None:
    written = await sandbox.post("/phones/5511998881234/send", type="image")
    media = await sandbox.http.get(f"/v23.0/{written.json()['media']}")
    validate(answered("/{Version}/{Media-ID}", "get"), media.json())


async def test_the_statuses_of_a_webhook(sandbox: Sandbox) -> None:
    await sandbox.send("5511998881234", "m")
    await sandbox.send("5511998880026", "n")
    await sandbox.settle()
    assert len(sandbox.receiver.statuses()) == 5
    for value in sandbox.receiver.values("messages"):
        validate(named("StatusMessageValue"), value)
