"""Invented articles in other fields, with every figure they state.

Every person, place and outlet is made up. ``[words|value]`` marks a figure that should be found
and its value; ``[words|]`` one without a value (vague, or a range). What is not marked is none:
dates, ages, times, scores, labels, phone numbers.
"""

import re
from typing import NamedTuple


class Marked(NamedTuple):
    """A text and its figures: (start, end, value)."""

    name: str
    lang: str
    text: str
    figures: tuple[tuple[int, int, float | None], ...]


_MARK = re.compile(r"\[([^|\]]+)\|([^\]]*)\]")

_ARTICLES = (
    (
        "earthquake",
        "en",
        """\
At least [1,340 people|1340] were killed and [more than 5,600|5600] injured when a
[6.8-magnitude|6.8] earthquake struck the Marrow valley of Estmark late on Friday, officials
said on Sunday, 12 May 2024. The tremor, which hit at 11:47 p.m., lasted [about 40 seconds|40]
and was felt [300 kilometres|300] away in Lutmark. [Some 12,000 homes|12000] collapsed. In the
town of Quillford alone [hundreds of families|] spent the night in the open. [Another woman
was killed|1] when a wall fell on Saturday. Rescue teams pulled [three children|3] from the
ruins of School No. 7. "We have food for [two weeks|2], not longer," said Mira Oduya, 54, the
head of the regional council. The government promised [$45 million|45000000] in aid; the World
Relief Bank put the damage at [between $2 billion and $3 billion|]. Many people are without
water. It was the worst earthquake since 1987. For help call +40 21 555 0182.""",
    ),
    (
        "strike",
        "en",
        """\
[Nearly 9,400 dockers|9400] walked out at Port Ferrin on Monday, halting [60 percent|60] of
the country's container trade. The union wants [an 11.5% rise|11.5] over [three years|3];
employers have offered [4 percent|4]. [Up to 80 ships|80] were waiting off the coast, more
than a week ago. The stoppage costs traders [£35m a day|35000000], according to the Chamber of
Shipping. [One docker was injured|1] in a scuffle. It is the [third strike this year|3]. Talks
resume at 9 a.m. on Thursday in Room 12. The 46-year-old union leader Tobin Crake said [17 of
21 branches|17] had voted to go on.""",
    ),
    (
        "budget",
        "en",
        """\
Norvia will borrow [€18.4 billion|18400000000] next year, the finance ministry said on 3
October, [€2bn more|2000000000] than planned. Spending on schools rises by [7.2 per cent|7.2]
to [€6.1bn|6100000000], while [1,200 posts|1200] in the ministries will go. The deficit falls
to [2.9 percent|2.9] of output from [3.4 percent|3.4]. Pensions of [less than 900 crowns|900]
a month will be raised by [50 crowns|50]. The budget passed by [112 votes|112]. Article 14 of
the fiscal law caps debt at [60% of output|60]. The sum goes to [38 hospitals|38]. Minister
Ada Quill, who took office in 2019, called it "a budget for [4.3 million households|4300000]".""",
    ),
    (
        "epidemic",
        "en",
        """\
Health officers counted [825 new cases|825] of marsh fever on Tuesday, up from [559|559] a
week earlier; the death toll rose to [31|31]. [Dozens of patients|] are on ventilators in the
largest hospitals. The ministry has ordered [1.5 million doses|1500000] and plans to vaccinate
[40,000 to 50,000 people|] a week. [Almost half a million|500000] have had the first shot. The
incubation period is [10-14 days|]. COVID-19 rules of 2021 will not return, said Dr Lena
Marsh. In Region 4, many children stayed at home. The hotline 0800 555 019 is open from 8:00
to 20:00.""",
    ),
    (
        "election",
        "en",
        """\
The Kite Party won [51.2 percent of the vote|51.2] in Mossford, [2,606 votes|2606] ahead of
the Anchor League, which took [38 seats|38] in the [90-seat assembly|90]. Turnout was [56.4
percent|56.4], the lowest since 1998. [All 340 polling stations|340] reported by midnight.
[Tens of thousands of voters|] had queued for [several hours|]. A poll of [1,002 adults|1002]
in April had put the party at [44 percent|44], with a margin of error of [three points|3].
Candidate Jonas Bretting, 61, spent [850,000 crowns|850000]; his rival [some 1.2
million|1200000]. The two candidates did not shake hands. The team lost 3-1 on the same day.""",
    ),
    (
        "Erdbeben",
        "de",
        """\
Mindestens [1.340 Menschen|1340] kamen am Freitag bei einem Erdbeben im Marrowtal ums Leben,
[mehr als 5.600|5600] wurden verletzt. [Rund 12.000 Häuser|12000] stürzten ein. [Zehntausende
Menschen|] verbrachten die Nacht im Freien. Die Regierung sagte [45 Millionen Euro|45000000]
Hilfe zu, der Schaden liegt bei [3,5 Mrd. Euro|3500000000]. [Drei Kinder|3] wurden am 12. Mai
2024 gerettet. Der 54-jährige Bürgermeister sprach von der schlimmsten Nacht seit 1987. [40
Prozent der Schulen|40] bleiben geschlossen. Um 23.47 Uhr bebte die Erde [etwa 40 Sekunden|40]
lang.""",
    ),
    (
        "grève",
        "fr",
        """\
[Près de 9 400 dockers|9400] ont cessé le travail lundi à Port-Ferrin. Le syndicat réclame une
hausse de [11,5 %|11.5] sur [trois ans|3] ; la direction propose [4 %|4]. [Plus de 80
navires|80] attendent au large. La grève coûte [35 millions d'euros|35000000] par jour. [Des
dizaines de milliers de conteneurs|] sont bloqués depuis le 3 octobre 2023. [Deux personnes
ont été blessées|2]. Reprise des discussions jeudi à 9 h 30.""",
    ),
    (
        "presupuesto",
        "es",
        """\
El Gobierno pedirá prestados [18.400 millones de euros|18400000000] el próximo año. El gasto
en escuelas sube un [7,2 %|7.2] y desaparecen [1.200 puestos|1200]. [Unos 40.000
hogares|40000] recibirán ayudas de [50 euros|50]. El déficit baja al [2,9 por ciento|2.9]. La
ley se aprobó el 3 de octubre con [112 votos|112]. [Decenas de miles de personas|]
protestaron. La ministra, de 54 años, asumió en 2019.""",
    ),
    (
        "эпидемия",
        "ru",
        """\
Врачи зарегистрировали [825 новых случаев|825] болотной лихорадки, сообщили во вторник, 12 мая
2024 года. Умерли [не менее 31 человека|31]. Министерство закупит [1,5 млн доз|1500000] за
[2,3 млрд рублей|2300000000]. [Десятки пациентов|] находятся в больницах. Привито [40%
жителей|40] области, [около 94 тысяч человек|94000].""",
    ),
)


def _read(name: str, lang: str, marked: str) -> Marked:
    marked = " ".join(marked.split())
    text, figures, at = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        start = len(text)
        text += match.group(1)
        value = float(match.group(2)) if match.group(2) else None
        figures.append((start, len(text), value))
        at = match.end()
    return Marked(name, lang, text + marked[at:], tuple(figures))


ARTICLES = tuple(_read(*article) for article in _ARTICLES)
