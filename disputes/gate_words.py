"""The words for what the gate found, in the language that is active. None of them says that anything is lawful."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.exports import Dossier
from disputes.gate import Gap, Hindrance, Obstacle, Question, Reason, is_remark
from portal.lib import formats
from portal.lib.redaction.findings import Kind

FOUND: dict[Kind, str | Promise] = {
    Kind.UNKNOWN_TYPE: gettext_lazy("This type of file could not be checked."),
    Kind.ENCRYPTED: gettext_lazy("The file is encrypted and could not be checked. Send it without a password."),
    Kind.BROKEN: gettext_lazy("The file is damaged and could not be checked. Save it anew."),
    Kind.TOO_LARGE: gettext_lazy("The file is too long or too large to be checked to its end. Send it in parts."),
    Kind.HIDDEN_TEXT: gettext_lazy("Text that the page does not show can be copied out of the file"),
    Kind.COVERED_IMAGE: gettext_lazy("A picture or a part of it is not seen and can be taken out of the file"),
    Kind.OUTSIDE_PAGE: gettext_lazy("Text stands outside the visible page"),
    Kind.COVERING_SHAPE: gettext_lazy("A shape or picture lies over the page: look whether it hides something"),
    Kind.HIDDEN_FIELD: gettext_lazy("A form field is hidden or covered and keeps what was typed"),
    Kind.HIDDEN_DATA: gettext_lazy("The file holds data that no page shows"),
    Kind.ATTACHMENT: gettext_lazy("Another file is embedded"),
    Kind.EARLIER_VERSION: gettext_lazy("The file still holds an earlier version of itself"),
    Kind.SCRIPT: gettext_lazy("The file holds a script"),
    Kind.COMMENT: gettext_lazy("The file holds comments"),
    Kind.TRACKED_CHANGE: gettext_lazy("The file holds tracked changes"),
    Kind.HIDDEN_SHEET: gettext_lazy("A sheet is hidden"),
    Kind.HIDDEN_CELLS: gettext_lazy("Rows or columns are hidden"),
    Kind.CACHED_DATA: gettext_lazy("The data behind a pivot table is stored in the file"),
    Kind.PLACE_TAKEN: gettext_lazy("The picture says where it was taken"),
    Kind.PREVIEW: gettext_lazy("The picture holds a small preview that may show more"),
    Kind.PERSON: gettext_lazy("The properties name a person"),
    Kind.PROPERTY: gettext_lazy("The properties say something"),
    Kind.FORM_FIELD: gettext_lazy("The file holds form fields"),
    Kind.LINK: gettext_lazy("The file leads to another file"),
}


@dataclass(frozen=True)
class FoundWords:
    """One finding as the page shows it."""

    text: str
    where: str
    hint: str
    remark: bool


def found_words(findings: Iterable[Mapping[str, object]]) -> list[FoundWords]:
    """What stands in the way first, mere remarks after it."""
    words = [_found(finding) for finding in findings]
    return sorted(words, key=lambda one: one.remark)


def _found(finding: Mapping[str, object]) -> FoundWords:
    kind, page, named = str(finding["kind"]), finding["page"], str(finding["what"])
    where = [_("page %(page)s") % {"page": page}] if page else []
    where += [named] if named else []
    text = str(FOUND[Kind(kind)]) if kind in Kind._value2member_map_ else kind
    return FoundWords(text, ", ".join(where), str(finding["hint"]), is_remark(kind))


def sentences_of(reasons: Iterable[Reason], dossier: Dossier) -> list[str]:
    """One sentence for each kind of reason, with the documents it is about."""
    grouped: dict[tuple[str, Question | None], list[int]] = {}
    for reason in reasons:
        # A question is named where a yes counts; what is missing is told once for all questions.
        question = reason.question if reason.code not in (Gap.UNANSWERED, Gap.UNSURE) else None
        items = grouped.setdefault((reason.code, question), [])
        if reason.item and reason.item not in items:
            items.append(reason.item)
    return [_sentence(code, items, dossier) for (code, _question), items in grouped.items()]


def _sentence(code: str, items: list[int], dossier: Dossier) -> str:
    which = numbers(items)
    fixed = {
        Gap.NO_DOCUMENT.value: _("Choose at least one document."),
        Gap.STORED_UNSURE.value: _("It is not known where the data is stored. Find out and say so."),
        Gap.UNANSWERED.value: _("Not every question is answered for %(which)s."),
        Gap.UNSURE.value: _("An answer is “unsure” for %(which)s: find out, then answer yes or no."),
        Gap.CHECK_WAITING.value: _("The redaction check of %(which)s is not finished. Wait a minute and reload."),
        Gap.NOT_READY.value: _(
            "%(which)s cannot be handed out: it was replaced by a newer version, or the virus check does not allow it."
            " Choose the documents again."
        ),
        "recipient": _("The recipient is a foreign authority: an approval is needed."),
        "redacted": _("A redacted version goes out for %(which)s."),
        "findings": _("The redaction check found something in %(which)s: a redacted version is needed."),
    }
    if code in fixed:
        return fixed[code] % {"which": which} if "%(which)s" in fixed[code] else fixed[code]
    question = dossier.questions.get(Question(code))
    return _("Question %(number)s (%(basis)s) is answered yes for %(which)s.") % {
        "number": list(Question).index(Question(code)) + 1,
        "basis": question.basis if question else code,
        "which": which,
    }


def numbers(items: Iterable[int]) -> str:
    """`document 2`, `documents 1, 3`."""
    listed = sorted(items)
    text = (", " if formats.is_english() else "、").join(map(str, listed))
    if len(listed) == 1:
        return _("document %(number)s") % {"number": text}
    return _("documents %(numbers)s") % {"numbers": text}


def why_not(hindrances: Iterable[Hindrance]) -> list[str]:
    """Why a package is refused, each with what would help."""
    return [_hindrance(one) for one in hindrances]


def _hindrance(one: Hindrance) -> str:
    sentences = {
        Obstacle.BLOCKED: _("This export is blocked. Nothing of it may be handed over."),
        Obstacle.NO_APPROVAL: _(
            "The approval of the authority is not on record: enter the authority, the file number and the date, and"
            " attach the paper. Until then nothing can be exported."
        ),
        Obstacle.NOT_CONFIRMED: _(
            "The approval is entered and waits for a reviewer who did not enter it to confirm it against its paper."
            " Until then nothing can be exported."
        ),
        Obstacle.GATE_OPEN: _(
            "Something is open again: an answer, a check or a document is no longer as it was decided."
        ),
        Obstacle.BELOW_FLOOR: _(
            "The answers and findings now ask for a stricter result than was decided. Review it again."
        ),
        Obstacle.NOT_REDACTED: _("A redacted version that the check finds clean is missing for %(which)s."),
    }
    text = sentences[one.obstacle]
    return text % {"which": numbers(one.items)} if "%(which)s" in text else text
