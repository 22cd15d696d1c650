"""Keywords, tags and stages that enrol: heard in the transaction that tells of them.

Here people are only noted; `services.source_runs` enrols them a moment after the commit. So a
message that comes in waits for no cadence, and what ends other cadences has happened before.
"""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.cadences import CadenceSource
from db.queries import cadence_sources as rows
from db.queries import rule_runs
from db.queries.rule_runs import Words
from schemas.automation import Trigger, TriggerKind
from schemas.cadence_sources import SourceKind
from services import automation_matching, event_writing, wakes
from services.automatic_replies import is_automatic
from services.cadence_sources import words_of
from services.event_news import SOURCES, Happening
from services.wakes import Sleeper

_KINDS = {told: SourceKind(kind) for kind, told in SOURCES.items()}


async def hear(session: AsyncSession, company_id: UUID, told: Sequence[Happening]) -> None:
    """Note whom the company's sources are to enrol because of this."""
    kinds = {_KINDS[one.type].value for one in told if one.type in _KINDS}
    sources = await rows.listening(session, kinds) if kinds else []
    if not sources:
        return
    said = await _said(session, sources, told)
    pairs = [
        (source.id, one.contact_id)
        for source in sources
        for one in told
        if one.contact_id is not None and _fits(source, one, said)
    ]
    await rows.let_wait(session, company_id, pairs)
    for source_id in sorted({source_id for source_id, _ in pairs}):
        await wakes.wake(session, Sleeper.SOURCE, company_id, source_id)


async def _said(
    session: AsyncSession, sources: Sequence[CadenceSource], told: Sequence[Happening]
) -> Mapping[UUID, Words]:
    if not any(source.kind == SourceKind.KEYWORD for source in sources):
        return {}
    messages = {one.resource_id for one in told if one.type == SOURCES["keyword"]}
    return await rule_runs.words(session, messages)


def _fits(source: CadenceSource, one: Happening, said: Mapping[UUID, Words]) -> bool:
    if _KINDS.get(one.type) != source.kind:
        return False
    if source.kind == SourceKind.KEYWORD:
        words = said.get(one.resource_id)
        return words is not None and says(source, words.body)
    return source.subject_id in set(_named(one.data))


def says(source: CadenceSource, body: str) -> bool:
    """Whether a person's message has one of the words; machines enrol nobody."""
    exact = bool(source.options.get("exact", True))
    trigger = Trigger(TriggerKind.KEYWORD, words=words_of(source), exact=exact)
    return not is_automatic(body) and automation_matching.says(trigger, body)


def _named(data: Mapping[str, object]) -> Iterator[UUID]:
    """The tags or the stage of a happening."""
    for name in ("tag_id", "tag_ids", "stage_id"):
        value = data.get(name)
        for one in value if isinstance(value, list | tuple | set | frozenset) else (value,):
            if one:
                yield UUID(str(one).rpartition("_")[2])


event_writing.let_hear(hear)
