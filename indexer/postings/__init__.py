"""Posting lists as arrays: written to a file, read back, merged, and searched.

Nothing here depends on Whoosh, on file formats of documents or on an analyzer: terms and positions
go in, matching doc ids and scores come out. ``indexer.engines.arrays`` puts this behind Whoosh's
codec interface; ``indexer.arrayfile`` is the file with named arrays below it.

======================== ================================================================
module                   question it answers
======================== ================================================================
``term_dictionary``      which ordinal has a term, and which terms have a prefix?
``delta_coding``         how do a field's occurrences become rows of small integers?
``segment_field``        what does one field of one segment look like in the file?
``doc_id_rows``          in which form are a term's doc ids stored, and how many are there?
``norms``                how many terms has an entry, in one byte for scoring?
``inverter``             how are a writer's tokens buffered and inverted?
``merge``                how do one field's parts in several segments become one?
``merge_fields``         how do all fields of several segments become one file?
``merge_rows``           how are rows of several segments joined without decoding them?
``derived_field``        what are the postings of a field that is derived from others?
``derived_field_writer`` how is such a field written and merged?
``searcher``             which entries of a snapshot match a query, with which scores?
======================== ================================================================
"""
