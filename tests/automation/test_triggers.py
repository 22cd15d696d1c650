"""What sets a rule off, and what does not."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from db.models.conversations import Conversation
from schemas.automation import Action, ActionKind, Trigger, TriggerKind
from schemas.enums import Channel, Priority, RunStatus
from services import automation_moments, automation_runs, contact_events, contacts, events, leads
from services.automation_matching import says
from services.events import Happening
from tests.automation.house import House

URGENT = Action(ActionKind.PRIORITY, priority=Priority.URGENT)


async def test_a_message_sets_it_off_once_for_each_message(house: House) -> None:
    rule = await house.rule(TriggerKind.MESSAGE_RECEIVED, URGENT)
    talk = await house.desk.conversation("Ana")
    await house.writes(talk, "Oi")
    await house.writes(talk, "Alguém aí?")
    await house.work()
    assert [run.status for run in await house.runs(rule)] == [RunStatus.DONE, RunStatus.DONE]
    assert (await house.desk.row(talk)).priority is Priority.URGENT


@pytest.mark.parametrize("body", ["Estamos de férias, resposta automática.", "SAIR"])
async def test_machines_and_people_who_leave_set_nothing_off(house: House, body: str) -> None:
    rule = await house.rule(TriggerKind.MESSAGE_RECEIVED, URGENT)
    await house.writes(await house.desk.conversation("Ana"), body)
    await house.work()
    assert await house.runs(rule) == []


async def test_only_messages_to_its_number_and_channel_set_it_off(house: House) -> None:
    other = await house.desk.number("Oficina")
    here = await house.rule(
        Trigger(TriggerKind.MESSAGE_RECEIVED, number_id=other), URGENT, name="other number"
    )
    sms = await house.rule(
        Trigger(TriggerKind.MESSAGE_RECEIVED, channel=Channel.SMS), URGENT, name="sms"
    )
    await house.writes(await house.desk.conversation("Ana"), "Oi")
    await house.writes(await house.desk.conversation("Bia", number_id=other), "Oi")
    await house.work()
    assert len(await house.runs(here)) == 1
    assert await house.runs(sms) == []


async def test_a_keyword_is_found_in_any_case_and_without_accents(house: House) -> None:
    rule = await house.rule(Trigger(TriggerKind.KEYWORD, words=("preço", "quanto custa")), URGENT)
    talk = await house.desk.conversation("Ana")
    for body in ("Qual o PRECO?", "Oi, quanto  custa isso", "Preços em geral", "Oi"):
        await house.writes(talk, body)
    await house.work()
    assert len(await house.runs(rule)) == 2


async def test_a_rule_that_is_off_hears_nothing(house: House) -> None:
    rule = await house.rule(TriggerKind.MESSAGE_RECEIVED, URGENT, enabled=False)
    await house.writes(await house.desk.conversation("Ana"), "Oi")
    await house.work()
    assert await house.runs(rule) == []


async def test_a_tag_sets_it_off_when_it_is_put_on(house: House) -> None:
    vip, other = await house.tag("vip"), await house.tag("frio")
    rule = await house.rule(Trigger(TriggerKind.TAG_ADDED, tag_id=vip), URGENT)
    contact = await house.contact_of(await house.desk.conversation("Ana"))
    await house.set_tags(contact.id, [other])
    await house.set_tags(contact.id, [other, vip])
    await house.set_tags(contact.id, [vip])
    await house.work()
    assert (await house.run(rule)).contact_id == contact.id


async def test_a_stage_sets_it_off_when_it_is_entered(house: House) -> None:
    stage, other = await house.stage("Proposta"), await house.stage("Visita")
    rule = await house.rule(Trigger(TriggerKind.STAGE_ENTERED, stage_id=stage), URGENT)
    contact = await house.contact_of(await house.desk.conversation("Ana"))
    for wanted in (other, stage):
        async with house.database.company(house.company_id) as session:
            await leads.move(session, house.company_id, [contact.id], wanted)
    await house.work()
    assert (await house.run(rule)).status is RunStatus.DONE


async def test_a_new_contact_sets_it_off(house: House) -> None:
    rule = await house.rule(TriggerKind.CONTACT_CREATED, ActionKind.UNENROL)
    async with house.database.company(house.company_id) as session:
        made = await contacts.create(
            session, house.company_id, {"name": "Caio", "phone": "+5511987650001"}, source="api"
        )
    await house.work()
    assert (await house.run(rule)).contact_id == made.id


async def test_what_another_system_tells_sets_it_off_by_its_name(house: House) -> None:
    rule = await house.rule(Trigger(TriggerKind.CONTACT_EVENT, name="cart_left"), URGENT)
    contact = await house.contact_of(await house.desk.conversation("Ana"))
    for name in ("cart_left", "bought"):
        async with house.database.company(house.company_id) as session:
            await contact_events.record(
                session, house.company_id, contact.id, name, data={}, source="api"
            )
    await house.work()
    assert (await house.run(rule)).status is RunStatus.DONE


async def test_a_stop_of_a_cadence_sets_it_off_by_its_reason(house: House) -> None:
    contact = await house.contact_of(await house.desk.conversation("Ana"))
    cadence, enrolment = uuid4(), uuid4()
    rule = await house.rule(
        Trigger(TriggerKind.CADENCE_STOPPED, reasons=("reply", "meeting")), URGENT
    )
    async with house.database.company(house.company_id) as session:
        told = [
            Happening(
                "cadence.stopped",
                "enrolment",
                enrolment if reason == "reply" else uuid4(),
                {"cadence_id": cadence, "reason": reason},
                contact_id=contact.id,
            )
            for reason in ("reply", "bounce")
        ]
        await events.tell(session, house.company_id, told)
    await house.work()
    assert (await house.run(rule)).contact_id == contact.id


async def test_waiting_sets_it_off_once_for_each_stretch(house: House) -> None:
    rule = await house.rule(Trigger(TriggerKind.NO_ANSWER, minutes=30), URGENT)
    await house.back_date(rule, timedelta(hours=3))
    now = datetime.now(UTC)
    long = await house.desk.conversation("Ana", waiting_since=now - timedelta(minutes=31))
    await house.desk.conversation("Bia", waiting_since=now - timedelta(minutes=29))
    await house.desk.conversation("Caio", waiting_since=now - timedelta(days=3))
    started = await _sweep(house)
    assert started == [house.company_id]
    await house.work()
    await _sweep(house)
    run = await house.run(rule)
    assert (run.conversation_id, run.status) == (long, RunStatus.DONE)
    # Answered, and they wait again.
    await _set(house, long, waiting_since=now - timedelta(minutes=35))
    await _sweep(house)
    await house.work()
    assert len(await house.runs(rule)) == 2


async def test_who_waited_before_it_was_switched_on_is_not_told_of(house: House) -> None:
    rule = await house.rule(Trigger(TriggerKind.NO_ANSWER, minutes=30), URGENT)
    long_ago = datetime.now(UTC) - timedelta(hours=5)
    await house.desk.conversation("Ana", waiting_since=long_ago)
    await _sweep(house)
    assert await house.runs(rule) == []


async def test_a_window_about_to_close_sets_it_off_once_for_each_window(house: House) -> None:
    rule = await house.rule(Trigger(TriggerKind.WINDOW_CLOSING, minutes=60), URGENT)
    await house.back_date(rule, timedelta(days=2))
    closing = await house.desk.conversation("Ana", minutes_ago=23 * 60 + 5)
    await house.desk.conversation("Bia", minutes_ago=22 * 60)
    await house.desk.conversation("Caio", minutes_ago=25 * 60)
    await _sweep(house)
    await _sweep(house)
    await house.work()
    assert (await house.run(rule)).conversation_id == closing


async def test_a_campaign_that_finished_sets_it_off(house: House) -> None:
    ana = await house.desk.person("Ana")
    rule = await house.rule(
        TriggerKind.CAMPAIGN_FINISHED, Action(ActionKind.NOTIFY, user_ids=(ana,))
    )
    campaign = uuid4()
    async with house.database.company(house.company_id) as session:
        new = Happening("campaign.completed", "campaign", campaign, {"status": "completed"})
        await events.tell(session, house.company_id, [new])
    runs = await house.runs(rule)
    assert [run.campaign_id for run in runs] == [campaign]
    assert runs[0].contact_id is None


async def test_ten_thousand_events_are_matched_by_a_handful_of_statements(house: House) -> None:
    vip = await house.tag("vip")
    await house.rule(Trigger(TriggerKind.TAG_ADDED, tag_id=vip), URGENT)
    async with house.database.company(house.company_id) as session:
        told = [
            Happening("contact.tagged", "contact", uuid4(), {"tag_id": vip}) for _ in range(500)
        ]
        await events.tell(session, house.company_id, told)
    worked = await automation_runs.work(house.database, house.company_id)
    assert (worked.settled, worked.more) == (automation_runs.PAGE, True)


words = st.text("abcçãé ", min_size=1, max_size=8).filter(lambda text: text.strip())


@given(words, st.text("xyz !?.", max_size=6), st.text("xyz !?.", max_size=6))
def test_a_word_is_found_between_others_whatever_its_case(
    word: str, before: str, after: str
) -> None:
    anywhere = Trigger(TriggerKind.KEYWORD, words=(word,))
    assert says(anywhere, f"{before} {word.upper()} {after}")
    exact = Trigger(TriggerKind.KEYWORD, words=(word,), exact=True)
    alone = not any(letter.isalpha() for letter in before + after)
    assert says(exact, f"{before} {word} {after}") is alone


@pytest.mark.parametrize(
    ("body", "found"), [("sim", True), ("Sim!", True), ("simples", False), ("assim", False)]
)
def test_a_part_of_a_word_is_not_the_word(body: str, found: bool) -> None:
    assert says(Trigger(TriggerKind.KEYWORD, words=("sim",)), body) is found


def test_a_sign_alone_can_be_a_keyword() -> None:
    assert says(Trigger(TriggerKind.KEYWORD, words=("👍",)), "👍")
    assert not says(Trigger(TriggerKind.KEYWORD, words=("👍",)), "ok")


async def _sweep(house: House) -> list[UUID]:
    started: list[UUID] = []

    async def start(company_id: UUID) -> None:
        started.append(company_id)

    await automation_moments.sweep(house.database, start)
    return [one for one in started if one == house.company_id]


async def _set(house: House, conversation_id: UUID, **values: object) -> None:
    async with house.database.company(house.company_id) as session:
        await session.execute(
            update(Conversation).where(Conversation.id == conversation_id).values(**values)
        )
