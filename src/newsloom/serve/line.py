"""Figures of a story that go on through its storyline."""

from newsloom.ledger.series import lay_series
from newsloom.model.ledger import Series
from newsloom.store.base import StoryView


def line_series(view: StoryView) -> tuple[Series, ...]:
    """The series that reports of this story and of others of its storyline make together."""
    if not view.line_reports:
        return ()
    here = {report.figure for report in view.ledger.reports}
    found = lay_series((*view.ledger.reports, *view.line_reports))
    return tuple(
        one
        for one in found
        if {point.figure in here for point in one.points if point.state != "other"} == {True, False}
    )
