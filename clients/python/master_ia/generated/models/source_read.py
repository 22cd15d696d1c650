from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.source_kind import SourceKind

if TYPE_CHECKING:
    from ..models.rule_body import RuleBody
    from ..models.run_read import RunRead


T = TypeVar("T", bound="SourceRead")


@_attrs_define
class SourceRead:
    """
    Attributes:
        id (str):
        cadence_id (str):
        kind (SourceKind):
        segment_id (None | str):
        tag_id (None | str):
        stage_id (None | str):
        import_id (None | str):
        name (None | str): Of the segment, tag, stage or file.
        words (list[str]):
        exact (bool):
        include_existing (bool):
        rule (None | RuleBody):
        time_zone (None | str):
        enabled (bool):
        once (bool): It enrols some people and is done.
        last_run_at (datetime.datetime | None):
        next_run_at (datetime.datetime | None):
        last_run (RunRead):
        total (RunRead):
        created_at (datetime.datetime):
    """

    id: str
    cadence_id: str
    kind: SourceKind
    segment_id: None | str
    tag_id: None | str
    stage_id: None | str
    import_id: None | str
    name: None | str
    words: list[str]
    exact: bool
    include_existing: bool
    rule: None | RuleBody
    time_zone: None | str
    enabled: bool
    once: bool
    last_run_at: datetime.datetime | None
    next_run_at: datetime.datetime | None
    last_run: RunRead
    total: RunRead
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.rule_body import RuleBody  # noqa: PLC0415

        id = self.id

        cadence_id = self.cadence_id

        kind = self.kind.value

        segment_id: None | str
        segment_id = self.segment_id

        tag_id: None | str
        tag_id = self.tag_id

        stage_id: None | str
        stage_id = self.stage_id

        import_id: None | str
        import_id = self.import_id

        name: None | str
        name = self.name

        words = self.words

        exact = self.exact

        include_existing = self.include_existing

        rule: dict[str, Any] | None
        if isinstance(self.rule, RuleBody):
            rule = self.rule.to_dict()
        else:
            rule = self.rule

        time_zone: None | str
        time_zone = self.time_zone

        enabled = self.enabled

        once = self.once

        last_run_at: None | str
        if isinstance(self.last_run_at, datetime.datetime):
            last_run_at = self.last_run_at.isoformat()
        else:
            last_run_at = self.last_run_at

        next_run_at: None | str
        if isinstance(self.next_run_at, datetime.datetime):
            next_run_at = self.next_run_at.isoformat()
        else:
            next_run_at = self.next_run_at

        last_run = self.last_run.to_dict()

        total = self.total.to_dict()

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "cadence_id": cadence_id,
                "kind": kind,
                "segment_id": segment_id,
                "tag_id": tag_id,
                "stage_id": stage_id,
                "import_id": import_id,
                "name": name,
                "words": words,
                "exact": exact,
                "include_existing": include_existing,
                "rule": rule,
                "time_zone": time_zone,
                "enabled": enabled,
                "once": once,
                "last_run_at": last_run_at,
                "next_run_at": next_run_at,
                "last_run": last_run,
                "total": total,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.rule_body import RuleBody  # noqa: PLC0415
        from ..models.run_read import RunRead  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        cadence_id = d.pop("cadence_id")

        kind = SourceKind(d.pop("kind"))

        def _parse_segment_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        segment_id = _parse_segment_id(d.pop("segment_id"))

        def _parse_tag_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        tag_id = _parse_tag_id(d.pop("tag_id"))

        def _parse_stage_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        stage_id = _parse_stage_id(d.pop("stage_id"))

        def _parse_import_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        import_id = _parse_import_id(d.pop("import_id"))

        def _parse_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name = _parse_name(d.pop("name"))

        words = cast(list[str], d.pop("words"))

        exact = d.pop("exact")

        include_existing = d.pop("include_existing")

        def _parse_rule(data: object) -> None | RuleBody:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                rule_type_0 = RuleBody.from_dict(data)

                return rule_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RuleBody, data)

        rule = _parse_rule(d.pop("rule"))

        def _parse_time_zone(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        time_zone = _parse_time_zone(d.pop("time_zone"))

        enabled = d.pop("enabled")

        once = d.pop("once")

        def _parse_last_run_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_run_at_type_0 = datetime.datetime.fromisoformat(data)

                return last_run_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_run_at = _parse_last_run_at(d.pop("last_run_at"))

        def _parse_next_run_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                next_run_at_type_0 = datetime.datetime.fromisoformat(data)

                return next_run_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        next_run_at = _parse_next_run_at(d.pop("next_run_at"))

        last_run = RunRead.from_dict(d.pop("last_run"))

        total = RunRead.from_dict(d.pop("total"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        source_read = cls(
            id=id,
            cadence_id=cadence_id,
            kind=kind,
            segment_id=segment_id,
            tag_id=tag_id,
            stage_id=stage_id,
            import_id=import_id,
            name=name,
            words=words,
            exact=exact,
            include_existing=include_existing,
            rule=rule,
            time_zone=time_zone,
            enabled=enabled,
            once=once,
            last_run_at=last_run_at,
            next_run_at=next_run_at,
            last_run=last_run,
            total=total,
            created_at=created_at,
        )

        source_read.additional_properties = d
        return source_read

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
