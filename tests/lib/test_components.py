"""What the component tags write, and what they make of hostile content."""

import datetime
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from portal.lib import charts, places, textdiff, tones
from portal.lib.filterbar import chips_of
from portal.lib.icons import PATHS, icon
from portal.reference.models import Jurisdiction

EVIL = '"><script>alert(1)</script>'


def shown(source: str, **context: Any) -> str:
    with translation.override("en"):
        return Template(source).render(Context(context))


class SampleForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As printed.")
    side = forms.ChoiceField(label="Side", choices=[("a", "Accused"), ("b", "Owner")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="I agree")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


class TestForms:
    def test_a_field_ties_hint_and_errors_to_its_input(self) -> None:
        html = shown("{{ form }}", form=SampleForm({"note": "kept"}))
        assert 'aria-describedby="id_name_helptext id_name_error"' in html
        assert 'id="id_name_helptext"' in html
        assert 'id="id_name_error"' in html
        assert 'aria-invalid="true"' in html
        assert ">\nkept</textarea>" in html

    def test_a_group_of_choices_is_a_fieldset_with_a_legend(self) -> None:
        html = shown("{{ form.side.as_field_group }}", form=SampleForm())
        assert "<fieldset" in html
        assert '<legend class="field-label">Side' in html

    def test_required_and_optional_are_said_in_words(self) -> None:
        assert "(required)" in shown("{{ form.name.as_field_group }}", form=SampleForm())
        assert "(optional)" in shown("{{ form.note.as_field_group }}", form=SampleForm())

    def test_a_hidden_field_has_no_label(self) -> None:
        html = shown("{{ form }}", form=SampleForm())
        assert html.count('name="token"') == 1
        assert 'for="id_token"' not in html

    def test_the_error_summary_links_to_each_field(self) -> None:
        html = shown("{{ form }}", form=SampleForm({}))
        assert '<a href="#id_name">Name</a>' in html
        assert '<a href="#id_agree">I agree</a>' in html

    def test_what_was_typed_comes_back_escaped(self) -> None:
        html = shown("{{ form }}", form=SampleForm({"name": EVIL, "note": EVIL}))
        assert "<script>" not in html


class TestMarks:
    @pytest.mark.parametrize("status", ["secondary", "memory", "", "a word nobody has listed"])
    def test_what_is_not_verified_says_so_in_words(self, status: str) -> None:
        html = shown("{% fact_status status %}", status=status)
        assert "not verified" in html.lower()
        assert "pill-unverified" in html

    @pytest.mark.parametrize("status", ["verified", "text_checked"])
    def test_a_checked_text_says_so(self, status: str) -> None:
        assert "Text checked" in shown("{% fact_status status %}", status=status)

    def test_a_status_carries_a_word_and_an_icon_not_a_colour_alone(self) -> None:
        html = shown('{% status "refused" "Refused" %}')
        assert "<span>Refused</span>" in html
        assert "<svg" in html
        assert "tone-danger" in html

    def test_an_unknown_state_is_neutral(self) -> None:
        assert tones.tone_of("nonsense") == tones.NEUTRAL

    @pytest.mark.parametrize(
        ("level", "word"), [("P0", "Emergency"), ("P1", "Urgent"), ("P2", "Normal"), ("P3", "Advice"), ("", "not set")]
    )
    def test_a_priority_has_code_word_and_icon(self, level: str, word: str) -> None:
        html = shown("{% priority level %}", level=level)
        assert level in html
        assert f"<span>{word}</span>" in html
        assert "<svg" in html

    @pytest.mark.parametrize(
        ("days", "words", "tone"),
        [
            (-2, "2 days late", "danger"),
            (-1, "1 day late", "danger"),
            (0, "due today", "danger"),
            (1, "1 day left", "danger"),
            (7, "7 days left", "caution"),
            (30, "30 days left", "neutral"),
        ],
    )
    def test_a_deadline_says_how_many_days(self, clock_at: Any, days: int, words: str, tone: str) -> None:
        clock_at("2026-11-23T09:00+08:00")
        html = shown("{% deadline date %}", date=datetime.date(2026, 11, 23) + datetime.timedelta(days=days))
        assert words in html
        assert f"deadline-{tone}" in html

    def test_a_missing_deadline_is_not_invented(self) -> None:
        assert "no date known" in shown("{% deadline date %}", date=None)

    def test_every_icon_draws_and_a_wrong_name_is_an_error(self) -> None:
        assert all("aria-hidden" in icon(name) for name in PATHS)
        with pytest.raises(KeyError):
            icon("unicorn")


class TestFilterBar:
    class Filters(forms.Form):
        right = forms.MultipleChoiceField(choices=[("tm", "Trade mark"), ("pt", "Patent")], required=False)
        q = forms.CharField(label="Words", required=False)

    def test_each_filter_in_use_is_a_chip_that_takes_only_itself_off(self, rf: RequestFactory) -> None:
        query = rf.get("/", {"right": ["tm", "pt"], "q": "x", "page": "3"}).GET
        chips = chips_of(self.Filters(query), query)
        assert [(chip.label, chip.value) for chip in chips] == [
            ("Right", "Trade mark"),
            ("Right", "Patent"),
            ("Words", "x"),
        ]
        assert chips[0].remove_url == "?right=pt&q=x"

    def test_an_empty_bar_has_no_chips(self, rf: RequestFactory) -> None:
        assert chips_of(self.Filters(), rf.get("/", {"q": " "}).GET) == []

    def test_an_empty_choice_is_said_in_a_word(self, rf: RequestFactory) -> None:
        class Lists(forms.Form):
            kind = forms.ChoiceField(choices=[("", "---------"), ("a", "A")], required=False)
            place = forms.ModelChoiceField(Jurisdiction.objects.none(), required=False)
            named = forms.ModelChoiceField(Jurisdiction.objects.none(), required=False, empty_label="Everywhere")

        html = shown("{% filter_bar form %}", form=Lists(), request=rf.get("/"))
        assert "-----" not in html
        assert html.count(">Any</option>") == 2
        assert "Everywhere" in html

    def test_hostile_values_are_escaped(self, rf: RequestFactory) -> None:
        request = rf.get("/", {"q": EVIL})
        html = shown("{% filter_bar form count=1 %}", form=self.Filters(request.GET), request=request)
        assert "<script>" not in html
        assert "1 result" in html


class TestCharts:
    def test_the_largest_bar_fills_the_scale(self) -> None:
        assert [bar.width for bar in charts.bars([("US", 4), ("DE", 1), ("JP", 0)])] == [100, 25, 0]

    def test_bars_of_nothing_have_no_width(self) -> None:
        assert [bar.width for bar in charts.bars([("US", 0)])] == [0]
        assert "Nothing to count yet." in shown("{% bar_chart rows title='T' %}", rows=[])

    def test_a_line_starts_at_zero_and_ends_at_the_edge(self) -> None:
        assert charts.line([("1", 0), ("2", 10), ("3", 5)]).points == "0.00,40.00 50.00,0.00 100.00,20.00"
        assert charts.line([]).points == ""

    def test_a_chart_holds_no_style_and_its_numbers_as_text(self) -> None:
        html = shown("{% bar_chart rows title='T' %}{% line_chart rows title='L' %}", rows=[(EVIL, 1200)])
        assert "style=" not in html
        assert "<script>" not in html
        assert html.count("1,200") >= 2


class TestTexts:
    def test_a_difference_says_added_and_removed(self) -> None:
        kinds = [line.kind for line in textdiff.lines("a\nb\nc", "a\nB\nc\nd")]
        assert kinds == ["same", "removed", "added", "same", "added"]
        html = shown("{% diff old new %}", old="a", new=EVIL)
        assert "<del>a</del>" in html
        assert "<script>" not in html

    def test_the_page_language_stands_first_and_a_gap_is_named(self) -> None:
        html = shown("{% side_by_side zh en %}", zh="中文", en="")
        assert html.index('lang="en"') < html.index('lang="zh-Hans"')
        assert "Not translated yet." in html


class TestPlaces:
    @pytest.mark.parametrize(
        ("path", "other"),
        [
            ("/", "/en/"),
            ("/laws/US/?a=1", "/en/laws/US/?a=1"),
            ("/en/", "/"),
            ("/en/laws/?q=x", "/laws/?q=x"),
            ("/en", "/"),
            ("/energy/", "/en/energy/"),
        ],
    )
    def test_the_other_language_keeps_the_page(self, path: str, other: str) -> None:
        assert places.other_language(path)[1] == other

    def test_only_pages_that_answer_exist(self) -> None:
        for language in ("zh-hans", "en"):
            with translation.override(language):
                assert places.exists("/emergency/")
                assert not places.exists("/nothing/")


def test_stacked_parts_follow_one_another_on_one_scale() -> None:
    rows = charts.stacks([("US", [1, 2, 1]), ("DE", [0, 2, 0])])
    assert rows[0].parts == [(1, 0.0, 25.0), (2, 25.0, 50.0), (3, 75.0, 25.0)]
    assert rows[1].parts == [(2, 0.0, 50.0)]
    assert rows[1].total == 2
