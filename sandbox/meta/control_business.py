"""`/sandbox/api`: further accounts, numbers and tokens; what Meta would do to templates."""

import time
from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from sandbox.meta import examples, reviews, seed, templates
from sandbox.meta.control import PREFIX, BadRequest, control, json_body
from sandbox.meta.model import Account, Number, Portfolio, Template, Token
from sandbox.meta.world import World

JsonObject = dict[str, Any]


async def _accounts(request: Request, world: World) -> object:
    if request.method == "POST":
        body = await json_body(request)
        account_id = str(body.get("id") or world.new_id("1003"))
        account = Account(account_id, str(body.get("name", "Business")))
        account.business_id = str(body.get("business", ""))
        seed.add_account(world, account)
    return {"data": [_plain(account) for account in world.accounts.values()]}


async def _numbers(request: Request, world: World) -> object:
    if request.method == "POST":
        body = await json_body(request)
        account_id = str(body.get("account", seed.ACCOUNT_ID))
        if account_id not in world.accounts:
            raise BadRequest("There is no such account.", 404)
        number_id = str(body.get("id") or world.new_id("1112"))
        world.numbers[number_id] = Number(
            number_id,
            account_id,
            str(body.get("display", f"+55 11 4{int(number_id) % 10**7:07d}")),
            str(body.get("verified_name", world.accounts[account_id].name)),
        )
    return {"data": [_plain(number) for number in world.numbers.values()]}


async def _change_number(request: Request, world: World) -> object:
    """quality, registered, throughput; a change of quality is told by webhook."""
    number = world.numbers.get(request.path_params["number_id"])
    if number is None:
        raise BadRequest("There is no such number.", 404)
    body = await json_body(request)
    if "registered" in body:
        number.registered = bool(body["registered"])
    if "throughput" in body:
        number.throughput = None if body["throughput"] is None else float(body["throughput"])
        world.buckets.pop(number.id, None)
    if "quality" in body:
        _set_quality(world, number, str(body["quality"]))
    return _plain(number)


async def _portfolios(_: Request, world: World) -> object:
    found = {world.portfolio(account_id).id: account_id for account_id in world.accounts}
    return {"data": [_portfolio(world.portfolio(account_id)) for account_id in found.values()]}


async def _change_portfolio(request: Request, world: World) -> object:
    """`{"daily_limit": 250}`, null for unlimited; told by webhook to all its accounts."""
    business = request.path_params["business"]
    accounts = [one for one in world.accounts.values() if one.business == business]
    if not accounts:
        raise BadRequest("There is no such business portfolio.", 404)
    body, portfolio = await json_body(request), world.portfolio(accounts[0].id)
    if "daily_limit" in body:
        limit = body["daily_limit"]
        if limit is not None and (not isinstance(limit, int) or limit < 0):
            raise BadRequest("daily_limit must be a whole number or null.")
        portfolio.daily_limit = limit
        value = {"max_daily_conversations_per_business": portfolio.tier}
        for account in accounts:
            world.tell(account.id, "business_capability_update", value)
    return _portfolio(portfolio)


def _portfolio(portfolio: Portfolio) -> JsonObject:
    return {
        "id": portfolio.id,
        "daily_limit": portfolio.daily_limit,
        "tier": portfolio.tier,
        "people": len(portfolio.people),
    }


def _set_quality(world: World, number: Number, quality: str) -> None:
    if quality not in reviews.QUALITIES:
        raise BadRequest(f"quality must be one of: {', '.join(reviews.QUALITIES)}.")
    number.quality = quality
    event = "FLAGGED" if quality == "RED" else "UNFLAGGED"
    world.tell(
        number.account_id, "phone_number_quality_update", examples.number_quality(number, event)
    )


async def _tokens(request: Request, world: World) -> object:
    if request.method == "POST":
        body = await json_body(request)
        value = str(body.get("token") or world.new_id("token-"))
        token = Token(value, issued_at=int(time.time()))
        token.scopes = tuple(body.get("scopes", token.scopes))
        accounts = body.get("accounts")
        token.accounts = None if accounts is None else tuple(map(str, accounts))
        token.expires_at = int(body.get("expires_at", 0))
        token.revoked = bool(body.get("revoked", False))
        world.tokens[value] = token
    return {"data": [_plain(token) for token in world.tokens.values()]}


async def _templates(request: Request, world: World) -> object:
    """POST stores a template as it is given: no rules, no review."""
    if request.method == "POST":
        body = await json_body(request)
        if not body.get("name"):
            raise BadRequest("A template needs a name.")
        template = Template(
            str(body.get("id") or world.new_id("9700")),
            str(body.get("account", seed.ACCOUNT_ID)),
            str(body["name"]),
            str(body.get("language", "pt_BR")),
            str(body.get("category", "MARKETING")),
            list(body.get("components", [])),
            status=str(body.get("status", "APPROVED")),
            parameter_format=str(body.get("parameter_format", "POSITIONAL")),
        )
        world.templates[template.id] = template
        return templates.as_json(template)
    return {"data": [templates.as_json(template) for template in world.templates.values()]}


async def _change_template(request: Request, world: World) -> object:
    """Status (with reason), category, quality: each is told by its webhook.

    The path takes the template's id, or its name for all its languages.
    """
    key = request.path_params["template"]
    found = [t for t in world.templates.values() if key in (t.id, t.name)]
    if not found:
        raise BadRequest("There is no such template.", 404)
    body = await json_body(request)
    for template in found:
        _change(world, template, body)
    return {"data": [templates.as_json(template) for template in found]}


def _change(world: World, template: Template, body: JsonObject) -> None:
    choices = (
        ("status", reviews.STATUSES),
        ("category", reviews.CATEGORIES),
        ("quality", reviews.QUALITIES),
    )
    for member, allowed in choices:
        if member in body and body[member] not in allowed:
            raise BadRequest(f"{member} must be one of: {', '.join(allowed)}.")
    if "status" in body:
        reviews.set_status(world, template, body["status"], body.get("reason"))
    if "category" in body:
        reviews.set_category(world, template, body["category"])
    if "quality" in body:
        reviews.set_quality(world, template, body["quality"])


def _plain(thing: Account | Number | Token) -> JsonObject:
    return {name: getattr(thing, name) for name in thing.__slots__}


def routes() -> list[BaseRoute]:
    both = ["GET", "POST"]
    return [
        Route(PREFIX + "/accounts", control(_accounts), methods=both),
        Route(PREFIX + "/numbers", control(_numbers), methods=both),
        Route(PREFIX + "/numbers/{number_id}", control(_change_number), methods=["PUT"]),
        Route(PREFIX + "/portfolios", control(_portfolios)),
        Route(PREFIX + "/portfolios/{business}", control(_change_portfolio), methods=["PUT"]),
        Route(PREFIX + "/tokens", control(_tokens), methods=both),
        Route(PREFIX + "/templates", control(_templates), methods=both),
        Route(PREFIX + "/templates/{template}", control(_change_template), methods=["PUT"]),
    ]
