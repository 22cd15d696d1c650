from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.run_status import RunStatus

if TYPE_CHECKING:
    from ..models.action_result_read import ActionResultRead


T = TypeVar("T", bound="RuleRunRead")


@_attrs_define
class RuleRunRead:
    """
    Attributes:
        id (str):
        rule_id (str):
        event_id (str): What it ran for.
        contact_id (None | str):
        conversation_id (None | str):
        campaign_id (None | str):
        status (RunStatus): What a rule did with one thing that happened.
        reason (None | str): Why nothing was done: `not_matched`, `resting`, `loop`, `too_often`, …
        results (list[ActionResultRead]):
        created_at (datetime.datetime):
        finished_at (datetime.datetime | None):
    """

    id: str
    rule_id: str
    event_id: str
    contact_id: None | str
    conversation_id: None | str
    campaign_id: None | str
    status: RunStatus
    reason: None | str
    results: list[ActionResultRead]
    created_at: datetime.datetime
    finished_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        rule_id = self.rule_id

        event_id = self.event_id

        contact_id: None | str
        contact_id = self.contact_id

        conversation_id: None | str
        conversation_id = self.conversation_id

        campaign_id: None | str
        campaign_id = self.campaign_id

        status = self.status.value

        reason: None | str
        reason = self.reason

        results = []
        for results_item_data in self.results:
            results_item = results_item_data.to_dict()
            results.append(results_item)

        created_at = self.created_at.isoformat()

        finished_at: None | str
        if isinstance(self.finished_at, datetime.datetime):
            finished_at = self.finished_at.isoformat()
        else:
            finished_at = self.finished_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "rule_id": rule_id,
                "event_id": event_id,
                "contact_id": contact_id,
                "conversation_id": conversation_id,
                "campaign_id": campaign_id,
                "status": status,
                "reason": reason,
                "results": results,
                "created_at": created_at,
                "finished_at": finished_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.action_result_read import ActionResultRead  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        rule_id = d.pop("rule_id")

        event_id = d.pop("event_id")

        def _parse_contact_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        contact_id = _parse_contact_id(d.pop("contact_id"))

        def _parse_conversation_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        conversation_id = _parse_conversation_id(d.pop("conversation_id"))

        def _parse_campaign_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        campaign_id = _parse_campaign_id(d.pop("campaign_id"))

        status = RunStatus(d.pop("status"))

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        results = []
        _results = d.pop("results")
        for results_item_data in _results:
            results_item = ActionResultRead.from_dict(results_item_data)

            results.append(results_item)

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_finished_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                finished_at_type_0 = datetime.datetime.fromisoformat(data)

                return finished_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        finished_at = _parse_finished_at(d.pop("finished_at"))

        rule_run_read = cls(
            id=id,
            rule_id=rule_id,
            event_id=event_id,
            contact_id=contact_id,
            conversation_id=conversation_id,
            campaign_id=campaign_id,
            status=status,
            reason=reason,
            results=results,
            created_at=created_at,
            finished_at=finished_at,
        )

        rule_run_read.additional_properties = d
        return rule_run_read

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
