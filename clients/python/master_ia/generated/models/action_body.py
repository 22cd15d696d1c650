from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.action_kind import ActionKind
from ..models.assignee import Assignee
from ..models.priority import Priority
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.action_body_bindings import ActionBodyBindings


T = TypeVar("T", bound="ActionBody")


@_attrs_define
class ActionBody:
    """What is done. Each kind uses its own fields and ignores the others.

    Attributes:
        kind (ActionKind):
        text (str | Unset): `send`: goes out inside the 24 hours, with the places of canned replies; `notify`: what
            people read. Default: ''.
        template_id (None | str | Unset): `send`: goes out when the 24 hours are over, or always where there is no text.
            Without one nothing is sent then, and the run says so.
        bindings (ActionBodyBindings | Unset): `send`: what fills the template's variables, by variable, such as
            `body.1`. `link` and `link_code` are of campaigns and cadences only. What is not named is taken from the
            template's own bindings.
        number_id (None | str | Unset): `send`: from this number; else where you spoke last.
        marketing (bool | Unset): `send`: not to who asked for no marketing. Default: False.
        to (Assignee | Unset):
        user_id (None | str | Unset): `assign` to a person.
        team_id (None | str | Unset): `assign` to a team, or in turns among its people.
        label_ids (list[str] | Unset): `label`.
        tag_ids (list[str] | Unset): `tag`.
        remove (bool | Unset): `label`, `tag`: take off instead of put on. Default: False.
        priority (Priority | Unset):
        stage_id (None | str | Unset): `stage`.
        cadence_id (None | str | Unset): `enrol`; `unenrol`: this cadence, or all of them.
        user_ids (list[str] | Unset): `notify`: these people.
        assignee (bool | Unset): `notify`: whoever looks after the conversation. Default: False.
        endpoint_id (None | str | Unset): `webhook`: this endpoint; else all that hear `rule.webhook`.
        name (str | Unset): `webhook`: your word for it. Default: ''.
    """

    kind: ActionKind
    text: str | Unset = ""
    template_id: None | str | Unset = UNSET
    bindings: ActionBodyBindings | Unset = UNSET
    number_id: None | str | Unset = UNSET
    marketing: bool | Unset = False
    to: Assignee | Unset = UNSET
    user_id: None | str | Unset = UNSET
    team_id: None | str | Unset = UNSET
    label_ids: list[str] | Unset = UNSET
    tag_ids: list[str] | Unset = UNSET
    remove: bool | Unset = False
    priority: Priority | Unset = UNSET
    stage_id: None | str | Unset = UNSET
    cadence_id: None | str | Unset = UNSET
    user_ids: list[str] | Unset = UNSET
    assignee: bool | Unset = False
    endpoint_id: None | str | Unset = UNSET
    name: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind.value

        text = self.text

        template_id: None | str | Unset
        if isinstance(self.template_id, Unset):
            template_id = UNSET
        else:
            template_id = self.template_id

        bindings: dict[str, Any] | Unset = UNSET
        if not isinstance(self.bindings, Unset):
            bindings = self.bindings.to_dict()

        number_id: None | str | Unset
        if isinstance(self.number_id, Unset):
            number_id = UNSET
        else:
            number_id = self.number_id

        marketing = self.marketing

        to: str | Unset = UNSET
        if not isinstance(self.to, Unset):
            to = self.to.value

        user_id: None | str | Unset
        if isinstance(self.user_id, Unset):
            user_id = UNSET
        else:
            user_id = self.user_id

        team_id: None | str | Unset
        if isinstance(self.team_id, Unset):
            team_id = UNSET
        else:
            team_id = self.team_id

        label_ids: list[str] | Unset = UNSET
        if not isinstance(self.label_ids, Unset):
            label_ids = self.label_ids

        tag_ids: list[str] | Unset = UNSET
        if not isinstance(self.tag_ids, Unset):
            tag_ids = self.tag_ids

        remove = self.remove

        priority: str | Unset = UNSET
        if not isinstance(self.priority, Unset):
            priority = self.priority.value

        stage_id: None | str | Unset
        if isinstance(self.stage_id, Unset):
            stage_id = UNSET
        else:
            stage_id = self.stage_id

        cadence_id: None | str | Unset
        if isinstance(self.cadence_id, Unset):
            cadence_id = UNSET
        else:
            cadence_id = self.cadence_id

        user_ids: list[str] | Unset = UNSET
        if not isinstance(self.user_ids, Unset):
            user_ids = self.user_ids

        assignee = self.assignee

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
        if text is not UNSET:
            field_dict["text"] = text
        if template_id is not UNSET:
            field_dict["template_id"] = template_id
        if bindings is not UNSET:
            field_dict["bindings"] = bindings
        if number_id is not UNSET:
            field_dict["number_id"] = number_id
        if marketing is not UNSET:
            field_dict["marketing"] = marketing
        if to is not UNSET:
            field_dict["to"] = to
        if user_id is not UNSET:
            field_dict["user_id"] = user_id
        if team_id is not UNSET:
            field_dict["team_id"] = team_id
        if label_ids is not UNSET:
            field_dict["label_ids"] = label_ids
        if tag_ids is not UNSET:
            field_dict["tag_ids"] = tag_ids
        if remove is not UNSET:
            field_dict["remove"] = remove
        if priority is not UNSET:
            field_dict["priority"] = priority
        if stage_id is not UNSET:
            field_dict["stage_id"] = stage_id
        if cadence_id is not UNSET:
            field_dict["cadence_id"] = cadence_id
        if user_ids is not UNSET:
            field_dict["user_ids"] = user_ids
        if assignee is not UNSET:
            field_dict["assignee"] = assignee
        if endpoint_id is not UNSET:
            field_dict["endpoint_id"] = endpoint_id
        if name is not UNSET:
            field_dict["name"] = name

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.action_body_bindings import ActionBodyBindings  # noqa: PLC0415

        d = dict(src_dict)
        kind = ActionKind(d.pop("kind"))

        text = d.pop("text", UNSET)

        def _parse_template_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        template_id = _parse_template_id(d.pop("template_id", UNSET))

        _bindings = d.pop("bindings", UNSET)
        bindings: ActionBodyBindings | Unset
        if isinstance(_bindings, Unset):
            bindings = UNSET
        else:
            bindings = ActionBodyBindings.from_dict(_bindings)

        def _parse_number_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        number_id = _parse_number_id(d.pop("number_id", UNSET))

        marketing = d.pop("marketing", UNSET)

        _to = d.pop("to", UNSET)
        to: Assignee | Unset
        if isinstance(_to, Unset):
            to = UNSET
        else:
            to = Assignee(_to)

        def _parse_user_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        user_id = _parse_user_id(d.pop("user_id", UNSET))

        def _parse_team_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        team_id = _parse_team_id(d.pop("team_id", UNSET))

        label_ids = cast(list[str], d.pop("label_ids", UNSET))

        tag_ids = cast(list[str], d.pop("tag_ids", UNSET))

        remove = d.pop("remove", UNSET)

        _priority = d.pop("priority", UNSET)
        priority: Priority | Unset
        if isinstance(_priority, Unset):
            priority = UNSET
        else:
            priority = Priority(_priority)

        def _parse_stage_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        stage_id = _parse_stage_id(d.pop("stage_id", UNSET))

        def _parse_cadence_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        cadence_id = _parse_cadence_id(d.pop("cadence_id", UNSET))

        user_ids = cast(list[str], d.pop("user_ids", UNSET))

        assignee = d.pop("assignee", UNSET)

        def _parse_endpoint_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        endpoint_id = _parse_endpoint_id(d.pop("endpoint_id", UNSET))

        name = d.pop("name", UNSET)

        action_body = cls(
            kind=kind,
            text=text,
            template_id=template_id,
            bindings=bindings,
            number_id=number_id,
            marketing=marketing,
            to=to,
            user_id=user_id,
            team_id=team_id,
            label_ids=label_ids,
            tag_ids=tag_ids,
            remove=remove,
            priority=priority,
            stage_id=stage_id,
            cadence_id=cadence_id,
            user_ids=user_ids,
            assignee=assignee,
            endpoint_id=endpoint_id,
            name=name,
        )

        return action_body
