"""Templates over the API: scopes, ETag, preview, problems."""

from uuid import UUID

from httpx import AsyncClient

from schemas.api.ids import CONNECTION

BODY = {
    "type": "BODY",
    "text": "Hi {{1}}, your order is on its way.",
    "example": {"body_text": [["Ana"]]},
}


def wanted(connection_id: UUID, **changes: object) -> dict[str, object]:
    return {
        "connection_id": CONNECTION.format(connection_id),
        "name": "order_shipped",
        "language": "en_US",
        "category": "utility",
        "components": [BODY],
        "bindings": {"body.1": {"source": "first_name", "fallback": "there"}},
        **changes,
    }


async def test_a_template_is_made_changed_submitted_and_deleted(
    api_client: AsyncClient, connection_id: UUID
) -> None:
    made = await api_client.post("/api/v1/templates", json=wanted(connection_id))
    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    address = f"/api/v1/templates/{made.json()['id']}"
    stale = await api_client.patch(
        address, json={"category": "marketing"}, headers={"If-Match": '"7"'}
    )
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")
    changed = await api_client.patch(
        address, json={"category": "marketing"}, headers={"If-Match": '"1"'}
    )
    assert (changed.status_code, changed.json()["category"]) == (200, "marketing")
    sent = await api_client.post(f"{address}/submit")
    assert (sent.status_code, sent.json()["status"]) == (202, "pending")
    events = (await api_client.get(f"{address}/events")).json()["data"]
    assert [event["after"] for event in events] == ["pending"]
    assert (await api_client.delete(address)).status_code == 204
    assert (await api_client.get(address)).status_code == 404


async def test_a_preview_shows_a_real_contact(api_client: AsyncClient, connection_id: UUID) -> None:
    made = (await api_client.post("/api/v1/templates", json=wanted(connection_id))).json()
    body = {"name": "Bia Lima", "phone": "+5511987650001"}
    contact = (await api_client.post("/api/v1/contacts", json=body)).json()
    address = f"/api/v1/templates/{made['id']}/preview"
    shown = await api_client.post(address, json={"contact_id": contact["id"]})
    assert shown.json()["body"] == "Hi Bia, your order is on its way."
    assert (await api_client.post(address, json={})).json()["body"].startswith("Hi Ana,")


async def test_every_broken_rule_is_named(api_client: AsyncClient, connection_id: UUID) -> None:
    wrong = wanted(
        connection_id,
        name="Not Good",
        components=[{"type": "BODY", "text": "{{1}}"}],
        bindings={"body.1": {"source": "salary"}},
    )
    answer = await api_client.post("/api/v1/templates", json=wrong)
    assert answer.status_code == 422
    codes = {error["code"] for error in answer.json()["errors"]}
    assert {"name_format", "variable_at_edge", "too_many_variables"} <= codes


async def test_sync_and_filters(api_client: AsyncClient, connection_id: UUID) -> None:
    body = {"connection_id": CONNECTION.format(connection_id)}
    answer = await api_client.post("/api/v1/templates/sync", json=body)
    assert answer.json() == {"added": 1, "changed": 0, "removed": 0}
    for query, count in (("status=approved", 1), ("status=draft", 0), ("search=hello", 1)):
        page = (await api_client.get(f"/api/v1/templates?{query}")).json()
        assert len(page["data"]) == count


async def test_another_companys_template_is_not_found(
    api_client: AsyncClient, other_api_client: AsyncClient, connection_id: UUID
) -> None:
    made = (await api_client.post("/api/v1/templates", json=wanted(connection_id))).json()
    address = f"/api/v1/templates/{made['id']}"
    for method, path in (
        ("GET", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("POST", "/submit"),
        ("GET", "/events"),
        ("POST", "/preview"),
    ):
        answer = await other_api_client.request(method, address + path, json={})
        assert answer.status_code == 404, (method, path)
    foreign = await other_api_client.post("/api/v1/templates", json=wanted(connection_id))
    assert foreign.status_code == 404
