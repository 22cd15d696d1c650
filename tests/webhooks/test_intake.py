"""Group commit: requests that arrive together share a transaction, and each its outcome."""

import asyncio
import json
from collections.abc import Sequence
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy.engine import make_url

from api.webhooks.app import create_webhooks
from api.webhooks.errands import Errands
from api.webhooks.intake import _GATHER_SECONDS, Intake
from db.session import Database
from providers import registry
from schemas.settings_view import SettingsView
from services.inbound import Routed
from services.keyring import Keyring
from settings import Settings
from tests.webhooks.conftest import READERS
from tests.webhooks.meta import APP_SECRET, Account, post, status, text_message

COMPANY = uuid4()


class Store:
    """Notes what is written together, and writes when it is let."""

    def __init__(self) -> None:
        self.batches: list[tuple[UUID, int]] = []
        self.open = asyncio.Event()
        self.error: Exception | None = None

    async def write(self, company_id: UUID, routed: Sequence[Routed]) -> None:
        self.batches.append((company_id, len(routed)))
        await self.open.wait()
        if self.error:
            raise self.error


def events(account: Account, count: int = 1, *, written: int = 0) -> list[Routed]:
    """So many reports, and so many messages of people."""
    reader = registry.meta_reader([])
    payload = account.messages(
        statuses=[status("sent") for _ in range(count)],
        messages=[text_message("Oi") for _ in range(written)],
    )
    parsed = reader.parse(json.dumps(payload).encode())
    return [Routed(account.connection_id, event) for event in parsed]


@pytest.fixture
def account() -> Account:
    return Account(COMPANY, uuid4(), uuid4(), "waba", "number")


async def test_what_arrives_while_one_batch_is_written_goes_into_the_next(
    account: Account,
) -> None:
    store = Store()
    intake = Intake(store.write)
    first = asyncio.create_task(intake.put(COMPANY, events(account)))
    await asyncio.sleep(0)
    others = [asyncio.create_task(intake.put(COMPANY, events(account, 2))) for _ in range(5)]
    await asyncio.sleep(0.01)
    assert not first.done()
    store.open.set()
    await asyncio.gather(first, *others)
    assert store.batches == [(COMPANY, 1), (COMPANY, 10)]


async def test_reports_do_not_wait_for_what_people_write(account: Account) -> None:
    store = Store()
    intake = Intake(store.write)
    written = asyncio.create_task(intake.put(COMPANY, events(account, 0, written=1)))
    await asyncio.sleep(0)
    both = asyncio.create_task(intake.put(COMPANY, events(account, 2, written=3)))
    await asyncio.sleep(0.01)
    assert store.batches == [(COMPANY, 1), (COMPANY, 2)]
    store.open.set()
    await asyncio.gather(written, both)
    assert store.batches[2:] == [(COMPANY, 3)]


async def test_a_request_with_both_is_done_when_both_are_and_fails_with_either(
    account: Account,
) -> None:
    stored: list[int] = []

    async def write(_: UUID, routed: Sequence[Routed]) -> None:
        if routed[0].event.kind == "message":
            raise OSError
        stored.append(len(routed))

    with pytest.raises(OSError):
        await Intake(write).put(COMPANY, events(account, 2, written=1))
    assert stored == [2]


async def test_under_load_what_comes_behind_a_batch_is_gathered(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Long enough for a machine that is busy with something else.
    monkeypatch.setitem(_GATHER_SECONDS, "reports", 0.5)
    store = Store()
    intake = Intake(store.write)
    requests = [asyncio.create_task(intake.put(COMPANY, events(account)))]
    await asyncio.sleep(0)
    requests.append(asyncio.create_task(intake.put(COMPANY, events(account))))
    await asyncio.sleep(0)
    store.open.set()
    await requests[0]
    # The second waits already; what comes right behind it is written with it.
    requests.append(asyncio.create_task(intake.put(COMPANY, events(account))))
    await asyncio.gather(*requests)
    assert store.batches == [(COMPANY, 1), (COMPANY, 2)]


async def test_companies_do_not_wait_for_each_other(account: Account) -> None:
    store = Store()
    intake = Intake(store.write)
    waiting = [asyncio.create_task(intake.put(uuid4(), events(account))) for _ in range(3)]
    await asyncio.sleep(0.01)
    assert len(store.batches) == 3
    store.open.set()
    await asyncio.gather(*waiting)


async def test_a_batch_has_an_end(account: Account) -> None:
    store = Store()
    store.open.set()
    intake = Intake(store.write)
    await asyncio.gather(*(intake.put(COMPANY, events(account, 200)) for _ in range(6)))
    assert [size for _, size in store.batches] == [400, 400, 400]
    await intake.put(COMPANY, events(account, 900))
    assert store.batches[-1] == (COMPANY, 900)


async def test_every_request_hears_of_the_failure_and_the_next_batch_goes_on(
    account: Account,
) -> None:
    store = Store()
    store.open.set()
    store.error = OSError("gone")
    intake = Intake(store.write)
    outcomes = await asyncio.gather(
        *(intake.put(COMPANY, events(account)) for _ in range(3)), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [OSError] * 3
    store.error = None
    await intake.put(COMPANY, events(account))


async def test_a_client_that_hangs_up_does_not_take_its_events_along(account: Account) -> None:
    store = Store()
    intake = Intake(store.write)
    gone = asyncio.create_task(intake.put(COMPANY, events(account)))
    stays = asyncio.create_task(intake.put(COMPANY, events(account)))
    await asyncio.sleep(0.01)
    gone.cancel()
    store.open.set()
    await stays
    assert sum(size for _, size in store.batches) == 2


async def test_without_the_database_nothing_is_acknowledged(
    settings: Settings, keyring: Keyring, account: Account, errands: Errands
) -> None:
    nowhere = make_url(settings.app_database).set(query={"host": "/nowhere"})
    address = nowhere.render_as_string(hide_password=False)
    database = Database.connect(address, address)
    view = SettingsView(public_url="http://localhost", meta_app_secret=APP_SECRET)
    app = create_webhooks(database, keyring, READERS, view, errands)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://us") as client:
        answer = await post(client, account.messages(statuses=[status("sent")]), path="/meta")
    assert (answer.status_code, answer.json()["code"]) == (503, "not_stored")
    await database.close()
