"""Single lines: what is debris, in many languages, and what must never be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.extract.lines import (
    byline_of,
    debris_kind,
    is_breadcrumb,
    is_date,
    is_weather,
    published_in,
)


@pytest.mark.parametrize(
    "line",
    [
        "Source link", "- Advertisement -", "ADVERTISEMENT", "Share this:", "12 Comments",
        "Comments (12)", "Facebook Twitter WhatsApp", "Share 345 Tweet", "4 min read", "***",
        "https://anders.example/a", "@anderscourier", "[gallery ids=1]", "%d bloggers like this:",
        "© 2021 Anders Courier. All rights reserved.", "Read more: Cracks found in second bridge",
        "Required fields are marked *", "Tags: bridge, harbour", "Follow us on Twitter",
        "This site uses Akismet to reduce spam. Learn how your comment data is processed.",
        "Weiterlesen", "Anzeige", "Lesen Sie auch: Risse in zweiter Brücke", "Lire aussi",
        "Partager", "Lea también: Grietas en el segundo puente", "Compartir", "Leggi anche",
        "Leia também", "Lees ook", "Czytaj też", "Čtěte také", "Читайте также", "Поделиться",
        "Читайте також", "Прочетете още", "Pročitajte i", "Διαβάστε επίσης", "İlgili haberler",
        "Läs också", "Læs også", "Les også", "Lue myös", "اقرأ أيضا", "بیشتر بخوانید", "קראו גם",
        "यह भी पढ़ें", "আরও পড়ুন", "Baca juga", "Xem thêm", "ข่าวที่เกี่ยวข้อง", "相关阅读",
        "関連記事", "관련기사", "Anadolu Agency | Getty Images", "(AP Photo/Dora Hale)", "Reuters",
        "Photo: Dora Hale", "Foto: dpa", "The harbour office via Reuters",
    ],
)  # fmt: skip
def test_debris_wherever_it_stands(line: str) -> None:
    assert debris_kind(line, outside=True) is not None
    assert debris_kind(line, outside=False) is not None


@pytest.mark.parametrize(
    "line",
    [
        "Thursday, November 30, 2023", "07.12.2021 10:30", "2 hours ago", "vor 3 Stunden",
        "-1.7 C", "23°C", "Clear sky 12 °C", "Home > World > Europe", "By Ines Molen, staff writer",
        "Von Ines Molen", "Автор: Инес Молен",
        "Subscribe to our channel for more.", "Thank you for reading.",
    ],
)  # fmt: skip
def test_debris_beside_the_body_only(line: str) -> None:
    assert debris_kind(line, outside=True) is not None
    assert debris_kind(line, outside=False) is None


@pytest.mark.parametrize(
    "line",
    [
        "“We would rather close it for a month,” said Dora Hale.",
        "“Sign up for the vaccine,” the mayor told them.",
        "By Tuesday the council had closed the bridge.",
        "Share prices fell by three per cent on Monday.",
        "The photo showed a crack in the second pillar.",
        "Read the letter, she said, and then decide.",
        "Sources close to the council said that the cracks were known.",
        "Reuters reported on Monday that the bridge was closed.",
        "More than four hundred people cross it every hour.",
        "Copyright law is to change, the minister said on Tuesday.",
        "Related companies were not affected by the decision, he said.",
        "Next week the council meets again.",
        "Yes.",
        "What the divers saw",
    ],
)
def test_text_stays(line: str) -> None:
    assert debris_kind(line, outside=False) is None
    assert debris_kind(line, outside=True) is None


def test_a_dated_heading_within_the_body_stays() -> None:
    assert debris_kind("2. Tag: (28.12.2008)", outside=False) is None
    assert debris_kind("7 December 2021", outside=False) is None


def test_shapes() -> None:
    assert is_date("Dec 7, 2021 10:30 am")
    assert not is_date("The year 2021")
    assert is_weather("Port Anders 3°C")
    assert not is_weather("It was 23 C in the shade, and nobody minded.")
    assert is_breadcrumb("Home » News » World")
    assert not is_breadcrumb("A/B tests are fun")
    assert byline_of("By Ines Molen") == "Ines Molen"
    assert byline_of("By the river lived a man") is None


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Published: 7 December 2021", "7 December 2021"),
        ("Published on 7 December 2021 | Updated: 9 December 2021", "7 December 2021"),
        ("Veröffentlicht am 07.12.2021", "07.12.2021"),
        ("Updated: 9 December 2021", None),
        ("Thursday, November 30, 2023", None),
    ],
)
def test_published_in(line: str, date: str | None) -> None:
    assert published_in(line) == date


@given(st.text(max_size=200), st.booleans())
def test_any_line(line: str, outside: bool) -> None:
    assert debris_kind(line, outside=outside) in {
        None, "label", "related", "comments", "credit", "notice",
    }  # fmt: skip
