"""WhatsApp's formatting as HTML: never more than a few tags, never a lost or unescaped character."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.whatsapp_text import is_lone_emoji, to_html, to_words

TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "del",
    "code",
    "pre",
    "blockquote",
    "ul",
    "ol",
    "li",
    "a",
    "span",
}
NEW_TAB = ' target="_blank" rel="noopener noreferrer nofollow"'
MARKS = [*"*_~`>-<&\"'@. \n", "```", "1. ", "https://a.b/c_d", "javascript:x", "x", "é", "😀"]
texts = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(MARKS), max_size=60).map("".join))


class Read(HTMLParser):
    """Reads the HTML as a browser would."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""
        self.links: list[dict[str, str | None]] = []
        # Markup would escape what the parser takes apart.
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        if tag == "a":
            self.links.append(dict(attrs))
        else:
            assert {name for name, _ in attrs} <= {"start", "class"}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


@given(texts)
def test_nothing_but_our_own_tags_properly_nested(text: str) -> None:
    read = Read(to_html(text))
    assert not read.open


@given(texts)
def test_links_lead_to_the_web_and_tell_it_nothing(text: str) -> None:
    for link in Read(to_html(text)).links:
        assert (link["href"] or "").lower().startswith(("http://", "https://"))
        assert {"noopener", "noreferrer"} <= set((link["rel"] or "").split())


@given(texts)
def test_no_letter_is_lost_or_moved(text: str) -> None:
    def letters(value: str) -> list[str]:
        return [letter for letter in value if letter.isalpha()]

    assert letters(Read(to_html(text)).text) == letters(text)


@given(st.text(alphabet=st.characters(exclude_characters="*_~`>-•@.", exclude_categories=["Cs"])))
def test_text_without_marks_is_shown_letter_by_letter(text: str) -> None:
    if "://" in text or "\r" in text:
        return
    assert Read(to_html(text)).text == re.sub(r"\n", "", text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*oi*, _tudo_ ~bem~?", "<p><strong>oi</strong>, <em>tudo</em> <del>bem</del>?</p>"),
        ("*_both_*", "<p><strong><em>both</em></strong></p>"),
        ("2*3*4 and snake_case_name", "<p>2*3*4 and snake_case_name</p>"),
        ("* not bold *", "<ul><li>not bold *</li></ul>"),
        ("a * b * c", "<p>a * b * c</p>"),
        ("*open", "<p>*open</p>"),
        ("`*raw*`", "<p><code>*raw*</code></p>"),
        ("```*raw*\nline```", "<pre>*raw*\nline</pre>"),
        ("> dito\n> assim\nsim", "<blockquote>dito<br>assim</blockquote><p>sim</p>"),
        ("- um\n- dois", "<ul><li>um</li><li>dois</li></ul>"),
        ("3. três\n4. quatro", '<ol start="3"><li>três</li><li>quatro</li></ol>'),
        ("<b>&", "<p>&lt;b&gt;&amp;</p>"),
        (
            "*veja https://a.b/c_d_e.*",
            f'<p><strong>veja <a href="https://a.b/c_d_e"{NEW_TAB}>https://a.b/c_d_e</a>.</strong></p>',
        ),
    ],
)
def test_reads_as_whatsapp_does(text: str, html: str) -> None:
    assert to_html(text) == html


def test_an_address_cannot_leave_its_attribute() -> None:
    link = Read(to_html("https://a.b/'onmouseover=alert(1)/&quot;x")).links[0]
    assert set(link) == {"href", "target", "rel"}


def test_the_mentioned_stand_out() -> None:
    html = to_html("oi @Ana <b>", ["Ana <b>"])
    assert html == '<p>oi <span class="mention">@Ana &lt;b&gt;</span></p>'


def test_the_longest_text_takes_no_time() -> None:
    began = time.monotonic()
    for hostile in ("*a " * 22_000, "_*~" * 22_000, "`" * 65_000, "https://" * 8_000):
        to_html(hostile)
    assert time.monotonic() - began < 20


def test_a_few_emoji_alone_are_shown_large() -> None:
    assert is_lone_emoji("😀")
    assert is_lone_emoji("👍🏽 ")
    assert is_lone_emoji("👩‍💻❤️")
    assert not is_lone_emoji("oi 😀")
    assert not is_lone_emoji("")


def test_a_line_has_the_words_without_their_marks() -> None:
    assert to_words("Consigo um *M*? _Hoje_ <b> & 2*3*4") == "Consigo um M? Hoje <b> & 2*3*4"
    assert to_words("um\ndois") == "um\ndois"
