"""What happened reaches the endpoint: signed, in order, once it answers, and tried long enough."""

import asyncio
import hashlib
import hmac
from collections import defaultdict
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import func, select, update
from standardwebhooks import WebhookVerificationError

from db.models.events import WebhookDelivery
from db.models.notifications import Notification
from db.session import Database
from schemas.api import ids
from schemas.enums import EndpointStatus, NotificationKind, Role
from services import delivery_log
from services.credentials import reencrypt
from services.delivering import Done
from services.delivery_schedule import PAUSES
from services.keyring import Keyring
from services.webhook_endpoints import WebhookEndpoints
from tests.deliveries.receiver import Call, Receiver, Says, receiver
from tests.deliveries.scene import Scene, open_scene
from tests.fixtures.people import OpenBrowser, add_person


@pytest.fixture
async def listener() -> AsyncIterator[Receiver]:
    async with receiver() as listener:
        yield listener


@pytest.fixture
async def scene(database: Database, company_id: UUID, listener: Receiver) -> Scene:
    return await open_scene(database, company_id, f"{listener.url}/hook")


async def test_the_public_library_verifies_what_is_delivered(
    scene: Scene, listener: Receiver
) -> None:
    contact = uuid4()
    [event_id] = await scene.happen(resource_id=contact, data={"contact_id": f"ct_{contact.hex}"})
    assert (await scene.deliver()).next_due is None
    [call] = listener.calls
    content = call.verified_by(scene.secret)
    assert content["id"] == f"evt_{event_id.hex}"
    assert content["type"] == "contact.updated"
    assert content["company_id"] == f"co_{scene.company_id.hex}"
    assert content["resource"] == {"type": "contact", "id": f"ct_{contact.hex}"}
    assert content["sequence"] == 1
    assert content["timestamp"]
    assert content["occurred_at"]
    assert content["data"] == {"contact_id": f"ct_{contact.hex}"}
    assert await scene.states() == ["delivered"]
    [attempt] = await scene.attempts()
    assert (attempt.status, attempt.error, attempt.answer) == (200, None, "ok")
    with pytest.raises(WebhookVerificationError):
        call.verified_by("whsec_" + "A" * 43 + "=")


async def test_during_a_rotation_both_secrets_verify_and_afterwards_the_new_one(
    scene: Scene, listener: Receiver
) -> None:
    _, new = await scene.endpoints.rotate(scene.company_id, scene.endpoint_id)
    await scene.happen()
    await scene.deliver()
    assert listener.calls[0].verified_by(scene.secret) == listener.calls[0].verified_by(new)
    await scene.happen()
    await scene.later(hours=24, minutes=1)
    signed = listener.calls[1].headers["webhook-signature"]
    assert len(signed.split(" ")) == 1
    assert len(listener.calls[0].headers["webhook-signature"].split(" ")) == 2


async def test_receivers_that_know_only_github_s_header_can_verify_it(
    scene: Scene, listener: Receiver
) -> None:
    await scene.happen()
    await scene.deliver()
    assert "x-hub-signature-256" not in listener.calls[0].headers
    await scene.change(hub_signature=True)
    await scene.happen()
    await scene.deliver()
    call = listener.calls[1]
    digest = hmac.new(scene.secret.encode(), call.body, hashlib.sha256).hexdigest()
    assert call.headers["x-hub-signature-256"] == f"sha256={digest}"
    call.verified_by(scene.secret)


async def test_a_thin_endpoint_hears_ids_alone_and_nothing_is_too_large(
    scene: Scene, listener: Receiver
) -> None:
    data: dict[str, object] = {"contact_id": "ct_1", "tag_ids": ["tag_1"], "name": "é" * 15_000}
    await scene.happen(data=data)
    await scene.deliver()
    await scene.change(thin=True)
    await scene.happen(data={**data, "name": "Ana"})
    await scene.deliver()
    large, thin = (call.content["data"] for call in listener.calls)
    assert large == {"contact_id": "ct_1", "tag_ids": ["tag_1"], "truncated": True}
    assert thin == {"contact_id": "ct_1", "tag_ids": ["tag_1"]}
    assert all(len(call.body) <= 20_000 for call in listener.calls)


