"""What a record of the expert pool offers to choose from."""

from django.db import models
from django.utils.translation import pgettext_lazy

# In a skill: every value of that dimension, said on purpose.
ANY = "*"


class Kind(models.TextChoices):
    """What an expert is called for (domain facts, part 10)."""

    LEGAL = "legal", pgettext_lazy("expert kind", "Legal")
    IP_AGENCY = "ip_agency", pgettext_lazy("expert kind", "IP agency")
    TECHNICAL = "technical", pgettext_lazy("expert kind", "Technical")
    INDUSTRY = "industry", pgettext_lazy("expert kind", "Industry")
    CUSTOMS = "customs", pgettext_lazy("expert kind", "Customs")
    MEDIATION = "mediation", pgettext_lazy("expert kind", "Mediation")


class Availability(models.TextChoices):
    AVAILABLE = "available", pgettext_lazy("expert", "Available")
    LIMITED = "limited", pgettext_lazy("expert", "Limited")
    AWAY = "away", pgettext_lazy("expert", "Away")


class SkillLevel(models.IntegerChoices):
    LEAD = 3, pgettext_lazy("skill", "Has led such matters")
    SOLID = 2, pgettext_lazy("skill", "Has worked on such matters")
    BASIC = 1, pgettext_lazy("skill", "Knows the law of it")


class LanguageLevel(models.TextChoices):
    NATIVE = "native", pgettext_lazy("language", "Mother tongue")
    WORKING = "working", pgettext_lazy("language", "Works in it")
    BASIC = "basic", pgettext_lazy("language", "Reads it")


class Language(models.TextChoices):
    """ISO 639-1 codes of the languages in which disputes of Chinese exporters are fought."""

    ZH = "zh", pgettext_lazy("language", "Chinese")
    EN = "en", pgettext_lazy("language", "English")
    JA = "ja", pgettext_lazy("language", "Japanese")
    KO = "ko", pgettext_lazy("language", "Korean")
    DE = "de", pgettext_lazy("language", "German")
    FR = "fr", pgettext_lazy("language", "French")
    ES = "es", pgettext_lazy("language", "Spanish")
    PT = "pt", pgettext_lazy("language", "Portuguese")
    IT = "it", pgettext_lazy("language", "Italian")
    NL = "nl", pgettext_lazy("language", "Dutch")
    PL = "pl", pgettext_lazy("language", "Polish")
    RU = "ru", pgettext_lazy("language", "Russian")
    AR = "ar", pgettext_lazy("language", "Arabic")
    TR = "tr", pgettext_lazy("language", "Turkish")
    HI = "hi", pgettext_lazy("language", "Hindi")
    ID = "id", pgettext_lazy("language", "Indonesian")
    MS = "ms", pgettext_lazy("language", "Malay")
    TH = "th", pgettext_lazy("language", "Thai")
    VI = "vi", pgettext_lazy("language", "Vietnamese")


class Verdict(models.TextChoices):
    """What a yearly review finds."""

    KEEP = "keep", pgettext_lazy("review", "Keeps their place")
    IMPROVE = "improve", pgettext_lazy("review", "Keeps their place, with something to mend")
    REMOVE = "remove", pgettext_lazy("review", "Should leave the pool")


class NameRole(models.TextChoices):
    """On which side a name of a case stands, for the conflict check."""

    CLIENT = "client", pgettext_lazy("conflict", "The enterprise that asks")
    COUNTERPARTY = "counterparty", pgettext_lazy("conflict", "The other side")
    AFFILIATE = "affiliate", pgettext_lazy("conflict", "An affiliate")
    COUNSEL = "counsel", pgettext_lazy("conflict", "Counsel")
