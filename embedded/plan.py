"""Decides which parts this machine starts, and the one environment they all get."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from embedded.network import LOOPBACK, preferred_port
from embedded.postgres import Postgres
from embedded.process import Child
from embedded.programs import Program, Task
from embedded.redis import Redis
from embedded.temporal import NAMESPACE, Temporal

# A part whose setting is given by the user is the user's, and is not started.
SETTING_OF_PART = {
    "postgres": "DATABASE_URL",
    "redis": "REDIS_URL",
    "temporal": "TEMPORAL_ADDRESS",
    "sandbox": "META_GRAPH_BASE_URL",
}
SERVERS = ("postgres", "redis", "temporal")
SEARCH_ATTRIBUTES = ("CompanyId=Keyword", "CampaignId=Keyword", "ImportId=Keyword")
DEFAULT_PORT = "5000"
_SANDBOX_PORT = "5050"
_TEMPORAL_PORT = 7233
_TEMPORAL_UI_PORT = 8233


@dataclass(frozen=True, slots=True)
class Plan:
    """What is started, in order, and the settings it all gets."""

    servers: list[Child]
    sandbox: Program | None
    setup: Task
    seed: Task | None
    programs: list[Program]
    settings: dict[str, str]
    data: Path


def make(given: Mapping[str, str], credentials: Mapping[str, str], data: Path) -> Plan:
    """Everything, except what `given` already names; a value given is never replaced."""
    servers, settings = _servers(given, credentials, data)
    settings |= _program_settings(given, credentials, data)
    has_sandbox = SETTING_OF_PART["sandbox"] not in given
    if has_sandbox:
        settings |= _sandbox_settings(given, credentials)
    settings = {name: given.get(name, value) for name, value in settings.items()}
    settings |= {name: given[name] for name in SETTING_OF_PART.values() if name in given}
    # Unbuffered: the last words of a program that was killed are in its log.
    environment = {**given, **settings, "PYTHONUNBUFFERED": "1"}

    def program(title: str, *arguments: str, ready_url: str | None = None) -> Program:
        return Program(title, arguments, data, environment, ready_url=ready_url)

    def task(title: str, *arguments: str) -> Task:
        return Task(title, arguments, data, environment)

    port = sandbox_port(given)
    phones = f"http://{LOOPBACK}:{port}/"
    state = str(data / "sandbox.json")
    arguments = ("-m", "sandbox", "--port", port, "--state", state)
    sandbox = program("Sandbox", *arguments, ready_url=phones)
    server = program("Server", "server.py", ready_url=_health_url(settings))
    return Plan(
        servers=servers,
        sandbox=sandbox if has_sandbox else None,
        setup=task("Database set-up", "-m", "db.setup"),
        # Made-up people do not belong into somebody's production.
        seed=task("Demo company", "seed_demo.py")
        if settings["ENVIRONMENT"] == "development"
        else None,
        programs=[server, program("Worker", "worker.py")],
        settings=settings,
        data=data,
    )


def sandbox_port(given: Mapping[str, str]) -> str:
    return given.get("SANDBOX_PORT", _SANDBOX_PORT)


def _health_url(settings: Mapping[str, str]) -> str:
    """Where this machine asks the server how it is, whatever address the server listens on."""
    everywhere = settings["HOST"] in {"0.0.0.0", "::"}  # noqa: S104
    host = LOOPBACK if everywhere else settings["HOST"]
    return f"http://{host}:{settings['PORT']}/health/ready"


def _servers(
    given: Mapping[str, str], credentials: Mapping[str, str], data: Path
) -> tuple[list[Child], dict[str, str]]:
    """The servers that are ours, slowest first, and how they are reached."""
    servers: list[Child] = []
    settings = {"TEMPORAL_NAMESPACE": NAMESPACE}
    if "TEMPORAL_ADDRESS" not in given:
        temporal = Temporal(
            data,
            port=preferred_port(_TEMPORAL_PORT),
            ui_port=preferred_port(_TEMPORAL_UI_PORT),
            namespace=given.get("TEMPORAL_NAMESPACE", NAMESPACE),
            search_attributes=SEARCH_ATTRIBUTES,
        )
        servers.append(temporal)
        settings["TEMPORAL_ADDRESS"] = temporal.address
        settings["TEMPORAL_UI_URL"] = f"http://localhost:{temporal.ui_port}"
    if "REDIS_URL" not in given:
        redis = Redis(data, password=credentials["REDIS_PASSWORD"])
        servers.append(redis)
        settings["REDIS_URL"] = redis.url
    if "DATABASE_URL" not in given:
        postgres = Postgres(data, password=credentials["POSTGRES_PASSWORD"])
        servers.append(postgres)
        settings["DATABASE_URL"] = postgres.url()
    return servers, settings


def _program_settings(
    given: Mapping[str, str], credentials: Mapping[str, str], data: Path
) -> dict[str, str]:
    port = given.get("PORT", DEFAULT_PORT)
    return {
        "ENVIRONMENT": "development",
        "HOST": LOOPBACK,
        "PORT": port,
        "PUBLIC_URL": f"http://localhost:{port}",
        "STORAGE_DIR": str(data / "storage"),
        "SECRET_KEY": credentials["SECRET_KEY"],
        "ENCRYPTION_KEYS": credentials["ENCRYPTION_KEYS"],
        "DEMO_EMAIL": credentials["DEMO_EMAIL"],
        "DEMO_PASSWORD": credentials["DEMO_PASSWORD"],
    }


def _sandbox_settings(given: Mapping[str, str], credentials: Mapping[str, str]) -> dict[str, str]:
    """Meta and Twilio as the sandbox plays them: at our address, with an app for this machine."""
    port = given.get("PORT", DEFAULT_PORT)
    sandbox = f"http://{LOOPBACK}:{sandbox_port(given)}"
    public_url = given.get("PUBLIC_URL", f"http://localhost:{port}").rstrip("/")
    return {
        "SANDBOX_PORT": sandbox_port(given),
        "META_GRAPH_BASE_URL": sandbox,
        "TWILIO_API_BASE_URL": sandbox,
        "TWILIO_MESSAGING_BASE_URL": sandbox,
        "TWILIO_LOOKUPS_BASE_URL": sandbox,
        # As we know our address: it is part of what Twilio signs.
        "SANDBOX_TWILIO_WEBHOOK_URL": f"{public_url}/webhooks/twilio",
        "META_APP_ID": credentials["META_APP_ID"],
        "META_APP_SECRET": credentials["META_APP_SECRET"],
        "META_WEBHOOK_VERIFY_TOKEN": credentials["META_WEBHOOK_VERIFY_TOKEN"],
        "SANDBOX_WEBHOOK_URL": f"http://{LOOPBACK}:{port}/webhooks/meta",
        "ALLOW_PRIVATE_NETWORK": "true",
    }
