"""The forecast and money as people read them, in both languages."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from schemas.enums import Channel
from schemas.preflights import BudgetLine, Cost, CostLine, Money, Notice
from services.forecasts import Forecast
from services.launches import Check
from web import formatting, i18n, preflight_views
from web.money_forms import read_amount, show_amount
from web.preflight_views import Sheet


def _now() -> datetime:
    """Asked anew each time: a run may begin before midnight."""
    return datetime.now(UTC)


@pytest.fixture(autouse=True)
def _here() -> Iterator[None]:
    formatting.use_time_zone("UTC")
    i18n.activate("en")
    yield
    i18n.activate("en")


def _sheet(forecast: Forecast, reachable: int = 25_000, **values: object) -> Sheet:
    lines = (CostLine("BR", reachable, reachable, 345_000),)
    check = Check(
        **{  # type: ignore[arg-type]
            "reachable": reachable,
            "excluded": {},
            "rate_per_second": 80,
            "channel": Channel.WHATSAPP,
            "currency": "BRL",
            "starts_at": _now(),
            "cost": Cost("marketing", lines),
            "forecast": forecast,
            **values,
        }
    )
    return preflight_views.sheet(check)


def _days(*counts: int, first: date | None = None) -> tuple[tuple[date, int], ...]:
    first = first or _now().date()
    return tuple((first + timedelta(days=place), count) for place, count in enumerate(counts))


def test_a_part_goes_today_and_the_end_is_named() -> None:
    end = (_now() + timedelta(days=2)).replace(hour=11, minute=40)
    found = _sheet(Forecast(_days(9_400, 9_400, 6_200), _now(), end))
    weekday = end.strftime("%A")
    said = found.forecast.replace("\u202f", " ")
    assert said == f"9,400 of 25,000 go today; it ends on {weekday} 11:40 AM."
    i18n.activate("pt_BR")
    said = _sheet(Forecast(_days(9_400, 9_400, 6_200), _now(), end)).forecast
    assert said.startswith("9.400 de 25.000 vão hoje; término: ")
    assert said.endswith(" 11:40.")


def test_everybody_today_a_later_day_and_no_end() -> None:
    end = _now().replace(hour=23, minute=59)
    everybody = _sheet(Forecast(_days(25_000), _now(), end))
    assert everybody.forecast.startswith("Everybody gets it today: it ends at 11:59")
    far = _now().date() + timedelta(days=30)
    later = _sheet(Forecast(_days(20_000, 5_000, first=far), _now(), _now() + timedelta(days=31)))
    assert later.forecast.startswith("20,000 of 25,000 go on ")
    endless = _sheet(Forecast(_days(1_000), _now(), end, beyond=24_000))
    assert "no end is in sight" in endless.forecast
    nobody = _sheet(Forecast((), None, None, late=25_000))
    assert nobody.forecast == "Nobody gets it before it expires."


def test_more_than_a_week_of_bars_is_cut_short() -> None:
    found = _sheet(Forecast(_days(*[2_500] * 10), _now(), _now() + timedelta(days=10)))
    assert (len(found.days), found.more_days) == (7, 3)
    assert found.days[0].label == "Today"


def test_money_is_written_as_the_reader_writes_it() -> None:
    found = _sheet(Forecast(_days(25_000), _now(), _now()))
    assert (found.cost, found.cost_hint) == ("R$8,625.00", "R$0.345 each")
    i18n.activate("pt_BR")
    found = _sheet(Forecast(_days(25_000), _now(), _now()))
    assert found.cost.replace("\u00a0", " ") == "R$ 8.625,00"
    assert found.cost_hint.replace("\u00a0", " ") == "R$ 0,345 cada"


def test_a_notice_writes_its_amounts_in_the_companys_currency() -> None:
    notice = Notice("x", "%(cost)s of %(count)s", {"cost": Money(1_500_000), "count": 1_200})
    assert preflight_views.say(notice, "EUR") == "€1.50 of 1,200"


def test_a_budget_says_what_it_leaves_and_when_it_is_passed() -> None:
    lines = (
        BudgetLine("campaign", 10_000_000_000, 0, 0),
        BudgetLine("month", 9_000_000_000, 1_000_000_000, 0),
    )
    enough, passed = _sheet(Forecast(_days(25_000), _now(), _now()), budgets=lines).budgets
    assert enough.left == "R$1,375.00 of R$10,000.00 are left afterwards (14%)"
    assert (enough.over, passed.over) == (False, True)


def test_the_sms_to_whom_it_misses_are_told_beside_the_cost_in_both_languages() -> None:
    texts = Cost("marketing", (CostLine("BR", 24_000, 48_000, 250_000),))
    options: dict[str, object] = {
        "fallback": texts,
        "budgets": (BudgetLine("campaign", 20_000_000_000, 0, 0),),
        "approval": ("cost",),
    }
    found = _sheet(Forecast(_days(25_000), _now(), _now()), 25_000, **options)
    assert found.cost == "R$8,625.00"
    assert found.texts is not None
    assert found.texts.more == "and up to R$12,000.00 more, if everybody needs an SMS"
    assert found.texts.most.endswith(
        "If all 24,000 people need one, the campaign costs R$20,625.00 at most."
    )
    assert found.texts.parts[0].detail == "48,000 × R$0.25"
    assert found.budgets[0].left == (
        "R$11,375.00 of R$20,000.00 are left afterwards (57%); R$0.00 if all need an SMS"
    )
    assert not found.budgets[0].over
    assert found.approval == ["With all of its SMS it may cost more than one person may decide on."]
    i18n.activate("pt_BR")
    found = _sheet(Forecast(_days(25_000), _now(), _now()), 25_000, **options)
    assert found.texts is not None
    said = found.texts.more.replace("\u00a0", " ")
    assert said == "e até R$ 12.000,00 a mais, se todos precisarem de um SMS"


def test_where_a_price_is_missing_no_end_of_the_cost_is_promised() -> None:
    known = Cost("marketing", (CostLine("BR", 10, 10, 250_000),))
    missing = Cost("marketing", (CostLine("BR", 9, 9, 250_000), CostLine("AR", 1, 1, None)))
    forecast = Forecast(_days(10), _now(), _now())
    texts = _sheet(forecast, 10, fallback=missing).texts
    first = _sheet(forecast, 10, fallback=known, cost=missing).texts
    assert texts is not None
    assert first is not None
    assert texts.more == "and SMS, of which a price is missing"
    assert first.more == "and up to R$2.50 more, if everybody needs an SMS"
    for one in (texts, first):
        assert one.most.endswith(
            "What the campaign costs at most is not known, as a price is missing."
        )


@pytest.mark.parametrize(
    ("locale", "typed", "micros"),
    [
        ("en", "1,500.50", 1_500_500_000),
        ("pt_BR", "1.500,50", 1_500_500_000),
        ("pt_BR", "0,345", 345_000),
        ("en", "", None),
    ],
)
def test_an_amount_is_read_as_it_is_shown(locale: str, typed: str, micros: int | None) -> None:
    i18n.activate(locale)
    assert read_amount(typed, "x") == micros
    assert read_amount(show_amount(micros), "x") == micros