async def test_an_endpoint_that_fails_three_times_gets_each_event_in_order_of_its_resource(
    scene: Scene, listener: Receiver
) -> None:
    failures: dict[str, int] = defaultdict(int)

    def answer(call: Call) -> Says:
        failures[call.content["resource"]["id"]] += 1
        return Says(500 if failures[call.content["resource"]["id"]] <= 3 else 204)

    listener.answer = answer
    contacts = [uuid4() for _ in range(5)]
    for contact in contacts:
        await scene.happen(4, resource_id=contact)
    done = await scene.deliver()
    assert done.next_due is not None
    assert 4 < done.next_due < 6
    for pause in PAUSES[:3]:
        await scene.later(seconds=pause.total_seconds() * 1.2)
    assert await scene.states() == ["delivered"] * 20
    for contact in contacts:
        heard = [
            call for call in listener.calls if call.content["resource"]["id"].endswith(contact.hex)
        ]
        # The first one four times, then each of the others once.
        assert [call.content["sequence"] for call in heard] == [1, 1, 1, 1, 2, 3, 4]
        assert len({call.id for call in heard}) == 4
    assert len(listener.calls) == 5 * 7


async def test_different_resources_go_side_by_side_up_to_a_number(
    scene: Scene, listener: Receiver
) -> None:
    listener.answer = lambda _: Says(after=0.05)
    for _ in range(60):
        await scene.happen(2)
    await scene.with_parts(at_once=8).deliver()
    assert len(listener.calls) == 120
    assert 4 < listener.most_at_once <= 8


async def test_after_the_whole_schedule_a_delivery_is_given_up_and_holds_nothing_up(
    scene: Scene, listener: Receiver
) -> None:
    listener.answer = lambda call: Says(500 if call.content["sequence"] == 1 else 200)
    await scene.happen(2)
    await scene.deliver()
    waits = []
    for pause in PAUSES:
        [first, second] = await scene.rows()
        assert (first.state.value, second.state.value) == ("pending", "pending")
        assert first.due_at is not None
        waits.append(first.due_at - await scene.clock())
        await scene.later(seconds=pause.total_seconds() * 1.1)
    assert await scene.states() == ["given_up", "delivered"]
    assert len(listener.calls) == 11
    assert len({call.id for call in listener.calls[:10]}) == 1
    for wait, pause in zip(waits, PAUSES, strict=True):
        assert pause - timedelta(seconds=3) <= wait <= pause * 1.1
    assert sum(PAUSES, timedelta()) == timedelta(hours=75, minutes=35, seconds=5)


async def test_retry_after_is_honoured_for_the_whole_endpoint(
    scene: Scene, listener: Receiver
) -> None:
    listener.answer = lambda _: Says(429, {"Retry-After": "120"})
    await scene.happen()
    done = await scene.deliver()
    assert done.next_due is not None
    assert 115 < done.next_due <= 120
    await scene.happen()
    listener.answer = lambda _: Says()
    done = await scene.later(seconds=60)
    assert done.next_due is not None
    assert 50 < done.next_due <= 60
    assert len(listener.calls) == 1
    await scene.later(seconds=61)
    assert await scene.states() == ["delivered", "delivered"]


async def test_a_date_in_retry_after_is_understood(scene: Scene, listener: Receiver) -> None:
    at = (await scene.clock()) + timedelta(minutes=10)
    listener.answer = lambda _: Says(503, {"Retry-After": f"{at:%a, %d %b %Y %H:%M:%S} GMT"})
    await scene.happen()
    done = await scene.deliver()
    assert done.next_due is not None
    assert 590 < done.next_due <= 600


async def test_an_endpoint_that_nobody_answers_at_is_tried_with_few_and_then_gets_all(
    scene: Scene, listener: Receiver
) -> None:
    await scene.change(url="http://127.0.0.1:9/")
    for _ in range(60):
        await scene.happen()
    quick = scene.with_parts(at_once=5)
    await quick.deliver()
    before = len(await scene.attempts())
    scene.clock.ahead += timedelta(minutes=10)
    done = await quick.deliver()
    assert done.next_due is not None
    assert 60 < done.next_due <= 5 * 60
    tried = len(await scene.attempts()) - before
    assert 0 < tried < 60
    await scene.change(url=listener.url)
    scene.clock.ahead += timedelta(minutes=6)
    await quick.deliver()
    assert await scene.states() == ["delivered"] * 60


async def test_gone_switches_the_endpoint_off_and_keeps_what_waits(
    scene: Scene, listener: Receiver, database: Database
) -> None:
    owner = await add_person(database, scene.company_id, Role.OWNER)
    await add_person(database, scene.company_id, Role.ADMIN)
    listener.answer = lambda _: Says(410)
    await scene.happen(3)
    done = await scene.deliver()
    assert (done.next_due, done.told) == (None, True)
    endpoint = await scene.endpoint()
    assert (endpoint.status, endpoint.disabled_reason) == (EndpointStatus.DISABLED, "gone")
    assert await scene.states() == ["pending"] * 3
    async with database.company(scene.company_id) as session:
        [told] = (await session.scalars(select(Notification))).all()
    assert (told.user_id, told.kind, told.code) == (
        owner.id,
        NotificationKind.ENDPOINT_DISABLED,
        "gone",
    )
    await scene.later(days=1)
    assert len(listener.calls) == 1
    listener.answer = lambda _: Says()
    await scene.endpoints.enable(scene.company_id, scene.endpoint_id, deliver_waiting=True)
    await scene.deliver()
    assert [call.content["sequence"] for call in listener.calls] == [1, 1, 2, 3]


