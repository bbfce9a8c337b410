"""Why an article stands in a story, in words a person can read."""

from collections.abc import Iterable

from newsloom.model.judgements import Relation

_MOST = 6


def shared_labels(labels: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    """``names: ...`` and ``title words: ...`` that both have, in the order of ``labels``."""
    known = {label.casefold() for label in set(others)}  # members share most labels
    shared = [label for label in labels if label.casefold() in known]
    names = [label for label in shared if label != label.casefold()][:_MOST]
    plain = [label for label in shared if label == label.casefold()][:_MOST]
    return tuple(
        f"{kind}: {', '.join(found)}"
        for kind, found in (("names", names), ("title words", plain))
        if found
    )


def copy_reason(relation: Relation) -> str:
    """``identical copy of ARTICLE`` or ``edited copy of ARTICLE``."""
    return f"{relation.kind} copy of {relation.of}"


def version_reason(before: str) -> str:
    """``new version of ARTICLE``."""
    return f"new version of {before}"


def reader_reason(partner: str) -> str:
    """``a reader put it here, together with ARTICLE``."""
    return f"a reader put it here, together with {partner}"


def barred_reason(story: str) -> str:
    """``a reader keeps it out of story STORY``."""
    return f"a reader keeps it out of story {story}"
