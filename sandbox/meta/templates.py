"""`/{waba-id}/message_templates` and `/{template-id}`."""

from typing import Any

from starlette.responses import Response

from sandbox.meta import reviews, template_rules
from sandbox.meta.endpoints import MANAGEMENT, Call, answer, success
from sandbox.meta.errors import GraphError, invalid, template_rule, unknown_object
from sandbox.meta.model import Account, Template
from sandbox.meta.paging import chosen, page

JsonObject = dict[str, Any]
_USUAL = [
    "name",
    "parameter_format",
    "components",
    "language",
    "status",
    "category",
    "previous_category",
]
_KNOWN = [
    "rejected_reason",
    "quality_score",
    "sub_category",
    "cta_url_link_tracking_opted_out",
    "message_send_ttl_seconds",
    "library_template_name",
    "correct_category",
]
_FILTERS = ("name", "status", "category", "language")
_LIMIT = 6000
_EDITABLE = ("APPROVED", "REJECTED", "PAUSED")


async def list_all(call: Call) -> Response:
    account = _account(call)
    query = call.request.query_params
    found = call.world.templates_of(account.id)
    for member in _FILTERS:
        if wanted := query.get(member):
            found = [t for t in found if str(getattr(t, member)) == wanted]
    if words := query.get("name_or_content"):
        found = [t for t in found if words in t.name or words in str(t.components)]
    shown = [_chosen(call, template) for template in found]
    listing = page(call.request, shown)
    if "summary" in query:
        listing["summary"] = {
            "total_count": len(found),
            "message_template_count": len(call.world.templates_of(account.id)),
            "message_template_limit": _LIMIT,
            "are_translations_complete": True,
        }
    return answer(listing)


async def create(call: Call) -> Response:
    world, account = call.world, _account(call)
    body = await call.body()
    template_rules.check_name(body)
    category = template_rules.check_category(body["category"])
    form = _parameter_format(body)
    components = template_rules.check_components(category, body["components"], form)
    name, language = str(body["name"]), str(body["language"])
    if world.template_named(account.id, name, language) is not None:
        raise template_rule(
            2388024,
            "Content in this language already exists",
            f"There is already {language} content for this template. You can create a new "
            "template and try again.",
        )
    if category == "UTILITY" and body.get("allow_category_change") and _sells(components):
        category = "MARKETING"
    template = Template(
        world.new_id("9600"),
        account.id,
        name,
        language,
        category,
        components,
        parameter_format=form,
    )
    world.templates[template.id] = template
    reviews.submit(world, template)
    return answer({"id": template.id, "status": template.status, "category": category})


async def delete(call: Call) -> Response:
    """By name all languages go; with hsm_id only that one."""
    world, account = call.world, _account(call)
    query = call.request.query_params
    name, hsm_id = query.get("name"), query.get("hsm_id")
    if not name and not hsm_id:
        raise invalid("The parameter name is required.")
    doomed = [
        template
        for template in world.templates_of(account.id)
        if (not name or template.name == name) and (not hsm_id or template.id == hsm_id)
    ]
    if not doomed:
        raise template_rule(
            2593002,
            "Message Template Not Found",
            f"Template name {name or hsm_id} was not found in WhatsApp account {account.id}.",
        )
    for template in doomed:
        del world.templates[template.id]
    return success()


async def read(call: Call, template: Template) -> Response:
    return answer(_chosen(call, template))


async def edit(call: Call, template: Template) -> Response:
    """New contents go through review again; name and language cannot change."""
    if template.status not in _EDITABLE:
        raise template_rule(
            2388025,
            "Template can't be edited",
            "Only approved, rejected or paused templates can be edited.",
        )
    body = await call.body()
    if not {"components", "category"} & set(body):
        raise invalid("The parameter components is required.")
    category = template_rules.check_category(body.get("category", template.category))
    if category != template.category and template.status == "APPROVED":
        raise template_rule(
            2388025,
            "Template can't be edited",
            "The category of an approved template can't be edited.",
        )
    form = str(body.get("parameter_format", template.parameter_format)).upper()
    template.components = template_rules.check_components(
        category, body.get("components", template.components), form
    )
    template.category, template.parameter_format = category, form
    reviews.submit(call.world, template)
    return success()


def owned(call: Call, template: Template) -> Template:
    token = call.token(MANAGEMENT)
    return call.reached(template, lambda found: found.account_id, token)


def as_json(template: Template) -> JsonObject:
    return {
        "id": template.id,
        "name": template.name,
        "parameter_format": template.parameter_format,
        "components": template.components,
        "language": template.language,
        "status": template.status,
        "category": template.category,
        "previous_category": template.previous_category,
        "rejected_reason": template.rejected_reason,
        "quality_score": {"score": template.quality},
    }


def _chosen(call: Call, template: Template) -> JsonObject:
    return chosen(call.request, as_json(template), tuple(_USUAL), tuple(_KNOWN))


def _account(call: Call) -> Account:
    token = call.token(MANAGEMENT)
    account = call.world.accounts.get(call.node)
    if account is None:
        raise unknown_object(call.node, call.request.method)
    return call.reached(account, lambda found: found.id, token)


def _parameter_format(body: JsonObject) -> str:
    form = str(body.get("parameter_format") or "POSITIONAL").upper()
    if form not in ("POSITIONAL", "NAMED"):
        raise GraphError(100, "(#100) Param parameter_format must be one of {NAMED, POSITIONAL}.")
    return form


def _sells(components: list[JsonObject]) -> bool:
    return any(reviews.sells(str(part.get("text", ""))) for part in components)
