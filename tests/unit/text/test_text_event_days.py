"""On which day the event of an article is, and on which day it was written."""

from datetime import date

import pytest

from newsloom.model.facts import Article
from newsloom.text.event_days import event_days, event_weekdays, reference_day

# A saga of three events that the same people and words make: only the days tell them apart.
TALKS = {
    "first": [
        ("2031-03-03", "en", "Brandt and Oduya set to talk",
         "Chancellor Ada Brandt and governor Mira Oduya are due to hold a long awaited call on "
         "Tuesday over the dam at Karrenfeld.\n\nBrandt said on Monday she was hopeful."),
        ("2031-03-04", "en", "Brandt and Oduya talk about the dam",
         "Chancellor Ada Brandt spoke with governor Mira Oduya on Tuesday about the dam. The two "
         "last met in June 2029."),
        ("2031-03-05", "de", "Brandt telefoniert mit Oduya",
         "Kanzlerin Ada Brandt hat am Dienstag mit Gouverneurin Mira Oduya über den Damm "
         "gesprochen."),
        ("2031-03-05", "ru", "Брандт поговорила с Одуей",
         "Канцлер Ада Брандт поговорила с губернатором Мирой Одуей во вторник, 4 марта."),
    ],
    "second": [
        ("2031-03-27", "en", "Second call between Brandt and Oduya",
         "Chancellor Ada Brandt will speak by phone Thursday afternoon with governor Mira Oduya "
         "over the dam. In their call earlier this month, on March 4, 2031, they did not agree."),
        ("2031-03-26", "fr", "Brandt et Oduya se parleront encore",
         "La chancelière Ada Brandt parlera jeudi avec la gouverneure Mira Oduya du barrage."),
        ("2031-03-28", "es", "Segunda llamada entre Brandt y Oduya",
         "La canciller Ada Brandt habló el jueves 27 de marzo con la gobernadora Mira Oduya."),
    ],
    "third": [
        ("2031-05-19", "en", "Brandt agrees to meet Oduya",
         "Chancellor Ada Brandt agreed on Monday to meet governor Mira Oduya about the dam."),
        ("2031-05-20", "zh", "勃兰特同意会见奥杜亚",
         "总理勃兰特周一同意就水坝问题会见州长奥杜亚。"),
    ],
}  # fmt: skip
DAYS = {"first": date(2031, 3, 4), "second": date(2031, 3, 27), "third": date(2031, 5, 19)}


@pytest.mark.parametrize("event", list(TALKS))
def test_three_events_of_one_saga_have_three_days(event: str) -> None:
    for written, lang, title, text in TALKS[event]:
        days = event_days(title, text, lang, date.fromisoformat(written))
        assert days[0][0] == DAYS[event], (lang, text)
        assert abs(sum(weight for _, weight in days) - 1) < 0.01


def test_an_article_that_names_no_day_has_none() -> None:
    assert event_days("The mill", "The mill turns.", "en", date(2031, 3, 3)) == []
    assert event_days("The mill", "It turned on Monday.", "en", None) == []


def test_weekdays_tell_undated_articles_apart() -> None:
    first = event_weekdays("Call", "They spoke on Tuesday. He said on Monday so.", "en")
    second = event_weekdays("Call", "They will speak Thursday.", "en")
    assert (first[0][0], second[0][0]) == (1, 3)
    assert event_weekdays("Call", "They spoke on Tuesday, 4 March.", "en") == []


def article(text: str, published: str | None, us: int | None = None, lang: str = "en") -> Article:
    return Article("a", 1, "c", "g", None, "Bote", lang, "Title", text, (), published, us)


def test_the_day_of_writing_is_that_of_publication() -> None:
    text = "The dam broke on Tuesday."
    assert reference_day(article(text, "2031-03-05T01:30:00+09:00")) == date(2031, 3, 5)
    assert reference_day(article(text, None, 1_930_000_000_000_000)) == date(2031, 2, 27)
    assert reference_day(article(text, "2031-03")) is None
    assert reference_day(article(text, None)) is None


def test_a_dateline_wins_where_it_fits() -> None:
    text = "KARRENFELD, March 3 (Lantern Wire) — The dam broke on Monday."
    assert reference_day(article(text, "2031-03-05")) == date(2031, 3, 3)
    assert reference_day(article(text, "2031-09-05")) == date(2031, 9, 5)
    dated = "KARRENFELD, 3 March 2031 – The dam broke on Monday."
    assert reference_day(article(dated, None)) == date(2031, 3, 3)
    own_line = "3 March 2031\nThe dam broke on Monday."
    assert reference_day(article(own_line, None)) == date(2031, 3, 3)
    said = "The dam that broke on 3 March 2031 was old.\nIt broke on Monday."
    assert reference_day(article(said, None)) is None


def test_the_day_in_a_page_s_header_is_not_the_day_of_writing() -> None:
    header = "-1.7 C\nThursday, 6 March 2031\n\nThe dam at Karrenfeld\n\nMust read\n\n"
    assert reference_day(article(header + "The dam broke on Monday.", None)) is None
    assert reference_day(article(header + "The dam broke on Monday.", "2031-03-09")) == date(
        2031, 3, 9
    )
    below = "The dam at Karrenfeld\n3 March 2031\nThe dam broke on Monday, he said.\n"
    assert reference_day(article(below, None)) == date(2031, 3, 3)


def test_a_date_that_the_text_contradicts_is_not_believed() -> None:
    later = "The dam broke on 3 March 2031 at dawn. Many fled on Tuesday."
    assert reference_day(article(later, "2030-11-30")) is None
    crawled = "The two will meet on 3 March 2031. They spoke on Tuesday."
    assert reference_day(article(crawled, "2032-11-30")) is None
    assert reference_day(article(crawled, "2031-03-01")) == date(2031, 3, 1)
