from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.media_body_kind_type_0 import MediaBodyKindType0
from ..types import UNSET, Unset

T = TypeVar("T", bound="MediaBody")


@_attrs_define
class MediaBody:
    """A file that was uploaded to `/media` before.

    Attributes:
        id (str):
        kind (MediaBodyKindType0 | None | Unset): What the file is, unless you say otherwise.
        caption (str | Unset):  Default: ''.
        filename (str | Unset):  Default: ''.
    """

    id: str
    kind: MediaBodyKindType0 | None | Unset = UNSET
    caption: str | Unset = ""
    filename: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        kind: None | str | Unset
        if isinstance(self.kind, Unset):
            kind = UNSET
        elif isinstance(self.kind, MediaBodyKindType0):
            kind = self.kind.value
        else:
            kind = self.kind

        caption = self.caption

        filename = self.filename

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
            }
        )
        if kind is not UNSET:
            field_dict["kind"] = kind
        if caption is not UNSET:
            field_dict["caption"] = caption
        if filename is not UNSET:
            field_dict["filename"] = filename

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        def _parse_kind(data: object) -> MediaBodyKindType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                kind_type_0 = MediaBodyKindType0(data)

                return kind_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MediaBodyKindType0 | None | Unset, data)

        kind = _parse_kind(d.pop("kind", UNSET))

        caption = d.pop("caption", UNSET)

        filename = d.pop("filename", UNSET)

        media_body = cls(
            id=id,
            kind=kind,
            caption=caption,
            filename=filename,
        )

        return media_body
