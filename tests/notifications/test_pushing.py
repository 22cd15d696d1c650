"""From a row of the bell to a device: once, to browsers that are signed in, and not while looking."""

import asyncio
import base64
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import redis.asyncio
from httpx import AsyncClient
from sqlalchemy import func, select, update
from temporalio.client import Client
from temporalio.worker import Worker

from activities.notifications import NotificationActivities
from bootstrap import Resources
from db.models.notifications import Notification, PushSubscription
from db.models.people import SignInSession
from db.session import Database
from providers import web_push
from schemas.enums import NotificationKind, Role, TaskQueue
from services import notifications, presence, push, sessions
from services.notifications import Wish, Wishes
from services.push import Push
from tests.fixtures.people import OpenBrowser
from tests.inbox.desk import Desk, open_desk
from tests.notifications.browsers import Device, PushService, push_service
from web.notification_words import push_words
from workflows import starters
from workflows.notifications import NotificationsWorkflow


@dataclass
class Scene:
    desk: Desk
    service: PushService
    parts: Push

    async def signed_in(self, name: str, *devices: Device) -> bytes:
        """A browser session of this person, with devices that take pushes."""
        user_id = self.desk.people[name]
        async with self.desk.database.system() as session:
            secret = await sessions.start(session, user_id, self.desk.company_id, user_agent="test")
        for device in devices:
            await push.subscribe(
                self.desk.database,
                self.parts.web_push,
                company_id=self.desk.company_id,
                user_id=user_id,
                session_hash=sessions.token_hash(secret),
                given=device.subscription,
                user_agent="test",
            )
        return sessions.token_hash(secret)

    async def wrote(self, *conversations: UUID) -> None:
        company_id = self.desk.company_id
        async with self.desk.database.company(company_id) as session:
            await notifications.for_inbound(session, company_id, conversations)

    async def settle(self) -> int:
        return (await push.settle(self.parts, self.desk.company_id))[0]


@pytest.fixture
async def scene(
    database: Database, company_id: UUID, app_resources: Resources
) -> AsyncIterator[Scene]:
    desk = await open_desk(database, company_id)
    parts = Push(
        database, app_resources.redis, app_resources.hints, app_resources.web_push, push_words
    )
    async with push_service() as service:
        yield Scene(desk, service, parts)


async def test_a_message_reaches_every_device_of_its_owner_once(scene: Scene) -> None:
    ana = await scene.desk.person("Ana")
    phone, laptop = scene.service.device("phone"), scene.service.device("laptop")
    await scene.signed_in("Ana", phone)
    await scene.signed_in("Ana", laptop)
    conversation = await scene.desk.conversation("Rosa Lima", body="Vocês abrem?", assignee_id=ana)
    await scene.wrote(conversation)
    assert await asyncio.gather(*(scene.settle() for _ in range(4))) != [0, 0, 0, 0]
    assert await scene.settle() == 0
    for device in (phone, laptop):
        [told] = scene.service.told(device)
        assert (told["title"], told["body"]) == ("Rosa Lima", "Vocês abrem?")
        assert told["tag"] == conversation.hex
        assert told["url"].startswith("/notifications/")
    assert b"Rosa" not in b"".join(body for _, _, body in scene.service.got)


async def test_the_text_stays_off_devices_that_shall_not_show_it(scene: Scene) -> None:
    ana = await scene.desk.person("Ana")
    await scene.signed_in("Ana", device := scene.service.device())
    kinds = dict.fromkeys(NotificationKind, Wish.PUSH)
    async with scene.desk.database.company(scene.desk.company_id) as session:
        await notifications.change_wishes(
            session, scene.desk.company_id, ana, Wishes(kinds, hide_text=True)
        )
    await scene.wrote(await scene.desk.conversation("Rosa", body="secret", assignee_id=ana))
    await scene.settle()
    [told] = scene.service.told(device)
    assert told["title"] == "Rosa"
    assert told["body"] == "Nova mensagem"


async def test_what_is_only_for_the_bell_is_not_pushed(scene: Scene) -> None:
    await scene.desk.person("Ana")
    await scene.signed_in("Ana", scene.service.device())
    await scene.wrote(await scene.desk.conversation())
    assert await scene.settle() == 1
    assert scene.service.got == []


