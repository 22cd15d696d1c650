"""Cadences as the API shows them, with reasons in the caller's language."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import Depends, Request, Response

from api.errors import translate
from db.models.cadences import Cadence, CadenceVersion
from db.queries import cadences
from db.session import Session
from schemas.api.cadence_steps import steps_of
from schemas.api.cadences import (
    CadenceRead,
    ChangeRead,
    FindingRead,
    FindingsRead,
    LimitNoteRead,
    MomentRead,
    RulesBody,
    SimulatedStep,
    SimulatedText,
    SimulationRead,
    VersionRead,
)
from schemas.api.campaign_content import HoursBody
from schemas.api.segments import GroupBody
from schemas.cadences import Definition, Rules, Stop, from_json
from schemas.hours import Hours
from schemas.reasons import reason
from schemas.words import mark
from services import cadence_definitions, local_time, segment_definitions
from services.cadence_calendar import Moment, Visit
from services.cadence_differences import Change
from services.cadence_findings import Finding
from services.cadence_limits import Note
from services.cadence_simulation import Simulation, Words
from services.campaign_previews import Preview

_CHANGES = {
    "added": mark("A step was added."),
    "removed": mark("A step was removed."),
    "moved": mark("A step stands elsewhere."),
    "changed": mark("A step was changed."),
}


_DAILY_LIMIT = mark("The account has reached as many people as it may in a day: it waits for room.")


class CadenceViews:
    def __init__(self, request: Request, response: Response) -> None:
        self._request = request
        self._response = response

    def say(self, message: str) -> str:
        return translate(self._request, message)

    async def one(self, session: Session, cadence: Cadence) -> CadenceRead:
        """Read inside the transaction that changed it; its version becomes the ETag."""
        await cadences.reread(session, cadence)
        self._response.headers["ETag"] = f'"{cadence.version}"'
        return (await self.many(session, [cadence]))[0]

    async def many(self, session: Session, rows: Sequence[Cadence]) -> list[CadenceRead]:
        under_way = await cadences.under_way(session, [row.id for row in rows])
        published = await cadences.published(session, rows)
        return [
            self._shown(row, sum(under_way[row.id].values()), published.get(row.id)) for row in rows
        ]

    def version(self, row: CadenceVersion, under_way: Mapping[int, int]) -> VersionRead:
        return VersionRead(
            number=row.number,
            steps=_steps(from_json(row.definition)),
            under_way=under_way.get(row.number, 0),
            published_by=row.published_by,
            created_at=row.created_at,
        )

    def changes(self, found: Sequence[Change]) -> list[ChangeRead]:
        return [
            ChangeRead(
                key=one.key,
                kind=one.kind,
                step=step.kind.value,
                text=self.say(_CHANGES[one.kind]),
            )
            for one in found
            for step in [one.after or one.before]
            if step is not None
        ]

    def findings(self, found: Sequence[Finding]) -> FindingsRead:
        return FindingsRead(
            publishable=not any(one.severity == "error" for one in found),
            data=[
                FindingRead(
                    pointer=one.pointer,
                    key=one.key,
                    code=one.code,
                    severity=one.severity,
                    text=self.say(one.message),
                )
                for one in found
            ],
        )

    def simulation(self, found: Simulation) -> SimulationRead:
        return SimulationRead(
            contact_id=found.contact.id if found.contact is not None else None,
            time_zone=found.zone,
            start=found.start,
            steps=[self._visit(one, found) for one in found.visits],
        )

    def _visit(self, visit: Visit, found: Simulation) -> SimulatedStep:
        condition, answer = visit.inside or (None, None)
        words = found.words.get(visit.step.key)
        return SimulatedStep(
            key=visit.step.key,
            kind=visit.step.kind.value,
            inside=condition,
            branch=answer.value if answer is not None else None,
            moments=[self._moment(one, visit, found) for one in visit.moments],
            more=visit.more,
            unknown_day=visit.unknown_day,
            message=_text(words, words.message) if words is not None else None,
            in_window=_text(words, words.in_window) if words is not None else None,
        )

    def _moment(self, moment: Moment, visit: Visit, found: Simulation) -> MomentRead:
        here = moment.at.astimezone(local_time.zone(found.zone))
        note = found.limits.get((visit.step.key, moment.at))
        return MomentRead(
            at=moment.at,
            local=here.replace(tzinfo=None).isoformat(timespec="minutes"),
            answers={key: answer.value for key, answer in moment.answers},
            held_since=moment.held_since,
            limit=self._limit(note) if note is not None else None,
        )

    def _limit(self, note: Note) -> LimitNoteRead:
        if note.until is not None:
            text = self.say(_DAILY_LIMIT)
            return LimitNoteRead(
                code="daily_limit", text=text, messages=None, days=None, until=note.until
            )
        text = self.say(reason("frequency_cap").text)
        return LimitNoteRead(
            code="frequency_cap", text=text, messages=note.cap, days=note.days, until=None
        )

    def _shown(self, cadence: Cadence, under_way: int, published: Definition | None) -> CadenceRead:
        draft = from_json(cadence.draft)
        code = cadence.status_code
        return CadenceRead(
            id=cadence.id,
            name=cadence.name,
            description=cadence.description,
            external_id=cadence.external_id,
            status=cadence.status,
            status_code=code,
            status_text=self.say(reason(code).text) if code else None,
            status_detail=cadence.status_detail,
            steps=_steps(draft),
            published=cadence.published,
            changed=draft != published,
            rules=_rules(cadence),
            stops=[Stop(one) for one in cadence.stops],
            goal=_segment(cadence.goal),
            exclusive_group=cadence.exclusive_group,
            purpose=cadence.purpose,
            topic_id=cadence.topic_id,
            hours=_hours(cadence),
            time_zone=cadence.time_zone,
            under_way=under_way,
            version=cadence.version,
            created_at=cadence.created_at,
            updated_at=cadence.updated_at,
        )


def _steps(definition: Definition) -> list[object]:
    return steps_of(definition, cadence_definitions.shown(definition))


def _rules(cadence: Cadence) -> RulesBody:
    rules = Rules.from_json(cadence.rules)
    return RulesBody(
        reentry_days=rules.reentry_days,
        daily_limit=rules.daily_limit,
        only=_segment(rules.only),
    )


def _segment(stored: Mapping[str, object] | None) -> GroupBody | None:
    return segment_definitions.shown(stored) if stored else None


def _hours(cadence: Cadence) -> HoursBody | None:
    return HoursBody.model_validate(Hours.from_json(cadence.hours)) if cadence.hours else None


def _text(words: Words, preview: Preview | None) -> SimulatedText | None:
    if preview is None:
        return None
    rendered = preview.rendered
    return SimulatedText(
        channel=words.channel,
        header=rendered.header,
        body=rendered.body,
        footer=rendered.footer,
        missing=list(preview.missing),
    )


CadenceViewsDep = Annotated[CadenceViews, Depends()]
