"""``python -m quotefold``: the command line."""

from quotefold.cli import main

if __name__ == "__main__":
    main()
