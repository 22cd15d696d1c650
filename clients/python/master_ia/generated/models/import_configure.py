from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.import_configure_mapping import ImportConfigureMapping
    from ..models.import_options import ImportOptions


T = TypeVar("T", bound="ImportConfigure")


@_attrs_define
class ImportConfigure:
    """
    Attributes:
        mapping (ImportConfigureMapping): Column of the file, counted from 0, to `phone`, `name`, `email`,
            `external_id`, `language`, `fields.<key>`, or `new:<type>` for a new custom field. Columns that are absent are
            not imported.
        options (ImportOptions | Unset):
    """

    mapping: ImportConfigureMapping
    options: ImportOptions | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        mapping = self.mapping.to_dict()

        options: dict[str, Any] | Unset = UNSET
        if not isinstance(self.options, Unset):
            options = self.options.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "mapping": mapping,
            }
        )
        if options is not UNSET:
            field_dict["options"] = options

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.import_configure_mapping import ImportConfigureMapping  # noqa: PLC0415
        from ..models.import_options import ImportOptions  # noqa: PLC0415

        d = dict(src_dict)
        mapping = ImportConfigureMapping.from_dict(d.pop("mapping"))

        _options = d.pop("options", UNSET)
        options: ImportOptions | Unset
        if isinstance(_options, Unset):
            options = UNSET
        else:
            options = ImportOptions.from_dict(_options)

        import_configure = cls(
            mapping=mapping,
            options=options,
        )

        return import_configure
