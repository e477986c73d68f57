"""Deadline rules, and dates computed from them, for programs. Anybody may read them."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from laws.api.filters import RuleApiFilter
from laws.deadlines.asking import ask
from laws.deadlines.computing import NoDate, earliest
from laws.deadlines.explaining import reviewer_name
from laws.deadlines.forms import KEYS, QuestionForm
from laws.deadlines.telling import as_answer
from laws.models import DeadlineRule
from laws.models.rules import RuleNature
from portal.lib.errors import Invalid
from portal.lib.fields import clean_text
from portal.lib.public_api import PublicRead
from portal.reference.calendars import Calendars

PARAMETERS = frozenset(("rule", "trigger", "forum", *KEYS, "extended", "order", "format"))


class DeadlineRuleSerializer(serializers.ModelSerializer[DeadlineRule]):
    """A legal period. A `quantity` of 0: the law fixes no number and no date may be computed."""

    jurisdiction = serializers.CharField(source="jurisdiction_id")
    forum = serializers.CharField(source="forum_id")
    dispute_type = serializers.CharField(source="dispute_type_id")
    reviewed_by = serializers.SerializerMethodField(help_text="Name of the person who reviewed it; null for nobody.")
    replaced_by = serializers.SlugRelatedField[Any](read_only=True, slug_field="rule_id")
    page = serializers.CharField(source="get_absolute_url", help_text="The page for people.")

    class Meta:
        model = DeadlineRule
        fields = [
            "rule_id", "version", "jurisdiction", "forum", "dispute_type", "role", "act_zh", "act_en", "only_if_zh",
            "only_if_en", "nature", "trigger_kind", "unit", "quantity", "roll_rule", "extension_quantity",
            "extension_unit", "extension_kind", "extension_condition", "effective_from", "effective_to",
            "effective_keyed_on", "consequence_zh", "consequence_en", "citation", "source_quote", "checked_on",
            "reviewed_by", "reviewed_on", "withdrawn_on", "withdrawn_why", "replaced_by", "page", "source", "as_of",
            "fact_status",
        ]  # fmt: skip

    def get_reviewed_by(self, rule: DeadlineRule) -> str | None:
        return reviewer_name(rule) or None


@extend_schema_view(
    list=extend_schema(summary="Deadline rules"), retrieve=extend_schema(summary="One deadline rule as it stands")
)
class DeadlineRuleViewSet(PublicRead, ReadOnlyModelViewSet[DeadlineRule]):
    """Legal periods as data, withdrawn ones too: filter by `withdrawn=false` for those to be used."""

    queryset = DeadlineRule.objects.select_related("reviewed_by", "replaced_by").order_by("jurisdiction", "rule_id")
    serializer_class = DeadlineRuleSerializer
    filterset_class = RuleApiFilter
    lookup_field = "rule_id"
    lookup_value_regex = "[a-z0-9-]{1,60}"


class DayOffSerializer(serializers.Serializer[Any]):
    """A day off that moved a date or was not counted."""

    day = serializers.DateField()
    en = serializers.CharField()
    zh = serializers.CharField()


class NoteSerializer(serializers.Serializer[Any]):
    """What a reader of the date must know. `code` does not change; `text` is in the language asked for."""

    code = serializers.CharField()
    text = serializers.CharField()


class ComputedSerializer(serializers.Serializer[Any]):
    """The three dates from one trigger. Days are the forum's; `act_by` is the one to act on."""

    rule_id = serializers.CharField()
    forum = serializers.CharField()
    trigger = serializers.DateField()
    raw = serializers.DateField(help_text="Where the period ends by its own words.")
    rolled = serializers.DateField(help_text="The next working day, if the rule says that the end moves there.")
    act_by = serializers.DateField(help_text="The day to act on; only where the nature is due.")
    skipped = DayOffSerializer(many=True)
    cutoff_local = serializers.CharField(
        allow_null=True, help_text="Last minute of `act_by` there; null: zone not known."
    )
    cutoff_beijing = serializers.CharField(allow_null=True)
    text_status = serializers.CharField(help_text="text_checked, secondary, memory or disputed.")
    reviewed_by = serializers.CharField(allow_null=True)
    reviewed_on = serializers.DateField(allow_null=True)
    nature = serializers.ChoiceField(
        choices=RuleNature.values, help_text="due: a deadline. All others are no deadline of their own."
    )
    applies = serializers.ChoiceField(
        choices=["yes", "unknown"], help_text="unknown: the date of the event that decides was not given."
    )
    basis = serializers.CharField(help_text="Why `act_by` is that day: rolled, day_before or order.")
    roll_status = serializers.CharField(help_text="How sure it is that the end moves, or does not.")
    unconfirmed_years = serializers.ListField(child=serializers.IntegerField())
    years_without_calendar = serializers.ListField(child=serializers.IntegerField())
    extended = serializers.BooleanField()
    order = serializers.DateField(allow_null=True)
    notes = NoteSerializer(many=True)


class RefusedSerializer(serializers.Serializer[Any]):
    """A trigger from which no date may be told."""

    trigger = serializers.DateField()
    code = serializers.CharField(help_text="not_in_force, no_length, no_calendar, out_of_range, withdrawn …")
    detail = serializers.CharField()


