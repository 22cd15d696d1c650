"""Automation rules: when this happens, if that holds, do this; and what each did."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response, status

from api.dependencies import CallerDep, DatabaseDep, require
from api.pagination import Listing, PageParams
from api.preconditions import SeenVersion
from db.models.automation import AutomationRule
from db.queries import rule_runs, rules
from db.queries.rule_runs import Shown
from schemas.api.automation import (
    ActionBody,
    ActionResultRead,
    RuleRead,
    RuleRunRead,
    RuleTry,
    RuleWrite,
    TrialRead,
    TriggerBody,
)
from schemas.api.campaign_content import bindings_of
from schemas.api.ids import ContactId, RuleId
from schemas.api.pages import Page
from schemas.automation import Action, Trigger, result_from_json
from schemas.enums import RunStatus, Scope
from services import automation
from services.automation import Trial, Wanted

router = APIRouter(prefix="/automation-rules", tags=["automation"])
_READ = [Depends(require(Scope.AUTOMATION_READ))]
_WRITE = [Depends(require(Scope.AUTOMATION_WRITE))]


def _wanted(body: RuleWrite) -> Wanted:
    return Wanted(
        body.name,
        Trigger(**_tuples(body.trigger)),
        [Action(**_tuples(action)) for action in body.actions],
        body.conditions,
        body.pause_minutes,
        body.enabled,
    )


def _tuples(body: TriggerBody | ActionBody) -> dict[str, Any]:
    said = {name: getattr(body, name) for name in type(body).model_fields}
    if isinstance(body, ActionBody):
        said |= {"bindings": bindings_of(body.bindings)}
    return {name: tuple(one) if isinstance(one, list) else one for name, one in said.items()}


def _read(rule: AutomationRule) -> RuleRead:
    stored = automation.wanted_of(rule)
    return RuleRead(
        id=rule.id,
        name=rule.name,
        trigger=TriggerBody.model_validate(stored.trigger),
        conditions=stored.conditions,
        actions=[ActionBody.model_validate(action) for action in stored.actions],
        pause_minutes=rule.pause_minutes,
        enabled=rule.enabled,
        position=rule.position,
        disabled_reason=rule.disabled_reason,
        version=rule.version,
        created_at=rule.created_at,
        updated_at=rule.updated_at,
    )


def _tagged(rule: AutomationRule, response: Response) -> RuleRead:
    response.headers["ETag"] = f'"{rule.version}"'
    return _read(rule)


def _read_run(shown: Shown) -> RuleRunRead:
    run = shown.run
    results = [result_from_json(stored) for stored in run.results]
    return RuleRunRead(
        id=run.id,
        rule_id=run.rule_id,
        event_id=run.event_id,
        contact_id=run.contact_id,
        conversation_id=run.conversation_id,
        campaign_id=run.campaign_id,
        status=run.status,
        reason=run.reason,
        results=[ActionResultRead.model_validate(result) for result in results],
        created_at=run.created_at,
        finished_at=run.finished_at,
    )


@router.get(
    "",
    response_model=Page[RuleRead],
    operation_id="list_automation_rules",
    dependencies=_READ,
)
async def list_rules(
    caller: CallerDep, database: DatabaseDep, paging: PageParams
) -> Listing[RuleRead]:
    """Newest first."""
    async with database.company(caller.company_id) as session:
        found = await rules.page(session, after=paging.after, limit=paging.fetch)
    return paging.page([_read(rule) for rule in found])


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    operation_id="create_automation_rule",
    dependencies=_WRITE,
)
async def create_rule(
    wanted: RuleWrite, caller: CallerDep, database: DatabaseDep, response: Response
) -> RuleRead:
    async with database.company(caller.company_id) as session:
        rule = await automation.create(session, caller.company_id, _wanted(wanted))
    return _tagged(rule, response)


@router.get(
    "/runs",
    response_model=Page[RuleRunRead],
    operation_id="list_automation_runs",
    dependencies=_READ,
)
async def list_runs(
    *,
    caller: CallerDep,
    database: DatabaseDep,
    paging: PageParams,
    rule_id: RuleId | None = None,
    contact_id: ContactId | None = None,
    status_: Annotated[list[RunStatus] | None, Query(alias="status")] = None,
) -> Listing[RuleRunRead]:
    """What rules did, newest first; kept for 90 days."""
    async with database.company(caller.company_id) as session:
        found = await rule_runs.page(
            session,
            rule_id=rule_id,
            contact_id=contact_id,
            statuses=status_ or (),
            after=paging.after,
            limit=paging.fetch,
        )
    return paging.page([_read_run(shown) for shown in found])


@router.get("/{rule_id}", operation_id="get_automation_rule", dependencies=_READ)
async def get_rule(
    rule_id: RuleId, caller: CallerDep, database: DatabaseDep, response: Response
) -> RuleRead:
    async with database.company(caller.company_id) as session:
        rule = await rules.get(session, rule_id)
    return _tagged(rule, response)


@router.put("/{rule_id}", operation_id="update_automation_rule", dependencies=_WRITE)
async def update_rule(
    *,
    rule_id: RuleId,
    wanted: RuleWrite,
    caller: CallerDep,
    database: DatabaseDep,
    response: Response,
    version: SeenVersion,
) -> RuleRead:
    """The whole rule anew; `enabled` switches it on and off."""
    async with database.company(caller.company_id) as session:
        rule = await automation.update(session, rule_id, _wanted(wanted), version=version)
    return _tagged(rule, response)


@router.delete(
    "/{rule_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="delete_automation_rule",
    dependencies=_WRITE,
)
async def delete_rule(
    rule_id: RuleId, caller: CallerDep, database: DatabaseDep, version: SeenVersion
) -> None:
    """With the log of its runs. What it did stays."""
    async with database.company(caller.company_id) as session:
        await automation.delete(session, rule_id, version=version)


@router.post(
    "/{rule_id}/try",
    response_model=TrialRead,
    operation_id="try_automation_rule",
    dependencies=_READ,
)
async def try_rule(
    rule_id: RuleId, wanted: RuleTry, caller: CallerDep, database: DatabaseDep
) -> Trial:
    """What it would do for a contact, as things are now. Nothing is sent, written or told."""
    async with database.company(caller.company_id) as session:
        return await automation.try_on(session, rule_id, wanted.contact_id)
