"""`python -m embedded` (`make up`): start everything on this machine, until Ctrl-C."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this by hand may have an older one
    sys.exit("Master IA needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
try:
    from embedded.up import main
except ModuleNotFoundError as error:
    sys.exit(f"The Python package {error.name} is missing: run `make install`.")

sys.exit(main())
