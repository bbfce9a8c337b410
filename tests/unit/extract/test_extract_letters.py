# ruff: noqa: E501 (a sentence stays on its line)
"""Pages in many languages keep their letters, in every encoding they have been written in."""

import pytest

from newsloom.extract.article import extract_page
from newsloom.extract.encoding import decode

# One sentence of our own in each language, and the encodings it was written in before UTF-8.
SENTENCES: dict[str, tuple[str, tuple[str, ...]]] = {
    "ar": ("أغلقت المدينة الجسر القديم يوم الثلاثاء بعد أن ارتفع النهر مترين.", ("windows-1256", "iso-8859-6")),
    "be": ("Горад зачыніў стары мост у аўторак, бо рака паднялася на два метры.", ("windows-1251",)),
    "bg": ("Градът затвори стария мост във вторник, защото реката се покачи с два метра.", ("windows-1251", "iso-8859-5")),
    "cs": ("Město v úterý uzavřelo starý most, protože řeka stoupla o dva metry, řekl příslušník.", ("windows-1250", "iso-8859-2")),
    "da": ("Byen lukkede den gamle bro tirsdag, fordi åen steg to meter på én nat, sagde borgmesteren på øen.", ("windows-1252", "iso-8859-1", "iso-8859-15")),
    "de": ("Die Stadt schloss am Dienstag die alte Brücke, weil der Fluss über Nacht um zwei Meter gestiegen war – „größer als je“.", ("windows-1252",)),
    "el": ("Η πόλη έκλεισε την παλιά γέφυρα την Τρίτη, επειδή το ποτάμι ανέβηκε δύο μέτρα.", ("windows-1253", "iso-8859-7")),
    "es": ("La ciudad cerró el martes el puente viejo porque el río subió dos metros, señaló la niña más pequeña.", ("windows-1252", "iso-8859-1", "iso-8859-15")),
    "et": ("Linn sulges teisipäeval vana silla, sest jõgi tõusis öösel kaks meetrit, ütles šerif.", ("windows-1257", "iso-8859-13")),
    "fa": ("شهر روز سه شنبه پل کهنه را بست زیرا رودخانه دو متر بالا آمد.", ("utf-16-le", "utf-16-be")),
    "fi": ("Kaupunki sulki tiistaina vanhan sillan, koska joki nousi yöllä kaksi metriä.", ("windows-1252", "iso-8859-15")),
    "fr": ("La ville a fermé mardi le vieux pont, où le fleuve était monté de deux mètres ; « jamais vu », dit sa sœur.", ("windows-1252",)),
    "he": ("העיר סגרה ביום שלישי את הגשר הישן אחרי שהנהר עלה בשני מטרים.", ("windows-1255", "iso-8859-8")),
    "hi": ("नदी के दो मीटर बढ़ने के बाद शहर ने मंगलवार को पुराना पुल बंद कर दिया।", ("utf-16-le",)),
    "hr": ("Grad je u utorak zatvorio stari most jer je rijeka narasla dva metra, rekao je čuvar kuće.", ("windows-1250", "iso-8859-2")),
    "hu": ("A város kedden lezárta a régi hidat, mert a folyó két méterrel emelkedett; őrök zárták el az útját.", ("windows-1250", "iso-8859-2")),
    "is": ("Bærinn lokaði gömlu brúnni á þriðjudag því áin hækkaði um tvo metra.", ("windows-1252", "iso-8859-1")),
    "it": ("La città ha chiuso martedì il vecchio ponte perché il fiume è salito di due metri.", ("windows-1252", "iso-8859-1")),
    "ja": ("川の水位が二メートル上がったため、市は火曜日に古い橋を閉鎖した。カタカナも残る。", ("shift_jis", "euc-jp", "iso-2022-jp")),
    "ko": ("강물이 두 미터 불어나자 시는 화요일에 오래된 다리를 폐쇄했다고 밝혔다.", ("euc-kr", "cp949")),
    "lt": ("Miestas antradienį uždarė seną tiltą, nes upė pakilo dviem metrais, sakė čia gyvenęs žvejys.", ("windows-1257", "iso-8859-13")),
    "lv": ("Pilsēta otrdien slēdza veco tiltu, jo upe naktī pacēlās par diviem metriem, teica zvejnieks Ģirts.", ("windows-1257", "iso-8859-13")),
    "mk": ("Градот го затвори стариот мост во вторник бидејќи реката порасна два метра.", ("windows-1251", "iso-8859-5")),
    "nl": ("De stad sloot dinsdag de oude brug omdat de rivier twee meter steeg; één café bleef open, geïsoleerd.", ("windows-1252", "iso-8859-15")),
    "no": ("Byen stengte den gamle broen tirsdag fordi elva steg to meter på én natt, sa læreren på øya.", ("windows-1252", "iso-8859-1")),
    "pl": ("Miasto zamknęło we wtorek stary most, bo rzeka podniosła się o dwa metry; żółta łódź źle się ślizgała.", ("windows-1250", "iso-8859-2")),
    "pt": ("A cidade fechou na terça-feira a ponte velha porque o rio subiu dois metros, disse a irmã do capitão.", ("windows-1252", "iso-8859-1")),
    "ro": ("Orașul a închis marți podul vechi, fiindcă râul a crescut cu doi metri, a spus țăranul.", ("iso-8859-16",)),
    "ru": ("Город закрыл старый мост во вторник, потому что река поднялась на два метра.", ("windows-1251", "koi8-r", "iso-8859-5", "cp866")),
    "sk": ("Mesto v utorok zatvorilo starý most, lebo rieka stúpla o dva metre, povedal strážnik Ľuboš.", ("windows-1250", "iso-8859-2")),
    "sl": ("Mesto je v torek zaprlo stari most, ker je reka narasla za dva metra, je rekel čuvaj žage.", ("windows-1250", "iso-8859-2")),
    "sr": ("Град је у уторак затворио стари мост јер је река порасла два метра, рекао је чувар Ђорђе.", ("windows-1251", "iso-8859-5")),
    "sv": ("Staden stängde den gamla bron på tisdagen då ån steg två meter över en natt.", ("windows-1252", "iso-8859-1")),
    "th": ("เมืองปิดสะพานเก่าเมื่อวันอังคารหลังจากแม่น้ำสูงขึ้นสองเมตร", ("tis-620", "cp874")),
    "tr": ("Şehir salı günü eski köprüyü kapattı, çünkü nehir iki metre yükseldi; ığdır ağacı düştü.", ("windows-1254", "iso-8859-9")),
    "uk": ("Місто закрило старий міст у вівторок, бо річка піднялася на два метри; ґанок і їжак вціліли.", ("windows-1251", "koi8-u")),
    "vi": ("Thành phố đóng cây cầu cũ hôm thứ Ba vì nước sông dâng hai mét.", ("utf-16-be",)),
    "zh": ("河水上涨两米后，该市于星期二关闭了旧桥，市长说没有人受伤。", ("gb2312", "gbk", "gb18030")),
    "zh-tw": ("河水上漲兩公尺後，該市於星期二關閉了舊橋，市長說沒有人受傷。", ("big5", "gb18030")),
}  # fmt: skip
ALL = [(lang, codec) for lang, (_, found) in SENTENCES.items() for codec in (*found, "utf-8")]
SUBJECT = "<html><head>{}<title>{}</title></head><body><article><h1>{}</h1><p>{}</p></article></body></html>"


