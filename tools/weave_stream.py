"""Weave a long stream of headlines in one go and show what came of it.

    python tools/weave_stream.py ../shared/corpora/stream_2025/items.jsonl.gz

Items are JSON lines with "seen" (ISO 8601), "title", "description", "url"; the host is the outlet.
The time they were seen stands for the day of publication; ``--undated`` leaves them without one.
Prints time, memory, stories, how many stayed open for long, and titles of the ten largest.
"""

import argparse
import gzip
import json
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from weave_corpus import Press, all_features

from newsloom.model.facts import Article
from newsloom.model.times import DAY_US, to_us
from newsloom.stories.score import load_weights

_TITLES = 8  # shown of a story: from its first to its last, evenly
_LONG_DAYS = 3.0


def items(path: Path, *, undated: bool) -> Iterator[tuple[Article, int]]:
    """Articles in the order of the file, with the time they were seen in microseconds."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for seq, line in enumerate(lines, 1):
            row = json.loads(line)
            seen = to_us(datetime.fromisoformat(row["seen"]))
            article = Article(
                id=str(seq),
                seq=seq,
                capture="",
                given_id=str(seq),
                url=row["url"],
                outlet=urlsplit(row["url"] or "").hostname or "",
                lang="en",
                title=row["title"] or "",
                text=row["description"] or "",
                published_us=None if undated else seen,
            )
            yield article, seen


def report(stories: Mapping[str, Sequence[tuple[Article, int]]]) -> Iterator[str]:
    """What came of it, line by line."""
    sizes = Counter({story: len(members) for story, members in stories.items()})
    spans = {
        story: (max(seen for _, seen in members) - min(seen for _, seen in members)) / DAY_US
        for story, members in stories.items()
    }
    by_size = Counter(min(size, 10) for size in sizes.values())
    yield f"stories by size (10: and more): {dict(sorted(by_size.items()))}"
    long = sum(span > _LONG_DAYS for span in spans.values())
    yield f"longest span {max(spans.values()):.1f} days; over {_LONG_DAYS:g} days: {long} stories"
    longest = max(spans, key=lambda story: (spans[story], story))
    for story in dict.fromkeys([*(story for story, _ in sizes.most_common(10)), longest]):
        members = stories[story]
        yield f"\n{len(members)} articles over {spans[story]:.1f} days, {story}"
        last = len(members) - 1
        places = sorted({round(at * last / (_TITLES - 1)) for at in range(_TITLES)})
        for article, seen in (members[at] for at in places):
            day = datetime.fromtimestamp(seen / 1e6).date()
            yield f"  {day}  {article.outlet:24.24}  {article.title[:110]}"


def main() -> int:
    """Read, weave, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("items", type=Path)
    parser.add_argument("--undated", action="store_true")
    parser.add_argument("--weights", type=Path)
    arguments = parser.parse_args()
    everything = list(items(arguments.items, undated=arguments.undated))
    features = all_features([article for article, _ in everything])
    press = Press(load_weights(arguments.weights))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, worked = time.perf_counter(), time.process_time()
    for item in features:
        press.judge(item)
    taken, cpu = time.perf_counter() - started, time.process_time() - worked
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    stories: dict[str, list[tuple[Article, int]]] = defaultdict(list)
    for article, seen in everything:
        stories[press.placed[article.id].story].append((article, seen))
    print(
        f"{len(features):,} articles woven in {taken:.0f} s ({cpu:.0f} s of CPU, "
        f"{len(features) / cpu:,.0f} a second), peak memory grown by {grown:.0f} MB, "
        f"{len(stories):,} stories, {len(press.weaver):,} open at the end"
    )
    print("\n".join(report(stories)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
