"""Each ending does what its table says, in the answer, in the log and in the receipts."""

import asyncio
import time
from collections import Counter

import httpx
import pytest

from sandbox.meta.model import whatsapp_id
from sandbox.meta.outcomes import OUTCOMES
from sandbox.pages.words import ENDINGS_PT
from tests.sandbox.conftest import Sandbox

ANA = "+551199888"


def path(sandbox: Sandbox, callback: str = "m") -> list[str]:
    """The statuses told about one of our messages, in the order they came."""
    told = sandbox.receiver.statuses()
    return [s["status"] for s in told if s.get("biz_opaque_callback_data") == callback]


def code_of(answer: httpx.Response) -> int:
    return int(answer.json()["error"]["code"])


async def test_an_ordinary_number_is_sent_delivered_and_read(sandbox: Sandbox) -> None:
    answer = await sandbox.send(ANA + "1234", "m")
    await sandbox.settle()
    assert answer.json()["messages"][0]["message_status"] == "accepted"
    assert path(sandbox) == ["sent", "delivered", "read"]


@pytest.mark.parametrize(
    ("ending", "stages"),
    [
        ("0001", ["sent", "delivered"]),
        ("0002", ["sent"]),
        ("0003", ["sent", "read"]),
        ("0666", ["sent", "delivered", "failed"]),
    ],
)
async def test_the_ending_chooses_how_far_it_goes(
    sandbox: Sandbox, ending: str, stages: list[str]
) -> None:
    assert (await sandbox.send(ANA + ending, "m")).status_code == 200
    await sandbox.settle()
    assert path(sandbox) == stages


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        ("0026", 131026),
        ("0042", 131042),
        ("0047", 131047),
        ("0049", 131049),
        ("0050", 131050),
        ("0148", 131048),
        ("0472", 130472),
    ],
)
async def test_an_accepted_message_fails_later(sandbox: Sandbox, ending: str, code: int) -> None:
    assert (await sandbox.send(ANA + ending, "m")).status_code == 200
    await sandbox.settle()
    last = sandbox.receiver.statuses()[-1]
    assert (last["status"], last["errors"][0]["code"]) == ("failed", code)


@pytest.mark.parametrize(
    ("ending", "status", "code"),
    [("0048", 429, 131048), ("0100", 400, 100), ("0190", 401, 190), ("0500", 500, 2)],
)
async def test_a_refused_message_is_never_on_the_phone(
    sandbox: Sandbox, ending: str, status: int, code: int
) -> None:
    answer = await sandbox.send(ANA + ending, "m")
    await sandbox.settle()
    assert (answer.status_code, code_of(answer)) == (status, code)
    assert path(sandbox) == []
    assert (await sandbox.get("/messages"))["data"] == []


@pytest.mark.parametrize(("ending", "code", "tries"), [("0429", 130429, 3), ("0656", 131056, 1)])
async def test_a_throttled_message_is_accepted_after_some_tries(
    sandbox: Sandbox, ending: str, code: int, tries: int
) -> None:
    refused = [await sandbox.send(ANA + ending, "m") for _ in range(tries)]
    assert [code_of(answer) for answer in refused] == [code] * tries
    assert (await sandbox.send(ANA + ending, "m")).status_code == 200
    # Told plainly each time, so asking again was right.
    assert (await sandbox.get("/duplicates"))["duplicates"] == 0


async def test_a_server_error_may_hide_an_accepted_message(sandbox: Sandbox) -> None:
    answer = await sandbox.send(ANA + "0501", "m")
    await sandbox.settle()
    assert answer.status_code == 500
    assert path(sandbox) == ["sent", "delivered", "read"]


async def test_a_cut_connection_hides_an_accepted_message(sandbox: Sandbox) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        await sandbox.send(ANA + "0999", "m")
    await sandbox.settle()
    entry = (await sandbox.get("/requests", callback="m"))["data"][0]
    assert (entry["accepted"], entry["status"], entry["outcome"]) == (True, None, "cut")
    assert path(sandbox) == ["sent", "delivered", "read"]


