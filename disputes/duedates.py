"""Which legal deadlines follow from the facts of an intake, before or without a case: pure choice over rules and days.

What the intake calls "received on" is the day on which the first papers came, so it sets off the rules that count from
a service or a notice. Rules that count from something else are named with the date that is missing. Nothing is guessed:
a rule of another platform, or one that holds only under a condition nobody was asked about, waits for a person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disputes.choices import OurRole
from laws import words
from laws.deadlines.asking import Answer, Question, ask
from laws.deadlines.choosing import rules_at
from laws.deadlines.computing import Computed, NoDate
from laws.deadlines.validity import Applies
from laws.models import DeadlineRule
from portal.lib import clock
from portal.lib.clock import SHANGHAI
from portal.reference.calendars import Calendars
from portal.reference.models import DisputeType, Forum, GroupMember, Jurisdiction

# Whose act a rule means (`DeadlineRule.role`), by what the enterprise is in the dispute.
ROLES = {
    OurRole.ACCUSED: "respondent",
    OurRole.RIGHT_HOLDER: "right_holder",
    OurRole.SQUATTED: "right_holder",
    OurRole.THIRD_PARTY: "third_party",
}
# Triggers that are the coming of the first papers themselves (`DeadlineRule.trigger_kind`).
RECEIVED = frozenset(
    {
        "service",
        "notice",
        "complaint_notice",
        "violation_notice",
        "report_notice",
        "apex_notice",
        "detention_notice",
        "institution_notice",
        "notification",
        "receipt_of_notice",
        "receipt_of_opposition",
        "s45_notice",
    }
)
# Disputes whose forum sits in no country: its rules stand with WIPO's code in the reference file.
WORLDWIDE_TYPES = frozenset({"domain_name", "platform"})
WORLDWIDE = "WO"
PLATFORM = "platform"
END_OF_DAY = time(23, 59)


class Why(StrEnum):
    """Why a rule that may apply was not computed."""

    TRIGGER = "trigger"  # the date it counts from was not told
    KEY = "key"  # the date that decides between old and new law was not told
    CONDITION = "condition"
    FORUM = "forum"  # it is the rule of one platform, and which one it is was not told
    NO_DATE = "no_date"  # the rule names no length, or no calendar is known


REASONS: dict[Why, str | Promise] = {
    Why.TRIGGER: _("Tell us the date from which it counts."),
    Why.KEY: _("An old and a new law differ here: tell us the date that decides which of them holds."),
    Why.CONDITION: _("It holds only in particular circumstances. Add it if they are yours."),
    Why.FORUM: _("It is the rule of one platform only. Add it if yours is this one."),
    Why.NO_DATE: _("No date may be computed from it."),
}


@dataclass(frozen=True)
class Missing:
    """A rule that may apply and what keeps it from being computed; `said` is the engine's own sentence, if any."""

    rule: DeadlineRule
    why: Why
    said: str = ""

    @property
    def reason(self) -> str:
        return self.said or str(REASONS[self.why])

    @property
    def trigger_words(self) -> str:
        return words.trigger(self.rule.trigger_kind)


def suggestions(
    jurisdiction: Jurisdiction | str,
    dispute_type: DisputeType | str,
    our_role: str,
    received_on: date | None,
    calendars: Calendars,
    *,
    forum_name: str = "",
) -> tuple[list[Answer], list[Missing]]:
    """The deadlines that follow from these facts, the earliest first, and the rules for which something is missing.

    `forum_name` is the court, office or platform as typed. A day in the future counts as not told. At most three
    queries, whatever the number of rules; raises nothing.
    """
    role = ROLES.get(OurRole(our_role)) if our_role in OurRole.values else None
    if role is None:
        return [], []
    place = jurisdiction.code if isinstance(jurisdiction, Jurisdiction) else jurisdiction
    kind = dispute_type.code if isinstance(dispute_type, DisputeType) else dispute_type
    rules = list(rules_at(places_of(place, kind), dispute_type=kind, role=role))
    named = _named_forums(forum_name) if rules else []
    answers: list[Answer] = []
    missing: list[Missing] = []
    for rule in rules:
        if not rule.is_due:  # somebody else's date, or no date of its own
            continue
        forum = next((one for one in named if rule.forum_id in {one.pk, one.parent_id}), None)
        if rule.forum.kind == PLATFORM and forum is None:
            missing.append(Missing(rule, Why.FORUM))
            continue
        if rule.only_if:
            said = gettext("It holds only if: %(condition)s") % {"condition": rule.only_if}
            missing.append(Missing(rule, Why.CONDITION, said))
            continue
        if rule.trigger_kind not in RECEIVED or received_on is None or received_on > today_at(forum or rule.forum):
            missing.append(Missing(rule, Why.TRIGGER))
            continue
        try:
            answer = ask(Question(rule, received_on, forum), calendars)
        except NoDate as refusal:
            if refusal.code != "not_in_force":
                missing.append(Missing(rule, Why.NO_DATE, str(refusal.message)))
            continue
        if answer.applies is Applies.UNKNOWN:
            missing.append(Missing(rule, Why.KEY))
        else:
            answers.append(answer)
    answers.sort(key=lambda answer: (answer.computed.act_by, answer.rule.rule_id))
    return answers, missing


def today_at(forum: Forum) -> date:
    """The latest day that has begun, here or at the forum: in Auckland it is tomorrow before it is in Shanghai."""
    return max((clock.today(), clock.today(ZoneInfo(forum.time_zone)))) if forum.time_zone else clock.today()


def last_minute(computed: Computed) -> datetime:
    """Until when to act. Where the forum names no zone, the end of the day in Beijing.

    Those forums lie in Europe or America, or in any country at all; for the former the day ends there later than here.
    """
    if computed.cutoff is not None:
        return computed.cutoff.local(computed.act_by)
    return end_of_day(computed.act_by)


def end_of_day(day: date) -> datetime:
    return datetime.combine(day, END_OF_DAY, SHANGHAI)


def places_of(jurisdiction: str, dispute_type: str) -> list[str]:
    """The place itself and the organisations whose law holds there, such as the European Union's customs law."""
    within = (
        GroupMember.objects.filter(jurisdiction=jurisdiction, group__jurisdiction__isnull=False)
        .order_by("group")
        .values_list("group__jurisdiction", flat=True)
    )
    worldwide = [WORLDWIDE] if dispute_type in WORLDWIDE_TYPES else []
    return list(dict.fromkeys([jurisdiction, *within, *worldwide]))


def _named_forums(typed: str) -> list[Forum]:
    """Forums whose whole name stands in what was typed, the longest name first."""
    said = typed.casefold()
    if not said.strip():
        return []
    found = [forum for forum in Forum.objects.exclude(Q(name_zh="") & Q(name_en="")) if _is_named(forum, said)]
    return sorted(found, key=lambda forum: -max(len(forum.name_zh), len(forum.name_en)))


def _is_named(forum: Forum, words: str) -> bool:
    return any(name and name.casefold() in words for name in (forum.name_zh, forum.name_en))


def safest(answers: Iterable[Answer]) -> Answer:
    """Of several triggers, or rules, the one to act on. Raises ValueError without any."""
    return min(answers, key=lambda answer: (answer.computed.act_by, answer.computed.raw))
