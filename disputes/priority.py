"""Which priority a case gets and why: rules as data, applied to plain facts.

The levels follow the triage matrix (domain facts, a proposal). Rules only ever raise; lowering is a person's
decision with a reason (`disputes.actions.priority`).
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from disputes.choices import Measure, Priority
from portal.lib.clock import SHANGHAI
from portal.lib.workhours import Schedule, closing_after

# An amount from which a matter is at least P1. Round figures of one order, not rates of a day.
LARGE_AMOUNT = {
    "CNY": Decimal(10_000_000),
    "USD": Decimal(1_500_000),
    "EUR": Decimal(1_300_000),
    "GBP": Decimal(1_100_000),
    "JPY": Decimal(200_000_000),
    "KRW": Decimal(2_000_000_000),
    "HKD": Decimal(11_000_000),
}
# Matters of Decree 801 arts. 15-17: seen by named people alone.
RESTRICTED_TYPES = frozenset({"discriminatory_measure"})


@dataclass(frozen=True)
class Facts:
    """What the rules look at. `days_3` and `days_10` are the 3rd and 10th working day from today; `emergency`:
    through which door it came."""

    dispute_type: str
    measures: frozenset[str]
    next_date: date | None
    fair_on: date | None
    amount: Decimal | None
    currency: str
    today: date
    days_3: date
    days_10: date
    emergency: bool = False

    def due_by(self, last: date) -> bool:
        return self.next_date is not None and self.next_date <= last


@dataclass(frozen=True)
class Rule:
    code: str
    level: Priority
    reason: str | Lazy
    applies: Callable[[Facts], bool]


def has(*measures: Measure) -> Callable[[Facts], bool]:
    return lambda facts: bool(facts.measures & set(measures))


def kind(*codes: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.dispute_type in codes


P = Priority
RULES: tuple[Rule, ...] = (
    # Whoever comes through that door is looked at first; an officer lowers it when it was none.
    Rule("emergency", P.P0, _("It came through the emergency door"), lambda f: f.emergency),
    Rule("freeze", P.P0, _("Money or an account is frozen"), has(Measure.FREEZE)),
    Rule("tro", P.P0, _("A restraining order or injunction is in force"), has(Measure.TRO)),
    Rule("raid", P.P0, _("There was a search, raid or seizure"), has(Measure.RAID)),
    Rule(
        "fair_soon",
        P.P0,
        _("A trade fair begins within 7 days"),
        lambda f: f.fair_on is not None and 0 <= (f.fair_on - f.today).days <= 7,
    ),
    Rule("act_3", P.P0, _("Something is due within 3 working days, or was due already"), lambda f: f.due_by(f.days_3)),
    Rule("act_10", P.P1, _("Something is due within 10 working days"), lambda f: f.due_by(f.days_10)),
    Rule("default", P.P1, _("A default was entered that may be set aside"), has(Measure.DEFAULT)),
    Rule("itc_337", P.P1, _("A section 337 investigation"), kind("itc_337")),
    Rule("customs", P.P1, _("Goods held by customs: a short period runs"), has(Measure.DETENTION)),
    Rule("customs_kind", P.P1, _("A customs matter: a short period runs"), kind("customs")),
    # The kind alone says that an order was made or is sought; the measures, once ticked, make it P0.
    Rule(
        "injunction_kind",
        P.P1,
        _("A preliminary injunction or asset freeze: taken as in force until known otherwise"),
        kind("preliminary_injunction"),
    ),
    Rule("criminal", P.P1, _("A criminal matter"), kind("criminal")),
    Rule("trade_secret", P.P1, _("A trade-secret matter"), kind("trade_secret")),
    Rule("sep", P.P1, _("Standard-essential patents"), kind("sep_frand")),
    Rule("security", P.P1, _("A discriminatory measure"), kind(*RESTRICTED_TYPES)),
    Rule(
        "amount",
        P.P1,
        _("A large amount is at risk"),
        lambda f: f.amount is not None and f.amount >= LARGE_AMOUNT.get(f.currency, Decimal("Infinity")),
    ),
    Rule("delisting", P.P2, _("A listing or shop is taken down: an appeal window runs"), has(Measure.DELISTING)),
    Rule("platform", P.P2, _("A platform complaint with an appeal window"), kind("platform", "schedule_a")),
    Rule("demand", P.P2, _("A letter before action or licence demand"), kind("licence_demand")),
    Rule(
        "opposition",
        P.P2,
        _("An opposition or invalidation window may be open"),
        kind("tm_opposition", "tm_invalidation", "patent_opposition", "patent_invalidity"),
    ),
    Rule(
        "suit",
        P.P2,
        _("Proceedings are under way"),
        kind("us_court", "patent_litigation", "tm_infringement", "domain_name"),
    ),
    Rule("dated", P.P2, _("A date is known by which something is due"), lambda f: f.next_date is not None),
)
REASONS: dict[str, str | Lazy] = {rule.code: rule.reason for rule in RULES}


def hits(facts: Facts) -> list[Rule]:
    """Every rule that applies."""
    return [rule for rule in RULES if rule.applies(facts)]


def assess(facts: Facts, *, dismissed: Collection[str] = ()) -> tuple[Priority, list[str]]:
    """The highest level any rule asks for, and the codes of the rules that ask for it. No rule: P3."""
    asking = [rule for rule in hits(facts) if rule.code not in dismissed]
    level = min((rule.level for rule in asking), default=Priority.P3, key=str)
    return level, [rule.code for rule in asking if rule.level == level]


def is_higher(one: str, other: str) -> bool:
    """P0 is above P1. An unset priority is below all."""
    return bool(one) and (not other or one < other)


def facts_of(
    *,
    dispute_type: str,
    measures: Iterable[str],
    next_date: date | None,
    fair_on: date | None,
    amount: Decimal | None,
    currency: str,
    schedule: Schedule,
    now: datetime,
    emergency: bool = False,
) -> Facts:
    """Facts of a case at a moment, counted in the working days of its centre."""
    return Facts(
        dispute_type=dispute_type,
        measures=frozenset(measures),
        next_date=next_date,
        fair_on=fair_on,
        amount=amount,
        currency=currency,
        today=now.astimezone(SHANGHAI).date(),
        days_3=closing_after(schedule, now, 3).at.astimezone(SHANGHAI).date(),
        days_10=closing_after(schedule, now, 10).at.astimezone(SHANGHAI).date(),
        emergency=emergency,
    )
