"""The days that texts speak of, in many languages and styles."""

from datetime import date, timedelta

import pytest

from newsloom.text.when import Moment, moments, spans

WEDNESDAY = date(2031, 3, 12)


def days(text: str, lang: str, reference: date | None = WEDNESDAY) -> list[str]:
    """What is found: the first day, and the last where it is another one."""
    return [
        one.first.isoformat() + (f"..{one.last.isoformat()}" if one.last != one.first else "")
        for one in moments(text, lang, reference)
    ]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The dam broke on 7 December 2030."),
        ("en", "The dam broke on December 7th, 2030, at dawn."),
        ("en", "The dam broke on Saturday, Dec. 7, 2030."),
        ("de", "Der Damm brach am 7. Dezember 2030."),
        ("fr", "La digue a cédé le 7 décembre 2030."),
        ("es", "El dique cedió el 7 de diciembre de 2030."),
        ("pt", "O dique cedeu em 7 de dezembro de 2030."),
        ("it", "La diga ha ceduto il 7 dicembre 2030."),
        ("nl", "De dijk brak op 7 december 2030."),
        ("pl", "Tama pękła 7 grudnia 2030 roku."),
        ("cs", "Hráz se protrhla 7. prosince 2030."),
        ("ru", "Плотину прорвало 7 декабря 2030 года."),
        ("uk", "Греблю прорвало 7 грудня 2030 року."),
        ("bg", "Язовирът се скъса на 7 декември 2030 г."),
        ("el", "Το φράγμα έσπασε στις 7 Δεκεμβρίου 2030."),
        ("tr", "Baraj 7 Aralık 2030'da yıkıldı."),
        ("sv", "Dammen brast den 7 december 2030."),
        ("da", "Dæmningen brast den 7. december 2030."),
        ("no", "Demningen brast 7. desember 2030."),
        ("fi", "Pato murtui 7. joulukuuta 2030."),
        ("hu", "A gát 2030. december 7-én szakadt át."),
        ("ro", "Barajul a cedat pe 7 decembrie 2030."),
        ("hr", "Brana je pukla 7. prosinca 2030."),
        ("sr", "Брана је пукла 7. децембра 2030."),
        ("id", "Bendungan jebol pada 7 Desember 2030."),
        ("ca", "La presa va cedir el 7 de desembre de 2030."),
        ("et", "Tamm purunes 7. detsember 2030."),
        ("he", "הסכר קרס ב-7 בדצמבר 2030."),
        ("ar", "انهار السد في 7 ديسمبر 2030."),
        ("ar", "انهار السد في ٧ كانون الأول ٢٠٣٠."),
        ("fa", "سد در ۷ دسامبر ۲۰۳۰ شکست."),
        ("hi", "बांध 7 दिसंबर 2030 को टूटा।"),
        ("zh", "水坝于2030年12月7日决堤。"),
        ("ja", "ダムは2030年12月7日に決壊した。"),
        ("ko", "댐은 2030년 12월 7일 무너졌다."),
        ("th", "เขื่อนแตกเมื่อวันที่ 7 ธันวาคม 2573"),
        ("vi", "Đập vỡ ngày 7 tháng 12 năm 2030."),
        ("und", "2030-12-07"),
        ("und", "07.12.2030"),
    ],
)
def test_a_date_with_its_year_needs_no_day_of_writing(lang: str, text: str) -> None:
    (found,) = moments(text, lang, None)
    assert (found.first, found.last) == (date(2030, 12, 7), date(2030, 12, 7))
    assert (found.precision, found.form, found.dated) == ("day", "absolute", True)


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "The council said on Tuesday it had no plans.", "2031-03-11"),
        ("en", "The council will meet on Tuesday.", "2031-03-18"),
        ("en", "On Friday, the council will vote.", "2031-03-14"),
        ("en", "The leaders are due to hold a much awaited call on Friday.", "2031-03-14"),
        ("en", "Two boats sank on Wednesday.", "2031-03-12"),
        ("en", "The vote is on next Wednesday.", "2031-03-19"),
        ("en", "The vote fell last Wednesday.", "2031-03-05"),
        ("en", "The hearing is this Thursday.", "2031-03-13"),
        ("en", "Yesterday the ferry sank.", "2031-03-11"),
        ("en", "The ferry sank two days ago.", "2031-03-10"),
        ("en", "The ferry sank last week.", "2031-03-03..2031-03-09"),
        ("en", "On Tuesday last week the ferry sank.", "2031-03-04"),
        ("en", "They met earlier this month.", "2031-03-01..2031-03-12"),
        ("en", "The fair closed between March 3 and 9.", "2031-03-03..2031-03-09"),
        ("en", "The fair opened on Feb. 20.", "2031-02-20"),
        ("en", "The fair was opened on Dec. 20.", "2030-12-20"),
        ("en", "The fair will open on April 2.", "2031-04-02"),
        ("en", "He leaves office on March 30.", "2031-03-30"),
        ("de", "Der Rat sagte am Dienstag ab.", "2031-03-11"),
        ("de", "Am Freitag wird der Rat tagen.", "2031-03-14"),
        ("de", "Vor drei Tagen sank die Fähre.", "2031-03-09"),
        ("de", "Die Fähre sank in der vergangenen Woche.", "2031-03-03..2031-03-09"),
        ("fr", "Le bac a coulé mardi.", "2031-03-11"),
        ("fr", "Le conseil se réunira vendredi.", "2031-03-14"),
        ("fr", "Le bac a coulé il y a trois jours.", "2031-03-09"),
        ("es", "El barco se hundió el martes.", "2031-03-11"),
        ("es", "El consejo se reunirá el próximo viernes.", "2031-03-14"),
        ("es", "El barco se hundió hace tres días.", "2031-03-09"),
        ("it", "Il traghetto è affondato martedì scorso.", "2031-03-11"),
        ("it", "Tre giorni fa il traghetto è affondato.", "2031-03-09"),
        ("pt", "A balsa afundou nesta terça-feira (11).", "2031-03-11"),
        ("pt", "A balsa afundou há três dias.", "2031-03-09"),
        ("nl", "De veerboot zonk drie dagen geleden.", "2031-03-09"),
        ("nl", "Vorige week dinsdag zonk de veerboot.", "2031-03-04"),
        ("pl", "Prom zatonął we wtorek.", "2031-03-11"),
        ("pl", "Rada spotka się w piątek.", "2031-03-14"),
        ("pl", "Prom zatonął trzy dni temu.", "2031-03-09"),
        ("ru", "Паром затонул во вторник.", "2031-03-11"),
        ("ru", "Совет соберётся, встреча состоится в пятницу.", "2031-03-14"),
        ("ru", "Паром затонул три дня назад.", "2031-03-09"),
        ("uk", "Пором затонув у вівторок.", "2031-03-11"),
        ("uk", "Пором затонув три дні тому.", "2031-03-09"),
        ("tr", "Feribot üç gün önce battı.", "2031-03-09"),
        ("tr", "Meclis cuma günü toplanacak.", "2031-03-14"),
        ("sv", "Färjan sjönk för tre dagar sedan.", "2031-03-09"),
        ("sv", "Rådet ska mötas på fredagen.", "2031-03-14"),
        ("ar", "غرقت العبارة أمس.", "2031-03-11"),
        ("ar", "يجتمع المجلس الجمعة المقبل.", "2031-03-14"),
        ("zh", "渡轮上周二沉没。", "2031-03-04"),
        ("zh", "渡轮三天前沉没。", "2031-03-09"),
        ("zh", "议会将于周五开会。", "2031-03-14"),
        ("zh", "渡轮11日沉没。", "2031-03-11"),
        ("ja", "フェリーは先週の火曜日に沈没した。", "2031-03-04"),
        ("ja", "フェリーは3月11日に沈没した。", "2031-03-11"),
        ("ja", "フェリーは昨日沈没した。", "2031-03-11"),
        ("ko", "여객선이 어제 침몰했다.", "2031-03-11"),
    ],
)  # fmt: skip
def test_what_the_day_of_writing_makes_of_it(lang: str, text: str, expected: str) -> None:
    assert days(text, lang) == [expected]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Shops opened early for Black Friday sales."),
        ("en", "The Sunday Times asked, and USA Today answered."),
        ("en", "Every Tuesday the band plays; it may march on."),
        ("en", "It was built in two days."),
        ("en", "The bill is 3/4/2031 in no one's reading."),
        ("en", "Version 10.12.2030.4 of the form, 12-12-12 votes."),
        ("en", "Farmers came in their Sunday clothes."),
        ("en", "The drill, originally set to end on Sunday, goes on."),
        ("de", "Die Übung sollte ursprünglich am Sonntag enden."),
        ("de", "Er will mehr; der Mai Verlag auch."),
        ("ja", "作業は3日間続いた。"),
        ("zh", "持续了3日间。"),
    ],
)
def test_what_may_be_no_day_is_none(lang: str, text: str) -> None:
    assert days(text, lang) == []


