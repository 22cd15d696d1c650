from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.hook_preview_ask_actions_type_0 import HookPreviewAskActionsType0
    from ..models.hook_preview_ask_body_type_0 import HookPreviewAskBodyType0
    from ..models.mapping import Mapping


T = TypeVar("T", bound="HookPreviewAsk")


@_attrs_define
class HookPreviewAsk:
    """A sample, and a mapping that may not be saved yet.

    Attributes:
        request_id (None | str | Unset): A call that came in. One of this and `body`.
        body (HookPreviewAskBodyType0 | None | Unset):
        mapping (Mapping | None | Unset): The saved one, if absent.
        actions (HookPreviewAskActionsType0 | None | Unset): The saved ones, if absent.
    """

    request_id: None | str | Unset = UNSET
    body: HookPreviewAskBodyType0 | None | Unset = UNSET
    mapping: Mapping | None | Unset = UNSET
    actions: HookPreviewAskActionsType0 | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.hook_preview_ask_actions_type_0 import HookPreviewAskActionsType0  # noqa: PLC0415
        from ..models.hook_preview_ask_body_type_0 import HookPreviewAskBodyType0  # noqa: PLC0415
        from ..models.mapping import Mapping  # noqa: PLC0415

        request_id: None | str | Unset
        if isinstance(self.request_id, Unset):
            request_id = UNSET
        else:
            request_id = self.request_id

        body: dict[str, Any] | None | Unset
        if isinstance(self.body, Unset):
            body = UNSET
        elif isinstance(self.body, HookPreviewAskBodyType0):
            body = self.body.to_dict()
        else:
            body = self.body

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
        elif isinstance(self.actions, HookPreviewAskActionsType0):
            actions = self.actions.to_dict()
        else:
            actions = self.actions

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if request_id is not UNSET:
            field_dict["request_id"] = request_id
        if body is not UNSET:
            field_dict["body"] = body
        if mapping is not UNSET:
            field_dict["mapping"] = mapping
        if actions is not UNSET:
            field_dict["actions"] = actions

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.hook_preview_ask_actions_type_0 import HookPreviewAskActionsType0  # noqa: PLC0415
        from ..models.hook_preview_ask_body_type_0 import HookPreviewAskBodyType0  # noqa: PLC0415
        from ..models.mapping import Mapping  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_request_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        request_id = _parse_request_id(d.pop("request_id", UNSET))

        def _parse_body(data: object) -> HookPreviewAskBodyType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                body_type_0 = HookPreviewAskBodyType0.from_dict(data)

                return body_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(HookPreviewAskBodyType0 | None | Unset, data)

        body = _parse_body(d.pop("body", UNSET))

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

        def _parse_actions(data: object) -> HookPreviewAskActionsType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                actions_type_0 = HookPreviewAskActionsType0.from_dict(data)

                return actions_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(HookPreviewAskActionsType0 | None | Unset, data)

        actions = _parse_actions(d.pop("actions", UNSET))

        hook_preview_ask = cls(
            request_id=request_id,
            body=body,
            mapping=mapping,
            actions=actions,
        )

        return hook_preview_ask
