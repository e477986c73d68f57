"""A publisher on this machine: answers as its pages say, remembers what was asked, and fails where it is told to."""

import io
import json
import threading
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class Page:
    """One answer. `announce` is a Content-Length that may lie, or none (-1); `pause` seconds pass before the body.

    `drip`: the body comes a byte every so many seconds.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    announce: int | None = None
    pause: float = 0.0
    drip: float = 0.0


Answer = Page | Callable[[dict[str, str]], Page]


@dataclass
class Publisher:
    """`pages` by path; a list is given one after the other, its last one from then on."""

    pages: dict[str, Answer | list[Answer]] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    server: ThreadingHTTPServer | None = None

    def __enter__(self) -> "Publisher":
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.do_GET()

            def do_GET(self) -> None:
                publisher.asked.append((self.path, dict(self.headers)))
                page = publisher.answer(self.path, dict(self.headers))
                self.send_response(page.status)
                for name, value in page.headers.items():
                    self.send_header(name, value)
                if page.status != 304 and page.announce != -1:
                    self.send_header("Content-Length", str(len(page.body) if page.announce is None else page.announce))
                self.end_headers()
                try:
                    self.wfile.flush()
                    time.sleep(page.pause)
                    for place in range(0, len(page.body), 1 if page.drip else max(len(page.body), 1)):
                        time.sleep(page.drip)
                        self.wfile.write(page.body[place : place + 1] if page.drip else page.body)
                        self.wfile.flush()
                except OSError:
                    return  # the other side gave up, as it should

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()

    def answer(self, path: str, headers: dict[str, str]) -> Page:
        found = self.pages.get(path) or self.pages.get(urlsplit(path).path)
        if isinstance(found, list):
            found = found.pop(0) if len(found) > 1 else found[0]
        if found is None:
            return Page(b"not here", status=404)
        page = found(parse_query(path) | headers) if callable(found) else found
        if page.status == 200 and "ETag" in page.headers and headers.get("If-None-Match") == page.headers["ETag"]:
            return Page(status=304)
        return page

    @property
    def url(self) -> str:
        if self.server is None:
            raise RuntimeError("Open the publisher first.")
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def times(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(urlsplit(asked).path == path for asked, _headers in self.asked)


def parse_query(path: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}


# --- invented texts in the layouts of the publishers ---------------------------------------------


def act(number: str, *sections: str, title: str = "") -> bytes:
    """An act as Justice Canada writes it."""
    body = "".join(
        f"<Section><MarginalNote>Rule {place}</MarginalNote><Label>{place}</Label><Text>{text}</Text></Section>"
        for place, text in enumerate(sections, start=1)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><Statute xmlns:lims="http://justice.gc.ca/lims" xml:lang="en" '
        'in-force="yes" lims:current-date="2025-02-03" lims:lastAmendedDate="2024-01-02"><Identification>'
        f"<ShortTitle>{title or f'Kite Protection Act {number}'}</ShortTitle>"
        f'<Chapter><ConsolidatedNumber official="yes">{number}</ConsolidatedNumber></Chapter></Identification>'
        f"<Body>{body}</Body></Statute>"
    ).encode()


def legis(base: str, *numbers: str) -> bytes:
    """The index of Justice Canada: each act twice, in English and in French."""
    acts = "".join(
        f"<Act><UniqueId>{number}</UniqueId><OfficialNumber>{number}</OfficialNumber><Language>{language}</Language>"
        f"<LinkToXML>{base}/{language}/XML/{number}.xml</LinkToXML>"
        f"<LinkToHTMLToC>{base}/{language}/acts/{number}/index.html</LinkToHTMLToC>"
        f"<Title>Kite Protection Act {number}</Title><CurrentToDate>2025-02-03</CurrentToDate></Act>"
        for number in numbers
        for language in ("eng", "fra")
    )
    return f'<?xml version="1.0" encoding="utf-8"?><ActsRegsList><Acts>{acts}</Acts></ActsRegsList>'.encode()


def japanese_law(title: str, number: int, *articles: str) -> bytes:
    """A law as e-Gov writes it."""
    body = "".join(
        f'<Article Num="{place}"><ArticleTitle>第{place}条</ArticleTitle><Paragraph Num="1"><ParagraphNum/>'
        f'<ParagraphSentence><Sentence Num="1">{text}</Sentence></ParagraphSentence></Paragraph></Article>'
        for place, text in enumerate(articles, start=1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Law Era="Showa" Lang="ja" LawType="Act" Num="{number}" '
        f'Year="34" PromulgateMonth="04" PromulgateDay="13"><LawNum>昭和三十四年法律第{number}号</LawNum>'
        f"<LawBody><LawTitle>{title}</LawTitle>"
        f"<MainProvision>{body}</MainProvision></LawBody></Law>"
    ).encode()


def egov_page(laws: list[tuple[str, str, str]], following: int | None = None) -> bytes:
    """A page of e-Gov's list: (law id, revision id, title)."""
    rows = [
        {
            "law_info": {"law_id": law_id, "law_num": f"昭和三十四年法律第{law_id[-1]}号", "law_type": "Act"},
            "revision_info": {"law_revision_id": revision, "law_title": title},
            "current_revision_info": {"law_revision_id": revision, "law_title": title},
        }
        for law_id, revision, title in laws
    ]
    return json.dumps({"total_count": len(rows), "count": len(rows), "next_offset": following, "laws": rows}).encode()


def ministry_law(code: str, title: str, *articles: str) -> dict[str, object]:
    """A law as the ministry writes it in its whole list."""
    return {
        "LawLevel": "法律",
        "LawName": title,
        "LawURL": f"https://law.moj.gov.tw/LawClass/LawAll.aspx?pcode={code}",
        "LawModifiedDate": "20240102",
        "LawArticles": [
            {"ArticleType": "A", "ArticleNo": f"第 {place} 條", "ArticleContent": text}
            for place, text in enumerate(articles, start=1)
        ],
    }


def zipped(members: Mapping[str, bytes], comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()
