from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.sms_body_footer_when import SmsBodyFooterWhen
from ..types import UNSET, Unset

T = TypeVar("T", bound="SmsBody")


@_attrs_define
class SmsBody:
    """How a text leaves as an SMS.

    Attributes:
        transliterate (bool | Unset): Send ã as a, “ as ", …: where that makes it cheaper to send. Default: False.
        footer (str | Unset): The line about opting out; empty: none. Default: ''.
        footer_when (SmsBodyFooterWhen | Unset): Below a person's first message of yours, or below each. Default:
            SmsBodyFooterWhen.FIRST.
    """

    transliterate: bool | Unset = False
    footer: str | Unset = ""
    footer_when: SmsBodyFooterWhen | Unset = SmsBodyFooterWhen.FIRST

    def to_dict(self) -> dict[str, Any]:
        transliterate = self.transliterate

        footer = self.footer

        footer_when: str | Unset = UNSET
        if not isinstance(self.footer_when, Unset):
            footer_when = self.footer_when.value

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if transliterate is not UNSET:
            field_dict["transliterate"] = transliterate
        if footer is not UNSET:
            field_dict["footer"] = footer
        if footer_when is not UNSET:
            field_dict["footer_when"] = footer_when

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        transliterate = d.pop("transliterate", UNSET)

        footer = d.pop("footer", UNSET)

        _footer_when = d.pop("footer_when", UNSET)
        footer_when: SmsBodyFooterWhen | Unset
        if isinstance(_footer_when, Unset):
            footer_when = UNSET
        else:
            footer_when = SmsBodyFooterWhen(_footer_when)

        sms_body = cls(
            transliterate=transliterate,
            footer=footer,
            footer_when=footer_when,
        )

        return sms_body
