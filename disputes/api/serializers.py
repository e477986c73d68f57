"""A case as its own side reads it."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from disputes.models import Case, CaseDocument, Deadline
from disputes.views.parts import Entry
from disputes.wording import next_step


class CaseSerializer(serializers.ModelSerializer[Case]):
    """One case. Places, forums and kinds are codes; an empty time means that it has not come to that."""

    centre = serializers.CharField(source="centre.slug", allow_null=True)
    enterprise = serializers.CharField(
        source="enterprise.uscc", allow_null=True, help_text="Credit code; empty until the claim is verified."
    )
    jurisdiction = serializers.CharField(source="jurisdiction_id", allow_null=True)
    dispute_type = serializers.CharField(source="dispute_type_id", allow_null=True)
    waiting_on_us = serializers.SerializerMethodField(help_text="The centre waits for the enterprise.")

    class Meta:
        model = Case
        fields = [
            "reference", "kind", "state", "waiting_on_us", "priority", "enterprise", "centre", "jurisdiction",
            "dispute_type", "submitted_at", "due_at", "next_act_by", "answered_at", "closed_at", "is_demo",
        ]  # fmt: skip
        read_only_fields = fields

    def get_waiting_on_us(self, case: Case) -> bool:
        return case.waiting_on == "enterprise"


class DocumentSerializer(serializers.ModelSerializer[CaseDocument]):
    """A file by name, size and hash. The file itself is read on the portal's pages."""

    class Meta:
        model = CaseDocument
        fields = ["id", "name", "size", "sha256", "mime", "created_at"]
        read_only_fields = fields


class MessageSerializer(serializers.Serializer[Entry]):
    """A text both sides see."""

    at = serializers.DateTimeField()
    kind = serializers.CharField()
    who = serializers.CharField()
    mine = serializers.BooleanField()
    text = serializers.CharField()
    documents = DocumentSerializer(many=True)


class StepSerializer(serializers.Serializer[dict[str, Any]]):
    """One act of the timeline."""

    at = serializers.DateTimeField()
    what = serializers.CharField()
    who = serializers.CharField()


class DeadlineSerializer(serializers.ModelSerializer[Deadline]):
    """A legal deadline: act by `act_by`, in any case before `act_by_at`. `rule` is empty for a date from a paper."""

    rule = serializers.CharField(source="rule.rule_id", default="", help_text="Its text: /api/v1/deadlines/rules/.")
    forum = serializers.CharField(source="forum_id", allow_null=True)
    act = serializers.CharField(help_text="What is due, in the language of the request.")
    confirmed = serializers.SerializerMethodField(help_text="False while the portal computed it and nobody looked.")
    replaces = serializers.IntegerField(source="replaces_id", allow_null=True)

    class Meta:
        model = Deadline
        fields = [
            "id", "state", "act", "rule", "rule_version", "forum", "raw_on", "rolled_on", "act_by", "act_by_at",
            "order_on", "is_extended", "confirmed", "look", "replaces",
        ]  # fmt: skip
        read_only_fields = fields

    def get_confirmed(self, row: Deadline) -> bool:
        return not row.is_unconfirmed


class OneCaseSerializer(CaseSerializer):
    """A case with what happened and what was written, oldest message first, newest act first."""

    next_step = serializers.SerializerMethodField()
    timeline = serializers.SerializerMethodField()
    messages = serializers.SerializerMethodField()
    deadlines = serializers.SerializerMethodField()

    class Meta(CaseSerializer.Meta):
        fields = [*CaseSerializer.Meta.fields, "next_step", "deadlines", "timeline", "messages"]
        read_only_fields = fields

    def get_next_step(self, case: Case) -> str:
        return str(next_step(case))

    @extend_schema_field(StepSerializer(many=True))
    def get_timeline(self, case: Case) -> object:
        return StepSerializer(self.context["timeline"], many=True).data

    @extend_schema_field(DeadlineSerializer(many=True))
    def get_deadlines(self, case: Case) -> object:
        return DeadlineSerializer(self.context["deadlines"], many=True).data

    @extend_schema_field(MessageSerializer(many=True))
    def get_messages(self, case: Case) -> object:
        return MessageSerializer(self.context["messages"], many=True).data


class ReplySerializer(serializers.Serializer[Any]):
    """What the enterprise writes to the centre."""

    text = serializers.CharField(max_length=20_000, trim_whitespace=False)
    key = serializers.UUIDField(
        required=False, help_text="The same key sent again is the same message: repeat a request that broke off."
    )


class WrittenSerializer(serializers.Serializer[Any]):
    """The message that stands now."""

    id = serializers.IntegerField()
    created_at = serializers.DateTimeField()
