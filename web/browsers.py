"""What a person calls the browser they are signed in with."""

_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
# In this order: every browser claims to be some of the others too.
_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)


def browser_name(user_agent: str) -> str:
    """`Chrome · Windows`; of what we cannot read, the first word."""
    found = [
        next((name for mark, name in table if mark in user_agent), None)
        for table in (_BROWSERS, _SYSTEMS)
    ]
    known = [name for name in found if name]
    return " · ".join(known) if known else (user_agent.partition("/")[0][:40] or "?")
