"""Canonical URLs: one spelling for the addresses under which one page is met."""

import re
from contextlib import suppress
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

# Parameters that name a campaign, a reader or a click, never a page.
_TRACKING = re.compile(
    r"(utm_.*|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|mc_[ce]id|igshid|twclid|ttclid|"
    r"_ga|_gl|_hs(enc|mi)|vero_id|wt_?mc.*|at_(medium|campaign|link.*|bbc.*|ptr.*|format)|"
    r"ns_(mchannel|source|campaign|linkname|fee)|cmp(id)?|icid|ito|ocid|smid|smtyp|sref|"
    r"ref_?src|spm|xtor|partner|outputtype|guccounter|guce_.*|soc_(src|trk)|mkt_tok|rss)$",
    re.IGNORECASE,
)
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
    path = re.sub(r"/{2,}", "/", path)
    path = re.sub(r"^/amp/|/amp/?$|/index\.(html?|php)$", "/", path)
    return path.rstrip("/") or "/"


def _host(host: str) -> str:
    """Lower case, IDNA, without the labels that only name a device or a format."""
    host = _ascii(host.lower().rstrip("."))
    return re.sub(r"^(www|m|mobile|amp)\.(?=[^.]+\.)", "", host) or host


def canonical_url(url: str) -> str:
    """The identity of a page's address, for comparison; not meant to be fetched.

    Scheme https, host without ``www.``/``m.``/``amp.``, no default port, no fragment, no tracking
    parameters, the rest sorted, no trailing slash. A string that is no http(s) URL comes back
    stripped but otherwise as it is.
    """
    url = url.strip()
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
        if not _TRACKING.match(key) and key not in ("amp",)
    )
    # An amp host or path and the plain one are the same page; http and https as well.
    return urlunsplit(("https", host, _path(parts.path), urlencode(query), ""))
