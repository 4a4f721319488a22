"""Where a page names another one, as in ``docs/QUERY.md``, the site has a link with its title."""

from __future__ import annotations

import re
from typing import Final

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

_PAGE: Final = re.compile(r"docs/([\w/-]+)\.md")


class Mentions(SphinxTransform):
    """Before references are resolved, so that a page that is not there is an error."""

    default_priority = 500

    def apply(self) -> None:
        """Called by Sphinx for each page."""
        for literal in list(self.document.findall(nodes.literal)):
            match = _PAGE.fullmatch(literal.astext())
            linked = isinstance(literal.parent, (nodes.reference, addnodes.pending_xref))
            if match is None or linked or match[1] == self.env.current_document.docname:
                continue
            link = addnodes.pending_xref(
                "",
                nodes.inline("", literal.astext()),
                refdomain="std",
                reftype="doc",
                reftarget=f"/{match[1]}",
                refdoc=self.env.current_document.docname,
                refexplicit=False,
                refwarn=True,
            )
            literal.replace_self(link)


def add_mentions(app: Sphinx) -> None:
    """Called by ``conf``."""
    app.add_transform(Mentions)
