"""Answers of a bot wall instead of the page: who put it up, as far as it says so.

The marks are names of scripts, cookies and headers of the services, which pages do not carry in
any other sense. None of them is solved; the source shows as blocked, with the reason.
"""

import re

from newsloom.fetch.response import Response

_HEAD = 50_000  # bytes in which such a page says what it is
_LONG = 200_000  # bytes; walls are short, and a long page may load the same scripts
_HEADERS = {
    "cf-mitigated": "Cloudflare",
    "x-amzn-waf-action": "AWS WAF",
    "x-datadome-captcha": "DataDome",
}
_MARKS = {
    "Cloudflare": rb"cdn-cgi/challenge-platform/|<title>just a moment\.\.\.</title>"
    rb"|<title>attention required! \| cloudflare</title>|cf-browser-verification",
    "AWS WAF": rb"awswafcookiedomainlist|token\.awswaf\.com",
    "DataDome": rb"(?:geo\.)?captcha-delivery\.com/",
    "Imperva": rb"_incapsula_resource",
    "HUMAN": rb"px-captcha|/_px/captcha|window\._pxappid",
    "Sucuri": rb"sucuri_cloudproxy_js|sucuri website firewall - access denied",
    "Akamai": rb"sec-if-cpt-container|/_sec/cp_challenge/",
    "DDoS-Guard": rb"<title>ddos-guard</title>|check\.ddos-guard\.net",
    "Anubis": rb"/\.within\.website/x/cmd/anubis/",
    "a CAPTCHA": rb"www\.google\.com/recaptcha/|hcaptcha\.com/1/api\.js"
    rb"|challenges\.cloudflare\.com/turnstile",
}
_PATTERNS = {name: re.compile(mark, re.IGNORECASE) for name, mark in _MARKS.items()}
_REFUSING = (401, 403, 405, 429, 503)
_ANYWHERE = ("Cloudflare", "a CAPTCHA")  # scripts that ordinary pages load as well


def challenger(response: Response) -> str | None:
    """Whose challenge an answer is; None when it is none.

    A page that came with 2xx counts only by a mark that nothing but a wall has.
    """
    for header, name in _HEADERS.items():
        if (response.header(header) or "").lower() in ("challenge", "captcha", "1", "true"):
            return name
    if len(response.body) > _LONG or not _is_markup(response):
        return None
    head = response.body[:_HEAD]
    for name, pattern in _PATTERNS.items():
        if response.status not in _REFUSING and name in _ANYWHERE:
            continue
        if pattern.search(head):
            return name
    # The title alone is enough for the wall that most often comes with 200.
    return "Cloudflare" if b"<title>just a moment...</title>" in head.lower() else None


def _is_markup(response: Response) -> bool:
    kind = (response.header("content-type") or "text/html").lower()
    return "html" in kind
