"""Figures: value, unit, what is counted; and what is no figure."""

from itertools import pairwise

import msgspec
import pytest

from newsloom.findings import find
from newsloom.findings.figures import find_figures
from newsloom.model.facts import Article, Figure


def article(text: str, lang: str = "en") -> Article:
    return Article("a1", 1, "c1", "g1", None, "Quillmoor Gazette", lang, "Title", text)


def figures(text: str, lang: str = "en") -> list[Figure]:
    return list(find_figures(article(text, lang)))


@pytest.mark.parametrize(
    ("text", "value", "unit", "what", "qualifier"),
    [
        ("At least 1,200 people left.", 1200, None, "people", "at least"),
        ("It cost $3.5 billion in aid.", 3_500_000_000, "$", "aid", None),
        ("It cost €40m.", 40_000_000, "EUR", None, None),
        ("It cost 5 million US dollars.", 5_000_000, "USD", None, None),
        ("About 12.5% of voters stayed home.", 12.5, "%", "voters", "about"),
        ("Some 12 percent of voters stayed.", 12, "%", "voters", "some"),
        ("The road is 30 km long.", 30, "km", None, None),
        ("Four civilians were killed there.", 4, None, "civilians killed", None),
        ("Up to 30 soldiers were injured.", 30, None, "soldiers injured", "up to"),
        ("The 27-nation bloc met.", 27, None, "nation", None),
        ("Tens of thousands of troops came.", None, None, "troops", None),
        ("Between 10 and 15 boats sank.", None, None, "boats", None),
        ("They need 10-15 boats.", None, None, "boats", None),
        (
            "An estimated 94,000 Norvian troops stood by.",
            94_000,
            None,
            "norvian troops",
            "an estimated",
        ),
    ],
)
def test_english(
    text: str, value: float | None, unit: str | None, what: str | None, qualifier: str | None
) -> None:
    found = figures(text)
    assert len(found) == 1, found
    one = found[0]
    assert (one.value, one.unit, one.what, one.qualifier) == (value, unit, what, qualifier)


@pytest.mark.parametrize(
    ("text", "lang", "value", "unit", "what"),
    [
        ("Mindestens 1.200 Menschen flohen.", "de", 1200, None, "menschen"),
        ("Es kostete 3,5 Milliarden Euro.", "de", 3_500_000_000, "EUR", None),
        ("Au moins 40 personnes ont fui.", "fr", 40, None, "personnes"),
        ("Cerca de 40 personas huyeron.", "es", 40, None, "personas"),
        ("Около 40 человек уехали.", "ru", 40, None, None),
    ],
)
def test_other_languages(
    text: str, lang: str, value: float, unit: str | None, what: str | None
) -> None:
    found = figures(text, lang)
    assert [(one.value, one.unit) for one in found] == [(value, unit)]
    if what is not None:
        assert found[0].what == what


@pytest.mark.parametrize(
    ("text", "lang", "value", "unit", "what", "qualifier"),
    [
        ("Almeno 40 persone sono morte.", "it", 40, None, "persone morti", "almeno"),
        ("Stanziati 850 milioni di euro.", "it", 850_000_000, "EUR", None, None),
        ("Cerca de 94 mil soldados.", "pt", 94_000, None, "soldados", "cerca de"),
        ("Custa R$ 3 bilhões.", "pt", 3_000_000_000, "BRL", None, None),
        ("Minstens 40 mensen zijn omgekomen.", "nl", 40, None, "mensen doden", "minstens"),
        ("Około 94 tys. norwijskich żołnierzy.", "pl", 94_000, None, "norwijskich żołnierzy",
         "około"),
        ("Понад 850 млн доларів.", "uk", 850_000_000, "$", None, "понад"),
        ("94 тысячи норвийских военных.", "ru", 94_000, None, "норвийских военных", None),
        ("Seçmenlerin yüzde 40'ı geldi.", "tr", 40, "%", None, None),
        ("En az 40 kişi öldü.", "tr", 40, None, "kişi öldü", "en az"),
        ("نحو 94 ألف جندي.", "ar", 94_000, None, "جندي", "نحو"),
        ("सरकार 850 करोड़ रुपये देगी।", "hi", 8_500_000_000, "INR", None, None),
        ("至少40人死亡。", "zh", 40, None, "人 死亡", "至少"),
        ("政府将拨款8.5亿美元。", "zh", 850_000_000, "USD", None, None),
        ("約9万4000人の兵士。", "ja", 94_000, None, "人", "約"),
        ("Se gastaron 850 millones de dólares.", "es", 850_000_000, "$", None, None),
        ("Zehntausende Menschen kamen.", "de", None, None, "menschen", None),
        ("1825 Schleusenwärter streiken.", "de", 1825, None, "schleusenwärter", None),
    ],
)  # fmt: skip
def test_more_languages(
    text: str, lang: str, value: float | None, unit: str | None, what: str | None,
    qualifier: str | None,
) -> None:  # fmt: skip
    found = [(one.value, one.unit, one.what, one.qualifier) for one in figures(text, lang)]
    assert found == [(value, unit, what, qualifier)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tens of thousands of its troops left.", [(None, "troops")]),
        ("Several others were injured.", [(None, "others injured")]),
        ("Another serviceman was wounded.", [(1, "serviceman injured")]),
        ("Another serviceman was late.", []),
        ("It is less than a three-hour drive away.", [(3, "drive")]),
        ("It was the second attack in a month.", [(2, "attack")]),
        ("It was the second attack, he said.", []),
        ("The death toll rose from 45 to 75.", [(45, "killed"), (75, "killed")]),
        ("The number of cases reached 825.", [(825, "cases")]),
        ("They counted 825 new cases, up from 559 before.", [(825, "new cases"),
                                                            (559, "new cases")]),
        ("In all 17 of 21 branches agreed.", [(17, "branches")]),
        ("Two in five voters stayed home.", []),
        ("It costs $3-4 billion.", [(None, None)]),
        ("It costs between $2 billion and $3 billion.", [(None, None)]),
        ("It was a 850 million-dollar loan.", [(850_000_000, "loan")]),
    ],
)  # fmt: skip
def test_what_counts_as_a_figure(
    text: str, expected: list[tuple[float | None, str | None]]
) -> None:
    assert [(one.value, one.what) for one in figures(text)] == expected


