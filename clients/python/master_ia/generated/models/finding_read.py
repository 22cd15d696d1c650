from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.finding_read_severity import FindingReadSeverity

T = TypeVar("T", bound="FindingRead")


@_attrs_define
class FindingRead:
    """One thing to be told of a draft. Errors forbid publishing, warnings do not.

    Attributes:
        pointer (str):
        key (str): Of the step.
        code (str):
        severity (FindingReadSeverity):
        text (str): For people, in the language of Accept-Language.
    """

    pointer: str
    key: str
    code: str
    severity: FindingReadSeverity
    text: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        pointer = self.pointer

        key = self.key

        code = self.code

        severity = self.severity.value

        text = self.text

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "pointer": pointer,
                "key": key,
                "code": code,
                "severity": severity,
                "text": text,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        pointer = d.pop("pointer")

        key = d.pop("key")

        code = d.pop("code")

        severity = FindingReadSeverity(d.pop("severity"))

        text = d.pop("text")

        finding_read = cls(
            pointer=pointer,
            key=key,
            code=code,
            severity=severity,
            text=text,
        )

        finding_read.additional_properties = d
        return finding_read

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
