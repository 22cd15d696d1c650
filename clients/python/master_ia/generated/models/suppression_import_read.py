from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.channel import Channel
from ..models.import_status import ImportStatus

if TYPE_CHECKING:
    from ..models.suppression_import_counts import SuppressionImportCounts


T = TypeVar("T", bound="SuppressionImportRead")


@_attrs_define
class SuppressionImportRead:
    """A list of people who are not to be written to. There is nothing to undo: it only adds.

    Attributes:
        id (str):
        status (ImportStatus):
        file_name (str):
        columns (list[str]):
        column (int | None): Where the numbers are; null: you have to say.
        channels (list[Channel]):
        scope (str):
        counts (SuppressionImportCounts):
        total_rows (int | None):
        error_code (None | str):
        error_detail (None | str):
        created_at (datetime.datetime):
        started_at (datetime.datetime | None):
        finished_at (datetime.datetime | None):
    """

    id: str
    status: ImportStatus
    file_name: str
    columns: list[str]
    column: int | None
    channels: list[Channel]
    scope: str
    counts: SuppressionImportCounts
    total_rows: int | None
    error_code: None | str
    error_detail: None | str
    created_at: datetime.datetime
    started_at: datetime.datetime | None
    finished_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        status = self.status.value

        file_name = self.file_name

        columns = self.columns

        column: int | None
        column = self.column

        channels = []
        for channels_item_data in self.channels:
            channels_item = channels_item_data.value
            channels.append(channels_item)

        scope = self.scope

        counts = self.counts.to_dict()

        total_rows: int | None
        total_rows = self.total_rows

        error_code: None | str
        error_code = self.error_code

        error_detail: None | str
        error_detail = self.error_detail

        created_at = self.created_at.isoformat()

        started_at: None | str
        if isinstance(self.started_at, datetime.datetime):
            started_at = self.started_at.isoformat()
        else:
            started_at = self.started_at

        finished_at: None | str
        if isinstance(self.finished_at, datetime.datetime):
            finished_at = self.finished_at.isoformat()
        else:
            finished_at = self.finished_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "status": status,
                "file_name": file_name,
                "columns": columns,
                "column": column,
                "channels": channels,
                "scope": scope,
                "counts": counts,
                "total_rows": total_rows,
                "error_code": error_code,
                "error_detail": error_detail,
                "created_at": created_at,
                "started_at": started_at,
                "finished_at": finished_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.suppression_import_counts import SuppressionImportCounts  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        status = ImportStatus(d.pop("status"))

        file_name = d.pop("file_name")

        columns = cast(list[str], d.pop("columns"))

        def _parse_column(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        column = _parse_column(d.pop("column"))

        channels = []
        _channels = d.pop("channels")
        for channels_item_data in _channels:
            channels_item = Channel(channels_item_data)

            channels.append(channels_item)

        scope = d.pop("scope")

        counts = SuppressionImportCounts.from_dict(d.pop("counts"))

        def _parse_total_rows(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        total_rows = _parse_total_rows(d.pop("total_rows"))

        def _parse_error_code(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        error_code = _parse_error_code(d.pop("error_code"))

        def _parse_error_detail(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        error_detail = _parse_error_detail(d.pop("error_detail"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_started_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                started_at_type_0 = datetime.datetime.fromisoformat(data)

                return started_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        started_at = _parse_started_at(d.pop("started_at"))

        def _parse_finished_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                finished_at_type_0 = datetime.datetime.fromisoformat(data)

                return finished_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        finished_at = _parse_finished_at(d.pop("finished_at"))

        suppression_import_read = cls(
            id=id,
            status=status,
            file_name=file_name,
            columns=columns,
            column=column,
            channels=channels,
            scope=scope,
            counts=counts,
            total_rows=total_rows,
            error_code=error_code,
            error_detail=error_detail,
            created_at=created_at,
            started_at=started_at,
            finished_at=finished_at,
        )

        suppression_import_read.additional_properties = d
        return suppression_import_read

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
