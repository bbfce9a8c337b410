"""What publishers say about the use of a text, in words."""

import pytest
from msgspec.structs import replace
from serve_fakes import FakeReader, Server

from newsloom.model.facts import RightsSignal
from newsloom.serve.rights import Said, behind_paywall, said_of_use
from newsloom.store.base import ArticleView

FREE = RightsSignal("schema.org", "isAccessibleForFree", "true")
CLOSED = RightsSignal("schema.org", "isAccessibleForFree", "false")
TDM = RightsSignal("tdmrep.json", "tdm-reservation", "1 https://lantern.example/tdm", ("tdm",))


@pytest.mark.parametrize(
    ("signals", "said"),
    [
        ([], []),
        ([FREE], []),
        ([CLOSED], []),
        ([TDM], [Said("The publisher reserves text and data mining (TDMRep)."),
                 Said("The publisher’s terms", "https://lantern.example/tdm")]),
        ([RightsSignal("header", "tdm-reservation", "1", ("tdm",)),
          RightsSignal("meta", "tdm-reservation", "1", ("tdm",))],
         [Said("The publisher reserves text and data mining (TDMRep).")]),
        ([RightsSignal("meta", "robots", "noai, noarchive", ("ai-train", "archive", "ai-input"))],
         [Said("The publisher reserves keeping a copy, training of AI and use as input for AI "
               "(meta robots).")]),
        ([RightsSignal("header", "x-robots-tag", "nosnippet", ("snippet",))],
         [Said("The publisher reserves showing an excerpt (X-Robots-Tag).")]),
        ([RightsSignal("robots.txt", "content-signal", "ai-train=no", ("ai-train",))],
         [Said("The publisher reserves training of AI (Content-Signal).")]),
        ([RightsSignal("rsl", "license", "https://lantern.example/l.xml", ("ai-train",))],
         [Said("The publisher reserves training of AI (RSL)."),
          Said("The publisher’s terms", "https://lantern.example/l.xml")]),
        ([RightsSignal("link", "license", "javascript:alert(1)")], []),
    ],
)  # fmt: skip
def test_signals_in_plain_words(signals: list[RightsSignal], said: list[Said]) -> None:
    assert said_of_use(signals) == said


def test_a_paywall_that_the_page_declares() -> None:
    assert behind_paywall([TDM, CLOSED]) and not behind_paywall([TDM, FREE])


def test_the_page_of_an_article_says_it() -> None:
    class Reserving(FakeReader):
        def article(self, article_id: str) -> ArticleView | None:
            view = super().article(article_id)
            return view and replace(view, article=replace(view.article, rights=(TDM, CLOSED)))

    page = Server(Reserving()).browser().get("/article/a-flood-0").text
    assert "behind a paywall" in page and "reserves text and data mining (TDMRep)" in page
    plain = Server().browser().get("/article/a-flood-0").text
    assert "paywall" not in plain and "What its publisher says" not in plain
