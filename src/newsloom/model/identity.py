"""What makes two articles versions of one."""

from newsloom.model.ids import content_id
from newsloom.model.types import Article
from newsloom.model.urls import canonical_url


def identity(article: Article) -> str:
    """What all versions of an article share: outlet and canonical URL, else outlet and id."""
    address = canonical_url(article.url) if article.url else article.given_id
    return content_id("i", article.outlet, address)
