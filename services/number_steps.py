"""The steps of an order of a number; each looks at the row first, so each may be repeated.

The purchase has no key by which it could be asked for twice. It is claimed on the row before it is
asked for, and after an answer that never came it is only looked for, never bought once more. Any
later step that fails for good turns the order round: what was bought is given back.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.connections import NumberOrder
from db.queries import connections
from db.queries import number_orders as rows
from db.session import Database
from providers.base import OutcomeUnknown, ProviderError, Recovery, Rejected, Throttled
from providers.sms import Login
from providers.sms_numbers import NumberMarket, OwnedNumber, Purchase
from schemas.accounts import RemoteNumber
from schemas.enums import NumberOrderStatus as Status
from schemas.errors import NotFound
from schemas.payloads.number_orders import NumberOrderRef, StepResult
from services import channel_news
from services.live import LiveHints
from services.sms_connections import SmsConnections

# Why an order failed where no code of the provider's says it.
OWNED_BEFORE = "owned_before"
NO_ANSWER = "no_answer"
RELEASE_REFUSED = "release_refused"
_MOST_DETAIL = 300

Act = Callable[["Order"], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a step is tried, and the pauses between, in seconds; the last one goes on."""

    tries: int = 6
    pauses: tuple[float, ...] = (2.0, 5.0, 15.0, 30.0, 60.0)
    # Giving back is tried without end: a number nobody wants would cost for ever.
    longest: float = 600.0

    def after(self, attempts: int) -> float:
        return self.pauses[min(attempts, len(self.pauses)) - 1]


@dataclass(frozen=True, slots=True)
class Order:
    """A row as it was when the step began, and who signs in for it."""

    row: NumberOrder
    login: Login

    @property
    def sid(self) -> str:
        return self.row.provider_number_id or ""

    @property
    def purchase(self) -> Purchase:
        row = self.row
        return Purchase(row.id, row.phone, row.address_id, row.bundle_id)


