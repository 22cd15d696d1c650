from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.outgoing_purpose import OutgoingPurpose
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.buttons_body import ButtonsBody
    from ..models.list_body import ListBody
    from ..models.location_body import LocationBody
    from ..models.media_body import MediaBody
    from ..models.message_send_metadata import MessageSendMetadata
    from ..models.reaction_body import ReactionBody
    from ..models.template_body import TemplateBody
    from ..models.text_body import TextBody


T = TypeVar("T", bound="MessageSend")


@_attrs_define
class MessageSend:
    """To exactly one of `to`, `contact_id`, `conversation_id`; exactly one content.

    Attributes:
        to (str | Unset): E.164. Default: ''.
        contact_id (None | str | Unset):
        conversation_id (None | str | Unset):
        from_ (None | str | Unset): The number it is sent by; not needed where there is only one.
        text (None | TextBody | Unset):
        template (None | TemplateBody | Unset):
        media (MediaBody | None | Unset):
        location (LocationBody | None | Unset):
        reaction (None | ReactionBody | Unset):
        interactive (ButtonsBody | ListBody | None | Unset):
        reply_to (None | str | Unset): The message it answers.
        send_at (datetime.datetime | None | Unset): Not before; with a time zone.
        expires_at (datetime.datetime | None | Unset): Worth nothing after this moment: not sent then.
        fallback (list[TemplateBody] | Unset): Sent instead when the 24-hour window is closed by then.
        respect_quiet_hours (bool | Unset): In the company's quiet hours, where the person lives, it waits for their
            end. Default: False.
        purpose (OutgoingPurpose | Unset): Why it is sent. Marketing does not go to people who asked for none.
        external_id (None | str | Unset): Your own id of it; unique.
        metadata (MessageSendMetadata | Unset): Yours, up to 4 KB; given back with the message.
    """

    to: str | Unset = ""
    contact_id: None | str | Unset = UNSET
    conversation_id: None | str | Unset = UNSET
    from_: None | str | Unset = UNSET
    text: None | TextBody | Unset = UNSET
    template: None | TemplateBody | Unset = UNSET
    media: MediaBody | None | Unset = UNSET
    location: LocationBody | None | Unset = UNSET
    reaction: None | ReactionBody | Unset = UNSET
    interactive: ButtonsBody | ListBody | None | Unset = UNSET
    reply_to: None | str | Unset = UNSET
    send_at: datetime.datetime | None | Unset = UNSET
    expires_at: datetime.datetime | None | Unset = UNSET
    fallback: list[TemplateBody] | Unset = UNSET
    respect_quiet_hours: bool | Unset = False
    purpose: OutgoingPurpose | Unset = UNSET
    external_id: None | str | Unset = UNSET
    metadata: MessageSendMetadata | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.buttons_body import ButtonsBody  # noqa: PLC0415
        from ..models.list_body import ListBody  # noqa: PLC0415
        from ..models.location_body import LocationBody  # noqa: PLC0415
        from ..models.media_body import MediaBody  # noqa: PLC0415
        from ..models.reaction_body import ReactionBody  # noqa: PLC0415
        from ..models.template_body import TemplateBody  # noqa: PLC0415
        from ..models.text_body import TextBody  # noqa: PLC0415

        to = self.to

        contact_id: None | str | Unset
        if isinstance(self.contact_id, Unset):
            contact_id = UNSET
        else:
            contact_id = self.contact_id

        conversation_id: None | str | Unset
        if isinstance(self.conversation_id, Unset):
            conversation_id = UNSET
        else:
            conversation_id = self.conversation_id

        from_: None | str | Unset
        if isinstance(self.from_, Unset):
            from_ = UNSET
        else:
            from_ = self.from_

        text: dict[str, Any] | None | Unset
        if isinstance(self.text, Unset):
            text = UNSET
        elif isinstance(self.text, TextBody):
            text = self.text.to_dict()
        else:
            text = self.text

        template: dict[str, Any] | None | Unset
        if isinstance(self.template, Unset):
            template = UNSET
        elif isinstance(self.template, TemplateBody):
            template = self.template.to_dict()
        else:
            template = self.template

        media: dict[str, Any] | None | Unset
        if isinstance(self.media, Unset):
            media = UNSET
        elif isinstance(self.media, MediaBody):
            media = self.media.to_dict()
        else:
            media = self.media

        location: dict[str, Any] | None | Unset
        if isinstance(self.location, Unset):
            location = UNSET
        elif isinstance(self.location, LocationBody):
            location = self.location.to_dict()
        else:
            location = self.location

        reaction: dict[str, Any] | None | Unset
        if isinstance(self.reaction, Unset):
            reaction = UNSET
        elif isinstance(self.reaction, ReactionBody):
            reaction = self.reaction.to_dict()
        else:
            reaction = self.reaction

        interactive: dict[str, Any] | None | Unset
        if isinstance(self.interactive, Unset):
            interactive = UNSET
        elif isinstance(self.interactive, ButtonsBody):
            interactive = self.interactive.to_dict()
        elif isinstance(self.interactive, ListBody):
            interactive = self.interactive.to_dict()
        else:
            interactive = self.interactive

        reply_to: None | str | Unset
        if isinstance(self.reply_to, Unset):
            reply_to = UNSET
        else:
            reply_to = self.reply_to

        send_at: None | str | Unset
        if isinstance(self.send_at, Unset):
            send_at = UNSET
        elif isinstance(self.send_at, datetime.datetime):
            send_at = self.send_at.isoformat()
        else:
            send_at = self.send_at

        expires_at: None | str | Unset
        if isinstance(self.expires_at, Unset):
            expires_at = UNSET
        elif isinstance(self.expires_at, datetime.datetime):
            expires_at = self.expires_at.isoformat()
        else:
            expires_at = self.expires_at

        fallback: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.fallback, Unset):
            fallback = []
            for fallback_item_data in self.fallback:
                fallback_item = fallback_item_data.to_dict()
                fallback.append(fallback_item)

        respect_quiet_hours = self.respect_quiet_hours

        purpose: str | Unset = UNSET
        if not isinstance(self.purpose, Unset):
            purpose = self.purpose.value

        external_id: None | str | Unset
        if isinstance(self.external_id, Unset):
            external_id = UNSET
        else:
            external_id = self.external_id

        metadata: dict[str, Any] | Unset = UNSET
        if not isinstance(self.metadata, Unset):
            metadata = self.metadata.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if to is not UNSET:
            field_dict["to"] = to
        if contact_id is not UNSET:
            field_dict["contact_id"] = contact_id
        if conversation_id is not UNSET:
            field_dict["conversation_id"] = conversation_id
        if from_ is not UNSET:
            field_dict["from"] = from_
        if text is not UNSET:
            field_dict["text"] = text
        if template is not UNSET:
            field_dict["template"] = template
        if media is not UNSET:
            field_dict["media"] = media
        if location is not UNSET:
            field_dict["location"] = location
        if reaction is not UNSET:
            field_dict["reaction"] = reaction
        if interactive is not UNSET:
            field_dict["interactive"] = interactive
        if reply_to is not UNSET:
            field_dict["reply_to"] = reply_to
        if send_at is not UNSET:
            field_dict["send_at"] = send_at
        if expires_at is not UNSET:
            field_dict["expires_at"] = expires_at
        if fallback is not UNSET:
            field_dict["fallback"] = fallback
        if respect_quiet_hours is not UNSET:
            field_dict["respect_quiet_hours"] = respect_quiet_hours
        if purpose is not UNSET:
            field_dict["purpose"] = purpose
        if external_id is not UNSET:
            field_dict["external_id"] = external_id
        if metadata is not UNSET:
            field_dict["metadata"] = metadata

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.buttons_body import ButtonsBody  # noqa: PLC0415
        from ..models.list_body import ListBody  # noqa: PLC0415
        from ..models.location_body import LocationBody  # noqa: PLC0415
        from ..models.media_body import MediaBody  # noqa: PLC0415
        from ..models.message_send_metadata import MessageSendMetadata  # noqa: PLC0415
        from ..models.reaction_body import ReactionBody  # noqa: PLC0415
        from ..models.template_body import TemplateBody  # noqa: PLC0415
        from ..models.text_body import TextBody  # noqa: PLC0415

        d = dict(src_dict)
        to = d.pop("to", UNSET)

        def _parse_contact_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        contact_id = _parse_contact_id(d.pop("contact_id", UNSET))

        def _parse_conversation_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        conversation_id = _parse_conversation_id(d.pop("conversation_id", UNSET))

        def _parse_from_(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        from_ = _parse_from_(d.pop("from", UNSET))

        def _parse_text(data: object) -> None | TextBody | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                text_type_0 = TextBody.from_dict(data)

                return text_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TextBody | Unset, data)

        text = _parse_text(d.pop("text", UNSET))

        def _parse_template(data: object) -> None | TemplateBody | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                template_type_0 = TemplateBody.from_dict(data)

                return template_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TemplateBody | Unset, data)

        template = _parse_template(d.pop("template", UNSET))

        def _parse_media(data: object) -> MediaBody | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                media_type_0 = MediaBody.from_dict(data)

                return media_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MediaBody | None | Unset, data)

        media = _parse_media(d.pop("media", UNSET))

        def _parse_location(data: object) -> LocationBody | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                location_type_0 = LocationBody.from_dict(data)

                return location_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(LocationBody | None | Unset, data)

        location = _parse_location(d.pop("location", UNSET))

        def _parse_reaction(data: object) -> None | ReactionBody | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                reaction_type_0 = ReactionBody.from_dict(data)

                return reaction_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ReactionBody | Unset, data)

        reaction = _parse_reaction(d.pop("reaction", UNSET))

        def _parse_interactive(data: object) -> ButtonsBody | ListBody | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                interactive_type_0_type_0 = ButtonsBody.from_dict(data)

                return interactive_type_0_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                interactive_type_0_type_1 = ListBody.from_dict(data)

                return interactive_type_0_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ButtonsBody | ListBody | None | Unset, data)

        interactive = _parse_interactive(d.pop("interactive", UNSET))

        def _parse_reply_to(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reply_to = _parse_reply_to(d.pop("reply_to", UNSET))

        def _parse_send_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                send_at_type_0 = datetime.datetime.fromisoformat(data)

                return send_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        send_at = _parse_send_at(d.pop("send_at", UNSET))

        def _parse_expires_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expires_at_type_0 = datetime.datetime.fromisoformat(data)

                return expires_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        expires_at = _parse_expires_at(d.pop("expires_at", UNSET))

        _fallback = d.pop("fallback", UNSET)
        fallback: list[TemplateBody] | Unset = UNSET
        if _fallback is not UNSET:
            fallback = []
            for fallback_item_data in _fallback:
                fallback_item = TemplateBody.from_dict(fallback_item_data)

                fallback.append(fallback_item)

        respect_quiet_hours = d.pop("respect_quiet_hours", UNSET)

        _purpose = d.pop("purpose", UNSET)
        purpose: OutgoingPurpose | Unset
        if isinstance(_purpose, Unset):
            purpose = UNSET
        else:
            purpose = OutgoingPurpose(_purpose)

        def _parse_external_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        external_id = _parse_external_id(d.pop("external_id", UNSET))

        _metadata = d.pop("metadata", UNSET)
        metadata: MessageSendMetadata | Unset
        if isinstance(_metadata, Unset):
            metadata = UNSET
        else:
            metadata = MessageSendMetadata.from_dict(_metadata)

        message_send = cls(
            to=to,
            contact_id=contact_id,
            conversation_id=conversation_id,
            from_=from_,
            text=text,
            template=template,
            media=media,
            location=location,
            reaction=reaction,
            interactive=interactive,
            reply_to=reply_to,
            send_at=send_at,
            expires_at=expires_at,
            fallback=fallback,
            respect_quiet_hours=respect_quiet_hours,
            purpose=purpose,
            external_id=external_id,
            metadata=metadata,
        )

        return message_send
