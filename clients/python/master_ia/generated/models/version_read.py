from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.ai_step import AiStep
    from ..models.assign_step import AssignStep
    from ..models.call_step import CallStep
    from ..models.condition_step_output import ConditionStepOutput
    from ..models.end_step import EndStep
    from ..models.enrol_step import EnrolStep
    from ..models.field_step import FieldStep
    from ..models.message_step import MessageStep
    from ..models.stage_step import StageStep
    from ..models.tag_step import TagStep
    from ..models.wait_step import WaitStep
    from ..models.webhook_step import WebhookStep


T = TypeVar("T", bound="VersionRead")


@_attrs_define
class VersionRead:
    """
    Attributes:
        number (int):
        steps (list[AiStep | AssignStep | CallStep | ConditionStepOutput | EndStep | EnrolStep | FieldStep | MessageStep
            | StageStep | TagStep | WaitStep | WebhookStep]):
        under_way (int): How many are on their way in this version.
        published_by (None | str):
        created_at (datetime.datetime):
    """

    number: int
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
    under_way: int
    published_by: None | str
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.ai_step import AiStep  # noqa: PLC0415
        from ..models.assign_step import AssignStep  # noqa: PLC0415
        from ..models.call_step import CallStep  # noqa: PLC0415
        from ..models.condition_step_output import ConditionStepOutput  # noqa: PLC0415
        from ..models.enrol_step import EnrolStep  # noqa: PLC0415
        from ..models.field_step import FieldStep  # noqa: PLC0415
        from ..models.message_step import MessageStep  # noqa: PLC0415
        from ..models.stage_step import StageStep  # noqa: PLC0415
        from ..models.tag_step import TagStep  # noqa: PLC0415
        from ..models.wait_step import WaitStep  # noqa: PLC0415
        from ..models.webhook_step import WebhookStep  # noqa: PLC0415

        number = self.number

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

        under_way = self.under_way

        published_by: None | str
        published_by = self.published_by

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "number": number,
                "steps": steps,
                "under_way": under_way,
                "published_by": published_by,
                "created_at": created_at,
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
        from ..models.message_step import MessageStep  # noqa: PLC0415
        from ..models.stage_step import StageStep  # noqa: PLC0415
        from ..models.tag_step import TagStep  # noqa: PLC0415
        from ..models.wait_step import WaitStep  # noqa: PLC0415
        from ..models.webhook_step import WebhookStep  # noqa: PLC0415

        d = dict(src_dict)
        number = d.pop("number")

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

        under_way = d.pop("under_way")

        def _parse_published_by(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        published_by = _parse_published_by(d.pop("published_by"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        version_read = cls(
            number=number,
            steps=steps,
            under_way=under_way,
            published_by=published_by,
            created_at=created_at,
        )

        version_read.additional_properties = d
        return version_read

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
