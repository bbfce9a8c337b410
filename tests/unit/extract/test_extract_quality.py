"""Pages that are no article, in many languages; and articles that only speak of such things."""

import pytest
from lxml.html import document_fromstring

from newsloom.extract.quality import MESSAGES, visible_text, wall

WALLS = [
    ("Just a moment...", "lantern.example needs to review the security of your connection.",
     "blocked"),
    ("Access Denied", "You have no permission to access this page. Reference #18.2f.",
     "blocked"),
    ("Laternenblatt", "Bitte warten. Ich bin kein Roboter.", "blocked"),
    ("La Lanterne", "Vérifiez que vous êtes humain pour continuer.", "blocked"),
    ("Фонарь", "Подтвердите, что вы не робот, и продолжайте.", "blocked"),
    ("灯笼报", "请完成安全验证后继续访问。", "blocked"),
    ("Fener", "Devam etmeden önce insan olduğunuzu doğrulayın.", "blocked"),
    ("Page not found | Lantern", "Here is what others read. " * 20, "missing"),
    ("Seite nicht gefunden – Laternenblatt", "", "missing"),
    ("Lykta", "Sidan kunde inte hittas. Kontrollera adressen.", "missing"),
    ("الفانوس", "الصفحة المطلوبة غير موجودة.", "missing"),
    ("ランタン", "お探しのページは見つかりませんでした。", "missing"),
    ("등불", "존재하지 않는 페이지입니다.", "missing"),
    ("Lantern", "You need to enable JavaScript to run this app.", "script"),
    ("Lanterna", "Per leggere devi abilitare JavaScript per questa pagina.", "script"),
    ("Lantern", "We value your privacy. We and our partners store data. Accept all cookies. " * 6,
     "consent"),
    ("Laternenblatt", "Ihre Privatsphäre ist uns wichtig. Wir und unsere Partner verarbeiten "
     "Daten.", "consent"),
    ("El Farol", "Valoramos tu privacidad. Aceptar todas las cookies o rechazar y suscribirse.",
     "consent"),
    ("Latarnia", "Szanujemy Twoją prywatność. My i nasi partnerzy zapisujemy dane.", "consent"),
    ("המנורה", "אנו מכבדים את פרטיותך ומשתמשים בעוגיות.", "consent"),
    ("ผู้ถือตะเกียง", "ยอมรับคุกกี้ทั้งหมด", "consent"),
    ("Đèn lồng", "Chúng tôi tôn trọng quyền riêng tư của bạn.", "consent"),
    ("Lantern", "Create a free account to read on.", "login"),
    ("Lykten", "Logg inn for å lese saken.", "login"),
    ("Φανάρι", "Συνδεθείτε για να διαβάσετε το άρθρο.", "login"),
    ("The Lantern", "The harbour is shut.\n\nSubscribe to continue reading.", "paywall"),
    ("Lanterna", "Exclusivo para assinantes. Já é assinante? Entre.", "paywall"),
    ("Lucerna", "Pouze pro předplatitele: celý článek.", "paywall"),
    ("Lyhty", "Tämä juttu on luettavissa vain tilaajille.", "paywall"),
    ("लालटेन", "आगे पढ़ने के लिए सब्सक्राइब करें।", "paywall"),
    ("Ліхтар", "Оформіть передплату, щоб читати далі.", "paywall"),
]  # fmt: skip
BRIEF = (
    "The airport of Port Anders will open a second gate for the security check on Monday. Until "
    "then passengers should come two hours before their flight, the harbour council said, since "
    "the old gate is too narrow for the crowds of the summer."
)
ARTICLES = [
    ("Second gate for Port Anders airport", BRIEF),
    ("Access denied: divers wait at the gate of Port Anders", BRIEF * 3),
    (
        "Watchdog fines shop over cookie banner",
        BRIEF + " The banner only let readers accept all "
        "cookies, and that is not enough, the watchdog found after a complaint by three readers.",
    ),
    (
        "Zugriff verweigert: Taucher warten am Tor",
        "Die Taucher von Port Anders warten seit Montag "
        "am Tor der alten Werft. Ihnen wurde der Zugriff verweigert, weil ein Schlüssel fehlt; der "
        "Hafenmeister sucht ihn seit drei Tagen in allen Schubladen seines Amtes.",
    ),
    ("404 boats counted", "Some 404 boats were counted in the bay of Port Anders on Sunday."),
    ("", ""),
    ("Port Anders", BRIEF * 8 + " Subscribe to continue reading."),
]


@pytest.mark.parametrize(("title", "text", "reason"), WALLS)
def test_walls_are_known_by_what_they_say(title: str, text: str, reason: str) -> None:
    assert wall(title, text) == reason
    assert reason in MESSAGES


@pytest.mark.parametrize(("title", "text"), ARTICLES)
def test_articles_may_speak_of_walls(title: str, text: str) -> None:
    assert wall(title, text) is None


def test_what_a_page_shows_without_its_scripts() -> None:
    page = document_fromstring(
        "<html><head><title>T</title></head><body><script>var a = 'hidden'</script>"
        "<noscript>You need to enable JavaScript to run this app.</noscript>"
        "<div><b>Log</b> in <i>to read</i></div><style>p{}</style></body></html>"
    )
    assert visible_text(page).split("\n") == [
        "You need to enable JavaScript to run this app.", "Log", "in", "to read"
    ]  # fmt: skip
    assert len(visible_text(document_fromstring("<p>word</p>" * 10_000))) <= 1500
