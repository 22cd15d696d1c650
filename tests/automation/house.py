"""A company with a number, people who write to it, and rules."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, update

from db.models.automation import AutomationRule, RuleRun
from db.models.connections import PhoneNumber
from db.models.contacts import Contact
from db.models.conversations import Conversation, Label, Message
from db.models.leads import Stage
from db.session import Database
from schemas.automation import Action, ActionKind, Trigger, TriggerKind
from schemas.enums import Direction, RunStatus
from schemas.events import MessageEvent
from services import automation, automation_runs, contacts, incoming_messages, tags
from services.automation import Wanted
from services.automation_actions import Effects
from services.incoming_messages import Incoming
from tests.inbox.desk import Desk, open_desk


@dataclass
class House:
    database: Database
    company_id: UUID
    desk: Desk
    # Of everything that was done.
    effects: list[Effects] = field(default_factory=list)

    async def rule(
        self,
        trigger: TriggerKind | Trigger,
        *actions: Action | ActionKind,
        name: str = "",
        **wanted: Any,
    ) -> UUID:
        """A rule that is switched on and never rests, unless it says so."""
        when = trigger if isinstance(trigger, Trigger) else Trigger(trigger)
        do = [one if isinstance(one, Action) else Action(one) for one in actions]
        values = {"pause_minutes": 0, "enabled": True} | wanted
        async with self.database.company(self.company_id) as session:
            rule = await automation.create(
                session, self.company_id, Wanted(name or str(when.kind), when, do, **values)
            )
            return rule.id

    async def stored(self, rule_id: UUID) -> AutomationRule:
        async with self.database.company(self.company_id) as session:
            found = await session.scalars(
                select(AutomationRule).where(AutomationRule.id == rule_id)
            )
            return found.one()

    async def work(self) -> None:
        """Everything that waits, page by page, with what it leads to."""
        for _ in range(100):
            worked = await automation_runs.work(self.database, self.company_id)
            self.effects += worked.effects
            if not worked.settled:
                return

    async def runs(self, rule_id: UUID | None = None) -> list[RuleRun]:
        async with self.database.company(self.company_id) as session:
            query = select(RuleRun).order_by(RuleRun.id)
            if rule_id is not None:
                query = query.where(RuleRun.rule_id == rule_id)
            return list(await session.scalars(query))

    async def run(self, rule_id: UUID) -> RuleRun:
        (only,) = await self.runs(rule_id)
        return only

    async def outcomes(self, rule_id: UUID) -> list[tuple[str, str]]:
        """What the actions of the rule's newest run did."""
        newest = (await self.runs(rule_id))[-1]
        assert newest.status in (RunStatus.DONE, RunStatus.FAILED), newest.reason
        read = [one for one in newest.results if isinstance(one, dict)]
        return [(str(one["outcome"]), str(one["detail"])) for one in read]

    async def writes(self, conversation_id: UUID, body: str, *, at: datetime | None = None) -> None:
        """The customer writes, and everything happens that happens then."""
        async with self.database.company(self.company_id) as session:
            row = (
                await session.scalars(
                    select(Conversation).where(Conversation.id == conversation_id)
                )
            ).one()
            phone = (
                await session.scalars(select(Contact.phone).where(Contact.id == row.contact_id))
            ).one()
            number = (
                await session.scalars(
                    select(PhoneNumber).where(PhoneNumber.id == row.phone_number_id)
                )
            ).one()
            provider_id = f"wamid.{uuid4().hex}"
            event = MessageEvent(
                provider="meta",
                account_id=number.provider_number_id,
                external_id=provider_id,
                kind="message",
                occurred_at=at or datetime.now(UTC),
                payload={},
                provider_id=provider_id,
                sender=(phone or "").removeprefix("+"),
                body=body,
            )
            await incoming_messages.apply(
                session, self.company_id, [Incoming(number.connection_id, event)]
            )

    async def contact_of(self, conversation_id: UUID) -> Contact:
        async with self.database.company(self.company_id) as session:
            found = await session.scalars(
                select(Contact)
                .join(Conversation, Conversation.contact_id == Contact.id)
                .where(Conversation.id == conversation_id)
            )
            return found.one()

    async def tag(self, name: str) -> UUID:
        async with self.database.company(self.company_id) as session:
            return (await tags.ensure(session, self.company_id, name)).id

    async def label(self, name: str) -> UUID:
        async with self.database.company(self.company_id) as session:
            label = Label(company_id=self.company_id, name=name)
            session.add(label)
            await session.flush()
            return label.id

    async def stage(self, name: str) -> UUID:
        async with self.database.company(self.company_id) as session:
            stage = Stage(company_id=self.company_id, name=name, position=90)
            session.add(stage)
            await session.flush()
            return stage.id

    async def set_tags(self, contact_id: UUID, tag_ids: Sequence[UUID]) -> None:
        async with self.database.company(self.company_id) as session:
            await contacts.update(session, contact_id, {"tag_ids": list(tag_ids)})

    async def sent(self, conversation_id: UUID) -> list[Message]:
        async with self.database.company(self.company_id) as session:
            found = await session.scalars(
                select(Message)
                .where(
                    Message.conversation_id == conversation_id,
                    Message.direction == Direction.OUT,
                )
                .order_by(Message.id)
            )
            return list(found)

    async def back_date(self, rule_id: UUID, by: timedelta) -> None:
        """As if the rule had been switched on so long ago."""
        async with self.database.company(self.company_id) as session:
            await session.execute(
                update(AutomationRule)
                .where(AutomationRule.id == rule_id)
                .values(enabled_at=AutomationRule.enabled_at - by)
            )


async def open_house(database: Database, company_id: UUID) -> House:
    return House(database, company_id, await open_desk(database, company_id))
