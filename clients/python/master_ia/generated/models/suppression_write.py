from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.channel import Channel
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.suppression_write_proof import SuppressionWriteProof


T = TypeVar("T", bound="SuppressionWrite")


@_attrs_define
class SuppressionWrite:
    """One person who is not to be written to.

    Attributes:
        phone (str): As typed; without a country code it is read as one of the company's country.
        channels (list[Channel] | Unset):
        scope (str | Unset): `all`, `marketing`, or `topic:<topic id>`. Default: 'all'.
        occurred_at (datetime.datetime | None | Unset):
        proof (SuppressionWriteProof | Unset): What shows it: a form's address, a call's id, … Name nobody in it: it
            stays when the contact is erased.
    """

    phone: str
    channels: list[Channel] | Unset = UNSET
    scope: str | Unset = "all"
    occurred_at: datetime.datetime | None | Unset = UNSET
    proof: SuppressionWriteProof | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        phone = self.phone

        channels: list[str] | Unset = UNSET
        if not isinstance(self.channels, Unset):
            channels = []
            for channels_item_data in self.channels:
                channels_item = channels_item_data.value
                channels.append(channels_item)

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
                "phone": phone,
            }
        )
        if channels is not UNSET:
            field_dict["channels"] = channels
        if scope is not UNSET:
            field_dict["scope"] = scope
        if occurred_at is not UNSET:
            field_dict["occurred_at"] = occurred_at
        if proof is not UNSET:
            field_dict["proof"] = proof

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.suppression_write_proof import SuppressionWriteProof  # noqa: PLC0415

        d = dict(src_dict)
        phone = d.pop("phone")

        _channels = d.pop("channels", UNSET)
        channels: list[Channel] | Unset = UNSET
        if _channels is not UNSET:
            channels = []
            for channels_item_data in _channels:
                channels_item = Channel(channels_item_data)

                channels.append(channels_item)

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
        proof: SuppressionWriteProof | Unset
        if isinstance(_proof, Unset):
            proof = UNSET
        else:
            proof = SuppressionWriteProof.from_dict(_proof)

        suppression_write = cls(
            phone=phone,
            channels=channels,
            scope=scope,
            occurred_at=occurred_at,
            proof=proof,
        )

        return suppression_write
