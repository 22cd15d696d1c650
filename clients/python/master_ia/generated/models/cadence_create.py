from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.enums_purpose import EnumsPurpose
from ..models.stop import Stop
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.ai_step import AiStep
    from ..models.assign_step import AssignStep
    from ..models.call_step import CallStep
    from ..models.condition_step_input import ConditionStepInput
    from ..models.end_step import EndStep
    from ..models.enrol_step import EnrolStep
    from ..models.field_step import FieldStep
    from ..models.group_body_input import GroupBodyInput
    from ..models.hours_body import HoursBody
    from ..models.message_step import MessageStep
    from ..models.rules_body_input import RulesBodyInput
    from ..models.stage_step import StageStep
    from ..models.tag_step import TagStep
    from ..models.wait_step import WaitStep
    from ..models.webhook_step import WebhookStep


T = TypeVar("T", bound="CadenceCreate")


@_attrs_define
class CadenceCreate:
    """
    Attributes:
        name (str):
        description (str | Unset):  Default: ''.
        external_id (None | str | Unset): Your own id of it.
        steps (list[AiStep | AssignStep | CallStep | ConditionStepInput | EndStep | EnrolStep | FieldStep | MessageStep
            | StageStep | TagStep | WaitStep | WebhookStep] | Unset): The draft. Nobody goes through it before it is
            published.
        rules (RulesBodyInput | Unset): Who may enter, and how often.
        stops (list[Stop] | Unset): What ends an enrolment early. An opt-out always does.
        goal (GroupBodyInput | None | Unset): Whoever comes to match it has arrived, and is stopped.
        exclusive_group (None | str | Unset): Contacts are in at most one live cadence of a group.
        purpose (EnumsPurpose | Unset): Why a message is sent, which decides what consent it needs.
        topic_id (None | str | Unset):
        hours (HoursBody | None | Unset): Null: the company's.
        time_zone (None | str | Unset): For whom no zone is known; null: the company's.
    """

    name: str
    description: str | Unset = ""
    external_id: None | str | Unset = UNSET
    steps: (
        list[
            AiStep
            | AssignStep
            | CallStep
            | ConditionStepInput
            | EndStep
            | EnrolStep
            | FieldStep
            | MessageStep
            | StageStep
            | TagStep
            | WaitStep
            | WebhookStep
        ]
        | Unset
    ) = UNSET
    rules: RulesBodyInput | Unset = UNSET
    stops: list[Stop] | Unset = UNSET
    goal: GroupBodyInput | None | Unset = UNSET
    exclusive_group: None | str | Unset = UNSET
    purpose: EnumsPurpose | Unset = UNSET
    topic_id: None | str | Unset = UNSET
    hours: HoursBody | None | Unset = UNSET
    time_zone: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.ai_step import AiStep  # noqa: PLC0415
        from ..models.assign_step import AssignStep  # noqa: PLC0415
        from ..models.call_step import CallStep  # noqa: PLC0415
        from ..models.condition_step_input import ConditionStepInput  # noqa: PLC0415
        from ..models.enrol_step import EnrolStep  # noqa: PLC0415
        from ..models.field_step import FieldStep  # noqa: PLC0415
        from ..models.group_body_input import GroupBodyInput  # noqa: PLC0415
        from ..models.hours_body import HoursBody  # noqa: PLC0415
        from ..models.message_step import MessageStep  # noqa: PLC0415
        from ..models.stage_step import StageStep  # noqa: PLC0415
        from ..models.tag_step import TagStep  # noqa: PLC0415
        from ..models.wait_step import WaitStep  # noqa: PLC0415
        from ..models.webhook_step import WebhookStep  # noqa: PLC0415

        name = self.name

        description = self.description

        external_id: None | str | Unset
        if isinstance(self.external_id, Unset):
            external_id = UNSET
        else:
            external_id = self.external_id

        steps: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.steps, Unset):
            steps = []
            for steps_item_data in self.steps:
                steps_item: dict[str, Any]
                if isinstance(steps_item_data, MessageStep):
                    steps_item = steps_item_data.to_dict()
                elif isinstance(steps_item_data, WaitStep):
                    steps_item = steps_item_data.to_dict()
                elif isinstance(steps_item_data, ConditionStepInput):
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

        rules: dict[str, Any] | Unset = UNSET
        if not isinstance(self.rules, Unset):
            rules = self.rules.to_dict()

        stops: list[str] | Unset = UNSET
        if not isinstance(self.stops, Unset):
            stops = []
            for stops_item_data in self.stops:
                stops_item = stops_item_data.value
                stops.append(stops_item)

        goal: dict[str, Any] | None | Unset
        if isinstance(self.goal, Unset):
            goal = UNSET
        elif isinstance(self.goal, GroupBodyInput):
            goal = self.goal.to_dict()
        else:
            goal = self.goal

        exclusive_group: None | str | Unset
        if isinstance(self.exclusive_group, Unset):
            exclusive_group = UNSET
        else:
            exclusive_group = self.exclusive_group

        purpose: str | Unset = UNSET
        if not isinstance(self.purpose, Unset):
            purpose = self.purpose.value

        topic_id: None | str | Unset
        if isinstance(self.topic_id, Unset):
            topic_id = UNSET
        else:
            topic_id = self.topic_id

        hours: dict[str, Any] | None | Unset
        if isinstance(self.hours, Unset):
            hours = UNSET
        elif isinstance(self.hours, HoursBody):
            hours = self.hours.to_dict()
        else:
            hours = self.hours

        time_zone: None | str | Unset
        if isinstance(self.time_zone, Unset):
            time_zone = UNSET
        else:
            time_zone = self.time_zone

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
            }
        )
        if description is not UNSET:
            field_dict["description"] = description
        if external_id is not UNSET:
            field_dict["external_id"] = external_id
        if steps is not UNSET:
            field_dict["steps"] = steps
        if rules is not UNSET:
            field_dict["rules"] = rules
        if stops is not UNSET:
            field_dict["stops"] = stops
        if goal is not UNSET:
            field_dict["goal"] = goal
        if exclusive_group is not UNSET:
            field_dict["exclusive_group"] = exclusive_group
        if purpose is not UNSET:
            field_dict["purpose"] = purpose
        if topic_id is not UNSET:
            field_dict["topic_id"] = topic_id
        if hours is not UNSET:
            field_dict["hours"] = hours
        if time_zone is not UNSET:
            field_dict["time_zone"] = time_zone

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.ai_step import AiStep  # noqa: PLC0415
        from ..models.assign_step import AssignStep  # noqa: PLC0415
        from ..models.call_step import CallStep  # noqa: PLC0415
        from ..models.condition_step_input import ConditionStepInput  # noqa: PLC0415
        from ..models.end_step import EndStep  # noqa: PLC0415
        from ..models.enrol_step import EnrolStep  # noqa: PLC0415
        from ..models.field_step import FieldStep  # noqa: PLC0415
        from ..models.group_body_input import GroupBodyInput  # noqa: PLC0415
        from ..models.hours_body import HoursBody  # noqa: PLC0415
        from ..models.message_step import MessageStep  # noqa: PLC0415
        from ..models.rules_body_input import RulesBodyInput  # noqa: PLC0415
        from ..models.stage_step import StageStep  # noqa: PLC0415
        from ..models.tag_step import TagStep  # noqa: PLC0415
        from ..models.wait_step import WaitStep  # noqa: PLC0415
        from ..models.webhook_step import WebhookStep  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        description = d.pop("description", UNSET)

        def _parse_external_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        external_id = _parse_external_id(d.pop("external_id", UNSET))

        _steps = d.pop("steps", UNSET)
        steps: (
            list[
                AiStep
                | AssignStep
                | CallStep
                | ConditionStepInput
                | EndStep
                | EnrolStep
                | FieldStep
                | MessageStep
                | StageStep
                | TagStep
                | WaitStep
                | WebhookStep
            ]
            | Unset
        ) = UNSET
        if _steps is not UNSET:
            steps = []
            for steps_item_data in _steps:

                def _parse_steps_item(
                    data: object,
                ) -> (
                    AiStep
                    | AssignStep
                    | CallStep
                    | ConditionStepInput
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
                        steps_item_type_2 = ConditionStepInput.from_dict(data)

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

        _rules = d.pop("rules", UNSET)
        rules: RulesBodyInput | Unset
        if isinstance(_rules, Unset):
            rules = UNSET
        else:
            rules = RulesBodyInput.from_dict(_rules)

        _stops = d.pop("stops", UNSET)
        stops: list[Stop] | Unset = UNSET
        if _stops is not UNSET:
            stops = []
            for stops_item_data in _stops:
                stops_item = Stop(stops_item_data)

                stops.append(stops_item)

        def _parse_goal(data: object) -> GroupBodyInput | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                goal_type_0 = GroupBodyInput.from_dict(data)

                return goal_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(GroupBodyInput | None | Unset, data)

        goal = _parse_goal(d.pop("goal", UNSET))

        def _parse_exclusive_group(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        exclusive_group = _parse_exclusive_group(d.pop("exclusive_group", UNSET))

        _purpose = d.pop("purpose", UNSET)
        purpose: EnumsPurpose | Unset
        if isinstance(_purpose, Unset):
            purpose = UNSET
        else:
            purpose = EnumsPurpose(_purpose)

        def _parse_topic_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        topic_id = _parse_topic_id(d.pop("topic_id", UNSET))

        def _parse_hours(data: object) -> HoursBody | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                hours_type_0 = HoursBody.from_dict(data)

                return hours_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(HoursBody | None | Unset, data)

        hours = _parse_hours(d.pop("hours", UNSET))

        def _parse_time_zone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        time_zone = _parse_time_zone(d.pop("time_zone", UNSET))

        cadence_create = cls(
            name=name,
            description=description,
            external_id=external_id,
            steps=steps,
            rules=rules,
            stops=stops,
            goal=goal,
            exclusive_group=exclusive_group,
            purpose=purpose,
            topic_id=topic_id,
            hours=hours,
            time_zone=time_zone,
        )

        return cadence_create
