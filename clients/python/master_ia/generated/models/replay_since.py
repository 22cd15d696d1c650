from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ReplaySince")


@_attrs_define
class ReplaySince:
    """
    Attributes:
        since (datetime.datetime):
        only_failed (bool | Unset): Leave out what arrived. Default: False.
    """

    since: datetime.datetime
    only_failed: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        since = self.since.isoformat()

        only_failed = self.only_failed

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "since": since,
            }
        )
        if only_failed is not UNSET:
            field_dict["only_failed"] = only_failed

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        since = datetime.datetime.fromisoformat(d.pop("since"))

        only_failed = d.pop("only_failed", UNSET)

        replay_since = cls(
            since=since,
            only_failed=only_failed,
        )

        return replay_since
