from __future__ import annotations

from collections.abc import Mapping
from typing import (
    Any,
    Literal,
    TypeVar,
    cast,
)

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="AssignStep")


@_attrs_define
class AssignStep:
    """Who looks after the contact's newest conversation; neither: nobody in particular.

    Attributes:
        kind (Literal['assign']):
        key (str | Unset): Its name for life: a step that keeps it is the same one in every version, and nobody does one
            twice. Left out, one is made. Default: ''.
        user_id (None | str | Unset):
        team_id (None | str | Unset):
    """

    kind: Literal["assign"]
    key: str | Unset = ""
    user_id: None | str | Unset = UNSET
    team_id: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        key = self.key

        user_id: None | str | Unset
        if isinstance(self.user_id, Unset):
            user_id = UNSET
        else:
            user_id = self.user_id

        team_id: None | str | Unset
        if isinstance(self.team_id, Unset):
            team_id = UNSET
        else:
            team_id = self.team_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
            }
        )
        if key is not UNSET:
            field_dict["key"] = key
        if user_id is not UNSET:
            field_dict["user_id"] = user_id
        if team_id is not UNSET:
            field_dict["team_id"] = team_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = cast(Literal["assign"], d.pop("kind"))
        if kind != "assign":
            raise ValueError(f"kind must match const 'assign', got '{kind}'")

        key = d.pop("key", UNSET)

        def _parse_user_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        user_id = _parse_user_id(d.pop("user_id", UNSET))

        def _parse_team_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        team_id = _parse_team_id(d.pop("team_id", UNSET))

        assign_step = cls(
            kind=kind,
            key=key,
            user_id=user_id,
            team_id=team_id,
        )

        return assign_step
