"""A PDF of one page, written by hand: for demonstrations, where no font and no library is needed."""


def one_page(text: str, *, covered: str = "") -> bytes:
    """One line of plain letters, whole enough for every reader; `covered` is a second line under a black box."""
    drawn = f"BT /F1 18 Tf 72 760 Td ({text}) Tj ET"
    if covered:
        drawn += f" BT /F1 18 Tf 72 720 Td ({covered}) Tj ET 0 g 66 712 420 28 re f"
    stream = drawn.encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        b" /Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    )
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + tail
