from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.rule_body import RuleBody


T = TypeVar("T", bound="SourceUpdate")


@_attrs_define
class SourceUpdate:
    """As a whole; its kind stays.

    Attributes:
        segment_id (None | str | Unset): Of `segment`.
        tag_id (None | str | Unset): Of `tag`.
        stage_id (None | str | Unset): Of `stage`.
        words (list[str] | Unset): Of `keyword`: any of them, up to 80 characters each, in any case and with or without
            accents.
        exact (bool | Unset): The message says nothing but the word. Default: True.
        include_existing (bool | Unset): Those who are in the segment already are enrolled by the first look. Default:
            False.
        rule (None | RuleBody | Unset): Of `segment`: when it is looked at.
        time_zone (None | str | Unset): Null: the company's.
        enabled (bool | Unset):  Default: True.
    """

    segment_id: None | str | Unset = UNSET
    tag_id: None | str | Unset = UNSET
    stage_id: None | str | Unset = UNSET
    words: list[str] | Unset = UNSET
    exact: bool | Unset = True
    include_existing: bool | Unset = False
    rule: None | RuleBody | Unset = UNSET
    time_zone: None | str | Unset = UNSET
    enabled: bool | Unset = True

    def to_dict(self) -> dict[str, Any]:
        from ..models.rule_body import RuleBody  # noqa: PLC0415

        segment_id: None | str | Unset
        if isinstance(self.segment_id, Unset):
            segment_id = UNSET
        else:
            segment_id = self.segment_id

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

        words: list[str] | Unset = UNSET
        if not isinstance(self.words, Unset):
            words = self.words

        exact = self.exact

        include_existing = self.include_existing

        rule: dict[str, Any] | None | Unset
        if isinstance(self.rule, Unset):
            rule = UNSET
        elif isinstance(self.rule, RuleBody):
            rule = self.rule.to_dict()
        else:
            rule = self.rule

        time_zone: None | str | Unset
        if isinstance(self.time_zone, Unset):
            time_zone = UNSET
        else:
            time_zone = self.time_zone

        enabled = self.enabled

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if segment_id is not UNSET:
            field_dict["segment_id"] = segment_id
        if tag_id is not UNSET:
            field_dict["tag_id"] = tag_id
        if stage_id is not UNSET:
            field_dict["stage_id"] = stage_id
        if words is not UNSET:
            field_dict["words"] = words
        if exact is not UNSET:
            field_dict["exact"] = exact
        if include_existing is not UNSET:
            field_dict["include_existing"] = include_existing
        if rule is not UNSET:
            field_dict["rule"] = rule
        if time_zone is not UNSET:
            field_dict["time_zone"] = time_zone
        if enabled is not UNSET:
            field_dict["enabled"] = enabled

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.rule_body import RuleBody  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_segment_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        segment_id = _parse_segment_id(d.pop("segment_id", UNSET))

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

        words = cast(list[str], d.pop("words", UNSET))

        exact = d.pop("exact", UNSET)

        include_existing = d.pop("include_existing", UNSET)

        def _parse_rule(data: object) -> None | RuleBody | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                rule_type_0 = RuleBody.from_dict(data)

                return rule_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RuleBody | Unset, data)

        rule = _parse_rule(d.pop("rule", UNSET))

        def _parse_time_zone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        time_zone = _parse_time_zone(d.pop("time_zone", UNSET))

        enabled = d.pop("enabled", UNSET)

        source_update = cls(
            segment_id=segment_id,
            tag_id=tag_id,
            stage_id=stage_id,
            words=words,
            exact=exact,
            include_existing=include_existing,
            rule=rule,
            time_zone=time_zone,
            enabled=enabled,
        )

        return source_update
