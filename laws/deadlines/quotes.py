"""In which language a quoted text is written, so that it is read aloud and broken into lines as what it is."""

import re

# By script first: these leave no doubt.
SCRIPTS = (
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
)
TRADITIONAL = {"TW", "HK", "MO"}
ENGLISH = re.compile(r"\b(the|of|and|shall|within|may|must|days|from)\b", re.IGNORECASE)
# A quote in Latin letters that holds no English word is in the place's own language.
NATIONAL = {
    "AR": "es", "BO": "es", "BR": "pt", "CH": "de", "CL": "es", "CO": "es", "CZ": "cs", "DE": "de", "EC": "es",
    "ES": "es", "FI": "fi", "FR": "fr", "ID": "id", "IT": "it", "LI": "de", "MX": "es", "NO": "no", "OA": "fr",
    "PE": "es", "PL": "pl", "PT": "pt", "SE": "sv", "SK": "sk", "TR": "tr", "UY": "es", "VN": "vi",
}  # fmt: skip


def language_of(quote: str, jurisdiction: str) -> str:
    """A BCP 47 tag; empty when it cannot be told."""
    for tag, letters in SCRIPTS:
        if letters.search(quote):
            if tag == "zh":
                return "zh-Hant" if jurisdiction in TRADITIONAL else "zh-Hans"
            return tag
    if ENGLISH.search(quote):
        return "en"
    return NATIONAL.get(jurisdiction, "")
