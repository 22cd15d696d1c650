from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.action_body import ActionBody
    from ..models.group_body_input import GroupBodyInput
    from ..models.trigger_body import TriggerBody


T = TypeVar("T", bound="RuleWrite")


@_attrs_define
class RuleWrite:
    """
    Attributes:
        name (str):
        trigger (TriggerBody): When. Each kind uses its own fields and ignores the others.
        actions (list[ActionBody]):
        conditions (GroupBodyInput | None | Unset): A segment's definition over the contact; null: everybody.
        pause_minutes (int | Unset): At most once for each contact in so many minutes; 0: as often as it happens.
            Default: 60.
        enabled (bool | Unset):  Default: False.
    """

    name: str
    trigger: TriggerBody
    actions: list[ActionBody]
    conditions: GroupBodyInput | None | Unset = UNSET
    pause_minutes: int | Unset = 60
    enabled: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        from ..models.group_body_input import GroupBodyInput  # noqa: PLC0415

        name = self.name

        trigger = self.trigger.to_dict()

        actions = []
        for actions_item_data in self.actions:
            actions_item = actions_item_data.to_dict()
            actions.append(actions_item)

        conditions: dict[str, Any] | None | Unset
        if isinstance(self.conditions, Unset):
            conditions = UNSET
        elif isinstance(self.conditions, GroupBodyInput):
            conditions = self.conditions.to_dict()
        else:
            conditions = self.conditions

        pause_minutes = self.pause_minutes

        enabled = self.enabled

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "trigger": trigger,
                "actions": actions,
            }
        )
        if conditions is not UNSET:
            field_dict["conditions"] = conditions
        if pause_minutes is not UNSET:
            field_dict["pause_minutes"] = pause_minutes
        if enabled is not UNSET:
            field_dict["enabled"] = enabled

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.action_body import ActionBody  # noqa: PLC0415
        from ..models.group_body_input import GroupBodyInput  # noqa: PLC0415
        from ..models.trigger_body import TriggerBody  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        trigger = TriggerBody.from_dict(d.pop("trigger"))

        actions = []
        _actions = d.pop("actions")
        for actions_item_data in _actions:
            actions_item = ActionBody.from_dict(actions_item_data)

            actions.append(actions_item)

        def _parse_conditions(data: object) -> GroupBodyInput | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                conditions_type_0 = GroupBodyInput.from_dict(data)

                return conditions_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(GroupBodyInput | None | Unset, data)

        conditions = _parse_conditions(d.pop("conditions", UNSET))

        pause_minutes = d.pop("pause_minutes", UNSET)

        enabled = d.pop("enabled", UNSET)

        rule_write = cls(
            name=name,
            trigger=trigger,
            actions=actions,
            conditions=conditions,
            pause_minutes=pause_minutes,
            enabled=enabled,
        )

        return rule_write
