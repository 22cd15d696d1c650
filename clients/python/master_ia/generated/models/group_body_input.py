from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..models.match import Match
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.condition_body import ConditionBody


T = TypeVar("T", bound="GroupBodyInput")


@_attrs_define
class GroupBodyInput:
    """Conditions joined by `all` or `any`; `negated` turns the answer round.

    Attributes:
        match (Match | Unset): How the parts of a group are joined.
        negated (bool | Unset):  Default: False.
        conditions (list[ConditionBody | GroupBodyInput] | Unset):
    """

    match: Match | Unset = UNSET
    negated: bool | Unset = False
    conditions: list[ConditionBody | GroupBodyInput] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.condition_body import ConditionBody  # noqa: PLC0415

        match: str | Unset = UNSET
        if not isinstance(self.match, Unset):
            match = self.match.value

        negated = self.negated

        conditions: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.conditions, Unset):
            conditions = []
            for conditions_item_data in self.conditions:
                conditions_item: dict[str, Any]
                if isinstance(conditions_item_data, ConditionBody):
                    conditions_item = conditions_item_data.to_dict()
                else:
                    conditions_item = conditions_item_data.to_dict()

                conditions.append(conditions_item)

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if match is not UNSET:
            field_dict["match"] = match
        if negated is not UNSET:
            field_dict["negated"] = negated
        if conditions is not UNSET:
            field_dict["conditions"] = conditions

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.condition_body import ConditionBody  # noqa: PLC0415

        d = dict(src_dict)
        _match = d.pop("match", UNSET)
        match: Match | Unset
        if isinstance(_match, Unset):
            match = UNSET
        else:
            match = Match(_match)

        negated = d.pop("negated", UNSET)

        _conditions = d.pop("conditions", UNSET)
        conditions: list[ConditionBody | GroupBodyInput] | Unset = UNSET
        if _conditions is not UNSET:
            conditions = []
            for conditions_item_data in _conditions:

                def _parse_conditions_item(data: object) -> ConditionBody | GroupBodyInput:
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        conditions_item_type_0 = ConditionBody.from_dict(data)

                        return conditions_item_type_0
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    if not isinstance(data, dict):
                        raise TypeError()
                    conditions_item_type_1 = GroupBodyInput.from_dict(data)

                    return conditions_item_type_1

                conditions_item = _parse_conditions_item(conditions_item_data)

                conditions.append(conditions_item)

        group_body_input = cls(
            match=match,
            negated=negated,
            conditions=conditions,
        )

        return group_body_input
