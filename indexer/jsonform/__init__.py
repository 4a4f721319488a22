"""The one JSON form of our values, for the command line and the HTTP API alike.

Every function is pure and gives plain dicts, lists, strings and numbers. Offsets are half-open
``[start, end]`` pairs in code points of the text beside them. ``None`` (JSON ``null``) means that
the document does not say.
"""