async def test_a_dropped_connection_was_never_accepted(sandbox: Sandbox) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        await sandbox.send(ANA + "0998", "m")
    await sandbox.settle()
    entry = (await sandbox.get("/requests", callback="m"))["data"][0]
    assert (entry["accepted"], entry["status"], entry["outcome"]) == (False, None, "dropped")
    assert path(sandbox) == []


async def test_receipts_may_come_before_the_answer(sandbox: Sandbox) -> None:
    await sandbox.put("/settings", read_probability=0)
    await sandbox.send(ANA + "0777", "m")
    assert path(sandbox) == ["sent", "delivered"]


async def test_receipts_may_be_repeated_and_shuffled(sandbox: Sandbox) -> None:
    await sandbox.send(ANA + "0888", "m")
    await sandbox.settle()
    told = path(sandbox)
    assert Counter(told) == {"sent": 3, "delivered": 3, "read": 3}
    assert told != sorted(told, key=["sent", "delivered", "read"].index)


async def test_a_slow_answer_is_logged_before_it_is_given(sandbox: Sandbox) -> None:
    started = time.monotonic()
    sending = asyncio.create_task(sandbox.send(ANA + "0008", "m"))
    await asyncio.sleep(0.1)
    assert (await sandbox.get("/requests", callback="m"))["data"][0]["accepted"]
    assert (await sending).status_code == 200
    assert time.monotonic() - started >= 0.2


async def test_a_number_can_pause_the_template_midway(sandbox: Sandbox) -> None:
    assert (await sandbox.send(ANA + "1111")).status_code == 200
    assert code_of(await sandbox.send(ANA + "0015")) == 132015
    assert code_of(await sandbox.send(ANA + "2222")) == 132015
    await sandbox.settle()
    update = sandbox.receiver.values("message_template_status_update")[0]
    assert (update["event"], update["message_template_name"]) == ("PAUSED", "promocao_do_mes")


async def test_over_the_throughput_of_a_number_it_is_throttled(sandbox: Sandbox) -> None:
    await sandbox.put("/settings", throughput=5)
    answers = [await sandbox.send(f"{ANA}{3000 + n}") for n in range(8)]
    assert Counter(answer.status_code for answer in answers)[429] >= 2
    assert code_of(answers[-1]) == 130429


async def test_free_text_outside_the_window_fails_and_inside_arrives(sandbox: Sandbox) -> None:
    text = {"type": "text", "text": {"body": "Oi"}}
    await sandbox.send(ANA + "1234", "closed", **text)
    await sandbox.post(f"/phones/{ANA}1234/send", body="Bom dia")
    await sandbox.send(ANA + "1234", "open", **text)
    await sandbox.settle()
    assert path(sandbox, "closed") == ["sent", "failed"]
    assert path(sandbox, "open") == ["sent", "delivered", "read"]


@pytest.mark.parametrize(
    ("dialled", "known"),
    [
        ("+55 31 99888-1234", "553198881234"),
        ("5531998881234", "553198881234"),
        ("553198881234", "553198881234"),
        ("+55 11 99888-1234", "5511998881234"),
        ("551198881234", "5511998881234"),
        ("551133334444", "551133334444"),
        ("+1 650 555 1234", "16505551234"),
    ],
)
def test_brazilian_numbers_are_known_by_another_id(dialled: str, known: str) -> None:
    assert whatsapp_id(dialled) == known


async def test_the_answer_gives_what_was_dialled_and_the_id(sandbox: Sandbox) -> None:
    answer = await sandbox.send("+5531998881234", "m")
    await sandbox.settle()
    assert answer.json()["contacts"] == [{"input": "+5531998881234", "wa_id": "553198881234"}]
    assert sandbox.receiver.statuses()[0]["recipient_id"] == "553198881234"


def test_every_ending_has_its_words_in_both_languages() -> None:
    assert set(ENDINGS_PT) == set(OUTCOMES)
