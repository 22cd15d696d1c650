"""Consent in words: what stands, what was said, by whom and how it is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db.models.consents import Topic
from db.queries import consent_views, topics
from db.queries.consent_views import Line, Refusal
from db.session import Session
from schemas.enums import Channel, ConsentSource
from schemas.policies import ALL, MARKETING, UNREACHABLE, topic_scope
from services.consents import Choice
from web.i18n import gettext, mark

CHANNELS = {Channel.WHATSAPP: mark("WhatsApp"), Channel.SMS: mark("SMS")}
CHOICES = {
    Choice.EVERYTHING: (
        mark("Everything"),
        mark("Marketing, and messages about orders and appointments."),
    ),
    Choice.NO_MARKETING: (
        mark("No marketing"),
        mark("Only messages about orders and appointments."),
    ),
    Choice.NOTHING: (mark("Nothing"), mark("No campaign at all. Replies are still possible.")),
}
_TONES = {
    Choice.EVERYTHING: ("success", "check"),
    Choice.NO_MARKETING: ("warning", "ban"),
    Choice.NOTHING: ("danger", "ban"),
}
REASONS = {
    "opted_out": mark("They asked for no more messages."),
    "provider_opt_out": mark("They told the provider to stop our messages."),
    "manual": mark("Noted by hand."),
    "api": mark("Noted by another system."),
    "imported": mark("They stand on an imported list."),
    "other_channel": mark("They opted out on another channel."),
    "merged": mark("They opted out with another number."),
}
_SAID = {
    (ALL, True): mark("Allows messages"),
    (ALL, False): mark("Wants no messages"),
    (MARKETING, True): mark("Allows marketing"),
    (MARKETING, False): mark("Wants no marketing"),
}


@dataclass(frozen=True, slots=True)
class ChannelState:
    """What one person gets on one channel."""

    channel: str
    name: str
    choice: str
    words: str
    tone: str
    icon: str
    # Why, since when and by whom, where something is refused.
    reason: str
    at: datetime | None
    by: str | None
    # The number itself cannot be reached there, whatever its owner wants.
    unreachable: bool


@dataclass(frozen=True, slots=True)
class TopicState:
    id: UUID
    name: str
    description: str
    taken: bool
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the ledger."""

    words: str
    channel: str
    how: str
    by: str | None
    at: datetime
    granted: bool


async def of_contact(session: Session, contact_id: UUID, *, limit: int) -> dict[str, Any]:
    """What a page about one person shows of it."""
    known = await topics.all_topics(session)
    refusals = await consent_views.refusals(session, contact_id)
    lines = await consent_views.history(session, contact_id, limit=limit + 1)
    return {
        "channels": [_channel(channel, refusals) for channel in Channel],
        "topics": [_topic(topic, refusals) for topic in known],
        "history": [_said(line, known) for line in lines[:limit]],
        "more_history": len(lines) > limit,
        "has_number": await consent_views.has_number(session, contact_id),
    }


def _channel(channel: Channel, refusals: Sequence[Refusal]) -> ChannelState:
    scopes = {one.scope: one for one in refusals if one.channel is channel}
    choice = Choice.EVERYTHING
    if ALL in scopes:
        choice = Choice.NOTHING
    elif MARKETING in scopes:
        choice = Choice.NO_MARKETING
    why = scopes.get(ALL) or scopes.get(MARKETING)
    tone, icon = _TONES[choice]
    return ChannelState(
        channel.value,
        gettext(CHANNELS[channel]),
        choice.value,
        gettext(CHOICES[choice][0]),
        tone,
        icon,
        reason(why.reason) if why else "",
        why.at if why else None,
        why.by if why else None,
        UNREACHABLE in scopes,
    )


def _topic(topic: Topic, refusals: Sequence[Refusal]) -> TopicState:
    left = [one for one in refusals if one.scope == topic_scope(topic.id)]
    return TopicState(
        topic.id, topic.name, topic.description, not left, left[-1].at if left else None
    )


def reason(code: str) -> str:
    """Why something stands; a provider's own code as it is."""
    return gettext(REASONS[code]) if code in REASONS else code


def choices() -> list[tuple[str, str, str]]:
    return [(key.value, gettext(name), gettext(hint)) for key, (name, hint) in CHOICES.items()]


def scope_words(scope: str, known: Sequence[Topic]) -> str:
    """What a suppression is about."""
    plain = {
        ALL: gettext("Everything"),
        MARKETING: gettext("Marketing"),
        UNREACHABLE: gettext("Cannot be reached"),
    }
    return plain.get(scope) or _topic_name(scope, known)


def _topic_name(scope: str, known: Sequence[Topic]) -> str:
    names = {topic_scope(topic.id): topic.name for topic in known}
    return names.get(scope, gettext("A topic that is gone"))


def _said(line: Line, known: Sequence[Topic]) -> Said:
    words = _SAID.get((line.scope, line.granted))
    if words is not None:
        told = gettext(words)
    elif line.granted:
        told = gettext("Takes “%(topic)s”") % {"topic": _topic_name(line.scope, known)}
    else:
        told = gettext("Left “%(topic)s”") % {"topic": _topic_name(line.scope, known)}
    channel = gettext(CHANNELS[line.channel])
    return Said(told, channel, how(line), line.by, line.occurred_at, line.granted)


def how(line: Line) -> str:
    """How we know it."""
    proof = line.proof
    if "before_the_ledger" in proof:
        return gettext("From before this history was kept.")
    if "said_on" in proof:
        name = gettext(CHANNELS[Channel(str(proof["said_on"]))])
        return gettext("Because of what they said on %(channel)s.") % {"channel": name}
    found: str = _HOW[line.source](proof)
    return found


def _word(sentence: str, proof: Mapping[str, object]) -> str:
    word = str(proof.get("word", "")).upper()
    return gettext(sentence) % {"word": word} if word else gettext("In a message of theirs.")


def _imported(proof: Mapping[str, object]) -> str:
    row = proof.get("row")
    if row is None:
        return gettext("From an imported list.")
    return gettext("From an imported list, row %(row)s.") % {"row": row}


def _by_program(proof: Mapping[str, object]) -> str:
    told = ", ".join(f"{key}: {value}" for key, value in proof.items())
    return (
        gettext("By another system. %(proof)s") % {"proof": told}
        if told
        else gettext("By another system.")
    )


_HOW: Mapping[ConsentSource, Any] = {
    ConsentSource.KEYWORD: lambda proof: _word(mark("Wrote “%(word)s”."), proof),
    ConsentSource.BUTTON: lambda proof: _word(mark("Pressed “%(word)s”."), proof),
    ConsentSource.PROVIDER: lambda _: gettext("Told the provider."),
    ConsentSource.AGENT: lambda proof: str(proof.get("note") or gettext("Noted by hand.")),
    ConsentSource.API: _by_program,
    ConsentSource.IMPORT: _imported,
}
