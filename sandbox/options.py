"""What the sandbox is started with. Everything that may change later is in meta/behaviour.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_APP_ID = "999888777666555"
# Of a stand-in, printed in its documentation: it protects nothing.
DEFAULT_APP_SECRET = "sandbox-app-secret"  # noqa: S105
DEFAULT_VERIFY_TOKEN = "sandbox-verify-token"  # noqa: S105
DEFAULT_TWILIO_TOKEN = "sandbox-twilio-auth-token"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Options:
    webhook_url: str | None = None
    app_id: str = DEFAULT_APP_ID
    app_secret: str = DEFAULT_APP_SECRET
    verify_token: str = DEFAULT_VERIFY_TOKEN
    latency: float = 0.05
    throughput: float = 80.0
    seed: int = 1
    twilio_auth_token: str = DEFAULT_TWILIO_TOKEN
    # Where inbound SMS go; status callbacks go where each message asks for them.
    twilio_webhook_url: str | None = None
    # Where those addresses are reached from here, if not by their own name: http://app:5000.
    twilio_via: str | None = None
    # Requests a second an account may make; 0 is unlimited.
    twilio_throughput: float = 100.0
    state_file: Path | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Options":
        """Read the names Master IA itself is configured with; empty means not set."""
        return cls(
            webhook_url=environment.get("SANDBOX_WEBHOOK_URL") or None,
            app_id=environment.get("META_APP_ID") or DEFAULT_APP_ID,
            app_secret=environment.get("META_APP_SECRET") or DEFAULT_APP_SECRET,
            verify_token=environment.get("META_WEBHOOK_VERIFY_TOKEN") or DEFAULT_VERIFY_TOKEN,
            twilio_auth_token=environment.get("SANDBOX_TWILIO_AUTH_TOKEN") or DEFAULT_TWILIO_TOKEN,
            twilio_webhook_url=environment.get("SANDBOX_TWILIO_WEBHOOK_URL") or None,
            twilio_via=environment.get("SANDBOX_TWILIO_VIA") or None,
        )
