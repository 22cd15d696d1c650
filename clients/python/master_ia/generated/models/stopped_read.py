from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.breaker_state import BreakerState
from ..models.breaker_target import BreakerTarget

T = TypeVar("T", bound="StoppedRead")


@_attrs_define
class StoppedRead:
    """What stopped by itself, and when it is tried again; null: the provider or a person says.

    Attributes:
        id (str):
        target (BreakerTarget):
        name (str):
        state (BreakerState):
        code (str):
        detail (str):
        opened_at (datetime.datetime):
        retry_at (datetime.datetime | None):
        campaigns (int): Campaigns that wait for it.
    """

    id: str
    target: BreakerTarget
    name: str
    state: BreakerState
    code: str
    detail: str
    opened_at: datetime.datetime
    retry_at: datetime.datetime | None
    campaigns: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        target = self.target.value

        name = self.name

        state = self.state.value

        code = self.code

        detail = self.detail

        opened_at = self.opened_at.isoformat()

        retry_at: None | str
        if isinstance(self.retry_at, datetime.datetime):
            retry_at = self.retry_at.isoformat()
        else:
            retry_at = self.retry_at

        campaigns = self.campaigns

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "target": target,
                "name": name,
                "state": state,
                "code": code,
                "detail": detail,
                "opened_at": opened_at,
                "retry_at": retry_at,
                "campaigns": campaigns,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        target = BreakerTarget(d.pop("target"))

        name = d.pop("name")

        state = BreakerState(d.pop("state"))

        code = d.pop("code")

        detail = d.pop("detail")

        opened_at = datetime.datetime.fromisoformat(d.pop("opened_at"))

        def _parse_retry_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                retry_at_type_0 = datetime.datetime.fromisoformat(data)

                return retry_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        retry_at = _parse_retry_at(d.pop("retry_at"))

        campaigns = d.pop("campaigns")

        stopped_read = cls(
            id=id,
            target=target,
            name=name,
            state=state,
            code=code,
            detail=detail,
            opened_at=opened_at,
            retry_at=retry_at,
            campaigns=campaigns,
        )

        stopped_read.additional_properties = d
        return stopped_read

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
