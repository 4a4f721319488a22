"""Posting lists as arrays: how they are written, kept in a file, read back and evaluated.

Nothing here knows Whoosh, a file format of documents or an analyzer: terms and positions go in,
matching entry numbers and scores come out. ``indexer.engines.arrays.codec`` puts this behind
Whoosh's codec interface.

=============== ====================================================================
module          question it answers
=============== ====================================================================
``container``   how are named arrays kept in one checksummed, memory-mapped file?
``unmapped``    how is such a file read by who has just written it?
``ranges``      which numbers are in many ranges?
``rows``        where does row i of a packed stream of rows begin and end?
``varint``      how do integers become few bytes, many at a time?
``lexicon``     which number has a term, and which terms have a prefix?
``tokens``      how are a writer's tokens gathered and inverted?
``field``       what does one field of one segment look like in the file?
``gathered``    what are the postings of a field that is gathered from others?
``gathering``   how is such a field written, and joined?
``coding``      how do one field's occurrences become rows of small integers, and where are they?
``merge``       how do fields of several segments become one?
``joining``     how do rows of several parts become one, without decoding them?
``view``        what are a term's live postings over all segments, and its statistics?
``kernels``     which compiled loops do we borrow from SciPy, and what if it is absent?
``evaluate``    which entries match a query, with which scores?
``phrase``      where do terms stand at given offsets, or near each other?
``topk``        which k entries score highest?
=============== ====================================================================
"""