async def test_nothing_rings_for_whoever_is_looking_at_it(
    scene: Scene, cache: redis.asyncio.Redis
) -> None:
    ana = await scene.desk.person("Ana")
    await scene.signed_in("Ana", scene.service.device())
    conversation = await scene.desk.conversation(assignee_id=ana)
    await presence.note(cache, scene.desk.company_id, conversation, ana, "viewing")
    await scene.wrote(conversation)
    assert await scene.settle() == 1
    assert scene.service.got == []
    async with scene.desk.database.company(scene.desk.company_id) as session:
        assert await notifications.unread(session, ana) == 0


@pytest.mark.parametrize("how", ["signed out", "switched", "idle", "ended"])
async def test_a_browser_that_is_not_signed_in_here_is_told_nothing(
    scene: Scene, how: str, other_company_id: UUID
) -> None:
    ana = await scene.desk.person("Ana")
    token_hash = await scene.signed_in("Ana", scene.service.device())
    long_ago = datetime.now(UTC) - timedelta(days=8)
    changes: dict[str, dict[str, object]] = {
        "switched": {"company_id": other_company_id},
        "idle": {"last_seen_at": long_ago},
        "ended": {"expires_at": long_ago},
    }
    async with scene.desk.database.system() as session:
        here = SignInSession.token_hash == token_hash
        if how in changes:
            await session.execute(update(SignInSession).where(here).values(**changes[how]))
        else:
            await session.delete((await session.scalars(select(SignInSession).where(here))).one())
    await scene.wrote(await scene.desk.conversation(assignee_id=ana))
    assert await scene.settle() == 1
    assert scene.service.got == []


async def test_a_shared_browser_tells_only_who_uses_it_now(scene: Scene) -> None:
    ana = await scene.desk.person("Ana")
    await scene.desk.person("Bia")
    shared = scene.service.device()
    await scene.signed_in("Ana", shared)
    await scene.signed_in("Bia", shared)
    await scene.wrote(await scene.desk.conversation(assignee_id=ana))
    await scene.settle()
    assert scene.service.got == []


async def subscriptions(scene: Scene) -> list[int]:
    async with scene.desk.database.company(scene.desk.company_id) as session:
        return list(await session.scalars(select(PushSubscription.failures)))


async def test_a_browser_that_is_gone_is_forgotten_and_a_failing_one_counted(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_push, "_PAUSES", (0.0, 0.0))
    ana = await scene.desk.person("Ana")
    await scene.signed_in("Ana", scene.service.device())
    for answers, expected in (
        ([500, 500, 500], [1]),
        ([403], [2]),
        ([201], [0]),
        ([410], []),
    ):
        scene.service.answers = answers
        await scene.wrote(await scene.desk.conversation(assignee_id=ana))
        await scene.settle()
        assert await subscriptions(scene) == expected


async def test_what_is_old_stays_in_the_bell_and_startles_nobody(scene: Scene) -> None:
    ana = await scene.desk.person("Ana")
    await scene.signed_in("Ana", scene.service.device())
    await scene.wrote(await scene.desk.conversation(assignee_id=ana))
    async with scene.desk.database.company(scene.desk.company_id) as session:
        before = Notification.created_at - timedelta(hours=2)
        await session.execute(update(Notification).values(created_at=before))
    await scene.settle()
    assert scene.service.got == []
    async with scene.desk.database.company(scene.desk.company_id) as session:
        assert await notifications.unread(session, ana) == 1


async def test_the_workflow_pushes_and_the_sweep_finds_what_it_was_not_told_of(
    scene: Scene, temporal_client: Client
) -> None:
    ana = await scene.desk.person("Ana")
    await scene.signed_in("Ana", device := scene.service.device())

    async def start(company_id: UUID) -> None:
        if company_id == scene.desk.company_id:
            await starters.start_notifications(temporal_client, company_id)

    does = NotificationActivities(scene.parts, start)
    async with (
        Worker(temporal_client, task_queue=TaskQueue.WORKFLOWS, workflows=[NotificationsWorkflow]),
        Worker(temporal_client, task_queue=TaskQueue.NOTIFICATIONS, activities=[does.push_due]),
    ):
        await scene.wrote(await scene.desk.conversation("One", assignee_id=ana))
        await starters.follow_notifications(temporal_client, scene.desk.company_id)
        await scene.service.until(1)
        await scene.wrote(await scene.desk.conversation("Two", assignee_id=ana))
        async with scene.desk.database.company(scene.desk.company_id) as session:
            a_minute_ago = func.now() - timedelta(minutes=1)
            await session.execute(
                update(Notification)
                .where(Notification.pushed_at.is_(None))
                .values(created_at=a_minute_ago)
            )
        assert await push.sweep(scene.desk.database, start) >= 1
        await scene.service.until(2)
    assert [told["title"] for told in scene.service.told(device)] == ["One", "Two"]


