"""Files as publishers give them, and the report that importing them gives."""

import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.management import call_command

ARTICLES = {"第 1 條": "燈籠應點亮。", "第 2 條": "燈芯一根。", "第 3 條": "本法自公布日施行。"}


def a_ministry_file(
    title: str = "燈籠法", *, pcode: str = "Z0990001", articles: Mapping[str, str] = ARTICLES, date: str = "20230524"
) -> str:
    """A law as the ministry of justice of Taiwan publishes it."""
    law = {
        "法規性質": "法律",
        "法規名稱": title,
        "最新異動日期": date,
        "法規內容": [{"條號": number, "條文內容": text} for number, text in articles.items()],
    }
    if pcode:
        law["法規網址"] = f"https://law.moj.gov.tw/LawClass/LawAll.aspx?pcode={pcode}"
    return json.dumps(law, ensure_ascii=False)


def a_line(article: str = "1", text: str = "Lanterns shall be lit.", **other: str) -> dict[str, str]:
    """A provision of a Canadian act as a line of JSON Lines."""
    facts = {"jurisdiction": "CA", "law": "Lantern Act", "law_id": "L-1.5", "language": "en", "heading": article}
    return {**facts, "article": article, "text": text, **other}


def lines(rows: Iterable[Mapping[str, str]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def imported(path: Path, *options: str) -> tuple[list[dict[str, Any]], int]:
    """The lines that `import_laws --json` prints, and its exit status."""
    out = io.StringIO()
    status = 0
    try:
        call_command("import_laws", str(path), "--json", *options, stdout=out)
    except SystemExit as end:
        status = int(end.code or 0)
    return [json.loads(line) for line in out.getvalue().splitlines()], status


def outcomes(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return [row["outcome"] for row in rows]
