"""Contacts, tags, fields and segments through the API."""

from typing import Any

from httpx import AsyncClient

V1 = "/api/v1"


async def post(client: AsyncClient, path: str, body: object) -> Any:
    answer = await client.post(f"{V1}{path}", json=body)
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()


async def test_a_contact_is_created_changed_found_and_deleted(api_client: AsyncClient) -> None:
    field = await post(api_client, "/fields", {"label": "Cidade", "type": "text"})
    tag = await post(api_client, "/tags", {"name": "VIP"})
    body = {
        "name": "Ana Lúcia",
        "phone": "(11) 98765-4321",
        "external_id": "7",
        "tag_ids": [tag["id"]],
        "fields": {field["key"]: "São Paulo"},
    }
    ana = await post(api_client, "/contacts", body)
    assert ana["phone"] == "+5511987654321"
    changed = await api_client.patch(
        f"{V1}/contacts/{ana['id']}", json={"email": "ana@x.com", "fields": {"cidade": None}}
    )
    assert changed.json()["fields"] == {}
    assert changed.json()["name"] == "Ana Lúcia"
    for query in ("q=ana+lucia", "q=8765-4321", "q=11+8765-4321", "q=ANA@x", f"tag_id={tag['id']}"):
        found = (await api_client.get(f"{V1}/contacts?{query}")).json()
        assert [row["id"] for row in found["data"]] == [ana["id"]], query
    assert (await api_client.get(f"{V1}/contacts?q=nobody")).json()["data"] == []
    assert (await api_client.delete(f"{V1}/contacts/{ana['id']}")).status_code == 204
    assert (await api_client.get(f"{V1}/contacts/{ana['id']}")).status_code == 404


async def test_a_second_contact_with_the_number_is_told_whose_it_is(
    api_client: AsyncClient,
) -> None:
    ana = await post(api_client, "/contacts", {"name": "Ana", "phone": "11987654321"})
    answer = await api_client.post(f"{V1}/contacts", json={"phone": "+55 11 8765-4321"})
    assert (answer.status_code, answer.json()["code"]) == (409, "contact_exists")
    assert ana["id"] in answer.json()["detail"]
    other = await post(api_client, "/contacts", {"phone": "11987654322"})
    moved = await api_client.patch(f"{V1}/contacts/{other['id']}", json={"phone": "11987654321"})
    assert moved.status_code == 409


async def test_every_wrong_field_is_named(api_client: AsyncClient) -> None:
    await post(api_client, "/fields", {"label": "Age", "type": "number"})
    body = {"phone": "98765-4321", "email": "no", "fields": {"age": "old", "gone": 1}}
    answer = await api_client.post(f"{V1}/contacts", json=body)
    assert answer.status_code == 422
    codes = {error["pointer"]: error["code"] for error in answer.json()["errors"]}
    assert codes == {
        "/phone": "phone_no_area_code",
        "/email": "not_an_email",
        "/fields/age": "not_a_number",
        "/fields/gone": "unknown_field",
    }


async def test_a_contact_is_kept_in_step_by_the_callers_id(api_client: AsyncClient) -> None:
    url = f"{V1}/contacts/by-external-id/crm-7"
    first = await api_client.put(url, json={"name": "Ana", "phone": "11987654321"})
    second = await api_client.put(url, json={"name": "Ana Maria"})
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["phone"] == "+5511987654321"
    assert second.json()["id"] == first.json()["id"]
    known = await post(api_client, "/contacts", {"name": "Bia", "phone": "11987654322"})
    adopted = await api_client.put(
        f"{V1}/contacts/by-external-id/crm-8", json={"phone": "11987654322"}
    )
    assert adopted.json()["id"] == known["id"]
    clash = await api_client.put(
        f"{V1}/contacts/by-external-id/crm-9", json={"phone": "11987654322"}
    )
    assert clash.status_code == 409


async def test_each_row_of_a_batch_is_answered_for_itself(api_client: AsyncClient) -> None:
    known = await post(api_client, "/contacts", {"name": "Ana", "phone": "11987654321"})
    rows = [
        {"name": "Ana Maria", "phone": "11 8765-4321"},
        {"name": "Bia", "phone": "11987654322", "external_id": "b"},
        {"phone": "12"},
        {"name": "Ana Maria", "phone": "+5511987654321"},
        {"phone": "11987654322", "external_id": "other"},
        {"name": "Nobody"},
    ]
    results = (await post(api_client, "/contacts:batch", {"contacts": rows}))["results"]
    assert [result["status"] for result in results] == [
        "updated", "created", "failed", "unchanged", "failed", "failed",
    ]  # fmt: skip
    assert results[0]["id"] == results[3]["id"] == known["id"]
    assert results[2]["errors"][0]["pointer"] == "/contacts/2/phone"
    assert results[4]["id"] == results[1]["id"]
    assert "already has this" in results[4]["errors"][0]["detail"]
    too_many = await api_client.post(f"{V1}/contacts:batch", json={"contacts": rows * 100})
    assert too_many.status_code == 422


