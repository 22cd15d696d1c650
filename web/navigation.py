"""The places of the console, in the order of the sidebar."""

from dataclasses import dataclass

from web.i18n import gettext, mark


@dataclass(frozen=True, slots=True)
class Place:
    label: str
    path: str
    icon: str
    # Short ways on a phone: the four places with a tab of their own.
    on_phone_bar: bool = False
    # What stands below the icon there, where the label is too long for a fifth of a phone.
    short_label: str = ""
    # Further addresses that belong to it.
    also: tuple[str, ...] = ()
    # The keys that lead there, one after the other.
    keys: str = ""
    # Where its count comes from: an address that answers a number, or nothing for none.
    badge: str = ""
    # The named events of the stream after which the count is fetched again.
    badge_events: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return gettext(self.label)

    @property
    def short(self) -> str:
        return gettext(self.short_label or self.label)

    @property
    def badge_trigger(self) -> str:
        events = (*self.badge_events, "live")
        return ", ".join(["load", *(f"{name} from:#stream" for name in events)])

    def holds(self, path: str) -> bool:
        """Whether an address lies in this place, so that it is shown as the current one."""
        if self.path == "/":
            return path == "/"
        return any(path == own or path.startswith(f"{own}/") for own in (self.path, *self.also))


PLACES = (
    Place(
        mark("Inbox"),
        "/inbox",
        "inbox",
        short_label=mark("Chats"),
        on_phone_bar=True,
        keys="g i",
        badge="/inbox/unread",
        badge_events=("conversations",),
    ),
    Place(mark("Home"), "/", "house", on_phone_bar=True, keys="g h"),
    Place(
        mark("Contacts"),
        "/contacts",
        "users",
        on_phone_bar=True,
        also=("/imports", "/tags", "/fields", "/opt-outs"),
        keys="g c",
    ),
    Place(mark("Segments"), "/segments", "filter", keys="g s"),
    Place(mark("Templates"), "/templates", "file-text", keys="g t"),
    Place(
        mark("Campaigns"),
        "/campaigns",
        "megaphone",
        on_phone_bar=True,
        also=("/series",),
        keys="g m",
    ),
    Place(mark("Cadences"), "/cadences", "workflow", keys="g d"),
    Place(mark("Automation"), "/automation", "zap", keys="g a"),
    Place(mark("Connections"), "/connections", "plug", also=("/limits",), keys="g n"),
    Place(
        mark("Settings"),
        "/settings",
        "settings",
        also=(
            "/profile",
            "/prices",
            "/labels",
            "/stages",
            "/topics",
            "/teams",
            "/inboxes",
            "/link-domains",
            "/incoming-hooks",
        ),
        keys="g ,",
    ),
)
