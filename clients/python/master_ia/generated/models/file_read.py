from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.media_status import MediaStatus

T = TypeVar("T", bound="FileRead")


@_attrs_define
class FileRead:
    """
    Attributes:
        id (str):
        kind (str):
        status (MediaStatus):
        mime_type (str):
        filename (str):
        size (int | None):
        url (None | str): Works for some minutes and needs no key; null while the file is not here.
    """

    id: str
    kind: str
    status: MediaStatus
    mime_type: str
    filename: str
    size: int | None
    url: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        kind = self.kind

        status = self.status.value

        mime_type = self.mime_type

        filename = self.filename

        size: int | None
        size = self.size

        url: None | str
        url = self.url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "kind": kind,
                "status": status,
                "mime_type": mime_type,
                "filename": filename,
                "size": size,
                "url": url,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        kind = d.pop("kind")

        status = MediaStatus(d.pop("status"))

        mime_type = d.pop("mime_type")

        filename = d.pop("filename")

        def _parse_size(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        size = _parse_size(d.pop("size"))

        def _parse_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        url = _parse_url(d.pop("url"))

        file_read = cls(
            id=id,
            kind=kind,
            status=status,
            mime_type=mime_type,
            filename=filename,
            size=size,
            url=url,
        )

        file_read.additional_properties = d
        return file_read

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
