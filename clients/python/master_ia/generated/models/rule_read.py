from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.action_body import ActionBody
    from ..models.group_body_output import GroupBodyOutput
    from ..models.trigger_body import TriggerBody


T = TypeVar("T", bound="RuleRead")


@_attrs_define
class RuleRead:
    """
    Attributes:
        name (str):
        trigger (TriggerBody): When. Each kind uses its own fields and ignores the others.
        actions (list[ActionBody]):
        id (str):
        position (int): In this order rules run.
        disabled_reason (None | str): Why it was switched off by itself: `loop` or `too_often`.
        version (int): For If-Match.
        created_at (datetime.datetime):
        updated_at (datetime.datetime):
        conditions (GroupBodyOutput | None | Unset): A segment's definition over the contact; null: everybody.
        pause_minutes (int | Unset): At most once for each contact in so many minutes; 0: as often as it happens.
            Default: 60.
        enabled (bool | Unset):  Default: False.
    """

    name: str
    trigger: TriggerBody
    actions: list[ActionBody]
    id: str
    position: int
    disabled_reason: None | str
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime
    conditions: GroupBodyOutput | None | Unset = UNSET
    pause_minutes: int | Unset = 60
    enabled: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        from ..models.group_body_output import GroupBodyOutput  # noqa: PLC0415

        name = self.name

        trigger = self.trigger.to_dict()

        actions = []
        for actions_item_data in self.actions:
            actions_item = actions_item_data.to_dict()
            actions.append(actions_item)

        id = self.id

        position = self.position

        disabled_reason: None | str
        disabled_reason = self.disabled_reason

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        conditions: dict[str, Any] | None | Unset
        if isinstance(self.conditions, Unset):
            conditions = UNSET
        elif isinstance(self.conditions, GroupBodyOutput):
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
                "id": id,
                "position": position,
                "disabled_reason": disabled_reason,
                "version": version,
                "created_at": created_at,
                "updated_at": updated_at,
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
        from ..models.group_body_output import GroupBodyOutput  # noqa: PLC0415
        from ..models.trigger_body import TriggerBody  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        trigger = TriggerBody.from_dict(d.pop("trigger"))

        actions = []
        _actions = d.pop("actions")
        for actions_item_data in _actions:
            actions_item = ActionBody.from_dict(actions_item_data)

            actions.append(actions_item)

        id = d.pop("id")

        position = d.pop("position")

        def _parse_disabled_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        disabled_reason = _parse_disabled_reason(d.pop("disabled_reason"))

        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        def _parse_conditions(data: object) -> GroupBodyOutput | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                conditions_type_0 = GroupBodyOutput.from_dict(data)

                return conditions_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(GroupBodyOutput | None | Unset, data)

        conditions = _parse_conditions(d.pop("conditions", UNSET))

        pause_minutes = d.pop("pause_minutes", UNSET)

        enabled = d.pop("enabled", UNSET)

        rule_read = cls(
            name=name,
            trigger=trigger,
            actions=actions,
            id=id,
            position=position,
            disabled_reason=disabled_reason,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
            conditions=conditions,
            pause_minutes=pause_minutes,
            enabled=enabled,
        )

        return rule_read
