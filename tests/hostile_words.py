"""Words that would do harm in a page that took them for more than words. All are our own or common knowledge."""

from __future__ import annotations

_FIRE = "window.__fired=1"
_TAGS = (
    "script", "img", "svg", "iframe", "body", "input", "video", "audio", "details", "object", "embed", "marquee",
    "math", "style", "link", "base", "form", "template", "meta", "select",
)  # fmt: skip
_HANDLERS = ("onerror", "onload", "onfocus", "ontoggle", "onstart", "onmouseover", "onanimationstart", "onpointerenter")

PAYLOADS = (
    f"<script>{_FIRE}</script>",
    f"</script><script>{_FIRE}</script>",
    f"\"><script>{_FIRE}</script>",
    f"'><img src=x onerror={_FIRE}>",
    f"<img src=x onerror=\"{_FIRE}\">",
    f"<svg/onload={_FIRE}>",
    f"<svg><script>{_FIRE}</script></svg>",
    f"<iframe srcdoc=\"<script>parent.{_FIRE}</script>\">",
    f"<a href=\"javascript:{_FIRE}\">رابط</a>",
    f"javascript:{_FIRE}",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={_FIRE}>",
    f"<details open ontoggle={_FIRE}>",
    f"<input autofocus onfocus={_FIRE}>",
    f"{{{{constructor.constructor('{_FIRE}')()}}}}",
    f"${{{_FIRE}}}",
    f"<style>@keyframes x{{}}</style><p style=\"animation-name:x\" onanimationstart={_FIRE}>",
    f"<base href=\"javascript:{_FIRE}//\">",
    f"<meta http-equiv=\"refresh\" content=\"0;url=javascript:{_FIRE}\">",
    f"&lt;script&gt;{_FIRE}&lt;/script&gt;",
    f"\u202e<script>{_FIRE}</script>",
    f"\\u003cscript\\u003e{_FIRE}\\u003c/script\\u003e",
    f"]]><script>{_FIRE}</script>",
    f"--><script>{_FIRE}</script>",
    f"<!--<img src=\"--><img src=x onerror={_FIRE}//\">",
    *(f"<{tag} {handler}={_FIRE} src=x autofocus>" for tag in _TAGS[1:11] for handler in _HANDLERS),
)
