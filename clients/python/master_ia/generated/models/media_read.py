from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.media_status import MediaStatus

T = TypeVar("T", bound="MediaRead")


@_attrs_define
class MediaRead:
    """
    Attributes:
        id (str):
        kind (str): image, video, audio, voice, document or sticker.
        status (MediaStatus):
        reason (None | str): Why it is not here: a stable code.
        mime_type (str): Found in the bytes; not what somebody claimed.
        filename (str):
        size (int | None):
        width (int | None):
        height (int | None):
        seconds (int | None):
        url (None | str): Its bytes, without a key, for 15 to 30 minutes; ask again for a new one.
        created_at (datetime.datetime):
    """

    id: str
    kind: str
    status: MediaStatus
    reason: None | str
    mime_type: str
    filename: str
    size: int | None
    width: int | None
    height: int | None
    seconds: int | None
    url: None | str
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        kind = self.kind

        status = self.status.value

        reason: None | str
        reason = self.reason

        mime_type = self.mime_type

        filename = self.filename

        size: int | None
        size = self.size

        width: int | None
        width = self.width

        height: int | None
        height = self.height

        seconds: int | None
        seconds = self.seconds

        url: None | str
        url = self.url

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "kind": kind,
                "status": status,
                "reason": reason,
                "mime_type": mime_type,
                "filename": filename,
                "size": size,
                "width": width,
                "height": height,
                "seconds": seconds,
                "url": url,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        kind = d.pop("kind")

        status = MediaStatus(d.pop("status"))

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        mime_type = d.pop("mime_type")

        filename = d.pop("filename")

        def _parse_size(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        size = _parse_size(d.pop("size"))

        def _parse_width(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        width = _parse_width(d.pop("width"))

        def _parse_height(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        height = _parse_height(d.pop("height"))

        def _parse_seconds(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        seconds = _parse_seconds(d.pop("seconds"))

        def _parse_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        url = _parse_url(d.pop("url"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        media_read = cls(
            id=id,
            kind=kind,
            status=status,
            reason=reason,
            mime_type=mime_type,
            filename=filename,
            size=size,
            width=width,
            height=height,
            seconds=seconds,
            url=url,
            created_at=created_at,
        )

        media_read.additional_properties = d
        return media_read

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
