"""Random scenarios with calls, audited from their streams alone (R-VSB, R-TTL-6, R-BIL-9, R-SPD-9): the life of each call, every
limit in every window, money, waits. The auditor shares no code with the program."""
import bisect
import collections
import random

import sendlab_runs

sendlab, check, rest = sendlab_runs.start()
SCENARIOS = int(rest[0]) if rest else 30
SECOND = 1_000_000_000
DAY = 24 * 3600 * SECOND
NEXT = {None: {"INITIATED"}, "INITIATED": {"RINGING", "BUSY", "FAILED", "TTL_EXPIRED"}, "RINGING": {"ANSWERED", "NO_ANSWER"},
        "ANSWERED": {"COMPLETED", "FAILED"}}
FINAL = {"COMPLETED", "BUSY", "NO_ANSWER", "FAILED", "TTL_EXPIRED"}
PRICES = {"US": 13_000, "CA": 13_000, "JM": 564_000, "AT": 155_000}  # pricing.json, millionths of a dollar


def scenario(seed):
    """A text, and what it declares: sandbox, strict limit in millionths, time-to-live in s, who has opted out."""
    draw = random.Random(seed)
    it = {"sandbox": draw.random() < 0.25, "strict": draw.choice([None, None, 400_000, 2_000_000]), "ttl": draw.choice([5, 30, 120, 3600])}
    numbers = ", ".join(f'number {{ name = "n{i}", type = "TOLL_FREE", country = "US", capabilities = {{ "SMS", "VOICE" }} }}' for i in range(draw.randint(1, 3)))
    people = [f"+1425555{draw.randint(1000, 9999)}" for _ in range(8)]
    account = [f'tier = "{"sandbox" if it["sandbox"] else "production"}"', 'monthly_spend_limit = "$100"', f"numbers = {{ {numbers} }}",
               f'over_mps = "{draw.choice(["throttle", "queue"])}"', f'initial = {{ opted_out = {{ Default = {{ "{people[0]}" }} }} }}']
    it["never"] = people[:1]
    if it["strict"]:
        account += ['spend_enforcement = "strict"', f'monthly_voice_spend_limit = "${it["strict"] / 1e6}"']
        it["strict"] = min(it["strict"], 1_000_000) if it["sandbox"] else it["strict"]
    else:
        account.append('monthly_voice_spend_limit = "$1000"')
    if it["sandbox"]:
        account.append("verified_numbers = { " + ", ".join(f'"{p}"' for p in people) + " }")
    known = "{ " + ", ".join(f'"{p}"' for p in people) + " }"
    workloads = []
    for w in range(draw.randint(1, 3)):
        to = known if it["sandbox"] or draw.random() < 0.3 else draw.choice(["us_recipients { count = 200 }", 'recipients { country = "JM", count = 50 }'])
        arrivals = draw.choice([f"burst {{ count = {draw.randint(3, 60)} }}", f'poisson {{ rate = "{draw.choice([5, 20, 60])}/min", lasts = "{draw.choice([3, 10])}m" }}',
                                f"burst {{ count = {draw.randint(2, 9)}, every = \"7h\", times = 5 }}"])
        body = draw.choice(['"Short."', 'string.rep("a longer text ", 40)', 'string.rep("a text of minutes ", 80)'])
        if it["sandbox"]:
            body = '"Short."'
        workloads.append(f'workload {{ name = "w{w}", channel = "VOICE", from = "n{0}", to = {to}, arrivals = {arrivals}, body = {body}, ttl = "{it["ttl"]}s", '
                         f'client = client {{ when_throttled = "{draw.choice(["queue", "queue", "retry", "fail"])}" }} }}'.replace('"n0"', f'"n{draw.randint(0, numbers.count("TOLL_FREE") - 1)}"'))
    network = draw.choice(["", 'network = ideal { accept = "700ms", delivery = "4s" },',
                           'network = carriers { ["AT&T"] = carrier { voice = { machine = "50%", busy = "20%", no_answer = "20%", failed = 0, hangs_up = 1, dropped = "30%" } } },'])
    faults = draw.choice(["", "", 'faults = { outage { carrier = "Verizon", at = "30s", lasts = "2m" } },', 'faults = { outage { carrier = "T-Mobile", at = "0s", lasts = "3m", share = 0.5 } },'])
    it["text"] = (f'return scenario {{ start = "2026-06-10T09:00:00Z", seed = {seed}, {network} {faults}\n account = account {{ ' + ", ".join(account) +
                  " },\n workloads = { " + ",\n ".join(workloads) + " } }\n")
    return it


def ns(value):
    return None if value is None else int(value * SECOND)


def fullest(instants, window):
    instants = sorted(instants)
    return max((bisect.bisect_left(instants, t + window) - i for i, t in enumerate(instants)), default=0)


