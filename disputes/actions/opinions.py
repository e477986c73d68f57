"""The guidance opinion (form F): drafted by the officer or the expert, signed by another person, issued.

    start_opinion > save_opinion … > submit_opinion > sign_opinion > issue_opinion > acknowledge_opinion
                                     return_opinion: a draft again

Saving a draft writes no event; every other act does, with the hash of the text it rests on. Each runs on the case row
locked, so that of two at once one is told what the other did.
"""

import uuid

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from disputes import clocks, emails
from disputes.access import Act, need, standing_of
from disputes.actions.changing import change, lock
from disputes.actions.engaging import engagement_of, not_waiting, note_opinion
from disputes.actions.papers import issue_form
from disputes.actions.writing import text_for_people
from disputes.choices import ClockKind, FormKind
from disputes.models import Case, Opinion, OpinionCitation, OpinionReturn
from disputes.opinions import PARTS, OpinionText, check_complete, cleaned, digest, names, parts_of, text_of
from disputes.people import signers_for
from disputes.states import OPINION_TRANSITIONS, CaseState, OpinionState
from laws.citations import resolve_many
from portal.accounts.models import User
from portal.lib import clock
from portal.lib.errors import Conflict, Invalid, NotAllowed
from portal.lib.formats import day, moment
from portal.lib.states import guarded_update, move


