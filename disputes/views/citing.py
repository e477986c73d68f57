"""Picking citations from the library while writing an answer or an opinion, with scripts or without."""

from collections.abc import Iterable

from django.http import HttpRequest

from disputes.models import Case
from laws.citations import Citation, Cited, resolve_many, suggest
from portal.lib.fields import clean_text


def picker(request: HttpRequest, case: Case, kept: Iterable[Citation] = ()) -> dict[str, object]:
    """What is ticked already and what the search for `cite_q` found, for `disputes/_citations.html`.

    `kept` is ticked besides: what the text cites already, on a page that has not been sent yet.
    """
    sent = request.POST if request.method == "POST" else request.GET
    words = clean_text(sent.get("cite_q", ""))[:100]
    notations = [notation for notation in map(clean_text, sent.getlist("cite")) if ":" in notation]
    ticked = [(kind, key) for kind, _colon, key in (notation.partition(":") for notation in notations)]
    chosen = [cited for cited in resolve_many(dict.fromkeys([*kept, *ticked])) if cited.url]
    taken = {cited.notation for cited in chosen}
    found: list[Cited] = []
    if words:
        found = suggest(words, jurisdiction=case.jurisdiction_id or "") or suggest(words)
    return {"cite_q": words, "chosen": chosen, "found": [cited for cited in found if cited.notation not in taken]}
