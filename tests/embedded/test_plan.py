import base64
from pathlib import Path

import pytest

from embedded import credentials, plan
from workflows import search_attributes


@pytest.fixture
def made(tmp_path: Path) -> dict[str, str]:
    return credentials.load(tmp_path / "secrets.env")


def test_secrets_are_made_once_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "secrets.env"
    first = credentials.load(path)
    assert credentials.load(path) == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(base64.b64decode(first["ENCRYPTION_KEYS"].removeprefix("k1:"))) == 32
    assert len(first["SECRET_KEY"]) >= 32


def test_a_secret_that_is_missing_is_added_and_the_others_stay(tmp_path: Path) -> None:
    path = tmp_path / "secrets.env"
    path.write_text("SECRET_KEY=mine")
    assert credentials.load(path)["SECRET_KEY"] == "mine"
    assert "DEMO_PASSWORD" in credentials.load(path)
    assert credentials.load(path) == credentials.load(path)


@pytest.mark.parametrize("part", plan.SETTING_OF_PART)
def test_a_part_the_user_has_is_not_started(
    part: str, made: dict[str, str], tmp_path: Path
) -> None:
    setting = plan.SETTING_OF_PART[part]
    result = plan.make({setting: "theirs"}, made, tmp_path)
    started = [child.name for child in [*result.servers, result.sandbox] if child]
    assert set(started) == set(plan.SETTING_OF_PART) - {part}


def test_what_the_user_sets_wins(made: dict[str, str], tmp_path: Path) -> None:
    given = {"SECRET_KEY": "theirs", "PORT": "5001", "PATH": "/bin"}
    result = plan.make(given, made, tmp_path)
    assert result.settings["SECRET_KEY"] == "theirs"
    assert result.settings["PUBLIC_URL"] == "http://localhost:5001"
    assert result.settings["SANDBOX_WEBHOOK_URL"] == "http://127.0.0.1:5001/webhooks/meta"
    environments = [child.environment() for child in (result.setup, *result.programs)]
    assert all(env and env["PATH"] == "/bin" for env in environments)


def test_a_real_meta_app_gets_no_made_up_secret(made: dict[str, str], tmp_path: Path) -> None:
    given = {"META_GRAPH_BASE_URL": "https://graph.facebook.com"}
    result = plan.make(given, made, tmp_path)
    assert "META_APP_SECRET" not in result.settings
    assert "ALLOW_PRIVATE_NETWORK" not in result.settings


def test_production_gets_no_made_up_company(made: dict[str, str], tmp_path: Path) -> None:
    assert plan.make({}, made, tmp_path).seed
    assert plan.make({"ENVIRONMENT": "production"}, made, tmp_path).seed is None


def test_the_search_attributes_are_those_of_the_workflows() -> None:
    assert set(plan.SEARCH_ATTRIBUTES) == {f"{key.name}=Keyword" for key in search_attributes.ALL}
