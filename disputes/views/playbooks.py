"""The public playbooks: all of them, and one to read and to print."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from disputes.models import Playbook
from disputes.playbooks import phases_of, steps_in_use
from portal.lib.public import public_page


@require_safe
@public_page
def index(request: HttpRequest) -> HttpResponse:
    """Every playbook in use, with its kinds of dispute. Two queries."""
    rows = Playbook.objects.filter(is_active=True).prefetch_related("dispute_types")
    return render(request, "disputes/playbook/index.html", {"playbooks": rows})


@require_safe
@public_page
def playbook(request: HttpRequest, code: str) -> HttpResponse:
    """One playbook by phases, each step with what the law says about its time. Three queries."""
    found = get_object_or_404(Playbook.objects.prefetch_related("dispute_types"), pk=code, is_active=True)
    context = {"playbook": found, "phases": phases_of(steps_in_use().filter(playbook=found))}
    return render(request, "disputes/playbook/playbook.html", context)
