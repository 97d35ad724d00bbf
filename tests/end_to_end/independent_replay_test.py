"""Hand-over instants of simple cases against a replay written from the contract, exact to the nanosecond; queue means
against closed forms within their confidence intervals."""
import datetime

import replay
import sendlab_runs
from sendlab_runs import nanoseconds

sendlab, check, _ = sendlab_runs.start()
SECOND = replay.SECOND


def write(name, account, workload, start="2026-06-10T09:00:00-07:00", more=""):
    return sendlab.write(name + ".lua", f"""return scenario {{ start = "{start}", seed = 11, {more}
  network = ideal {{ accept = "0s", delivery = "0s" }},
  account = account {{ tier = "production", monthly_spend_limit = "$100000", {account} }},
  workloads = {{ {workload} }},
}}
""")


def planned_and_sent(name, path):
    """[(planned, parts, line of messages.ndjson)] in the order of planning; every recipient is written to once."""
    plan = sendlab.call("run", path, "--plan-only")
    done = sendlab.run(path, "--events")
    if not check(plan.code == 0 and done.code == 0, f"{name}: runs", f"{plan} {done}"):
        return []
    lines = {m["destination"]: m for m in done.messages()}
    sends = [sendlab_runs.exact_json(line) for line in plan.out.splitlines()]
    check.equal(len(lines), len(sends), f"{name}: {len(sends)} messages, one for each planned send")
    return [(nanoseconds(s["offset_s"]), s["parts"], lines[s["to"]]) for s in sends if s["to"] in lines]


def compare(name, rows, wanted):
    wrong = [(row[0], row[1], row[2]["first_hand_over_s"], row[2]["last_hand_over_s"], want) for row, want in zip(rows, wanted)
             if (None if want is None else want) != (None if row[2]["first_hand_over_s"] is None else
                                                     (nanoseconds(row[2]["first_hand_over_s"]), nanoseconds(row[2]["last_hand_over_s"])))]
    check(not wrong and rows, f"{name}: every hand-over as replayed", f"{len(wrong)} of {len(rows)} differ, first {wrong[:2]}")


BODIES = '{ { weight = 4, text = "one part" }, { weight = 2, text = string.rep("two parts ", 20) }, { weight = 1, text = string.rep("three parts ", 30) } }'
ARRIVALS = {"a burst": "burst { count = 400 }", "several bursts": 'burst { count = 40, every = "17s", times = 8 }',
            "a busy stream": "poisson { rate = \"%s/s\", count = 3000 }"}

# A window of N parts a second, first come, first served: bodies of one to three parts.
for mps in (1, 3, 10):
    for over in ("throttle", "queue"):
        for arrivals, text in ARRIVALS.items():
            name = f"number of {mps} MPS, {over}, {arrivals}"
            load = text % f"{0.9 * mps / 1.57:.3f}" if "%" in text else text
            path = write(f"number_{mps}", f'over_mps = "{over}", numbers = {{ number {{ name = "line", type = "LONG_CODE", country = "CA", mps = {mps} }} }}',
                         f'workload {{ name = "w", from = "line", to = recipients {{ country = "CA", count = 5000 }}, arrivals = {load}, body = {BODIES}, ttl = "72h" }}')
            rows = planned_and_sent(name, path)
            compare(name, rows, replay.one_number([(planned, parts) for planned, parts, _ in rows], mps))

# A campaign's window at AT&T over several numbers, one part a message.
for numbers, mps, limit, per in ((10, 75, 75, 60), (3, 1, 2, 1), (2, 3, 40, 60), (4, 2, 5, 1)):
    for over in ("throttle", "queue"):
        for arrivals, text in (("a burst", "burst { count = 200 }"), ("a stream", 'poisson { rate = "3/s", count = 300 }')):
            if over == "throttle" and arrivals == "a burst" and mps < limit:
                continue  # whom a sender asks for first, of many sends planned for one instant, is its own affair
            name = f"campaign of {limit} in {per} s over {numbers} numbers of {mps} MPS, {over}, {arrivals}"
            rate = f"{limit}/{'min' if per == 60 else 's'}"
            path = write("campaign", f'over_mps = "{over}", brands = {{ brand {{ name = "b", vetting_score = 80, campaigns = {{ campaign {{ name = "c", use_case = "2FA", '
                         f'numbers = {numbers}, mps = {mps}, throughput = {{ ["AT&T"] = "{rate}" }} }} }} }} }}',
                         f'workload {{ name = "w", from = "c", to = us_recipients {{ count = 5000, carriers = {{ ["AT&T"] = 1 }} }}, arrivals = {text}, body = "x", ttl = "72h" }}')
            rows = planned_and_sent(name, path)
            went = replay.numbers_and_campaign([(planned, row["number"]) for planned, _, row in rows], (mps, SECOND),
                                               (limit, per * SECOND), over == "throttle")
            compare(name, rows, [(at, at) for at in went])

