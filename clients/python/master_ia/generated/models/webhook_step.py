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

T = TypeVar("T", bound="WebhookStep")


@_attrs_define
class WebhookStep:
    """Tells one endpoint: an event `cadence.webhook` with this name.

    Attributes:
        kind (Literal['webhook']):
        key (str | Unset): Its name for life: a step that keeps it is the same one in every version, and nobody does one
            twice. Left out, one is made. Default: ''.
        endpoint_id (None | str | Unset):
        name (str | Unset):  Default: ''.
    """

    kind: Literal["webhook"]
    key: str | Unset = ""
    endpoint_id: None | str | Unset = UNSET
    name: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        key = self.key

        endpoint_id: None | str | Unset
        if isinstance(self.endpoint_id, Unset):
            endpoint_id = UNSET
        else:
            endpoint_id = self.endpoint_id

        name = self.name

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
            }
        )
        if key is not UNSET:
            field_dict["key"] = key
        if endpoint_id is not UNSET:
            field_dict["endpoint_id"] = endpoint_id
        if name is not UNSET:
            field_dict["name"] = name

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = cast(Literal["webhook"], d.pop("kind"))
        if kind != "webhook":
            raise ValueError(f"kind must match const 'webhook', got '{kind}'")

        key = d.pop("key", UNSET)

        def _parse_endpoint_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        endpoint_id = _parse_endpoint_id(d.pop("endpoint_id", UNSET))

        name = d.pop("name", UNSET)

        webhook_step = cls(
            kind=kind,
            key=key,
            endpoint_id=endpoint_id,
            name=name,
        )

        return webhook_step
