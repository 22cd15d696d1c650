"""Where the company's frequency cap or an account's daily limit would stand in a message's way. Pure.

Told from what is known now: the cap by what the contact got and would get before, the limit by whom
the account has reached in the last 24 hours.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from services.cadence_calendar import Moment, Visit
from services.forecasts import Allowance


@dataclass(frozen=True, slots=True)
class Note:
    """Why one message would not go out at its moment."""

    # Left out: so many marketing messages within these days are as many as the company allows.
    cap: int = 0
    days: int = 0
    # Held until then: as many people as the account may reach in a day were reached.
    until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What the company and its accounts allow, and what of it is used."""

    cap: int | None = None
    days: int = 7
    # When the contact got marketing lately.
    had: Sequence[dt.datetime] = ()
    # By the key of a message step.
    allowances: Mapping[str, Allowance] = field(default_factory=dict)


Notes = Mapping[tuple[str, dt.datetime], Note]


def notes(visits: Sequence[Visit], marketing: Collection[str], limits: Limits) -> Notes:
    """By a message step's key and moment; what is let through is not in here.

    What is left out does not count for those behind it, nor what stands in another way of a
    question.
    """
    found: dict[tuple[str, dt.datetime], Note] = {}
    sent: list[Moment] = [Moment(at) for at in limits.had]
    for visit in visits:
        key = visit.step.key
        allowance = limits.allowances.get(key)
        went = []
        for moment in visit.moments:
            if key in marketing and _is_capped(moment, sent, limits):
                found[key, moment.at] = Note(cap=limits.cap or 0, days=limits.days)
                continue
            until = _room_at(allowance, moment.at) if allowance is not None else None
            if until is not None:
                found[key, moment.at] = Note(until=until)
            went += [moment] if key in marketing else []
        sent += went
    return found


def _is_capped(moment: Moment, sent: Sequence[Moment], limits: Limits) -> bool:
    if limits.cap is None:
        return False
    since = moment.at - dt.timedelta(days=limits.days)
    before = [one for one in sent if since < one.at <= moment.at and _may_be_both(one, moment)]
    return len(before) >= limits.cap


def _may_be_both(one: Moment, other: Moment) -> bool:
    """Whether one person can come to both."""
    answers = dict(one.answers)
    return all(answers.get(key, answer) is answer for key, answer in other.answers)


def _room_at(allowance: Allowance, at: dt.datetime) -> dt.datetime | None:
    """When there is room again; None where there is."""
    later = sorted(one for one in allowance.used if one[0] > at)
    room = allowance.limit - sum(count for _, count in later)
    if room > 0:
        return None
    for until, count in later:
        room += count
        if room > 0:
            return until
    return None
