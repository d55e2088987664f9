"""`python -m gongzhi.cli`, for children that must not depend on PATH."""

import sys

from gongzhi.cli.main import main

sys.exit(main())
