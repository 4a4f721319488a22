"""From files to documents in an index, each step a module:

``files``   finds the files under a path; ``catalog`` knows what the index has of them
``build``   starts to prepare each new or changed file, and puts the results into the index
``prepare`` hands a file to a process of its own, or prepares it here if that is safe and quick
``pool``    runs these processes within limits; ``worker`` is the program that they run
``read``    turns a file into a document and its pieces: a reader's text, then ``parse``
``analyze`` turns pieces into entries: terms, filter values, headings
Then ``indexer.core.prepared`` packs the entries of a document (``core.batch``) with the records
that an index stores. ``exchange`` exports an index and imports it again.
"""
