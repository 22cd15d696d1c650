"""Webhooks: the signature first, then every shape Meta has published and some it has not."""

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.meta_reader import MetaReader
from schemas.enums import DeliveryStatus
from schemas.events import (
    AccountEvent,
    InboundEvent,
    MessageEvent,
    OtherEvent,
    PreferenceEvent,
    StatusEvent,
    TemplateEvent,
)

READER = MetaReader(["app_secret_test"])
NUMBER = {"display_phone_number": "15550783881", "phone_number_id": "106540352242922"}


def webhook(field: str, value: object, *, time: object = 1750000000) -> bytes:
    entry = {"id": "419561257915477", "time": time, "changes": [{"field": field, "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def one(field: str, value: object) -> InboundEvent:
    (event,) = READER.parse(webhook(field, value))
    return event


def in_messages(**parts: object) -> dict[str, object]:
    return {"messaging_product": "whatsapp", "metadata": NUMBER, **parts}


def sign(body: bytes, secret: str = "app_secret_test") -> dict[str, str]:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"x-hub-signature-256": f"sha256={digest}"}


def test_the_published_signature_is_accepted(contracts: Path) -> None:
    vector = json.loads((contracts / "data" / "signature_vectors.json").read_text())["meta"]
    reader = MetaReader([vector["app_secret"]])
    headers = {"x-hub-signature-256": vector["x-hub-signature-256"]}
    assert reader.verify(headers, vector["body"].encode())
    assert not reader.verify(headers, vector["body"].encode() + b" ")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-hub-signature-256": ""},
        {"x-hub-signature-256": "sha256="},
        {"x-hub-signature-256": "sha256=" + "0" * 64},
        {"x-hub-signature-256": sign(b"{}")["x-hub-signature-256"].removeprefix("sha256=")},
        {"x-hub-signature-256": "sha1=" + "é"},
        sign(b"{}", "another secret"),
    ],
)
def test_a_missing_or_wrong_signature_is_refused(headers: dict[str, str]) -> None:
    assert not READER.verify(headers, b"{}")


def test_both_secrets_are_good_while_one_replaces_the_other() -> None:
    reader = MetaReader(["new", "old"])
    assert reader.verify(sign(b"{}", "old"), b"{}")
    assert reader.verify(sign(b"{}", "new"), b"{}")
    assert not MetaReader([]).verify(sign(b"{}", ""), b"{}")


def test_a_receipt_carries_our_message_id() -> None:
    message_id = UUID("019a0000-0000-7000-8000-000000000001")
    status = {
        "id": "wamid.1",
        "status": "delivered",
        "timestamp": "1750000001",
        "recipient_id": "551187654321",
        "biz_opaque_callback_data": str(message_id),
        "conversation": {"id": "x", "origin": {"type": "marketing"}},
    }
    event = one("messages", in_messages(statuses=[status]))
    assert isinstance(event, StatusEvent)
    assert event.status is DeliveryStatus.DELIVERED
    assert event.message_id == message_id
    assert event.account_id == "106540352242922"
    assert event.external_id == "wamid.1:delivered:1750000001:"
    assert event.occurred_at == datetime.fromtimestamp(1750000001, UTC)


def test_a_failure_says_why_and_what_it_asks_of_us() -> None:
    error = {"code": 131048, "title": "Spam", "error_data": {"details": "in words"}}
    status = {"id": "wamid.1", "status": "failed", "timestamp": "1", "errors": [error]}
    event = one("messages", in_messages(statuses=[status]))
    assert isinstance(event, StatusEvent)
    assert (event.error_code, event.error_detail) == ("131048", "in words")
    assert event.recovery == "pause_number"
    assert event.external_id == "wamid.1:failed:1:131048"


@pytest.mark.parametrize(
    ("word", "status"),
    [("sent", "sent"), ("read", "read"), ("played", "read"), ("failed", "failed")],
)
def test_statuses_in_our_words(word: str, status: str) -> None:
    event = one("messages", in_messages(statuses=[{"id": "w", "status": word}]))
    assert isinstance(event, StatusEvent)
    assert event.status == status


def test_a_new_status_word_is_kept_and_not_acted_on() -> None:
    event = one("messages", in_messages(statuses=[{"id": "w", "status": "teleported"}]))
    assert isinstance(event, OtherEvent)


PUBLISHED = {
    "button_message": ("button", "Unsubscribe"),
    "contact_sharing_message": ("contacts", "Lucía Gómez"),
    "image_message": ("image", "Taj Mahal"),
    "interactive_button_reply_message": ("interactive", "Cancel"),
    "interactive_list_reply_message": ("interactive", "Priority Mail Express"),
    "location_message": ("location", "Philz Coffee"),
    "order_message": ("order", ""),
    "reaction_message": ("reaction", "\N{THUMBS UP SIGN}"),
    "system_message": ("system", "User Sheena Nelson changed from 16505551234 to 12195555358"),
    "text_message": ("text", "Does it come in another color?"),
    "text_message_from_click_to_whatsapp_ad": ("text", "Hello! Can I get more info on this?"),
    "text_message_with_context_product_inquiry": ("text", "Is this still available?"),
    "unsupported_message": ("unsupported", "Message type is currently not supported."),
}


