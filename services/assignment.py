"""Who gets a new conversation: the number's team, and of its people whoever waited longest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.conversations import Conversation, InboxSettings
from db.queries import assignment as queries
from db.queries import conversation_changes, inboxes, teams
from db.queries.assignment import Candidate
from db.queries.conversation_changes import Event
from services import conversation_news, notifications
from services.inboxes import may_see

_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
_SOURCE = "assignment"


@dataclass(frozen=True, slots=True)
class Placed:
    """A conversation that was nobody's and now is somebody's."""

    conversation_id: UUID
    number_id: UUID
    user_id: UUID


@dataclass(slots=True)
class Rota:
    """The people who take new conversations, as turns are given out; pure."""

    people: dict[UUID, Candidate]
    now: datetime
    turns: dict[UUID, datetime] = field(default_factory=dict)
    taken: dict[UUID, int] = field(default_factory=dict)

    def next(self, allowed: Iterable[UUID]) -> UUID | None:
        """Whoever waited longest of those with room left; None when nobody has."""
        free = [key for key in allowed if key in self.people and self._has_room(key)]
        if not free:
            return None
        chosen = min(free, key=lambda key: (self._last(key), key))
        # Each turn a moment later than the one before, so that the order is kept.
        self.turns[chosen] = self.now + timedelta(microseconds=sum(self.taken.values()))
        self.taken[chosen] = self.taken.get(chosen, 0) + 1
        return chosen

    def _has_room(self, key: UUID) -> bool:
        person = self.people[key]
        load = person.load + self.taken.get(key, 0)
        return person.capacity is None or load < person.capacity

    def _last(self, key: UUID) -> datetime:
        return self.turns.get(key) or self.people[key].last_assigned_at or _BEFORE_ALL


async def place_new(
    session: AsyncSession, company_id: UUID, conversation_ids: Sequence[UUID]
) -> list[Placed]:
    """Give conversations that are nobody's to the team of their number and to one of its people.

    Nobody free: it stays unassigned. Call it last in a transaction: it holds the turns of the
    company's people until the end, so that two at once neither exceed anybody's capacity nor
    give one turn out twice.
    """
    rows = await queries.lock_nobodys(session, conversation_ids)
    if not rows:
        return []
    rules = await inboxes.settings_of(session, {row.phone_number_id for row in rows})
    placed = await _take_turns(session, company_id, rows, rules)
    await _write(session, rows, placed, rules)
    for user_id in sorted({one.user_id for one in placed}):
        theirs = [one.conversation_id for one in placed if one.user_id == user_id]
        await notifications.assigned(session, company_id, theirs, user_id, actor_id=None)
    return placed


async def take_turn(
    session: AsyncSession, row: Conversation, team_id: UUID | None = None
) -> UUID | None:
    """Whose turn it is to take this conversation, of a team or of all; None: nobody is free.

    As `place_new` it holds the turns until the transaction's end: call it late.
    """
    seen = (await may_see(session, {row.phone_number_id}))[row.phone_number_id]
    people = await queries.lock_available(session, row.company_id)
    rota = Rota({person.user_id: person for person in people}, datetime.now(UTC))
    allowed = set(rota.people)
    if team_id is not None:
        allowed &= (await teams.members(session, {team_id})).get(team_id, frozenset())
    if seen is not None:
        allowed &= seen
    chosen = rota.next(allowed)
    await queries.keep_turns(session, row.company_id, rota.turns)
    return chosen


async def _take_turns(
    session: AsyncSession,
    company_id: UUID,
    rows: Sequence[Conversation],
    rules: Mapping[UUID, InboxSettings],
) -> list[Placed]:
    wanted = [row for row in rows if rules[row.phone_number_id].auto_assign]
    if not wanted:
        return []
    seen_by = await may_see(session, {row.phone_number_id for row in wanted})
    team_ids = {team_id for row in wanted if (team_id := _team(row, rules))}
    in_team = await teams.members(session, team_ids)
    people = await queries.lock_available(session, company_id)
    rota = Rota({person.user_id: person for person in people}, datetime.now(UTC))
    placed = []
    for row in wanted:
        allowed = set(rota.people)
        team_id, seen = _team(row, rules), seen_by[row.phone_number_id]
        if team_id is not None:
            allowed &= in_team.get(team_id, frozenset())
        if seen is not None:
            allowed &= seen
        user_id = rota.next(allowed)
        if user_id is not None:
            placed.append(Placed(row.id, row.phone_number_id, user_id))
    await queries.keep_turns(session, company_id, rota.turns)
    return placed


async def _write(
    session: AsyncSession,
    rows: Sequence[Conversation],
    placed: Sequence[Placed],
    rules: Mapping[UUID, InboxSettings],
) -> None:
    given = {one.conversation_id: one.user_id for one in placed}
    new_team = {
        row.id: team_id
        for row in rows
        if row.team_id is None and (team_id := rules[row.phone_number_id].team_id)
    }
    await queries.give(session, given, new_team)
    names = await conversation_changes.names(session, set(given.values()))
    named_teams = {team.id: team.name for team in await teams.all_teams(session)}
    told = []
    for row in rows:
        if row.id in new_team:
            key = new_team[row.id]
            told.append((row, Event("team", {"team_id": str(key), "name": named_teams[key]})))
        if row.id in given:
            user = given[row.id]
            payload: dict[str, object] = {"user_id": str(user), "name": names.get(user, "")}
            told.append((row, Event("assigned", payload)))
    await conversation_news.tell(session, told, author_id=None, source=_SOURCE)


def _team(row: Conversation, rules: Mapping[UUID, InboxSettings]) -> UUID | None:
    """Of the conversation itself, else its number's."""
    return row.team_id or rules[row.phone_number_id].team_id
