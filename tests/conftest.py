"""Settings of all tests."""

import signal

from hypothesis import settings

# A busy machine is slow, not wrong: no test fails for how long one example took.
settings.register_profile("khoan", deadline=None)
settings.load_profile("khoan")

# A shell has what it starts in the background ignore Ctrl-C, and what that starts in turn; some
# tests end programs with it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
