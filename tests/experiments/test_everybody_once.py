"""Whatever the test's shape and whenever it is cut off: everybody gets exactly one variant."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.session import Database
from schemas.enums import CampaignStatus, DeliveryStatus
from services import campaigns, experiments
from services.keyring import Keyring
from tests.campaigns.scenes import open_shop
from tests.conftest import create_company
from tests.experiments.trials import OTHER_VALUES, Trial

_OWN_VALUES = {1: ("Pessoa", "20%"), 2: OTHER_VALUES}


@dataclass(frozen=True)
class Shape:
    people: int
    sample: int
    weight: int
    page: int
    by_hand: int | None
    seed: int


@given(
    st.builds(
        Shape,
        people=st.integers(1, 60),
        sample=st.integers(1, 50),
        weight=st.integers(1, 5),
        page=st.integers(1, 25),
        by_hand=st.sampled_from([None, 1, 2]),
        seed=st.integers(0, 2**16),
    )
)
@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_everybody_gets_exactly_one_variant(
    database: Database, keyring: Keyring, shape: Shape
) -> None:
    random = Random(shape.seed)
    trial = Trial(database, await open_shop(database, keyring, await create_company(database)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(experiments, "_PAGE", shape.page)
        await trial.launch(shape.people, weight=shape.weight, sample_percent=shape.sample)
        sampled = {one.id: one.variant for one in await trial.ledger(1, 2)}
        await trial.send_sample(random.random())
        if shape.by_hand is not None and await trial.ledger(0):
            async with database.company(trial.shop.company_id) as session:
                await experiments.choose(session, trial.campaign_id, shape.by_hand)
        await _until_nobody_waits(trial, random)
    ledger = await trial.ledger()
    assert len({one.contact_id for one in ledger}) == len(ledger) == shape.people
    assert {one.id: one.variant for one in ledger if one.id in sampled} == sampled
    rest = Counter(one.variant for one in ledger if one.id not in sampled)
    assert len(rest) <= 1
    assert 0 not in rest
    assert all(tuple(one.parameters) == _OWN_VALUES[one.variant] for one in ledger)
    assert {one.status for one in ledger if one.id not in sampled} <= {DeliveryStatus.PENDING}
    assert await trial.counters() == await trial.counted()
    assert await trial.held() == 0


async def _until_nobody_waits(trial: Trial, random: Random) -> None:
    """Look again and again, with pauses, resumes and looks that came to nothing in between."""
    later = timedelta()
    for _ in range(200):
        if not await trial.ledger(0):
            return
        if random.random() < 0.2:
            await trial.set_status(CampaignStatus.PAUSED)
            assert await trial.step(later) is None
            async with trial.database.company(trial.shop.company_id) as session:
                await campaigns.resume(session, trial.campaign_id)
        if await trial.step(later) != 0.0:
            later = timedelta(days=9)
    pytest.fail("somebody waits for ever")
