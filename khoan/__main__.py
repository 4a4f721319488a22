"""``python -m khoan``: the same as the ``khoan`` command."""

from khoan.cli import main

if __name__ == "__main__":
    main()
