"""`manage.py deadline RULE_ID DATE [DATE …] [--forum F] [--json]`: the three dates of a rule of each day."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from laws.deadlines.asking import Answer, Question, ask
from laws.deadlines.fields import day_from
from laws.deadlines.telling import as_row
from laws.models import DeadlineRule
from portal.lib.errors import Invalid
from portal.reference.calendars import Calendars
from portal.reference.models import Forum

COLUMNS = ("trigger", "raw", "rolled", "act_by", "cutoff_local", "cutoff_beijing")
WIDTHS = (12, 12, 12, 12, 24, 24)


class Command(BaseCommand):
    help = (
        "Computes the statutory, rolled and act-by date of a rule from each DATE (YYYY-MM-DD)."
        " The cut-offs are those of the act-by date. Ends with 1 and a sentence where no date may be told."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rule", metavar="RULE_ID", help="id of the rule, us-itc-response")
        parser.add_argument("days", nargs="+", metavar="DATE", help="day the period is counted from, YYYY-MM-DD")
        parser.add_argument("--forum", metavar="F", help="code of the court or office seized, us-d-ilnd")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *args: Any, rule: str, days: list[str], forum: str | None, **options: Any) -> None:
        found, triggers = _rule(rule), [_day(day) for day in days]
        seized, calendars = _forum(forum), Calendars()
        # All are computed before the first is printed: half an answer looks like a whole one.
        answers = [_asked(Question(found, trigger, seized), calendars) for trigger in triggers]
        if options["json"]:
            for answer in answers:
                self.stdout.write(json.dumps(as_row(answer), ensure_ascii=False))
            return
        row = as_row(answers[0])
        self.stdout.write(f"{row['rule_id']} at {row['forum']}, text: {row['text_status']}, {_review(row)}")
        self.stdout.write(_line(COLUMNS))
        for answer in answers:
            told = as_row(answer)
            self.stdout.write(_line([told[name] or "not known" for name in COLUMNS]))
            for off in told["skipped"]:
                self.stdout.write(f"  {off['day']}  {off['en']}")


def _rule(rule_id: str) -> DeadlineRule:
    rules = DeadlineRule.objects.select_related("forum", "reviewed_by", "replaced_by")
    found = rules.filter(rule_id=rule_id).first()
    if found is None:
        raise CommandError(f"There is no deadline rule {rule_id!r}.")
    return found


def _day(text: str) -> date:
    try:
        return day_from(text)
    except ValidationError as error:
        raise CommandError(error.messages[0]) from None


def _forum(code: str | None) -> Forum | None:
    if code is None:
        return None
    found = Forum.objects.filter(code=code).first()
    if found is None:
        raise CommandError(f"There is no court or office with the code {code!r}.")
    return found


def _asked(question: Question, calendars: Calendars) -> Answer:
    try:
        return ask(question, calendars)
    except Invalid as refused:
        raise CommandError(str(refused.message)) from None


def _review(row: dict[str, Any]) -> str:
    if row["reviewed_by"] is None:
        return "not reviewed by a person"
    return f"reviewed by {row['reviewed_by']} on {row['reviewed_on']}"


def _line(cells: Any) -> str:
    return "".join(f"{cell:<{width}}" for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()
