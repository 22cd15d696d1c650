"""The sandbox as a server: real connections, the bare mode, and its state from run to run."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from sandbox import snapshot
from sandbox.app import create_app
from sandbox.meta.app import create_world
from sandbox.options import Options
from sandbox.server import running
from tests.sandbox.conftest import MESSAGES, TEMPLATES, Sandbox, promotion

TOKEN = {"Authorization": "Bearer sandbox-token"}
ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def program(*arguments: str) -> Iterator[httpx.Client]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "sandbox", "--port", str(port), *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env={"PATH": os.environ["PATH"]})
    try:
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", headers=TOKEN, trust_env=False
        ) as http:
            _await(http)
            yield http
    finally:
        process.terminate()
        process.wait(10)


def _await(http: httpx.Client) -> None:
    for _ in range(200):
        try:
            http.get("/sandbox/api/count")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("The sandbox did not start.")


@pytest.mark.parametrize(("ending", "accepted"), [("0999", True), ("0998", False)])
def test_a_real_connection_is_closed_without_an_answer(ending: str, *, accepted: bool) -> None:
    with (
        running(create_app(Options(latency=0))) as url,
        httpx.Client(base_url=url, headers=TOKEN, trust_env=False) as http,
    ):
        with pytest.raises(httpx.TransportError):
            http.post(MESSAGES, json=promotion("+551199888" + ending))
        entry = http.get("/sandbox/api/requests").json()["data"][0]
        assert (entry["accepted"], entry["status"]) == (accepted, None)
        # The next request is served as if nothing had happened.
        assert http.post(MESSAGES, json=promotion("+5511998881234")).status_code == 200


def test_changes_are_streamed_to_the_page() -> None:
    with (
        running(create_app(Options(latency=0))) as url,
        httpx.Client(base_url=url, headers=TOKEN, trust_env=False) as http,
        http.stream("GET", "/sandbox/events") as events,
    ):
        lines = events.iter_lines()
        assert next(lines) == "retry: 2000"
        http.post(MESSAGES, json=promotion("+5511998881234"))
        told = next(line for line in lines if line.startswith("data:"))
        assert json.loads(told[5:])["changed"] == ["5511998881234"]


def test_an_open_page_does_not_hold_up_the_stop() -> None:
    with httpx.Client(trust_env=False) as browser:
        with program() as http:
            url = http.base_url.join("/sandbox/events")
            events = browser.send(browser.build_request("GET", url), stream=True)
            # Kept: a reader that is let go closes its connection.
            lines = events.iter_lines()
            assert next(lines) == "retry: 2000"
            stopping = time.monotonic()
        # The server ended the stream itself; it did not wait for its patience to end.
        assert time.monotonic() - stopping < 1.5
        events.close()


def test_the_state_is_found_again(tmp_path: Path) -> None:
    state = str(tmp_path / "sandbox.json")
    with program("--state", state) as http:
        http.post(MESSAGES, json=promotion("+5511998881234")).raise_for_status()
        http.post("/sandbox/api/phones/5511998881234/send", json={"type": "image"})
        http.post("/sandbox/api/tokens", json={"token": "one", "accounts": ["1"]})
        before = http.get("/sandbox/api/phones/5511998881234").json()
        assert http.get("/sandbox/api/idle").json()["idle"]
    with program("--state", state) as http:
        after = http.get("/sandbox/api/phones/5511998881234").json()
        assert [m["id"] for m in after["newest"]] == [m["id"] for m in before["newest"]]
        assert after["newest"][0]["text"].startswith("Oi Ana!")
        picture = http.get(f"/sandbox/media/{after['newest'][1]['media']}")
        assert picture.content.startswith(b"\xff\xd8\xff")
        assert http.get("/sandbox/api").json()["by_status"]["received"] == 1
        # What a token may do is restored too: it does not reach the demo account.
        foreign = http.get(TEMPLATES, headers={"Authorization": "Bearer one"})
        assert foreign.json()["error"]["error_subcode"] == 33


def test_a_state_file_that_is_not_ours_is_left_aside(tmp_path: Path) -> None:
    for content in ("", "{", "[]", '{"version": 1}'):
        (tmp_path / "sandbox.json").write_text(content)
        world = create_world()
        snapshot.load(world, tmp_path / "sandbox.json")
        assert len(world.templates) == 9


def test_the_bare_mode_accepts_and_counts() -> None:
    with program("--bare", "--latency", "0.01") as http:
        answers = [
            http.post(MESSAGES, json=promotion(f"+55119988{n}")) for n in range(12345, 12350)
        ]
        again = http.post(MESSAGES, json=promotion("+5511998812345"))
        names = {answer.json()["messages"][0]["id"] for answer in [*answers, again]}
        assert len(names) == 6
        assert again.json()["contacts"] == [{"input": "+5511998812345", "wa_id": "5511998812345"}]
        assert http.get("/sandbox/api/count").json() == {"messages": 6, "recipients": 5}
        http.delete("/sandbox/api/count")
        assert http.get("/sandbox/api/count").json()["messages"] == 0


def test_the_bare_mode_reads_requests_in_pieces_and_in_a_row() -> None:
    body = json.dumps(promotion("+5511998812345")).encode()
    head = f"POST {MESSAGES} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    with program("--bare", "--latency", "0") as http:
        port = http.base_url.port
        with socket.create_connection(("127.0.0.1", port)) as connection:
            whole = head + body + head + body
            for piece in (whole[:50], whole[50:400], whole[400:]):
                connection.sendall(piece)
                time.sleep(0.05)
            assert connection.recv(65536).count(b"200 OK") == 2


async def test_a_hundred_senders_at_once(sandbox: Sandbox) -> None:
    numbers = [f"+55119988{n:05d}" for n in range(31100, 31300)]
    answers = await asyncio.gather(*(sandbox.send(number, number) for number in numbers))
    await sandbox.settle()
    assert all(answer.is_success for answer in answers)
    assert len(sandbox.receiver.statuses()) == 3 * len(numbers)
    assert (await sandbox.get("/duplicates"))["duplicates"] == 0
