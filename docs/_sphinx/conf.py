"""How Sphinx makes the documentation a site (``make docs``; docs/decisions/0012-documentation.md).

Nothing is loaded from elsewhere: no fonts, no scripts, no lists of other projects' objects.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from folded_search import add_folded_search
from mentions import add_mentions
from page_language import add_page_language
from pygments.lexers.special import TextLexer
from reference import add_reference
from sphinx.application import Sphinx

from khoan import __version__

project = "Khoản"
author = "Khoản"
release = version = __version__
language = "en"
root_doc = "index"
exclude_patterns = ["_sphinx"]

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence"]
# Outside of docs/ there is no site: those links are for readers of the repository.
myst_url_schemes = ["http", "https"]

autodoc_default_options = {"members": True, "undoc-members": True}
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
add_module_names = False
maximum_signature_line_length = 80

html_theme = "furo"
html_title = "Khoản"
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_static_path = ["static"]
html_css_files = ["khoan-docs.css"]
html_search_language = "vi"
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#9d2129",
        "color-brand-content": "#0b5394",
        "color-brand-visited": "#0b5394",
    },
    "dark_css_variables": {
        "color-brand-primary": "#f0a3a7",
        "color-brand-content": "#8ec5ff",
        "color-brand-visited": "#8ec5ff",
    },
}
pygments_style = "friendly"
pygments_dark_style = "github-dark"


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.add_lexer("cau-tim", TextLexer)
    add_folded_search()
    add_mentions(app)
    add_page_language(app)
    add_reference(app)
