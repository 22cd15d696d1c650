"""Canned replies: filling them, finding them, and their screen and API."""

from uuid import UUID

import pytest
from httpx import AsyncClient
from hypothesis import given
from hypothesis import strategies as st

from db.models.contacts import Contact
from db.session import Database
from schemas.enums import FieldType, Role
from schemas.errors import Conflict, InvalidInput, NotFound
from services import canned_replies, fields
from services.canned_replies import fill
from tests.fixtures.people import OpenBrowser

ANA = Contact(name="Ana Lúcia Souza", fields={"city": "Recife", "vip": True})
HTMX = {"HX-Request": "true"}


def test_places_are_filled_with_who_it_is_and_who_writes() -> None:
    body = "Oi {{first_name}}! {{ name }} de {{field.city}}, aqui é {{agent}} da {{company}}."
    filled = fill(body, ANA, "Bruno", "Loja Aurora")
    assert filled.text == "Oi Ana! Ana Lúcia Souza de Recife, aqui é Bruno da Loja Aurora."
    assert (filled.unknown, filled.empty) == ((), ())


def test_what_nobody_knows_stays_and_what_a_contact_lacks_is_named() -> None:
    filled = fill("{{nome}}, {{field.street}} {{field.}} {{nome}}!", ANA, "Bruno", "Aurora")
    assert filled.text == "{{nome}},  {{field.}} {{nome}}!"
    assert filled.unknown == ("nome", "field.")
    assert filled.empty == ("field.street",)
    assert fill("Oi {{name}}", None, "B", "C").empty == ("name",)


def test_a_value_is_never_filled_again() -> None:
    sly = Contact(name="{{company}}", fields={})
    assert fill("Oi {{name}}", sly, "B", "Secret").text == "Oi {{company}}"


@given(st.text())
def test_a_text_without_places_stays_as_it_is(body: str) -> None:
    filled = fill(body.replace("{", "("), ANA, "B", "C")
    assert filled.text == body.replace("{", "(")


async def test_replies_are_found_by_what_follows_the_slash(
    database: Database, company_id: UUID
) -> None:
    async with database.company(company_id) as session:
        for shortcut, body in [
            ("horario", "Abrimos às 9h"),
            ("endereço", "Rua das Flores"),
            ("pix", "Chave: 100%_certa"),
            ("fim-horario", "Fechamos às 18h"),
        ]:
            await canned_replies.create(session, company_id, shortcut, body)

        async def found(text: str, limit: int = 8) -> list[str]:
            rows = await canned_replies.matching(session, text, limit)
            return [row.shortcut for row in rows]

        assert await found("/Horár") == ["horario", "fim-horario"]
        assert await found("ENDERECO") == ["endereço"]
        assert await found("flores") == ["endereço"]
        assert await found("%") == ["pix"]
        assert await found("", 2) == ["endereço", "fim-horario"]


async def test_a_shortcut_is_one_replys(database: Database, company_id: UUID) -> None:
    async with database.company(company_id) as session:
        await canned_replies.create(session, company_id, "/pix", "Chave")
        second = await canned_replies.create(session, company_id, "chave", "Outra")
        with pytest.raises(Conflict):
            await canned_replies.create(session, company_id, "PIX", "x")
        with pytest.raises(Conflict):
            await canned_replies.update(session, second.id, "Pix", "x")


@pytest.mark.parametrize(
    ("shortcut", "body", "code"),
    [
        ("", "x", "missing"),
        ("a b", "x", "not_a_shortcut"),
        ("a" * 41, "x", "too_long"),
        ("a", " ", "missing"),
        ("a", "x" * 4097, "too_long"),
        ("a", "Oi {{nome}}", "unknown_place"),
        ("a", "Oi {{field.gone}}", "unknown_place"),
    ],
)
async def test_a_reply_that_could_not_be_used_is_refused(
    database: Database, company_id: UUID, shortcut: str, body: str, code: str
) -> None:
    async with database.company(company_id) as session:
        with pytest.raises(InvalidInput) as refused:
            await canned_replies.create(session, company_id, shortcut, body)
    assert [error.code for error in refused.value.errors] == [code]