def page(lang: str, declared: str = "") -> tuple[str, str]:
    sentence = SENTENCES[lang][0]
    head = f'<meta charset="{declared}">' if declared else ""
    # Some pages write the letters their encoding lacks as references; ours have none of those.
    return sentence, SUBJECT.format(head, sentence[:30], sentence[:30], f"{sentence} " * 8)


def kept(data: bytes, sentence: str, content_type: str | None = None) -> bool:
    assert sentence in decode(data, content_type)
    return " ".join(sentence.split()) in extract_page(data, None).text


def test_more_than_thirty_languages() -> None:
    assert len(SENTENCES) > 30
    assert len({codec for _, codec in ALL}) > 30


@pytest.mark.parametrize(("lang", "codec"), ALL)
def test_declared_in_the_page(lang: str, codec: str) -> None:
    sentence, text = page(lang, codec)
    assert kept(text.encode(codec), sentence)


@pytest.mark.parametrize(("lang", "codec"), ALL)
def test_declared_in_the_header(lang: str, codec: str) -> None:
    sentence, text = page(lang)
    assert sentence in decode(text.encode(codec), f'text/html; charset="{codec}"')


@pytest.mark.parametrize(("lang", "codec"), ALL)
def test_the_server_s_default_does_not_outweigh_the_page(lang: str, codec: str) -> None:
    sentence, text = page(lang, codec)
    assert sentence in decode(text.encode(codec), "text/html; charset=ISO-8859-1")


@pytest.mark.parametrize("lang", SENTENCES)
@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks(lang: str, mark: str) -> None:
    sentence, text = page(lang)
    assert kept(text.encode(mark), sentence)


@pytest.mark.parametrize("lang", SENTENCES)
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_or_a_word(lang: str, codec: str) -> None:
    sentence, text = page(lang)
    assert kept(text.encode(codec), sentence)


@pytest.mark.parametrize("lang", SENTENCES)
@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1251", "shift_jis", "gb2312", "us-ascii"])
def test_mislabelled_utf8(lang: str, label: str) -> None:
    sentence, text = page(lang, label)
    assert kept(text.encode(), sentence)
    assert kept(text.encode(), sentence, f"text/html; charset={label}")


@pytest.mark.parametrize(("lang", "codec"), ALL)
def test_said_to_be_utf8_and_is_not(lang: str, codec: str) -> None:
    """Nothing can be promised of single letters then, but text stays text."""
    _, text = page(lang, "utf-8")
    data = text.encode(codec)
    found = decode(data, "text/html; charset=utf-8")
    assert found.count("\ufffd") * 50 < len(found)


@pytest.mark.parametrize(
    ("label", "codec"), [("windows-874", "cp874"), ("x-sjis", "cp932"), ("X-GBK", "gb18030")]
)
def test_labels_of_the_web(label: str, codec: str) -> None:
    lang = {"cp874": "th", "cp932": "ja", "gb18030": "zh"}[codec]
    sentence, text = page(lang, label)
    assert kept(text.encode(codec), sentence)


def test_data_with_zeros_is_not_utf16() -> None:
    assert decode(b"\0\0plain\0\0text" * 40).replace("\0", "").startswith("plaintext")
