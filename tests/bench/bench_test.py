"""The measuring programs run, and solve the same study: tiny sizes, nothing is timed.

usage: bench_test.py SENDLAB SOURCE_DIR BUILD_DIR
"""
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "end_to_end"))

import measure  # noqa: E402
import peers  # noqa: E402
import sendlab_runs  # noqa: E402

MESSAGES = 60_000

sendlab, check, rest = sendlab_runs.start()
build = pathlib.Path(rest[0])


def call(*command):
    command = [str(word) for word in command]
    done = subprocess.run(command, capture_output=True, text=True, timeout=sendlab_runs.LONGEST_RUN_S)
    return done.stdout if check(done.returncode == 0, f"{pathlib.Path(command[0]).name} runs", done.stderr) else ""


# The smallest time makes each suite run a few iterations; what fills ten million places first is left out.
listed = call(build / "sendlab_bench", "--benchmark_list_tests").split()
few = [name for name in listed if not re.search(r"\d{6}", name)]
printed = call(build / "sendlab_bench", "--benchmark_min_time=0.0001", "--benchmark_format=csv",
               "--benchmark_filter=^(" + "|".join(map(re.escape, few)) + ")$")
check.equal([name for name in few if f'"{name}"' not in printed], [], f"all {len(few)} of the list are measured")

for engine in peers.ENGINES:
    for work, n in (("hold", 100), ("mm1", 0), ("cancel", 100)):
        if command := peers.kernel_command(build, engine, work, n, 20_000):
            output = call(*command)
            check(re.fullmatch(rf"{work} {n} \d+ \d+\.\d+\n", output), f"kernel_{engine}: {work}", output)


# What became of the messages: SimPy and the program by hand agree but for chance, and lose none.
def outcomes(text):
    return {name: int(count) for name, count in re.findall(r"(\w+) (\d+)(?= )", text)}


floor = outcomes(call(build / "peers/sms_floor", MESSAGES))
simpy = outcomes(call(measure.PYTHON, "-B", HERE / "peers/sms_simpy.py", MESSAGES))
ended = ("delivered", "expired_in_queue", "expired_at_att", "over_tmobile_cap")
for name, result in (("sms_floor", floor), ("sms_simpy", simpy)):
    check.equal(sum(result.get(end, 0) for end in ended), MESSAGES, f"{name} accounts for every message")
for end in ended:
    apart = abs(floor.get(end, 0) - simpy.get(end, 0))
    check(apart < MESSAGES / 50, f"sms_floor and sms_simpy agree on {end}", (floor, simpy))

# The same study: all brands, campaigns, numbers and limits are there and full.
study = measure.Sendlab(build)
study.run(measure.STUDY, "--param", f"messages={MESSAGES}")
report = study.report()
check.equal([len(report[kind]) for kind in ("brands", "campaigns", "numbers")], [10, 30, 300],
            "the scenario has the study's brands, campaigns and numbers")
final = report["messages"]["final"]
check.equal(sum(final.values()), MESSAGES, "the scenario accounts for every message")
for carrier, share in (("AT&T", 38), ("T-Mobile", 32), ("Verizon", 30)):
    requested = report["carriers"][carrier]["messages"]["requested"]
    check(abs(requested - MESSAGES * share / 100) < MESSAGES / 100, f"{share} % of the messages are for {carrier}",
          requested)
check.finish()
