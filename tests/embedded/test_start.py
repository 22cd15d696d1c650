"""The start command as a person meets it: its words, its exit code, and what it leaves behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

_CLEAR = ("DATABASE_URL", "REDIS_URL", "TEMPORAL_ADDRESS", "META_GRAPH_BASE_URL", "PORT")


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _CLEAR}
    return {**kept, **(extra or {})}


def start(data: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "embedded", "--data", str(data), *arguments],
        env=environment({"PYTHONUNBUFFERED": "1", **settings}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def running(data: Path, *arguments: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """The start command, once it has said how to stop it."""
    with start(data, *arguments, **settings) as process:
        try:
            assert process.stdout is not None
            said = iter(process.stdout.readline, "")
            assert any("Ctrl-C stops" in line for line in said), "it ended before it was ready"
            yield process
        finally:
            process.terminate()


def refused(data: Path, *arguments: str, **settings: str) -> str:
    """What a start says that cannot be; one that hangs or shows a traceback fails the test."""
    with start(data, *arguments, **settings) as process:
        said, _ = process.communicate(timeout=30)
    assert process.returncode == 1, said
    assert "Traceback" not in said
    return said


def child(data: Path, name: str) -> psutil.Process | None:
    """A living process whose log is in this data directory."""
    log = str(data / "logs" / f"{name}.log")
    for process in psutil.process_iter():
        try:
            if str(Path(f"/proc/{process.pid}/fd/1").readlink()) == log:
                return process
        except OSError:
            continue
    return None


def eventually(check: object, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    assert callable(check)
    while not check():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def test_a_stop_ends_what_was_started_and_keeps_the_data(data: Path) -> None:
    with running(data, "--only", "postgres,redis") as process:
        assert child(data, "postgres")
        assert child(data, "redis")
        process.terminate()
        assert process.wait(30) == 0
    assert not child(data, "postgres")
    assert not child(data, "redis")
    secrets = (data / "secrets.env").read_text()
    with running(data, "--only", "postgres,redis"):
        assert (data / "secrets.env").read_text() == secrets


def test_nothing_lingers_when_the_start_command_is_killed(data: Path) -> None:
    with running(data, "--only", "postgres,redis") as process:
        process.kill()
        process.wait()
        eventually(lambda: not child(data, "postgres") and not child(data, "redis"))


def test_what_even_a_killed_guardian_left_is_ended_by_the_next_start(data: Path) -> None:
    with running(data, "--only", "postgres,redis") as process:
        for member in psutil.Process(process.pid).children():
            # One that has just ended has no command any more.
            with suppress(psutil.NoSuchProcess):
                if "guardian.py" in " ".join(member.cmdline()):
                    member.kill()
        left = child(data, "redis")
        assert left
        process.kill()
        process.wait()
    assert left.is_running()
    with running(data, "--only", "postgres,redis"):
        assert not left.is_running() or left.status() == psutil.STATUS_ZOMBIE


@pytest.mark.parametrize("part", ["postgres", "redis"])
def test_a_part_that_dies_is_started_again(part: str, data: Path) -> None:
    with running(data, "--only", "postgres,redis"):
        before = child(data, part)
        assert before
        before.send_signal(signal.SIGKILL)
        eventually(lambda: child(data, part) not in (None, before))


def test_a_second_start_says_who_runs(data: Path) -> None:
    with running(data, "--only", "redis") as process:
        said = refused(data, "--only", "redis")
        assert f"already runs from this folder (process {process.pid})" in said
        assert f"kill {process.pid}" in said
        assert process.poll() is None


@pytest.mark.parametrize("setting", ["PORT", "SANDBOX_PORT"])
def test_a_port_in_use_is_named_with_the_way_out(setting: str, data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refused(data, **ports(setting, port))
    assert f"Port {port}" in said
    assert f"{setting}={port + 1} make up" in said
    assert not child(data, "postgres")


def ports(setting: str, taken: int) -> dict[str, str]:
    """Both ports of the start command, so that the test needs neither default to be free."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return {"PORT": str(free.getsockname()[1]), setting: str(taken)}


def test_a_port_that_is_no_number_is_refused(data: Path) -> None:
    assert "PORT must be a port number" in refused(data, PORT="http")


def test_a_folder_that_cannot_be_written_is_named(data: Path) -> None:
    # A file where a folder should be stops root as well, unlike permissions.
    (data / "file").touch()
    said = refused(data / "file" / "data")
    assert f"Cannot write to {data / 'file' / 'data'}" in said
    assert "--data FOLDER" in said


def test_a_file_in_the_way_is_named(data: Path) -> None:
    (data / "run").touch()
    assert f"Cannot use {data / 'run'}" in refused(data, "--only", "redis")


def test_the_users_own_server_is_not_started_again(data: Path) -> None:
    theirs = "redis://localhost:1/0"
    with running(data, "--only", "postgres,redis", REDIS_URL=theirs):
        assert child(data, "postgres")
        assert not child(data, "redis")
        assert f"REDIS_URL={theirs}\n" in (data / "environment.env").read_text()
