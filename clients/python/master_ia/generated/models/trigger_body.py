from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.channel import Channel
from ..models.trigger_kind import TriggerKind
from ..types import UNSET, Unset

T = TypeVar("T", bound="TriggerBody")


@_attrs_define
class TriggerBody:
    """When. Each kind uses its own fields and ignores the others.

    Attributes:
        kind (TriggerKind):
        channel (Channel | None | Unset): `message_received`, `keyword`: on this channel only.
        number_id (None | str | Unset): `message_received`, `keyword`, `no_answer`, `window_closing`: to this number of
            yours only.
        words (list[str] | Unset): `keyword`: any of these; case and accents do not count.
        exact (bool | Unset): `keyword`: the message says nothing else than the word. Default: False.
        tag_id (None | str | Unset): `tag_added`.
        stage_id (None | str | Unset): `stage_entered`.
        minutes (int | Unset): `no_answer`: a customer waits for so long; `window_closing`: so much is left of the 24
            hours. Default: 0.
        name (str | Unset): `contact_event`: its name. Default: ''.
        cadence_id (None | str | Unset): `cadence_stopped`: in this cadence only.
        reasons (list[str] | Unset): `cadence_stopped`: for these reasons only.
        campaign_id (None | str | Unset): `campaign_finished`: this one only.
    """

    kind: TriggerKind
    channel: Channel | None | Unset = UNSET
    number_id: None | str | Unset = UNSET
    words: list[str] | Unset = UNSET
    exact: bool | Unset = False
    tag_id: None | str | Unset = UNSET
    stage_id: None | str | Unset = UNSET
    minutes: int | Unset = 0
    name: str | Unset = ""
    cadence_id: None | str | Unset = UNSET
    reasons: list[str] | Unset = UNSET
    campaign_id: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind.value

        channel: None | str | Unset
        if isinstance(self.channel, Unset):
            channel = UNSET
        elif isinstance(self.channel, Channel):
            channel = self.channel.value
        else:
            channel = self.channel

        number_id: None | str | Unset
        if isinstance(self.number_id, Unset):
            number_id = UNSET
        else:
            number_id = self.number_id

        words: list[str] | Unset = UNSET
        if not isinstance(self.words, Unset):
            words = self.words

        exact = self.exact

        tag_id: None | str | Unset
        if isinstance(self.tag_id, Unset):
            tag_id = UNSET
        else:
            tag_id = self.tag_id

        stage_id: None | str | Unset
        if isinstance(self.stage_id, Unset):
            stage_id = UNSET
        else:
            stage_id = self.stage_id

        minutes = self.minutes

        name = self.name

        cadence_id: None | str | Unset
        if isinstance(self.cadence_id, Unset):
            cadence_id = UNSET
        else:
            cadence_id = self.cadence_id

        reasons: list[str] | Unset = UNSET
        if not isinstance(self.reasons, Unset):
            reasons = self.reasons

        campaign_id: None | str | Unset
        if isinstance(self.campaign_id, Unset):
            campaign_id = UNSET
        else:
            campaign_id = self.campaign_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
            }
        )
        if channel is not UNSET:
            field_dict["channel"] = channel
        if number_id is not UNSET:
            field_dict["number_id"] = number_id
        if words is not UNSET:
            field_dict["words"] = words
        if exact is not UNSET:
            field_dict["exact"] = exact
        if tag_id is not UNSET:
            field_dict["tag_id"] = tag_id
        if stage_id is not UNSET:
            field_dict["stage_id"] = stage_id
        if minutes is not UNSET:
            field_dict["minutes"] = minutes
        if name is not UNSET:
            field_dict["name"] = name
        if cadence_id is not UNSET:
            field_dict["cadence_id"] = cadence_id
        if reasons is not UNSET:
            field_dict["reasons"] = reasons
        if campaign_id is not UNSET:
            field_dict["campaign_id"] = campaign_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = TriggerKind(d.pop("kind"))

        def _parse_channel(data: object) -> Channel | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                channel_type_0 = Channel(data)

                return channel_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Channel | None | Unset, data)

        channel = _parse_channel(d.pop("channel", UNSET))

        def _parse_number_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        number_id = _parse_number_id(d.pop("number_id", UNSET))

        words = cast(list[str], d.pop("words", UNSET))

        exact = d.pop("exact", UNSET)

        def _parse_tag_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        tag_id = _parse_tag_id(d.pop("tag_id", UNSET))

        def _parse_stage_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        stage_id = _parse_stage_id(d.pop("stage_id", UNSET))

        minutes = d.pop("minutes", UNSET)

        name = d.pop("name", UNSET)

        def _parse_cadence_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        cadence_id = _parse_cadence_id(d.pop("cadence_id", UNSET))

        reasons = cast(list[str], d.pop("reasons", UNSET))

        def _parse_campaign_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        campaign_id = _parse_campaign_id(d.pop("campaign_id", UNSET))

        trigger_body = cls(
            kind=kind,
            channel=channel,
            number_id=number_id,
            words=words,
            exact=exact,
            tag_id=tag_id,
            stage_id=stage_id,
            minutes=minutes,
            name=name,
            cadence_id=cadence_id,
            reasons=reasons,
            campaign_id=campaign_id,
        )

        return trigger_body