class NumberSteps:
    def __init__(
        self,
        database: Database,
        sms_connections: SmsConnections,
        market: NumberMarket,
        hints: LiveHints,
        patience: Patience | None = None,
    ) -> None:
        self._database = database
        self._connections = sms_connections
        self._market = market
        self._hints = hints
        self._patience = patience or Patience()

    async def buy(self, ref: NumberOrderRef) -> StepResult:
        """Wanted → bought, or failed with nothing bought."""
        order = await self._load(ref)
        if order is None:
            return StepResult(None)
        row = order.row
        if row.status is Status.FAILED and row.code == rows.NOT_ANSWERED:
            return await self._look_late(order)
        if row.status is not Status.WANTED:
            return StepResult(row.status)
        if row.asked_at is not None:
            return await self._look(order)
        return await self._ask(order)

    async def configure(self, ref: NumberOrderRef) -> StepResult:
        """What customers write to it comes to us."""
        return await self._act(ref, lambda order: self._market.configure(order.login, order.sid))

    async def join(self, ref: NumberOrderRef) -> StepResult:
        """Into its messaging service, where one was chosen."""

        async def into_service(order: Order) -> None:
            if order.row.service_id:
                await self._market.join(order.login, order.sid, order.row.service_id)

        return await self._act(ref, into_service)

    async def take_in(self, ref: NumberOrderRef) -> StepResult:
        """Bought → ready: from now on it is one of the company's numbers."""

        async def listed(order: Order) -> None:
            owned = await self._market.owned(order.login, order.row.phone)
            if owned is None:
                raise Rejected("not_owned", "The account does not have this number", Recovery.FAIL)
            async with self._database.company(ref.company_id) as session:
                if await self._moved(session, order, Status.READY, code=None, detail=None):
                    await _list(session, order.row, owned)

        return await self._act(ref, listed)

    async def give_back(self, ref: NumberOrderRef) -> StepResult:
        """Releasing → released, or failed where a step before had failed."""
        order = await self._load(ref)
        if order is None or order.row.status is not Status.RELEASING:
            return StepResult(order.row.status if order else None)
        try:
            await self._market.release(order.login, order.sid)
        except Rejected as error:
            if error.recovery is not Recovery.PAUSE_CONNECTION:
                return await self._kept(order, error)
            return await self._again(order, endless=True)
        except ProviderError:
            return await self._again(order, endless=True)
        end = Status.FAILED if order.row.code else Status.RELEASED
        async with self._database.company(ref.company_id) as session:
            if await self._moved(session, order, end):
                await rows.take_in(session, order.row, removed=True, bought=False)
        return self._told(order, end)

    async def _ask(self, order: Order) -> StepResult:
        """Ask for the number, as the only one who ever does."""
        row = order.row
        try:
            owned = await self._market.owned(order.login, row.phone)
        except Rejected as error:
            return await self._fail(order, error.code, error.detail)
        except ProviderError:
            return await self._again(order)
        if owned is not None and owned.name == order.purchase.name:
            return await self._bought(order, owned.sid)
        if owned is not None:
            return await self._fail(order, OWNED_BEFORE)
        return await self._ask_once(order)

    async def _ask_once(self, order: Order) -> StepResult:
        row = order.row
        async with self._database.company(row.company_id) as session:
            if not await rows.claim(session, row.id):
                # Somebody else does; what came of it is seen when it is looked for.
                return StepResult(Status.WANTED, self._patience.after(1))
        try:
            bought = await self._market.buy(order.login, order.purchase)
        except Rejected as error:
            return await self._fail(order, error.code, error.detail)
        except OutcomeUnknown:
            return StepResult(Status.WANTED, self._patience.after(1))
        except ProviderError as error:
            # Nothing was bought, and we know it: it may be asked for again.
            return await self._again(order, error, asked_at=None)
        return await self._bought(order, bought.sid)

    async def _look(self, order: Order) -> StepResult:
        """It was asked for, and nobody knows what came of it."""
        try:
            found = await self._found(order)
        except ProviderError:
            return await self._again(order, endless=True)
        if found is not None:
            return await self._bought(order, found.sid)
        if order.row.attempts + 1 >= self._patience.tries:
            return await self._fail(order, rows.NOT_ANSWERED)
        return await self._again(order)

    async def _look_late(self, order: Order) -> StepResult:
        """A purchase that came through after we had told that it did not is given back."""
        row = order.row
        try:
            found = await self._found(order)
        except ProviderError:
            found = None
        status = Status.RELEASING if found else Status.FAILED
        sid = found.sid if found else None
        async with self._database.company(row.company_id) as session:
            await self._moved(session, order, status, provider_number_id=sid)
        return self._told(order, status)

    async def _found(self, order: Order) -> OwnedNumber | None:
        """The number, if it is this order that bought it."""
        found = await self._market.owned(order.login, order.row.phone)
        return found if found is not None and found.name == order.purchase.name else None

    async def _bought(self, order: Order, sid: str) -> StepResult:
        async with self._database.company(order.row.company_id) as session:
            await self._moved(session, order, Status.BOUGHT, provider_number_id=sid)
        return self._told(order, Status.BOUGHT)

    async def _act(self, ref: NumberOrderRef, act: Act) -> StepResult:
        """A step with what was bought; when it fails for good, the way back begins."""
        order = await self._load(ref)
        if order is None or order.row.status is not Status.BOUGHT:
            return StepResult(order.row.status if order else None)
        try:
            await act(order)
        except Rejected as error:
            return await self._turn_round(order, error.code, error.detail)
        except ProviderError as error:
            if order.row.attempts + 1 >= self._patience.tries:
                return await self._turn_round(order, NO_ANSWER, str(error))
            return await self._again(order, error)
        async with self._database.company(ref.company_id) as session:
            if order.row.attempts:
                await rows.move(session, order.row.id, Status.BOUGHT, attempts=0)
            now = (await rows.get(session, order.row.id)).status
        return self._told(order, now)

    async def _turn_round(self, order: Order, code: str, detail: str) -> StepResult:
        async with self._database.company(order.row.company_id) as session:
            words = {"code": code, "detail": detail[:_MOST_DETAIL]}
            await self._moved(session, order, Status.RELEASING, **words)
        return self._told(order, Status.RELEASING)

    async def _kept(self, order: Order, refusal: Rejected) -> StepResult:
        """The provider does not take it back: it stays ours, and so it is shown."""
        words = {"code": RELEASE_REFUSED, "detail": refusal.detail[:_MOST_DETAIL]}
        number = OwnedNumber(order.sid, order.row.phone, "", 1)
        async with self._database.company(order.row.company_id) as session:
            if await self._moved(session, order, Status.READY, **words):
                await _list(session, order.row, number)
        return self._told(order, Status.READY)

    async def _fail(self, order: Order, code: str, detail: str = "") -> StepResult:
        async with self._database.company(order.row.company_id) as session:
            words = {"code": code, "detail": detail[:_MOST_DETAIL] or None}
            await self._moved(session, order, Status.FAILED, **words)
        return self._told(order, Status.FAILED)

    async def _again(
        self,
        order: Order,
        error: ProviderError | None = None,
        *,
        endless: bool = False,
        **values: object,
    ) -> StepResult:
        """The same step once more, a while later."""
        row, attempts = order.row, order.row.attempts + 1
        if row.status is Status.WANTED and not endless and attempts >= self._patience.tries:
            return await self._fail(order, NO_ANSWER)
        async with self._database.company(row.company_id) as session:
            await rows.move(session, row.id, row.status, attempts=attempts, **values)
        pause = self._patience.after(attempts)
        if attempts >= self._patience.tries:
            pause = self._patience.longest
        if isinstance(error, Throttled):
            pause = max(pause, error.retry_after.total_seconds())
        return StepResult(row.status, pause)

    async def _moved(
        self, session: AsyncSession, order: Order, status: Status, **values: object
    ) -> bool:
        changes = {"attempts": 0, **values}
        return await rows.move(session, order.row.id, order.row.status, status=status, **changes)

    async def _load(self, ref: NumberOrderRef) -> Order | None:
        try:
            async with self._database.company(ref.company_id) as session:
                row = await rows.get(session, ref.order_id)
                connection = await connections.get(session, row.connection_id)
        except NotFound:
            return None
        return Order(row, self._connections.account(connection).login)

    def _told(self, order: Order, status: Status) -> StepResult:
        self._hints.changed(order.row.company_id, "connection", order.row.connection_id)
        return StepResult(status)


async def _list(session: AsyncSession, order: NumberOrder, number: OwnedNumber) -> None:
    """Write the number among the company's own."""
    connection = await connections.get(session, order.connection_id)
    remote = RemoteNumber(number.sid, number.phone, "", "UNKNOWN", number.rate_per_second)
    await connections.upsert_numbers(session, connection, [remote])
    await rows.take_in(session, order, removed=False, bought=True)
    await channel_news.heal(session, connection.id, "no_sms_numbers")
