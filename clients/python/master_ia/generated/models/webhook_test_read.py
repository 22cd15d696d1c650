from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="WebhookTestRead")


@_attrs_define
class WebhookTestRead:
    """
    Attributes:
        status (int | None): What it answered; null when no answer came.
        error (None | str): Null when it took it; else a word as of a delivery.
        answer (str): The beginning of its answer.
        milliseconds (int):
        body (str): What was sent.
    """

    status: int | None
    error: None | str
    answer: str
    milliseconds: int
    body: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        status: int | None
        status = self.status

        error: None | str
        error = self.error

        answer = self.answer

        milliseconds = self.milliseconds

        body = self.body

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "status": status,
                "error": error,
                "answer": answer,
                "milliseconds": milliseconds,
                "body": body,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_status(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        status = _parse_status(d.pop("status"))

        def _parse_error(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        error = _parse_error(d.pop("error"))

        answer = d.pop("answer")

        milliseconds = d.pop("milliseconds")

        body = d.pop("body")

        webhook_test_read = cls(
            status=status,
            error=error,
            answer=answer,
            milliseconds=milliseconds,
            body=body,
        )

        webhook_test_read.additional_properties = d
        return webhook_test_read

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
