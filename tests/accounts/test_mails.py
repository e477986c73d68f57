"""Every mail of this app: a subject and a text in both languages."""

import pytest
from django.conf import settings

from portal.notices.mail import render_mail
from portal.notices.models import Notice

FOLDER = settings.BASE_DIR / "templates" / "emails" / "accounts"
KINDS = sorted(path.stem for path in FOLDER.glob("*.subject"))
FACTS = {
    name: name.upper()
    for name in (
        "activate_url", "password_reset_url", "email", "place", "role", "role_means", "invited_by",
        "link", "expires", "enterprise", "uscc", "centre", "claimant", "text", "reason",
    )
} | {"reasons": ["BECAUSE"], "stays": ["THIS"]}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_it_speaks_both_languages(kind: str) -> None:
    chinese, english = (
        render_mail(Notice(kind=f"accounts.{kind}", language=language, payload=FACTS)) for language in ("zh-hans", "en")
    )
    assert chinese[0] != english[0]
    assert english[0].isascii()
    assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese[1])
    assert "<html" in chinese[2]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.startswith(("claim", "invitation"))])
def test_it_says_where_to_go(kind: str) -> None:
    assert "LINK" in render_mail(Notice(kind=f"accounts.{kind}", language="en", payload=FACTS))[1]