def audit(it, report, messages, events):
    faults = []
    expect = lambda ok, what: ok or faults.append(what)
    calls = [m for m in messages if m["status"] != "REFUSED"]
    lives = collections.defaultdict(list)
    for e in events:
        lives[e["messageId"]].append(e)
    expect(set(lives) == {m["id"] for m in calls}, "events and messages name other calls")
    for m in calls:
        life, state = lives[m["id"]], None
        for e in life:
            expect(e["messageStatus"] in NEXT.get(state, ()), f"{m['id']}: {e['messageStatus']} after {state}")
            expect(e["isFinal"] == (e is life[-1]) == (e["messageStatus"] in FINAL), f"{m['id']}: isFinal of {e['messageStatus']}")
            state = e["messageStatus"]
        last, at = life[-1], {e["messageStatus"]: e["eventTimestamp"] for e in life}
        expect(list(at.values()) == sorted(at.values()), f"{m['id']}: its events are not in order")
        price = 0
        if "ANSWERED" in at and "callDurationInSeconds" not in last:
            faults.append(f"{m['id']}: answered, and nobody says for how long")
        elif "ANSWERED" in at:
            seconds, minutes = last["callDurationInSeconds"], last["totalDurationInMinutes"]
            price = minutes * PRICES[last["isoCountryCode"]]
            expect(last["eventTimestamp"] - at["ANSWERED"] == seconds * 1000, f"{m['id']}: lasts {seconds} s")
            expect(minutes == -(-seconds // 60), f"{m['id']}: {seconds} s are {minutes} minutes")
            expect(int(last["totalMessagePrice"] * 1_000_000) == price, f"{m['id']}: costs {last['totalMessagePrice']}")
        else:
            expect("totalMessagePrice" not in last, f"{m['id']}: unanswered and has a price")
        expect(int(m["price_usd"] * 1_000_000) == price, f"{m['id']}: price {m['price_usd']}")
        expires = ns(m["requested_s"]) + it["ttl"] * SECOND
        expect(m["accepted_s"] is None or ns(m["accepted_s"]) <= expires, f"{m['id']}: rings after its time-to-live")
        if last["messageStatus"] == "TTL_EXPIRED":
            expect(ns(m["final_s"]) == expires, f"{m['id']}: expires at another instant")
        expect(last["destinationPhoneNumber"] not in it["never"], f"{m['id']}: calls who opted out")
        now = ns(m["planned_s"])
        for wait in m["waits"]:
            expect(ns(wait["from_s"]) == now and ns(wait["to_s"]) >= now, f"{m['id']}: a gap between its waits")
            now = ns(wait["to_s"])
        expect(now == ns(m["answered_s"] if m["answered_s"] is not None else m["final_s"]), f"{m['id']}: its waits end too early")

    dialled = [(m["number"], ns(m["first_hand_over_s"])) for m in calls if m["first_hand_over_s"] is not None]
    for number in {n for n, _ in dialled}:
        expect(fullest([t for n, t in dialled if n == number], SECOND) <= 1, f"{number} makes several calls in a second")
    expect(fullest([t for _, t in dialled], 60 * SECOND) <= (5 if it["sandbox"] else 20), "too many calls in a minute")
    asked = [(m["destination"], ns(m["requested_s"])) for m in calls]
    for person in {p for p, _ in asked}:
        expect(fullest([t for p, t in asked if p == person], DAY) <= 5, f"{person} gets more than five calls in a day")
    if it["sandbox"]:
        expect(fullest([t for _, t in asked], DAY) <= 20, "the sandbox makes more than 20 calls in a day")

    counts = report["messages"]
    final = collections.Counter(m["status"] for m in calls)
    refused = collections.Counter(m["reason"] for m in messages if m["status"] == "REFUSED")
    expect(counts["final"] == dict(final) and counts["refused"] == dict(refused), f"counts {counts}, the stream has {final} and {refused}")
    expect(counts["requested"] == counts["accepted"] + len(messages) - len(calls) + counts["unsent"] and counts["accepted"] == len(calls) and counts["pending"] == 0, f"counts {counts}")
    spent = sum(int(m["price_usd"] * 1_000_000) for m in calls)
    expect(int(report["cost"]["variable_usd"] * 1_000_000) == spent, f"cost {report['cost']['variable_usd']}, the stream has {spent}")
    if it["strict"]:
        expect(spent <= it["strict"], f"spent {spent} of {it['strict']}")
    minutes = sum(e.get("totalDurationInMinutes", 0) for e in events)
    expect(report["voice"] == {"calls": len(calls), "answered": sum("totalMessagePrice" in e for e in events), "minutes": minutes}, f"voice {report['voice']}")
    expect(sum(line["quantity"] for line in report["cost"]["usage"] if line["usage_type"].endswith("-MinuteCount")) == minutes, "usage")
    return faults


good = None
for seed in range(1, SCENARIOS + 1):
    it = scenario(seed)
    done = sendlab.run(sendlab.write(f"calls_{seed}.lua", it["text"]), "--events")
    if not check(done.code in (0, 5), f"scenario {seed} runs", f"{done}\n{it['text']}"):
        continue
    report, messages, events = done.report(), done.records("messages.ndjson"), done.records("events.ndjson")
    faults = audit(it, report, messages, events)
    check(not faults, f"scenario {seed}: {report['messages']['final']}, {report['messages']['refused']}", f"{len(faults)} faults, first: " + " | ".join(faults[:3]))
    if report["messages"]["final"].get("COMPLETED", 0) > 20:
        good = it, report, messages, events

it, report, messages, events = good


def sees(name, change):
    lines, records = [dict(m) for m in messages], [dict(e) for e in events]
    change([m for m in lines if m["status"] == "COMPLETED"], [e for e in records if e["messageStatus"] == "COMPLETED"], records)
    check(audit(it, report, lines, records), f"the auditor sees {name}")


def twice(lines, *_):
    lines[0]["price_usd"] *= 2


def longer(_, ends, __):
    ends[0]["callDurationInSeconds"] += 60


def at_once(lines, *_):
    other = next(m for m in lines[1:] if m["number"] == lines[0]["number"])
    other["first_hand_over_s"] = lines[0]["first_hand_over_s"]


def after_the_end(_, ends, records):
    records.append(dict(ends[0]))


def lost(_, ends, records):
    records.remove(ends[0])


for name, change in (("a price that is doubled", twice), ("a call that lasts longer", longer), ("two calls of a number at once", at_once),
                     ("an event after the end", after_the_end), ("an event that is lost", lost)):
    sees(name, change)
check.finish()
