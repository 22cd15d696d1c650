from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.stage_outcome import StageOutcome
from ..models.stage_write_colour import StageWriteColour
from ..types import UNSET, Unset

T = TypeVar("T", bound="StageWrite")


@_attrs_define
class StageWrite:
    """
    Attributes:
        name (str):
        colour (StageWriteColour | Unset):  Default: StageWriteColour.SLATE.
        outcome (StageOutcome | Unset):
    """

    name: str
    colour: StageWriteColour | Unset = StageWriteColour.SLATE
    outcome: StageOutcome | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        colour: str | Unset = UNSET
        if not isinstance(self.colour, Unset):
            colour = self.colour.value

        outcome: str | Unset = UNSET
        if not isinstance(self.outcome, Unset):
            outcome = self.outcome.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
            }
        )
        if colour is not UNSET:
            field_dict["colour"] = colour
        if outcome is not UNSET:
            field_dict["outcome"] = outcome

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        _colour = d.pop("colour", UNSET)
        colour: StageWriteColour | Unset
        if isinstance(_colour, Unset):
            colour = UNSET
        else:
            colour = StageWriteColour(_colour)

        _outcome = d.pop("outcome", UNSET)
        outcome: StageOutcome | Unset
        if isinstance(_outcome, Unset):
            outcome = UNSET
        else:
            outcome = StageOutcome(_outcome)

        stage_write = cls(
            name=name,
            colour=colour,
            outcome=outcome,
        )

        return stage_write
