"""The HTML that our Markdown becomes."""

import re

import pytest

from portal.library.markdown import Sheet, Shown, plain_text, render
from portal.library.models import Term

TERMS = {"iou": Term("iou", "IoU & such", "Shared <area> over joint area.")}
PICTURES = {"media/a.webp": Shown("/media/0f.webp", 40, 20)}


def html(source: str, **options) -> str:
    sheet = Sheet(TERMS.get, PICTURES.get, **options)
    rendered = render(source, sheet).html
    assert sheet.faults == []
    return rendered


def faults(source: str) -> list[str]:
    sheet = Sheet(TERMS.get, PICTURES.get)
    render(source, sheet)
    return sheet.faults


def test_a_term_is_a_button_with_a_card_and_needs_no_script():
    assert html("The [*overlap*](glossary:iou), and on.") == (
        '<p>The <button class="term" popovertarget="term-iou-1" type="button"><em>overlap</em></button>'
        '<span class="term-card" id="term-iou-1" popover=""><b>IoU &amp; such</b> '
        "Shared &lt;area&gt; over joint area.</span>, and on.</p>"
    )


def test_every_id_is_on_the_page_once():
    page = html("## A\n\n[x](glossary:iou) [y](glossary:iou)\n\n## A\n\nz[^1] and[^2]\n\n[^1]: One.\n[^2]: Two.")
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 8


def test_links_go_to_pages_of_the_site_and_others_do_not_tell_where_from():
    page = html("[l](lesson:f4-1#edges) [e](exercise:ex-020) [o](https://example.org/)")
    assert 'href="/learn/f4-1#edges"' in page
    assert 'href="/practice/ex-020"' in page
    assert '<a class="external" href="https://example.org/" rel="noopener noreferrer">' in page


def test_a_picture_with_a_title_is_a_figure_of_known_size():
    assert html('![A box](media/a.webp "Tight *box*")') == (
        '<figure><img alt="A box" height="20" loading="lazy" src="/media/0f.webp" width="40">'
        "<figcaption>Tight *box*</figcaption></figure>"
    )


def test_tables_align_by_class_and_can_scroll():
    page = html("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert page.startswith('<div class="table-wrap" tabindex="0"><table>')
    assert '<th class="align-right" scope="col">b</th>' in page


def test_code_is_coloured_by_class():
    page = html('!!! example "Code"\n\n    ```python\n    x = "<b>"\n    ```\n')
    assert '<span class="s2">&quot;&lt;b&gt;&quot;</span>' in page.replace('"&lt;b&gt;"', "&quot;&lt;b&gt;&quot;")
    assert '<div class="admonition example">' in page


@pytest.mark.parametrize(
    "source",
    [
        "| a |\n|:-:|\n| b |",
        "```json\n{}\n```",
        "!!! note\n    x",
        "x[^1]\n\n[^1]: y",
        '![A](media/a.webp "b")',
    ],
)
def test_there_is_no_inline_style_and_no_script(source):
    page = html(source)
    assert "style=" not in page
    assert "<script" not in page
    assert " on" not in re.sub(r">[^<]*<", "><", page)


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("a <br> b", "raw HTML is not allowed: <br>"),
        ("<div>\nx\n</div>", "raw HTML is not allowed: <div>"),
        ("x <!-- note -->", "raw HTML is not allowed: <!-- note -->"),
        ("# Title", "headings start at ##: Title"),
        ("## A\n\n#### B", "the heading B skips a level"),
        ("[x](#nowhere)", "nothing on this page has the id nowhere"),
        ("[x](/learn)", "a link must be lesson:, exercise:, glossary:, https: or #, not /learn"),
        ("![x](https://example.org/a.png)", "there is no picture https://example.org/a.png"),
        ("!!! danger\n    x", "unknown box !!! danger; there are example, note, tip, warning"),
        ("```pithon\nx\n```", "unknown code language pithon"),
        ("- a\n    ```json\n    {}\n    ```\n\n- b", "a code block needs an empty line before it"),
    ],
)
def test_what_does_not_belong_is_named(source, fault):
    assert fault in faults(source)


def test_angle_brackets_in_code_are_text():
    assert html("`<b>` and 1 < 2 > 0") == "<p><code>&lt;b&gt;</code> and 1 &lt; 2 &gt; 0</p>"


def test_the_words_of_a_page_are_found_without_mark_up():
    page = html("## A\n\nThe [*overlap*](glossary:iou), of `a & b`[^1]\n\n[^1]: See.")
    assert plain_text(page) == "A The overlap, of a & b1 See."
