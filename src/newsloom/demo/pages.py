"""The pages of the demo press: one template per kind of house, all of them labelled fictional."""

from functools import cache

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from newsloom.demo.banks import common
from newsloom.demo.outlets import DemoOutlet
from newsloom.demo.press import Item, Press, Version
from newsloom.demo.view import View, everything, iso_date, page_us, readable_date

_RELATED = 5
_FRONT = 40
_LEAD_CHARS = 180


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("newsloom.demo", "page_templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def render_page(press: Press, item: Item, view: View | None = None) -> bytes:
    """An article's page in UTF-8, as it stands at the moment of ``view`` (default: the end)."""
    view = view or everything(press)
    template = _environment().get_template(f"{item.outlet.template}.html")
    return template.render(_values(item, view)).encode("utf-8")


def render_front(outlet: DemoOutlet, view: View) -> bytes:
    """The front page of an outlet: its newest headlines and where its feeds are."""
    words = common(outlet.langs[0])
    items = view.items(outlet)[:_FRONT]
    heads = [(item.path, view.version(item).title) for item in items]
    template = _environment().get_template("front.html")
    return template.render(outlet=outlet, lang=outlet.langs[0], ui=words.ui, heads=heads).encode()


def lead_of(version: Version) -> str:
    """The opening of an article for a feed or a description, cut at a word."""
    lead = version.paragraphs[0].text
    if len(lead) <= _LEAD_CHARS:
        return lead
    return lead[:_LEAD_CHARS].rsplit(" ", 1)[0] + " …"


def body_html(item: Item, version: Version, view: View) -> list[Markup]:
    """The paragraphs as HTML; in a linked credit the outlet's name leads to its article."""
    found = [escape(paragraph.text) for paragraph in version.paragraphs]
    if item.linked and item.source is not None:
        source = view.press.by_key.get(item.source)
        name = escape(item.source_name)
        places = [at for at, text in enumerate(found) if name in text]
        if source is not None and places:
            link = Markup('<a href="{}">{}</a>').format(view.url(source), name)
            text = found[places[-1]]
            found[places[-1]] = text.replace(name, link, 1)
    return found


def _values(item: Item, view: View) -> dict[str, object]:
    version, outlet = view.version(item), item.outlet
    dated = outlet.date_carrier != "none"
    related = [each for each in view.items(outlet, item.lang) if each.key != item.key][:_RELATED]
    published = page_us(view, item)
    modified = max(published, view.stamp(version.from_us))
    values: dict[str, object] = {
        "outlet": outlet,
        "lang": item.lang,
        "url": view.url(item),
        "title": version.title,
        "lead": lead_of(version),
        "paragraphs": body_html(item, version, view),
        "author": item.author,
        "ui": common(item.lang).ui,
        "related": [(each.path, view.version(each).title) for each in related],
        "date": readable_date(outlet, item.lang, published) if dated else "",
        "iso": iso_date(outlet, published) if dated else "",
        "modified": iso_date(outlet, modified) if dated else "",
    }
    values["jsonld"] = _jsonld(values, outlet)
    return values


def _jsonld(values: dict[str, object], outlet: DemoOutlet) -> str:
    """schema.org data about an article as JSON, safe inside a script element."""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": values["title"],
        "url": values["url"],
        "inLanguage": values["lang"],
        "publisher": {"@type": "Organization", "name": outlet.name},
    }
    if values["author"]:
        data["author"] = {"@type": "Person", "name": values["author"]}
    if values["iso"]:
        data["datePublished"], data["dateModified"] = values["iso"], values["modified"]
    return msgspec.json.encode(data).decode().replace("<", "\\u003c")