class ComputationSerializer(serializers.Serializer[Any]):
    """Each trigger's dates, earliest act-by date first, and the safe one among them."""

    rule_id = serializers.CharField()
    rule_version = serializers.IntegerField()
    safe_act_by = serializers.DateField(help_text="The earliest act-by date of all triggers.")
    dates = ComputedSerializer(many=True)
    refused = RefusedSerializer(many=True)


def _parameter(
    name: str, text: str, *, required: bool = False, many: bool = False, kind: Any = str
) -> OpenApiParameter:
    return OpenApiParameter(name, kind, required=required, many=many, description=text)


class ComputeView(PublicRead):
    """Three dates of one rule: statutory, rolled, act by. Refusals carry a code as their `type`."""

    serializer_class: ClassVar[type[serializers.Serializer[Any]]] = ComputationSerializer

    @extend_schema(
        operation_id="deadlines_compute",
        summary="Dates computed from a rule",
        responses=ComputationSerializer,
        parameters=[
            _parameter("rule", "Id of the rule.", required=True),
            _parameter("trigger", "The day it is counted from; may be repeated.", required=True, many=True),
            _parameter("forum", "Code of the court or office seized, where the rule's forum has several."),
            *(_parameter(key, f"Day of the {key}, where it decides which rule holds.") for key in KEYS),
            _parameter("extended", "The extension that the rule knows was granted.", kind=bool),
            _parameter("order", "The day that a court or office ordered."),
        ],
        examples=[
            OpenApiExample(
                "20 days to answer a 337 complaint",
                description="/api/v1/deadlines/compute/?rule=us-itc-response&trigger=2026-11-06",
                value={
                    "rule_id": "us-itc-response",
                    "rule_version": 1,
                    "safe_act_by": "2026-11-25",
                    "dates": [
                        {
                            "rule_id": "us-itc-response",
                            "forum": "us-itc",
                            "trigger": "2026-11-06",
                            "raw": "2026-11-26",
                            "rolled": "2026-11-27",
                            "act_by": "2026-11-25",
                            "skipped": [{"day": "2026-11-26", "en": "Thanksgiving Day", "zh": "感恩节"}],
                            "cutoff_local": "2026-11-25T17:15-05:00",
                            "cutoff_beijing": "2026-11-26T06:15+08:00",
                            "text_status": "text_checked",
                            "reviewed_by": None,
                            "reviewed_on": None,
                            "applies": "yes",
                            "basis": "day_before",
                            "roll_status": "memory",
                            "unconfirmed_years": [2026],
                            "years_without_calendar": [],
                            "extended": False,
                            "order": None,
                            "notes": [],
                        }
                    ],
                    "refused": [],
                },
                response_only=True,
            )
        ],
    )
    def get(self, request: Request) -> Response:
        """Raises the rule's refusal as it stands when no trigger gives a date."""
        _known_only(request)
        form = QuestionForm(request.query_params)
        if not form.is_valid():
            raise exceptions.ValidationError({name: [str(one) for one in said] for name, said in form.errors.items()})
        rule = _rule(clean_text(request.query_params.get("rule", "")))
        calendars, answers, refusals = Calendars(), [], []
        for question in form.questions(rule):
            try:
                answers.append(ask(question, calendars))
            except NoDate as none:
                refusals.append((question.trigger, none))
            except Invalid as refused:
                # The engine's name for it is not the parameter's.
                raise Invalid(
                    refused.message, fields={name.removeprefix("is_"): said for name, said in refused.fields.items()}
                ) from None
        if not answers:
            raise refusals[0][1]
        answers.sort(key=lambda answer: (answer.computed.act_by, answer.computed.raw))
        body = {
            "rule_id": rule.rule_id,
            "rule_version": rule.version,
            "safe_act_by": earliest([answer.computed for answer in answers]).act_by.isoformat(),
            "dates": [as_answer(answer) for answer in answers],
            "refused": [
                {"trigger": trigger.isoformat(), "code": none.code, "detail": str(none.message)}
                for trigger, none in refusals
            ],
        }
        return Response(body)


def _known_only(request: Request) -> None:
    unknown = sorted(set(request.query_params) - PARAMETERS)
    if unknown:
        known = ", ".join(sorted(PARAMETERS))
        said = _("There is no such parameter. Known are: %(names)s.") % {"names": known}
        raise exceptions.ValidationError({name: [said] for name in unknown})


def _rule(rule_id: str) -> DeadlineRule:
    if not rule_id:
        raise exceptions.ValidationError({"rule": [_("Name the rule.")]})
    rules: QuerySet[DeadlineRule] = DeadlineRule.objects.select_related(
        "forum", "jurisdiction", "reviewed_by", "replaced_by"
    )
    found = rules.filter(rule_id=rule_id).first()
    if found is None:
        raise exceptions.ValidationError(
            {"rule": [_("There is no deadline rule “%(rule)s”. Look for it in the list of rules.") % {"rule": rule_id}]}
        )
    return found
