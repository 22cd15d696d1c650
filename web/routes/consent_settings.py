"""Settings: consent, how often people are written to, and what counts as a campaign's result."""

from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from schemas.enums import Role
from schemas.errors import InvalidInput
from schemas.policies import Policy
from services import consent_settings, consent_words, policies
from services.consent_words import CONFIRMATIONS, Wish, texts_of
from web.dependencies import DatabaseDep, SignedIn, require_role
from web.flash import Toast
from web.forms import FieldErrors, field_errors
from web.i18n import gettext
from web.render import invalid, page, redirect

router = APIRouter(prefix="/settings/consent", dependencies=[Depends(require_role(Role.OWNER))])
_PAGE, _BLOCK = "settings/consent.html", "consent_form"


@router.get("", name="consent_settings")
async def show(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    async with database.company(user.company_id) as session:
        policy = await policies.get(session)
    return page(request, _PAGE, _context(_values(policy)), fragment=_BLOCK)


@router.post("", name="save_consent_settings")
async def save(request: Request, user: SignedIn, database: DatabaseDep) -> Response:
    typed = _typed(await request.form())
    try:
        async with database.company(user.company_id) as session:
            await consent_settings.change(session, user.company_id, _to_save(typed))
    except InvalidInput as error:
        context = _context(typed) | {"errors": field_errors(error)}
        return invalid(request, _PAGE, context, fragment=_BLOCK)
    return redirect(request, "/settings/consent", toast=Toast(gettext("Saved.")))


def _values(policy: Policy) -> dict[str, Any]:
    """The policy as the form shows it."""
    return {
        "stop_everywhere": policy.stop_everywhere,
        "require_consent": policy.require_consent,
        "stop_words": ", ".join(texts_of(policy.keywords.get(Wish.STOP.value))),
        "start_words": ", ".join(texts_of(policy.keywords.get(Wish.START.value))),
        "stop_answer": policy.confirmations.get(Wish.STOP.value, ""),
        "start_answer": policy.confirmations.get(Wish.START.value, ""),
        "capped": policy.frequency_cap is not None,
        "frequency_cap": policy.frequency_cap or 4,
        "frequency_days": policy.frequency_days,
        "duplicate_hours": policy.duplicate_hours,
        "attribution_days": policy.attribution_days,
    }


_NUMBERS = ("frequency_cap", "frequency_days", "duplicate_hours", "attribution_days")
_DIGITS = 5
_SWITCHES = ("stop_everywhere", "require_consent", "capped")
_TEXTS = ("stop_words", "start_words", "stop_answer", "start_answer")


def _typed(form: FormData) -> dict[str, Any]:
    """As it was sent; what is no number stays as it was typed."""
    found: dict[str, Any] = {name: form.get(name) == "true" for name in _SWITCHES}
    found |= {name: str(form.get(name, "")).strip()[:2000] for name in _TEXTS}
    for name in _NUMBERS:
        text = str(form.get(name, "")).strip()
        found[name] = int(text) if text.isdecimal() and len(text) <= _DIGITS else text
    return found


def _to_save(typed: dict[str, Any]) -> dict[str, object]:
    return {
        "stop_everywhere": typed["stop_everywhere"],
        "require_consent": typed["require_consent"],
        "keywords": {
            Wish.STOP.value: _words(typed["stop_words"]),
            Wish.START.value: _words(typed["start_words"]),
        },
        "confirmations": {
            Wish.STOP.value: typed["stop_answer"],
            Wish.START.value: typed["start_answer"],
        },
        "frequency_cap": typed["frequency_cap"] if typed["capped"] else None,
        "frequency_days": typed["frequency_days"],
        "duplicate_hours": typed["duplicate_hours"],
        "attribution_days": typed["attribution_days"],
    }


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.replace("\n", ",").split(",") if word.strip()]


def _context(values: dict[str, Any]) -> dict[str, Any]:
    answers = CONFIRMATIONS["pt"]
    return {
        "values": values,
        "stop_known": _listed(consent_words.STOP_PORTUGUESE, consent_words.STOP_ENGLISH),
        "start_known": _listed(consent_words.START_PORTUGUESE, consent_words.START_ENGLISH),
        "stop_default": answers[Wish.STOP],
        "start_default": answers[Wish.START],
        "errors": FieldErrors(),
    }


def _listed(*words: tuple[str, ...]) -> str:
    return ", ".join(word.upper() for group in words for word in group)
