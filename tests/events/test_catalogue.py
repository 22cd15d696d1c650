"""The catalogue keeps its own promises."""

import json

import pytest

from schemas.event_types import CHOICES, EVENT_TYPES, RESOURCES, TEST, EventType


@pytest.mark.parametrize("kind", EVENT_TYPES.values(), ids=lambda kind: kind.name)
def test_every_example_is_what_its_schema_says(kind: EventType) -> None:
    example = kind.example()
    shaped = kind.data.model_validate(example).model_dump(mode="json")
    assert {name: shaped[name] for name in example} == json.loads(json.dumps(example))


@pytest.mark.parametrize("kind", EVENT_TYPES.values(), ids=lambda kind: kind.name)
def test_every_type_says_what_it_is_about(kind: EventType) -> None:
    assert kind.words.endswith(".")
    assert set(kind.resources) <= set(RESOURCES)
    assert kind.name.count(".") == 1


def test_a_test_is_nothing_to_choose() -> None:
    assert TEST not in CHOICES
    assert len(CHOICES) == len(EVENT_TYPES) - 1
