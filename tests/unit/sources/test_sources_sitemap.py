"""Large sitemaps: read in a stream, capped, packed ones as well."""

import gzip
import subprocess
import sys

from newsloom.sources.sitemap import MOST_ENTRIES, parse_sitemap

HEAD = (
    b"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
    b"xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>"
)
ENTRY = (
    "<url><loc>https://post.example/{0}</loc><lastmod>2025-01-06T10:00:00Z</lastmod><news:news>"
    "<news:publication><news:name>Post</news:name><news:language>en</news:language>"
    "</news:publication><news:publication_date>2025-01-06T09:00:00Z</news:publication_date>"
    "<news:title>Title {0}</news:title></news:news></url>"
)
UNDATED = ENTRY.replace("2025-01-06T10:00:00Z", "").replace("2025-01-06T09:00:00Z", "")
# Measured in a process of its own: lxml's memory is not Python's.
MEASURE = """
import resource, sys
from newsloom.sources.sitemap import parse_sitemap
data = open(sys.argv[1], "rb").read()
parse_sitemap(data[:2000])
def peak():
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
before = peak()
found = parse_sitemap(data)
print(len(found.entries), int(peak() - before))
"""


def sitemap(entries: int, entry: str = ENTRY) -> bytes:
    return HEAD + "".join(entry.format(n) for n in range(entries)).encode() + b"</urlset>"


def test_a_full_sitemap_is_read_without_holding_its_tree(tmp_path: object) -> None:
    path = f"{tmp_path}/map.xml.gz"
    with gzip.open(path, "wb") as stream:
        stream.write(sitemap(MOST_ENTRIES, UNDATED))
    ran = subprocess.run([sys.executable, "-c", MEASURE, path], capture_output=True, check=True)
    entries, megabytes = map(int, ran.stdout.split())
    assert entries == MOST_ENTRIES
    # Unpacked it is 14 MB, as entries another 25; the tree would take some 200.
    assert megabytes < 90


def test_what_is_beyond_the_cap_is_left_and_said_to_be() -> None:
    found = parse_sitemap(sitemap(300), limit=100)
    assert (len(found.entries), found.truncated, found.ok) == (100, True, True)
    (last,) = found.entries[-1:]
    assert (last.url, last.title, last.outlet) == ("https://post.example/99", "Title 99", "Post")
    assert (last.published, last.modified) == ("2025-01-06T09:00:00Z", "2025-01-06T10:00:00Z")


def test_a_file_that_unpacks_without_end_is_cut_off() -> None:
    bomb = gzip.compress(sitemap(10).replace(b"</urlset>", b" " * 60_000_000))
    found = parse_sitemap(bomb)
    assert (len(found.entries), found.truncated) == (10, True)


def test_gzip_in_several_members_is_read_wholly_and_capped() -> None:
    whole = sitemap(30)
    cut = len(whole) // 3
    parts = [gzip.compress(whole[at : at + cut]) for at in range(0, len(whole), cut)]
    found = parse_sitemap(b"".join(parts) + b"\0" * 512)
    assert (len(found.entries), found.truncated) == (30, False)
    broken = parse_sitemap(parts[0] + parts[1][:-12])
    assert broken.truncated and 0 < len(broken.entries) < 30
    odd = parse_sitemap(gzip.compress(whole) + b"something else")
    assert (len(odd.entries), odd.truncated) == (30, True)
    bomb = [gzip.compress(b" " * 30_000_000)] * 3
    assert parse_sitemap(gzip.compress(whole.replace(b"</urlset>", b"")) + b"".join(bomb)).truncated
