from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.call_trigger_variables import CallTriggerVariables
    from ..models.contact_part import ContactPart


T = TypeVar("T", bound="CallTrigger")


@_attrs_define
class CallTrigger:
    """
    Attributes:
        contact (ContactPart): Whom it is about: found by external id, else by phone, else by e-mail; made when new.

            What is absent stays as it is. At least one of the three is needed.
        agent (str | Unset):  Default: ''.
        variables (CallTriggerVariables | Unset):
    """

    contact: ContactPart
    agent: str | Unset = ""
    variables: CallTriggerVariables | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        contact = self.contact.to_dict()

        agent = self.agent

        variables: dict[str, Any] | Unset = UNSET
        if not isinstance(self.variables, Unset):
            variables = self.variables.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "contact": contact,
            }
        )
        if agent is not UNSET:
            field_dict["agent"] = agent
        if variables is not UNSET:
            field_dict["variables"] = variables

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.call_trigger_variables import CallTriggerVariables  # noqa: PLC0415
        from ..models.contact_part import ContactPart  # noqa: PLC0415

        d = dict(src_dict)
        contact = ContactPart.from_dict(d.pop("contact"))

        agent = d.pop("agent", UNSET)

        _variables = d.pop("variables", UNSET)
        variables: CallTriggerVariables | Unset
        if isinstance(_variables, Unset):
            variables = UNSET
        else:
            variables = CallTriggerVariables.from_dict(_variables)

        call_trigger = cls(
            contact=contact,
            agent=agent,
            variables=variables,
        )

        return call_trigger
