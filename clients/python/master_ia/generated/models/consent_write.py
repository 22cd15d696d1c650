from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.channel import Channel
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.consent_write_proof import ConsentWriteProof


T = TypeVar("T", bound="ConsentWrite")


@_attrs_define
class ConsentWrite:
    """What a person said to you.

    Attributes:
        channel (Channel):
        granted (bool):
        scope (str | Unset): `all`, `marketing`, or `topic:<topic id>`. Default: 'all'.
        occurred_at (datetime.datetime | None | Unset): Now, if absent.
        proof (ConsentWriteProof | Unset): Required where `granted` is true.
    """

    channel: Channel
    granted: bool
    scope: str | Unset = "all"
    occurred_at: datetime.datetime | None | Unset = UNSET
    proof: ConsentWriteProof | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        channel = self.channel.value

        granted = self.granted

        scope = self.scope

        occurred_at: None | str | Unset
        if isinstance(self.occurred_at, Unset):
            occurred_at = UNSET
        elif isinstance(self.occurred_at, datetime.datetime):
            occurred_at = self.occurred_at.isoformat()
        else:
            occurred_at = self.occurred_at

        proof: dict[str, Any] | Unset = UNSET
        if not isinstance(self.proof, Unset):
            proof = self.proof.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "channel": channel,
                "granted": granted,
            }
        )
        if scope is not UNSET:
            field_dict["scope"] = scope
        if occurred_at is not UNSET:
            field_dict["occurred_at"] = occurred_at
        if proof is not UNSET:
            field_dict["proof"] = proof

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.consent_write_proof import ConsentWriteProof  # noqa: PLC0415

        d = dict(src_dict)
        channel = Channel(d.pop("channel"))

        granted = d.pop("granted")

        scope = d.pop("scope", UNSET)

        def _parse_occurred_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                occurred_at_type_0 = datetime.datetime.fromisoformat(data)

                return occurred_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        occurred_at = _parse_occurred_at(d.pop("occurred_at", UNSET))

        _proof = d.pop("proof", UNSET)
        proof: ConsentWriteProof | Unset
        if isinstance(_proof, Unset):
            proof = UNSET
        else:
            proof = ConsentWriteProof.from_dict(_proof)

        consent_write = cls(
            channel=channel,
            granted=granted,
            scope=scope,
            occurred_at=occurred_at,
            proof=proof,
        )

        return consent_write
