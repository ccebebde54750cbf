"""`python -m gitsm.cli`."""

import sys

from gitsm.cli.door import main

if __name__ == "__main__":
    sys.exit(main())
