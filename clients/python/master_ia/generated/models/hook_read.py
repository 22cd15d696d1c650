from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.hook_read_actions import HookReadActions
    from ..models.mapping import Mapping
    from ..models.signature import Signature


T = TypeVar("T", bound="HookRead")


@_attrs_define
class HookRead:
    """
    Attributes:
        id (str):
        name (str):
        address (None | str): Where to send to. Whoever knows it can send: only keys with `automation:write` see it.
        enabled (bool):
        capturing (bool):
        mapping (Mapping): What a call's JSON becomes: the contact's values, and variables for the actions.
        actions (HookReadActions):
        dedupe_path (None | str):
        signature (Signature): How a call proves that it is from whom it says.
        secret (None | str): Only for keys with `automation:write`.
        version (int):
        created_at (datetime.datetime):
        updated_at (datetime.datetime):
    """

    id: str
    name: str
    address: None | str
    enabled: bool
    capturing: bool
    mapping: Mapping
    actions: HookReadActions
    dedupe_path: None | str
    signature: Signature
    secret: None | str
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        address: None | str
        address = self.address

        enabled = self.enabled

        capturing = self.capturing

        mapping = self.mapping.to_dict()

        actions = self.actions.to_dict()

        dedupe_path: None | str
        dedupe_path = self.dedupe_path

        signature = self.signature.to_dict()

        secret: None | str
        secret = self.secret

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "address": address,
                "enabled": enabled,
                "capturing": capturing,
                "mapping": mapping,
                "actions": actions,
                "dedupe_path": dedupe_path,
                "signature": signature,
                "secret": secret,
                "version": version,
                "created_at": created_at,
                "updated_at": updated_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.hook_read_actions import HookReadActions  # noqa: PLC0415
        from ..models.mapping import Mapping  # noqa: PLC0415
        from ..models.signature import Signature  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        def _parse_address(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        address = _parse_address(d.pop("address"))

        enabled = d.pop("enabled")

        capturing = d.pop("capturing")

        mapping = Mapping.from_dict(d.pop("mapping"))

        actions = HookReadActions.from_dict(d.pop("actions"))

        def _parse_dedupe_path(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        dedupe_path = _parse_dedupe_path(d.pop("dedupe_path"))

        signature = Signature.from_dict(d.pop("signature"))

        def _parse_secret(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        secret = _parse_secret(d.pop("secret"))

        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        hook_read = cls(
            id=id,
            name=name,
            address=address,
            enabled=enabled,
            capturing=capturing,
            mapping=mapping,
            actions=actions,
            dedupe_path=dedupe_path,
            signature=signature,
            secret=secret,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
        )

        hook_read.additional_properties = d
        return hook_read

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
