"""`./goldpath bench`: every line of the goals as a ratio to the floor of the same run, with pass or fail."""

import sys

from bench.run import main

sys.exit(main(sys.argv[1:]))
