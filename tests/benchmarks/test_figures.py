"""Every benchmark runs at a tiny size; what it measures never fails a test.

Those in which much is sent; test_other_figures.py has the others, so that two workers share them.
"""

import pytest

from benchmarks.__main__ import RUNS
from tests.benchmarks import test_other_figures
from tests.benchmarks.figures import Run, run

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

SIZES = {
    "P1": "300",
    "P3": "400",
    "P9": "3000",
    "P10": "4000",
    "P11": "1000",
    "DELIVERIES": "50",
    "AUTOMATION": "40",
}


@pytest.fixture(scope="module")
def done() -> Run:
    return run(SIZES)


@pytest.mark.parametrize("figure", SIZES)
def test_a_figure_is_reported_as_one_json_line(done: Run, figure: str) -> None:
    done.assert_reported(figure)


def test_the_run_ends_well(done: Run) -> None:
    done.assert_ended_well()


def test_no_benchmark_is_left_out() -> None:
    run_here = {RUNS[figure] for figure in (*SIZES, *test_other_figures.SIZES)}
    assert run_here == set(RUNS.values())
