"""The wall of phones: what is shown, in both languages, and what the customer does on it."""

import pytest

from sandbox.pages.formatting import phone_number, whatsapp_text
from sandbox.pages.words import LANGUAGES, language_of, words
from tests.sandbox.conftest import Sandbox

ACT = "/phones/5511998881234/act"


async def test_the_page_speaks_the_browsers_language(sandbox: Sandbox) -> None:
    english = await sandbox.http.get("/", headers={"Accept-Language": "en-GB"})
    portuguese = await sandbox.http.get("/", headers={"Accept-Language": "pt-BR,en;q=0.5"})
    assert words("en")["empty_title"] in english.text
    assert words("pt")["empty_title"] in portuguese.text
    assert '<html lang="pt-BR">' in portuguese.text
    chosen = await sandbox.http.get("/?lang=pt")
    assert (chosen.status_code, chosen.cookies["sandbox_language"]) == (303, "pt")


def test_both_languages_have_all_words() -> None:
    assert words("en").keys() == words("pt").keys()
    assert {language_of(tag) for tag in ("fr", "", "en-US")} == {"en"}
    assert set(LANGUAGES) == {"en", "pt"}


async def test_the_page_allows_no_foreign_or_inline_script(sandbox: Sandbox) -> None:
    page = await sandbox.http.get("/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "<script>" not in page.text
    assert " style=" not in page.text


async def test_a_template_is_shown_with_its_values_and_buttons(sandbox: Sandbox) -> None:
    await sandbox.send("+5511998881234", "m")
    await sandbox.settle()
    page = (await sandbox.http.get("/")).text
    assert "Oi Ana! Este mês você tem 20% de desconto" in page
    assert "Não quero mais receber" in page
    assert "+55 11 99888-1234" in page


async def test_what_a_customer_writes_is_escaped(sandbox: Sandbox) -> None:
    await sandbox.post("/phones/5511998881234/send", body="<script>alert(1)</script>")
    page = (await sandbox.http.get("/")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


async def test_pressing_a_button_answers_the_message(sandbox: Sandbox) -> None:
    sent = (await sandbox.send("+5511998881234", "m")).json()["messages"][0]["id"]
    await sandbox.settle()
    form = {"type": "button", "text": "Não quero mais receber", "reply_to": sent}
    answer = await sandbox.http.post(ACT, data=form, headers={"X-Requested-With": "fetch"})
    await sandbox.settle()
    assert answer.text.count("<article") == 1
    told = sandbox.receiver.messages()[0]
    assert told["button"]["text"] == "Não quero mais receber"
    assert told["context"]["id"] == sent


async def test_a_phones_own_page_shows_and_keeps_all_its_messages(sandbox: Sandbox) -> None:
    for n in range(12):
        await sandbox.post("/phones/5511998881234/send", body=f"line {n}.")
    assert "line 0." not in (await sandbox.http.get("/")).text
    assert "line 0." in (await sandbox.http.get("/phones/5511998881234")).text
    swapped = await sandbox.http.get("/sandbox/cards?ids=5511998881234&long=1")
    assert "line 0." in swapped.text
    assert "is-long" in swapped.text


async def test_the_customer_acts_without_script_too(sandbox: Sandbox) -> None:
    await sandbox.send("+5511998881234", "m")
    await sandbox.settle()
    answer = await sandbox.http.post(ACT, data={"body": "Quero!"})
    assert answer.status_code == 303
    for action in ("read", "power", "block", "preference"):
        assert (await sandbox.http.post(ACT, data={"action": action})).status_code == 303
    phone = await sandbox.get("/phones/5511998881234")
    assert (phone["on"], phone["blocks"], phone["stopped"]) == (False, True, True)
    await sandbox.settle()
    assert sandbox.receiver.messages()[0]["text"]["body"] == "Quero!"


async def test_another_sites_form_is_refused(sandbox: Sandbox) -> None:
    await sandbox.send("+5511998881234", "m")
    foreign = {"Origin": "https://evil.example"}
    answer = await sandbox.http.post(ACT, data={"body": "x"}, headers=foreign)
    assert answer.status_code == 403


async def test_the_wall_shows_sixty_and_pages_and_searches(sandbox: Sandbox) -> None:
    for n in range(65):
        await sandbox.send(f"+551199877{7100 + n}")
    first = (await sandbox.http.get("/")).text
    assert first.count("<article") == 60
    assert "start=60" in first
    assert first.index("7164") < first.index("7163")
    assert (await sandbox.http.get("/?start=60")).text.count("<article") == 5
    assert (await sandbox.http.get("/?q=7109")).text.count("<article") == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*oi* _tu_ ~não~", "<strong>oi</strong> <em>tu</em> <s>não</s>"),
        ("2*3*4 snake_case_name", "2*3*4 snake_case_name"),
        ("<b>&", "&lt;b&gt;&amp;"),
        (
            "https://x.example/a_b_c.",
            '<span class="link">https://x.example/a_b_c</span>.',
        ),
    ],
)
def test_text_is_shown_as_whatsapp_does(text: str, shown: str) -> None:
    assert str(whatsapp_text(text)) == shown


def test_numbers_are_written_for_people() -> None:
    assert phone_number("5511998881234") == "+55 11 99888-1234"
    assert phone_number("16505551234") == "+16505551234"
