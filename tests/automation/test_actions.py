"""What a rule does, action by action; and why it does not."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, update

from db.models.cadences import Cadence, CadenceVersion, Enrolment
from db.models.contacts import Suppression
from db.models.conversations import Conversation
from db.models.events import Event, WebhookDelivery, WebhookEndpoint
from db.models.leads import Lead
from db.models.notifications import Notification
from db.models.people import Membership
from db.models.templates import Template
from schemas.automation import Action, ActionKind, Assignee, Trigger, TriggerKind
from schemas.cadences import Definition, Wait, to_json
from schemas.enums import (
    CadenceStatus,
    Channel,
    ConversationStatus,
    EnrolmentStatus,
    Priority,
    Role,
    RunStatus,
    TemplateCategory,
    TemplateStatus,
)
from schemas.errors import InvalidInput
from services.phones import match_key
from tests.automation.house import House

WHEN = TriggerKind.MESSAGE_RECEIVED
HELLO = "Oi {{first_name}}, já respondemos."


async def test_a_text_is_sent_once_inside_the_window(house: House) -> None:
    rule = await house.rule(WHEN, Action(ActionKind.SEND, text=HELLO))
    talk = await house.desk.conversation("Ana Souza")
    await house.writes(talk, "Oi")
    await house.work()
    await house.work()
    (message,) = await house.sent(talk)
    assert (message.body, message.source) == ("Oi Ana, já respondemos.", "rule")
    assert message.client_key == f"rule:{(await house.run(rule)).id.hex}:0"
    assert [one.replies for one in house.effects if one.replies] == [{talk}]
    # A machine answered: the person still waits for one of us.
    assert (await house.desk.row(talk)).waiting_since is not None


async def test_outside_the_window_the_template_goes_out_or_nothing(house: House) -> None:
    tag = await house.tag("lead")
    template = await _template(house)
    when = Trigger(TriggerKind.TAG_ADDED, tag_id=tag)
    bare = await house.rule(when, Action(ActionKind.SEND, text="Oi"), name="text alone")
    both = await house.rule(
        when, Action(ActionKind.SEND, text="Oi", template_id=template), name="with a template"
    )
    talk = await house.desk.conversation("Ana", minutes_ago=25 * 60)
    await house.set_tags((await house.contact_of(talk)).id, [tag])
    await house.work()
    assert await house.outcomes(bare) == [("skipped", "window_closed")]
    assert await house.outcomes(both) == [("done", "text")]
    (message,) = await house.sent(talk)
    # Which of the two is decided as it leaves, as for messages of programs.
    assert message.payload["fallback"]


async def test_who_wants_nothing_gets_nothing(house: House) -> None:
    rule = await house.rule(WHEN, Action(ActionKind.SEND, text="Promoção!", marketing=True))
    plain = await house.rule(WHEN, Action(ActionKind.SEND, text="Recebido."), name="plain")
    talk = await house.desk.conversation("Ana")
    await _refuse(house, talk, "marketing")
    await house.writes(talk, "Oi")
    await house.work()
    assert await house.outcomes(rule) == [("skipped", "opted_out")]
    assert await house.outcomes(plain) == [("done", "text")]
    other = await house.desk.conversation("Bia")
    await _refuse(house, other, "all")
    await house.writes(other, "Oi")
    await house.work()
    assert await house.outcomes(plain) == [("skipped", "opted_out")]
    assert await house.sent(other) == []


async def test_a_conversation_is_given_labelled_hurried_and_closed(house: House) -> None:
    bruno = await house.desk.person("Bruno")
    label = await house.label("Venda")
    rule = await house.rule(
        WHEN,
        Action(ActionKind.ASSIGN, user_id=bruno),
        Action(ActionKind.LABEL, label_ids=(label,)),
        Action(ActionKind.PRIORITY, priority=Priority.URGENT),
        ActionKind.CLOSE,
    )
    talk = await house.desk.conversation("Ana")
    await house.writes(talk, "Oi")
    await house.work()
    assert await house.outcomes(rule) == [("done", "")] * 4
    row = await house.desk.row(talk)
    assert (row.assignee_id, row.label_ids, row.priority, row.status) == (
        bruno,
        [label],
        Priority.URGENT,
        ConversationStatus.CLOSED,
    )
    assert {event.source for event in await house.desk.events(talk)} == {"rule"}


async def test_turns_go_round_and_nobody_free_is_said(house: House) -> None:
    rule = await house.rule(WHEN, Action(ActionKind.ASSIGN, to=Assignee.ROUND_ROBIN))
    talk = await house.desk.conversation("Ana")
    await house.writes(talk, "Oi")
    await house.work()
    assert await house.outcomes(rule) == [("skipped", "nobody_free")]
    people = {await house.desk.person(name) for name in ("Bruno", "Carla")}
    given = set()
    for name in ("Davi", "Eva"):
        talk = await house.desk.conversation(name)
        await house.writes(talk, "Oi")
        await house.work()
        given.add((await house.desk.row(talk)).assignee_id)
    assert given == people


async def test_who_may_not_be_given_it_is_an_error_and_the_next_action_is_done(
    house: House,
) -> None:
    viewer = await house.desk.person("Vera")
    rule = await house.rule(
        WHEN,
        Action(ActionKind.ASSIGN, user_id=viewer),
        Action(ActionKind.PRIORITY, priority=Priority.HIGH),
    )
    await _demote(house, viewer)
    await house.writes(await house.desk.conversation("Ana"), "Oi")
    await house.work()
    run = await house.run(rule)
    assert run.status is RunStatus.FAILED
    (first, words), second = await house.outcomes(rule)
    assert (first, second) == ("failed", ("done", ""))
    assert "may only look" in words


async def test_a_contact_is_tagged_and_moved(house: House) -> None:
    vip, old, stage = await house.tag("vip"), await house.tag("old"), await house.stage("Quente")
    rule = await house.rule(
        WHEN,
        Action(ActionKind.TAG, tag_ids=(vip,)),
        Action(ActionKind.TAG, tag_ids=(old,), remove=True),
        Action(ActionKind.STAGE, stage_id=stage),
    )
    talk = await house.desk.conversation("Ana")
    contact = await house.contact_of(talk)
    await house.set_tags(contact.id, [old])
    await house.writes(talk, "Oi")
    await house.writes(talk, "Oi de novo")
    await house.work()
    assert await house.outcomes(rule) == [("unchanged", "")] * 3
    assert (await house.contact_of(talk)).tag_ids == [vip]
    async with house.database.company(house.company_id) as session:
        lead = (await session.scalars(select(Lead))).one()
    assert (lead.contact_id, lead.stage_id) == (contact.id, stage)


async def test_a_contact_enters_a_cadence_once_and_is_taken_out(house: House) -> None:
    cadence = await _cadence(house)
    enter = await house.rule(
        Trigger(TriggerKind.KEYWORD, words=("quero",)),
        Action(ActionKind.ENROL, cadence_id=cadence),
    )
    leave = await house.rule(
        Trigger(TriggerKind.KEYWORD, words=("chega",)),
        Action(ActionKind.UNENROL, cadence_id=cadence),
    )
    talk = await house.desk.conversation("Ana")
    await house.writes(talk, "quero")
    await house.work()
    assert await house.outcomes(enter) == [("done", "")]
    await house.writes(talk, "chega")
    await house.work()
    async with house.database.company(house.company_id) as session:
        enrolment = (await session.scalars(select(Enrolment))).one()
    assert (enrolment.status, enrolment.source) == (EnrolmentStatus.STOPPED, "rule")
    assert await house.outcomes(leave) == [("done", "")]


async def test_people_are_told_and_whoever_looks_after_it(house: House) -> None:
    bruno, carla = await house.desk.person("Bruno"), await house.desk.person("Carla")
    await house.desk.person("Davi")
    rule = await house.rule(
        WHEN, Action(ActionKind.NOTIFY, user_ids=(carla,), assignee=True, text="Cliente quente")
    )
    talk = await house.desk.conversation("Ana", assignee_id=bruno)
    await house.writes(talk, "Oi")
    await house.work()
    assert await house.outcomes(rule) == [("done", "")]
    async with house.database.company(house.company_id) as session:
        rows = (await session.scalars(select(Notification))).all()
    told = {row.user_id: row for row in rows if row.kind == "rule"}
    assert set(told) == {bruno, carla}
    assert {row.detail for row in told.values()} == {"Cliente quente"}
    assert {row.conversation_id for row in told.values()} == {talk}
    assert any(effects.notified for effects in house.effects)


async def test_one_endpoint_hears_of_it_and_no_other(house: House) -> None:
    wanted, other = await _endpoint(house, ["import.completed"]), await _endpoint(house, [])
    rule = await house.rule(
        WHEN,
        Action(ActionKind.WEBHOOK, endpoint_id=wanted, name="lead"),
        Action(ActionKind.WEBHOOK, name="all"),
    )
    await house.writes(await house.desk.conversation("Ana"), "Oi")
    await house.work()
    assert await house.outcomes(rule) == [("done", ""), ("done", "")]
    async with house.database.company(house.company_id) as session:
        rows = await session.execute(
            select(WebhookDelivery.endpoint_id, Event.data["name"].astext)
            .join(Event, Event.id == WebhookDelivery.event_id)
            .where(Event.type == "rule.webhook")
        )
        assert {tuple(row) for row in rows} == {(wanted, "lead"), (other, "all")}


async def test_nobody_who_listens_is_said(house: House) -> None:
    rule = await house.rule(WHEN, Action(ActionKind.WEBHOOK, name="lead"))
    await house.writes(await house.desk.conversation("Ana"), "Oi")
    await house.work()
    assert await house.outcomes(rule) == [("skipped", "nobody_listens")]


async def test_a_contact_without_a_conversation_is_left_alone_where_one_is_needed(
    house: House,
) -> None:
    tag = await house.tag("lead")
    rule = await house.rule(
        Trigger(TriggerKind.TAG_ADDED, tag_id=tag),
        ActionKind.CLOSE,
        Action(ActionKind.SEND, text="Oi"),
    )
    talk = await house.desk.conversation("Ana")
    contact = await house.contact_of(talk)
    async with house.database.company(house.company_id) as session:
        row = await house.desk.row(talk)
        await session.delete(await session.merge(row))
    await house.set_tags(contact.id, [tag])
    await house.work()
    assert await house.outcomes(rule) == [
        ("skipped", "no_conversation"),
        ("skipped", "window_closed"),
    ]
    async with house.database.company(house.company_id) as session:
        assert await session.scalar(select(func.count()).select_from(Conversation)) == 0


async def test_a_rule_says_what_fills_the_template(house: House) -> None:
    tag = await house.tag("lead")
    template = await _template(house, "Olá {{1}}, de {{2}}! {{3}}")
    send = Action(
        ActionKind.SEND,
        template_id=template,
        bindings={
            "body.1": {"source": "first_name"},
            "body.2": {"source": "email", "fallback": "algum lugar"},
        },
    )
    when = Trigger(TriggerKind.TAG_ADDED, tag_id=tag)
    with pytest.raises(InvalidInput) as refused:
        await house.rule(when, send)
    assert [one.field for one in refused.value.errors] == ["actions/0/bindings/body.3"]
    wrong = {**send.bindings, "body.3": {"source": "field:gone"}, "body.4": {"source": "name"}}
    with pytest.raises(InvalidInput) as refused:
        await house.rule(when, replace(send, bindings=wrong))
    assert [one.field for one in refused.value.errors] == [
        "actions/0/bindings/body.3/source",
        "actions/0/bindings/body.4",
    ]
    filled = {**send.bindings, "body.3": {"source": "text", "value": "Até já."}}
    rule = await house.rule(when, replace(send, bindings=filled))
    talk = await house.desk.conversation("Ana Souza")
    await house.set_tags((await house.contact_of(talk)).id, [tag])
    await house.work()
    assert await house.outcomes(rule) == [("done", "template")]
    assert [one.body for one in await house.sent(talk)] == ["Olá Ana, de algum lugar! Até já."]


async def _template(house: House, text: str = "Olá, tudo bem?") -> UUID:
    async with house.database.company(house.company_id) as session:
        template = Template(
            company_id=house.company_id,
            connection_id=house.desk.connection_id,
            name="lembrete",
            language="pt_BR",
            category=TemplateCategory.UTILITY,
            status=TemplateStatus.APPROVED,
            parameter_format="positional",
            components=[{"type": "BODY", "text": text}],
            bindings={},
        )
        session.add(template)
        await session.flush()
        return template.id


async def _refuse(house: House, conversation_id: UUID, scope: str) -> None:
    contact = await house.contact_of(conversation_id)
    async with house.database.company(house.company_id) as session:
        session.add(
            Suppression(
                company_id=house.company_id,
                channel=Channel.WHATSAPP,
                match_key=match_key(contact.phone or ""),
                scope=scope,
                reason="opted_out",
            )
        )


async def _demote(house: House, user_id: UUID) -> None:
    async with house.database.system() as session:
        await session.execute(
            update(Membership).where(Membership.user_id == user_id).values(role=Role.VIEWER)
        )


async def _endpoint(house: House, types: list[str]) -> UUID:
    async with house.database.company(house.company_id) as session:
        endpoint = WebhookEndpoint(
            company_id=house.company_id,
            name=uuid4().hex,
            url="https://example.com/hook",
            types=types,
            secret=b"x",
        )
        session.add(endpoint)
        await session.flush()
        return endpoint.id


async def _cadence(house: House) -> UUID:
    definition = Definition((Wait("w", minutes=60),))
    async with house.database.company(house.company_id) as session:
        cadence = Cadence(
            company_id=house.company_id,
            name="Boas-vindas",
            status=CadenceStatus.RUNNING,
            published=1,
            stops=[],
        )
        session.add(cadence)
        await session.flush()
        session.add(
            CadenceVersion(
                company_id=house.company_id,
                cadence_id=cadence.id,
                number=1,
                definition=to_json(definition),
            )
        )
        return cadence.id