def test_without_a_day_of_writing_nothing_is_guessed() -> None:
    text = "On Tuesday, two days ago, on December 7 and last week; in December 2030 it began."
    assert days(text, "en", None) == ["2030-12-01..2030-12-31"]


def test_a_weekday_beside_a_date_settles_the_year() -> None:
    assert days("The dam was opened on Monday, 7 April.", "en") == ["2031-04-07"]
    assert days("The dam was opened on Sunday, 7 April.", "en") == ["2030-04-07"]


def test_offsets_and_figures_of_a_date() -> None:
    text = "Some 300 people came on 7 December 2030 and 40 on the 8th, 2 days ago."
    found = spans(text, "en")
    assert [text[start:end] for start, end in found] == ["7 December 2030", "2 days ago"]
    assert all(isinstance(one, Moment) for one in moments(text, "en", WEDNESDAY))


def test_the_tense_is_that_of_the_same_sentence() -> None:
    text = "They will rebuild it. The dam broke on Monday. It will reopen on Friday."
    assert [(one.first.day, one.tense) for one in moments(text, "en", WEDNESDAY)] == [
        (10, "past"),
        (14, "future"),
    ]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "Further particulars should be made public on Friday.", "2031-03-14"),
        ("en", "The beach had to shut, a step to be examined on Saturday.", "2031-03-15"),
        ("en", "The last to be rescued on Monday was a cat.", "2031-03-10"),
        ("es", "Una ceremonia tendrá lugar el domingo.", "2031-03-16"),
        ("ru", "Новое заявление ожидается в воскресенье.", "2031-03-16"),
        ("ru", "Ожидание кончится в пятницу.", "2031-03-14"),
        ("de", "Am Sonntag kehrt der Alltag zurück.", "2031-03-16"),
        ("en", "The child needed to be pulled out on Monday.", "2031-03-10"),
        ("de", "Näheres dürfte am Freitag mitgeteilt werden.", "2031-03-14"),
        ("de", "Das Rennen entscheidet sich am Sonntag.", "2031-03-16"),
        ("es", "Las autoridades quieren volver a informar el jueves.", "2031-03-13"),
        ("es", "Los datos han de publicarse el domingo.", "2031-03-16"),
        ("es", "Los datos se han publicado el domingo.", "2031-03-09"),
        ("fr", "Les autorités comptent s’exprimer jeudi.", "2031-03-13"),
        ("ru", "Власти хотят выступить в пятницу.", "2031-03-14"),
        ("en", "The monitors mean to report on Sunday.", "2031-03-16"),
        ("en", "The mill plans to open on Monday.", "2031-03-17"),
        ("en", "She expects to speak on Friday.", "2031-03-14"),
        ("en", "The bridge is due to open on Tuesday.", "2031-03-18"),
        ("en", "The talks will go on until Sunday.", "2031-03-16"),
        ("en", "The road stays closed until Sunday.", "2031-03-16"),
        ("en", "They must answer by Friday.", "2031-03-14"),
        ("en", "The two meet before Sunday’s vote.", "2031-03-16"),
        ("en", "Ahead of Monday's summit both sides are silent.", "2031-03-17"),
        ("en", "The vote is set for Monday.", "2031-03-17"),
        ("en", "They will talk after last trading words in June.", "2030-06-01..2030-06-30"),
        ("en", "By Sunday, the fire had burned the mill.", "2031-03-09"),
        ("en", "The guests left before Sunday.", "2031-03-09"),
        ("de", "Die Straße bleibt bis Sonntag gesperrt.", "2031-03-16"),
        ("fr", "La route reste fermée jusqu’à dimanche.", "2031-03-16"),
        ("es", "La calle sigue cerrada hasta el domingo.", "2031-03-16"),
    ],
)
def test_a_bare_weekday_ahead(lang: str, text: str, expected: str) -> None:
    assert days(text, lang) == [expected]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "The fair opens on Friday.", "2031-03-14"),
        ("en", "Talks resume Monday in Karrenfeld.", "2031-03-17"),
        ("en", "On Tuesday, the council meets again.", "2031-03-18"),
        ("en", "Brandt and Oduya meet on Tuesday.", "2031-03-18"),
        ("en", "The season, which starts on Monday, is the club's last.", "2031-03-17"),
        ("en", "The ban takes effect on Sunday.", "2031-03-16"),
        ("en", "The vote is on Monday.", "2031-03-17"),
        ("en", "The fair opens today.", "2031-03-12"),
        ("en", "The fair opens on March 30.", "2031-03-30"),
        ("en", "Miller who built the dam dies on Monday.", "2031-03-10"),
        ("en", "Fire destroys the mill on Tuesday.", "2031-03-11"),
        ("en", "Quillmoor index ends lower on Tuesday.", "2031-03-11"),
        ("en", "The vote on Monday opens the way to a new dam.", "2031-03-10"),
        ("en", "The court said on Monday the trial starts in May.", "2031-03-10"),
        ("en", "The trial starts in May.", "2031-05-01..2031-05-31"),
        ("en", "The fair opens on 30 September.", "2031-09-30"),
        ("en", "The fair opens on 10 March.", "2031-03-10"),
        ("en", "The fair opens a day after the tent burned on Tuesday.", "2031-03-11"),
        ("en", "The club's season start on Tuesday drew few.", "2031-03-11"),
        ("en", "The mill, which failed to open on Tuesday, is for sale.", "2031-03-11"),
        ("de", "Die Messe öffnet am Freitag.", "2031-03-14"),
        ("de", "Am Montag beginnt der Prozess.", "2031-03-17"),
        ("de", "Am Montag begann der Prozess.", "2031-03-10"),
        ("fr", "Le procès s’ouvre lundi.", "2031-03-17"),
        ("es", "La feria comienza el viernes.", "2031-03-14"),
        ("it", "La fiera inizia venerdì.", "2031-03-14"),
        ("nl", "De beurs begint vrijdag.", "2031-03-14"),
        ("ru", "Ярмарка открывается в пятницу.", "2031-03-14"),
    ],
)
def test_the_present_of_what_is_fixed_beforehand(lang: str, text: str, expected: str) -> None:
    assert days(text, lang)[:1] == [expected]


