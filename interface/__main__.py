"""``python -m interface`` is ``zonereform``."""

from interface.cli import main

if __name__ == "__main__":
    main()
