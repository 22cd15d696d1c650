"""A rule's actions for many contacts: a statement for all of them, and none in another's way."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.contacts import Contact
from schemas.automation import Action, ActionKind, Assignee, Trigger, TriggerKind
from schemas.enums import Priority, RunStatus
from services import events, rule_tagging
from services.events import Happening
from tests.automation.house import House

BOUGHT = Trigger(TriggerKind.CONTACT_EVENT, name="bought")


@contextmanager
def counted() -> Iterator[list[str]]:
    sent: list[str] = []

    def note(*said: object) -> None:
        sent.append(str(said[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def people_who_bought(house: House, count: int) -> list[UUID]:
    """Each with a conversation."""
    names = [f"Cliente {uuid4().hex[:6]}" for _ in range(count)]
    talks = [await house.desk.conversation(name) for name in names]
    people = [(await house.contact_of(talk)).id for talk in talks]
    told = [
        Happening("contact.event", "contact", one, {"name": "bought"}, contact_id=one)
        for one in people
    ]
    async with house.database.company(house.company_id) as session:
        await events.tell(session, house.company_id, told)
    return people


async def test_many_contacts_take_no_more_statements_than_a_few(house: House) -> None:
    tag, label, stage = await house.tag("buyer"), await house.label("buyer"), await house.stage("B")
    user = await house.desk.person("Bruno")
    rule = await house.rule(
        BOUGHT,
        Action(ActionKind.TAG, tag_ids=(tag,)),
        Action(ActionKind.STAGE, stage_id=stage),
        Action(ActionKind.LABEL, label_ids=(label,)),
        Action(ActionKind.PRIORITY, priority=Priority.URGENT),
        Action(ActionKind.ASSIGN, to=Assignee.PERSON, user_id=user),
        Action(ActionKind.NOTIFY, assignee=True),
        Action(ActionKind.UNENROL),
    )
    took = []
    for count in (3, 15):
        people = await people_who_bought(house, count)
        with counted() as sent:
            await house.work()
        took.append(len(sent))
        runs = [run for run in await house.runs(rule) if run.contact_id in people]
        assert {run.status for run in runs} == {RunStatus.DONE}
        outcomes = [str(one["outcome"]) for one in runs[-1].results if isinstance(one, dict)]
        assert outcomes == ["done"] * 6 + ["unchanged"]
    assert took[1] <= took[0] + 2
    async with house.database.company(house.company_id) as session:
        tagged = await session.scalars(select(Contact.id).where(Contact.tag_ids.contains([tag])))
        assert len(tagged.all()) == 18
        assert await session.scalar(text("SELECT count(*) FROM notifications")) >= 18


async def test_one_that_cannot_be_done_leaves_the_others_alone(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = await house.tag("buyer")
    rule = await house.rule(BOUGHT, Action(ActionKind.TAG, tag_ids=(tag,)))
    people = await people_who_bought(house, 4)
    change = rule_tagging.change

    async def refuse(session: AsyncSession, who: list[Contact], **tags: list[UUID]) -> object:
        if people[1] in {one.id for one in who}:
            await session.execute(text("SELECT 1 / 0"))
        return await change(session, who, **tags)

    monkeypatch.setattr(rule_tagging, "change", refuse)
    await house.work()
    by_contact = {run.contact_id: run.status for run in await house.runs(rule)}
    assert [by_contact[one] for one in people] == [
        RunStatus.DONE, RunStatus.FAILED, RunStatus.DONE, RunStatus.DONE,
    ]  # fmt: skip
