from __future__ import annotations

from collections.abc import Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    TypeVar,
    cast,
)

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.message_step_bindings import MessageStepBindings
    from ..models.sms_body import SmsBody


T = TypeVar("T", bound="MessageStep")


@_attrs_define
class MessageStep:
    """An SMS, or a WhatsApp message: a template, and a text for who wrote within 24 hours.

    Attributes:
        kind (Literal['message']):
        key (str | Unset): Its name for life: a step that keeps it is the same one in every version, and nobody does one
            twice. Left out, one is made. Default: ''.
        phone_number_id (None | str | Unset):
        template_id (None | str | Unset):
        text (None | str | Unset):
        bindings (MessageStepBindings | Unset): By variable, such as `body.1`, `header.image` or, for `{{name}}` in a
            text, `body.name`. What is not named is taken from the template's own bindings; a placeholder of a text that is
            called like a field is filled by it.
        sms (SmsBody | Unset): How a text leaves as an SMS.
    """

    kind: Literal["message"]
    key: str | Unset = ""
    phone_number_id: None | str | Unset = UNSET
    template_id: None | str | Unset = UNSET
    text: None | str | Unset = UNSET
    bindings: MessageStepBindings | Unset = UNSET
    sms: SmsBody | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        key = self.key

        phone_number_id: None | str | Unset
        if isinstance(self.phone_number_id, Unset):
            phone_number_id = UNSET
        else:
            phone_number_id = self.phone_number_id

        template_id: None | str | Unset
        if isinstance(self.template_id, Unset):
            template_id = UNSET
        else:
            template_id = self.template_id

        text: None | str | Unset
        if isinstance(self.text, Unset):
            text = UNSET
        else:
            text = self.text

        bindings: dict[str, Any] | Unset = UNSET
        if not isinstance(self.bindings, Unset):
            bindings = self.bindings.to_dict()

        sms: dict[str, Any] | Unset = UNSET
        if not isinstance(self.sms, Unset):
            sms = self.sms.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
            }
        )
        if key is not UNSET:
            field_dict["key"] = key
        if phone_number_id is not UNSET:
            field_dict["phone_number_id"] = phone_number_id
        if template_id is not UNSET:
            field_dict["template_id"] = template_id
        if text is not UNSET:
            field_dict["text"] = text
        if bindings is not UNSET:
            field_dict["bindings"] = bindings
        if sms is not UNSET:
            field_dict["sms"] = sms

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.message_step_bindings import MessageStepBindings  # noqa: PLC0415
        from ..models.sms_body import SmsBody  # noqa: PLC0415

        d = dict(src_dict)
        kind = cast(Literal["message"], d.pop("kind"))
        if kind != "message":
            raise ValueError(f"kind must match const 'message', got '{kind}'")

        key = d.pop("key", UNSET)

        def _parse_phone_number_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        phone_number_id = _parse_phone_number_id(d.pop("phone_number_id", UNSET))

        def _parse_template_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        template_id = _parse_template_id(d.pop("template_id", UNSET))

        def _parse_text(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        text = _parse_text(d.pop("text", UNSET))

        _bindings = d.pop("bindings", UNSET)
        bindings: MessageStepBindings | Unset
        if isinstance(_bindings, Unset):
            bindings = UNSET
        else:
            bindings = MessageStepBindings.from_dict(_bindings)

        _sms = d.pop("sms", UNSET)
        sms: SmsBody | Unset
        if isinstance(_sms, Unset):
            sms = UNSET
        else:
            sms = SmsBody.from_dict(_sms)

        message_step = cls(
            kind=kind,
            key=key,
            phone_number_id=phone_number_id,
            template_id=template_id,
            text=text,
            bindings=bindings,
            sms=sms,
        )

        return message_step
