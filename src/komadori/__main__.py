"""`python -m komadori` is `komadori`."""

import sys

from komadori.cli import main

if __name__ == "__main__":
    sys.exit(main())