async def test_another_companys_reply_does_not_exist(
    database: Database, company_id: UUID, other_company_id: UUID
) -> None:
    async with database.company(company_id) as session:
        reply = await canned_replies.create(session, company_id, "pix", "Chave")
    async with database.company(other_company_id) as session:
        assert list(await canned_replies.matching(session, "pix")) == []
        with pytest.raises(NotFound):
            await canned_replies.delete(session, reply.id)


async def test_the_screen_adds_changes_and_deletes(
    database: Database, company_id: UUID, signed_in: AsyncClient
) -> None:
    async with database.company(company_id) as session:
        await fields.create(session, company_id, label="Cidade", type_=FieldType.TEXT)
    assert "No canned replies yet" in (await signed_in.get("/canned-replies")).text
    form = {"shortcut": "/oi", "body": "Oi <b>{{first_name}}</b> de {{field.cidade}}"}
    assert (await signed_in.post("/canned-replies/new", data=form)).status_code == 303
    shown = (await signed_in.get("/canned-replies")).text
    assert "/oi" in shown
    assert "Oi &lt;b&gt;" in shown
    page = shown.split('class="reply-name" href="')[1].split('"')[0]
    assert "{{field.cidade}}" in (await signed_in.get(page)).text
    wrong = await signed_in.post(page, data={"shortcut": "oi", "body": "{{nome}}"}, headers=HTMX)
    assert wrong.status_code == 422
    assert "There is no place called nome" in wrong.text
    assert (await signed_in.post(page, data=form | {"shortcut": "ola"})).status_code == 303
    assert "/ola" in (await signed_in.get("/canned-replies?q=OLÁ", headers=HTMX)).text
    assert "Nothing found" in (await signed_in.get("/canned-replies?q=zzz", headers=HTMX)).text
    assert (await signed_in.post(f"{page}/delete")).status_code == 303
    assert (await signed_in.get(page)).status_code == 404


async def test_the_preview_shows_what_a_customer_reads(signed_in: AsyncClient) -> None:
    body = {"body": "Oi {{first_name}}, <i>{{nada}}</i> {{field.gone}}"}
    shown = (await signed_in.post("/canned-replies/preview", data=body, headers=HTMX)).text
    assert "Oi Ana, &lt;i&gt;{{nada}}" in shown
    assert "field.gone}}, {{nada}}" in shown


async def test_a_viewer_sees_replies_and_changes_none(
    open_browser: OpenBrowser, company_id: UUID, database: Database
) -> None:
    async with database.company(company_id) as session:
        await canned_replies.create(session, company_id, "pix", "Chave")
    viewer = await open_browser(company_id, Role.VIEWER)
    shown = (await viewer.get("/canned-replies")).text
    assert "/pix" in shown
    assert "/canned-replies/new" not in shown
    assert (await viewer.get("/canned-replies/new")).status_code == 403


async def test_the_api_has_them_too(api_client: AsyncClient) -> None:
    made = await api_client.post(
        "/api/v1/canned-replies", json={"shortcut": "pix", "body": "Oi {{name}}"}
    )
    assert made.status_code == 201
    key = made.json()["id"]
    assert key.startswith("canned_")
    address = f"/api/v1/canned-replies/{key}"
    changed = await api_client.put(address, json={"shortcut": "chave", "body": "Oi"})
    assert changed.json()["shortcut"] == "chave"
    assert [row["id"] for row in (await api_client.get("/api/v1/canned-replies")).json()["data"]]
    wrong = await api_client.put(address, json={"shortcut": "x", "body": "{{nome}}"})
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["pointer"] == "/body"
    assert (await api_client.delete(address)).status_code == 204
    assert (await api_client.get(address)).status_code == 404
