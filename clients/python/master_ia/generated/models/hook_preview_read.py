from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.fired import Fired
    from ..models.hook_preview_read_contact import HookPreviewReadContact
    from ..models.hook_preview_row import HookPreviewRow
    from ..models.hook_problem import HookProblem


T = TypeVar("T", bound="HookPreviewRead")


@_attrs_define
class HookPreviewRead:
    """What would come of it. Nothing was done.

    Attributes:
        rows (list[HookPreviewRow]):
        contact (HookPreviewReadContact):
        contact_id (None | str): Who is there already.
        done (Fired | None):
        reason (None | str):
        reason_text (None | str):
        problems (list[HookProblem]):
    """

    rows: list[HookPreviewRow]
    contact: HookPreviewReadContact
    contact_id: None | str
    done: Fired | None
    reason: None | str
    reason_text: None | str
    problems: list[HookProblem]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.fired import Fired  # noqa: PLC0415

        rows = []
        for rows_item_data in self.rows:
            rows_item = rows_item_data.to_dict()
            rows.append(rows_item)

        contact = self.contact.to_dict()

        contact_id: None | str
        contact_id = self.contact_id

        done: dict[str, Any] | None
        if isinstance(self.done, Fired):
            done = self.done.to_dict()
        else:
            done = self.done

        reason: None | str
        reason = self.reason

        reason_text: None | str
        reason_text = self.reason_text

        problems = []
        for problems_item_data in self.problems:
            problems_item = problems_item_data.to_dict()
            problems.append(problems_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "rows": rows,
                "contact": contact,
                "contact_id": contact_id,
                "done": done,
                "reason": reason,
                "reason_text": reason_text,
                "problems": problems,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.fired import Fired  # noqa: PLC0415
        from ..models.hook_preview_read_contact import HookPreviewReadContact  # noqa: PLC0415
        from ..models.hook_preview_row import HookPreviewRow  # noqa: PLC0415
        from ..models.hook_problem import HookProblem  # noqa: PLC0415

        d = dict(src_dict)
        rows = []
        _rows = d.pop("rows")
        for rows_item_data in _rows:
            rows_item = HookPreviewRow.from_dict(rows_item_data)

            rows.append(rows_item)

        contact = HookPreviewReadContact.from_dict(d.pop("contact"))

        def _parse_contact_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        contact_id = _parse_contact_id(d.pop("contact_id"))

        def _parse_done(data: object) -> Fired | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                done_type_0 = Fired.from_dict(data)

                return done_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Fired | None, data)

        done = _parse_done(d.pop("done"))

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        def _parse_reason_text(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason_text = _parse_reason_text(d.pop("reason_text"))

        problems = []
        _problems = d.pop("problems")
        for problems_item_data in _problems:
            problems_item = HookProblem.from_dict(problems_item_data)

            problems.append(problems_item)

        hook_preview_read = cls(
            rows=rows,
            contact=contact,
            contact_id=contact_id,
            done=done,
            reason=reason,
            reason_text=reason_text,
            problems=problems,
        )

        hook_preview_read.additional_properties = d
        return hook_preview_read

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
