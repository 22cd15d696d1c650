"""Steps put in, taken out, moved and copied: none is lost, none is there twice."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from schemas.cadences import Condition, Definition, Step, Wait, from_json, to_json
from services import cadence_edits


def _named(steps: Sequence[Step], prefix: str = "s") -> tuple[Step, ...]:
    made: list[Step] = []
    for place, step in enumerate(steps):
        key = f"{prefix}{place}"
        if isinstance(step, Condition):
            yes, no = _named(step.yes, f"{key}y"), _named(step.no, f"{key}n")
            made.append(replace(step, key=key, yes=yes, no=no))
        else:
            made.append(replace(step, key=key))
    return tuple(made)


waits = st.builds(Wait, key=st.just(""), minutes=st.integers(1, 5000))
trees = st.recursive(
    st.lists(waits, max_size=4),
    lambda inner: st.lists(
        st.one_of(
            waits,
            st.builds(Condition, key=st.just(""), yes=inner.map(tuple), no=inner.map(tuple)),
        ),
        max_size=4,
    ),
    max_leaves=12,
)
definitions = trees.map(lambda steps: Definition(_named(steps)))


def keys(definition: Definition) -> Counter[str]:
    return Counter(step.key for step in definition.walk())


@given(definitions)
def test_it_is_stored_as_it_is(definition: Definition) -> None:
    assert from_json(to_json(definition)) == definition


@given(definitions, st.data())
def test_a_step_put_anywhere_stands_there_once(definition: Definition, data: st.DataObject) -> None:
    place, _ = data.draw(st.sampled_from(cadence_edits.places(definition)))
    changed = cadence_edits.put(definition, place, Wait("new", minutes=1))
    assert keys(changed) == keys(definition) + Counter(["new"])
    assert cadence_edits.take(changed, "new") == definition


@given(definitions, st.data())
def test_moving_and_shifting_lose_nobody(definition: Definition, data: st.DataObject) -> None:
    known = sorted(keys(definition))
    if not known:
        return
    key = data.draw(st.sampled_from(known))
    place, _ = data.draw(st.sampled_from(cadence_edits.places(definition)))
    for changed in (
        cadence_edits.move(definition, key, place),
        cadence_edits.shift(definition, key, -1),
        cadence_edits.shift(definition, key, 1),
    ):
        assert keys(changed) == keys(definition)
        assert cadence_edits.find(changed, key) == cadence_edits.find(definition, key)


@given(definitions, st.data())
def test_a_copy_has_keys_of_its_own(definition: Definition, data: st.DataObject) -> None:
    known = sorted(keys(definition))
    if not known:
        return
    key = data.draw(st.sampled_from(known))
    changed, copy = cadence_edits.duplicate(definition, key)
    assert max(keys(changed).values()) == 1
    assert cadence_edits.take(changed, copy) == definition


@given(definitions, st.data())
def test_up_and_down_again_is_where_it_was(definition: Definition, data: st.DataObject) -> None:
    """Among the steps of one way; out of a way there is no way back in by shifting."""
    flat = [step for step in definition.steps if not isinstance(step, Condition)]
    only = Definition(tuple(flat))
    if len(flat) < 2:
        return
    step = data.draw(st.sampled_from(flat[1:]))
    up = cadence_edits.shift(only, step.key, -1)
    assert up != only
    assert cadence_edits.shift(up, step.key, 1) == only
