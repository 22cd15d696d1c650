from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.hook_update_actions_type_0 import HookUpdateActionsType0
    from ..models.mapping import Mapping
    from ..models.signature import Signature


T = TypeVar("T", bound="HookUpdate")


@_attrs_define
class HookUpdate:
    """What is absent stays as it is.

    Attributes:
        name (None | str | Unset):
        enabled (bool | None | Unset): Off: its address answers 404.
        capturing (bool | None | Unset): What comes in is kept as a sample, and nothing is done.
        mapping (Mapping | None | Unset):
        actions (HookUpdateActionsType0 | None | Unset):
        dedupe_path (None | str | Unset): Where the sender's own id of it stands: told twice it is one. Empty: the body
            itself, for a day.
        signature (None | Signature | Unset):
        secret (None | str | Unset): Of the signature; empty: one is made.
    """

    name: None | str | Unset = UNSET
    enabled: bool | None | Unset = UNSET
    capturing: bool | None | Unset = UNSET
    mapping: Mapping | None | Unset = UNSET
    actions: HookUpdateActionsType0 | None | Unset = UNSET
    dedupe_path: None | str | Unset = UNSET
    signature: None | Signature | Unset = UNSET
    secret: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.hook_update_actions_type_0 import HookUpdateActionsType0  # noqa: PLC0415
        from ..models.mapping import Mapping  # noqa: PLC0415
        from ..models.signature import Signature  # noqa: PLC0415

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        enabled: bool | None | Unset
        if isinstance(self.enabled, Unset):
            enabled = UNSET
        else:
            enabled = self.enabled

        capturing: bool | None | Unset
        if isinstance(self.capturing, Unset):
            capturing = UNSET
        else:
            capturing = self.capturing

        mapping: dict[str, Any] | None | Unset
        if isinstance(self.mapping, Unset):
            mapping = UNSET
        elif isinstance(self.mapping, Mapping):
            mapping = self.mapping.to_dict()
        else:
            mapping = self.mapping

        actions: dict[str, Any] | None | Unset
        if isinstance(self.actions, Unset):
            actions = UNSET
        elif isinstance(self.actions, HookUpdateActionsType0):
            actions = self.actions.to_dict()
        else:
            actions = self.actions

        dedupe_path: None | str | Unset
        if isinstance(self.dedupe_path, Unset):
            dedupe_path = UNSET
        else:
            dedupe_path = self.dedupe_path

        signature: dict[str, Any] | None | Unset
        if isinstance(self.signature, Unset):
            signature = UNSET
        elif isinstance(self.signature, Signature):
            signature = self.signature.to_dict()
        else:
            signature = self.signature

        secret: None | str | Unset
        if isinstance(self.secret, Unset):
            secret = UNSET
        else:
            secret = self.secret

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if enabled is not UNSET:
            field_dict["enabled"] = enabled
        if capturing is not UNSET:
            field_dict["capturing"] = capturing
        if mapping is not UNSET:
            field_dict["mapping"] = mapping
        if actions is not UNSET:
            field_dict["actions"] = actions
        if dedupe_path is not UNSET:
            field_dict["dedupe_path"] = dedupe_path
        if signature is not UNSET:
            field_dict["signature"] = signature
        if secret is not UNSET:
            field_dict["secret"] = secret

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.hook_update_actions_type_0 import HookUpdateActionsType0  # noqa: PLC0415
        from ..models.mapping import Mapping  # noqa: PLC0415
        from ..models.signature import Signature  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_enabled(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        enabled = _parse_enabled(d.pop("enabled", UNSET))

        def _parse_capturing(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        capturing = _parse_capturing(d.pop("capturing", UNSET))

        def _parse_mapping(data: object) -> Mapping | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                mapping_type_0 = Mapping.from_dict(data)

                return mapping_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Mapping | None | Unset, data)

        mapping = _parse_mapping(d.pop("mapping", UNSET))

        def _parse_actions(data: object) -> HookUpdateActionsType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                actions_type_0 = HookUpdateActionsType0.from_dict(data)

                return actions_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(HookUpdateActionsType0 | None | Unset, data)

        actions = _parse_actions(d.pop("actions", UNSET))

        def _parse_dedupe_path(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        dedupe_path = _parse_dedupe_path(d.pop("dedupe_path", UNSET))

        def _parse_signature(data: object) -> None | Signature | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                signature_type_0 = Signature.from_dict(data)

                return signature_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Signature | Unset, data)

        signature = _parse_signature(d.pop("signature", UNSET))

        def _parse_secret(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        secret = _parse_secret(d.pop("secret", UNSET))

        hook_update = cls(
            name=name,
            enabled=enabled,
            capturing=capturing,
            mapping=mapping,
            actions=actions,
            dedupe_path=dedupe_path,
            signature=signature,
            secret=secret,
        )

        return hook_update
