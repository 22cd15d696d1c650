from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.channel import Channel
from ..models.consent_source import ConsentSource

if TYPE_CHECKING:
    from ..models.consent_read_proof import ConsentReadProof


T = TypeVar("T", bound="ConsentRead")


@_attrs_define
class ConsentRead:
    """One line of the ledger.

    Attributes:
        channel (Channel):
        scope (str):
        granted (bool):
        source (ConsentSource): How we came to know that somebody allows or forbids messages.
        proof (ConsentReadProof):
        recorded_by (None | str): Who noted it, if it was one of you.
        address (str): The number it is about, as digits to be matched by.
        occurred_at (datetime.datetime):
        created_at (datetime.datetime):
    """

    channel: Channel
    scope: str
    granted: bool
    source: ConsentSource
    proof: ConsentReadProof
    recorded_by: None | str
    address: str
    occurred_at: datetime.datetime
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        channel = self.channel.value

        scope = self.scope

        granted = self.granted

        source = self.source.value

        proof = self.proof.to_dict()

        recorded_by: None | str
        recorded_by = self.recorded_by

        address = self.address

        occurred_at = self.occurred_at.isoformat()

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "channel": channel,
                "scope": scope,
                "granted": granted,
                "source": source,
                "proof": proof,
                "recorded_by": recorded_by,
                "address": address,
                "occurred_at": occurred_at,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.consent_read_proof import ConsentReadProof  # noqa: PLC0415

        d = dict(src_dict)
        channel = Channel(d.pop("channel"))

        scope = d.pop("scope")

        granted = d.pop("granted")

        source = ConsentSource(d.pop("source"))

        proof = ConsentReadProof.from_dict(d.pop("proof"))

        def _parse_recorded_by(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        recorded_by = _parse_recorded_by(d.pop("recorded_by"))

        address = d.pop("address")

        occurred_at = datetime.datetime.fromisoformat(d.pop("occurred_at"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        consent_read = cls(
            channel=channel,
            scope=scope,
            granted=granted,
            source=source,
            proof=proof,
            recorded_by=recorded_by,
            address=address,
            occurred_at=occurred_at,
            created_at=created_at,
        )

        consent_read.additional_properties = d
        return consent_read

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
