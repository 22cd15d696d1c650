"""Rules that would go round in circles, do too much, or die in the middle."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from db.models.automation import RuleRun
from db.models.notifications import Notification
from schemas.api.segments import ConditionBody, GroupBody
from schemas.automation import MOST_AN_HOUR, MOST_DEPTH, Action, ActionKind, Trigger, TriggerKind
from schemas.cadences import ChangeTags, Definition, Rules
from schemas.enums import NotificationKind, Priority, Role, RunStatus
from schemas.segments import Operator
from services import automation, automation_actions, automation_runs, cadence_engine
from tests.automation.house import House
from tests.enrolments.people import add_cadence

URGENT = Action(ActionKind.PRIORITY, priority=Priority.URGENT)


def _swap(on: UUID, off: UUID) -> tuple[Action, Action]:
    return (
        Action(ActionKind.TAG, tag_ids=(off,), remove=True),
        Action(ActionKind.TAG, tag_ids=(on,)),
    )


async def test_two_rules_that_tag_back_and_forth_are_cut_off(house: House) -> None:
    left, right = await house.tag("left"), await house.tag("right")
    one = await house.rule(Trigger(TriggerKind.TAG_ADDED, tag_id=left), *_swap(right, left))
    two = await house.rule(
        Trigger(TriggerKind.TAG_ADDED, tag_id=right), *_swap(left, right), name="back"
    )
    contact = await house.contact_of(await house.desk.conversation("Ana"))
    await house.set_tags(contact.id, [left])
    await house.work()
    runs = await house.runs()
    assert [run.depth for run in runs] == list(range(MOST_DEPTH + 2))
    assert {run.status for run in runs[:-1]} == {RunStatus.DONE}
    assert (runs[-1].status, runs[-1].reason) == (RunStatus.BLOCKED, "loop")
    assert {run.rule_id for run in runs} == {one, two}


async def test_a_rule_cut_off_again_and_again_is_switched_off_and_owners_are_told(
    house: House,
) -> None:
    owner = await house.desk.person("Olga", Role.OWNER)
    left, right = await house.tag("left"), await house.tag("right")
    await house.rule(Trigger(TriggerKind.TAG_ADDED, tag_id=left), *_swap(right, left))
    two = await house.rule(Trigger(TriggerKind.TAG_ADDED, tag_id=right), *_swap(left, right))
    for name in ("Ana", "Bia", "Caio"):
        contact = await house.contact_of(await house.desk.conversation(name))
        await house.set_tags(contact.id, [right])
        await house.work()
    rules = [await house.stored(rule_id) for rule_id in {run.rule_id for run in await house.runs()}]
    off = [rule for rule in rules if not rule.enabled]
    assert [(rule.id, rule.disabled_reason) for rule in off] == [(two, "loop")]
    async with house.database.company(house.company_id) as session:
        told = (
            await session.scalars(
                select(Notification).where(Notification.kind == NotificationKind.RULE)
            )
        ).all()
    assert [(row.user_id, row.code) for row in told] == [(owner, "loop")]


async def test_a_rule_does_not_hear_itself(house: House) -> None:
    tag = await house.tag("vip")
    rule = await house.rule(
        Trigger(TriggerKind.TAG_ADDED, tag_id=tag),
        Action(ActionKind.TAG, tag_ids=(tag,), remove=True),
        Action(ActionKind.TAG, tag_ids=(tag,)),
    )
    contact = await house.contact_of(await house.desk.conversation("Ana"))
    await house.set_tags(contact.id, [tag])
    await house.work()
    assert (await house.run(rule)).status is RunStatus.DONE


async def test_it_rests_for_a_contact_and_not_for_another(house: House) -> None:
    rule = await house.rule(TriggerKind.MESSAGE_RECEIVED, URGENT, pause_minutes=60)
    ana, bia = await house.desk.conversation("Ana"), await house.desk.conversation("Bia")
    for talk in (ana, ana, bia):
        await house.writes(talk, "Oi")
    await house.work()
    assert [(run.status, run.reason) for run in await house.runs(rule)] == [
        (RunStatus.DONE, None),
        (RunStatus.PASSED, "resting"),
        (RunStatus.DONE, None),
    ]
    async with house.database.company(house.company_id) as session:
        await session.execute(
            update(RuleRun).values(finished_at=RuleRun.finished_at - timedelta(minutes=61))
        )
    await house.writes(ana, "Oi")
    await house.work()
    assert (await house.runs(rule))[-1].status is RunStatus.DONE


async def test_a_rule_that_does_too_much_for_one_contact_is_switched_off(house: House) -> None:
    await house.desk.person("Olga", Role.OWNER)
    rule = await house.rule(TriggerKind.MESSAGE_RECEIVED, URGENT)
    talk = await house.desk.conversation("Ana")
    for _ in range(MOST_AN_HOUR + 1):
        await house.writes(talk, "Oi")
    await house.work()
    runs = await house.runs(rule)
    assert [run.status for run in runs].count(RunStatus.DONE) == MOST_AN_HOUR
    assert (runs[-1].status, runs[-1].reason) == (RunStatus.BLOCKED, "too_often")
    stored = await house.stored(rule)
    assert (stored.enabled, stored.disabled_reason) == (False, "too_often")


async def test_conditions_are_those_of_when_it_runs(house: House) -> None:
    tag = await house.tag("cliente")
    known = GroupBody(
        conditions=[ConditionBody(field="tags", operator=Operator.ANY_OF, value=[f"tag_{tag.hex}"])]
    )
    rule = await house.rule(TriggerKind.MESSAGE_RECEIVED, URGENT, conditions=known)
    first = await house.rule(
        TriggerKind.MESSAGE_RECEIVED,
        Action(ActionKind.TAG, tag_ids=(tag,), remove=True),
        name="takes it off",
    )
    async with house.database.company(house.company_id) as session:
        await automation.move(session, first, up=True)
    ana, bia = await house.desk.conversation("Ana"), await house.desk.conversation("Bia")
    await house.set_tags((await house.contact_of(ana)).id, [tag])
    await house.writes(ana, "Oi")
    await house.writes(bia, "Oi")
    await house.work()
    # Of Ana it held when the page was looked at, and no longer when its turn came.
    assert [(run.status, run.reason) for run in await house.runs(rule)] == [
        (RunStatus.PASSED, "not_matched"),
        (RunStatus.PASSED, "not_matched"),
    ]


async def test_who_dies_between_the_action_and_the_log_has_done_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = await house.rule(
        TriggerKind.MESSAGE_RECEIVED, URGENT, Action(ActionKind.SEND, text="Recebido.")
    )
    talk = await house.desk.conversation("Ana")
    await house.writes(talk, "Oi")
    done = automation_runs.do_all

    async def die(*arguments: object) -> object:
        await done(*arguments)  # type: ignore[arg-type]
        raise ConnectionResetError

    monkeypatch.setattr(automation_runs, "do_all", die)
    with pytest.raises(ConnectionResetError):
        await house.work()
    assert await house.sent(talk) == []
    run = await house.run(rule)
    assert (run.status, run.attempts) == (RunStatus.PENDING, 1)
    monkeypatch.undo()
    await house.work()
    await house.work()
    assert len(await house.sent(talk)) == 1
    assert (await house.run(rule)).status is RunStatus.DONE


async def test_what_goes_wrong_again_and_again_holds_nobody_up_for_ever(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = await house.rule(TriggerKind.MESSAGE_RECEIVED, URGENT)
    bad, good = await house.desk.conversation("Ana"), await house.desk.conversation("Bia")
    await house.writes(bad, "Oi")
    await house.writes(good, "Oi")
    first = (await house.runs(rule))[0].id
    done = automation_runs.do_all

    async def stumble(
        session: object, stored: object, subjects: list[automation_actions.Subject]
    ) -> object:
        if any(subject.run_id == first for subject in subjects):
            raise ZeroDivisionError
        return await done(session, stored, subjects)  # type: ignore[arg-type]

    monkeypatch.setattr(automation_runs, "do_all", stumble)
    for _ in range(4):
        with pytest.raises(ZeroDivisionError):
            await house.work()
    await house.work()
    assert [(run.status, run.reason) for run in await house.runs(rule)] == [
        (RunStatus.FAILED, "error"),
        (RunStatus.DONE, None),
    ]


async def test_a_rule_switched_off_meanwhile_does_nothing(house: House) -> None:
    rule = await house.rule(TriggerKind.MESSAGE_RECEIVED, URGENT)
    await house.writes(await house.desk.conversation("Ana"), "Oi")
    async with house.database.company(house.company_id) as session:
        await automation.switch(session, rule, enabled=False)
    await house.work()
    run = await house.run(rule)
    assert (run.status, run.reason) == (RunStatus.PASSED, "switched_off")


async def test_trying_it_says_what_it_would_do_and_does_nothing(house: House) -> None:
    tag, bruno = await house.tag("vip"), await house.desk.person("Bruno")
    rule = await house.rule(
        TriggerKind.MESSAGE_RECEIVED,
        Action(ActionKind.SEND, text="Oi"),
        Action(ActionKind.ASSIGN, user_id=bruno),
        Action(ActionKind.TAG, tag_ids=(tag,)),
        Action(ActionKind.NOTIFY, user_ids=(bruno,)),
    )
    talk = await house.desk.conversation("Ana")
    contact = await house.contact_of(talk)
    async with house.database.company(house.company_id) as session:
        trial = await automation.try_on(session, rule, contact.id)
    assert (trial.matches, trial.rests) == (True, False)
    assert [str(one.outcome) for one in trial.results] == ["done"] * 4
    assert await house.sent(talk) == []
    assert (await house.desk.row(talk)).assignee_id is None
    assert (await house.contact_of(talk)).tag_ids == []
    assert await house.runs() == []
    async with house.database.company(house.company_id) as session:
        assert (await session.scalars(select(Notification))).all() == []


async def test_many_workers_do_each_run_once(house: House) -> None:
    rule = await house.rule(
        TriggerKind.MESSAGE_RECEIVED, Action(ActionKind.SEND, text="Recebido."), pause_minutes=0
    )
    talks = [await house.desk.conversation(f"Cliente {uuid4().hex[:4]}") for _ in range(12)]
    for talk in talks:
        await house.writes(talk, "Oi")
    await asyncio.gather(*(house.work() for _ in range(4)))
    assert {run.status for run in await house.runs(rule)} == {RunStatus.DONE}
    assert [len(await house.sent(talk)) for talk in talks] == [1] * 12


async def test_rules_and_cadences_that_lead_to_each_other_are_cut_off(house: House) -> None:
    left, right = await house.tag("left"), await house.tag("right")
    cadences = []
    for on, off in ((left, right), (right, left)):
        steps = Definition((ChangeTags("swap", add=(off,), remove=(on,)),))
        async with house.database.company(house.company_id) as session:
            again = Rules(reentry_days=0)
            cadence = await add_cadence(session, house.company_id, steps, rules=again)
        enrol = Action(ActionKind.ENROL, cadence_id=cadence)
        await house.rule(Trigger(TriggerKind.TAG_ADDED, tag_id=on), enrol, name=str(on))
        cadences.append(cadence)
    contact = await house.contact_of(await house.desk.conversation("Ana"))
    await house.set_tags(contact.id, [left])
    for _ in range(2 * MOST_DEPTH):
        await house.work()
        for cadence in cadences:
            async with house.database.company(house.company_id) as session:
                await cadence_engine.move_page(session, cadence)
    runs = await house.runs()
    assert [run.depth for run in runs] == list(range(MOST_DEPTH + 2))
    assert (runs[-1].status, runs[-1].reason) == (RunStatus.BLOCKED, "loop")
