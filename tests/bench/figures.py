#!/usr/bin/python3
"""The table of tests/bench/README.md: how fast sendlab is, row by row, with the goal beside the measured value.

usage: figures.py BUILD [ROW]... [--runs N] [--short]

    ROW        hold mm1 cancel study black_friday steady events startup cores; default: all
    --runs N   medians of N runs (default 5)
    --short    leaves out what takes minutes: ten million waiting events, SimPy, 100 million messages
"""
import argparse
import pathlib

import peers
from measure import BLACK_FRIDAY, QUICKSTART, STEADY, STUDY, Sendlab, in_turns, machine, median, si, table


class Figures:
    """Each method measures one row of the table: the work, the goal and the values, as text."""

    def __init__(self, build, runs, short):
        self.build, self.runs, self.short = build, runs, short
        self.sendlab = Sendlab(build)

    def _runs(self, *command):
        return [self.sendlab.run(*command) for _ in range(self.runs)]

    def _in_turns(self, jobs):
        return {name: median([r.wall for r in runs]) for name, runs in in_turns(self.runs, jobs).items()}

    def _kernel(self, *works):
        rates = peers.kernel(self.build, works, self.runs, ("sendlab", "priority_queue"))
        return rates.values()

    def hold(self):
        works = [work for work in peers.works_of(not self.short) if work[0] == "hold"]
        rates = list(self._kernel(*works))
        return ("hold, " + " / ".join(f"{n:,}" for _, n, _ in works) + " waiting", "40 / 40 / 30 / 18 M events/s",
                "; std::priority_queue ".join(" / ".join(si(rate[engine]) for rate in rates)
                                              for engine in ("sendlab", "priority_queue")))

    def mm1(self):
        rate, = self._kernel(("mm1", 0, 10_000_000))
        return ("M/M/1, 2 events a customer", "45 M events/s",
                f"{si(rate['sendlab'])}; std::priority_queue {si(rate['priority_queue'])}")

    def cancel(self):
        rate, = self._kernel(("cancel", 100_000, 5_000_000))
        return ("schedule and cancel, 100,000 waiting", "40 M pairs/s",
                f"{si(rate['sendlab'])}; std::priority_queue {si(rate['priority_queue'])}")

    def study(self):
        messages = 1_000_000
        results = peers.study(self.sendlab, self.build, messages, self.runs, simpy=not self.short)
        wall = {name: median([r.wall for r in runs]) for name, runs in results.items()}
        ours = wall.pop("sendlab run")
        return ("the study, 1,000,000 messages, full report", "3.5 M messages/s, 1 x sms_floor, 90 x SimPy",
                f"{si(messages / ours)}; " + ", ".join(f"{seconds / ours:.2f} x {name} ({si(messages / seconds)})"
                                                       for name, seconds in wall.items()))

    def black_friday(self):
        runs = self._runs(BLACK_FRIDAY)
        return ("black_friday, 2,000,000 messages", "under 1 s, under 150 MB",
                f"{median([r.wall for r in runs]):.2f} s, {median([r.peak for r in runs]):.0f} MB")

    def steady(self):
        sizes = [1_000_000, 10_000_000 if self.short else 100_000_000]
        peak = [self.sendlab.run(STEADY, "--param", f"messages={n}").peak for n in sizes]
        return (f"steady load, {sizes[1]:,} messages against {sizes[0]:,}, one run each", "peak memory within 10 %",
                f"{peak[1]:.1f} MB against {peak[0]:.1f} MB: {100 * (peak[1] / peak[0] - 1):+.1f} %")

    def events(self):
        command = (STEADY, "--param", "messages=250000")
        wall = self._in_turns({"without": lambda: self.sendlab.run(*command),
                               "one core": lambda: self.sendlab.run(*command, "--events"),
                               "two cores": lambda: self.sendlab.run(*command, "--events", cores=2)})
        lines = sum(block.count(b"\n") for block in blocks(self.sendlab.out / "events.ndjson"))
        return (f"event stream on: steady load, {lines:,} events", "1 M events/s",
                f"{si(lines / wall['two cores'])}, on one core {si(lines / wall['one core'])}; "
                f"{wall['two cores']:.2f} s and {wall['one core']:.2f} s against {wall['without']:.2f} s without")

    def startup(self):
        # A run that ends before its first message; exit code 5 says that its fault never took effect.
        begun = [self.sendlab.run(QUICKSTART, "--until", "1ms", codes=(5,)) for _ in range(self.runs)]
        whole = self._runs(QUICKSTART)
        return ("start-up: quickstart ended before its first message", "under 30 ms",
                f"{1000 * median([r.wall for r in begun]):.0f} ms, "
                f"of {1000 * median([r.wall for r in whole]):.0f} ms for all of quickstart")

    def cores(self):
        command = (STUDY, "--param", "messages=100000", "--replications", "16", "--jobs")
        wall = self._in_turns({jobs: lambda jobs=jobs: self.sendlab.run(*command, jobs, cores=jobs)
                               for jobs in (1, 2)})
        return ("two cores against one: 16 replications of the study, 100,000 messages each", "1.9 x",
                f"{wall[1] / wall[2]:.2f} x ({wall[1]:.2f} s, {wall[2]:.2f} s)")


def blocks(path):
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            yield block


ROWS = [name for name in vars(Figures) if not name.startswith("_")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("rows", nargs="*", metavar="ROW")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--short", action="store_true")
    options = parser.parse_intermixed_args()
    if unknown := [name for name in options.rows if name not in ROWS]:
        parser.error(f"no such row: {unknown[0]}; rows are {' '.join(ROWS)}")
    figures = Figures(options.build.resolve(), options.runs, options.short)
    print(machine() + "\n")
    measured = []
    for name in options.rows or ROWS:
        work, goal, value = getattr(figures, name)()
        measured.append([work, goal, value, f"`tools/bench --figures {name}`"])
    table(["work", "goal", "measured", "command"], measured)


if __name__ == "__main__":
    main()