def test_ranges_and_vague_amounts_have_bounds() -> None:
    found = figures("It costs $3-4 billion. Dozens of boats sank, 10 to 15 men drowned.")
    bounds = [(one.low, one.high) for one in found]
    assert bounds == [(3_000_000_000, 4_000_000_000), (24, 119), (10, 15)]


def test_who_states_a_figure() -> None:
    text = (
        "According to the Harbour Office, 12 boats sank. Mayor Ada Quill said 30 houses fell. "
        "The loss added to fears of 4,000 miners. Some 50 mills, which Norvia says are old, stood."
    )
    told = [(one.value, one.attributed_to) for one in figures(text)]
    assert told == [(12, "the Harbour Office"), (30, "Mayor Ada Quill"), (4000, None), (50, None)]


def test_who_says_something_does_not_state_how_many_they_are() -> None:
    told = [
        (one.value, one.attributed_to) for one in figures("Some 30 allies said 40 mills burned.")
    ]
    assert told == [(30, None), (40, "Some 30 allies")]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("2024年5月3日上午9时30分开会。", "zh"),
        ("第3回会議は午前9時30分に始まった。", "ja"),
        ("La ministra, de 54 años, llegó.", "es"),
        ("Un homme de 43 ans est venu à 9 h 30.", "fr"),
        ("5 मई 2024 को बैठक हुई।", "hi"),
        ("У 2024 році, 5 травня.", "uk"),
    ],
)
def test_no_figures_in_other_languages(text: str, lang: str) -> None:
    assert figures(text, lang) == []


@pytest.mark.parametrize(
    "text",
    [
        "She was born in 1984 and left in 2010.",
        "The vote on 5 May 2024 was close.",
        "On May 5, the mill closed.",
        "It opened on 2024-05-05.",
        "A 46-year-old man came.",
        "Ada Quill, 43, runs the mill.",
        "It begins at 9:30 or at 9 p.m. today.",
        "Quillmoor won 3-1 at home.",
        "Call +44 20 7946 0958 now.",
        "Article 5 of the treaty holds.",
        "He flew a Moorbird 747 home.",
        "The two leaders met.",
        "It rained over the past 24 hours.",
        "One of them left.",
        "The 3rd mill closed.",
        "Two-thirds agreed.",
    ],
)
def test_no_figures(text: str) -> None:
    assert figures(text) == []


def test_speaker_of_a_figure_in_a_quotation() -> None:
    found = find(article("“We have lost 1,200 sheep in one night,” said Ada Quill."))
    figure = next(one for one in found if isinstance(one, Figure))
    assert figure.attributed_to == "Ada Quill"


@pytest.mark.parametrize(
    ("text", "figure", "as_of"),
    [
        ("Police counted 14 boats on Monday.", "14 boats", "2031-03-10"),
        ("On Monday, 14 boats sank.", "14 boats", "2031-03-10"),
        ("Quill, who took office in 2019, leads 40 members.", "40 members", None),
        ("The toll rose to 30 boats after a storm hit on Monday.", "30 boats", None),
        ("The mill cut 120 jobs when its owner left in 2021.", "120 jobs", "2021"),
        ("The mill cut 120 jobs, but its owner left in 2021.", "120 jobs", None),
        ("The rate fell to 3.6 percent, below 10.2 in March.", "3.6 percent", None),
        ("“They sold 40 boats already. We met on Monday,” said Ada Quill.", "40 boats", None),
        ("The mill lost 40 boats. It closed on Monday.", "40 boats", None),
    ],
)
def test_a_figure_is_of_a_date_in_its_own_clause(text: str, figure: str, as_of: str | None) -> None:
    dated = msgspec.structs.replace(article(text), published="2031-03-12")
    found = {one.text: one.as_of for one in find_figures(dated)}
    assert found[figure] == as_of


def test_what_names_nothing_is_not_counted() -> None:
    (figure,) = figures("Turnout reached 49.8 percent of all.")
    assert (figure.text, figure.what) == ("49.8 percent", None)
    (figure,) = figures("Turnout reached 49.8 percent of all voters.")
    assert figure.what == "all voters"


def test_offsets_and_order() -> None:
    text = "At least 12 boats sank, 30 people were rescued and $4m was lost."
    found = figures(text)
    assert [one.value for one in found] == [12, 30, 4_000_000]
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
