"""Words that an editor chooses from."""

from django.utils import translation

from laws.ruledesk import facts


def test_no_two_events_read_alike_in_either_language() -> None:
    for language in ("zh-hans", "en"):
        with translation.override(language):
            words = [word for _code, word in facts.choices("trigger_kind")]
        assert len(words) == len(set(words))
