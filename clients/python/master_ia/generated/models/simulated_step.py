from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.simulated_step_branch_type_0 import SimulatedStepBranchType0

if TYPE_CHECKING:
    from ..models.cadences_moment_read import CadencesMomentRead
    from ..models.simulated_text import SimulatedText


T = TypeVar("T", bound="SimulatedStep")


@_attrs_define
class SimulatedStep:
    """
    Attributes:
        key (str):
        kind (str):
        inside (None | str): The condition whose way it stands in.
        branch (None | SimulatedStepBranchType0):
        moments (list[CadencesMomentRead]): When the contact may come to it: for a wait, when it is over; for a message,
            when it is sent. Empty: never.
        more (int): Moments that are not listed.
        unknown_day (bool): A wait for a date the contact does not have.
        message (None | SimulatedText):
        in_window (None | SimulatedText): What is said on WhatsApp to who wrote within 24 hours.
    """

    key: str
    kind: str
    inside: None | str
    branch: None | SimulatedStepBranchType0
    moments: list[CadencesMomentRead]
    more: int
    unknown_day: bool
    message: None | SimulatedText
    in_window: None | SimulatedText
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.simulated_text import SimulatedText  # noqa: PLC0415

        key = self.key

        kind = self.kind

        inside: None | str
        inside = self.inside

        branch: None | str
        if isinstance(self.branch, SimulatedStepBranchType0):
            branch = self.branch.value
        else:
            branch = self.branch

        moments = []
        for moments_item_data in self.moments:
            moments_item = moments_item_data.to_dict()
            moments.append(moments_item)

        more = self.more

        unknown_day = self.unknown_day

        message: dict[str, Any] | None
        if isinstance(self.message, SimulatedText):
            message = self.message.to_dict()
        else:
            message = self.message

        in_window: dict[str, Any] | None
        if isinstance(self.in_window, SimulatedText):
            in_window = self.in_window.to_dict()
        else:
            in_window = self.in_window

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "key": key,
                "kind": kind,
                "inside": inside,
                "branch": branch,
                "moments": moments,
                "more": more,
                "unknown_day": unknown_day,
                "message": message,
                "in_window": in_window,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.cadences_moment_read import CadencesMomentRead  # noqa: PLC0415
        from ..models.simulated_text import SimulatedText  # noqa: PLC0415

        d = dict(src_dict)
        key = d.pop("key")

        kind = d.pop("kind")

        def _parse_inside(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        inside = _parse_inside(d.pop("inside"))

        def _parse_branch(data: object) -> None | SimulatedStepBranchType0:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                branch_type_0 = SimulatedStepBranchType0(data)

                return branch_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SimulatedStepBranchType0, data)

        branch = _parse_branch(d.pop("branch"))

        moments = []
        _moments = d.pop("moments")
        for moments_item_data in _moments:
            moments_item = CadencesMomentRead.from_dict(moments_item_data)

            moments.append(moments_item)

        more = d.pop("more")

        unknown_day = d.pop("unknown_day")

        def _parse_message(data: object) -> None | SimulatedText:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                message_type_0 = SimulatedText.from_dict(data)

                return message_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SimulatedText, data)

        message = _parse_message(d.pop("message"))

        def _parse_in_window(data: object) -> None | SimulatedText:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                in_window_type_0 = SimulatedText.from_dict(data)

                return in_window_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SimulatedText, data)

        in_window = _parse_in_window(d.pop("in_window"))

        simulated_step = cls(
            key=key,
            kind=kind,
            inside=inside,
            branch=branch,
            moments=moments,
            more=more,
            unknown_day=unknown_day,
            message=message,
            in_window=in_window,
        )

        simulated_step.additional_properties = d
        return simulated_step

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
