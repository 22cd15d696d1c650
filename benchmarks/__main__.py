"""`python -m benchmarks`: all figures, or those named by FIGURE; SIZE makes them smaller.

Several are named with commas between them, and then SIZE may hold as many sizes.
"""

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
    wanted = _listed("FIGURE")
    for figure in wanted:
        if figure not in RUNS:
            raise SystemExit(f"There is no figure {figure}; there are: {', '.join(RUNS)}.")
    modules = list(dict.fromkeys(RUNS[figure] for figure in wanted or RUNS))
    sizes = _listed("SIZE")
    if len(sizes) > 1 and len(sizes) != len(modules):
        raise SystemExit(f"{len(sizes)} sizes for {len(modules)} runs: give one, or one for each.")
    for number, module in enumerate(modules):
        if sizes:
            os.environ["SIZE"] = sizes[number % len(sizes)]
        runpy.run_module(module, run_name="__main__")


def _listed(name: str) -> list[str]:
    return [word for word in os.environ.get(name, "").split(",") if word]


if __name__ == "__main__":
    main()
