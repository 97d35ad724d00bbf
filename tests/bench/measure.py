"""What the measuring programs share: running programs on one core, in turns, with their time and memory; tables."""
import collections
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

BENCH = pathlib.Path(__file__).resolve().parent
ROOT = BENCH.parent.parent
STUDY = BENCH / "scenarios/sms_study.lua"
STEADY = BENCH / "scenarios/steady_load.lua"
QUICKSTART = ROOT / "scenarios/library/quickstart.lua"
BLACK_FRIDAY = ROOT / "scenarios/library/black_friday.lua"
PYTHON = "/usr/bin/python3"  # the one that Debian's SimPy belongs to

# wall and cpu in seconds, peak in MB; cpu is of all threads.
Run = collections.namedtuple("Run", "wall cpu peak output")


def run(command, cores=1, codes=(0,)):
    """Runs a program to its end on that many cores and returns a Run. Ends everything when it does not exit with one of
    `codes`."""
    allowed = sorted(os.sched_getaffinity(0))
    command = [str(word) for word in command]
    with tempfile.TemporaryFile("w+") as output, open(os.devnull, "w") as nowhere:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=nowhere if codes != (0,) else None,
                                   preexec_fn=lambda: os.sched_setaffinity(0, allowed[-cores:]))
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in codes:
            sys.exit(f"{' '.join(command)}: exit code {process.returncode}")
        output.seek(0)
        return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output.read())


class Sendlab:
    """The program under measurement; its reports go to a folder that is thrown away."""

    def __init__(self, build):
        self.binary = build / "sendlab"
        self.folder = tempfile.TemporaryDirectory(prefix="sendlab-bench-")
        self.out = pathlib.Path(self.folder.name)

    def run(self, scenario, *options, **how):
        return run([self.binary, "run", scenario, "--quiet", "--out", self.out, *options], **how)

    def report(self):
        return json.loads((self.out / "report.json").read_text())


def in_turns(times, jobs):
    """Calls each job, a function of no argument, once in each of `times` rounds, so that a slow minute of the machine
    falls on all of them. Returns {name: [results]}."""
    results = {name: [] for name in jobs}
    for _ in range(times):
        for name, job in jobs.items():
            results[name].append(job())
    return results


def median(values):
    return statistics.median(values)


def si(value):
    """A rate for people: 3 digits and k or M."""
    for unit, size in (("M", 1e6), ("k", 1e3)):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return f"{value:.3g}"


def table(head, rows):
    """Prints a Markdown table with columns of equal width."""
    lines = [head] + [[str(cell) for cell in row] for row in rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    lines.insert(1, ["-" * width for width in widths])
    for line in lines:
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |", flush=True)


def machine():
    """The machine in a few words."""
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    cpu = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown CPU")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} x {cpu}, {memory:.0f} GB; load of the machine {os.getloadavg()[0]:.1f}"
