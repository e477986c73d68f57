"""The public calculator of legal deadlines, and why a date is that date."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from laws import access
from laws.deadlines.asking import ask, extension_of
from laws.deadlines.calculator import Dated, Matter, Result, calculate
from laws.deadlines.choosing import rules_at
from laws.deadlines.computing import NoDate
from laws.deadlines.explaining import explain, reviewer_name
from laws.deadlines.forms import CalculatorForm, QuestionForm
from laws.models import DeadlineRule
from laws.places import sort_key
from portal.lib import clock
from portal.lib.errors import Invalid
from portal.lib.fields import clean_text
from portal.lib.public import public_page
from portal.reference.calendars import Calendars
from portal.reference.models import DisputeType, Forum, Jurisdiction


@require_safe
@public_page
def calculator(request: HttpRequest) -> HttpResponse:
    """Three dates of every rule that may apply. The question stands in the address, so an answer can be sent on."""
    data = request.GET.copy()
    stale = _take_rule(data)
    pool = _pool(data)
    form = _form(data, pool, is_asked="trigger" in request.GET)
    context: dict[str, Any] = {"form": form, "stale": stale, "is_empty": not pool and bool(_code(data, "dispute_type"))}
    if context["is_empty"]:
        context["held"] = _kinds(_code(data, "jurisdiction"))
    if form.is_bound and form.is_valid() and pool:
        context |= _answered(form, pool)
    status = 400 if form.is_bound and not form.is_valid() else 200
    return render(request, "laws/deadlines.html", context, status=status)


@require_safe
@public_page
def why(request: HttpRequest, rule_id: str) -> HttpResponse:
    """One rule counted from each day given, line by line, made to be printed for counsel."""
    rule = access.get_rule(rule_id)
    form = QuestionForm(request.GET)
    sheets: list[dict[str, Any]] = []
    if form.is_valid():
        calendars = Calendars()
        for question in form.questions(rule):
            try:
                answer = ask(question, calendars)
            except NoDate as none:
                sheets.append({"trigger": question.trigger, "text": none.message})
            except Invalid as refused:
                form.add_error(None, str(refused.message))
                break
            else:
                parts = explain(rule, answer.forum, answer.computed, keys=question.keys)
                sheets.append({"trigger": question.trigger, "answer": answer, "parts": parts})
    context = {
        "rule": rule,
        "reviewer": reviewer_name(rule),
        "form": form,
        "sheets": sheets,
        "now": clock.now(),
        "page_url": f"{settings.BASE_URL}{request.get_full_path()}",
        "query": request.GET.urlencode(),
    }
    return render(request, "laws/deadline_why.html", context, status=400 if form.errors else 200)


def _code(data: QueryDict, name: str) -> str:
    return clean_text(data.get(name, ""))


def _take_rule(data: QueryDict) -> DeadlineRule | None:
    """A rule in the address brings its place and kind along. Returns one that has to be left out: it was withdrawn,
    or belongs to another matter than the one chosen since."""
    rule_id = _code(data, "rule")
    rule = (
        DeadlineRule.objects.select_related("jurisdiction", "replaced_by").filter(rule_id=rule_id).first()
        if rule_id
        else None
    )
    if rule is None:
        return None
    data.setdefault("jurisdiction", rule.jurisdiction_id)
    data.setdefault("dispute_type", rule.dispute_type_id)
    matter = (_code(data, "jurisdiction"), _code(data, "dispute_type"))
    if rule.withdrawn_on is None and matter == (rule.jurisdiction_id, rule.dispute_type_id):
        return None
    del data["rule"]
    return rule


def _pool(data: QueryDict) -> list[DeadlineRule]:
    place, kind = _code(data, "jurisdiction"), _code(data, "dispute_type")
    return list(rules_at([place], dispute_type=kind)) if place and kind else []


def _form(data: QueryDict, pool: list[DeadlineRule], *, is_asked: bool) -> CalculatorForm:
    """Bound once a day was asked about; before that the choices made so far are kept and nothing is complained of."""
    forums = Forum.objects.filter(parent__in={rule.forum_id for rule in pool}) if pool else Forum.objects.none()
    held = DeadlineRule.objects.filter(withdrawn_on__isnull=True)
    held_at = Jurisdiction.objects.filter(code__in=held.values("jurisdiction")).only("name_zh", "name_en")
    places = sorted(held_at, key=sort_key)
    kinds = _kinds()
    return CalculatorForm(
        data if is_asked else None,
        initial={name: data[name] for name in data},
        places=[(place.code, place.name) for place in places],
        kinds=kinds,
        rules=pool,
        forums=forums,
    )


def _kinds(place: str = "") -> list[tuple[str, str]]:
    """Kinds of dispute that have rules, by name; at one place if it is given."""
    held = DeadlineRule.objects.filter(withdrawn_on__isnull=True)
    if place:
        held = held.filter(jurisdiction=place)
    kinds = DisputeType.objects.filter(code__in=held.values("dispute_type")).only("name_zh", "name_en")
    return sorted(((kind.code, kind.name) for kind in kinds), key=lambda one: one[1].encode("gb18030"))


def _answered(form: CalculatorForm, pool: list[DeadlineRule]) -> dict[str, Any]:
    given = form.cleaned_data
    matter = Matter(given["trigger"], given.get("forum"), form.keys, bool(given.get("extended")), given["order"])
    result = calculate(form.asked, matter, pool=pool)
    return {
        "result": result,
        "groups": [(group, _linked(group.rows, matter)) for group in result.groups],
        "watched": _linked(result.watched, matter),
        "passed_over": _passed_over(result),
        "asked_for": sorted({row.only_if for row in (*result.dated, *result.watched) if row.only_if}),
        "several_triggers": len(matter.triggers) > 1,
    }


def _linked(rows: Iterable[Dated], matter: Matter) -> list[tuple[Dated, str]]:
    """Each with the address that explains it."""
    return [(row, why_url(row.rule, row.answer.question.trigger, matter)) for row in rows]


def _passed_over(result: Result) -> list[Any]:
    """Rules without a date, those that a change of law took out of force last."""
    return sorted(result.undated, key=lambda row: row.code == "not_in_force")


def why_url(rule: DeadlineRule, trigger: Any, matter: Matter) -> str:
    """The address that explains one date."""
    query: dict[str, str] = {"trigger": str(trigger)}
    if matter.forum is not None and matter.forum.parent_id == rule.forum_id:
        query["forum"] = matter.forum.code
    query |= {name: str(day) for name, day in matter.keys.items()}
    if matter.is_extended and extension_of(rule) is not None:
        query["extended"] = "1"
    if matter.order_on is not None:
        query["order"] = str(matter.order_on)
    return f"{reverse('deadline_why', args=[rule.rule_id])}?{urlencode(query)}"
