"""AUTOMATION and HOOKS: what happens is looked at by rules, and what hooks were sent is applied.

Rules: events of contacts are told a page at a time to twenty rules. All wait for that kind of
event, five of them for that name, and of one alone the conditions hold: it tags and tells another
system. What is told is how much longer it takes until each of these is done and logged than only
writing the same events down for an endpoint.

Hooks: calls of one hook, each about somebody else, are applied: a contact made or found, fields,
a tag, an event. Against the door writing down the same calls, one by one as they come.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy import select

from benchmarks.report import report, size
from benchmarks.stage import add_contacts, open_shop, open_stage, resources_of
from bootstrap import Resources
from db.models.contacts import Contact
from db.models.hooks import Hook
from db.queries import hooks as hook_rows
from schemas.api.segments import GroupBody
from schemas.automation import Action, ActionKind, Trigger, TriggerKind
from schemas.enums import FieldType
from schemas.hooks import Mapping
from services import automation, automation_runs, events, fields, hook_pages, hooks, tags
from services.automation import Wanted
from services.events import Happening
from services.hooks import Change, Door
from services.webhook_endpoints import EndpointDetails

# How much longer than only writing the events, and how much longer than only storing the calls.
_RULES_ALLOWED = 25.0
_HOOKS_ALLOWED = 1.0
_RULES = 20
_OF_THE_NAME = 5
_PAGE = 500


async def _seconds(work: Callable[[], Awaitable[None]]) -> float:
    began = time.monotonic()
    await work()
    return time.monotonic() - began


async def _add_rules(resources: Resources, company_id: UUID) -> None:
    """Fifteen wait for another name; four for people of another city; one does something."""
    async with resources.database.company(company_id) as session:
        tag = await tags.ensure(session, company_id, "Bought")
        do = [
            Action(ActionKind.TAG, tag_ids=(tag.id,)),
            Action(ActionKind.WEBHOOK, name="bought"),
        ]
        for n in range(_RULES):
            city = "Recife" if n == 0 else f"Elsewhere {n}"
            name = "bought" if n < _OF_THE_NAME else f"visited {n}"
            wanted = Wanted(
                f"Rule {n}",
                Trigger(TriggerKind.CONTACT_EVENT, name=name),
                do,
                GroupBody.model_validate(
                    {"conditions": [{"field": "fields.city", "operator": "is", "value": city}]}
                ),
                enabled=True,
            )
            await automation.create(session, company_id, wanted)


async def _happen(resources: Resources, company_id: UUID, people: list[UUID]) -> None:
    for start in range(0, len(people), _PAGE):
        told = [
            Happening("contact.event", "contact", one, {"name": "bought"}, contact_id=one)
            for one in people[start : start + _PAGE]
        ]
        async with resources.database.company(company_id) as session:
            await events.tell(session, company_id, told)


async def _run_all(resources: Resources, company_id: UUID) -> None:
    while (await automation_runs.work(resources.database, company_id)).settled:
        pass


async def _measure_rules(resources: Resources, company_id: UUID, count: int) -> None:
    await add_contacts(resources, company_id, count)
    async with resources.database.company(company_id) as session:
        people = list(await session.scalars(select(Contact.id).limit(count)))
        await fields.create(session, company_id, key="city", label="City", type_=FieldType.TEXT)
    endpoint = EndpointDetails(name="", url="http://127.0.0.1:9/")
    await resources.webhook_endpoints.create(company_id, endpoint, created_by=None)
    await _happen(resources, company_id, people[:_PAGE])
    written = await _seconds(lambda: _happen(resources, company_id, people))
    await _add_rules(resources, company_id)
    looked = await _seconds(lambda: _happen(resources, company_id, people))
    done = await _seconds(lambda: _run_all(resources, company_id))
    report(
        "AUTOMATION",
        ratio=(looked + done) / written,
        goal=_RULES_ALLOWED,
        ours={
            "events looked at a second": round(count / looked),
            "runs ended a second": round(count * _OF_THE_NAME / done),
            "of them done a second": round(count / done),
            "events a second in all": round(count / (looked + done)),
        },
        theirs={"events written a second": round(count / written)},
        size=count,
        note=f"{_RULES} rules for that kind of event, of which one does something",
    )


async def _add_hook(resources: Resources, company_id: UUID) -> Hook:
    hook = await hooks.create(resources.database, resources.keyring, company_id, "CRM")
    rows = [
        {"to": "phone", "path": "fone"},
        {"to": "name", "path": "nome"},
        {"to": "fields.city", "path": "cidade"},
        {"to": "tags", "value": "Site"},
    ]
    change = Change(
        mapping=Mapping.model_validate({"rows": rows}),
        actions={"event": {"name": "form_sent", "data": {"who": "{{first_name}}"}}},
        capturing=False,
    )
    async with resources.database.company(company_id) as session:
        return await hooks.change(session, resources.keyring, hook.id, change)


async def _come_in(resources: Resources, hook: Hook, count: int) -> None:
    """As the door writes each call down before it answers."""
    door = Door(hook_rows.Place(hook.company_id, hook.id), hook)
    for n in range(count):
        # Every fourth is about somebody who is there already.
        number = f"+5511{970_000_000 + (n - n % 4 if n % 4 == 3 else n):d}"
        body = {"n": n, "fone": number, "nome": f"Ana {n}", "cidade": "Recife"}
        async with resources.database.company(hook.company_id) as session:
            await hooks.accept(session, door, [body], {"content-type": "application/json"})


async def _apply_all(resources: Resources, hook: Hook) -> None:
    while await hook_pages.apply_page(resources.database, hook.company_id, hook.id):
        pass


async def _measure_hooks(resources: Resources, company_id: UUID, count: int) -> None:
    hook = await _add_hook(resources, company_id)
    stored = await _seconds(lambda: _come_in(resources, hook, count))
    applied = await _seconds(lambda: _apply_all(resources, hook))
    report(
        "HOOKS",
        ratio=applied / stored,
        goal=_HOOKS_ALLOWED,
        ours={"calls applied a second": round(count / applied)},
        theirs={"calls written down a second": round(count / stored)},
        size=count,
        note="contact, field, tag and event; one call in four is about somebody known",
    )


async def main() -> None:
    with open_stage(ALLOW_PRIVATE_NETWORK="true") as stage:
        async with resources_of(stage) as resources:
            company_id = (await open_shop(resources)).company_id
            count = size(5_000)
            await _measure_rules(resources, company_id, count)
            await _measure_hooks(resources, company_id, max(count // 2, 1))


if __name__ == "__main__":
    asyncio.run(main())
