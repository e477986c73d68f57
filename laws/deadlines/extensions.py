"""How the second length that a rule names is meant: the reference file has one column for several things.

Most are added to the period when an extension is granted. Read as an addition, the others would give a day that is
too late; the condition beside each says what it is (`extension_condition` of deadline_rules.csv).
"""

from laws.deadlines.arithmetic import Unit

# A length of its own, never added: the whole period of a harder case or of another act, the other of two lengths of
# which the longer holds, or a time that the office looks back.
NOT_ADDED = frozenset(
    {
        "ep-appeal",
        "es-um-opposition",
        "fr-saisie-sue",
        "in-tm-nonuse",
        "trips-provisional-merits",
        "upc-opt-out-pi-merits",
        "us-itc-teo-response",
        "za-tm-nonuse",
    }
)

# The law says days, practice counts working days: as many calendar days is the safe date (art. 146 of Decision 486).
SAFE_UNIT = dict.fromkeys(
    (
        "co-patent-opposition",
        "co-tm-opposition",
        "co-tm-opposition-answer",
        "pe-patent-opposition",
        "pe-tm-opposition",
        "pe-tm-opposition-answer",
    ),
    Unit.CALENDAR_DAY,
)
