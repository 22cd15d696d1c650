"""Those of reading, importing, webhooks and starting: see test_figures.py."""

import pytest

from tests.benchmarks.figures import Run, run

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

SIZES = {
    "P4": "300",
    "P5": "300",
    "P6": "300",
    "P7": "500",
    "P13": "1",
    "LIVE": "40",
    "SEARCH": "2500",
}


@pytest.fixture(scope="module")
def done() -> Run:
    return run(SIZES)


@pytest.mark.parametrize("figure", SIZES)
def test_a_figure_is_reported_as_one_json_line(done: Run, figure: str) -> None:
    done.assert_reported(figure)


def test_the_run_ends_well(done: Run) -> None:
    done.assert_ended_well()
