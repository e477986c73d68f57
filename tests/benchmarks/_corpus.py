"""A corpus of invented laws in the shape of a real one: many short acts, a few codes, several languages and scripts."""

import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path

PROVISIONS = 60_000
# Jurisdiction, language, number of an article, words to draw from.
PLACES = (
    ("TW", "zh-Hant", "第 {} 條", "商標專用權利保護申請註冊主管機關規定期間公告異議撤銷費用證明文件"),
    ("CN", "zh-Hans", "第{}条", "专利发明实用新型外观设计申请审查授予权利人许可实施侵权赔偿诉讼管理部门"),
    ("DE", "de", "§ {}", "Schutz Marke Anmeldung Gericht Frist Inhaber Verletzung Anspruch Urteil Behörde"),
    ("FR", "fr", "Article L{}", "marque dépôt protection titulaire tribunal délai demande contrefaçon décision"),
    ("CA", "en", "{}", "owner patent court order notice period register licence claim application fee"),
)
CHARACTERS = 700


def write_corpus(path: Path, provisions: int = PROVISIONS) -> Path:
    """Write about `provisions` lines to `path`; the same ones each time."""
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as out:
        for line in _lines(random.Random(5), provisions):  # noqa: S311  # no secret: the same corpus each time
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
    return path


def _lines(chance: random.Random, provisions: int) -> Iterator[dict[str, str]]:
    written = law = 0
    while written < provisions:
        law += 1
        place, language, number, words = PLACES[law % len(PLACES)]
        articles = 1500 if law % 2000 == 0 else 1 + int(chance.expovariate(1 / 13))
        title = f"{_text(chance, words, 30)} {law}"
        for article in range(1, articles + 1):
            raw = number.format(article)
            yield {
                "jurisdiction": place,
                "law": title,
                "law_id": f"{place.lower()}/act-{law}.md",
                "language": language,
                "article": raw,
                "heading": f"{_text(chance, words, 12)} {raw}",
                "text": _text(chance, words, int(chance.expovariate(1 / CHARACTERS)) + 20),
            }
        written += articles


def _text(chance: random.Random, words: str, characters: int) -> str:
    if " " in words:
        return " ".join(chance.choices(words.split(), k=max(characters // 8, 1)))
    return "".join(chance.choices(words, k=max(characters // 3, 1)))