# The same for messages of several parts, through one number.
for mps, limit, per in ((1, 3, 1), (2, 5, 60), (3, 7, 60), (5, 4, 1), (10, 40, 60)):
    for over in ("throttle", "queue"):
        for arrivals, text in (("a burst", "burst { count = 60 }"), ("a stream", 'poisson { rate = "1/s", count = 120 }')):
            name = f"long messages, campaign of {limit} in {per} s, number of {mps} MPS, {over}, {arrivals}"
            rate = f"{limit}/{'min' if per == 60 else 's'}"
            path = write("long", f'over_mps = "{over}", brands = {{ brand {{ name = "b", vetting_score = 80, campaigns = {{ campaign {{ name = "c", use_case = "2FA", '
                         f'numbers = 1, mps = {mps}, throughput = {{ ["AT&T"] = "{rate}" }} }} }} }} }}',
                         f'workload {{ name = "w", from = "c", to = us_recipients {{ count = 5000, carriers = {{ ["AT&T"] = 1 }} }}, arrivals = {text}, body = {BODIES}, ttl = "72h" }}')
            rows = planned_and_sent(name, path)
            compare(name, rows, replay.one_number_and_campaign([(planned, parts) for planned, parts, _ in rows], mps, limit, per * SECOND))

# T-Mobile's day: held and refused, over midnights of days of 23, 24 and 25 hours.
for start, cap, used in (("2026-03-07T23:59:30-08:00", 60, 0), ("2026-03-08T23:59:30-07:00", 60, 25), ("2026-11-01T23:50:00-08:00", 100, 100), ("2026-06-10T12:00:00Z", 30, 7)):
    for hold in (True, False):
        name = f"day cap of {cap} from {start}, {'hold' if hold else 'reject'}"
        body = '"x"' if hold else BODIES
        path = write("cap", f'over_mps = "queue", brands = {{ brand {{ name = "b", over_daily_cap = "{"hold" if hold else "reject"}", daily_cap = {{ ["T-Mobile"] = {cap} }}, '
                     f'campaigns = {{ campaign {{ name = "c", use_case = "2FA", numbers = 1, mps = 5 }} }} }} }}, initial = {{ brand_parts_today = {{ b = {used} }} }}',
                     f'workload {{ name = "w", from = "c", to = us_recipients {{ count = 5000, carriers = {{ ["T-Mobile"] = 1 }} }}, arrivals = constant {{ rate = "2/s", count = 150 }}, body = {body}, ttl = "72h" }}',
                     start=start)
        rows = planned_and_sent(name, path)
        days = replay.PacificDays(datetime.datetime.fromisoformat(start.replace("Z", "+00:00")), used)
        wanted = replay.one_number_with_cap([(planned, parts) for planned, parts, _ in rows], 5, days, cap, hold)
        ends = [row["status"] for _, _, row in rows]
        # What the 72 hours to live do not reach is not in question here.
        compare(name, [r for r, w in zip(rows, wanted) if w is None or w[0] < r[0] + 72 * 3600 * SECOND],
                [w for r, w in zip(rows, wanted) if w is None or w[0] < r[0] + 72 * 3600 * SECOND])
        if not hold:
            check.equal([e == "CARRIER_BLOCKED" for e in ends], [w is None for w in wanted], f"{name}: exactly these are refused")

# An outage: what it holds goes at the instant it ends.
path = write("outage", 'numbers = { number { name = "code", type = "SHORT_CODE", country = "US" } }',
             'workload { name = "w", from = "code", to = us_recipients { count = 500, carriers = { ["T-Mobile"] = 1 } }, arrivals = constant { rate = "1/s", count = 100 }, body = "x" }',
             more='faults = { outage { carrier = "T-Mobile", at = "10s", lasts = "45s" } },')
rows = planned_and_sent("outage", path)
compare("outage", rows, [(at, at) for at in (55 * SECOND if 10 * SECOND <= planned < 55 * SECOND else planned for planned, _, _ in rows)])

# M/D/1: the mean wait is rho / (2 (1 - rho)) services.
for rho in (0.3, 0.6, 0.8):
    path = write("md1", 'numbers = { number { name = "line", type = "LONG_CODE", country = "CA", mps = 1 } }',
                 f'workload {{ name = "w", from = "line", to = recipients {{ country = "CA", count = 1000000 }}, arrivals = poisson {{ rate = "{rho}/s", lasts = "12h" }}, body = "x", ttl = "72h" }}',
                 more="replications = 10,")
    done = sendlab.run(path)
    if check(done.code == 0, f"M/D/1 at load {rho}: runs", done):
        got = done.report()["replication_stats"]["w.queue_s.mean"]
        exact = rho / (2 * (1 - rho))
        check(got["n"] == 10 and abs(float(got["mean"]) - exact) <= float(got["half_width_95"]), f"M/D/1 at load {rho}: mean wait {exact:.4f} s within its interval", got)

# A window of three a second at three loads: the mean over a long run, against the replay of the same sends.
for load in (0.5, 0.8, 0.95):
    path = write("window", 'numbers = { number { name = "free", type = "TOLL_FREE", country = "US", mps = 3 } }',
                 f'workload {{ name = "w", from = "free", to = us_recipients {{ count = 1000000 }}, arrivals = poisson {{ rate = "{3 * load:.3f}/s", count = 20000 }}, body = "x", ttl = "72h" }}')
    plan, done = sendlab.call("run", path, "--plan-only"), sendlab.run(path)
    if check(plan.code == 0 and done.code == 0, f"window of 3 at load {load}: runs", done):
        planned = [nanoseconds(sendlab_runs.exact_json(line)["offset_s"]) for line in plan.out.splitlines()]
        waits = [first - at for at, (first, _) in zip(planned, replay.one_number([(at, 1) for at in planned], 3))]
        got = nanoseconds(done.report()["queue_s"]["mean"])
        check(abs(got - sum(waits) / len(waits)) <= 1, f"window of 3 at load {load}: the mean wait of {len(waits)} messages", (got, sum(waits) / len(waits)))
check.finish()
