"""`python -m benchmarks`: all figures, or the one named by FIGURE; SIZE makes them smaller."""

import os
import runpy

# Several figures may come from one run.
RUNS = {
    "P1": "benchmarks.p1_campaign",
    "P2": "benchmarks.p1_campaign",
    "P3": "benchmarks.p3_million",
    "P4": "benchmarks.p4_freeze",
    "P5": "benchmarks.p5_import",
    "P6": "benchmarks.p6_webhooks",
    "P7": "benchmarks.p7_inbox",
    "P9": "benchmarks.p9_reply",
    "P10": "benchmarks.p10_pause",
    "P11": "benchmarks.p11_cadence",
    "P13": "benchmarks.p13_start",
    "LIVE": "benchmarks.live_streams",
    "SEARCH": "benchmarks.search",
    "DELIVERIES": "benchmarks.deliveries",
    "AUTOMATION": "benchmarks.automation",
    "HOOKS": "benchmarks.automation",
}


def main() -> None:
    wanted = os.environ.get("FIGURE") or None
    if wanted is not None and wanted not in RUNS:
        raise SystemExit(f"There is no figure {wanted}; there are: {', '.join(RUNS)}.")
    modules = [RUNS[wanted]] if wanted else list(dict.fromkeys(RUNS.values()))
    for module in modules:
        runpy.run_module(module, run_name="__main__")


if __name__ == "__main__":
    main()
