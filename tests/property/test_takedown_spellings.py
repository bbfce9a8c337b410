"""A removed page stays away under every spelling of its address."""

from hypothesis import given
from hypothesis import strategies as st

from newsloom.model.facts import Article
from newsloom.takedown.decide import covering_keys
from newsloom.takedown.erase import tombstones_for
from newsloom.takedown.request import make_request

_LABEL = st.from_regex(r"[a-z][a-z0-9]{1,8}", fullmatch=True)
_PATH = st.lists(st.from_regex(r"[a-zA-Z0-9_~-]{2,8}", fullmatch=True), min_size=1, max_size=3)
_QUERY = st.lists(
    st.tuples(
        st.sampled_from(("id", "page", "q")), st.from_regex(r"[0-9a-z]{0,5}", fullmatch=True)
    ),
    max_size=2,
    unique_by=lambda pair: pair[0],
)
_TRACKING = st.lists(
    st.sampled_from(("utm_source=feed", "utm_medium=rss", "fbclid=x1", "gclid=y", "mc_cid=1")),
    max_size=3,
)


def _url(scheme: str, host: str, path: list[str], query: list[str], tail: str = "") -> str:
    return f"{scheme}://{host}/{'/'.join(path)}{tail}" + (f"?{'&'.join(query)}" if query else "")


def _article(url: str) -> Article:
    return Article("a1", 1, "c1", "g", url, "Quillmoor Gazette", "en", "Tide", "The dyke held.")


def test_a_domain_in_letters_of_its_own() -> None:
    for target in (
        "zeitung-süd.example",
        "xn--zeitung-sd-ieb.example",
        "https://zeitung-süd.example",
    ):
        request = make_request(target, "domain", "", "", "", 0)
        stones = {stone.key for stone in tombstones_for(request, [], [], 0, 1)}
        for host in ("zeitung-süd.example", "xn--zeitung-sd-ieb.example", "m.Zeitung-Süd.example"):
            assert not stones.isdisjoint(covering_keys("c", [f"https://{host}/flut"]))


@given(_LABEL, _PATH, _QUERY, _TRACKING, st.data())
def test_every_spelling_of_a_removed_address(
    name: str,
    path: list[str],
    query: list[tuple[str, str]],
    tracking: list[str],
    data: st.DataObject,
) -> None:
    host = f"{name}.example"
    pairs = [f"{key}={value}" for key, value in query]
    removed = _url("https", host, path, pairs)
    request = make_request("a1", "article", "", "", "", 0)
    stones = {stone.key for stone in tombstones_for(request, [_article(removed)], [], 0, 1)}
    scheme = data.draw(st.sampled_from(("http", "https", "HTTP")))
    prefix = data.draw(st.sampled_from(("", "www.", "m.", "amp.", "WWW.")))
    port = data.draw(st.sampled_from(("", ":80" if scheme.lower() == "http" else ":443")))
    tail = data.draw(st.sampled_from(("", "/", "/amp", "/amp/", "/index.html")))
    mixed = data.draw(st.permutations(pairs + tracking))
    anchor = data.draw(st.sampled_from(("", "#comments", "#")))
    spelled = _url(scheme, prefix + host + port, path, mixed, tail) + anchor
    assert not stones.isdisjoint(covering_keys("c2", [spelled]))
    assert not stones.isdisjoint(covering_keys("c2", [None, "https://other.example/", spelled]))
    other = _url(scheme, prefix + host + port, [*path, "more"], pairs)
    assert stones.isdisjoint(covering_keys("c2", [other]))


@given(
    _LABEL,
    _LABEL,
    _PATH,
    st.sampled_from(("{}", "www.{}", "https://www.{}/about", "{}.", "{}:80", "{}/x")),
)
def test_a_removed_domain_covers_what_is_below_it(
    name: str, below: str, path: list[str], spelled: str
) -> None:
    request = make_request(spelled.format(f"{name}.example"), "domain", "", "", "", 0)
    stones = {stone.key for stone in tombstones_for(request, [], [], 0, 1)}
    for host in (f"{name}.example", f"www.{name}.example", f"{below}.{name}.example:8080"):
        assert not stones.isdisjoint(covering_keys("c", [_url("http", host, path, [])]))
    for host in (f"x{name}.example", f"{name}.example.org"):
        assert stones.isdisjoint(covering_keys("c", [_url("http", host, path, [])]))
