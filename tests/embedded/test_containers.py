"""The container files cannot be run here, so what they name is held against what exists."""

import re
from pathlib import Path

import pytest
import yaml

from embedded import plan
from settings import Settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = ROOT / "docker-compose.temporal.yml"
SERVICES = yaml.safe_load(COMPOSE.read_text())["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "master-ia"}
SETTINGS = {name.upper() for name in Settings.model_fields}
# Read by the sandbox and by the demo company's script, which share no code with the program.
OTHERS = {
    "SANDBOX_WEBHOOK_URL",
    "SANDBOX_PORT",
    "DEMO_EMAIL",
    "DEMO_PASSWORD",
    "SANDBOX_TWILIO_WEBHOOK_URL",
    "SANDBOX_TWILIO_VIA",
}
SECRETS = {"POSTGRES_PASSWORD", "REDIS_PASSWORD", "SECRET_KEY", "ENCRYPTION_KEYS"}
ASKED_FOR = SECRETS | {"META_APP_ID", "META_APP_SECRET", "META_WEBHOOK_VERIFY_TOKEN"}


def example_names() -> set[str]:
    return set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def test_the_services_are_those_of_the_architecture() -> None:
    expected = {"postgres", "redis", "temporal", "temporal-ui", "setup", "app", "worker", "sandbox"}
    assert expected <= set(SERVICES)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_waits_for_services_that_can_be_waited_for(name: str) -> None:
    for other, wait in SERVICES[name].get("depends_on", {}).items():
        if wait["condition"] == "service_healthy":
            assert "healthcheck" in SERVICES[other]
        else:
            assert wait["condition"] == "service_completed_successfully"
            assert SERVICES[other]["restart"].startswith("on-failure")


@pytest.mark.parametrize("name", OURS)
def test_a_command_of_ours_names_a_program_that_exists(name: str) -> None:
    words = " ".join(OURS[name]["command"])
    scripts = re.findall(r"python (\w+\.py)", words)
    modules = re.findall(r"python -m ([\w.]+)", words)
    assert scripts or modules
    for script in scripts:
        assert (ROOT / script).is_file()
    for module in modules:
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file()


@pytest.mark.parametrize("name", OURS)
def test_a_service_of_ours_is_given_settings_that_exist(name: str) -> None:
    assert set(OURS[name]["environment"]) <= SETTINGS | OTHERS


def test_the_program_gets_every_setting_without_a_default() -> None:
    required = {
        name.upper() for name, field in Settings.model_fields.items() if field.is_required()
    }
    for name in ("setup", "app", "worker", "demo"):
        assert required <= set(OURS[name]["environment"])


def test_no_secret_has_a_default() -> None:
    text = COMPOSE.read_text()
    for name in ASKED_FOR:
        uses = re.findall(rf"\$\{{{name}[^}}]*\}}", text)
        assert uses
        assert set(uses) == {f"${{{name}:?see .env.example}}"}


def test_ports_are_open_to_this_machine_alone() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_example_names_only_what_is_read() -> None:
    in_compose = set(re.findall(r"\$\{(\w+)", COMPOSE.read_text()))
    assert in_compose <= example_names()
    assert example_names() <= SETTINGS | OTHERS | in_compose
    assert set(plan.SETTING_OF_PART.values()) <= example_names()


def test_the_image_holds_every_package_it_runs_and_no_more_rights_than_it_needs() -> None:
    ignore = (ROOT / ".dockerignore").read_text().splitlines()
    packages = {"activities", "api", "db", "providers", "sandbox", "schemas", "services", "web"}
    assert {f"!{package}" for package in packages | {"workflows", "alembic.ini"}} <= set(ignore)
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert lines.index("USER master-ia") < lines.index('CMD ["python", "server.py"]')
    assert "--require-hashes" in "\n".join(lines)
