"""Templates: listing, rules, review, and what a message must give them."""

from typing import Any

import pytest

from tests.sandbox.conftest import MESSAGES, TEMPLATES, Sandbox, promotion

BODY = "Oi {{1}}, seu pedido {{2}} saiu para entrega hoje."


def draft(**changes: Any) -> dict[str, Any]:
    body = {"type": "BODY", "text": BODY, "example": {"body_text": [["Ana", "10"]]}}
    return {
        "name": "pedido_saiu",
        "language": "pt_BR",
        "category": "UTILITY",
        "components": [body],
    } | changes


def body_of(text: str, *example: str) -> list[dict[str, Any]]:
    return [{"type": "BODY", "text": text, "example": {"body_text": [list(example)]}}]


async def test_pages_follow_one_another_until_there_is_no_next(sandbox: Sandbox) -> None:
    names: list[str] = []
    address: str | None = TEMPLATES + "?limit=4&fields=name,status"
    while address:
        page = (await sandbox.http.get(address)).json()
        names += [template["name"] for template in page["data"]]
        assert all(set(t) == {"id", "name", "status"} for t in page["data"])
        address = page["paging"].get("next")
    assert len(names) == len((await sandbox.get("/templates"))["data"]) == 9


async def test_an_unknown_field_or_cursor_is_refused(sandbox: Sandbox) -> None:
    for query in ("fields=name,nonsense", "after=nonsense", "limit=0"):
        answer = await sandbox.http.get(f"{TEMPLATES}?{query}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, 100)


async def test_a_new_template_is_reviewed_and_told(sandbox: Sandbox) -> None:
    created = (await sandbox.http.post(TEMPLATES, json=draft())).json()
    assert created["status"] == "PENDING"
    await sandbox.settle()
    update = sandbox.receiver.values("message_template_status_update")[0]
    assert (update["event"], update["message_template_id"]) == ("APPROVED", int(created["id"]))
    stored = (await sandbox.http.get(f"/v23.0/{created['id']}")).json()
    assert stored["status"] == "APPROVED"


async def test_a_name_with_reject_is_rejected_with_a_reason(sandbox: Sandbox) -> None:
    await sandbox.http.post(TEMPLATES, json=draft(name="please_reject_me"))
    await sandbox.settle()
    update = sandbox.receiver.values("message_template_status_update")[0]
    assert (update["event"], update["reason"]) == ("REJECTED", "INVALID_FORMAT")


async def test_an_advertisement_is_no_utility(sandbox: Sandbox) -> None:
    selling = draft(
        components=body_of("Oi {{1}}, só hoje {{2}} de desconto na loja toda.", "A", "9")
    )
    await sandbox.http.post(TEMPLATES, json=selling)
    await sandbox.settle()
    update = sandbox.receiver.values("template_category_update")[0]
    assert (update["previous_category"], update["new_category"]) == ("UTILITY", "MARKETING")
    allowed = selling | {"name": "another", "allow_category_change": True}
    assert (await sandbox.http.post(TEMPLATES, json=allowed)).json()["category"] == "MARKETING"


@pytest.mark.parametrize(
    ("changes", "subcode"),
    [
        ({"components": body_of("{{1}}, seu pedido saiu para entrega.", "A")}, 2388299),
        ({"components": body_of("Seu pedido saiu para entrega, {{1}}", "A")}, 2388299),
        ({"components": body_of("Oi {{1}} {{2}} {{3}} tchau", "A", "B", "C")}, 2388293),
        ({"components": [{"type": "BODY", "text": BODY}]}, 2388043),
        ({"components": [{"type": "FOOTER", "text": "Tchau"}]}, 2388043),
        ({"components": body_of("Oi {{1}}, o pedido {{3}} saiu hoje cedo.", "A", "B")}, 2388073),
        ({"components": body_of("x" * 1025)}, 2388040),
        ({"name": "promocao_do_mes"}, 2388024),
    ],
)
async def test_a_broken_rule_has_its_subcode(
    sandbox: Sandbox, changes: dict[str, Any], subcode: int
) -> None:
    answer = await sandbox.http.post(TEMPLATES, json=draft(**changes))
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["error_subcode"]) == (400, 100, subcode)
    assert error["error_user_msg"]


@pytest.mark.parametrize(
    "changes",
    [{"name": "With Capitals"}, {"category": "NEWS"}, {"language": ""}, {"components": "no"}],
)
async def test_a_wrong_field_is_named(sandbox: Sandbox, changes: dict[str, Any]) -> None:
    answer = await sandbox.http.post(TEMPLATES, json=draft(**changes))
    error = answer.json()["error"]
    assert (error["code"], error["message"][:6]) == (100, "(#100)")
    assert next(iter(changes)) in error["message"]


