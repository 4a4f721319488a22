"""Evaluate queries over the posting lists of one snapshot.

================= ==========================================================================
module            question it answers
================= ==========================================================================
``segments``      how are the entries of several segments numbered as one sequence?
``field_reader``  what are a term's live postings over all segments, and its statistics?
``term_postings`` in which form are a term's postings in memory?
``snapshot``      which state of the index does a query see?
``cache``         which decoded postings are cached?
``cache_limit``   how many bytes of them?
``decoded_file``  where are the large ones, so that the system may drop them?
``entry_sets``    what is in some sets of entries, in any of them, in enough of them?
``positions``     where do terms occur, as one number for entry and position?
``docsets``       which doc ids are in several sets, and with which scores?
``phrase``        where do terms occur at given offsets, or near each other?
``leaves``        what do terms, phrases, prefixes and shares match, and what do they score?
``evaluate``      which entries match a query, with which scores?
``matching``      which entries match a query, whatever they score?
``best``          which of them score highest, without scoring all of them?
``work``          how much may a query cost, before anything is read?
``topk``          which k entries score highest?
================= ==========================================================================
"""
