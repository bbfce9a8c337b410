"""How likely it is that an article belongs to a story: a logistic regression over similarities.

Similarities are cosines per field (title, lead, body, names, bigrams) to the story's centroid, to
its nearest member, and on average over its members; with the days apart when both are dated.
Four profiles are weighted apart: dated or undated, full text or *brief* (little but a title).

Where an embedder is set, ``weight * (cosine - midpoint)`` is added to the log odds, of the mean
cosine with the story's latest members. Where either side has no vector nothing is added.
"""

import json
import math
from importlib.resources import files
from pathlib import Path

import numpy as np
from msgspec import Struct

from newsloom.kernels import load
from newsloom.model.errors import ConfigError
from newsloom.stories.vectors import F64, FIELDS

PROFILES = ("dated", "undated", "dated_brief", "undated_brief")
FEATURES = (
    *(f"nearest_{field}" for field in FIELDS),
    *(f"centroid_{field}" for field in FIELDS),
    *(f"average_{field}" for field in FIELDS),
    "centroid_body_squared",
    "title_and_body",
    "names_and_body",
    "days",
    "first_days",
    "first_days_and_body",
    "several",
    "spoken",
    "spoken_alike",
    "spoken_lead",
    "spoken_lead_alike",
    "spoken_apart",
)
_SPOKEN = FEATURES.index("spoken")  # from here on: of days spoken of
_FIRST_DAYS = 3.0
_SEVERAL = 3.0  # members; more give chance more openings
# Of an embedder's cosine. The usual models put two reports of one event at .7 to .9, two of one
# subject at .4 to .6; the weight moves no article that the words speak clearly for or against.
_MEANING_WEIGHT, _MEANING_MIDPOINT = 6.0, 0.6


class Weights(Struct, frozen=True):
    """Coefficients per profile, in the order of ``FEATURES``; ``threshold`` opens a story.

    ``meaning``: weight and midpoint of an embedder's cosine.
    """

    intercepts: tuple[float, ...]
    coefficients: tuple[tuple[float, ...], ...]
    threshold: float
    meaning: tuple[float, float] = (_MEANING_WEIGHT, _MEANING_MIDPOINT)

    def matrix(self) -> tuple[F64, F64]:
        """Intercepts (4,) and coefficients (4, len(FEATURES))."""
        return np.array(self.intercepts), np.array(self.coefficients)


def load_weights(path: Path | None = None) -> Weights:
    """The weights of a JSON file; those that come with Newsloom for None.

    Raises ConfigError when the file cannot be read or lacks a profile or a feature.
    """
    source = path or files(__package__).joinpath("weights.json")
    try:
        data = json.loads(source.read_text(encoding="utf-8"))
        profiles = [data["profiles"][name] for name in PROFILES]
        meaning = data.get("embedding") or {}
        weights = Weights(
            tuple(float(profile["intercept"]) for profile in profiles),
            tuple(
                tuple(float(profile["coefficients"][name]) for name in FEATURES)
                for profile in profiles
            ),
            float(data["threshold"]),
            (
                float(meaning.get("weight", _MEANING_WEIGHT)),
                float(meaning.get("midpoint", _MEANING_MIDPOINT)),
            ),
        )
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise ConfigError(f"cannot read the weights {source}: {error}") from error
    except KeyError as error:
        raise ConfigError(
            f"the weights {source} lack {error}; make them with train_stories"
        ) from error
    numbers = (*weights.intercepts, *sum(weights.coefficients, ()), *weights.meaning)
    if not all(map(math.isfinite, numbers)):
        raise ConfigError(f"the weights {source} hold a number that is not finite")
    return weights


class Sims(Struct, frozen=True, eq=False):
    """An article beside k stories.

    ``nearest``, ``centroid``, ``average`` float64[k, 5]: cosines per field; ``days`` float64[k]:
    days to the nearest dated member, nan when unknown; ``spoken`` float64[k, 3]: how alike the
    days are that both speak of, anywhere and in the lead, nan when unknown, and whether the
    weightiest of the leads differ; ``size`` float64[k]:
    members; ``brief`` bool[k]; ``meaning`` float64[k]: mean cosine of embeddings, nan where a side
    has none, None when the article has none.
    """

    nearest: F64
    centroid: F64
    average: F64
    days: F64
    spoken: F64
    size: F64
    brief: np.typing.NDArray[np.bool_]
    meaning: F64 | None = None

    def design(self) -> F64:
        """The features of the regression, shape (k, len(FEATURES))."""
        made = np.empty((len(self.days), len(FEATURES)))
        cosines = self.nearest, self.centroid, self.average
        days = self.days, self.spoken, self.size
        load().design(*cosines, *days, _FIRST_DAYS, _SEVERAL, made)
        return made

    def profiles(self) -> np.typing.NDArray[np.int64]:
        """Which profile each story is judged by."""
        return np.isnan(self.days).astype(np.int64) + 2 * self.brief


class Scorer:
    """Weights at work."""

    def __init__(self, weights: Weights) -> None:
        self.threshold = weights.threshold
        self._meaning = weights.meaning
        self._intercepts, self._coefficients = weights.matrix()

    def probabilities(self, sims: Sims, *, undated: bool = False) -> list[float]:
        """For each story the probability that the article belongs to it, to four digits.

        ``undated`` leaves all days out of account, those of publication and those spoken of.
        """
        sums = np.empty(len(sims.days))
        load().odds(
            sims.nearest,
            sims.centroid,
            sims.average,
            sims.days,
            sims.spoken,
            sims.size,
            sims.brief,
            _FIRST_DAYS,
            _SEVERAL,
            self._intercepts,
            self._coefficients,
            undated,
            _SPOKEN,
            sums,
        )
        if sims.meaning is not None:
            weight, midpoint = self._meaning
            sums += np.nan_to_num(weight * (sims.meaning - midpoint))
        return [round(logistic(one), 4) for one in sums.tolist()]


def logistic(value: float) -> float:
    """The probability of log odds, without overflow."""
    if value >= 0:
        return 1.0 / (1.0 + math.exp(-value))
    power = math.exp(value)
    return power / (1.0 + power)
