"""Words by which people leave and come back: heard when a message says one and nothing else."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Wish(StrEnum):
    STOP = "stop"
    START = "start"


@dataclass(frozen=True, slots=True)
class Heard:
    wish: Wish
    # As it is in the list.
    word: str
    # Whether the company chose it, rather than everybody's custom.
    own: bool = False
    # Whether it is an English one, of those that are the same everywhere.
    english: bool = False


# What phone companies and Meta's users write, and what Brazilians do.
STOP_ENGLISH = (
    "stop",
    "stop all",
    "stopall",
    "unsubscribe",
    "end",
    "quit",
    "cancel",
    "revoke",
    "optout",
    "opt out",
    "stop promotions",
)
STOP_PORTUGUESE = (
    "sair",
    "parar",
    "pare",
    "cancelar",
    "remover",
    "descadastrar",
    "descadastre",
    "cancelar inscrição",
    "parar promoções",
)
START_ENGLISH = ("start", "unstop", "subscribe", "resubscribe", "optin", "opt in")
START_PORTUGUESE = ("voltar", "reativar", "inscrever", "cadastrar")


def fold(text: str) -> str:
    """A text without case, accents, punctuation and emoji, its words one space apart."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(letter if letter.isalnum() else _gap(letter) for letter in plain)
    return " ".join(letters.split())


def _gap(letter: str) -> str:
    return " " if letter.isspace() else ""


_BUILT_IN: dict[str, Heard] = {
    fold(word): Heard(wish, fold(word), english=english)
    for wish, words, english in (
        (Wish.STOP, STOP_ENGLISH, True),
        (Wish.STOP, STOP_PORTUGUESE, False),
        (Wish.START, START_ENGLISH, True),
        (Wish.START, START_PORTUGUESE, False),
    )
    for word in words
}
# Longer than any word of ours, and what a company may choose.
LONGEST_WORD = 40
# A message of one word with all the exclamation marks and hearts anybody puts around it.
_LONGEST_TEXT = 4 * LONGEST_WORD


class Words:
    """The built-in words and a company's own (CompanyPolicy.keywords)."""

    def __init__(self, keywords: Mapping[str, object]) -> None:
        self._own = {
            fold(word): Heard(wish, fold(word), own=True)
            for wish in Wish
            for word in texts_of(keywords.get(wish.value))
        }

    def heard(self, texts: Iterable[str]) -> Heard | None:
        """The wish that one of these texts is, from its first letter to its last."""
        for text in texts:
            if not text or len(text) > _LONGEST_TEXT:
                continue
            word = fold(text)
            # The built-in words come first: nobody can be kept from leaving by a word of ours.
            found = _BUILT_IN.get(word) or self._own.get(word)
            if found is not None:
                return found
        return None


def texts_of(value: object) -> list[str]:
    """A list of words as it is stored; anything else is none."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def built_in(word: str) -> Wish | None:
    """What a word means already, for everybody."""
    found = _BUILT_IN.get(fold(word))
    return found.wish if found else None


# What is answered, once; the company may have its own.
CONFIRMATIONS: Mapping[str, Mapping[Wish, str]] = {
    "pt": {
        Wish.STOP: "Pronto: você não vai mais receber nossas mensagens por aqui. "
        "Para voltar a receber, responda VOLTAR.",
        Wish.START: "Pronto: você voltou a receber nossas mensagens por aqui. "
        "Para parar, responda SAIR.",
    },
    "en": {
        Wish.STOP: "Done: you will not get our messages here any more. "
        "To get them again, reply START.",
        Wish.START: "Done: you get our messages here again. To stop them, reply STOP.",
    },
}


def language(told: str | None, word: Heard | None, match_key: str | None) -> str:
    """In which of our languages a person is answered.

    Their own where we know it. Else Portuguese, but English to whoever uses an English word from a
    number outside Brazil.
    """
    if told:
        return "pt" if told.lower().startswith("pt") else "en"
    abroad = match_key is not None and not match_key.startswith("55")
    return "en" if abroad and word is not None and word.english else "pt"


def confirmation(wish: Wish, spoken: str, own: Mapping[str, object]) -> str:
    """What is said once to whoever left or came back."""
    text = own.get(wish.value)
    return text if isinstance(text, str) and text.strip() else CONFIRMATIONS[spoken][wish]
