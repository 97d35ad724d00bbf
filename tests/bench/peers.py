#!/usr/bin/python3
"""sendlab beside what one would use or write in its place, on this machine, in one run.

usage: peers.py BUILD [--messages N] [--runs N] [--long] [--peer PROGRAM]...

    --messages N     of the study (default 1,000,000, with which SimPy takes half a minute a round)
    --runs N         rounds; all programs run once in each, and medians count (default 5)
    --long           also ten million waiting events
    --peer PROGRAM   one more program to solve the study, called with the number of messages; a .py file runs in Python

Each program has one core to itself. Commands are timed on the wall from start to end, reports and all; the works of the
kernel by the CPU seconds between the first and the last operation.
"""
import argparse
import pathlib

from measure import BENCH, PYTHON, STUDY, Sendlab, in_turns, machine, median, run, si, table

ENGINES = ("sendlab", "priority_queue", "ns3", "simpy")


def command_of(program):
    return [PYTHON, "-B", program] if str(program).endswith(".py") else [program]


def study(sendlab, build, messages, runs, more=(), simpy=True):
    """{program: [Run]} of the study; what sendlab's messages became stands in for its output."""
    programs = {"sms_floor": build / "peers/sms_floor"}
    if simpy:
        programs["sms_simpy"] = BENCH / "peers/sms_simpy.py"
    programs |= {str(path): path for path in more}

    def ours():
        result = sendlab.run(STUDY, "--param", f"messages={messages}")
        report = sendlab.report()
        final = [f"{name} {n}" for name, n in report["messages"]["final"].items()]
        latency = [f"{p} {report['delivery_s'][p]:.3f}" for p in ("p50", "p95", "p99")]
        return result._replace(output=" ".join(final + latency))

    jobs = {"sendlab run": ours}
    jobs |= {name: lambda path=path: run([*command_of(path), messages]) for name, path in programs.items()}
    return in_turns(runs, jobs)


def print_study(results, messages):
    wall = {name: median([r.wall for r in runs]) for name, runs in results.items()}
    cpu = {name: median([r.cpu for r in runs]) for name, runs in results.items()}
    peak = {name: median([r.peak for r in runs]) for name, runs in results.items()}
    table([f"{messages:,} messages", "wall s", "CPU s", "messages/s", "peak MB", "sendlab is", "by CPU"],
          [[name, f"{wall[name]:.2f}", f"{cpu[name]:.2f}", si(messages / wall[name]), f"{peak[name]:.0f}",
            f"{wall[name] / wall['sendlab run']:.2f} x", f"{cpu[name] / cpu['sendlab run']:.2f} x"]
           for name in results])
    print()
    for name, runs in results.items():
        print(f"{name}: {runs[0].output.strip()}")
    print()


def kernel_command(build, engine, work, n, operations):
    """None when this engine cannot do this work, or is not installed."""
    if engine == "simpy":
        if work == "cancel" or n > 100_000:  # SimPy cannot cancel an event
            return None
        return [PYTHON, "-B", BENCH / "peers/kernel_simpy.py", work, n, operations // 20]
    if engine == "ns3" and n > 1_000_000:
        return None
    program = build / f"peers/kernel_{engine}"
    return [program, work, n, operations] if program.exists() else None


def kernel(build, works, runs, engines=ENGINES):
    """{(work, n): {engine: operations a second}} for works of (work, n, operations)."""
    rates = {}
    for work, n, operations in works:
        def once(command):
            _, _, done, seconds = run(command).output.split()
            return int(done) / float(seconds)
        commands = {engine: kernel_command(build, engine, work, n, operations) for engine in engines}
        results = in_turns(runs, {engine: lambda command=command: once(command)
                                  for engine, command in commands.items() if command})
        rates[work, n] = {engine: median(values) for engine, values in results.items()}
    return rates


def works_of(long):
    works = [("hold", 1_000, 10_000_000), ("hold", 100_000, 10_000_000), ("hold", 1_000_000, 5_000_000)]
    if long:
        works.append(("hold", 10_000_000, 5_000_000))
    return works + [("mm1", 0, 10_000_000), ("cancel", 100_000, 5_000_000)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--peer", type=pathlib.Path, action="append", default=[])
    options = parser.parse_args()
    build = options.build.resolve()

    print(machine() + "\n")
    more = [path.resolve() for path in options.peer]
    print_study(study(Sendlab(build), build, options.messages, options.runs, more), options.messages)
    rows = []
    for (work, n), rates in kernel(build, works_of(options.long), options.runs).items():
        cells = [f"{si(rates[engine])} ({rates['sendlab'] / rates[engine]:.1f} x)" if engine in rates else "-"
                 for engine in ENGINES[1:]]
        rows.append([f"{work}, {n:,} waiting" if n else work, si(rates["sendlab"]), *cells])
    table(["operations/s", "sendlab", *(f"{engine} (sendlab is)" for engine in ENGINES[1:])], rows)


if __name__ == "__main__":
    main()