async def test_tags_go_on_everybody_a_filter_finds(api_client: AsyncClient) -> None:
    tag = await post(api_client, "/tags", {"name": "Promo"})
    for number in range(4):
        await post(
            api_client, "/contacts", {"name": f"P{number % 2}", "phone": f"1198765432{number}"}
        )
    change = {"selection": {"q": "p1"}, "add": [tag["id"]]}
    assert await post(api_client, "/contacts:tag", change) == {"changed": 2}
    assert await post(api_client, "/contacts:tag", change) == {"changed": 0}
    nobody = await api_client.post(
        f"{V1}/contacts:tag", json={"selection": {}, "remove": [tag["id"]]}
    )
    assert nobody.status_code == 422
    everyone = {"selection": {"everyone": True}, "remove": [tag["id"]]}
    assert await post(api_client, "/contacts:tag", everyone) == {"changed": 2}


async def test_pages_of_contacts_hold_everybody_once(api_client: AsyncClient) -> None:
    rows = [{"name": str(number), "phone": f"119876{number:05}"} for number in range(7)]
    await post(api_client, "/contacts:batch", {"contacts": rows})
    seen: list[str] = []
    url, more = f"{V1}/contacts?limit=3", True
    while more:
        page = (await api_client.get(url)).json()
        seen += [row["name"] for row in page["data"]]
        more, url = page["has_more"], f"{V1}/contacts?limit=3&cursor={page['next_cursor']}"
    assert sorted(seen) == [str(number) for number in range(7)]


async def test_a_segment_is_saved_counted_and_previewed(api_client: AsyncClient) -> None:
    tag = await post(api_client, "/tags", {"name": "Lead"})
    await post(api_client, "/fields", {"label": "City", "type": "text"})
    for number, city in enumerate(["Recife", "recife", "Olinda"]):
        await post(
            api_client,
            "/contacts",
            {
                "phone": f"8198765432{number}",
                "fields": {"city": city},
                "tag_ids": [tag["id"]] * number,
            },
        )
    definition = {
        "match": "all",
        "conditions": [
            {"field": "fields.city", "operator": "is", "value": "Recife"},
            {"match": "any", "conditions": [
                {"field": "tags", "operator": "any_of", "value": [tag["id"]]},
                {"field": "area_code", "operator": "any_of", "value": ["11"]},
            ]},
        ],
    }  # fmt: skip
    segment = await post(api_client, "/segments", {"name": "Recife", "definition": definition})
    read = (await api_client.get(f"{V1}/segments/{segment['id']}")).json()
    assert read["definition"]["conditions"][1]["conditions"][0]["value"] == [tag["id"]]
    people = (await api_client.get(f"{V1}/segments/{segment['id']}/people")).json()
    assert (people["count"], people["contacts"][0]["fields"]) == (1, {"city": "recife"})
    listed = (await api_client.get(f"{V1}/contacts?segment_id={segment['id']}")).json()
    assert [row["id"] for row in listed["data"]] == [people["contacts"][0]["id"]]
    again = await api_client.post(
        f"{V1}/segments", json={"name": "recife", "definition": definition}
    )
    assert again.status_code == 409


async def test_a_wrong_condition_is_told_with_its_place(api_client: AsyncClient) -> None:
    conditions = [
        {"field": "fields.gone", "operator": "is", "value": "x"},
        {"field": "name", "operator": "greater", "value": 3},
        {"field": "created_at", "operator": "before", "value": "soon"},
        {"match": "any", "conditions": [{"field": "tags", "operator": "any_of", "value": ["x"]}]},
    ]
    answer = await api_client.post(
        f"{V1}/segments:preview", json={"definition": {"conditions": conditions}}
    )
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [
        "/definition/conditions/0/field",
        "/definition/conditions/1/operator",
        "/definition/conditions/2/value",
        "/definition/conditions/3/conditions/0/value",
    ]


async def test_deleting_a_field_or_tag_takes_it_off_everybody(api_client: AsyncClient) -> None:
    field = await post(api_client, "/fields", {"label": "City", "type": "text"})
    tag = await post(api_client, "/tags", {"name": "Old"})
    body = {"phone": "11987654321", "fields": {"city": "X"}, "tag_ids": [tag["id"]]}
    contact = await post(api_client, "/contacts", body)
    await api_client.delete(f"{V1}/fields/{field['id']}")
    await api_client.delete(f"{V1}/tags/{tag['id']}")
    read = (await api_client.get(f"{V1}/contacts/{contact['id']}")).json()
    assert (read["fields"], read["tag_ids"]) == ({}, [])