async def test_an_endpoint_whose_key_was_lost_says_so_and_what_waits_is_delivered_once_mended(
    scene: Scene,
    listener: Receiver,
    database: Database,
    open_browser: OpenBrowser,
    api_client: AsyncClient,
) -> None:
    owner = await open_browser(scene.company_id, Role.OWNER)
    lost = scene.with_parts(keyring=Keyring({"k2": b"2" * 32}))
    lost.endpoints = WebhookEndpoints(database, lost.parts.keyring, lost.parts.outbound)
    await scene.happen(2)
    done = await lost.deliver()
    assert (listener.calls, await scene.states()) == ([], ["pending"] * 2)
    assert done.told
    assert await lost.later(minutes=6) == Done(300.0, changed=False, told=False)
    key = ids.ENDPOINT.format(scene.endpoint_id)
    shown = (await api_client.get(f"/api/v1/webhook-endpoints/{key}")).json()
    assert shown["problem"] == "secret_unreadable"
    assert "Its secret cannot be read" in (await owner.get("/settings/webhooks")).text
    # Its key is there again.
    await scene.later(minutes=6)
    assert await scene.states() == ["delivered"] * 2
    assert (await scene.endpoint()).problem is None
    # Or it gets another secret. By the real clock: a receiver refuses what is signed ahead of it.
    scene.clock.ahead = timedelta()
    await scene.change(rest_until=None)
    await scene.happen()
    await lost.deliver()
    _, secret = await lost.endpoints.rotate(scene.company_id, scene.endpoint_id)
    await lost.deliver()
    assert listener.calls[-1].verified_by(secret)
    assert await scene.states() == ["delivered"] * 3


async def test_whoever_switches_it_on_may_leave_out_what_waited(
    scene: Scene, listener: Receiver
) -> None:
    await scene.endpoints.disable(scene.company_id, scene.endpoint_id)
    await scene.happen(2)
    await scene.deliver()
    assert await scene.states() == ["pending", "pending"]
    await scene.endpoints.enable(scene.company_id, scene.endpoint_id, deliver_waiting=False)
    await scene.deliver()
    assert await scene.states() == ["given_up", "given_up"]
    assert listener.calls == []


async def test_five_days_without_a_success_and_it_is_dead(
    scene: Scene, listener: Receiver, database: Database
) -> None:
    await add_person(database, scene.company_id, Role.OWNER)
    listener.answer = lambda _: Says(500)
    await scene.happen()
    await scene.deliver()
    for _ in range(4):
        await scene.happen()
        assert not (await scene.later(hours=29)).told
    assert (await scene.endpoint()).status is EndpointStatus.ACTIVE
    await scene.happen()
    assert (await scene.later(hours=5)).told
    endpoint = await scene.endpoint()
    assert (endpoint.status, endpoint.disabled_reason) == (EndpointStatus.DISABLED, "dead")


async def test_one_success_within_five_days_and_it_lives(scene: Scene, listener: Receiver) -> None:
    listener.answer = lambda _: Says(500)
    await scene.happen()
    await scene.deliver()
    await scene.later(hours=100)
    listener.answer = lambda _: Says()
    await scene.happen()
    await scene.later(hours=10)
    listener.answer = lambda _: Says(500)
    await scene.happen()
    await scene.later(hours=30)
    endpoint = await scene.endpoint()
    assert endpoint.status is EndpointStatus.ACTIVE
    assert endpoint.failing_since is not None
    assert endpoint.last_success_at is not None


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_a_failure_and_is_not_followed(
    scene: Scene, listener: Receiver, status: int
) -> None:
    listener.answer = lambda _: Says(status, {"Location": f"{listener.url}/elsewhere"})
    await scene.happen()
    await scene.deliver()
    [attempt] = await scene.attempts()
    assert (attempt.status, attempt.error) == (status, "redirect")
    assert [call.path for call in listener.calls] == ["/hook"]


