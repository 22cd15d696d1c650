"""The settings that requests and screens may know; built by server.py and the tests."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsView:
    public_url: str
    development: bool = False
    temporal_ui_url: str | None = None
    temporal_namespace: str = ""
    storage_dir: Path = field(default=Path(".data/storage"))
    meta_graph_base_url: str = ""
    meta_graph_version: str = ""
    meta_app_id: str | None = None
    # Secrets of the installation's own Meta app: never printed.
    meta_app_secret: str | None = field(default=None, repr=False)
    meta_webhook_verify_token: str | None = field(default=None, repr=False)
    # Who may read /metrics from elsewhere.
    metrics_token: str | None = field(default=None, repr=False)
    # What makes the codes of short links: never printed.
    link_key: bytes = field(default=b"", repr=False)
    allow_private_network: bool = False

    @property
    def secure(self) -> bool:
        """Whether browsers reach us over TLS, so that cookies may insist on it."""
        return self.public_url.startswith("https://")

    def run_url(self, workflow_id: str) -> str | None:
        """A workflow in Temporal's own screens; None where their address is not known."""
        if not self.temporal_ui_url:
            return None
        place = f"namespaces/{self.temporal_namespace}/workflows/{quote(workflow_id, safe='')}"
        return f"{self.temporal_ui_url.rstrip('/')}/{place}"
