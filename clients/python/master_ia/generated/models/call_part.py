from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.call_part_variables import CallPartVariables


T = TypeVar("T", bound="CallPart")


@_attrs_define
class CallPart:
    """A phone call. Nothing performs calls yet: 409 `calls_unavailable`, and nothing is done.

    Attributes:
        agent (str | Unset):  Default: ''.
        variables (CallPartVariables | Unset):
    """

    agent: str | Unset = ""
    variables: CallPartVariables | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        agent = self.agent

        variables: dict[str, Any] | Unset = UNSET
        if not isinstance(self.variables, Unset):
            variables = self.variables.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if agent is not UNSET:
            field_dict["agent"] = agent
        if variables is not UNSET:
            field_dict["variables"] = variables

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.call_part_variables import CallPartVariables  # noqa: PLC0415

        d = dict(src_dict)
        agent = d.pop("agent", UNSET)

        _variables = d.pop("variables", UNSET)
        variables: CallPartVariables | Unset
        if isinstance(_variables, Unset):
            variables = UNSET
        else:
            variables = CallPartVariables.from_dict(_variables)

        call_part = cls(
            agent=agent,
            variables=variables,
        )

        return call_part
