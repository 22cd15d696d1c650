"""What follows from one answer of an endpoint: arrived, tried again later, or given up. Pure."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.queries.deliveries import Claimed, Outcome
from providers.outbound_http import Answer, retry_after
from schemas.enums import DeliveryState

# After the first failure, the second, …: the tenth try is the last, some 75 hours after the first.
PAUSES: Sequence[timedelta] = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
GONE = 410
# Of so long without a success an endpoint is dead.
PATIENCE = timedelta(days=5)
_MOST_JITTER = 0.1
_LONGEST_REST = timedelta(hours=24)
_MOST_KEPT = 2_000


@dataclass(frozen=True, slots=True)
class Judged:
    outcome: Outcome
    # It asks to be left alone until then.
    rest_until: datetime | None = None
    # It says that nobody will ever listen there again.
    gone: bool = False

    @property
    def unreachable(self) -> bool:
        """Nobody answered at all, whatever was sent."""
        return self.outcome.status is None

    @property
    def arrived(self) -> bool:
        return self.outcome.state is DeliveryState.DELIVERED


def judge(claimed: Claimed, answer: Answer, now: datetime) -> Judged:
    """`now` is when the answer came."""
    if answer.is_success:
        return Judged(_outcome(claimed, answer, now, DeliveryState.DELIVERED, None))
    rest = _rest(answer, now)
    due_at = _next_try(claimed, now, rest)
    # Nobody listens there: what waits is kept, for whoever switches the endpoint on again.
    gone = answer.status == GONE
    over = due_at is None and not gone
    state = DeliveryState.GIVEN_UP if over else DeliveryState.PENDING
    return Judged(
        _outcome(claimed, answer, now, state, due_at or (now if gone else None)), rest, gone
    )


def _next_try(claimed: Claimed, now: datetime, rest: datetime | None) -> datetime | None:
    failed = claimed.attempts - claimed.attempts_before
    if failed >= len(PAUSES):
        return None
    # Spread, so that what failed together does not come back together.
    pause = PAUSES[failed] * random.uniform(1.0, 1.0 + _MOST_JITTER)  # noqa: S311 - no secret
    return max(now + pause, rest) if rest else now + pause


def _rest(answer: Answer, now: datetime) -> datetime | None:
    seconds = retry_after(answer, now=now.timestamp())
    return None if seconds is None else now + min(timedelta(seconds=seconds), _LONGEST_REST)


def _outcome(
    claimed: Claimed,
    answer: Answer,
    now: datetime,
    state: DeliveryState,
    due_at: datetime | None,
) -> Outcome:
    return Outcome(
        delivery_id=claimed.id,
        claimed_at=claimed.claimed_at,
        number=claimed.attempts + 1,
        state=state,
        due_at=due_at,
        status=answer.status,
        error=error_of(answer),
        answer=text_of(answer),
        milliseconds=round(answer.seconds * 1000),
        at=now,
    )


def error_of(answer: Answer) -> str | None:
    """A word for what is wrong; None when it arrived."""
    if answer.is_success:
        return None
    return answer.error or ("redirect" if answer.is_redirect else "status")


def text_of(answer: Answer) -> str:
    """The beginning of what it answered, as text that can be stored."""
    return answer.body.decode("utf-8", "replace").replace("\x00", "")[:_MOST_KEPT]
