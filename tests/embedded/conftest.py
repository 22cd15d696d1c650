import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def data() -> Iterator[Path]:
    """A short path that PostgreSQL's own account can enter; pytest's folders are for one user."""
    with tempfile.TemporaryDirectory(prefix="master-ia-test-") as folder:
        yield Path(folder)
