"""Each template gives its whole text, and nothing else, to a reader of pages."""

import re

import pytest
from trafilatura import extract

from newsloom.demo.outlets import TEMPLATES
from newsloom.demo.pages import render_front, render_page
from newsloom.demo.press import Press, make_press
from newsloom.demo.view import everything

LABEL = re.compile("ficti|fikti|вымышл", re.IGNORECASE)


@pytest.fixture(scope="module")
def press() -> Press:
    return make_press(events=40)


def lines(text: str) -> list[str]:
    return [re.sub(r"\s+", " ", line).strip() for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_body_is_extracted_whole_and_alone(press: Press, template: str) -> None:
    items = [item for item in press.items if item.outlet.template == template][:12]
    assert items
    for item in items:
        html = render_page(press, item).decode()
        found = lines(extract(html, fast=True) or "")
        # A heading within the article element is text to the extractor.
        found = found[1:] if found[0] == lines(item.title)[0] else found
        assert found == lines(item.text)


def test_every_page_says_that_it_is_fiction(press: Press) -> None:
    view = everything(press)
    for item in press.items[::7]:
        assert LABEL.search(render_page(press, item).decode())
    for outlet in press.outlets[:10]:
        assert LABEL.search(render_front(outlet, view).decode())


def test_dates_stand_where_the_template_has_them(press: Press) -> None:
    carriers = {}
    for item in press.items:
        html = render_page(press, item).decode()
        carrier = item.outlet.date_carrier
        carriers[carrier] = html
        assert ('"datePublished":' in html) == (carrier == "jsonld")
        assert ("article:published_time" in html or 'name="date"' in html) == (carrier == "meta")
        if carrier == "time":
            assert "<time" in html
    assert set(carriers) >= {"jsonld", "meta", "time", "visible", "none"}
    assert not re.search(r"20[0-9]{2}-[0-9]{2}", carriers["none"])


def test_a_linked_credit_leads_to_the_source(press: Press) -> None:
    linked = [item for item in press.items if item.linked and item.source]
    assert linked
    for item in linked:
        assert item.source is not None
        source = press.by_key[item.source]
        html = render_page(press, item).decode()
        assert f'<a href="http://{source.outlet.domain}{source.path}">' in html


def test_markup_in_a_title_stays_text(press: Press) -> None:
    html = render_page(press, press.items[0]).decode()
    assert "<script>" not in html
