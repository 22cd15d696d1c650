"""Both languages are complete, and each request speaks the right one."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from web import formatting, i18n, locale_tool, statuses

TEMPLATES = Path(__file__).parents[2] / "web" / "templates"
# Names that are the same in every language, and what is no word at all.
_UNTRANSLATED = {"Master IA", "· Master IA", "·  · Master IA", "Ctrl K", "Esc"}


def test_the_catalogues_are_complete_and_current() -> None:
    assert locale_tool.stale() == []


def test_translations_keep_their_placeholders() -> None:
    for message in locale_tool.updated("pt_BR"):
        if isinstance(message.id, str) and message.string:
            wanted = set(re.findall(r"%\(\w+\)s", message.id))
            assert wanted == set(re.findall(r"%\(\w+\)s", str(message.string))), message.id


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_words_outside_the_catalogues(path: Path) -> None:
    if "design" in path.parts:
        pytest.skip("development only, in English")
    text = re.sub(r"\{%-?\s*trans.*?endtrans\s*-?%\}", "", path.read_text(), flags=re.DOTALL)
    # Quoted words of an expression may themselves hold braces, such as {{first_name}}.
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", text, flags=re.DOTALL)
    text = re.sub(r"\{\{(?:'[^']*'|\"[^\"]*\"|.)*?\}\}", "", text, flags=re.DOTALL)
    said = re.findall(
        r'(?:aria-label|title|placeholder|alt|data-confirm(?!-tone)[a-z-]*)="([^"]*)"', text
    )
    # A macro may write attributes on their own; those are no words either.
    said += re.sub(r'<!--.*?-->|<[^>]*>|[a-z-]+="[^"]*"', "\n", text, flags=re.DOTALL).splitlines()
    loose = {word.strip() for word in said if re.search(r"\b[^\W\d_]{2,}\b", word)}
    assert loose - _UNTRANSLATED == set()


async def test_the_cookie_beats_the_browser(visitor: httpx.AsyncClient) -> None:
    portuguese = {"Accept-Language": "pt-PT,en;q=0.8"}
    assert 'lang="pt-BR"' in (await visitor.get("/design/sign-in", headers=portuguese)).text
    visitor.cookies.set(i18n.LOCALE_COOKIE, "en")
    assert 'lang="en"' in (await visitor.get("/design/sign-in", headers=portuguese)).text


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        ("pt-BR,pt;q=0.9,en;q=0.8", "pt_BR"),
        ("en;q=0.4, pt-BR;q=0.6", "pt_BR"),
        ("de-DE", "en"),
        ("", "en"),
        (";;q=x,,", "en"),
        ("en-GB", "en"),
    ],
)
async def test_the_browsers_languages_are_ranked(
    visitor: httpx.AsyncClient, header: str, locale: str
) -> None:
    page = await visitor.get("/design/sign-in", headers={"Accept-Language": header})
    assert f'lang="{locale.replace("_", "-")}"' in page.text


def test_values_read_as_the_reader_writes_them() -> None:
    formatting.use_time_zone("America/Sao_Paulo")
    moment = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
    i18n.activate("pt_BR")
    assert formatting.number(1234567.5) == "1.234.567,5"
    assert formatting.percent(0.9641, 1) == "96,4%"
    assert formatting.day(moment) == "21 de nov. de 2026"
    assert formatting.day(date(2026, 11, 22)) == "22 de nov. de 2026"
    assert formatting.local_input(moment) == "2026-11-21T23:30"
    assert formatting.relative(datetime.now(UTC) - timedelta(hours=3, seconds=1)) == "há 3 horas"
    i18n.activate("en")
    assert formatting.number(1234567.5) == "1,234,567.5"
    assert formatting.phone("5561998765432") == "+55 61 99876-5432"
    assert formatting.phone("not a phone") == "not a phone"
    assert formatting.file_size(1_834_232) == "1.7 MB"
    assert formatting.initials("Ana Beatriz Souza") == "AS"


def test_every_state_of_the_program_has_a_look() -> None:
    from schemas import enums

    for kind, words in {
        "campaign": enums.CampaignStatus,
        "delivery": enums.DeliveryStatus,
        "template": enums.TemplateStatus,
        "connection": enums.ConnectionHealth,
        "import": enums.ImportStatus,
        "category": enums.TemplateCategory,
        "role": enums.Role,
    }.items():
        assert set(statuses.LOOKS[kind]) == {str(word) for word in words}
