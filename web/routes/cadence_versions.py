"""Publishing a cadence, its versions, and whether people on their way go on in the new one."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from db.models.cadences import Cadence
from db.queries import cadences as rows
from db.session import Session
from schemas.cadences import Definition
from schemas.enums import Role
from schemas.errors import AppError
from services import cadence_checks, cadence_differences, cadence_jobs, cadences
from services.cadence_differences import Change
from services.cadence_moves import Block
from web import cadence_choices, cadence_tree, cadence_words
from web.cadence_choices import Choices
from web.cadence_frame import draft_of, frame
from web.cadence_job_words import BEGUN
from web.cadence_tree import Drawing
from web.dependencies import DatabaseDep, HintsDep, SignedIn, SignedInPerson, require_role
from web.flash import Toast
from web.forms import field_errors
from web.i18n import gettext, mark, ngettext
from web.render import page, redirect

router = APIRouter(prefix="/cadences/{cadence_id}")
_CHIEF = [Depends(require_role(Role.ADMIN))]
_CHANGES = {
    "added": (mark("New step"), "success", "plus"),
    "removed": (mark("Gone"), "danger", "minus"),
    "moved": (mark("Stands elsewhere"), "info", "arrow-right"),
    "changed": (mark("Changed"), "warning", "pencil"),
}


@router.get("/publish", name="publish_cadence", dependencies=_CHIEF)
async def show_publish(
    request: Request, cadence_id: UUID, user: SignedIn, database: DatabaseDep
) -> Response:
    """What would be new, what is wrong, and who is on their way."""
    async with database.company(user.company_id) as session:
        cadence = await cadences.get(session, cadence_id)
        context = await _publish_context(session, cadence, user)
    return page(request, "cadences/publish.html", context, fragment="publish_form")


@router.post("/publish", name="do_publish_cadence", dependencies=_CHIEF)
async def publish(
    *,
    request: Request,
    cadence_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    hints: HintsDep,
    people: Annotated[str, Form(max_length=10)] = "stay",
    start: Annotated[str, Form(max_length=5)] = "",
    version: Annotated[int | None, Form()] = None,
) -> Response:
    try:
        async with database.company(user.company_id) as session:
            await cadences.publish(session, cadence_id, version=version, user_id=user.user_id)
            if start:
                await cadences.start(session, cadence_id, user_id=user.user_id)
    except AppError as error:
        async with database.company(user.company_id) as session:
            cadence = await cadences.get(session, cadence_id)
            context = await _publish_context(session, cadence, user)
        context["errors"] = field_errors(error)
        return page(
            request,
            "cadences/publish.html",
            context,
            fragment="publish_form",
            status=error.status,
        )
    hints.changed(user.company_id, "cadence", cadence_id)
    words = gettext("Published.")
    if people == "move":
        words = f"{words} {await _move_everybody(database, user, cadence_id)}"
        hints.changed(user.company_id, "cadence", cadence_id)
    return redirect(request, f"/cadences/{cadence_id}", toast=Toast(words))


@router.get("/versions", name="cadence_versions")
async def show_versions(
    *,
    request: Request,
    cadence_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    old: Annotated[int | None, Query(ge=1, le=32_767)] = None,
    new: Annotated[int | None, Query(ge=1, le=32_767)] = None,
) -> Response:
    """`old` and `new`: two versions to compare; without `new` the draft."""
    async with database.company(user.company_id) as session:
        cadence = await cadences.get(session, cadence_id)
        found = await rows.versions(session, cadence_id)
        before = old or (found[0].number if found else None)
        choices = await cadence_choices.load(session)
        context = {
            **await frame(session, cadence, user, "versions"),
            "versions": found,
            "old": before,
            "new": new,
            "changes": await _changes(session, cadence, choices, before, new),
            "names": await rows.publishers(session, cadence_id),
        }
    return page(request, "cadences/versions.html", context, fragment="cadence_changes")


@router.post("/move", name="move_cadence_people", dependencies=_CHIEF)
async def move_people(
    *,
    request: Request,
    cadence_id: UUID,
    user: SignedIn,
    database: DatabaseDep,
    hints: HintsDep,
) -> Response:
    """Everybody in an older version goes on in the published one."""
    words = await _move_everybody(database, user, cadence_id)
    hints.changed(user.company_id, "cadence", cadence_id)
    return redirect(request, f"/cadences/{cadence_id}/versions", toast=Toast(words))


async def _move_everybody(database: DatabaseDep, user: SignedInPerson, cadence_id: UUID) -> str:
    """What is to be said of it."""
    async with database.company(user.company_id) as session:
        done = await cadence_jobs.move_all(session, cadence_id, user_id=user.user_id)
    return gettext(BEGUN) if done.job is not None else _moved_words(done.block)


def _moved_words(block: Block) -> str:
    moved, sending = block.moved, block.sending
    words = ngettext(
        "%(count)s person goes on in the new version.",
        "%(count)s people go on in the new version.",
        moved,
    ) % {"count": moved}
    if not sending:
        return words
    rest = ngettext(
        "%(count)s is just being written to and stays for now.",
        "%(count)s are just being written to and stay for now.",
        sending,
    )
    return f"{words} {rest % {'count': sending}}"


async def _publish_context(
    session: Session, cadence: Cadence, user: SignedInPerson
) -> dict[str, Any]:
    findings = await cadence_checks.check(session, cadence)
    choices = await cadence_choices.load(session)
    shown = await frame(session, cadence, user, "edit")
    return {
        **shown,
        "wrong": _told(findings, "error", cadence, choices),
        "odd": _told(findings, "warning", cadence, choices),
        "changes": await _changes(session, cadence, choices, cadence.published, None),
        "people": sum(shown["under_way"].values()),
    }


def _told(
    findings: Any, severity: str, cadence: Cadence, choices: Choices
) -> list[tuple[str, str, str]]:
    """(step's key, its number and kind, what is to be told); each sentence of a step once."""
    known = cadence_tree.headings(draft_of(cadence), Drawing(choices))
    told = [
        (one.key, known.get(one.key, ""), gettext(one.message))
        for one in findings
        if one.severity == severity
    ]
    return list(dict.fromkeys(told))


async def _changes(
    session: Session,
    cadence: Cadence,
    choices: Choices,
    old: int | None,
    new: int | None,
) -> list[tuple[str, str, str, str, str, str]]:
    """(words, tone, icon, step, what it was, what it is)."""
    before = await cadences.definition(session, cadence, old) if old else Definition()
    after = await cadences.definition(session, cadence, new)
    return [_change(one, choices) for one in cadence_differences.between(before, after)]


def _change(one: Change, choices: Choices) -> tuple[str, str, str, str, str, str]:
    words, tone, icon = _CHANGES[one.kind]
    step = one.after or one.before
    was = cadence_words.summary(one.before, choices) if one.before is not None else ""
    now = cadence_words.summary(one.after, choices) if one.after is not None else ""
    title = cadence_words.title(step) if step is not None else ""
    return gettext(words), tone, icon, title, "" if was == now else was, now or was
