"""Small faults put into the code, to see whether a test notices: ``make mutate``.

A fixed sample of places is drawn by hashing each place's name with a seed, so that a change to
one function moves no other place in or out of the sample. Each mutant runs the tests that reach
its line, as a run of all tests under coverage.py recorded them, until one fails.

=============  ==============================================================
module         question it answers
=============  ==============================================================
``sites``      where can the code be changed, and to what?
``record``     which tests run which lines? (a pytest plugin)
``tests_for``  which tests can see a change, the quickest first?
``__main__``   run a sample; print killed, survived and equivalent
=============  ==============================================================
"""
