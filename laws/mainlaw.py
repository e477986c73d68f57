"""Which law of a place is the main one on a right: one rule for every page that puts the main law first.

No source says which law is the main one, so a rule picks it and the pages say so. Of the laws on the right that are
not known to be repealed the first by these marks is the main one:

1. a statute before a decree, a regulation, rules, a constitution;
2. one whose title names the right before one on intellectual property as a whole, before a code, before any other;
3. one that is in force before one whose status is not known;
4. the one with the fewest other words in its title, then on the fewest rights, then the most recent.

An act whose title says that it amends, repeals, approves or establishes something else is never the main law, nor is
one below a statute that fits by its subjects only. A statute that fits so gives way to an inherited one on the right.
"""

import re
from collections.abc import Iterable

from laws.models import Law
from laws.models.choices import Subject

MAIN_RIGHTS = (Subject.PATENT, Subject.TRADEMARK, Subject.COPYRIGHT, Subject.DESIGN)
"""The rights of which every place is expected to have a law. Nothing is called missing on the others."""

NAMES = {
    Subject.PATENT: re.compile(r"patent|invention|专利|发明", re.I),
    Subject.TRADEMARK: re.compile(r"trade[ -]?marks?|\bmarks\b|distinctive signs|商标|标志", re.I),
    Subject.COPYRIGHT: re.compile(r"copyright|author|著作权|版权", re.I),
    Subject.DESIGN: re.compile(r"designs?\b|industrial model|外观设计|意匠", re.I),
    Subject.UTILITY_MODEL: re.compile(r"utility (model|innovation)s?|实用新型|实用新案", re.I),
    Subject.TRADE_SECRET: re.compile(r"trade secrets?|unfair competition|商业秘密|不正当竞争", re.I),
    Subject.GI: re.compile(r"geographical|appellations? of origin|indications?|地理标志|原产地", re.I),
    Subject.PLANT_VARIETY: re.compile(r"plant|variet(y|ies)|breeders?|植物|品种", re.I),
}
# The right whose law often protects this one as well.
PROTECTED_BY = {Subject.DESIGN: Subject.PATENT, Subject.UTILITY_MODEL: Subject.PATENT}
WHOLE_FIELD = re.compile(r"(industrial|intellectual) property|知识产权|工业产权", re.I)
CODE = re.compile(r"\bcode\b|法典", re.I)
# An act whose title says one of these is about another act, an authority, a profession or a procedure.
SECONDARY = re.compile(
    r"\b(amend(s|ing|ments?)|repeal(s|ing)|transitional|approv(es|ing)|ratif\w+|adjustment|establishment|authority|"
    r"attorneys?|agents?|adjudication|replaces article|purpose fulfilled)\b|修改|修正|废止|批准|过渡|代理",
    re.I,
)
KINDS = [
    Law.Kind.STATUTE,
    Law.Kind.DECREE,
    Law.Kind.REGULATION,
    Law.Kind.RULES,
    Law.Kind.CONSTITUTION,
    Law.Kind.TREATY,
    Law.Kind.UNKNOWN,
]
# Words that tell nothing about what a law is on.
PLAIN = frozenset(
    [
        "act",
        "law",
        "code",
        "ordinance",
        "federal",
        "title",
        "chapter",
        "no",
        "b.e",
        "registered",
        "protection",
        "legal",
        "industrial",
        "on",
        "of",
        "the",
        "and",
        "for",
        "in",
        "to",
        "related",
        "rights",
    ]
)
BY_SUBJECT_ONLY = 4


def main_law(laws: Iterable[Law], right: Subject) -> Law | None:
    """The first of `laws` by the rule above; `laws` come with their subjects prefetched."""
    return min((law for law in laws if _may_be_main(law, right)), key=lambda law: _marks(law, right), default=None)


def _may_be_main(law: Law, right: Subject) -> bool:
    by_subject_only = _naming(law, right) == BY_SUBJECT_ONLY and law.kind != Law.Kind.STATUTE
    return not by_subject_only and not SECONDARY.search(_title(law))


def main_law_of_place(own: Iterable[Law], inherited: Iterable[Law], right: Subject) -> Law | None:
    """The main one of its own laws on the right; where none of them says it is on the right, an inherited one."""
    law, other = main_law(own, right), main_law(inherited, right)
    return other if other is not None and (law is None or _naming(law, right) == BY_SUBJECT_ONLY) else law


def weight(law: Law, right: Subject) -> tuple[object, ...]:
    """A key that puts laws on the right in order: those that may be the main one by the marks, then the others."""
    return (not _may_be_main(law, right), *_marks(law, right))


def _title(law: Law) -> str:
    return law.title_en or law.title_zh or law.title_original


def _marks(law: Law, right: Subject) -> tuple[int, int, bool, int, int, int, str]:
    return (
        KINDS.index(Law.Kind(law.kind)),
        _naming(law, right),
        law.status == Law.Status.UNKNOWN,
        len(_other_words(_title(law), right)),
        len(law.subjects.all()),
        -(law.year or 0),
        law.ref,
    )


def _naming(law: Law, right: Subject) -> int:
    """How plainly the title says that the law is on `right`: 0 it names it, 1 to 3 it may well be, 4 it does not."""
    title = _title(law)
    if right in NAMES and NAMES[right].search(title):
        return 0
    if WHOLE_FIELD.search(title):
        return 1
    if right in PROTECTED_BY and NAMES[PROTECTED_BY[right]].search(title):
        return 2
    return 3 if CODE.search(title) else BY_SUBJECT_ONLY


def _other_words(title: str, right: Subject) -> list[str]:
    named = NAMES[right].sub(" ", title) if right in NAMES else title
    rest = re.sub(r"\([^)]*\)|\d+", " ", named).lower()
    return [word for word in re.findall(r"[a-z][a-z.]+", rest) if word.strip(".") not in PLAIN]