async def test_what_a_lost_worker_held_is_sent_again_under_the_same_id(
    scene: Scene, listener: Receiver
) -> None:
    listener.answer = lambda _: Says(after=30)
    await scene.happen(3)
    # A worker that dies: nothing of its memory is written.
    lost = asyncio.create_task(scene.deliver())
    await listener.until(1)
    async with scene.database.company(scene.company_id) as session:
        held = await session.scalars(
            select(WebhookDelivery).where(WebhookDelivery.state == "sending")
        )
        taken = {row.id: row.claimed_at for row in held}
    assert len(taken) == 3
    lost.cancel()
    await asyncio.gather(lost, return_exceptions=True)
    async with scene.database.company(scene.company_id) as session:
        for key, at in taken.items():
            await session.execute(
                update(WebhookDelivery)
                .where(WebhookDelivery.id == key)
                .values(state="sending", claimed_at=at)
            )
    listener.answer = lambda _: Says()
    done = await scene.deliver()
    assert done.next_due is not None
    assert 50 < done.next_due <= 60
    assert len(listener.calls) == 1
    await scene.later(seconds=61)
    assert [call.content["sequence"] for call in listener.calls] == [1, 1, 2, 3]
    assert listener.calls[0].id == listener.calls[1].id


async def test_what_hangs_is_cut_off_and_what_never_ends_is_not_read(
    scene: Scene, listener: Receiver
) -> None:
    listener.answer = lambda _: Says(body=b"x" * 500_000)
    await scene.happen()
    await scene.deliver()
    assert await scene.states() == ["delivered"]
    [attempt] = await scene.attempts()
    assert attempt.answer == "x" * 2_000


async def test_one_is_sent_again_under_the_same_id(scene: Scene, listener: Receiver) -> None:
    await scene.happen(2)
    await scene.deliver()
    [first, _] = await scene.rows()
    async with scene.database.company(scene.company_id) as session:
        again = await delivery_log.replay(session, scene.company_id, scene.endpoint_id, first.id)
    assert (again.state.value, again.replayed) == ("pending", True)
    await scene.deliver()
    assert [call.content["sequence"] for call in listener.calls] == [1, 2, 1]
    assert listener.calls[0].id == listener.calls[2].id
    assert listener.calls[0].body == listener.calls[2].body
    async with scene.database.company(scene.company_id) as session:
        detail = await delivery_log.one(session, scene.endpoint_id, first.id)
    assert detail.body.encode() == listener.calls[0].body
    assert detail.message_id == listener.calls[0].id
    assert [attempt.number for attempt in detail.attempts] == [1, 2]


async def test_all_since_a_moment_are_sent_again_in_order_with_what_was_missed(
    scene: Scene, listener: Receiver
) -> None:
    contacts = [uuid4() for _ in range(10)]
    for contact in contacts:
        await scene.happen(1, resource_id=contact)
    await scene.deliver()
    since = await scene.clock()
    for contact in contacts:
        await scene.happen(3, resource_id=contact)
    await scene.deliver()
    # Nobody told it of the newest ones, as if it had been switched off.
    async with scene.database.company(scene.company_id) as session:
        newest = select(func.max(WebhookDelivery.sequence)).scalar_subquery()
        for row in await session.scalars(
            select(WebhookDelivery).where(WebhookDelivery.sequence == newest)
        ):
            await session.delete(row)
    listener.calls.clear()
    count = await delivery_log.replay_since(
        scene.database, scene.company_id, scene.endpoint_id, since
    )
    assert count == 30
    await scene.deliver()
    for contact in contacts:
        heard = [
            call.content["sequence"]
            for call in listener.calls
            if call.content["resource"]["id"].endswith(contact.hex)
        ]
        assert heard == [2, 3, 4]


async def test_another_company_reaches_neither_endpoint_nor_log(
    scene: Scene, listener: Receiver, other_company_id: UUID, database: Database
) -> None:
    await scene.happen()
    stranger = await open_scene(database, other_company_id, listener.url)
    theirs = Scene(**{**vars(stranger), "endpoint_id": scene.endpoint_id})
    await theirs.deliver()
    assert listener.calls == []
    assert await scene.states() == ["pending"]
    assert await theirs.rows() == []


async def test_a_new_key_takes_over_both_secrets(scene: Scene, listener: Receiver) -> None:
    await scene.endpoints.rotate(scene.company_id, scene.endpoint_id)
    both = Keyring({"k9": b"9" * 32, "k1": b"1" * 32})
    assert (await reencrypt(scene.database, both)).moved >= 2
    endpoint = await scene.endpoint()
    assert endpoint.previous_secret is not None
    assert {both.key_of(endpoint.secret), both.key_of(endpoint.previous_secret)} == {"k9"}
    await scene.happen()
    await scene.with_parts(keyring=Keyring({"k9": b"9" * 32})).deliver()
    listener.calls[0].verified_by(scene.secret)
    # The other tests still hold the first key.
    await reencrypt(scene.database, Keyring({"k1": b"1" * 32, "k9": b"9" * 32}))
