"""A Whoosh codec that stores postings as contiguous arrays (see ``indexer.postings``).

The index stays a Whoosh index: directory, TOC and generations, lock, segments, deletions, stored
fields, columns, readers and matchers. What changes is how a segment lies on disk and how it is
written and searched.

================= =============================================================
module            question it answers
================= =============================================================
``codec``         which writers and readers does a segment of ours have?
``writer``        how are documents added, one by one or a batch at a time?
``field_writer``  how do a writer's terms become the segment's postings?
``spill``         how does a writer bound its memory with temporary files?
``segment_merge`` which segments become one at a commit, and how?
``doc_values``    how are columns and lengths stored, a value per document?
``stored_fields`` how do records become compressed blocks and back?
``terms_reader``  how do Whoosh's readers and matchers see the postings?
``reader``        how does the engine read a generation: postings, dates, values?
``rank``          how is a search answered over arrays?
================= =============================================================
"""
