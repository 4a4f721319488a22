"""Arrays in a file: written once, memory-mapped, checked. Nothing here depends on search.

============= =========================================================================
module        question it answers
============= =========================================================================
``container`` how are named arrays stored in one checksummed, mapped file?
``unmapped``  how is such a file read by the process that has just written it?
``varint``    how do integers become few bytes, many at a time?
``rows``      where does row i of a stream of rows begin and end?
``stream``    how are rows of variable-length integers stored?
``ranges``    which numbers are in many ranges?
``kernels``   which compiled loops do we borrow from SciPy, and what if it is absent?
============= =========================================================================
"""