async def test_an_edited_template_is_reviewed_again(sandbox: Sandbox) -> None:
    edited = {"components": body_of("Oi {{1}}, o pedido {{2}} já foi entregue.", "Ana", "1")}
    answer = await sandbox.http.post("/v23.0/900000000000009", json=edited)
    assert answer.json() == {"success": True}
    await sandbox.settle()
    assert (await sandbox.http.get("/v23.0/900000000000009")).json()["status"] == "APPROVED"
    pending = await sandbox.http.post("/v23.0/900000000000008", json=edited)
    assert pending.json()["error"]["error_subcode"] == 2388025


async def test_deleting_by_name_takes_all_languages(sandbox: Sandbox) -> None:
    await sandbox.http.delete(TEMPLATES, params={"name": "promocao_do_mes"})
    left = (await sandbox.http.get(TEMPLATES, params={"name": "promocao_do_mes"})).json()
    assert left["data"] == []
    again = await sandbox.http.delete(TEMPLATES, params={"name": "promocao_do_mes"})
    assert again.status_code == 400


async def refusal(sandbox: Sandbox, template: dict[str, Any]) -> tuple[int, int, str]:
    message = promotion("+5511998881234") | {"template": template}
    answer = await sandbox.http.post(MESSAGES, json=message)
    error = answer.json()["error"]
    return answer.status_code, error["code"], error["error_data"]["details"]


def given(name: str, *texts: str, language: str = "pt_BR") -> dict[str, Any]:
    parameters = [{"type": "text", "text": text} for text in texts]
    components = [{"type": "body", "parameters": parameters}]
    return {"name": name, "language": {"code": language}, "components": components}


async def test_a_missing_value_is_counted(sandbox: Sandbox) -> None:
    status, code, details = await refusal(sandbox, given("promocao_do_mes", "Ana"))
    assert (status, code) == (400, 132000)
    assert "(1)" in details
    assert "(2)" in details


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("nothing_of_this_name", "pt_BR"),
        ("promocao_do_mes", "fr"),
        ("pesquisa_de_satisfacao", "pt_BR"),
        ("ganhe_dinheiro_agora", "pt_BR"),
    ],
)
async def test_what_is_not_approved_does_not_exist(
    sandbox: Sandbox, name: str, language: str
) -> None:
    status, code, _ = await refusal(sandbox, given(name, "Ana", "1", language=language))
    assert (status, code) == (404, 132001)


@pytest.mark.parametrize(("state", "code"), [("PAUSED", 132015), ("DISABLED", 132016)])
async def test_a_stopped_template_says_so(sandbox: Sandbox, state: str, code: int) -> None:
    await sandbox.put("/templates/promocao_do_mes", status=state)
    assert (await refusal(sandbox, given("promocao_do_mes", "Ana", "1")))[1] == code


async def test_named_values_need_their_names(sandbox: Sandbox) -> None:
    names = ("nome", "profissional", "data")
    template = given("lembrete_de_horario", "Ana", "Dra. Lima", "hoje")
    assert (await refusal(sandbox, template))[1] == 100
    for name, parameter in zip(names, template["components"][0]["parameters"], strict=True):
        parameter["parameter_name"] = name
    message = promotion("+5511998881234") | {"template": template}
    assert (await sandbox.http.post(MESSAGES, json=message)).status_code == 200
    shown = (await sandbox.get("/messages"))["data"][0]
    assert shown["text"] == "Olá Ana, seu horário com Dra. Lima é em hoje. Você confirma?"


async def test_headers_and_buttons_need_what_they_show(sandbox: Sandbox) -> None:
    assert (await refusal(sandbox, given("novidades_com_foto", "Ana")))[1] == 132012
    status, code, details = await refusal(sandbox, given("pedido_atualizado", "A", "1", "x"))
    assert (status, code) == (400, 131008)
    assert "Button at index 0" in details


async def test_a_value_may_not_break_the_line(sandbox: Sandbox) -> None:
    assert (await refusal(sandbox, given("promocao_do_mes", "A\nB", "1")))[1] == 100
    assert (await refusal(sandbox, given("promocao_do_mes", "A" * 1100, "1")))[1] == 132005


async def test_status_category_and_quality_can_be_changed_from_outside(sandbox: Sandbox) -> None:
    path = "/templates/900000000000002"
    await sandbox.put(path, status="PAUSED", category="UTILITY", quality="RED")
    await sandbox.settle()
    fields = {change["field"] for change in sandbox.receiver.changes()}
    assert fields == {
        "message_template_status_update",
        "template_category_update",
        "message_template_quality_update",
    }
    assert (await sandbox.put(path, status="NONSENSE")).status_code == 400