def published(contracts: Path) -> dict[str, bytes]:
    folder = contracts / "data" / "meta_webhooks" / "facebook-openapi"
    return {path.stem: path.read_bytes() for path in sorted(folder.glob("*.json"))}


def test_every_published_example_is_understood(contracts: Path) -> None:
    examples = published(contracts)
    assert len(examples) == 16
    for name, body in examples.items():
        (event,) = READER.parse(body)
        if name in PUBLISHED:
            assert isinstance(event, MessageEvent), name
            assert (event.message_kind, event.body) == PUBLISHED[name]
            assert event.sender == "16505551234"
        else:
            assert isinstance(event, OtherEvent), name


def test_every_event_can_be_read_again_from_what_is_stored(contracts: Path) -> None:
    for body in published(contracts).values():
        (event,) = READER.parse(body)
        (again,) = READER.parse(json.dumps(event.payload).encode())
        # The examples of groups carry no time at all; those get that of their arrival.
        assert replace(again, occurred_at=event.occurred_at) == event


def test_a_batch_comes_apart_into_its_events() -> None:
    statuses = [{"id": f"wamid.{n}", "status": "sent", "timestamp": "5"} for n in range(3)]
    message = {"id": "wamid.m", "from": "5511", "timestamp": "6", "type": "text"}
    value = in_messages(statuses=statuses, messages=[message])
    change = {"field": "messages", "value": value}
    entries = [{"id": "1", "changes": [change, change]}, {"id": "2", "changes": [change]}]
    events = READER.parse(json.dumps({"entry": entries}).encode())
    assert len(events) == 12
    assert len({event.external_id for event in events}) == 4
    for event in events:
        assert READER.parse(json.dumps(event.payload).encode()) == [event]


def test_what_is_stored_of_a_batch_is_not_many_times_the_batch() -> None:
    people = [{"wa_id": f"5511{n}", "profile": {"name": f"Ana {n}"}} for n in range(500)]
    messages = [
        {"from": person["wa_id"], "id": f"wamid.{n}", "timestamp": "6", "type": "text"}
        for n, person in enumerate(people)
    ]
    value = in_messages(contacts=people, messages=messages)
    plain, name = webhook("messages", value), "x" * 100_000
    blown = [{"wa_id": "5511", "profile": {"name": name}}]
    value = {"messaging_product": name, "metadata": {"x": name}, "contacts": blown}
    value["messages"] = [{"from": "5511", "id": f"wamid.{n}"} for n in range(500)]
    for body in (plain, webhook("messages", value, time=name)):
        events = READER.parse(body)
        assert len(events) == 500
        assert len(json.dumps([event.payload for event in events])) < 10 * len(body)
    assert [e.sender_name for e in READER.parse(plain) if isinstance(e, MessageEvent)] == [
        f"Ana {n}" for n in range(500)
    ]


@pytest.mark.parametrize("absurd", ["-62135596800", "-5", "99999999999", "9" * 40, "²", None])
def test_an_absurd_time_is_not_believed(absurd: object) -> None:
    message = {"id": "wamid.m", "from": "5511", "timestamp": absurd, "type": "text"}
    event = one("messages", in_messages(messages=[message]))
    assert event.occurred_at == datetime.fromtimestamp(1750000000, UTC)
    (event,) = READER.parse(webhook("messages", in_messages(messages=[message]), time=absurd))
    assert abs((event.occurred_at - datetime.now(UTC)).total_seconds()) < 60


def test_the_sender_may_be_known_by_a_business_scoped_id_alone() -> None:
    message = {"id": "w", "timestamp": "1", "type": "text", "text": {"body": "Oi"}}
    contacts = [{"profile": {"name": "Ana"}, "user_id": "BR.1502"}]
    event = one("messages", in_messages(contacts=contacts, messages=[message]))
    assert isinstance(event, MessageEvent)
    assert (event.sender, event.sender_user_id, event.sender_name) == (None, "BR.1502", "Ana")


def test_an_edit_and_a_revocation_name_the_first_message() -> None:
    edit = {
        "original_message_id": "wamid.0",
        "message": {"type": "text", "text": {"body": "Corrected"}},
    }
    event = one("messages", in_messages(messages=[{"id": "w", "type": "edit", "edit": edit}]))
    assert isinstance(event, MessageEvent)
    assert (event.message_kind, event.body, event.context_id) == ("edit", "Corrected", "wamid.0")
    revoke = {"id": "w", "type": "revoke", "revoke": {"original_message_id": "wamid.0"}}
    event = one("messages", in_messages(messages=[revoke]))
    assert isinstance(event, MessageEvent)
    assert (event.message_kind, event.context_id) == ("revoke", "wamid.0")


