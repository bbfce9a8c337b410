"""Section pages as sources: their links as entries, and verdicts on the pages behind them."""

from newsloom.discover.pages import is_article
from newsloom.discover.sections import Link, SectionState, articles_among, learned, section_links
from newsloom.fetch.response import Response
from newsloom.model.facts import Capture
from newsloom.model.urls import canonical_url
from newsloom.sources.feed_types import Entry


class Section:
    """One poll of a section page: call it with the captures of its links to judge them."""

    def __init__(self, response: Response, state: SectionState | None) -> None:
        self._before = state or SectionState()
        self.links: tuple[Link, ...] = section_links(response.body, response.final_url)
        self.entries = tuple(
            # The words of a link are a teaser; the page itself says what its title is.
            Entry(id=canonical_url(link.url), title="", link=link.url)
            for link in articles_among(self.links, self._before)
        )
        self._verdicts: dict[str, bool] = {}

    def __call__(self, page: Capture) -> bool:
        """Whether a page behind a link is an article; remembered for ``learned``."""
        good = is_article(page.body)
        if page.url is not None:
            self._verdicts[page.url] = good
        return good

    def learned(self) -> SectionState:
        """What is known of the section once this poll is over."""
        return learned(self._before, self.links, self._verdicts)
