"""Addresses that users gave lead outside or nowhere, whatever their names say the second time."""

import socket
import ssl
from collections.abc import AsyncIterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.outbound_http import Answer, OutboundHttp, retry_after
from providers.public_addresses import NotPublic, is_public
from tests.deliveries.receiver import Receiver, Says, receiver

NEAR = [
    "127.0.0.1",
    "127.8.9.10",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "0.0.0.0",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "192.88.99.1",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
]


class Names:
    """A name server that says something else each time it is asked."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.asked = 0

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked += 1
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


@pytest.fixture
async def listener() -> AsyncIterator[Receiver]:
    async with receiver() as listener:
        yield listener


def port_of(listener: Receiver) -> int:
    return int(listener.url.rpartition(":")[2])


@pytest.mark.parametrize("address", NEAR)
async def test_an_address_of_ours_is_refused_by_itself_and_behind_a_name(
    address: str, listener: Receiver
) -> None:
    assert not is_public(address)
    written = f"[{address}]" if ":" in address else address
    outbound = OutboundHttp(allow_private=False)
    with pytest.raises(NotPublic):
        outbound.check(f"https://{written}/hook")
    direct = await outbound.post(f"https://{written}:{port_of(listener)}/hook", {}, b"{}")
    named = OutboundHttp(allow_private=False, resolve=Names([address]))
    answer = await named.post(f"https://example.com:{port_of(listener)}/", {}, b"{}")
    assert direct.error == answer.error == "refused_address"
    assert listener.calls == []


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1"])
async def test_other_spellings_of_this_machine_are_refused(host: str, listener: Receiver) -> None:
    outbound = OutboundHttp(allow_private=False)
    answer = await outbound.post(f"https://{host}:{port_of(listener)}/", {}, b"{}")
    assert answer.error in {"refused_address", "unknown_host"}
    assert listener.calls == []


@given(st.ip_addresses(v=4))
def test_what_carries_an_address_is_as_public_as_what_it_carries(address: object) -> None:
    packed = int(address)  # type: ignore[call-overload]
    plain = is_public(str(address))
    for carrier in ("::ffff:0:0", "64:ff9b::", "2002::"):
        base = int.from_bytes(socket.inet_pton(socket.AF_INET6, carrier))
        number = base | (packed << 80 if carrier == "2002::" else packed)
        written = socket.inet_ntop(socket.AF_INET6, number.to_bytes(16))
        assert is_public(written) is plain, written


async def test_a_name_that_is_public_when_looked_at_and_ours_when_called_is_refused(
    listener: Receiver,
) -> None:
    names = Names(["93.184.215.14"], ["127.0.0.1"])
    assert is_public(next(iter(await names("rebind.example", 443))))
    outbound = OutboundHttp(allow_private=False, resolve=names)
    outbound.check("https://rebind.example/hook")
    answer = await outbound.post(f"https://rebind.example:{port_of(listener)}/", {}, b"{}")
    assert answer.error == "refused_address"
    assert names.asked == 2
    assert listener.calls == []


async def test_one_bad_address_among_good_ones_spoils_the_name(listener: Receiver) -> None:
    outbound = OutboundHttp(allow_private=False, resolve=Names(["93.184.215.14", "10.0.0.1"]))
    answer = await outbound.post(f"https://both.example:{port_of(listener)}/", {}, b"{}")
    assert answer.error == "refused_address"


async def test_the_connection_goes_to_the_very_address_that_was_checked(
    listener: Receiver,
) -> None:
    """The name is asked once a connection; what it would say next nobody hears."""
    names = Names(["127.0.0.1"], ["192.0.2.1"])
    outbound = OutboundHttp(allow_private=True, resolve=names)
    answer = await outbound.post(f"http://crm.example:{port_of(listener)}/hook?a=1", {}, b"{}")
    assert (answer.status, names.asked) == (200, 1)
    assert listener.calls[0].headers["host"] == f"crm.example:{port_of(listener)}"


async def test_calls_of_one_line_share_their_connection(listener: Receiver) -> None:
    names = Names(["127.0.0.1"], ["192.0.2.1"])
    outbound = OutboundHttp(allow_private=True, resolve=names)
    async with outbound.line() as line:
        for _ in range(3):
            answer = await line.post(f"http://crm.example:{port_of(listener)}/", {}, b"{}")
            assert answer.is_success
    assert names.asked == 1


async def test_a_redirect_to_this_machine_is_not_followed(listener: Receiver) -> None:
    listener.answer = lambda _: Says(307, {"Location": f"{listener.url}/inside"})
    answer = await OutboundHttp(allow_private=True).post(f"{listener.url}/hook", {}, b"{}")
    assert answer.is_redirect
    assert not answer.is_success
    assert len(listener.calls) == 1


async def test_proxies_of_the_environment_are_not_asked(
    listener: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    answer = await OutboundHttp(allow_private=True).post(f"{listener.url}/", {}, b"{}")
    assert answer.status == 200


async def test_an_answer_is_waited_for_so_long_and_read_so_far(listener: Receiver) -> None:
    listener.answer = lambda _: Says(after=20)
    slow = await OutboundHttp(allow_private=True, seconds=0.3).post(listener.url, {}, b"{}")
    assert (slow.status, slow.error) == (None, "timeout")
    assert slow.seconds < 10
    listener.answer = lambda _: Says(body=b"y" * 1_000_000)
    long = await OutboundHttp(allow_private=True).post(listener.url, {}, b"{}")
    assert (long.status, len(long.body)) == (200, 64 * 1024)


async def test_what_cannot_be_reached_is_told_in_a_word(listener: Receiver) -> None:
    outbound = OutboundHttp(allow_private=True, certificates=ssl.create_default_context())
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert (await outbound.post(f"http://127.0.0.1:{port}/", {}, b"")).error == "connection"
    assert (await outbound.post(f"https://127.0.0.1:{port_of(listener)}/", {}, b"")).error == "tls"
    nowhere = OutboundHttp(allow_private=True, resolve=Names([]))
    assert (await nowhere.post("http://nowhere.example/", {}, b"")).error == "unknown_host"
    assert (await outbound.post("file:///etc/passwd", {}, b"")).error == "refused_address"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "ftp://example.com/",
        "https://user:pass@example.com/",
        "https://example.com:22/",
        "https:///hook",
        "https://exämple.com/",
        "https://example.com/" + "x" * 3_000,
        "example.com",
        "https://[::1",
    ],
)
def test_only_plain_https_addresses_can_be_entered(url: str) -> None:
    with pytest.raises(NotPublic):
        OutboundHttp(allow_private=False).check(url)


def test_ports_without_special_rights_may_be_named() -> None:
    OutboundHttp(allow_private=False).check("https://crm.example.com:8443/hook")


@pytest.mark.parametrize(
    ("status", "word", "seconds"),
    [
        (429, "30", 30.0),
        (503, " 7 ", 7.0),
        (429, "", None),
        (429, "soon", None),
        (429, "-5", None),
        (500, "30", None),
        (503, "Thu, 01 Jan 1970 00:02:00 GMT", 20.0),
    ],
)
def test_retry_after_is_a_number_or_a_date_where_it_means_something(
    status: int, word: str, seconds: float | None
) -> None:
    answer = Answer(status, headers={"retry-after": word} if word else {})
    assert retry_after(answer, now=100.0) == seconds


@given(st.text())
def test_no_retry_after_breaks_it(word: str) -> None:
    found = retry_after(Answer(429, headers={"retry-after": word}), now=0.0)
    assert found is None or found >= 0


@pytest.mark.parametrize(
    "word",
    [
        f"Mon, 01 Jan {'9' * 20} 00:00:00 GMT",
        f"Mon, {'9' * 30} Jan 2026 00:00:00 GMT",
        f"Mon, 01 Jan 2026 00:00:00 +{'9' * 14}",
    ],
)
def test_a_date_of_no_calendar_asks_for_nothing(word: str) -> None:
    assert retry_after(Answer(503, headers={"retry-after": word}), now=0.0) is None
