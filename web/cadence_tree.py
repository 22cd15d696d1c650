"""The steps of a cadence as its picture shows them: each with its words, findings and figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from schemas.cadences import Condition, Definition, Message, Step
from services import cadence_edits
from services.cadence_findings import Finding
from services.cadence_statistics import StepFigures
from web import cadence_words
from web.cadence_choices import Choices, Pairs
from web.i18n import gettext, mark

_WAYS = (("yes", mark("If so")), ("no", mark("If not")))


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a step."""

    label: str
    value: int
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class Way:
    """One of a condition's two ways."""

    name: str
    label: str
    place: str
    nodes: "list[Node]"
    # How many took it; none where nobody counts.
    taken: int | None = None


@dataclass(frozen=True, slots=True)
class Node:
    step: Step
    # "3", or "3.1" within a way.
    number: str
    title: str
    summary: str
    icon: str
    # Where a step put in behind it stands.
    place: str
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    waiting: int = 0
    ways: list[Way] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.step.key

    @property
    def soon(self) -> bool:
        """Nothing performs it yet."""
        return self.step.kind in cadence_words.NOT_YET


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the nodes are made from."""

    choices: Choices
    findings: Sequence[Finding] = ()
    figures: Mapping[str, StepFigures] | None = None


def nodes(definition: Definition, drawing: Drawing) -> list[Node]:
    return _nodes(definition.steps, drawing, "")


def _nodes(steps: Sequence[Step], drawing: Drawing, prefix: str) -> list[Node]:
    return [_node(step, f"{prefix}{place}", drawing) for place, step in enumerate(steps, start=1)]


def _node(step: Step, place: str, drawing: Drawing) -> Node:
    own = [one for one in drawing.findings if one.key == step.key]
    figures = drawing.figures.get(step.key, StepFigures()) if drawing.figures is not None else None
    return Node(
        step=step,
        number=place,
        title=cadence_words.title(step),
        summary=cadence_words.summary(step, drawing.choices),
        icon=cadence_words.icon_of(step, drawing.choices),
        place=f"after:{step.key}",
        errors=_told(own, "error"),
        warnings=_told(own, "warning"),
        figures=_figures(step, figures) if figures is not None else [],
        waiting=figures.waiting if figures is not None else 0,
        ways=_ways(step, place, drawing, figures),
    )


def _told(found: Sequence[Finding], severity: str) -> list[str]:
    """Each sentence once."""
    return list(dict.fromkeys(gettext(one.message) for one in found if one.severity == severity))


def _ways(step: Step, place: str, drawing: Drawing, figures: StepFigures | None) -> list[Way]:
    if not isinstance(step, Condition):
        return []
    taken = {"yes": figures.yes, "no": figures.no} if figures is not None else {}
    inner = {"yes": step.yes, "no": step.no}
    letters = {"yes": "a", "no": "b"}
    return [
        Way(
            name,
            gettext(label),
            f"{name}:{step.key}",
            _nodes(inner[name], drawing, f"{place}{letters[name]}"),
            taken.get(name),
        )
        for name, label in _WAYS
    ]


def _figures(step: Step, of: StepFigures) -> list[Figure]:
    """What is worth telling of a step; noughts only where somebody would look for the number."""
    found = [Figure(gettext("Waiting"), of.waiting, "info")]
    if isinstance(step, Message):
        found += [
            Figure(gettext("Sent"), of.sent, "info"),
            Figure(gettext("Delivered"), of.delivered, "success"),
            Figure(gettext("Read"), of.read, "brand"),
            Figure(gettext("Replied"), of.replied, "brand"),
            Figure(gettext("Clicked"), of.clicked, "brand"),
        ]
        rest = [
            Figure(gettext("Failed"), of.failed, "danger"),
            Figure(gettext("Skipped"), of.skipped, "neutral"),
            Figure(gettext("Unknown"), of.unknown, "warning"),
            Figure(gettext("Opted out"), of.opted_out, "danger"),
        ]
    else:
        found.append(Figure(gettext("Passed"), of.passed, "success"))
        rest = [Figure(gettext("Passed over"), of.passed_over, "warning")]
    rest.append(Figure(gettext("Left here"), of.left, "neutral"))
    return [*found, *(one for one in rest if one.value)]


def places(definition: Definition, drawing: Drawing, without: str) -> Pairs:
    """Where a step can be moved to: (place, words)."""
    known = {node.key: node for node in _all(nodes(definition, drawing))}
    found: Pairs = []
    for place, step in cadence_edits.places(definition, without):
        if step is None:
            found.append((place, gettext("At the beginning")))
            continue
        node, way = known[step.key], place.partition(":")[0]
        said = {"number": node.number, "title": node.title, "summary": node.summary}
        words = {
            "after": gettext("Behind %(number)s · %(title)s"),
            "yes": gettext("In %(number)s, if so: first"),
            "no": gettext("In %(number)s, if not: first"),
        }[way]
        found.append((place, words % said))
    return found


def headings(definition: Definition, drawing: Drawing) -> dict[str, str]:
    """What each step is called, by its key: "3a1 · Message"."""
    return {one.key: f"{one.number} · {one.title}" for one in _all(nodes(definition, drawing))}


def _all(found: Sequence[Node]) -> list[Node]:
    return [
        one for node in found for one in [node, *(x for way in node.ways for x in _all(way.nodes))]
    ]
