from __future__ import annotations

from collections.abc import Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    TypeVar,
    cast,
)

from attrs import define as _attrs_define

from ..models.test_kind import TestKind
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.ai_step import AiStep
    from ..models.assign_step import AssignStep
    from ..models.call_step import CallStep
    from ..models.end_step import EndStep
    from ..models.enrol_step import EnrolStep
    from ..models.field_step import FieldStep
    from ..models.group_body_output import GroupBodyOutput
    from ..models.message_step import MessageStep
    from ..models.stage_step import StageStep
    from ..models.tag_step import TagStep
    from ..models.wait_step import WaitStep
    from ..models.webhook_step import WebhookStep


T = TypeVar("T", bound="ConditionStepOutput")


@_attrs_define
class ConditionStepOutput:
    """A question with two ways; whoever comes to the end of one goes on behind the condition.

    `replied`, `clicked`, `delivered` and `read` ask about the cadence's last message.

        Attributes:
            kind (Literal['condition']):
            key (str | Unset): Its name for life: a step that keeps it is the same one in every version, and nobody does one
                twice. Left out, one is made. Default: ''.
            test (TestKind | Unset):
            segment (GroupBodyOutput | None | Unset): Of `segment`.
            outcomes (list[str] | Unset): Of `call_outcome`: any of these.
            yes (list[AiStep | AssignStep | CallStep | ConditionStepOutput | EndStep | EnrolStep | FieldStep | MessageStep |
                StageStep | TagStep | WaitStep | WebhookStep] | Unset):
            no (list[AiStep | AssignStep | CallStep | ConditionStepOutput | EndStep | EnrolStep | FieldStep | MessageStep |
                StageStep | TagStep | WaitStep | WebhookStep] | Unset):
    """

    kind: Literal["condition"]
    key: str | Unset = ""
    test: TestKind | Unset = UNSET
    segment: GroupBodyOutput | None | Unset = UNSET
    outcomes: list[str] | Unset = UNSET
    yes: (
        list[
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
        | Unset
    ) = UNSET
    no: (
        list[
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
        | Unset
    ) = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.ai_step import AiStep  # noqa: PLC0415
        from ..models.assign_step import AssignStep  # noqa: PLC0415
        from ..models.call_step import CallStep  # noqa: PLC0415
        from ..models.enrol_step import EnrolStep  # noqa: PLC0415
        from ..models.field_step import FieldStep  # noqa: PLC0415
        from ..models.group_body_output import GroupBodyOutput  # noqa: PLC0415
        from ..models.message_step import MessageStep  # noqa: PLC0415
        from ..models.stage_step import StageStep  # noqa: PLC0415
        from ..models.tag_step import TagStep  # noqa: PLC0415
        from ..models.wait_step import WaitStep  # noqa: PLC0415
        from ..models.webhook_step import WebhookStep  # noqa: PLC0415

        kind = self.kind

        key = self.key

        test: str | Unset = UNSET
        if not isinstance(self.test, Unset):
            test = self.test.value

        segment: dict[str, Any] | None | Unset
        if isinstance(self.segment, Unset):
            segment = UNSET
        elif isinstance(self.segment, GroupBodyOutput):
            segment = self.segment.to_dict()
        else:
            segment = self.segment

        outcomes: list[str] | Unset = UNSET
        if not isinstance(self.outcomes, Unset):
            outcomes = self.outcomes

        yes: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.yes, Unset):
            yes = []
            for yes_item_data in self.yes:
                yes_item: dict[str, Any]
                if isinstance(yes_item_data, MessageStep):
                    yes_item = yes_item_data.to_dict()
                elif isinstance(yes_item_data, WaitStep):
                    yes_item = yes_item_data.to_dict()
                elif isinstance(yes_item_data, ConditionStepOutput):
                    yes_item = yes_item_data.to_dict()
                elif isinstance(yes_item_data, TagStep):
                    yes_item = yes_item_data.to_dict()
                elif isinstance(yes_item_data, FieldStep):
                    yes_item = yes_item_data.to_dict()
                elif isinstance(yes_item_data, StageStep):
                    yes_item = yes_item_data.to_dict()
                elif isinstance(yes_item_data, AssignStep):
                    yes_item = yes_item_data.to_dict()
                elif isinstance(yes_item_data, WebhookStep):
                    yes_item = yes_item_data.to_dict()
                elif isinstance(yes_item_data, EnrolStep):
                    yes_item = yes_item_data.to_dict()
                elif isinstance(yes_item_data, AiStep):
                    yes_item = yes_item_data.to_dict()
                elif isinstance(yes_item_data, CallStep):
                    yes_item = yes_item_data.to_dict()
                else:
                    yes_item = yes_item_data.to_dict()

                yes.append(yes_item)

        no: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.no, Unset):
            no = []
            for no_item_data in self.no:
                no_item: dict[str, Any]
                if isinstance(no_item_data, MessageStep):
                    no_item = no_item_data.to_dict()
                elif isinstance(no_item_data, WaitStep):
                    no_item = no_item_data.to_dict()
                elif isinstance(no_item_data, ConditionStepOutput):
                    no_item = no_item_data.to_dict()
                elif isinstance(no_item_data, TagStep):
                    no_item = no_item_data.to_dict()
                elif isinstance(no_item_data, FieldStep):
                    no_item = no_item_data.to_dict()
                elif isinstance(no_item_data, StageStep):
                    no_item = no_item_data.to_dict()
                elif isinstance(no_item_data, AssignStep):
                    no_item = no_item_data.to_dict()
                elif isinstance(no_item_data, WebhookStep):
                    no_item = no_item_data.to_dict()
                elif isinstance(no_item_data, EnrolStep):
                    no_item = no_item_data.to_dict()
                elif isinstance(no_item_data, AiStep):
                    no_item = no_item_data.to_dict()
                elif isinstance(no_item_data, CallStep):
                    no_item = no_item_data.to_dict()
                else:
                    no_item = no_item_data.to_dict()

                no.append(no_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
            }
        )
        if key is not UNSET:
            field_dict["key"] = key
        if test is not UNSET:
            field_dict["test"] = test
        if segment is not UNSET:
            field_dict["segment"] = segment
        if outcomes is not UNSET:
            field_dict["outcomes"] = outcomes
        if yes is not UNSET:
            field_dict["yes"] = yes
        if no is not UNSET:
            field_dict["no"] = no

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.ai_step import AiStep  # noqa: PLC0415
        from ..models.assign_step import AssignStep  # noqa: PLC0415
        from ..models.call_step import CallStep  # noqa: PLC0415
        from ..models.end_step import EndStep  # noqa: PLC0415
        from ..models.enrol_step import EnrolStep  # noqa: PLC0415
        from ..models.field_step import FieldStep  # noqa: PLC0415
        from ..models.group_body_output import GroupBodyOutput  # noqa: PLC0415
        from ..models.message_step import MessageStep  # noqa: PLC0415
        from ..models.stage_step import StageStep  # noqa: PLC0415
        from ..models.tag_step import TagStep  # noqa: PLC0415
        from ..models.wait_step import WaitStep  # noqa: PLC0415
        from ..models.webhook_step import WebhookStep  # noqa: PLC0415

        d = dict(src_dict)
        kind = cast(Literal["condition"], d.pop("kind"))
        if kind != "condition":
            raise ValueError(f"kind must match const 'condition', got '{kind}'")

        key = d.pop("key", UNSET)

        _test = d.pop("test", UNSET)
        test: TestKind | Unset
        if isinstance(_test, Unset):
            test = UNSET
        else:
            test = TestKind(_test)

        def _parse_segment(data: object) -> GroupBodyOutput | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                segment_type_0 = GroupBodyOutput.from_dict(data)

                return segment_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(GroupBodyOutput | None | Unset, data)

        segment = _parse_segment(d.pop("segment", UNSET))

        outcomes = cast(list[str], d.pop("outcomes", UNSET))

        _yes = d.pop("yes", UNSET)
        yes: (
            list[
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
            | Unset
        ) = UNSET
        if _yes is not UNSET:
            yes = []
            for yes_item_data in _yes:

                def _parse_yes_item(
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
                        yes_item_type_0 = MessageStep.from_dict(data)

                        return yes_item_type_0
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        yes_item_type_1 = WaitStep.from_dict(data)

                        return yes_item_type_1
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        yes_item_type_2 = ConditionStepOutput.from_dict(data)

                        return yes_item_type_2
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        yes_item_type_3 = TagStep.from_dict(data)

                        return yes_item_type_3
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        yes_item_type_4 = FieldStep.from_dict(data)

                        return yes_item_type_4
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        yes_item_type_5 = StageStep.from_dict(data)

                        return yes_item_type_5
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        yes_item_type_6 = AssignStep.from_dict(data)

                        return yes_item_type_6
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        yes_item_type_7 = WebhookStep.from_dict(data)

                        return yes_item_type_7
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        yes_item_type_8 = EnrolStep.from_dict(data)

                        return yes_item_type_8
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        yes_item_type_9 = AiStep.from_dict(data)

                        return yes_item_type_9
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        yes_item_type_10 = CallStep.from_dict(data)

                        return yes_item_type_10
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    if not isinstance(data, dict):
                        raise TypeError()
                    yes_item_type_11 = EndStep.from_dict(data)

                    return yes_item_type_11

                yes_item = _parse_yes_item(yes_item_data)

                yes.append(yes_item)

        _no = d.pop("no", UNSET)
        no: (
            list[
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
            | Unset
        ) = UNSET
        if _no is not UNSET:
            no = []
            for no_item_data in _no:

                def _parse_no_item(
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
                        no_item_type_0 = MessageStep.from_dict(data)

                        return no_item_type_0
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        no_item_type_1 = WaitStep.from_dict(data)

                        return no_item_type_1
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        no_item_type_2 = ConditionStepOutput.from_dict(data)

                        return no_item_type_2
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        no_item_type_3 = TagStep.from_dict(data)

                        return no_item_type_3
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        no_item_type_4 = FieldStep.from_dict(data)

                        return no_item_type_4
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        no_item_type_5 = StageStep.from_dict(data)

                        return no_item_type_5
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        no_item_type_6 = AssignStep.from_dict(data)

                        return no_item_type_6
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        no_item_type_7 = WebhookStep.from_dict(data)

                        return no_item_type_7
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        no_item_type_8 = EnrolStep.from_dict(data)

                        return no_item_type_8
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        no_item_type_9 = AiStep.from_dict(data)

                        return no_item_type_9
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    try:
                        if not isinstance(data, dict):
                            raise TypeError()
                        no_item_type_10 = CallStep.from_dict(data)

                        return no_item_type_10
                    except (TypeError, ValueError, AttributeError, KeyError):
                        pass
                    if not isinstance(data, dict):
                        raise TypeError()
                    no_item_type_11 = EndStep.from_dict(data)

                    return no_item_type_11

                no_item = _parse_no_item(no_item_data)

                no.append(no_item)

        condition_step_output = cls(
            kind=kind,
            key=key,
            test=test,
            segment=segment,
            outcomes=outcomes,
            yes=yes,
            no=no,
        )

        return condition_step_output
