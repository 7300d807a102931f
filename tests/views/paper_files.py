"""Reads the sheet's file: its text as a person reads it, and all that it refers to."""

from __future__ import annotations

from html.parser import HTMLParser

from dashboard.views.shared import markup

SVG = "http://www.w3.org/2000/svg"
VOID = {"meta", "br"}


class File(HTMLParser):
    """The parsed file: its text as it is read, the levels of its headings, and what must not be in it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forbidden: list[str] = []
        self.headings: list[int] = []
        self.tags: set[str] = set()
        self.alts: list[str] = []
        self._open: list[str] = []
        self._text: list[str] = []
        self.feed(html)
        self.text = plain("".join(self._text))
        self.closed = not self._open

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag not in VOID:
            self._open.append(tag)
        if tag in ("h1", "h2", "h3"):
            self.headings.append(int(tag[1]))
        if tag == "script":
            self.forbidden.append("<script>")
        for name, value in attrs:
            outside = (value or "").strip().lower().startswith(("http", "//", "javascript")) and value != SVG
            if name.startswith("on") or name in ("href", "src", "xlink:href") or outside:
                self.forbidden.append(f"{name}={value}")
            if name == "aria-label":
                self.alts.append(value)
            if name == "style":
                self._style(value)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if self._open and self._open[-1] == "style":
            self._style(data)
        else:
            self._text.append(data)

    def _style(self, text):
        self.forbidden += [word for word in ("url(", "@import", "http") if word in text]


def plain(text: str) -> str:
    """Text with every run of blanks as one."""
    return " ".join(text.split())


def as_read(said: str) -> str:
    """A sentence of the page's markdown as a person reads it; Streamlit's badges as their words."""
    word = said.partition("-badge[:material/")[2]
    said = word.partition(": ")[2].removesuffix("]") if word else said
    return plain(Text(str(markup.html(said)).replace("<br>", " ")).said)


class Text(HTMLParser):
    """The text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.said = ""
        self.feed(html)
        self.close()

    def handle_data(self, data):
        self.said += data
