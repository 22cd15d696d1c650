"""Whether a short link was followed by a person or by a program that looks at links. Pure."""

import re

from starlette.datastructures import Headers

# Previews of messengers and social networks, search engines, scanners, and plain HTTP libraries.
_AGENTS = re.compile(
    r"""
      ^whatsapp/ | facebookexternalhit | facebot | meta-external | telegrambot | slack | discordbot
    | twitterbot | linkedinbot | skypeuripreview | viber | google-?(safety|read|proxy|image)
    | bot\b | bot/ | crawl | spider | preview | scanner | monitor | headless | phantomjs
    | ^(curl|wget|python|go-http-client|java|okhttp|axios|node|ruby|perl|libwww|apache|postman)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# A browser that fetches in advance what its person may never open.
_IN_ADVANCE = ("Purpose", "Sec-Purpose", "X-Purpose", "X-Moz")


def is_robot(method: str, headers: Headers) -> bool:
    agent = headers.get("User-Agent", "")
    if method == "HEAD" or not agent or _AGENTS.search(agent):
        return True
    return any(
        word in headers.get(name, "").lower()
        for name in _IN_ADVANCE
        for word in ("prefetch", "prerender", "preview")
    )
