"""The answer of the calculator: what may be due after each event, what to watch, and why other rules give no date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from laws.deadlines import validity
from laws.deadlines.asking import Answer, Question, ask, extension_of, life_of
from laws.deadlines.computing import NoDate
from laws.deadlines.explaining import Part, explain, key_event, life, reviewer_name
from laws.deadlines.forms import key_asked_by
from laws.deadlines.showing import Standing, left_of
from laws.deadlines.validity import Applies
from laws.models import DeadlineRule
from laws.models.rules import RuleNature
from portal.lib.errors import Invalid
from portal.reference.calendars import Calendars
from portal.reference.models import Forum


@dataclass(frozen=True)
class Matter:
    """What was asked, whichever rules it meets. `forum` is taken by the rules it belongs to, passed over by others.

    `order_on` is taken where one rule alone is asked: an order sets the day of one act, never of all.
    """

    triggers: list[date]
    forum: Forum | None = None
    keys: Mapping[str, date] = field(default_factory=dict)
    is_extended: bool = False
    order_on: date | None = None


@dataclass(frozen=True)
class Dated:
    """One rule counted from one day. `only_if` names the event whose date was not told, with the rule's window."""

    answer: Answer
    only_if: str = ""
    window: str = ""

    @property
    def rule(self) -> DeadlineRule:
        return self.answer.rule

    @property
    def reviewer(self) -> str:
        return reviewer_name(self.rule)

    @property
    def why(self) -> list[Part]:
        return explain(self.rule, self.answer.forum, self.answer.computed, keys=self.answer.question.keys)

    @property
    def is_over(self) -> bool:
        computed = self.answer.computed
        return left_of(computed.act_by, computed.cutoff).standing in (Standing.OVER_THERE, Standing.LATE)


@dataclass(frozen=True)
class Undated:
    """A rule from which no date comes: `code` and `text` say why, `instead` which rules hold in its place."""

    rule: DeadlineRule
    trigger: date
    code: str
    text: str
    instead: list[DeadlineRule] = field(default_factory=list)


@dataclass(frozen=True)
class Group:
    """What one side may have to do after one event, the earliest first."""

    trigger_kind: str
    role: str
    rows: list[Dated]


@dataclass(frozen=True)
class Result:
    """Deadlines with the earliest first, dates that are only to be watched, then the rules without a date."""

    dated: list[Dated]
    watched: list[Dated]
    undated: list[Undated]

    @property
    def groups(self) -> list[Group]:
        """By event and by whose act it is, in the order of the earliest date that can still be met."""
        found: dict[tuple[str, str], list[Dated]] = {}
        for row in sorted(self.dated, key=lambda row: row.is_over):
            found.setdefault((row.rule.trigger_kind, row.rule.role), []).append(row)
        return [Group(kind, role, sorted(rows, key=_when)) for (kind, role), rows in found.items()]

    @property
    def safe(self) -> Dated | None:
        """The one to act on when several may apply; None among several events or sides, which have none in common."""
        return self.dated[0] if len({(row.rule.trigger_kind, row.rule.role) for row in self.dated}) == 1 else None

    @property
    def next_open(self) -> Dated | None:
        """The first that can still be met, where the safe one is over."""
        return next((row for row in self.dated if not row.is_over), None)


def calculate(rules: Iterable[DeadlineRule], matter: Matter, *, pool: Iterable[DeadlineRule] = ()) -> Result:
    """Every rule from every trigger. `pool`: where to look for rules that hold in place of one that does not.

    One query, for the confirmed years of the calendars.
    """
    calendars = Calendars()
    dated: list[Dated] = []
    watched: list[Dated] = []
    undated: list[Undated] = []
    asked, others = list(rules), list(pool)
    if len(asked) > 1:
        matter = replace(matter, order_on=None)
    for rule in asked:
        for trigger in matter.triggers:
            try:
                answer = ask(_question(rule, trigger, matter), calendars)
            except NoDate as none:
                instead = _instead(rule, trigger, matter, others) if none.code == "not_in_force" else []
                undated.append(Undated(rule, trigger, none.code, str(none.message), instead))
            except Invalid as refused:
                undated.append(Undated(rule, trigger, "invalid", str(refused.message)))
            else:
                if rule.is_due:
                    dated.append(_dated(answer))
                elif rule.nature == RuleNature.WATCH:
                    watched.append(_dated(answer))
                else:
                    undated.append(Undated(rule, trigger, rule.nature, rule.nature_said))
    return Result(sorted(dated, key=_when), sorted(watched, key=_when), undated)


def _when(row: Dated) -> tuple[date, date, str]:
    return row.answer.computed.act_by, row.answer.computed.raw, row.rule.rule_id


def _question(rule: DeadlineRule, trigger: date, matter: Matter) -> Question:
    forum = matter.forum if matter.forum is not None and matter.forum.parent_id == rule.forum_id else None
    # Other rules of the matter may know no extension: they are counted without.
    is_extended = matter.is_extended and extension_of(rule) is not None
    return Question(rule, trigger, forum, matter.keys, is_extended, matter.order_on)


def _dated(answer: Answer) -> Dated:
    if answer.applies is not Applies.UNKNOWN:
        return Dated(answer)
    return Dated(answer, key_event(key_asked_by(answer.rule)), life(answer.rule))


def _instead(rule: DeadlineRule, trigger: date, matter: Matter, pool: list[DeadlineRule]) -> list[DeadlineRule]:
    """What holds at that time for the same act at the same forum."""
    return [
        other
        for other in pool
        if other.pk != rule.pk
        and (other.forum_id, other.dispute_type_id, other.role) == (rule.forum_id, rule.dispute_type_id, rule.role)
        and other.trigger_kind == rule.trigger_kind
        and life_of(other).is_bounded
        and validity.applies(life_of(other), trigger_kind=other.trigger_kind, trigger=trigger, keys=matter.keys)
        is not Applies.NO
    ]
