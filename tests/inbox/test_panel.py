"""The contact beside a conversation: shown, edited in place, opted out and in again."""

import re
from uuid import UUID

import pytest
from httpx import AsyncClient
from sqlalchemy import select, update

from db.models.contacts import Contact, ContactField, ContactIdentity, Suppression, Tag
from db.models.conversations import Conversation, InboxMember
from db.session import Database
from schemas.enums import FieldType, IdentityKind, Role
from tests.fixtures.people import OpenBrowser
from tests.inbox.desk import Desk, open_desk

HTMX = {"HX-Request": "true"}


@pytest.fixture
async def desk(database: Database, company_id: UUID) -> Desk:
    return await open_desk(database, company_id)


@pytest.fixture
async def talk(desk: Desk) -> UUID:
    return await desk.conversation("Ana Lima")


async def contact_of(desk: Desk, talk: UUID) -> Contact:
    row = await desk.row(talk)
    async with desk.database.company(desk.company_id) as session:
        found = await session.scalars(select(Contact).where(Contact.id == row.contact_id))
        return found.one()


async def test_it_shows_who_they_are_and_what_passed(
    desk: Desk, talk: UUID, signed_in: AsyncClient
) -> None:
    row = await desk.row(talk)
    second = await desk.number("Suporte")
    other = await desk.conversation("somebody", number_id=second, body="Cadê meu pedido?")
    async with desk.database.company(desk.company_id) as session:
        # As if the same person had written to both numbers.
        await session.execute(
            update(Conversation).where(Conversation.id == other).values(contact_id=row.contact_id)
        )
    page = (await signed_in.get(f"/inbox/{talk}/panel")).text
    part = (await signed_in.get(f"/inbox/{talk}/panel", headers=HTMX)).text
    assert "<html" in page
    assert "<html" not in part
    for words in ("Ana Lima", "Everything", "Other conversations", "Suporte", "pedido"):
        assert words in part


@pytest.mark.parametrize(
    ("name", "value", "stored"),
    [
        ("name", " Ana  Maria ", ("Ana Maria", {})),
        ("fields.age", "41", ("Ana Lima", {"age": 41})),
        ("fields.born", "1990-03-05", ("Ana Lima", {"born": "1990-03-05"})),
        ("fields.member", "true", ("Ana Lima", {"member": True})),
    ],
)
async def test_a_value_is_changed_in_place(
    *,
    desk: Desk,
    talk: UUID,
    signed_in: AsyncClient,
    name: str,
    value: str,
    stored: tuple[str, object],
) -> None:
    kinds = {"age": FieldType.NUMBER, "born": FieldType.DATE, "member": FieldType.BOOLEAN}
    async with desk.database.company(desk.company_id) as session:
        for key, kind in kinds.items():
            session.add(
                ContactField(company_id=desk.company_id, key=key, label=key.title(), type=kind)
            )
    answer = await signed_in.post(
        f"/inbox/{talk}/panel/field", data={"name": name, "value": value}, headers=HTMX
    )
    assert answer.status_code == 200
    contact = await contact_of(desk, talk)
    assert (contact.name, contact.fields) == stored


async def test_what_is_wrong_stands_beside_it_with_what_was_typed(
    desk: Desk, talk: UUID, signed_in: AsyncClient
) -> None:
    answer = await signed_in.post(
        f"/inbox/{talk}/panel/field", data={"name": "email", "value": "not one"}, headers=HTMX
    )
    assert answer.status_code == 422
    assert 'value="not one"' in answer.text
    assert 'id="panel-email-error"' in answer.text
    assert (await contact_of(desk, talk)).email is None
    refused = await signed_in.post(
        f"/inbox/{talk}/panel/field", data={"name": "phone_key", "value": "1"}, headers=HTMX
    )
    assert refused.status_code == 422


async def test_tags_are_put_on_and_taken_off(
    desk: Desk, talk: UUID, signed_in: AsyncClient
) -> None:
    path = f"/inbox/{talk}/panel/tags"
    assert "VIP" in (await signed_in.post(path, data={"add": "VIP"}, headers=HTMX)).text
    async with desk.database.company(desk.company_id) as session:
        tag = (await session.scalars(select(Tag))).one()
    assert (await contact_of(desk, talk)).tag_ids == [tag.id]
    await signed_in.post(path, data={"remove": str(tag.id)}, headers=HTMX)
    assert (await contact_of(desk, talk)).tag_ids == []


async def test_an_opt_out_is_for_all_their_numbers_and_says_who_noted_it(
    desk: Desk, talk: UUID, signed_in: AsyncClient
) -> None:
    contact = await contact_of(desk, talk)
    async with desk.database.company(desk.company_id) as session:
        session.add(
            ContactIdentity(
                company_id=desk.company_id,
                kind=IdentityKind.PHONE,
                match_key="552187654321",
                contact_id=contact.id,
                value="+5521987654321",
            )
        )
    path, out = f"/inbox/{talk}/panel/consent", {"channel": "whatsapp", "allowed": "false"}
    shown = (await signed_in.post(path, data=out, headers=HTMX)).text
    assert "Nothing" in shown
    assert "by Ana Souza" in shown
    async with desk.database.company(desk.company_id) as session:
        keys = set(await session.scalars(select(Suppression.match_key)))
    assert keys == {contact.phone_key, "552187654321"}
    back = {**out, "allowed": "true", "note": "Asked for it on the phone"}
    again = (await signed_in.post(path, data=back, headers=HTMX)).text
    assert "Everything" in again
    # Said twice, told once.
    await signed_in.post(path, data=back, headers=HTMX)
    assert await desk.told(talk) == ["opted_out", "opted_in"]


async def test_who_may_not_see_the_inbox_sees_no_panel_and_a_viewer_changes_nothing(
    desk: Desk, talk: UUID, open_browser: OpenBrowser
) -> None:
    agent = await open_browser(desk.company_id, Role.AGENT)
    viewer = await open_browser(desk.company_id, Role.VIEWER)
    assert (await agent.get(f"/inbox/{talk}/panel")).status_code == 200
    assert re.search("<input[^>]* readonly", (await viewer.get(f"/inbox/{talk}/panel")).text)
    change = {"name": "name", "value": "X"}
    assert (await viewer.post(f"/inbox/{talk}/panel/field", data=change)).status_code == 403
    chosen = await desk.person("Bia")
    async with desk.database.company(desk.company_id) as session:
        session.add(
            InboxMember(company_id=desk.company_id, phone_number_id=desk.number_id, user_id=chosen)
        )
    assert (await agent.get(f"/inbox/{talk}/panel")).status_code == 404
    assert (await agent.post(f"/inbox/{talk}/panel/field", data=change)).status_code == 404
