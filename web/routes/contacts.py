"""The list of contacts, and what is done to many of them at once."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from db.queries import enrolment_lists
from db.queries import segments as segment_queries
from db.queries import stages as stage_queries
from db.queries import tags as tag_queries
from schemas.enums import Role
from services import contact_lists, tags
from services.contact_lists import ContactFilter
from web import contact_views as views
from web.dependencies import DatabaseDep, SignedIn, require_role
from web.flash import Toast
from web.formatting import number
from web.i18n import gettext, ngettext
from web.render import page, redirect

router = APIRouter(prefix="/contacts")
_AGENT = [Depends(require_role(Role.AGENT))]
_PAGE = 50


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to, as it stands in the address."""

    q: Annotated[str, Query(max_length=200)] = ""
    tag: str = ""
    segment: str = ""
    imported: str = ""
    stage: str = ""

    @property
    def wanted(self) -> ContactFilter:
        return ContactFilter(
            self.q,
            key(self.tag),
            key(self.segment),
            import_id=key(self.imported),
            stage_id=key(self.stage),
        )

    @property
    def address(self) -> str:
        parts = {
            "q": self.q,
            "tag": self.tag,
            "segment": self.segment,
            "stage": self.stage,
            "imported": self.imported,
        }
        return f"/contacts?{urlencode({name: text for name, text in parts.items() if text})}"


FilterDep = Annotated[Filter, Depends()]


def key(text: str) -> UUID | None:
    """An id from an address; one that somebody edited narrows nothing."""
    try:
        return UUID(hex=text) if text else None
    except ValueError:
        return None


@router.get("", name="contacts")
async def list_contacts(
    request: Request, user: SignedIn, database: DatabaseDep, chosen: FilterDep, after: str = ""
) -> Response:
    async with database.company(user.company_id) as session:
        found = await contact_lists.find(
            session, chosen.wanted, user.country, after=key(after), limit=_PAGE + 1
        )
        known_tags = await tag_queries.all_tags(session)
        segments = await segment_queries.all_segments(session)
        stages = await stage_queries.all_stages(session)
        cadences = await enrolment_lists.open_cadences(session)
    shown = found.rows[:_PAGE]
    more = len(found.rows) > _PAGE
    older = f"{chosen.address}&after={shown[-1].id.hex}" if more else None
    context = {
        "lines": views.lines(shown, views.tag_marks(known_tags)),
        "chosen": chosen,
        "count": found.count,
        "counted": views.counted(found.count),
        "tags": known_tags,
        "segments": segments,
        "stages": stages,
        "cadences": [(one.hex, name) for one, name in cadences] if user.may(Role.ADMIN) else [],
        "newer": chosen.address if after else None,
        "older": older,
        "narrowed": not chosen.wanted.is_empty,
        "may_edit": user.may(Role.AGENT),
        "may_import": user.may(Role.ADMIN),
    }
    return page(request, "contacts/index.html", context, fragment="contact_list")


@dataclass(frozen=True, slots=True)
class Selection:
    """The ticked contacts, or everybody the list's filter finds."""

    contacts: list[UUID]
    matching: bool
    filter: Filter

    @property
    def wanted(self) -> ContactFilter | None:
        """None: nobody is selected."""
        if self.matching:
            return self.filter.wanted
        return ContactFilter(ids=tuple(self.contacts)) if self.contacts else None


def _selection(
    *,
    contact: Annotated[list[UUID] | None, Form()] = None,
    matching: Annotated[bool, Form()] = False,
    q: Annotated[str, Form(max_length=200)] = "",
    tag: Annotated[str, Form()] = "",
    segment: Annotated[str, Form()] = "",
    imported: Annotated[str, Form()] = "",
    stage: Annotated[str, Form()] = "",
) -> Selection:
    return Selection(contact or [], matching, Filter(q, tag, segment, imported, stage))


SelectionDep = Annotated[Selection, Depends(_selection)]


@router.post("/tag", name="tag_contacts", dependencies=_AGENT)
async def tag_contacts(
    *,
    request: Request,
    user: SignedIn,
    database: DatabaseDep,
    selected: SelectionDep,
    tag_name: Annotated[str, Form(max_length=60)] = "",
    do: Annotated[str, Form()] = "add",
) -> Response:
    """Put a tag on, or take it off; a tag of a new name is made on the way."""
    here = selected.filter.address
    if selected.wanted is None:
        return redirect(request, here, toast=Toast(gettext("Nothing was selected."), "info"))
    if not tag_name.strip():
        return redirect(request, here, toast=Toast(gettext("Choose a tag, or name one."), "info"))
    async with database.company(user.company_id) as session:
        tag = await tags.ensure(session, user.company_id, tag_name)
        change = {"remove": [tag.id]} if do == "remove" else {"add": [tag.id]}
        changed = await contact_lists.tag_all(
            session, user.company_id, selected.wanted, user.country, **change
        )
    text = ngettext("%(count)s contact changed.", "%(count)s contacts changed.", changed)
    return redirect(request, here, toast=Toast(text % {"count": number(changed)}))


@router.post("/delete", name="delete_contacts", dependencies=_AGENT)
async def delete_contacts(
    request: Request, user: SignedIn, database: DatabaseDep, selected: SelectionDep
) -> Response:
    here = selected.filter.address
    if selected.wanted is None:
        return redirect(request, here, toast=Toast(gettext("Nothing was selected."), "info"))
    async with database.company(user.company_id) as session:
        deleted = await contact_lists.delete_all(
            session, user.company_id, selected.wanted, user.country
        )
    text = ngettext("%(count)s contact deleted.", "%(count)s contacts deleted.", deleted)
    return redirect(request, "/contacts", toast=Toast(text % {"count": number(deleted)}))
