"""Train the weights of the story score and write src/newsloom/stories/weights.json.

    python ../shared/eval/to_import.py stories_en > labelled.jsonl
    python ../shared/eval/to_import.py headlines_en > headlines.jsonl
    python tools/train_stories.py labelled.jsonl ../shared/corpora/stories_en/labelled.jsonl.gz \
        --headlines headlines.jsonl ../shared/corpora/headlines_en/headlines.jsonl.gz \
        --middle 2018-07-15 --output src/newsloom/stories/weights.json

The online process is simulated: articles come in order of days and are compared with the true
stories open at that moment. Some articles lose their date and some all text but a lead, so that
the four profiles learn from what they will meet; and some passes start anew every few hundred
articles, because a young installation knows little of which terms are common. The threshold is
chosen on the stories trained on: the highest B-cubed F1 among those of enough precision.

``--first-before DAY`` and ``--first-from DAY`` take only the gold stories whose first article is
older, or not older, than DAY. ``--middle DAY`` also trains on either side of a day, threshold
included, and records how well the weights do on the other side; the higher of these thresholds
is then taken.
"""

import argparse
import gzip
import hashlib
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit
from weave_corpus import Press, all_features, article_of, read_records, woven

from newsloom.model.facts import Article
from newsloom.model.features import Features
from newsloom.model.judgements import Assignment
from newsloom.stories.features import features_of
from newsloom.stories.score import FEATURES, PROFILES, Weights
from newsloom.stories.vectors import F64

THRESHOLDS = 0.25, 0.28, 0.31, 0.34, 0.37, 0.40
# A wrong merge is worse than a wrong split. Stories that weights never saw cost them .015.
LEAST_PRECISION = 0.945
PENALTY = 1.0  # on the squares of the standardised coefficients
# The gold stories have two or three members, so that a third is seldom met and a fourth never.
# Taken at its word that would cost "several" three and more, and break up every large story.
SEVERAL_BOUND, SEVERAL_BOUND_BRIEF = (-1.5, 0.0), (-1.0, 0.0)
# Without dates of publication nothing else tells the second call from the first, and a small
# corpus of one saga has no rarity to go by; the gold stories hold few sagas.
APART_BOUND_UNDATED = -2.5
APART_UNDATED = -12.0  # a rule, set once the rest is fitted
# A rule as well, of headlines: so few words must be taken up earlier, and splits mend what was
# taken wrongly. Headlines_en is told best so (.80; .79 with 0.25).
BRIEF_BONUS = 0.75
FRESH_EVERY = 300  # articles after which a pass "young" starts anew
LEAD_WORDS = 40
_UNTRAINED = Weights(
    (-9.0,) * len(PROFILES), tuple((0.0,) * len(FEATURES) for _ in PROFILES), THRESHOLDS[0]
)

Rows = list[tuple[int, F64, bool]]  # profile, features, whether it is the right story
Stories = Mapping[str, str]


class Pass(msgspec.Struct, frozen=True):
    """How a simulation treats its articles: the shares that lose their date or their text."""

    undated: float = 0.0
    brief: float = 0.0
    fresh_every: int | None = None


PASSES = (
    Pass(),
    Pass(fresh_every=FRESH_EVERY),
    Pass(undated=0.4),
    Pass(brief=0.7),
    Pass(brief=1.0),
    Pass(undated=0.4, brief=0.7),
)


def gold_stories(path: Path, first_from: str, first_before: str) -> dict[str, str]:
    """Article id -> story, for the stories that begin in the range of days."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    first: dict[str, str] = defaultdict(lambda: "9999")
    for row in rows:
        first[row["story"]] = min(first[row["story"]], row["date"])
    return {
        str(row["id"]): row["story"]
        for row in rows
        if first_from <= first[row["story"]] < first_before
    }


def headline_stories(path: Path, events: str) -> dict[str, str]:
    """Title id -> story; of the stories whose hash is odd or even, or of all."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    parity = {"even": (0,), "odd": (1,), "all": (0, 1)}[events]
    return {
        str(row["id"]): row["story"]
        for row in rows
        if hashlib.sha256(row["story"].encode()).digest()[0] % 2 in parity
    }


