"""What a contact wrote, on their own page: only to inboxes the reader may see, and as it reads now."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, update

from db.models.conversations import InboxMember, Message
from db.session import Database
from schemas.enums import Direction, Role
from tests.fixtures.people import OpenBrowser
from tests.inbox.desk import open_desk


async def test_messages_to_an_inbox_of_others_are_not_shown(
    database: Database, company_id: UUID, open_browser: OpenBrowser
) -> None:
    desk = await open_desk(database, company_id)
    named = await desk.person("Bia")
    row = await desk.row(await desk.conversation(body="Segredo"))
    agent, boss = [await open_browser(company_id, role) for role in (Role.AGENT, Role.ADMIN)]
    address = f"/contacts/{row.contact_id}"
    assert "Segredo" in (await agent.get(address)).text
    async with database.company(company_id) as session:
        session.add(
            InboxMember(company_id=company_id, phone_number_id=desk.number_id, user_id=named)
        )
    assert "Segredo" not in (await agent.get(address)).text
    assert "Segredo" in (await boss.get(address)).text


async def test_what_was_taken_back_is_gone(
    database: Database, company_id: UUID, open_browser: OpenBrowser
) -> None:
    desk = await open_desk(database, company_id)
    row = await desk.row(await desk.conversation(body="Segredo"))
    agent, provider_id = await open_browser(company_id, Role.AGENT), uuid4().hex
    async with database.company(company_id) as session:
        await session.execute(
            update(Message).where(Message.id == row.last_message_id).values(provider_id=provider_id)
        )
        await session.execute(
            insert(Message).values(
                company_id=company_id,
                conversation_id=row.id,
                contact_id=row.contact_id,
                phone_number_id=desk.number_id,
                direction=Direction.IN,
                kind="revoke",
                modifies=provider_id,
                occurred_at=datetime.now(UTC),
            )
        )
    assert "Segredo" not in (await agent.get(f"/contacts/{row.contact_id}")).text
