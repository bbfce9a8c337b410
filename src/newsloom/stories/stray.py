"""An article that stands in the story of another event, told by the same template.

Single articles are judged as they come, when a story may have one article or two, and a report on
another strike or verdict of that day can be near to that one in all but its names. Later the story
has a core, the names that run through its reports; an article that has none of them, and whose own
names none of the others have, is a stray.
"""

from newsloom.stories.core import apart, core_of
from newsloom.stories.members import Entry, OpenStory, Parts
from newsloom.stories.score import Sims
from newsloom.stories.shelf import Shelf
from newsloom.stories.vectors import NAMES

_OTHERS = 3  # articles that make a core
_CORE_OF = 24  # latest of them
_ALIKE = 0.35  # of what the others are alike in names: a first look
_APART = 0.7  # from the core
_AT_HOME = 0.3  # cosine of names with the nearest article of the story it belongs to


def stray(story: OpenStory, pairs: Parts, shelf: Shelf) -> Entry | None:
    """The member that shares next to no names with the others, which share theirs; else None.

    ``pairs`` int64[n, n, 5]: how alike the latest members are to each other (``Shelf.pairs``).
    """
    latest = story.latest()
    count = len(latest) - 1
    if count < _OTHERS:
        return None
    names = pairs[:, :, NAMES]
    own = names.sum(1) - names.diagonal()
    at = int(own.argmin())
    rest = int(names.sum() - names.trace() - 2 * own[at])  # between the others, both ways
    if latest[at].brief or own[at] * (count - 1) > _ALIKE * rest:
        return None
    others = [one.slot for one in latest if one is not latest[at]][-_CORE_OF:]
    cores = (core_of(shelf, slots, NAMES) for slots in (others, [latest[at].slot]))
    return latest[at] if apart(*cores) >= _APART else None


def at_home(sims: Sims) -> list[bool]:
    """For each story whether an article of it has the names of the article compared."""
    return (sims.nearest[:, NAMES] >= _AT_HOME).tolist()  # type: ignore[no-any-return]
