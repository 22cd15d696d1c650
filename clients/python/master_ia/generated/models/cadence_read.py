from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.cadence_status import CadenceStatus
from ..models.purpose_output import PurposeOutput
from ..models.stop import Stop

if TYPE_CHECKING:
    from ..models.ai_step import AiStep
    from ..models.assign_step import AssignStep
    from ..models.call_step import CallStep
    from ..models.condition_step_output import ConditionStepOutput
    from ..models.end_step import EndStep
    from ..models.enrol_step import EnrolStep
    from ..models.field_step import FieldStep
    from ..models.group_body_output import GroupBodyOutput
    from ..models.hours_body import HoursBody
    from ..models.message_step import MessageStep
    from ..models.rules_body_output import RulesBodyOutput
    from ..models.stage_step import StageStep
    from ..models.tag_step import TagStep
    from ..models.wait_step import WaitStep
    from ..models.webhook_step import WebhookStep


T = TypeVar("T", bound="CadenceRead")


@_attrs_define
class CadenceRead:
    """
    Attributes:
        id (str):
        name (str):
        description (str):
        external_id (None | str):
        status (CadenceStatus):
        status_code (None | str): Why it paused by itself, for programs.
        status_text (None | str): The same for people.
        status_detail (None | str):
        steps (list[AiStep | AssignStep | CallStep | ConditionStepOutput | EndStep | EnrolStep | FieldStep | MessageStep
            | StageStep | TagStep | WaitStep | WebhookStep]): The draft.
        published (int | None): The version people enter; null: none yet.
        changed (bool): Whether the draft says something else than that version.
        rules (RulesBodyOutput): Who may enter, and how often.
        stops (list[Stop]):
        goal (GroupBodyOutput | None):
        exclusive_group (None | str):
        purpose (PurposeOutput): Why a message is sent, which decides what consent it needs.
        topic_id (None | str):
        hours (HoursBody | None):
        time_zone (None | str):
        under_way (int): How many stand at one of its steps.
        version (int): Also the ETag; give it as If-Match to change the cadence.
        created_at (datetime.datetime):
        updated_at (datetime.datetime):
    """

    id: str
    name: str
    description: str
    external_id: None | str
    status: CadenceStatus
    status_code: None | str
    status_text: None | str
    status_detail: None | str
    steps: list[
        AiStep
        | AssignStep
        | CallStep
        | ConditionStepOutput
        | EndStep
        | EnrolStep
        | FieldStep
        | MessageStep
        | StageStep
        | TagStep
        | WaitStep
        | WebhookStep
    ]
    published: int | None
    changed: bool
    rules: RulesBodyOutput
    stops: list[Stop]
    goal: GroupBodyOutput | None
    exclusive_group: None | str
    purpose: PurposeOutput
    topic_id: None | str
    hours: HoursBody | None
    time_zone: None | str
    under_way: int
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.ai_step import AiStep  # noqa: PLC0415
        from ..models.assign_step import AssignStep  # noqa: PLC0415
        from ..models.call_step import CallStep  # noqa: PLC0415
        from ..models.condition_step_output import ConditionStepOutput  # noqa: PLC0415
        from ..models.enrol_step import EnrolStep  # noqa: PLC0415
        from ..models.field_step import FieldStep  # noqa: PLC0415
        from ..models.group_body_output import GroupBodyOutput  # noqa: PLC0415
        from ..models.hours_body import HoursBody  # noqa: PLC0415
        from ..models.message_step import MessageStep  # noqa: PLC0415
        from ..models.stage_step import StageStep  # noqa: PLC0415
        from ..models.tag_step import TagStep  # noqa: PLC0415
        from ..models.wait_step import WaitStep  # noqa: PLC0415
        from ..models.webhook_step import WebhookStep  # noqa: PLC0415

        id = self.id

        name = self.name

        description = self.description

        external_id: None | str
        external_id = self.external_id

        status = self.status.value

        status_code: None | str
        status_code = self.status_code

        status_text: None | str
        status_text = self.status_text

        status_detail: None | str
        status_detail = self.status_detail

        steps = []
        for steps_item_data in self.steps:
            steps_item: dict[str, Any]
            if isinstance(steps_item_data, MessageStep):
                steps_item = steps_item_data.to_dict()
            elif isinstance(steps_item_data, WaitStep):
                steps_item = steps_item_data.to_dict()
            elif isinstance(steps_item_data, ConditionStepOutput):
                steps_item = steps_item_data.to_dict()
            elif isinstance(steps_item_data, TagStep):
                steps_item = steps_item_data.to_dict()
            elif isinstance(steps_item_data, FieldStep):
                steps_item = steps_item_data.to_dict()
            elif isinstance(steps_item_data, StageStep):
                steps_item = steps_item_data.to_dict()
            elif isinstance(steps_item_data, AssignStep):
                steps_item = steps_item_data.to_dict()
            elif isinstance(steps_item_data, WebhookStep):
                steps_item = steps_item_data.to_dict()
            elif isinstance(steps_item_data, EnrolStep):
                steps_item = steps_item_data.to_dict()
            elif isinstance(steps_item_data, AiStep):
                steps_item = steps_item_data.to_dict()
            elif isinstance(steps_item_data, CallStep):
                steps_item = steps_item_data.to_dict()
            else:
                steps_item = steps_item_data.to_dict()

            steps.append(steps_item)

        published: int | None
        published = self.published

        changed = self.changed

        rules = self.rules.to_dict()

        stops = []
        for stops_item_data in self.stops:
            stops_item = stops_item_data.value
            stops.append(stops_item)

        goal: dict[str, Any] | None
        if isinstance(self.goal, GroupBodyOutput):
            goal = self.goal.to_dict()
        else:
            goal = self.goal

        exclusive_group: None | str
        exclusive_group = self.exclusive_group

        purpose = self.purpose.value

        topic_id: None | str
        topic_id = self.topic_id

        hours: dict[str, Any] | None
        if isinstance(self.hours, HoursBody):
            hours = self.hours.to_dict()
        else:
            hours = self.hours

        time_zone: None | str
        time_zone = self.time_zone

        under_way = self.under_way

        version = self.version

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "description": description,
                "external_id": external_id,
                "status": status,
                "status_code": status_code,
                "status_text": status_text,
                "status_detail": status_detail,
                "steps": steps,
                "published": published,
                "changed": changed,
                "rules": rules,
                "stops": stops,
                "goal": goal,
                "exclusive_group": exclusive_group,
                "purpose": purpose,
                "topic_id": topic_id,
                "hours": hours,
                "time_zone": time_zone,
                "under_way": under_way,
                "version": version,
                "created_at": created_at,
                "updated_at": updated_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.ai_step import AiStep  # noqa: PLC0415
        from ..models.assign_step import AssignStep  # noqa: PLC0415
        from ..models.call_step import CallStep  # noqa: PLC0415
        from ..models.condition_step_output import ConditionStepOutput  # noqa: PLC0415
        from ..models.end_step import EndStep  # noqa: PLC0415
        from ..models.enrol_step import EnrolStep  # noqa: PLC0415
        from ..models.field_step import FieldStep  # noqa: PLC0415
        from ..models.group_body_output import GroupBodyOutput  # noqa: PLC0415
        from ..models.hours_body import HoursBody  # noqa: PLC0415
        from ..models.message_step import MessageStep  # noqa: PLC0415
        from ..models.rules_body_output import RulesBodyOutput  # noqa: PLC0415
        from ..models.stage_step import StageStep  # noqa: PLC0415
        from ..models.tag_step import TagStep  # noqa: PLC0415
        from ..models.wait_step import WaitStep  # noqa: PLC0415
        from ..models.webhook_step import WebhookStep  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        description = d.pop("description")

        def _parse_external_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        external_id = _parse_external_id(d.pop("external_id"))

        status = CadenceStatus(d.pop("status"))

        def _parse_status_code(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        status_code = _parse_status_code(d.pop("status_code"))

        def _parse_status_text(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        status_text = _parse_status_text(d.pop("status_text"))

        def _parse_status_detail(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        status_detail = _parse_status_detail(d.pop("status_detail"))

        steps = []
        _steps = d.pop("steps")
        for steps_item_data in _steps:

            def _parse_steps_item(
                data: object,
            ) -> (
                AiStep
                | AssignStep
                | CallStep
                | ConditionStepOutput
                | EndStep
                | EnrolStep
                | FieldStep
                | MessageStep
                | StageStep
                | TagStep
                | WaitStep
                | WebhookStep
            ):
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    steps_item_type_0 = MessageStep.from_dict(data)

                    return steps_item_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    steps_item_type_1 = WaitStep.from_dict(data)

                    return steps_item_type_1
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    steps_item_type_2 = ConditionStepOutput.from_dict(data)

                    return steps_item_type_2
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    steps_item_type_3 = TagStep.from_dict(data)

                    return steps_item_type_3
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    steps_item_type_4 = FieldStep.from_dict(data)

                    return steps_item_type_4
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    steps_item_type_5 = StageStep.from_dict(data)

                    return steps_item_type_5
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    steps_item_type_6 = AssignStep.from_dict(data)

                    return steps_item_type_6
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    steps_item_type_7 = WebhookStep.from_dict(data)

                    return steps_item_type_7
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    steps_item_type_8 = EnrolStep.from_dict(data)

                    return steps_item_type_8
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    steps_item_type_9 = AiStep.from_dict(data)

                    return steps_item_type_9
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    steps_item_type_10 = CallStep.from_dict(data)

                    return steps_item_type_10
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                steps_item_type_11 = EndStep.from_dict(data)

                return steps_item_type_11

            steps_item = _parse_steps_item(steps_item_data)

            steps.append(steps_item)

        def _parse_published(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        published = _parse_published(d.pop("published"))

        changed = d.pop("changed")

        rules = RulesBodyOutput.from_dict(d.pop("rules"))

        stops = []
        _stops = d.pop("stops")
        for stops_item_data in _stops:
            stops_item = Stop(stops_item_data)

            stops.append(stops_item)

        def _parse_goal(data: object) -> GroupBodyOutput | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                goal_type_0 = GroupBodyOutput.from_dict(data)

                return goal_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(GroupBodyOutput | None, data)

        goal = _parse_goal(d.pop("goal"))

        def _parse_exclusive_group(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        exclusive_group = _parse_exclusive_group(d.pop("exclusive_group"))

        purpose = PurposeOutput(d.pop("purpose"))

        def _parse_topic_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        topic_id = _parse_topic_id(d.pop("topic_id"))

        def _parse_hours(data: object) -> HoursBody | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                hours_type_0 = HoursBody.from_dict(data)

                return hours_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(HoursBody | None, data)

        hours = _parse_hours(d.pop("hours"))

        def _parse_time_zone(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        time_zone = _parse_time_zone(d.pop("time_zone"))

        under_way = d.pop("under_way")

        version = d.pop("version")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        cadence_read = cls(
            id=id,
            name=name,
            description=description,
            external_id=external_id,
            status=status,
            status_code=status_code,
            status_text=status_text,
            status_detail=status_detail,
            steps=steps,
            published=published,
            changed=changed,
            rules=rules,
            stops=stops,
            goal=goal,
            exclusive_group=exclusive_group,
            purpose=purpose,
            topic_id=topic_id,
            hours=hours,
            time_zone=time_zone,
            under_way=under_way,
            version=version,
            created_at=created_at,
            updated_at=updated_at,
        )

        cadence_read.additional_properties = d
        return cadence_read

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
