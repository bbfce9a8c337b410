"""Canonical URLs: one spelling for the addresses under which one page is met."""

import re
from contextlib import suppress
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

# Parameters that name a campaign, a reader or a click, never a page.
_TRACKING = re.compile(
    r"(utm_.*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|gad_.*|srsltid|msclkid|yclid|ysclid|mc_[ce]id|"
    r"igshid|igsh|mibextid|twclid|ttclid|li_fat_id|rdt_cid|epik|dicbo|tblci|fb_(action|ref|source).*|"
    r"_ga|_gl|_hs(enc|mi)|hsa_.*|hss_channel|__(twitter_impression|cft__|tn__).*|vero_(id|conv)|"
    r"wt_?z?mc.*|(pk|mtm|piwik|matomo)_.*|oly_(enc|anon)_id|s_cid|_branch_.*|xing_share|"
    r"at_(medium|campaign|link.*|bbc.*|ptr.*|format)|ns_(mchannel|source|campaign|linkname|fee)|"
    r"cmp(id)?|icid|ncid|ito|ocid|smid|smtyp|sref|spref|sr_share|ref_?src|spm|xtor|partner|"
    r"outputtype|amp(_.*)?|guccounter|guce_.*|soc_(src|trk)|mkt_tok|rss|phpsessid|jsessionid)$",
    re.IGNORECASE,
)
# Copies of a page that a search engine or an AMP cache serves name the page in their path.
_AMP_CACHE = re.compile(
    r"^https?://(?:[^/]+\.cdn\.ampproject\.org/[cva]|(?:www\.)?google\.[a-z.]+/amp)/(s/)?(?=[^/]+\.)",
    re.IGNORECASE,
)
_DEVICE = re.compile(r"^(?:(?:www\d?|m|mobile|amp)\.)+(?=[^.]+\.)")
_AMP_PATH = re.compile(r"^/amp/|/amp/?$|\.amp(?=\.html?$|/?$)|/index\.(html?|php)$", re.IGNORECASE)
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_KEEP = "/:@!$&'()*+,;=-._~"


def host_of(url: str) -> str:
    """The host of a URL in lower case without ``www.``; ``""`` when there is none."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
    return _ascii(host).removeprefix("www.")


def _ascii(host: str) -> str:
    """A host as the name system has it (IDNA), whichever way a page spells it."""
    if not host.isascii():
        with suppress(UnicodeError):
            return host.encode("idna").decode()
    return host


def politeness_key(url: str) -> str:
    """Host and port: what one polite queue is kept for."""
    parts = urlsplit(url)
    port = parts.port or int(_DEFAULT_PORTS.get(parts.scheme, "0"))
    return f"{(parts.hostname or '').lower()}:{port}"


def _path(path: str) -> str:
    path = quote(unquote(path, errors="surrogateescape"), safe=_KEEP, errors="surrogateescape")
    path = re.sub(r"/{2,}", "/", re.sub(r";jsessionid=[^/]*", "", path, flags=re.IGNORECASE))
    while (shorter := _AMP_PATH.sub(_slash, path)) != path:
        path = shorter
    return path.rstrip("/") or "/"


def _slash(found: re.Match[str]) -> str:
    return "" if found[0].lower().startswith(".amp") else "/"


def _host(host: str) -> str:
    """Lower case, IDNA, without the labels that only name a device or a format."""
    host = _ascii(host.lower().rstrip("."))
    return _DEVICE.sub("", host)


def canonical_url(url: str) -> str:
    """The identity of a page's address, for comparison; not meant to be fetched.

    Scheme https; host without ``www.``/``m.``/``amp.``; no default port; no fragment, unless it
    names a page of its own (``#!``); no tracking parameters, the rest sorted; no trailing slash.
    A page in an AMP cache is the page. A string that is no http(s) URL comes back stripped but
    otherwise as it is.
    """
    url = url.strip()
    while cached := _AMP_CACHE.match(url):
        url = ("https://" if cached[1] else "http://") + url[cached.end() :]
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return url
    host = _host(parts.hostname)
    if ":" in host:
        host = f"[{host}]"
    if port is not None and str(port) != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    query = sorted(
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.match(key)
    )
    page = parts.fragment if parts.fragment.startswith("!") else ""
    # An amp host or path and the plain one are the same page; http and https as well.
    return urlunsplit(("https", host, _path(parts.path), urlencode(query), page))
