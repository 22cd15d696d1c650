"""A company that buys numbers at the stand-in, and a process that dies where it is told to."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import update
from temporalio.client import Client

from activities.number_orders import NumberOrderActivities
from db.models.connections import NumberOrder, PhoneNumber
from db.queries import number_orders as rows
from db.session import Database
from providers.sms import Login
from providers.sms_numbers import NumberMarket, NumberSearch, OwnedNumber, Purchase
from sandbox.twilio import offers
from sandbox.twilio.model import Number
from schemas.payloads.number_orders import NumberOrderRef
from services import number_orders
from services.number_orders import NumberShop, WantedNumber
from tests.sms.conftest import SmsBusiness, numbers_of
from workflows import starters


class Killed(Exception):
    """The process is gone: nothing more is written."""


class Mortal:
    """A market whose caller dies right before or right after one of its calls."""

    def __init__(self, market: NumberMarket) -> None:
        self._market = market
        self.dies_at: tuple[str, str] | None = None

    async def search(self, login: Login, wanted: NumberSearch) -> object:
        return await self._market.search(login, wanted)

    async def owned(self, login: Login, phone: str) -> OwnedNumber | None:
        self._die("owned", "before")
        found = await self._market.owned(login, phone)
        self._die("owned", "after")
        return found

    async def buy(self, login: Login, purchase: Purchase) -> OwnedNumber:
        self._die("buy", "before")
        bought = await self._market.buy(login, purchase)
        self._die("buy", "after")
        return bought

    async def configure(self, login: Login, sid: str) -> None:
        self._die("configure", "before")
        await self._market.configure(login, sid)
        self._die("configure", "after")

    async def join(self, login: Login, sid: str, service_id: str) -> None:
        self._die("join", "before")
        await self._market.join(login, sid, service_id)
        self._die("join", "after")

    async def release(self, login: Login, sid: str) -> None:
        self._die("release", "before")
        await self._market.release(login, sid)
        self._die("release", "after")

    def _die(self, call: str, when: str) -> None:
        if self.dies_at == (call, when):
            self.dies_at = None
            raise Killed


@dataclass
class Shop:
    database: Database
    company_id: UUID
    connection_id: UUID
    business: SmsBusiness
    market: Mortal
    search: NumberShop
    activities: NumberOrderActivities
    temporal: Client

    async def phone(self, ending: str = "", *, area: str = "415") -> str:
        wanted = NumberSearch("US", digits=ending or area)
        found = await self.search.search(self.company_id, self.connection_id, wanted)
        phones = [one.phone for one in found]
        if not ending:
            phones = [phone for phone in phones if phone[-4:] not in offers.ENDINGS]
        return phones[0]

    async def order(self, phone: str, **more: UUID | str | None) -> NumberOrderRef:
        wanted = WantedNumber(connection_id=self.connection_id, phone=phone, **more)  # type: ignore[arg-type]
        async with self.database.company(self.company_id) as session:
            made = await number_orders.order(session, self.company_id, wanted)
        return NumberOrderRef(self.company_id, made.id)

    async def row(self, ref: NumberOrderRef) -> NumberOrder:
        async with self.database.company(self.company_id) as session:
            return await rows.get(session, ref.order_id)

    async def run(self, ref: NumberOrderRef) -> NumberOrder:
        """Through the workflow, to its end."""
        await starters.start_number_order(self.temporal, ref)
        handle = self.temporal.get_workflow_handle(f"number-order/{ref.order_id}")
        async with asyncio.timeout(60):
            await handle.result()
        return await self.row(ref)

    async def bought(self, ending: str = "", **more: UUID | str | None) -> NumberOrder:
        return await self.run(await self.order(await self.phone(ending), **more))

    async def number(self, order: NumberOrder) -> PhoneNumber | None:
        found = await numbers_of(self.database, self.company_id, self.connection_id)
        return found.get(order.provider_number_id or "")

    async def give_back(self, number: PhoneNumber) -> NumberOrderRef:
        async with self.database.company(self.company_id) as session:
            order = await number_orders.release(session, number.id)
        return NumberOrderRef(self.company_id, order.id)

    def owns(self, phone: str) -> bool:
        return self.business.twilio.number_by_phone(self.business.account_sid, phone) is not None

    def purchases(self, phone: str) -> tuple[int, int]:
        """(asked for, bought)"""
        twilio = self.business.twilio
        return twilio.asked_for[phone], twilio.bought[phone]

    def put(self, ref: NumberOrderRef, phone: str) -> None:
        """The account has it, by this order's name."""
        sid, name = f"PN{uuid4().hex}", Purchase(ref.order_id, phone).name
        number = Number(sid, self.business.account_sid, phone, name)
        self.business.twilio.numbers[sid] = number

    async def age(self, ref: NumberOrderRef, by: timedelta) -> None:
        async with self.database.company(self.company_id) as session:
            row = NumberOrder
            older = {"updated_at": row.updated_at - by}
            await session.execute(update(row).where(row.id == ref.order_id).values(**older))
