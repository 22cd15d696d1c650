"""Enrolments and sources as the API shows them."""

from db.models.cadences import CadenceSource
from db.queries.enrolment_lists import EnrolmentRow, MessageRow
from schemas.api.cadence_sources import RunRead, SourceRead
from schemas.api.enrolments import (
    ComingRead,
    EnrolmentDetail,
    EnrolmentRead,
    StepMessageRead,
    StoryEntryRead,
)
from schemas.api.series import RuleBody
from schemas.cadence_sources import Results, RunResult, SourceKind
from services import cadence_sources
from services.enrolment_stories import Coming, Entry, Story


def enrolment(row: EnrolmentRow) -> EnrolmentRead:
    return EnrolmentRead(**_values(row))


def detail(story: Story) -> EnrolmentDetail:
    return EnrolmentDetail(
        **_values(story.row),
        timeline=[_entry(one) for one in story.entries],
        coming=[_coming(one, story) for one in story.coming],
        conversation_id=story.conversation_id,
    )


def _values(row: EnrolmentRow) -> dict[str, object]:
    one = row.enrolment
    return {
        "id": one.id,
        "cadence_id": one.cadence_id,
        "cadence_name": row.cadence_name,
        "contact_id": one.contact_id,
        "contact_name": row.contact_name,
        "contact_phone": row.contact_phone,
        "version": one.version,
        "lap": one.lap,
        "status": one.status,
        "step_key": one.step_key,
        "due_at": one.due_at,
        "reason": one.reason,
        "detail": one.detail,
        "source": one.source,
        "source_id": one.source_id,
        "last_sent_at": one.last_sent_at,
        "entered_at": one.entered_at,
        "ended_at": one.ended_at,
    }


def _entry(one: Entry) -> StoryEntryRead:
    return StoryEntryRead(
        at=one.at,
        kind=one.kind,
        step_key=one.step_key,
        outcome=one.outcome,
        reason=one.reason,
        detail=one.detail,
        user_name=one.user_name,
        message=_message(one.message),
    )


def _coming(one: Coming, story: Story) -> ComingRead:
    step = story.steps.get(one.step_key)
    return ComingRead(
        step_key=one.step_key,
        kind=step.kind.value if step is not None else "",
        at=one.at,
        message=_message(one.message),
    )


def _message(row: MessageRow | None) -> StepMessageRead | None:
    if row is None:
        return None
    return StepMessageRead(
        recipient_id=row.recipient_id,
        campaign_id=row.campaign_id,
        status=row.status,
        reason=row.reason,
        accepted_at=row.accepted_at,
        delivered_at=row.delivered_at,
        read_at=row.read_at,
    )


def source(row: CadenceSource, name: str | None) -> SourceRead:
    kind = SourceKind(row.kind)
    named = {each: row.subject_id if kind is each else None for each in SourceKind}
    rule = cadence_sources.rule_of(row)
    results = Results.from_json(row.last_result)
    return SourceRead(
        id=row.id,
        cadence_id=row.cadence_id,
        kind=kind,
        segment_id=named[SourceKind.SEGMENT],
        tag_id=named[SourceKind.TAG],
        stage_id=named[SourceKind.STAGE],
        import_id=named[SourceKind.IMPORT],
        name=name,
        words=list(cadence_sources.words_of(row)),
        exact=bool(row.options.get("exact", True)),
        include_existing=bool(row.options.get("include_existing")),
        rule=RuleBody.of(rule) if rule is not None else None,
        time_zone=row.time_zone,
        enabled=row.enabled,
        once=cadence_sources.is_once(row),
        last_run_at=row.last_run_at,
        next_run_at=row.next_run_at,
        last_run=_run(results.last),
        total=_run(results.total),
        created_at=row.created_at,
    )


def _run(found: RunResult) -> RunRead:
    return RunRead(enrolled=found.enrolled, left_out=dict(found.left_out), code=found.code)
