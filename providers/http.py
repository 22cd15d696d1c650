"""The HTTP clients: for campaigns, for single messages, for everything else (see ADR 0006)."""

from datetime import timedelta

import httpx
from pyreqwest.client import Client, ClientBuilder

# Meta wants name/x.y.z.
USER_AGENT = "MasterIA/0.1.0"

_CONNECT = timedelta(seconds=5)
_READ = timedelta(seconds=30)
_PUSH = timedelta(seconds=10)
# A free place in the pool comes as soon as any message in flight is answered.
_POOL = timedelta(seconds=30)
# Below the usual idle limit of servers: a connection closed just as a message is written to it
# would leave that message in doubt.
_IDLE = timedelta(seconds=20)


# Conversations whose messages are on their way at once.
CHATS_AT_ONCE = 64


def bulk_client(window: int) -> Client:
    """One for the whole process, with a kept connection for each message in flight."""
    return _client(window)


def chat_client() -> Client:
    """One of its own for single messages: a campaign's full pool never makes a reply wait."""
    return _client(CHATS_AT_ONCE)


def _client(connections: int) -> Client:
    return (
        ClientBuilder()
        .user_agent(USER_AGENT)
        .connect_timeout(_CONNECT)
        .read_timeout(_READ)
        .pool_timeout(_POOL)
        .max_connections(connections)
        .pool_max_idle_per_host(connections)
        .pool_idle_timeout(_IDLE)
        # A followed redirect would repeat the message somewhere else.
        .follow_redirects(enable=False)
        .build()
    )


def management_client() -> httpx.AsyncClient:
    """For what a person waits for: connections, templates, uploads."""
    return httpx.AsyncClient(
        headers={"User-Agent": USER_AGENT},
        timeout=httpx.Timeout(_READ.total_seconds(), connect=_CONNECT.total_seconds()),
        follow_redirects=False,
    )


def push_client() -> httpx.AsyncClient:
    """For addresses browsers gave: none gets much time, many connections or a second chance."""
    return httpx.AsyncClient(
        headers={"User-Agent": USER_AGENT},
        timeout=httpx.Timeout(_PUSH.total_seconds(), connect=_CONNECT.total_seconds()),
        limits=httpx.Limits(max_connections=50, max_keepalive_connections=20),
        follow_redirects=False,
        # Which proxies there are is for our own calls, not for strangers' addresses.
        trust_env=False,
    )
