"""The link stage: stories that were laid out, linked to those of other languages.

Which links there are depends on the stories as they stand, not on the order in which they were
linked: whoever is laid out later is compared with all that were there.
"""

from newsloom.store.base import Decision, EngineStore, Linked
from newsloom.stories.crosslang import links

LINK_BATCH = 64


def link_stories(store: EngineStore) -> int:
    """Link the next stories that were laid out; how many."""
    waiting = store.unlinked(LINK_BATCH)
    puts = tuple(Linked(one.story, tuple(links(one, store.candidates(one)))) for one in waiting)
    if puts:
        store.commit(Decision(puts))
    return len(puts)
