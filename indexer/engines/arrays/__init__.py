"""A Whoosh codec that keeps postings as contiguous arrays (see ``indexer.postings``).

The index stays a Whoosh index: directory, TOC and generations, lock, segments, deletions, stored
fields, columns, readers and matchers. What changes is how a segment lies on disk and how it is
written and searched.

============ ==================================================================
module       question it answers
============ ==================================================================
``codec``    which writers and readers does a segment of ours have?
``perdoc``   how are stored fields and columns kept?
``stored``   how do records become compressed blocks and back?
``fields``   how do a writer's terms become the segment's postings?
``terms``    how do Whoosh's readers and matchers see the postings?
``writer``   how are documents added, and segments merged?
``source``   how does the engine see a generation: postings, dates, values?
``search``   how is a search answered over arrays?
============ ==================================================================
"""
