"""How the work is cut into batches must not show: settling two halves is settling the whole."""

from collections.abc import Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.model.facts import Article
from newsloom.model.identity import identity
from newsloom.model.ids import content_id
from newsloom.pipeline import Failed, Prepared, epoch_bounds, settle
from newsloom.store.base import Cursor, Put, ReadArticle, SameText, Versions, own_size
from newsloom.stories.features import features_of
from newsloom.takedown.decide import removal_keys

_URLS = st.sampled_from(
    (
        None,
        "https://quillmoor.example/tide",
        "http://www.quillmoor.example/tide?utm_source=feed",
        "https://elmtal.example/flut",
    )
)
_TEXTS = st.sampled_from(("", "The dyke held.", "The dyke broke.", "Der Deich hielt."))
_STEPS = st.lists(
    st.tuples(st.booleans(), st.sampled_from("ab"), _URLS, _TEXTS, st.booleans()), max_size=12
)
_FROM = {"a": "page/1", "b": "page/1+summary"}


def _article(seq: int, given_id: str, url: str | None, text: str) -> Article:
    name = content_id("a", url, given_id if url is None else "", text)
    return Article(
        name, seq, f"c{seq}", given_id, url, "Quillmoor Gazette", "en", "Tide", text,
        extractor=_FROM[given_id],
    )  # fmt: skip


def _results(steps: Sequence[tuple[bool, str, str | None, str, bool]]) -> list[Prepared | Failed]:
    results: list[Prepared | Failed] = []
    for seq, (fails, given_id, url, text, _) in enumerate(steps, start=1):
        if fails:
            results.append(Failed(f"c{seq}", seq, "empty", "nothing to read", given_id))
        else:
            article = _article(seq, given_id, url, text)
            results.append(Prepared(article, (), features_of(article), b""))
    return results


def _grown(versions: Mapping[str, Versions], puts: Sequence[Put]) -> dict[str, Versions]:
    """What a store answers after a commit."""
    grown = dict(versions)
    sizes = {one: known.size for known in versions.values() for one in known.ids}
    for put in puts:
        if isinstance(put, ReadArticle):
            key = identity(put.article)
            ids = grown[key].ids if key in grown else ()
            sizes[put.article.id] = own_size(put.article)
            grown[key] = Versions((*ids, put.article.id), put.article.id, sizes[put.article.id])
        elif isinstance(put, SameText) and put.again:
            (key,) = (one for one, known in grown.items() if put.article in known.ids)
            grown[key] = Versions(grown[key].ids, put.article, sizes[put.article])
    return grown


@settings(deadline=None)
@given(_STEPS, st.integers(0, 12), st.integers(0, 12))
def test_two_halves_settle_as_the_whole(
    steps: list[tuple[bool, str, str | None, str, bool]], cut: int, after: int
) -> None:
    results = _results(steps)
    removed = {
        key: after
        for result, (*_, gone) in zip(results, steps, strict=True)
        if gone and isinstance(result, Prepared)
        for key in removal_keys(result.article)
    }
    cursor = Cursor("read", 0, len(results))
    whole = settle(results, {}, removed, cursor, 7)
    first = settle(results[:cut], {}, removed, cursor, 7)
    second = settle(results[cut:], _grown({}, first.puts), removed, cursor, 7)
    assert first.puts + second.puts == whole.puts
    # A batch that is delivered again brings no article a second time.
    again = settle(results, _grown({}, whole.puts), removed, cursor, 7)
    assert not any(isinstance(put, ReadArticle) for put in again.puts)


@settings(deadline=None)
@given(_STEPS)
def test_the_version_seen_last_is_the_latest(
    steps: list[tuple[bool, str, str | None, str, bool]],
) -> None:
    steps = [(fails, "a", url, text, gone) for fails, _, url, text, gone in steps]
    results = _results(steps)
    latest: dict[str, str] = {}
    arrived: dict[str, str] = {}
    puts = settle(results, {}, {}, Cursor("read", 0, 1), 7).puts
    for result, put in zip(results, puts, strict=True):
        if not isinstance(result, Prepared):
            continue
        key = identity(result.article)
        if isinstance(put, ReadArticle):
            assert put.article.supersedes == latest.get(key)
            assert put.features.supersedes == arrived.get(key)
            arrived[key] = put.article.id
        else:
            assert isinstance(put, SameText) and put.article == result.article.id
            assert put.again == (latest[key] != put.article)
        latest[key] = result.article.id
    assert {key: one.latest for key, one in _grown({}, puts).items()} == latest


def test_what_a_feed_says_takes_no_pages_place() -> None:
    url = "https://quillmoor.example/tide"
    page = _article(1, "a", url, "The dyke held all night, against every forecast.")
    stub = _article(2, "b", url, "The dyke held.")
    again = _article(3, "a", url, "The dyke broke.")
    results = [Prepared(one, (), features_of(one), b"") for one in (stub, page, stub, again, stub)]
    puts = settle(results, {}, {}, Cursor("read", 0, 5), 7).puts
    assert [type(put) for put in puts] == [
        ReadArticle,
        ReadArticle,
        SameText,
        ReadArticle,
        SameText,
    ]
    assert isinstance(puts[2], SameText) and puts[2].article == page.id and not puts[2].again
    # The page shrank: that is a change of it. The feed now says as much as the page.
    assert isinstance(puts[4], SameText) and puts[4].article == again.id


@given(st.integers(0, 400_000), st.integers(0, 400_000), st.integers(0, 400_000))
def test_epochs_do_not_depend_on_where_batches_end(a: int, b: int, c: int) -> None:
    start, middle, end = sorted((a, b, c))
    bounds = epoch_bounds(start, end)
    assert bounds == epoch_bounds(start, middle) + epoch_bounds(middle, end)
    assert bounds == sorted(set(bounds))
    for bound in bounds:
        assert start < bound <= end
        assert bound % 65_536 == 0 or (bound >= 64 and bound & (bound - 1) == 0)
