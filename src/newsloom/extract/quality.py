"""Pages that are no article: a consent wall, a robot check, a missing page, a login."""

from newsloom.extract.lexicon import level, wordset

_SHORT = 1_500  # code points; a longer text is an article, whatever it mentions
_VERY_SHORT = 400
# From the surest to the vaguest; blocked pages often mention cookies as well.
_REASONS = ("blocked", "missing", "consent", "login", "paywall")
MESSAGES = {
    "blocked": "The site asked for proof that no robot reads it",
    "missing": "The site says that the page does not exist",
    "consent": "The page asks for consent instead of showing the article",
    "login": "The page asks for a login instead of showing the article",
    "paywall": "The page shows the article to subscribers only",
    "empty": "The page holds no article text",
}


def wall(title: str | None, text: str) -> str | None:
    """Why a page is no article: ``blocked``, ``missing``, ``consent``, ``login``, ``paywall``.

    None when it seems to be one, or has no text at all.
    """
    if len(text) > _SHORT:
        return None
    head, body = level(title or ""), level(text)
    for reason in _REASONS:
        phrases = wordset("quality", reason)
        in_title = reason in ("blocked", "missing") and any(phrase in head for phrase in phrases)
        if in_title:
            return reason
        # A lead above "subscribe to read on" is still the article's lead.
        enough = _VERY_SHORT if reason in ("paywall", "login", "missing") else _SHORT
        if len(body) <= enough and any(phrase in body for phrase in phrases):
            return reason
    return None
