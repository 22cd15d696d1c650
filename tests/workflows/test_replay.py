"""Old histories must replay on today's code, or campaigns in flight wedge at an upgrade."""

from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from worker import WORKFLOWS

HISTORIES = sorted(Path(__file__).with_name("histories").glob("*.json"))


def test_every_workflow_has_a_history() -> None:
    recorded = {path.stem.split("-")[0] for path in HISTORIES}
    assert {workflow.__name__ for workflow in WORKFLOWS} <= recorded


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
async def test_history_replays(path: Path) -> None:
    history = WorkflowHistory.from_json(path.stem, path.read_text())
    await Replayer(workflows=list(WORKFLOWS)).replay_workflow(history)
