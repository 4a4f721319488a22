"""The folder of an index.

============ ====================================================================
module       question it answers
============ ====================================================================
``manifest`` is this folder an index, and of which format?
``lock``     who may write?
``seal``     are the files of a generation what was written?
``storage``  how does Whoosh read and write these files safely?
``access``   how is a folder read beside its writers, and what if that is refused?
``unpickle`` how are Whoosh's pickles read without running foreign code, and what do they name?
``backup``   is every byte right, and how is a generation copied?
============ ====================================================================
"""
