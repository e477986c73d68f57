"""The life of an evidence export, as data.

    draft > in_review > decided > exported
    in_review, decided > draft   returned, or one of its documents changed
    withdrawn                    from draft, in_review, decided

What was decided is the field `result`; whether a decided export may leave is `disputes.gate.obstacles`.
"""

from django.db import models
from django.utils.translation import pgettext_lazy

from portal.lib.states import Transitions


class ExportState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("export", "Being prepared")
    IN_REVIEW = "in_review", pgettext_lazy("export", "In review")
    DECIDED = "decided", pgettext_lazy("export", "Decided")
    EXPORTED = "exported", pgettext_lazy("export", "Package made")
    WITHDRAWN = "withdrawn", pgettext_lazy("export", "Withdrawn")


E = ExportState
EXPORT_TRANSITIONS: Transitions = {
    E.DRAFT: {E.IN_REVIEW, E.WITHDRAWN},
    E.IN_REVIEW: {E.DRAFT, E.DECIDED, E.WITHDRAWN},
    E.DECIDED: {E.DRAFT, E.EXPORTED, E.WITHDRAWN},
    E.EXPORTED: set(),
    E.WITHDRAWN: set(),
}
# Somebody still works on it: a change of a document takes it back to the draft.
EXPORT_OPEN = frozenset({E.DRAFT, E.IN_REVIEW, E.DECIDED})