async def test_the_sweep_forgets_what_is_long_past(scene: Scene) -> None:
    ana = await scene.desk.person("Ana")
    token_hash = await scene.signed_in("Ana", scene.service.device())
    await scene.wrote(await scene.desk.conversation(assignee_id=ana))
    async with scene.desk.database.system() as session:
        mine = Notification.company_id == scene.desk.company_id
        at = func.now() - timedelta(days=91)
        await session.execute(update(Notification).where(mine).values(created_at=at))
        here = SignInSession.token_hash == token_hash
        await session.delete((await session.scalars(select(SignInSession).where(here))).one())

    async def start(company_id: UUID) -> None:
        pass

    await push.sweep(scene.desk.database, start)
    assert await subscriptions(scene) == []
    async with scene.desk.database.company(scene.desk.company_id) as session:
        assert await session.scalar(select(func.count()).select_from(Notification)) == 0


def written(device: Device) -> dict[str, str]:
    """As push.js sends it."""

    def text(value: bytes) -> str:
        return base64.urlsafe_b64encode(value).decode().rstrip("=")

    return {
        "endpoint": device.endpoint,
        "p256dh": text(device.point),
        "auth": text(device.secret),
    }


async def test_a_device_is_turned_on_tried_and_turned_off(
    scene: Scene, open_browser: OpenBrowser
) -> None:
    browser = await open_browser(scene.desk.company_id, Role.VIEWER)
    device = scene.service.device()
    assert (await browser.post("/notifications/devices", data=written(device))).status_code == 204
    # Twice is once.
    assert (await browser.post("/notifications/devices", data=written(device))).status_code == 204
    assert (await browser.post("/notifications/devices/test")).status_code == 204
    assert [told["tag"] for told in scene.service.told(device)] == ["greeting"]
    off = await browser.post("/notifications/devices/forget", data={"endpoint": device.endpoint})
    assert off.status_code == 204
    answer = await browser.post("/notifications/devices/test")
    assert "warning" in answer.headers["HX-Trigger"]
    assert len(scene.service.got) == 1


@pytest.mark.parametrize(
    "change", [{"endpoint": "nowhere"}, {"p256dh": "AAAA"}, {"auth": "!"}, {"endpoint": ""}]
)
async def test_nonsense_is_no_device(
    scene: Scene, open_browser: OpenBrowser, change: dict[str, str]
) -> None:
    browser = await open_browser(scene.desk.company_id)
    fields = {**written(Device()), **change}
    assert (await browser.post("/notifications/devices", data=fields)).status_code == 422


async def test_the_bell_counts_opens_and_is_cleared(
    scene: Scene, open_browser: OpenBrowser
) -> None:
    browser = await open_browser(scene.desk.company_id)
    for _ in range(2):
        await scene.wrote(await scene.desk.conversation("Rosa"))
    assert (await browser.get("/notifications/count")).json() == {"unread": 1}
    page = await browser.get("/notifications")
    assert "Rosa" in page.text
    async with scene.desk.database.company(scene.desk.company_id) as session:
        row = (await session.scalars(select(Notification))).one()
    opened = await browser.get(f"/notifications/{row.id}")
    assert opened.headers["Location"] == f"/inbox/{row.conversation_id}"
    assert (await browser.get("/notifications/count")).json() == {"unread": 0}
    assert (await browser.get(f"/notifications/{uuid4()}")).status_code == 404


async def test_wishes_are_kept_for_each_kind(signed_in: AsyncClient) -> None:
    form = {"mention": "off", "message": "bell", "assigned": "push", "hide_text": "true"}
    assert (await signed_in.post("/settings/notifications", data=form)).status_code == 303
    page = (await signed_in.get("/settings/notifications")).text
    for kind, wish in (("mention", "off"), ("message", "bell"), ("assigned", "push")):
        select_box = page.partition(f'name="{kind}"')[2].partition("</select>")[0]
        assert f'value="{wish}" selected' in select_box
