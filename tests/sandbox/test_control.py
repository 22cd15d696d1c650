"""The control API: settings, the log, phones, reset."""

from tests.sandbox.conftest import Sandbox

PHONE = "/phones/5511998881234"


async def test_settings_change_all_or_nothing(sandbox: Sandbox) -> None:
    refused = await sandbox.put("/settings", latency=1, nonsense=2)
    assert refused.status_code == 400
    assert "nonsense" in refused.json()["error"]
    assert (await sandbox.get("/settings"))["latency"] == 0
    for wrong in (-1, "x", True, None):
        assert (await sandbox.put("/settings", latency=wrong)).status_code == 400
    assert (await sandbox.put("/settings", throughput=7)).json()["throughput"] == 7


async def test_the_log_answers_who_was_asked_for_twice(sandbox: Sandbox) -> None:
    for number, callback in (("1111", "a"), ("2222", "b"), ("1111", "a"), ("1111", "c")):
        await sandbox.send(f"+551199888{number}", callback)
    answer = await sandbox.get("/duplicates")
    assert answer["duplicates"] == 1
    twice = answer["data"][0]
    assert (twice["biz_opaque_callback_data"], twice["asked"], twice["accepted"]) == ("a", 2, 2)


async def test_the_log_counts_and_filters(sandbox: Sandbox) -> None:
    for number in ("1111", "2222", "0100"):
        await sandbox.send(f"+551199888{number}", number)
    sends = (await sandbox.get("/count"))["sends"]
    assert (sends["asked"], sends["accepted"], sends["recipients_accepted"]) == (3, 2, 2)
    assert sends["by_outcome"] == {"accepted": 2, "invalid": 1}
    found = await sandbox.get("/requests", recipient="5511998880100")
    assert [entry["status"] for entry in found["data"]] == [400]
    rest = await sandbox.get("/requests", after=found["next"])
    assert rest["data"] == []
    await sandbox.http.delete("/sandbox/api/requests")
    assert (await sandbox.get("/requests"))["total"] == 0


async def test_a_phone_that_is_off_gets_its_messages_when_it_is_on(sandbox: Sandbox) -> None:
    await sandbox.post(f"{PHONE}/send", body="Oi")
    await sandbox.post(f"{PHONE}/power", on=False)
    await sandbox.send("+5511998881234", "m")
    await sandbox.settle()
    assert [s["status"] for s in sandbox.receiver.statuses()] == ["sent"]
    await sandbox.post(f"{PHONE}/power", on=True)
    await sandbox.settle()
    assert [s["status"] for s in sandbox.receiver.statuses()] == ["sent", "delivered", "read"]


async def test_who_blocks_the_business_gets_nothing(sandbox: Sandbox) -> None:
    await sandbox.post(f"{PHONE}/send", body="Oi")
    await sandbox.post(f"{PHONE}/block", blocks=True)
    await sandbox.send("+5511998881234", "m")
    await sandbox.settle()
    assert [s["status"] for s in sandbox.receiver.statuses()] == ["sent"]


async def test_opening_the_chat_reads_everything(sandbox: Sandbox) -> None:
    await sandbox.put("/settings", read_probability=0)
    await sandbox.send("+5511998881234", "m")
    await sandbox.settle()
    assert (await sandbox.get(PHONE))["unread"] == 1
    assert (await sandbox.post(f"{PHONE}/read")).json()["read"] == 1
    await sandbox.settle()
    assert sandbox.receiver.statuses()[-1]["status"] == "read"


async def test_the_same_seed_reads_the_same_messages(sandbox: Sandbox) -> None:
    async def read_by(seed: int) -> set[str]:
        await sandbox.put("/settings", seed=seed, read_probability=0.5)
        for n in range(40):
            await sandbox.send(f"+551199877{5100 + n}", f"m{n}")
        await sandbox.settle()
        found = await sandbox.get("/messages", status="read")
        await sandbox.post("/reset")
        await sandbox.put("/settings", sent_after=0.01, delivered_after=0.02, read_after=0.03)
        return {message["biz_opaque_callback_data"] for message in found["data"]}

    first, again, other = await read_by(1), await read_by(1), await read_by(2)
    assert first == again != other
    assert 5 < len(first) < 35


async def test_a_red_number_is_told(sandbox: Sandbox) -> None:
    await sandbox.put("/numbers/111222333444555", quality="RED")
    await sandbox.settle()
    assert sandbox.receiver.values("phone_number_quality_update")[0]["event"] == "FLAGGED"
    number = (await sandbox.http.get("/v23.0/111222333444555")).json()
    assert number["quality_rating"] == "RED"


async def test_a_further_business_sends_from_its_own_number(sandbox: Sandbox) -> None:
    await sandbox.post("/accounts", id="777", name="Padaria")
    await sandbox.post("/numbers", id="888", account="777", display="+55 31 3333-4444")
    template = {"name": "hello_world", "language": {"code": "en_US"}}
    message = {"messaging_product": "whatsapp", "to": "5511998881234", "type": "template"}
    answer = await sandbox.http.post("/v23.0/888/messages", json=message | {"template": template})
    assert answer.is_success
    await sandbox.settle()
    assert b'"id":"777"' in sandbox.receiver.bodies[0]


async def test_reset_is_as_freshly_started(sandbox: Sandbox) -> None:
    await sandbox.send("+5511998881234", "m")
    await sandbox.put("/templates/promocao_do_mes", status="PAUSED")
    await sandbox.post("/reset")
    assert await sandbox.get("/requests") == {"data": [], "total": 0, "next": None}
    assert (await sandbox.get("/phones"))["total"] == 0
    assert (await sandbox.send("+5511998881234", "m")).is_success


async def test_wrong_questions_get_an_answer_in_words(sandbox: Sandbox) -> None:
    assert (await sandbox.post("/phones/5511998881234/read")).status_code == 404
    assert (await sandbox.post(f"{PHONE}/send", type="telepathy")).status_code == 400
    assert (await sandbox.post("/webhooks", example="none")).status_code == 404
    assert (await sandbox.http.put("/sandbox/api/settings", content=b"{")).status_code == 400
    for path in ("/requests?after=x", "/phones?limit=-1", "/messages?limit=x", "/idle?timeout=x"):
        assert (await sandbox.http.get(f"/sandbox/api{path}")).status_code == 400
    assert (await sandbox.post("/templates")).status_code == 400
    assert (await sandbox.get("/outcomes"))["0429"]["name"] == "throttled"


async def test_another_sites_page_changes_nothing(sandbox: Sandbox) -> None:
    foreign = {"Origin": "https://evil.example"}
    answer = await sandbox.http.post("/sandbox/api/reset", headers=foreign)
    assert answer.status_code == 403
    assert (await sandbox.http.get("/sandbox/api/settings", headers=foreign)).is_success
