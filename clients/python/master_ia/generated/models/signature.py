from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.signature_kind import SignatureKind
from ..types import UNSET, Unset

T = TypeVar("T", bound="Signature")


@_attrs_define
class Signature:
    """How a call proves that it is from whom it says.

    Attributes:
        kind (SignatureKind | Unset):
        header (str | Unset): Of hub_sha256 and secret; else their usual one. Default: ''.
    """

    kind: SignatureKind | Unset = UNSET
    header: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        kind: str | Unset = UNSET
        if not isinstance(self.kind, Unset):
            kind = self.kind.value

        header = self.header

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if kind is not UNSET:
            field_dict["kind"] = kind
        if header is not UNSET:
            field_dict["header"] = header

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        _kind = d.pop("kind", UNSET)
        kind: SignatureKind | Unset
        if isinstance(_kind, Unset):
            kind = UNSET
        else:
            kind = SignatureKind(_kind)

        header = d.pop("header", UNSET)

        signature = cls(
            kind=kind,
            header=header,
        )

        return signature
