import os
import signal
from pathlib import Path

import psutil
import psycopg
import pytest

from embedded import postgres
from embedded.installation import data_home
from embedded.postgres import Postgres
from embedded.process import CannotStart

# The tests lose power less often than they run.
FAST = {"fsync": "off", "shared_buffers": "16MB"}


def cluster(data: Path, *, password: str = "secret/ä@:") -> Postgres:
    return Postgres(data, password=password, settings=FAST)


def write(server: Postgres) -> None:
    with psycopg.connect(server.url(driver="postgresql")) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('here')")


def read(server: Postgres) -> object:
    with psycopg.connect(server.url(driver="postgresql")) as connection:
        return connection.execute("SELECT word FROM kept").fetchall()


def test_data_survives_a_stop_and_a_crash(data: Path) -> None:
    with cluster(data) as server:
        write(server)
    with cluster(data) as server:
        assert read(server) == [("here",)]
        server.kill()
        assert server.pid is None
        server.start()
        assert read(server) == [("here",)]


def test_a_crash_of_the_main_process_alone_is_healed(data: Path) -> None:
    with cluster(data) as server:
        write(server)
        # A worker that is frozen keeps the shared memory, and would stop the next start.
        with psycopg.connect(server.url(driver="postgresql")) as connection:
            worker = psutil.Process(connection.info.backend_pid)
            worker.suspend()
            assert server.pid
            os.kill(server.pid, signal.SIGKILL)
            server.stop()
            server.start()
            assert not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE
        assert read(server) == [("here",)]


def test_a_lock_file_naming_another_program_does_not_stop_it(data: Path) -> None:
    with cluster(data) as server:
        write(server)
        lock = server.home / "data" / "postmaster.pid"
        left_behind = lock.read_text().split("\n")
        server.kill()
        # After a restart of the machine the number can belong to anybody.
        lock.write_text("\n".join([str(os.getpid()), *left_behind[1:]]))
        server.start()
        assert read(server) == [("here",)]


def test_two_servers_never_share_a_folder(data: Path) -> None:
    with cluster(data) as server, pytest.raises(CannotStart, match=f"process {server.pid}"):
        cluster(data).start()


def test_pgvector_is_inside_and_passwords_are_asked_for(data: Path) -> None:
    with cluster(data) as server:
        with psycopg.connect(server.url(driver="postgresql")) as connection:
            connection.execute("CREATE EXTENSION vector")
            methods = connection.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules")
            assert methods.fetchall() == [("scram-sha-256",)]
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(cluster(data, password="wrong").url(driver="postgresql"))


def test_it_listens_on_tcp_only_when_asked(data: Path) -> None:
    with cluster(data) as server:
        assert not psutil.Process(server.pid).net_connections("tcp")


def test_a_lost_password_is_said_clearly(data: Path) -> None:
    with cluster(data):
        pass
    with pytest.raises(CannotStart, match=r"secrets\.env"):
        cluster(data, password="another").start()


def test_a_path_too_long_for_a_socket_gets_a_short_one(data: Path) -> None:
    deep = data / ("a" * 60) / ("b" * 60)
    deep.mkdir(parents=True)
    with cluster(deep) as server:
        write(server)
        assert read(server) == [("here",)]


def test_data_of_another_version_is_refused(data: Path) -> None:
    server = cluster(data)
    (server.home / "data").mkdir(parents=True)
    (server.home / "data" / "PG_VERSION").write_text("12\n")
    with pytest.raises(CannotStart, match="PostgreSQL 12"):
        server.start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts it as somebody else")
def test_as_root_data_moves_where_its_account_can_enter(data: Path) -> None:
    closed = data / "closed"
    closed.mkdir(mode=0o700)
    server = cluster(closed / "data")
    account = server.account()
    assert account is not None
    assert data_home(closed / "data", account) != closed / "data"
    with server:
        write(server)
        assert psutil.Process(server.pid).uids().real == account.uid
    assert closed.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(("gigabytes", "megabytes"), [(0.25, 128), (2, 512), (24, 1024)])
def test_it_keeps_a_quarter_of_the_memory_for_itself(gigabytes: float, megabytes: int) -> None:
    assert postgres._buffers_mb(int(gigabytes * 2**30)) == megabytes
