"""The better variant, by rule and guard: pure functions over counts."""

from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from schemas.experiments import Experiment, Metric
from services.verdicts import Result, Why, by_chance, judge

RULE = Experiment(metric=Metric.READ, min_sample=50, max_opt_out_percent=2, max_failed_percent=20)


def _result(variant: int, read: int, *, taken: int = 100, **more: int) -> Result:
    return Result(variant, taken=taken, delivered=taken, read=read, **more)


def test_the_higher_share_wins_and_not_the_higher_number() -> None:
    verdict = judge([_result(1, 60, taken=200), _result(2, 40)], RULE)
    assert (verdict.winner, verdict.why) == (2, Why.BEST)


def test_alike_is_unclear() -> None:
    assert judge([_result(1, 30), _result(2, 30)], RULE).why is Why.TIE


def test_too_few_is_unclear_however_good() -> None:
    assert judge([_result(1, 10), _result(2, 49, taken=49)], RULE).why is Why.TOO_FEW


def test_the_guard_comes_before_the_rule() -> None:
    verdict = judge([_result(1, 30), _result(2, 90, opt_outs=3)], RULE)
    assert (verdict.winner, verdict.why, verdict.beyond_guard) == (1, Why.ONLY_ONE, (2,))


def test_nobody_within_the_guard_is_unclear() -> None:
    verdict = judge([_result(1, 30, failed=60), _result(2, 90, opt_outs=3)], RULE)
    assert (verdict.winner, verdict.why) == (None, Why.ALL_BEYOND_GUARD)


def test_without_a_guard_nothing_is_taken_out() -> None:
    free = Experiment(min_sample=50, max_opt_out_percent=None, max_failed_percent=None)
    assert judge([_result(1, 30), _result(2, 90, opt_outs=50)], free).winner == 2


def test_failures_count_against_a_variant() -> None:
    free = Experiment(min_sample=50, max_failed_percent=None)
    verdict = judge([_result(1, 50), _result(2, 50, failed=20)], free)
    assert verdict.winner == 1


def test_the_chance_is_that_of_two_proportions() -> None:
    # scipy.stats: 40 of 100 against 55 of 100, pooled z-test.
    found = by_chance(_result(1, 40), _result(2, 55), Metric.READ)
    assert found is not None
    assert isclose(found, 0.0337, abs_tol=0.0005)
    assert by_chance(_result(1, 0), _result(2, 0), Metric.READ) == 1.0
    assert by_chance(Result(1), _result(2, 5), Metric.READ) is None


@st.composite
def _samples(draw: st.DrawFn) -> list[Result]:
    results = []
    for variant in range(1, draw(st.integers(2, 5)) + 1):
        taken = draw(st.integers(0, 300))
        read = draw(st.integers(0, taken))
        failed, left = draw(st.integers(0, 100)), draw(st.integers(0, taken))
        results.append(Result(variant, taken, failed, taken, read, opt_outs=left))
    return results


@given(_samples())
def test_a_winner_is_within_the_guard_large_enough_and_better_than_all_others(
    results: list[Result],
) -> None:
    verdict = judge(results, RULE)
    if verdict.winner is None:
        assert verdict.why not in (Why.BEST, Why.ONLY_ONE)
        return
    winner = next(one for one in results if one.variant == verdict.winner)
    assert winner.failed_percent <= 20
    assert winner.opt_out_percent <= 2
    assert winner.tried >= 50
    others = [
        one for one in results if one is not winner and one.variant not in verdict.beyond_guard
    ]
    assert all(one.rate(Metric.READ) < winner.rate(Metric.READ) for one in others)


@given(_samples(), st.randoms(use_true_random=False))
def test_the_order_of_the_variants_does_not_matter(results: list[Result], random: object) -> None:
    shuffled = results.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = judge(results, RULE), judge(shuffled, RULE)
    assert (one.winner, one.why, set(one.beyond_guard)) == (
        other.winner,
        other.why,
        set(other.beyond_guard),
    )
