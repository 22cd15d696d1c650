"""What ends a cadence, from where it happens: the webhook, the console, the API, another system."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from activities.recorder import Recorder
from db.models.contacts import Contact
from db.queries.conversations import Eyes
from db.queries.recipients import Outcome
from db.session import Database
from schemas.consents import Entry
from schemas.contents import Reaction, Text
from schemas.enums import Channel, ConsentSource, DeliveryStatus, StageOutcome
from schemas.events import InboundEvent, MessageEvent, PreferenceEvent, StatusEvent
from services import (
    consents,
    contact_events,
    contacts,
    conversations,
    inbound,
    leads,
    merges,
    replies,
    stages,
)
from services.inbound import Routed
from tests.stops.scenes import (
    Place,
    Running,
    Stage,
    add_cadence,
    add_people,
    enrol,
    open_conversation,
    phone_of,
    standing,
)
from tests.stops.test_stopping import stopped

_GOAL = {
    "match": "all",
    "negated": False,
    "conditions": [{"field": "name", "kind": "text", "operator": "is", "value": "Ana Paga"}],
}


@pytest.fixture
async def ana(database: Database, stage: Stage) -> UUID:
    [contact_id] = await add_people(database, stage, 1)
    return contact_id


def said(stage: Stage, body: str = "Oi, pode me ligar?", **values: object) -> MessageEvent:
    key = uuid4().hex
    given: dict[str, object] = {
        "provider": "meta",
        "account_id": stage.provider_ids[Channel.WHATSAPP],
        "external_id": key,
        "kind": "message",
        "occurred_at": datetime.now(UTC),
        "payload": {},
        "provider_id": f"wamid.{key}",
        "sender": phone_of(0).removeprefix("+"),
        "body": body,
        **values,
    }
    return MessageEvent(**given)  # type: ignore[arg-type]


async def hear(database: Database, stage: Stage, *events: InboundEvent) -> None:
    routed = [Routed(stage.connection_id, event) for event in events]
    await inbound.accept(database, stage.company_id, routed)


async def ready(
    database: Database, stage: Stage, contact_id: UUID, **values: object
) -> tuple[Running, Place]:
    running = await add_cadence(database, stage, **values)  # type: ignore[arg-type]
    return running, await enrol(database, stage, running, contact_id, last=DeliveryStatus.READ)


async def test_a_reply_ends_it(database: Database, stage: Stage, ana: UUID) -> None:
    _, place = await ready(database, stage, ana)
    await hear(database, stage, said(stage))
    assert await stopped(database, stage, place) == "reply"


@pytest.mark.parametrize(
    "values",
    [
        {"body": "Obrigado por entrar em contato! Responderemos em breve."},
        {"body": "I am out of office until Monday."},
        {"body": "❤️", "message_kind": "reaction", "context_id": "wamid.X"},
        {"body": "Oi!", "message_kind": "edit", "context_id": "wamid.X"},
        {"body": "", "message_kind": "revoke", "context_id": "wamid.X"},
        {"body": "", "message_kind": "system", "part": {"wa_id": "5511900007001"}},
        {"occurred_at": datetime(2020, 1, 1, tzinfo=UTC)},
    ],
    ids=["away", "out of office", "reaction", "edit", "revoke", "system", "long before"],
)
async def test_what_is_no_reply_does_not(
    database: Database, stage: Stage, ana: UUID, values: dict[str, object]
) -> None:
    _, place = await ready(database, stage, ana)
    await hear(database, stage, said(stage, **values))  # type: ignore[arg-type]
    assert await stopped(database, stage, place) is None


async def test_a_reply_on_another_channel_ends_what_listens_on_any(
    database: Database, stage: Stage, ana: UUID
) -> None:
    _, any_channel = await ready(database, stage, ana)
    _, same_channel = await ready(database, stage, ana, stops=("reply_same_channel",))
    number = stage.provider_ids[Channel.SMS]
    by_sms = said(stage, provider="twilio", account_id=number, sender=phone_of(0))
    await hear(database, stage, by_sms)
    assert await stopped(database, stage, any_channel) == "reply"
    assert await stopped(database, stage, same_channel) is None


async def test_one_of_us_who_writes_from_the_shared_phone_takes_over(
    database: Database, stage: Stage, ana: UUID
) -> None:
    _, place = await ready(database, stage, ana)
    await hear(database, stage, said(stage, "Oi Ana, aqui é o Beto", echo=True))
    assert await stopped(database, stage, place) == "agent"


async def test_a_reply_that_comes_with_receipts_ends_it_too(
    database: Database, stage: Stage, ana: UUID
) -> None:
    running = await add_cadence(database, stage)
    place = await enrol(database, stage, running, ana, send=DeliveryStatus.SENDING)
    receipt = report(stage, place, DeliveryStatus.READ)
    await hear(database, stage, said(stage), receipt, said(stage))
    assert await stopped(database, stage, place) == "reply"


async def test_a_word_to_leave_ends_it_as_that(database: Database, stage: Stage, ana: UUID) -> None:
    _, place = await ready(database, stage, ana, stops=())
    await hear(database, stage, said(stage, "SAIR"))
    assert await stopped(database, stage, place) == "opted_out"


async def test_telling_whatsapp_to_stop_marketing_ends_it(
    database: Database, stage: Stage, ana: UUID
) -> None:
    _, place = await ready(database, stage, ana, stops=())
    wish = PreferenceEvent(
        provider="meta",
        account_id=stage.provider_ids[Channel.WHATSAPP],
        external_id=uuid4().hex,
        kind="preference",
        occurred_at=datetime.now(UTC),
        payload={},
        sender=phone_of(0).removeprefix("+"),
        allowed=False,
    )
    await hear(database, stage, wish)
    assert await stopped(database, stage, place) == "opted_out"


@pytest.mark.parametrize("channel", [Channel.WHATSAPP, Channel.SMS], ids=str)
async def test_a_refusal_by_sms_ends_what_the_company_lets_it(
    database: Database, stage: Stage, ana: UUID, channel: Channel
) -> None:
    """Of the other channel only the marketing, which is how a company begins."""
    _, marketing = await ready(database, stage, ana, channel=channel)
    _, utility = await ready(database, stage, ana, channel=channel, purpose="utility")
    entry = Entry(
        channel=Channel.SMS,
        scope="all",
        granted=False,
        source=ConsentSource.KEYWORD,
        occurred_at=datetime.now(UTC),
        contact_id=ana,
    )
    async with database.company(stage.company_id) as session:
        await consents.record(session, stage.company_id, [entry])
    assert await stopped(database, stage, marketing) == "opted_out"
    ends = "opted_out" if channel is Channel.SMS else None
    assert await stopped(database, stage, utility) == ends


def report(stage: Stage, place: Place, status: DeliveryStatus, **values: object) -> StatusEvent:
    key = uuid4().hex
    given: dict[str, object] = {
        "provider": "meta",
        "account_id": stage.provider_ids[Channel.WHATSAPP],
        "external_id": key,
        "kind": "status",
        "occurred_at": datetime.now(UTC),
        "payload": {},
        "status": status,
        "provider_id": f"wamid.{key}",
        "message_id": place.recipient_id,
        **values,
    }
    return StatusEvent(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("recovery", "reason"), [("unreachable", "bounce"), ("suppress", "opted_out"), ("fail", None)]
)
async def test_a_failure_ends_it_by_what_it_says_of_the_address(
    database: Database, stage: Stage, ana: UUID, recovery: str, reason: str | None
) -> None:
    running = await add_cadence(database, stage)
    place = await enrol(database, stage, running, ana, send=DeliveryStatus.ACCEPTED)
    failed = report(stage, place, DeliveryStatus.FAILED, error_code="131026", recovery=recovery)
    await hear(database, stage, failed)
    assert await stopped(database, stage, place) == reason


async def test_a_dead_address_ends_only_cadences_on_its_channel(
    database: Database, stage: Stage, ana: UUID
) -> None:
    running = await add_cadence(database, stage)
    place = await enrol(database, stage, running, ana, send=DeliveryStatus.ACCEPTED)
    _, by_sms = await ready(database, stage, ana, channel=Channel.SMS)
    failed = report(stage, place, DeliveryStatus.FAILED, recovery="unreachable")
    await hear(database, stage, failed)
    assert await stopped(database, stage, place) == "bounce"
    assert await stopped(database, stage, by_sms) is None


async def test_a_person_who_answers_takes_over_and_a_program_does_not(
    database: Database, stage: Stage, ana: UUID, owner_id: UUID
) -> None:
    _, place = await ready(database, stage, ana)
    conversation_id = await open_conversation(database, stage, ana)

    async def write(author_id: UUID | None, source: str, content: Text | Reaction) -> None:
        async with database.company(stage.company_id) as session:
            await replies.compose(
                session,
                stage.company_id,
                conversation_id,
                [content],
                author_id=author_id,
                source=source,
                client_keys=[None],
            )

    await write(None, "api", Text("Seu boleto"))
    assert await stopped(database, stage, place) is None
    await write(owner_id, "console", Text("Oi Ana, sou eu"))
    assert await stopped(database, stage, place) == "agent"


async def test_who_takes_the_conversation_takes_over_and_who_is_given_it_does_not(
    database: Database, stage: Stage, ana: UUID, owner_id: UUID
) -> None:
    _, place = await ready(database, stage, ana)
    conversation_id = await open_conversation(database, stage, ana)
    for eyes, reason in ((Eyes(None), None), (Eyes(owner_id), "agent")):
        async with database.company(stage.company_id) as session:
            await conversations.assign(session, eyes, conversation_id, None)
            await conversations.assign(session, eyes, conversation_id, owner_id)
        assert await stopped(database, stage, place) == reason


@pytest.mark.parametrize("outcome", [StageOutcome.WON, StageOutcome.LOST, StageOutcome.OPEN])
async def test_a_deal_that_ends_ends_it(
    database: Database, stage: Stage, ana: UUID, outcome: StageOutcome
) -> None:
    _, place = await ready(database, stage, ana)
    async with database.company(stage.company_id) as session:
        column = await stages.create(session, stage.company_id, "Fim", "green", outcome)
        await leads.move(session, stage.company_id, [ana], column.id)
    ends = None if outcome is StageOutcome.OPEN else outcome.value
    assert await stopped(database, stage, place) == ends


async def test_a_meeting_that_another_system_tells_of_ends_it_and_told_twice_it_is_one(
    database: Database, stage: Stage, ana: UUID
) -> None:
    _, place = await ready(database, stage, ana)
    told = []
    for name in ("purchase", "meeting_booked", "meeting_booked"):
        async with database.company(stage.company_id) as session:
            told.append(
                await contact_events.record(
                    session,
                    stage.company_id,
                    ana,
                    name,
                    data={"value": 10},
                    source="api",
                    external_id="42",
                )
            )
        ends = None if name == "purchase" else "meeting"
        assert await stopped(database, stage, place) == ends
    assert told == [True, True, False]


async def by_name(database: Database, stage: Stage, ana: UUID) -> None:
    async with database.company(stage.company_id) as session:
        await contacts.update(session, ana, {"name": "Ana Paga"})


async def by_event(database: Database, stage: Stage, ana: UUID) -> None:
    await rename(database, stage, ana)
    async with database.company(stage.company_id) as session:
        await contact_events.record(session, stage.company_id, ana, "paid", data={}, source="hook")


async def by_stage(database: Database, stage: Stage, ana: UUID) -> None:
    await rename(database, stage, ana)
    async with database.company(stage.company_id) as session:
        column = await stages.create(session, stage.company_id, "Pago")
        await leads.move(session, stage.company_id, [ana], column.id)


async def rename(database: Database, stage: Stage, ana: UUID) -> None:
    """Without anybody looking."""
    async with database.company(stage.company_id) as session:
        (await session.get_one(Contact, (stage.company_id, ana))).name = "Ana Paga"


@pytest.mark.parametrize("change", [by_name, by_event, by_stage])
async def test_whoever_reaches_the_goal_leaves(
    database: Database,
    stage: Stage,
    ana: UUID,
    change: Callable[[Database, Stage, UUID], Awaitable[None]],
) -> None:
    _, place = await ready(database, stage, ana, goal=_GOAL)
    _, aimless = await ready(database, stage, ana)
    await change(database, stage, ana)
    assert await stopped(database, stage, place) == "goal"
    assert await stopped(database, stage, aimless) is None


async def test_who_is_erased_leaves(database: Database, stage: Stage, ana: UUID) -> None:
    running = await add_cadence(database, stage, stops=())
    place = await enrol(database, stage, running, ana, send=DeliveryStatus.PENDING)
    async with database.company(stage.company_id) as session:
        await contacts.delete(session, ana)
    assert await stopped(database, stage, place) == "contact_erased"


async def test_of_two_who_become_one_the_survivor_stays_and_parting_says_what_does_not_come_back(
    database: Database, stage: Stage, ana: UUID
) -> None:
    [bia] = await add_people(database, stage, 1, start=5)
    both, own = await add_cadence(database, stage), await add_cadence(database, stage)
    stays = await enrol(database, stage, both, ana)
    ends = await enrol(database, stage, both, bia, send=DeliveryStatus.PENDING, position=2)
    moves = await enrol(database, stage, own, bia)
    async with database.company(stage.company_id) as session:
        column = await stages.create(session, stage.company_id, "Novo")
        await leads.move(session, stage.company_id, [bia], column.id)
    async with database.company(stage.company_id) as session:
        done = await merges.merge(session, stage.company_id, into=ana, gone=bia, user_id=None)
    assert await stopped(database, stage, stays) is None
    assert await stopped(database, stage, ends) == "merged"
    assert await stopped(database, stage, moves) is None
    assert (await standing(database, stage, moves)).contact_id == ana
    async with database.company(stage.company_id) as session:
        apart = await merges.undo(session, done.merge.id, user_id=None)
    assert "cadences" in apart.kept
    assert (await standing(database, stage, moves)).contact_id == bia
    assert await stopped(database, stage, ends) == "merged"


async def test_an_address_the_provider_refuses_at_once_is_dead_as_well(
    database: Database, stage: Stage, ana: UUID
) -> None:
    running = await add_cadence(database, stage)
    place = await enrol(database, stage, running, ana, send=DeliveryStatus.SENDING)
    recorder = Recorder(database, stage.company_id, lambda: None)
    assert place.recipient_id is not None
    recorder.add(
        Outcome(place.recipient_id, DeliveryStatus.FAILED, reason="21610", unreachable=True)
    )
    recorder.close()
    await recorder.run()
    assert await stopped(database, stage, place) == "bounce"
