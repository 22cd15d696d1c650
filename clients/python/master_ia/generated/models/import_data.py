from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.import_kind import ImportKind
from ..models.import_status import ImportStatus
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.import_data_counts import ImportDataCounts


T = TypeVar("T", bound="ImportData")


@_attrs_define
class ImportData:
    """
    Attributes:
        import_id (str):
        kind (ImportKind):
        status (ImportStatus):
        filename (str | Unset):  Default: ''.
        counts (ImportDataCounts | Unset):
    """

    import_id: str
    kind: ImportKind
    status: ImportStatus
    filename: str | Unset = ""
    counts: ImportDataCounts | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        import_id = self.import_id

        kind = self.kind.value

        status = self.status.value

        filename = self.filename

        counts: dict[str, Any] | Unset = UNSET
        if not isinstance(self.counts, Unset):
            counts = self.counts.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "import_id": import_id,
                "kind": kind,
                "status": status,
            }
        )
        if filename is not UNSET:
            field_dict["filename"] = filename
        if counts is not UNSET:
            field_dict["counts"] = counts

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.import_data_counts import ImportDataCounts  # noqa: PLC0415

        d = dict(src_dict)
        import_id = d.pop("import_id")

        kind = ImportKind(d.pop("kind"))

        status = ImportStatus(d.pop("status"))

        filename = d.pop("filename", UNSET)

        _counts = d.pop("counts", UNSET)
        counts: ImportDataCounts | Unset
        if isinstance(_counts, Unset):
            counts = UNSET
        else:
            counts = ImportDataCounts.from_dict(_counts)

        import_data = cls(
            import_id=import_id,
            kind=kind,
            status=status,
            filename=filename,
            counts=counts,
        )

        import_data.additional_properties = d
        return import_data

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