def varied(
    articles: Sequence[Article], whole: Sequence[Features], how: Pass, seed: int
) -> list[Features]:
    """The features of articles some of which lose their date or all but title and a lead."""
    chance = random.Random(seed)
    changed = []
    for article, features in zip(articles, whole, strict=True):
        undated = chance.random() < how.undated
        if chance.random() < how.brief:
            lead = chance.choice((0, 0, LEAD_WORDS // 2, LEAD_WORDS))
            text = " ".join(article.text.split()[:lead])
            features = features_of(msgspec.structs.replace(article, text=text))
        if undated:
            features = msgspec.structs.replace(features, published_us=None)
        changed.append(features)
    return changed


class Simulation:
    """One pass over a stream in which every article goes to its true story."""

    def __init__(self, gold: Stories) -> None:
        self.rows: Rows = []
        self._gold = gold

    def run(self, items: Sequence[Features], fresh_every: int | None) -> Rows:
        """Simulate; the rows collected."""
        for start in range(0, len(items), fresh_every or len(items)):
            press = Press(_UNTRAINED)
            for item in items[start : start + (fresh_every or len(items))]:
                self._step(item, press)
        return self.rows

    def _step(self, item: Features, press: Press) -> None:
        true = self._gold[item.article]
        press.relation(item)
        ranked = press.weaver.rank(item)
        design, profiles = ranked.sims.design(), ranked.sims.profiles()
        for at, story in enumerate(ranked.stories):
            self.rows.append((int(profiles[at]), design[at], story.id == true))
        press.absorb(item, Assignment(item.article, true, "", 1.0))


def fitted(rows: Rows) -> Weights:
    """A logistic regression per profile, with the scaling folded into the coefficients."""
    intercepts, coefficients = [], []
    for profile in range(len(PROFILES)):
        chosen = [row for row in rows if row[0] == profile]
        design = np.array([row[1] for row in chosen])
        right = np.array([row[2] for row in chosen])
        undated, brief = "undated" in PROFILES[profile], "brief" in PROFILES[profile]
        intercept, weights = _regression(design, right, undated=undated, brief=brief)
        if undated:
            weights[FEATURES.index("spoken_apart")] = APART_UNDATED
        if brief:
            intercept = round(intercept + BRIEF_BONUS, 4)
        intercepts.append(intercept)
        coefficients.append(tuple(weights.round(4).tolist()))
        print(f"{PROFILES[profile]}: {len(right)} rows, {right.mean():.3f} right", file=sys.stderr)
    return Weights(tuple(intercepts), tuple(coefficients), THRESHOLDS[0])


def _regression(
    design: F64, right: npt.NDArray[np.bool_], *, undated: bool, brief: bool
) -> tuple[float, F64]:
    """Minimises the penalised log loss; no similarity may count against a story.

    Nearest, centroid and average go together. Left free, their weights take opposite signs and fit
    the sizes of the stories trained on; a story of fifty would fall apart.
    """
    mean, scale = design.mean(0), design.std(0)
    scale[scale == 0] = 1.0
    scaled = np.hstack([np.ones((len(design), 1)), (design - mean) / scale])
    signs = np.where(right, 1.0, -1.0)

    def loss(weights: F64) -> tuple[float, F64]:
        margins = signs * (scaled @ weights)
        wrong = -signs * expit(-margins)
        penalty = np.concatenate(([0.0], weights[1:]))
        return (
            float(np.logaddexp(0.0, -margins).sum() + 0.5 * PENALTY * penalty @ penalty),
            scaled.T @ wrong + PENALTY * penalty,
        )

    bounds = [
        (None, None),
        *(_bounds(name, by, undated, brief) for name, by in zip(FEATURES, scale, strict=True)),
    ]
    start = np.zeros(scaled.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    weights: F64 = found.x[1:] / scale
    return round(float(found.x[0] - weights @ mean), 4), weights


def _bounds(
    feature: str, scale: float, undated: bool, brief: bool
) -> tuple[float | None, float | None]:
    """What a standardised coefficient may be: similarities count for, days and size against."""
    if feature == "several":
        least, most = SEVERAL_BOUND_BRIEF if brief else SEVERAL_BOUND
        return least * scale, most
    if feature == "spoken_apart":
        return None, APART_BOUND_UNDATED * scale if undated else 0.0
    return (None, 0.0) if "days" in feature or feature in ("spoken", "spoken_lead") else (0.0, None)


def train(articles: Sequence[Article], gold: Stories, brief: Rows) -> Weights:
    """Weights from the stories of ``gold``, with the threshold that suits these.

    ``brief``: rows of large stories told in titles alone, which ``gold`` has none of.
    """
    whole = all_features(articles)
    taught = [*brief]
    for seed, how in enumerate(PASSES):
        items = varied(articles, whole, how, seed)
        chosen = [item for item in items if item.article in gold]
        taught += Simulation(gold).run(chosen, how.fresh_every)
    return with_threshold(fitted(taught), whole, gold)


def with_threshold(weights: Weights, items: Sequence[Features], gold: Stories) -> Weights:
    """The threshold of the highest F1 among those of enough precision; else the highest."""
    best, best_f1 = THRESHOLDS[-1], 0.0
    for threshold in THRESHOLDS:
        precision, _, f1 = scored(
            msgspec.structs.replace(weights, threshold=threshold), items, gold
        )
        if precision >= LEAST_PRECISION and f1 > best_f1:
            best, best_f1 = threshold, f1
    return msgspec.structs.replace(weights, threshold=best)


def scored(
    weights: Weights, items: Sequence[Features], gold: Stories
) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 on the stories of ``gold``, all items woven."""
    placed = {one.article: one.story for _, one in woven(items, Press(weights))}
    both = Counter((story, placed[article]) for article, story in gold.items())
    true = Counter(gold.values())
    told = Counter(placed[article] for article in gold)
    precision = sum(n * n / told[place] for (_, place), n in both.items()) / len(gold)
    recall = sum(n * n / true[story] for (story, _), n in both.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def held_out(
    articles: Sequence[Article], path: Path, middle: str, brief: Rows
) -> dict[str, dict[str, float]]:
    """How weights from one side of a day do on the stories of the other side."""
    earlier, later = gold_stories(path, "0000", middle), gold_stories(path, middle, "9999")
    items = all_features(articles)
    found = {}
    for name, trained, tested in (("from", earlier, later), ("before", later, earlier)):
        weights = train(articles, trained, brief)
        measured = [round(figure, 4) for figure in scored(weights, items, tested)]
        names = ("bcubed_precision", "bcubed_recall", "bcubed_f1")
        found[f"stories {name} {middle}"] = {
            "threshold": weights.threshold,
            **dict(zip(names, measured, strict=True)),
        }
    return found


def titles(articles: Sequence[Article], gold: Stories) -> Rows:
    """Comparisons of titles with the true stories, in order."""
    chosen = [one for one in articles if one.id in gold]
    return Simulation(gold).run(all_features(chosen), None)


def written(weights: Weights, provenance: Mapping[str, object]) -> str:
    """The weights as the text of weights.json."""
    profiles = {
        name: {
            "intercept": weights.intercepts[at],
            "coefficients": dict(zip(FEATURES, weights.coefficients[at], strict=True)),
        }
        for at, name in enumerate(PROFILES)
    }
    data = {
        "provenance": provenance,
        "threshold": weights.threshold,
        "embedding": dict(zip(("weight", "midpoint"), weights.meaning, strict=True)),
        "profiles": profiles,
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    """Train and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("labelled", type=Path, help="import records of the labelled articles")
    parser.add_argument("gold", type=Path, help="the labelled file itself: id, story, date")
    parser.add_argument("--headlines", type=Path, nargs=2, metavar=("RECORDS", "GOLD"))
    parser.add_argument("--events", choices=("all", "even", "odd"), default="all")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--first-from", default="0000", metavar="DAY")
    parser.add_argument("--first-before", default="9999", metavar="DAY")
    parser.add_argument("--middle", metavar="DAY")
    arguments = parser.parse_args()
    gold = gold_stories(arguments.gold, arguments.first_from, arguments.first_before)
    labelled = read_records([arguments.labelled])
    articles = [article_of(one, seq) for seq, one in enumerate(labelled, 1)]
    brief: Rows = []
    if arguments.headlines:
        records = enumerate(read_records(arguments.headlines[:1]), 1)
        big = headline_stories(arguments.headlines[1], arguments.events)
        brief = titles([article_of(one, seq) for seq, one in records], big)
    weights = train(articles, gold, brief)
    middle, beyond = arguments.middle, {}
    if middle:
        beyond = held_out(articles, arguments.gold, middle, brief)
        threshold = max(figures["threshold"] for figures in beyond.values())
        weights = msgspec.structs.replace(weights, threshold=threshold)
    days = sorted(str(one["published"])[:10] for one in labelled if str(one["id"]) in gold)
    provenance = {
        "corpus": "stories_en: English news of 2016 to 2019, stories grouped by editors; "
        "headlines_en: titles of two days of 2014 on large events",
        "stories": len(set(gold.values())),
        "articles": len(gold),
        "days": [days[0], days[-1]],
        "command": " ".join(["python tools/train_stories.py", *map(_name, sys.argv[1:])]),
        "by_hand": {
            "spoken_apart, undated": APART_UNDATED,
            "added to the intercepts of headlines": BRIEF_BONUS,
            "embedding": "both",
        },
        "held_out": beyond,
    }
    arguments.output.write_text(written(weights, provenance), encoding="utf-8")
    return 0


def _name(argument: str) -> str:
    """An argument without the folders that it lies in here."""
    return Path(argument).name if "/" in argument else argument


if __name__ == "__main__":
    sys.exit(main())
