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
    # Further addresses that belong to it.
    also: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return gettext(self.label)

    def holds(self, path: str) -> bool:
        """Whether an address lies in this place, so that it is shown as the current one."""
        if self.path == "/":
            return path == "/"
        return any(path == own or path.startswith(f"{own}/") for own in (self.path, *self.also))


PLACES = (
    Place(mark("Home"), "/", "house", on_phone_bar=True),
    Place(
        mark("Contacts"),
        "/contacts",
        "users",
        on_phone_bar=True,
        also=("/imports", "/tags", "/fields"),
    ),
    Place(mark("Segments"), "/segments", "filter"),
    Place(mark("Templates"), "/templates", "file-text", on_phone_bar=True),
    Place(mark("Campaigns"), "/campaigns", "megaphone", on_phone_bar=True),
    Place(mark("Connections"), "/connections", "plug"),
    Place(mark("Settings"), "/settings", "settings", also=("/canned-replies",)),
)