def test_a_template_status_change() -> None:
    value = {
        "event": "REJECTED",
        "message_template_id": 123,
        "message_template_name": "promo",
        "message_template_language": "pt_BR",
        "reason": "NONE",
        "rejection_info": {"reason": "Looks like a test"},
    }
    event = one("message_template_status_update", value)
    assert isinstance(event, TemplateEvent)
    assert (event.provider_template_id, event.change, event.after) == ("123", "status", "rejected")
    assert event.reason == "Looks like a test"
    assert event.account_id == "419561257915477"
    assert event.occurred_at == datetime.fromtimestamp(1750000000, UTC)


def test_category_and_quality_changes_tell_before_and_after() -> None:
    common = {"message_template_id": "1", "message_template_name": "n"}
    category = one(
        "template_category_update",
        {**common, "previous_category": "UTILITY", "new_category": "MARKETING"},
    )
    assert isinstance(category, TemplateEvent)
    assert (category.before, category.after) == ("utility", "marketing")
    quality = one(
        "message_template_quality_update",
        {**common, "previous_quality_score": "GREEN", "new_quality_score": "RED"},
    )
    assert isinstance(quality, TemplateEvent)
    assert (quality.change, quality.before, quality.after) == ("quality", "green", "red")


def test_account_and_number_notices() -> None:
    ban = {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "DISABLE"}}
    event = one("account_update", ban)
    assert isinstance(event, AccountEvent)
    assert (event.event, event.detail) == ("disabled_update", "DISABLE")
    flagged = {"display_phone_number": "+1 555-078", "event": "FLAGGED", "current_limit": "TIER_1K"}
    event = one("phone_number_quality_update", flagged)
    assert isinstance(event, AccountEvent)
    assert (event.event, event.number, event.detail) == ("flagged", "1555078", "TIER_1K")


def test_a_marketing_preference() -> None:
    preference = {"wa_id": "5511", "category": "marketing_messages", "value": "stop"}
    event = one("user_preferences", in_messages(user_preferences=[preference]))
    assert isinstance(event, PreferenceEvent)
    assert (event.sender, event.allowed) == ("5511", False)


def test_the_same_notice_at_another_time_is_another_event() -> None:
    value = {"event": "PAUSED", "message_template_id": 1}
    first, again, later = (
        READER.parse(webhook("message_template_status_update", value, time=time))[0].external_id
        for time in (5, 5, 6)
    )
    assert first == again != later


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
KEYS = ["messages", "statuses", "metadata", "contacts", "errors", "event", "user_preferences"]
values = st.dictionaries(st.sampled_from(KEYS), json_values | st.lists(json_values, max_size=2))
fields = st.sampled_from(
    ["messages", "user_preferences", "account_update", "message_template_status_update", "new"]
)


@given(fields, values | json_values)
def test_no_shape_is_an_error(field: str, value: object) -> None:
    for event in READER.parse(webhook(field, value)):
        assert event.external_id


STATUS = {"id": "w", "status": "sent", "timestamp": "1", "errors": [{"code": 1}]}
MESSAGE = {"id": "w", "type": "text", "from": "5511", "text": {"body": "Oi"}, "context": {}}


@given(st.sampled_from([STATUS, MESSAGE]), st.data())
def test_no_value_in_a_known_place_is_an_error(part: dict[str, Any], data: st.DataObject) -> None:
    changed = {**part, data.draw(st.sampled_from(sorted(part))): data.draw(json_values)}
    READER.parse(webhook("messages", in_messages(statuses=[changed], messages=[changed])))


@given(st.binary(max_size=200))
def test_what_is_not_json_is_no_event(noise: bytes) -> None:
    assert all(event.payload for event in READER.parse(noise))


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b'{"entry":{}}', b"[" * 100_000])
def test_an_empty_or_absurd_body_has_no_events(body: bytes) -> None:
    assert READER.parse(body) == []


def test_what_postgres_cannot_hold_is_replaced() -> None:
    text = "half \\ud83d pair, nul \\u0000, whole \\ud83d\\ude00"
    message = {**MESSAGE, "text": {"body": "TEXT"}}
    body = webhook("messages", in_messages(messages=[message])).replace(b"TEXT", text.encode())
    (event,) = READER.parse(body)
    assert isinstance(event, MessageEvent)
    assert event.body == "half \ufffd pair, nul \ufffd, whole \N{GRINNING FACE}"
    json.dumps(event.payload, ensure_ascii=False).encode()
