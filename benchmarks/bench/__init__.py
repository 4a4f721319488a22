"""How fast, how large? ``make bench``: other engines, and the whole product, in one run."""
