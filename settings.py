"""Every setting the program reads. Only bootstrap.py, db.setup and the migrations build this."""

import hashlib
import hmac
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url

from db.rls import APP_ROLE, SYSTEM_ROLE


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    environment: Literal["development", "production"] = "production"
    host: str = "127.0.0.1"
    port: int = 5000
    # Where browsers and providers reach us; decides cookies' Secure and the webhook address.
    public_url: str = "http://localhost:5000"
    # The reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, by commas.
    # Nobody's by default: whoever may name his own address may try passwords for ever.
    trusted_proxies: str = ""

    # The login that may create roles and tables: used by `python -m db.setup` alone.
    database_url: str
    # The program's two logins; derived from database_url and secret_key when not given.
    database_app_url: str | None = None
    database_system_url: str | None = None
    redis_url: str = "redis://127.0.0.1:6379/0"
    temporal_address: str = "127.0.0.1:7233"
    temporal_namespace: str = "master-ia"
    temporal_api_key: SecretStr | None = None
    temporal_tls: bool = False
    # For links from a campaign to its run; no link is shown without it.
    temporal_ui_url: str | None = None

    # No default: a missing secret must stop the boot, not weaken it.
    secret_key: SecretStr = Field(min_length=32)
    # "k2:<base64 of 32 bytes>,k1:…": the first encrypts, all decrypt.
    encryption_keys: SecretStr

    meta_graph_base_url: str = "https://graph.facebook.com"
    meta_graph_version: str = "v23.0"
    meta_app_id: str | None = None
    # The installation's own Meta app; without it only connections with their own secret work.
    meta_app_secret: SecretStr | None = None
    meta_webhook_verify_token: SecretStr | None = None

    # Twilio's hosts; the sandbox in development.
    twilio_api_base_url: str = "https://api.twilio.com"
    twilio_messaging_base_url: str = "https://messaging.twilio.com"
    twilio_lookups_base_url: str = "https://lookups.twilio.com"

    # Uploaded files; private.
    storage_dir: Path = Path(".data/storage")
    # Where files of messages are kept: below STORAGE_DIR, in S3 or in Google Cloud Storage.
    media_storage: Literal["folder", "s3", "gcs"] = "folder"
    # The most bytes a file may have, whatever its kind would allow.
    media_max_bytes: int = 100_000_000
    # Where a provider's files may be fetched from besides its own API; a dot: all below it.
    media_hosts: str = ".fbsbx.com,.fbcdn.net,.whatsapp.net"
    s3_bucket: str = ""
    s3_region: str = "us-east-1"
    # Without keys the machine's own are used: environment, profile, role.
    s3_access_key_id: str | None = None
    s3_secret_access_key: SecretStr | None = None
    s3_endpoint_url: str | None = None
    # A CloudFront distribution in front of the bucket, and the key that signs its addresses.
    cloudfront_url: str | None = None
    cloudfront_key_pair_id: str = ""
    cloudfront_private_key: SecretStr | None = None
    gcs_bucket: str = ""
    # A service account's JSON file; without it the machine's own credentials.
    gcs_credentials: Path | None = None
    storage_emulator_host: str | None = None
    # Lets user-given addresses point at private networks: for a test or the embedded sandbox.
    allow_private_network: bool = False
    # Whom a push service may write to when our pushes trouble it: mailto:… or https://….
    vapid_subject: str | None = None
    # Who signs in to the demo company that `python seed_demo.py` makes.
    demo_email: str | None = None
    demo_password: SecretStr | None = None
    # Messages in flight at once in one worker.
    send_window: int = 800
    # A send without an outcome for this long is in doubt; longer than any send can take.
    send_lease_seconds: float = 120.0
    # For how long it is kept what happened, what was delivered of it, what rules and hooks did, and
    # what providers told us.
    event_retention_days: int = Field(default=30, ge=7, le=3_650)
    # Open streams of live updates: of one process, and of one signed-in browser, which needs one.
    live_streams: int = 3_000
    live_streams_per_session: int = 8
    # Who may read /metrics; without it only this machine may.
    metrics_token: SecretStr | None = None
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @cached_property
    def app_database(self) -> str:
        return self.database_app_url or self._login(APP_ROLE)

    @cached_property
    def system_database(self) -> str:
        return self.database_system_url or self._login(SYSTEM_ROLE)

    def key_for(self, purpose: str) -> bytes:
        """One secret, a key for each purpose: a leak of one tells nothing of the others."""
        secret = self.secret_key.get_secret_value().encode()
        return hmac.new(secret, purpose.encode(), hashlib.sha256).digest()

    def role_password(self, role: str) -> str:
        """A password only we can compute, so that one secret serves all logins."""
        key = self.secret_key.get_secret_value().encode()
        return hmac.new(key, f"database:{role}".encode(), hashlib.sha256).hexdigest()

    def _login(self, role: str) -> str:
        url = make_url(self.database_url).set(username=role, password=self.role_password(role))
        return url.render_as_string(hide_password=False)
