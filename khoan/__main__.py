"""``python -m khoan``: the same as the ``khoan`` command."""

from khoan.cli import run

if __name__ == "__main__":
    run()
