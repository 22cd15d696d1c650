"""The template screens: write, preview while typing, submit, see the history."""

import re
from uuid import UUID

from httpx import AsyncClient

BODY = "Oi {{1}}, seu pedido já saiu para entrega."


def form(connection_id: UUID, **changes: str) -> dict[str, str]:
    return {
        "connection_id": str(connection_id),
        "name": "pedido_saiu",
        "language": "pt_BR",
        "category": "utility",
        "body": BODY,
        "button_kind:0": "QUICK_REPLY",
        "button_text:0": "Obrigada",
        "source:body.1": "first_name",
        "fallback:body.1": "cliente",
        "example:body.1": "Ana",
        **changes,
    }


async def write(browser: AsyncClient, connection_id: UUID, **changes: str) -> str:
    answer = await browser.post("/templates/new", data=form(connection_id, **changes))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def test_a_template_is_written_submitted_changed_and_deleted(
    signed_in: AsyncClient, connection_id: UUID
) -> None:
    address = await write(signed_in, connection_id)
    shown = (await signed_in.get(address)).text
    assert "seu pedido já saiu" in shown
    assert "Obrigada" in shown
    assert (await signed_in.post(f"{address}/submit")).status_code == 303
    assert "In review" in (await signed_in.get(address)).text
    editor = (await signed_in.get(f"{address}/edit")).text
    version = re.search(r'name="version" value="(\d+)"', editor)
    assert version is not None
    changed = form(connection_id, version=version[1], **{"source:body.1": "name"})
    assert (await signed_in.post(f"{address}/edit", data=changed)).status_code == 303
    stale = await signed_in.post(f"{address}/edit", data=changed)
    assert stale.status_code == 422
    assert "changed this template meanwhile" in stale.text
    assert (await signed_in.post(f"{address}/delete")).status_code == 303
    assert (await signed_in.get(address)).status_code == 404


async def test_broken_rules_are_shown_with_what_was_typed(
    signed_in: AsyncClient, connection_id: UUID
) -> None:
    answer = await signed_in.post(
        "/templates/new", data=form(connection_id, name="Meu Modelo", body="{{1}} oi")
    )
    assert answer.status_code == 422
    for words in ("small letters without accents", "may not begin or end", "Meu Modelo"):
        assert words in answer.text


async def test_the_variables_and_the_preview_follow_the_typing(
    signed_in: AsyncClient, connection_id: UUID
) -> None:
    typed = form(connection_id, body="Olá {{nome}}, chegou {{produto}} na loja.", part="slots")
    headers = {"HX-Request": "true"}
    slots = await signed_in.post("/templates/draft/parts", data=typed, headers=headers)
    assert "<!doctype" not in slots.text.lower()
    assert "source:body.nome" in slots.text
    assert "source:body.produto" in slots.text
    typed |= {"part": "preview", "example:body.nome": "Ana", "example:body.produto": "<b>livro</b>"}
    preview = await signed_in.post("/templates/draft/parts", data=typed, headers=headers)
    assert "Olá Ana, chegou &lt;b&gt;livro&lt;/b&gt; na loja." in preview.text


async def test_synchronising_brings_metas_templates(
    signed_in: AsyncClient, connection_id: UUID
) -> None:
    assert (await signed_in.post("/templates/sync")).status_code == 303
    listed = (await signed_in.get("/templates")).text
    assert "hello_world" in listed
    none = await signed_in.get("/templates?q=nothing", headers={"HX-Request": "true"})
    assert "hello_world" not in none.text


async def test_another_companys_template_is_not_found(
    signed_in: AsyncClient, other_signed_in: AsyncClient, connection_id: UUID
) -> None:
    address = await write(signed_in, connection_id)
    for path in ("", "/edit"):
        assert (await other_signed_in.get(address + path)).status_code == 404
    for path in ("/edit", "/submit", "/delete"):
        sent = form(connection_id)
        assert (await other_signed_in.post(address + path, data=sent)).status_code == 404
    foreign = await other_signed_in.post("/templates/new", data=form(connection_id))
    assert foreign.status_code == 422
