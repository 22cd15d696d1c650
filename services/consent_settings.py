"""What a company decides about consent, how often people are written to, and what counts as a result."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.errors import FieldError, InvalidInput
from schemas.policies import Policy
from schemas.words import mark
from services import consent_words, policies
from services.consent_words import LONGEST_WORD, Wish, fold, texts_of

MOST_WORDS = 30
LONGEST_CONFIRMATION = 600
# By field: the least and the most.
BOUNDS = {
    "frequency_cap": (1, 1000),
    "frequency_days": (1, 90),
    "duplicate_hours": (0, 720),
    "attribution_days": (1, 60),
}
FIELDS = frozenset({"stop_everywhere", "require_consent", "keywords", "confirmations", *BOUNDS})


async def change(session: AsyncSession, company_id: UUID, values: Mapping[str, object]) -> Policy:
    """Change what is named of FIELDS; the rest stays. Raises InvalidInput with every error."""
    assert set(values) <= FIELDS
    errors = [*_numbers(values), *_keywords(values), *_confirmations(values)]
    if errors:
        raise InvalidInput("Some settings are not right.", errors)
    changed = dict(values)
    if "keywords" in changed:
        changed["keywords"] = _tidy_words(values["keywords"])
    return (
        await policies.save(session, company_id, **changed)
        if changed
        else await policies.get(session)
    )


def _numbers(values: Mapping[str, object]) -> Iterator[FieldError]:
    for name, (least, most) in BOUNDS.items():
        value = values.get(name)
        if name not in values or (value is None and name == "frequency_cap"):
            continue
        if not isinstance(value, int) or not least <= value <= most:
            yield FieldError(name, "out_of_range", _WORDS[name])


_WORDS = {
    "frequency_cap": mark("Choose between 1 and 1,000 messages."),
    "frequency_days": mark("Choose between 1 and 90 days."),
    "duplicate_hours": mark("Choose between 0 and 720 hours."),
    "attribution_days": mark("Choose between 1 and 60 days."),
}


def _keywords(values: Mapping[str, object]) -> Iterator[FieldError]:
    stored = values.get("keywords")
    if not isinstance(stored, Mapping):
        return
    words = {wish: texts_of(stored.get(wish.value)) for wish in Wish}
    for wish, its in words.items():
        place = f"keywords/{wish.value}"
        if len(its) > MOST_WORDS:
            yield FieldError(place, "too_many", "Use at most 30 words.")
        if any(not fold(word) for word in its):
            yield FieldError(place, "empty_word", "A word needs letters or digits.")
        if any(len(word) > LONGEST_WORD for word in its):
            yield FieldError(place, "too_long", "A word has at most 40 letters.")
        if any(consent_words.built_in(word) not in (None, wish) for word in its):
            yield FieldError(
                place, "other_meaning", "One of these words means the opposite already."
            )
    both = {fold(word) for word in words[Wish.STOP]} & {fold(word) for word in words[Wish.START]}
    if both:
        yield FieldError(
            "keywords/start", "both", "A word cannot mean both: leaving and coming back."
        )


def _confirmations(values: Mapping[str, object]) -> Iterator[FieldError]:
    stored = values.get("confirmations")
    if not isinstance(stored, Mapping):
        return
    for wish in Wish:
        if len(str(stored.get(wish.value, ""))) > LONGEST_CONFIRMATION:
            yield FieldError(f"confirmations/{wish.value}", "too_long", "Use at most 600 letters.")


def _tidy_words(stored: object) -> dict[str, object]:
    """Each word once, as it was written; those everybody knows need not be stored."""
    assert isinstance(stored, Mapping)
    found: dict[str, object] = {}
    for wish in Wish:
        words = {fold(word): " ".join(word.split()) for word in texts_of(stored.get(wish.value))}
        found[wish.value] = [
            word for key, word in words.items() if consent_words.built_in(key) is None
        ]
    return found
