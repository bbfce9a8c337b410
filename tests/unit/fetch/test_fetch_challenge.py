"""Bot walls are recognised by their own marks, and ordinary pages are not taken for one."""

import pytest

from newsloom.fetch.challenge import challenger
from newsloom.fetch.response import Response


def answer(status: int, body: str, kind: str = "text/html", **headers: str) -> Response:
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    pairs = (("content-type", kind), *named)
    return Response("http://a.example/", "http://a.example/", status, pairs, body.encode(), 0)


@pytest.mark.parametrize(
    ("response", "name"),
    [
        (answer(403, "", cf_mitigated="challenge"), "Cloudflare"),
        (answer(503, "<script src='/cdn-cgi/challenge-platform/h/b'></script>"), "Cloudflare"),
        (answer(200, "<title>Just a moment...</title>"), "Cloudflare"),
        (answer(202, "", x_amzn_waf_action="challenge"), "AWS WAF"),
        (answer(403, "<iframe src='https://geo.captcha-delivery.com/x'>"), "DataDome"),
        (answer(200, "<iframe src='/_Incapsula_Resource?x=1'>"), "Imperva"),
        (answer(429, "<script src='https://hcaptcha.com/1/api.js'>"), "a CAPTCHA"),
    ],
)
def test_a_wall_says_whose_it_is(response: Response, name: str) -> None:
    assert challenger(response) == name


@pytest.mark.parametrize(
    "response",
    [
        answer(403, "<h1>Forbidden</h1>"),
        answer(200, "<p>News.</p><script src='/cdn-cgi/challenge-platform/scripts/jsd'></script>"),
        answer(200, "<p>Write to us</p><script src='https://www.google.com/recaptcha/api.js'>"),
        answer(200, "<rss><title>px-captcha explained</title></rss>", "application/rss+xml"),
        answer(200, "x" * 300_000 + "_Incapsula_Resource"),
    ],
)
def test_an_ordinary_answer_is_no_wall(response: Response) -> None:
    assert challenger(response) is None
