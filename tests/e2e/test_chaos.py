"""The short form of `make chaos`: each part is killed once, in the middle of a campaign."""

import pytest

from benchmarks import chaos


@pytest.mark.chaos
@pytest.mark.slow
@pytest.mark.timeout(1500)
async def test_whatever_dies_everybody_is_accounted_for_once() -> None:
    rounds = await chaos.run(len(chaos.PARTS), 300, seed=20261122, rate=100)
    assert {round_.killed for round_ in rounds} == set(chaos.PARTS)
    assert {round_.killed: round_.problems for round_ in rounds if round_.problems} == {}
