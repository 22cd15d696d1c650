"""The contact screens without a browser: pages, fragments, forms sent back, roles."""

from uuid import UUID

import pytest
from httpx import AsyncClient

from db.models.contacts import Contact, ContactField
from db.session import Database
from schemas.enums import FieldType, Role
from services import contacts
from tests.contacts.conftest import add_field, add_tag
from tests.fixtures.people import OpenBrowser

HTMX = {"HX-Request": "true"}


@pytest.fixture
async def ana(database: Database, company_id: UUID) -> Contact:
    async with database.company(company_id) as session:
        return await contacts.create(
            session, company_id, {"name": "<b>Ana</b>", "phone": "11987654321"}, source="console"
        )


async def test_the_list_is_a_page_or_a_fragment_and_escapes(
    signed_in: AsyncClient, ana: Contact
) -> None:
    whole = await signed_in.get("/contacts")
    part = await signed_in.get("/contacts?q=ana", headers=HTMX)
    assert whole.text.startswith("<!doctype html>")
    assert "<!doctype" not in part.text
    for answer in (whole, part):
        assert "&lt;b&gt;Ana&lt;/b&gt;" in answer.text
        assert "+55 11 98765-4321" in answer.text
    assert "Nobody matches" in (await signed_in.get("/contacts?q=zoe", headers=HTMX)).text


async def test_a_contact_is_added_changed_and_deleted(
    signed_in: AsyncClient, city: ContactField
) -> None:
    form = {"name": "Bia", "phone": "11 98765-4322", "fields.city": "Recife"}
    added = await signed_in.post("/contacts/new", data=form)
    assert added.status_code == 303
    page = added.headers["location"]
    assert "Recife" in (await signed_in.get(page)).text
    await signed_in.post(f"{page}/edit", data={"name": "Beatriz", "fields.city": ""})
    shown = (await signed_in.get(page)).text
    assert "Beatriz" in shown
    assert "Recife" not in shown
    await signed_in.post(f"{page}/tags", data={"add": "VIP"})
    assert "VIP" in (await signed_in.get(page)).text
    assert (await signed_in.post(f"{page}/delete")).status_code == 303
    assert (await signed_in.get(page)).status_code == 404


async def test_a_wrong_form_comes_back_as_it_was_filled_in(
    signed_in: AsyncClient, ana: Contact
) -> None:
    wrong = await signed_in.post(
        "/contacts/new", data={"name": "Caio", "phone": "98765-4321"}, headers=HTMX
    )
    assert wrong.status_code == 422
    assert "The phone number has no area code." in wrong.text
    assert 'value="Caio"' in wrong.text
    taken = await signed_in.post("/contacts/new", data={"phone": "11987654321"}, headers=HTMX)
    assert taken.status_code == 422
    assert f"/contacts/{ana.id}" in taken.text


async def test_ticked_contacts_or_all_that_match_get_a_tag(
    signed_in: AsyncClient, database: Database, company_id: UUID, ana: Contact
) -> None:
    await signed_in.post("/contacts/new", data={"name": "Ana Clara", "phone": "11987654323"})
    tag = await add_tag(database, company_id, "Promo")
    await signed_in.post("/contacts/tag", data={"contact": str(ana.id), "tag_name": "promo"})
    assert "1 contact" in (await signed_in.get(f"/contacts?tag={tag.id.hex}")).text
    await signed_in.post(
        "/contacts/tag", data={"matching": "true", "q": "ana", "tag_name": "Promo"}
    )
    assert "2 contacts" in (await signed_in.get(f"/contacts?tag={tag.id.hex}")).text
    unnamed = {"contact": str(ana.id), "tag_name": " "}
    told = await signed_in.post("/contacts/tag", data=unnamed, follow_redirects=True)
    assert "Choose a tag, or name one." in told.text
    await signed_in.post("/contacts/delete", data={"matching": "true", "tag": tag.id.hex})
    assert "No contacts yet" in (await signed_in.get("/contacts")).text


async def test_the_builder_grows_shrinks_counts_and_saves(
    signed_in: AsyncClient, city: ContactField, ana: Contact
) -> None:
    form: dict[str, str | list[str]] = {
        "part": ["0:group", "0-0:condition"],
        "match-0": "all",
        "field-0-0": "name",
        "operator-0-0": "contains",
        "value-0-0": "ana",
    }
    counted = await signed_in.post("/segments/count", data=form, headers=HTMX)
    assert '<p class="big-number">1</p>' in counted.text
    grown = await signed_in.post("/segments/builder", data=form | {"do": "group:0"}, headers=HTMX)
    assert 'value="0-1:group"' in grown.text
    assert 'name="value-0-1-0"' in grown.text
    other = form | {"field-0-0": "fields.city"}
    redrawn = await signed_in.post("/segments/builder", data=other, headers=HTMX)
    assert '<option value="fields.city" selected>City</option>' in redrawn.text
    gone = await signed_in.post("/segments/builder", data=form | {"do": "remove:0-0"}, headers=HTMX)
    assert "Without a condition everybody belongs." in gone.text
    unnamed = await signed_in.post("/segments", data=form, headers=HTMX)
    assert unnamed.status_code == 422
    assert "Give the segment a name." in unnamed.text
    incomplete = form | {"name": "Anas", "value-0-0": ""}
    wrong = await signed_in.post("/segments", data=incomplete, headers=HTMX)
    assert "Write what to compare with." in wrong.text
    saved = await signed_in.post("/segments", data=form | {"name": "Anas"})
    assert saved.status_code == 303
    assert "Anas" in (await signed_in.get("/segments")).text


@pytest.mark.parametrize("path", ["/contacts", "/tags", "/fields", "/segments", "/imports"])
async def test_a_viewer_sees_and_changes_nothing(
    open_browser: OpenBrowser, database: Database, company_id: UUID, ana: Contact, path: str
) -> None:
    await add_field(database, company_id, "age", FieldType.NUMBER)
    viewer = await open_browser(company_id, Role.VIEWER)
    page = await viewer.get(path)
    assert page.status_code == 200
    assert 'method="post" action="/contacts/new"' not in page.text
    for forbidden in (
        "/contacts/new",
        "/segments",
        "/tags",
        "/fields",
        "/contacts/tag",
        f"/contacts/{ana.id}/delete",
    ):
        assert (await viewer.post(forbidden, data={})).status_code == 403, forbidden
    agent = await open_browser(company_id, Role.AGENT)
    assert (await agent.get("/imports/new")).status_code == 403
