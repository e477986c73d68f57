"""WIPO Lex code lists and which of our subjects and kinds map to each."""

from django.db import models

from portal.lib.provenance import Sourced
from portal.reference.models import Named


class WipoLexSubject(Named, Sourced):
    code = models.CharField(max_length=8, primary_key=True)
    maps_from = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["code"]


class WipoLexKind(Named, Sourced):
    code = models.CharField(max_length=8, primary_key=True)
    maps_from = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["code"]