@pytest.mark.parametrize("marks", ["“”", '""', "«»", "„“"])
def test_what_was_said_before_tells_no_tense(marks: str) -> None:
    first, last = marks[0], marks[1]
    text = f"{first}Now the owners must invest,{last} explained the mayor of Quillmoor on Tuesday."
    (moment,) = moments(text, "en", WEDNESDAY)
    assert (moment.tense, moment.first) == ("past", WEDNESDAY - timedelta(days=1))
    text = f"The council will decide on the {first}grand plan{last} on Tuesday."
    (moment,) = moments(text, "en", WEDNESDAY)
    assert (moment.tense, moment.first) == ("future", WEDNESDAY + timedelta(days=6))


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("es", "Sacaron el martes 15 muertos del lodo.", "2031-03-11"),
        ("es", "La votación fue el martes 11 en Quillmoor.", "2031-03-11"),
        ("es", "El dique cedió el viernes 7.", "2031-03-07"),
        ("fr", "On a compté mardi 15 morts.", "2031-03-11"),
        ("de", "Am Dienstag 15 Menschen zu verlieren war bitter.", "2031-03-11"),
        ("pt", "Foram achados na terça 15 corpos.", "2031-03-11"),
    ],
)
def test_what_is_counted_behind_a_weekday_is_no_day(lang: str, text: str, expected: str) -> None:
    assert days(text, lang) == [expected]
    counted = [text[start:end] for start, end in spans(text, lang)]
    assert not any("15" in one for one in counted)


def test_impossible_dates_and_odd_texts_do_no_harm() -> None:
    assert days("On 31 February 2031 and 30.02.2031.", "en") == []
    assert days("", "en") == []
    assert days("200 years ago; in 9999", "en", date(1, 1, 5)) == []
    assert days("next year", "en", date(9999, 12, 31)) == []
    assert days("7 December 2030", "xx") == []


@pytest.mark.timeout(60)  # searches that go back over such texts would not end
def test_long_and_hostile_texts_come_to_an_end() -> None:
    text = "The council said on Tuesday that 40 boats had left the harbour in the night. " * 400
    assert len(moments(text, "en", WEDNESDAY)) == 400
    hostile = "1/" * 50_000 + "in in " * 20_000 + "12 " * 30_000
    assert moments(hostile, "en", WEDNESDAY) == []
