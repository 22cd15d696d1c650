from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.import_options_existing import ImportOptionsExisting
from ..models.import_options_values import ImportOptionsValues
from ..types import UNSET, Unset

T = TypeVar("T", bound="ImportOptions")


@_attrs_define
class ImportOptions:
    """
    Attributes:
        tag_ids (list[str] | Unset): Put on everybody in it.
        existing (ImportOptionsExisting | Unset): `keep` leaves contacts that are there already as they are. Default:
            ImportOptionsExisting.UPDATE.
        values (ImportOptionsValues | Unset): `fill` only fills what is empty on the contact. Default:
            ImportOptionsValues.OVERWRITE.
        cadence_id (None | str | Unset): Everybody of the file enters this cadence once it is read in; with `keep` only
            who is new. Needs cadences:run.
    """

    tag_ids: list[str] | Unset = UNSET
    existing: ImportOptionsExisting | Unset = ImportOptionsExisting.UPDATE
    values: ImportOptionsValues | Unset = ImportOptionsValues.OVERWRITE
    cadence_id: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        tag_ids: list[str] | Unset = UNSET
        if not isinstance(self.tag_ids, Unset):
            tag_ids = self.tag_ids

        existing: str | Unset = UNSET
        if not isinstance(self.existing, Unset):
            existing = self.existing.value

        values: str | Unset = UNSET
        if not isinstance(self.values, Unset):
            values = self.values.value

        cadence_id: None | str | Unset
        if isinstance(self.cadence_id, Unset):
            cadence_id = UNSET
        else:
            cadence_id = self.cadence_id

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if tag_ids is not UNSET:
            field_dict["tag_ids"] = tag_ids
        if existing is not UNSET:
            field_dict["existing"] = existing
        if values is not UNSET:
            field_dict["values"] = values
        if cadence_id is not UNSET:
            field_dict["cadence_id"] = cadence_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        tag_ids = cast(list[str], d.pop("tag_ids", UNSET))

        _existing = d.pop("existing", UNSET)
        existing: ImportOptionsExisting | Unset
        if isinstance(_existing, Unset):
            existing = UNSET
        else:
            existing = ImportOptionsExisting(_existing)

        _values = d.pop("values", UNSET)
        values: ImportOptionsValues | Unset
        if isinstance(_values, Unset):
            values = UNSET
        else:
            values = ImportOptionsValues(_values)

        def _parse_cadence_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        cadence_id = _parse_cadence_id(d.pop("cadence_id", UNSET))

        import_options = cls(
            tag_ids=tag_ids,
            existing=existing,
            values=values,
            cadence_id=cadence_id,
        )

        return import_options
