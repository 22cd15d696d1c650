from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.experiment_body import ExperimentBody
    from ..models.variant_result import VariantResult


T = TypeVar("T", bound="ExperimentRead")


@_attrs_define
class ExperimentRead:
    """A test as it stands.

    Attributes:
        rules (ExperimentBody): A test on a part of the audience; what it says is then sent to the rest.
        stage (str):
        decide_at (datetime.datetime | None):
        winner (int | None): 0: it was stopped, and the rest got nothing.
        waiting (int): How many wait for the winner.
        leader (int | None): Who would win now; null: unclear.
        why (str):
        chance (float | None): How likely a difference this large is by chance alone (p-value).
        results (list[VariantResult]):
    """

    rules: ExperimentBody
    stage: str
    decide_at: datetime.datetime | None
    winner: int | None
    waiting: int
    leader: int | None
    why: str
    chance: float | None
    results: list[VariantResult]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        rules = self.rules.to_dict()

        stage = self.stage

        decide_at: None | str
        if isinstance(self.decide_at, datetime.datetime):
            decide_at = self.decide_at.isoformat()
        else:
            decide_at = self.decide_at

        winner: int | None
        winner = self.winner

        waiting = self.waiting

        leader: int | None
        leader = self.leader

        why = self.why

        chance: float | None
        chance = self.chance

        results = []
        for results_item_data in self.results:
            results_item = results_item_data.to_dict()
            results.append(results_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "rules": rules,
                "stage": stage,
                "decide_at": decide_at,
                "winner": winner,
                "waiting": waiting,
                "leader": leader,
                "why": why,
                "chance": chance,
                "results": results,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.experiment_body import ExperimentBody  # noqa: PLC0415
        from ..models.variant_result import VariantResult  # noqa: PLC0415

        d = dict(src_dict)
        rules = ExperimentBody.from_dict(d.pop("rules"))

        stage = d.pop("stage")

        def _parse_decide_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                decide_at_type_0 = datetime.datetime.fromisoformat(data)

                return decide_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        decide_at = _parse_decide_at(d.pop("decide_at"))

        def _parse_winner(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        winner = _parse_winner(d.pop("winner"))

        waiting = d.pop("waiting")

        def _parse_leader(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        leader = _parse_leader(d.pop("leader"))

        why = d.pop("why")

        def _parse_chance(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        chance = _parse_chance(d.pop("chance"))

        results = []
        _results = d.pop("results")
        for results_item_data in _results:
            results_item = VariantResult.from_dict(results_item_data)

            results.append(results_item)

        experiment_read = cls(
            rules=rules,
            stage=stage,
            decide_at=decide_at,
            winner=winner,
            waiting=waiting,
            leader=leader,
            why=why,
            chance=chance,
            results=results,
        )

        experiment_read.additional_properties = d
        return experiment_read

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
