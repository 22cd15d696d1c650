"""clients/python is what the API's document says today."""

from filecmp import cmp
from pathlib import Path

import pytest

from scripts import write_client


def files(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*.py")}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("client") / "generated"
    write_client.write(target)
    return target


def test_the_generated_code_is_current(fresh: Path) -> None:
    stored = write_client.TARGET
    gone, missing = files(stored) - files(fresh), files(fresh) - files(stored)
    both = files(stored) & files(fresh)
    other = {path for path in both if not cmp(stored / path, fresh / path, shallow=False)}
    assert not (gone | missing | other), "`make client` writes clients/python anew"


def test_every_operation_has_a_method_of_both_clients() -> None:
    paths = write_client.document()["paths"]
    names = {told["operationId"] for methods in paths.values() for told in methods.values()}
    for name in ("resources.py", "async_resources.py"):
        text = (write_client.TARGET / name).read_text()
        assert {operation for operation in names if f"def {operation}(" not in text} == set()
