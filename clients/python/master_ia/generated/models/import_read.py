from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.import_status import ImportStatus
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.import_counts import ImportCounts
    from ..models.import_options import ImportOptions
    from ..models.import_read_mapping import ImportReadMapping


T = TypeVar("T", bound="ImportRead")


@_attrs_define
class ImportRead:
    """
    Attributes:
        id (str):
        status (ImportStatus):
        file_name (str):
        size_bytes (int):
        columns (list[str]):
        mapping (ImportReadMapping):
        options (ImportOptions):
        counts (ImportCounts):
        total_rows (int | None): Known after the check.
        error_code (None | str):
        error_detail (None | str):
        created_at (datetime.datetime):
        started_at (datetime.datetime | None):
        finished_at (datetime.datetime | None):
        undone_at (datetime.datetime | None):
        can_undo (bool):
        same_as (None | str | Unset): An earlier finished import of the very same file.
    """

    id: str
    status: ImportStatus
    file_name: str
    size_bytes: int
    columns: list[str]
    mapping: ImportReadMapping
    options: ImportOptions
    counts: ImportCounts
    total_rows: int | None
    error_code: None | str
    error_detail: None | str
    created_at: datetime.datetime
    started_at: datetime.datetime | None
    finished_at: datetime.datetime | None
    undone_at: datetime.datetime | None
    can_undo: bool
    same_as: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        status = self.status.value

        file_name = self.file_name

        size_bytes = self.size_bytes

        columns = self.columns

        mapping = self.mapping.to_dict()

        options = self.options.to_dict()

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

        undone_at: None | str
        if isinstance(self.undone_at, datetime.datetime):
            undone_at = self.undone_at.isoformat()
        else:
            undone_at = self.undone_at

        can_undo = self.can_undo

        same_as: None | str | Unset
        if isinstance(self.same_as, Unset):
            same_as = UNSET
        else:
            same_as = self.same_as

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "status": status,
                "file_name": file_name,
                "size_bytes": size_bytes,
                "columns": columns,
                "mapping": mapping,
                "options": options,
                "counts": counts,
                "total_rows": total_rows,
                "error_code": error_code,
                "error_detail": error_detail,
                "created_at": created_at,
                "started_at": started_at,
                "finished_at": finished_at,
                "undone_at": undone_at,
                "can_undo": can_undo,
            }
        )
        if same_as is not UNSET:
            field_dict["same_as"] = same_as

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.import_counts import ImportCounts  # noqa: PLC0415
        from ..models.import_options import ImportOptions  # noqa: PLC0415
        from ..models.import_read_mapping import ImportReadMapping  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        status = ImportStatus(d.pop("status"))

        file_name = d.pop("file_name")

        size_bytes = d.pop("size_bytes")

        columns = cast(list[str], d.pop("columns"))

        mapping = ImportReadMapping.from_dict(d.pop("mapping"))

        options = ImportOptions.from_dict(d.pop("options"))

        counts = ImportCounts.from_dict(d.pop("counts"))

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

        def _parse_undone_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                undone_at_type_0 = datetime.datetime.fromisoformat(data)

                return undone_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        undone_at = _parse_undone_at(d.pop("undone_at"))

        can_undo = d.pop("can_undo")

        def _parse_same_as(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        same_as = _parse_same_as(d.pop("same_as", UNSET))

        import_read = cls(
            id=id,
            status=status,
            file_name=file_name,
            size_bytes=size_bytes,
            columns=columns,
            mapping=mapping,
            options=options,
            counts=counts,
            total_rows=total_rows,
            error_code=error_code,
            error_detail=error_detail,
            created_at=created_at,
            started_at=started_at,
            finished_at=finished_at,
            undone_at=undone_at,
            can_undo=can_undo,
            same_as=same_as,
        )

        import_read.additional_properties = d
        return import_read

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
