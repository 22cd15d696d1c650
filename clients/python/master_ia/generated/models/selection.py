from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="Selection")


@_attrs_define
class Selection:
    """Some contacts: by id, or everybody a filter finds.

    Attributes:
        contact_ids (list[str] | Unset):
        q (str | Unset): Part of a name, number or e-mail. Default: ''.
        tag_id (None | str | Unset):
        segment_id (None | str | Unset):
        stage_id (None | str | Unset):
        everyone (bool | Unset): Needed to mean all contacts. Default: False.
    """

    contact_ids: list[str] | Unset = UNSET
    q: str | Unset = ""
    tag_id: None | str | Unset = UNSET
    segment_id: None | str | Unset = UNSET
    stage_id: None | str | Unset = UNSET
    everyone: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        contact_ids: list[str] | Unset = UNSET
        if not isinstance(self.contact_ids, Unset):
            contact_ids = self.contact_ids

        q = self.q

        tag_id: None | str | Unset
        if isinstance(self.tag_id, Unset):
            tag_id = UNSET
        else:
            tag_id = self.tag_id

        segment_id: None | str | Unset
        if isinstance(self.segment_id, Unset):
            segment_id = UNSET
        else:
            segment_id = self.segment_id

        stage_id: None | str | Unset
        if isinstance(self.stage_id, Unset):
            stage_id = UNSET
        else:
            stage_id = self.stage_id

        everyone = self.everyone

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if contact_ids is not UNSET:
            field_dict["contact_ids"] = contact_ids
        if q is not UNSET:
            field_dict["q"] = q
        if tag_id is not UNSET:
            field_dict["tag_id"] = tag_id
        if segment_id is not UNSET:
            field_dict["segment_id"] = segment_id
        if stage_id is not UNSET:
            field_dict["stage_id"] = stage_id
        if everyone is not UNSET:
            field_dict["everyone"] = everyone

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        contact_ids = cast(list[str], d.pop("contact_ids", UNSET))

        q = d.pop("q", UNSET)

        def _parse_tag_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        tag_id = _parse_tag_id(d.pop("tag_id", UNSET))

        def _parse_segment_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        segment_id = _parse_segment_id(d.pop("segment_id", UNSET))

        def _parse_stage_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        stage_id = _parse_stage_id(d.pop("stage_id", UNSET))

        everyone = d.pop("everyone", UNSET)

        selection = cls(
            contact_ids=contact_ids,
            q=q,
            tag_id=tag_id,
            segment_id=segment_id,
            stage_id=stage_id,
            everyone=everyone,
        )

        return selection
