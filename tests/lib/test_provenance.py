"""How a page says where a row comes from."""

import pytest
from django.utils.translation import override

from portal.lib.provenance import source_words


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("page: dyoung.com (quotes R.300)", "dyoung.com (quotes R.300) (archived copy of a web page)"),
        ("repo: a/laws@77abca2c:patg.md", "a/laws@77abca2c:patg.md (file in a public repository)"),
        ("memory", "from memory, not looked up"),
        ("page|memory: a blog", "a blog (archived copy of a web page, from memory, not looked up)"),
        ("pctguide|markorbit", "pctguide, markorbit"),
        ("internacia: data/EU.yaml", "data/EU.yaml (internacia)"),
        ("", ""),
    ],
)
def test_a_source_is_said_in_words(source: str, said: str) -> None:
    with override("en"):
        assert source_words(source) == said


def test_the_words_are_chinese_on_a_chinese_page() -> None:
    with override("zh-hans"):
        assert source_words("memory") == "凭专业知识填写，未经查证"
