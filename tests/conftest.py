"""Settings of all tests."""

from hypothesis import settings

# A busy machine is slow, not wrong: no test fails for how long one example took.
settings.register_profile("khoan", deadline=None)
settings.load_profile("khoan")
