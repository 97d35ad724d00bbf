#!/usr/bin/python3
"""Instructions of an event and of a message, counted by callgrind: the same on a busy machine and on an idle one.

usage: instructions.py BUILD

Each work is counted at two sizes; the difference over the difference in size leaves start, warm-up and reports of fixed
size out.
"""
import pathlib
import re
import subprocess
import sys

from measure import BLACK_FRIDAY, STUDY, Sendlab, table


def instructions(command):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *map(str, command)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: {done.stderr}")
    return int(re.search(r"Collected : (\d+)", done.stderr)[1])


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    sendlab = Sendlab(build)

    def scenario(file, size):
        return lambda n: [sendlab.binary, "run", file, "--quiet", "--out", sendlab.out, "--param", f"{size}={n}"]

    def kernel(engine, *work):
        return lambda n: [build / f"peers/kernel_{engine}", *work, n]

    works = [("hold, 100,000 waiting: an event", kernel("sendlab", "hold", 100_000), 200_000, 1_200_000),
             ("the same on std::priority_queue", kernel("priority_queue", "hold", 100_000), 200_000, 1_200_000),
             ("M/M/1: an event", kernel("sendlab", "mm1", 0), 200_000, 1_200_000),
             ("the same on std::priority_queue", kernel("priority_queue", "mm1", 0), 200_000, 1_200_000),
             ("schedule and cancel, 100,000 waiting: a pair", kernel("sendlab", "cancel", 100_000), 200_000, 1_200_000),
             ("the study, whole command: a message", scenario(STUDY, "messages"), 200_000, 400_000),
             ("the same by sms_floor", lambda n: [build / "peers/sms_floor", n], 200_000, 400_000),
             ("black_friday, whole command: a message", scenario(BLACK_FRIDAY, "people"), 100_000, 200_000)]
    rows = []
    for name, command, small, large in works:
        rows.append([name, f"{(instructions(command(large)) - instructions(command(small))) / (large - small):,.0f}"])
        print(f"counted: {name}", file=sys.stderr)
    table(["instructions of", "count"], rows)


if __name__ == "__main__":
    main()