def start_opinion(*, case: Case, by: User) -> Opinion:
    """Begin the first version, or the next one with the text, citations and authors of the last.

    Raises Conflict while another version is being worked on.
    """
    with transaction.atomic():
        lock(case)
        need(Act.DRAFT_OPINION, case, by)
        if Opinion.objects.filter(case=case).open().exists():
            raise Conflict(_("A version of the opinion is being worked on already. Go on with that one."))
        last = Opinion.objects.filter(case=case).order_by("-number").first()
        number = (Opinion.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1
        opinion = Opinion(case=case, number=number, language=case.language, facts=case.what_happened, updated_by=by)
        if last is not None:
            for name in (*PARTS, "language", "guide_id"):
                setattr(opinion, name, getattr(last, name))
        opinion.save(force_insert=True)
        if last is not None:
            opinion.authors.set(last.authors.all())
            OpinionCitation.objects.bulk_create(
                OpinionCitation(opinion=opinion, kind=row.kind, key=row.key, title=row.title, position=row.position)
                for row in last.citations.all()
            )
        _add_author(opinion, by)
        change(case, by=by, kind="opinion_begun", data={"opinion": opinion.pk, "number": number})
    return opinion


def save_opinion(
    *, opinion: Opinion, by: User, text: OpinionText, version: int, page_key: uuid.UUID | None = None
) -> bool:
    """Keep what was typed into the draft; says whether anything was different. Whoever saves is an author.

    Raises Conflict when somebody saved after `version` was read, unless it was the same open page (`page_key`); the
    text of both is kept: one in the row, the other with its writer.
    """
    wanted = cleaned(text)
    with transaction.atomic():
        lock(opinion.case)
        _reload(opinion)
        need(Act.DRAFT_OPINION, opinion.case, by)
        if not opinion.is_draft:
            raise Conflict(
                _("This version is “%(state)s” and can no longer be edited.") % {"state": opinion.get_state_display()}
            )
        if version != opinion.version and (page_key is None or page_key != opinion.page_key):
            raise _saved_first(opinion)
        if wanted == text_of(opinion):
            return False
        guarded_update(
            opinion,
            expected={"state": OpinionState.DRAFT, "version": opinion.version},
            **wanted.parts,
            guide_id=wanted.guide_id,
            language=wanted.language,
            updated_by=by,
            updated_at=clock.now(),
            page_key=page_key,
        )
        _cite(opinion, wanted)
        _add_author(opinion, by)
    return True


def submit_opinion(*, opinion: Opinion, by: User, version: int) -> None:
    """Hand the draft to the reviewers of the centre.

    Raises Invalid naming what is missing, and Conflict when nobody but its authors may sign there.
    """
    case = opinion.case
    with transaction.atomic():
        _begin(opinion, version)
        need(Act.DRAFT_OPINION, case, by)
        check_complete(text_of(opinion))
        _add_author(opinion, by)
        signers = [person for person in signers_for(case) if person not in set(opinion.authors.all())]
        if not signers:
            raise Conflict(_("At this centre nobody but the authors may sign. Ask the head to name another reviewer."))
        move(opinion, OPINION_TRANSITIONS, OpinionState.IN_REVIEW, version=version, submitted_at=clock.now())
        engagement = engagement_of(case, by)
        if engagement is not None:
            note_opinion(engagement=engagement, by=by)
        event = change(case, by=by, kind="opinion_submitted", data=_what(opinion), **not_waiting(case))
        emails.tell_of_opinion(signers, case, event, "opinion_submitted")


def return_opinion(*, opinion: Opinion, by: User, reason: str, version: int) -> None:
    """Give it back to its authors with a reason; a signature that it bore falls."""
    case = opinion.case
    with transaction.atomic():
        _begin(opinion, version)
        _check_impartial(case, by)
        need(Act.SIGN_OPINION, case, by)
        why = text_for_people(reason, field="reason")
        move(
            opinion, OPINION_TRANSITIONS, OpinionState.DRAFT, version=version, sha256="", signed_by=None, signed_at=None
        )
        OpinionReturn.objects.create(opinion=opinion, by=by, reason=why)
        event = change(case, by=by, kind="opinion_returned", data=_what(opinion))
        emails.tell_of_opinion(
            [one for one in opinion.authors.all() if one.pk != by.pk], case, event, "opinion_returned"
        )


def sign_opinion(*, opinion: Opinion, by: User, version: int) -> None:
    """The second signature: the text is frozen under its hash.

    Raises NotAllowed for an author, for anybody without the right to sign and for whoever belongs to the enterprise.
    """
    case = opinion.case
    with transaction.atomic():
        _begin(opinion, version)
        _check_impartial(case, by)
        need(Act.SIGN_OPINION, case, by)
        authors = list(opinion.authors.all())
        if by in authors:
            raise NotAllowed(
                _(
                    "You wrote on this opinion, so the second signature must be another person's. Its authors are:"
                    " %(authors)s. Ask another reviewer of the centre to sign."
                )
                % {"authors": names(authors)}
            )
        check_complete(text_of(opinion))
        move(
            opinion,
            OPINION_TRANSITIONS,
            OpinionState.SIGNED,
            version=version,
            sha256=digest(opinion),
            signed_by=by,
            signed_at=clock.now(),
        )
        event = change(case, by=by, kind="opinion_signed", data=_what(opinion))
        emails.tell_holder(case, event, "opinion_signed")


def issue_opinion(*, opinion: Opinion, by: User, version: int) -> None:
    """Give the signed opinion to the enterprise: the clock of the opinion ends, a version before is superseded.

    The case becomes `opinion_issued`; where it had come further it stays there. Raises Conflict when the text is not
    the one that was signed.
    """
    case = opinion.case
    with transaction.atomic():
        _begin(opinion, version)
        need(Act.ISSUE_OPINION, case, by)
        if opinion.state == OpinionState.SIGNED and digest(opinion) != opinion.sha256:
            raise Conflict(_("This is not the text that was signed. Have it returned, and signed again."))
        before = Opinion.objects.filter(case=case, state=OpinionState.ISSUED).first()
        if before is not None:
            move(before, OPINION_TRANSITIONS, OpinionState.SUPERSEDED)
        move(
            opinion,
            OPINION_TRANSITIONS,
            OpinionState.ISSUED,
            version=version,
            issued_by=by,
            issued_at=clock.now(),
        )
        event = change(
            case,
            by=by,
            kind="opinion_issued",
            to=CaseState.OPINION_ISSUED if case.state == CaseState.IN_GUIDANCE else None,
            data=_what(opinion),
            **clocks.going_on(case) | clocks.kept(case, ClockKind.OPINION),
        )
        issue_form(case, kind=FormKind.F, by=by, event=event, extra=_form(opinion))
        emails.tell_enterprise(case, event, "opinion_issued")


def acknowledge_opinion(*, opinion: Opinion, by: User) -> None:
    """The enterprise says that it has received the opinion; the first time the tracking of the case begins.

    The next follow-up is set to a month from now where none is (at least monthly: rules of the life cycle).
    """
    case = opinion.case
    with transaction.atomic():
        lock(case)
        _reload(opinion)
        need(Act.ACKNOWLEDGE, case, by)
        if opinion.state != OpinionState.ISSUED:
            raise Conflict(_("There is a later version of this opinion. Read that one and acknowledge it."))
        if opinion.acknowledged_at is not None:
            raise Conflict(_("The receipt of this opinion was acknowledged already. Thank you."))
        guarded_update(opinion, expected={"acknowledged_at": None}, acknowledged_by=by, acknowledged_at=clock.now())
        follow_up = case.next_follow_up or clock.months_after(clock.today(), 1)
        event = change(
            case,
            by=by,
            kind="opinion_acknowledged",
            to=CaseState.TRACKING if case.state == CaseState.OPINION_ISSUED else None,
            data=_what(opinion),
            next_follow_up=follow_up,
        )
        emails.tell_holder(case, event, "opinion_acknowledged")


def _begin(opinion: Opinion, version: int) -> None:
    """Lock the case and look again. Raises Conflict when the page that sent `version` is older than the opinion."""
    lock(opinion.case)
    _reload(opinion)
    if version != opinion.version:
        raise _saved_first(opinion)


def _reload(opinion: Opinion) -> None:
    """The row as it stands now, still with the case that is locked."""
    case = opinion.case
    opinion.refresh_from_db()
    opinion.case = case


def _saved_first(opinion: Opinion) -> Conflict:
    return Conflict(
        _(
            "%(who)s saved this opinion at %(when)s, after you opened it. Nothing of yours is lost: look at the"
            " differences, then save again."
        )
        % {"who": opinion.updated_by, "when": moment(opinion.updated_at)}
    )


def _check_impartial(case: Case, by: User) -> None:
    if standing_of(by, case).acts_for_enterprise:
        raise NotAllowed(_("You belong to the enterprise of this case. Nobody signs for their own enterprise."))


def _add_author(opinion: Opinion, by: User) -> None:
    """Whoever writes is an author; an expert writes under an engagement, which the opinion names."""
    opinion.authors.add(by)
    engagement = engagement_of(opinion.case, by)
    if engagement is not None and opinion.engagement_id != engagement.pk:
        guarded_update(opinion, expected={}, version=opinion.version, engagement=engagement)


def _cite(opinion: Opinion, text: OpinionText) -> None:
    """Replace the citations; each keeps the title it had when it was first picked."""
    titles = {(row.kind, row.key): row.title for row in opinion.citations.all()}
    fresh = [citation for citation in text.citations if citation not in titles]
    for cited in resolve_many(fresh):
        if not cited.url:
            raise Invalid(_("“%(text)s” is not in the library.") % {"text": cited.notation}, field="citations")
        titles[cited.kind, cited.key] = cited.label[:500]
    opinion.citations.all().delete()
    OpinionCitation.objects.bulk_create(
        OpinionCitation(opinion=opinion, kind=kind, key=key, title=titles[kind, key], position=position)
        for position, (kind, key) in enumerate(text.citations)
    )


def _form(opinion: Opinion) -> dict[str, object]:
    """What form F needs beside the record (`disputes.papers.opinion`), its headings in the form's language."""
    with translation.override(opinion.case.language):
        replaces = _("This version %(number)s replaces the one before.") % {"number": opinion.number}
        return {
            "parts": [(part.title, part.text) for part in parts_of(opinion) if part.text],
            "citations": list(opinion.citations.values_list("kind", "key")),
            "author": names(opinion.authors.all()),
            "signer": str(opinion.signed_by),
            "signed_on": day(opinion.signed_at),
            "replaces": replaces if opinion.number > 1 else "",
        }


def _what(opinion: Opinion) -> dict[str, object]:
    """Which version an event is about, and the hash of its words."""
    return {"opinion": opinion.pk, "number": opinion.number, "sha256": opinion.sha256 or digest(opinion)}
