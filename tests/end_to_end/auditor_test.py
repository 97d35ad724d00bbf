"""Random scenarios and the library's, audited from their streams alone: counts at every event, money, limits, event order, waits,
opt-outs, calls (R-VSB, R-TTL-6, R-BIL-9, R-SPD-9); and that the auditor sees what is wrong when something is.

    auditor_test.py SENDLAB SOURCE [SCENARIOS [FIRST_SEED]]
"""
import itertools
import shutil

import audit
import audit_damage
import dated_prices
import random_scenarios
import sendlab_runs

sendlab, check, rest = sendlab_runs.start()
SCENARIOS = int(rest[0]) if rest else 40
FIRST = int(rest[1]) if len(rest) > 1 else 1
prices = dated_prices.Prices(sendlab.source)
kept = []  # runs without a fault, to damage
further = itertools.count(FIRST + SCENARIOS)  # where too few were asked for to have all kinds
RUNS_TO_DAMAGE = 60


def run_and_audit(seed):
    declared = random_scenarios.scenario(seed)
    done = sendlab.run(sendlab.write(f"audited_{seed}.lua", declared.text), "--events")
    if not check(done.code in (0, 5), f"scenario {seed} runs", f"{done}\n{declared.text}"):
        return
    faults = audit.audit(declared, done, prices)
    messages = done.report()["messages"]
    shown = f"scenario {seed}: {messages['requested']} messages, {messages['parts']} parts, {sum(messages['refused'].values())} refused, {messages['final']}"
    good = check(not faults, shown, f"{len(faults)} faults, first: " + " | ".join(faults[:3]))
    if good and messages["accepted"] > 5 and messages["pending"] == 0 and len(kept) < RUNS_TO_DAMAGE:
        kept.append((declared, done))
    else:
        shutil.rmtree(done.folder)


for seed in range(FIRST, FIRST + SCENARIOS):
    run_and_audit(seed)

# The library's scenarios too: what they declare is not told to the auditor, but for the limits that the reports name.
feed = sendlab.source / "tests" / "data" / "message_texts.csv"
for name, options in sendlab_runs.library_runs(people=3000):
    options = options + (["--param", f"feed={feed}", "--param", "messages=105"] if name == "real_bodies" else ["--param", "blast=6000", "--until", "3h"] if name == "otp_beside_marketing" else [])
    done = sendlab.run(sendlab.library(name), "--events", *options)
    if check(done.code in (0, 99), f"library/{name}: runs", done):
        folders = [done.folder] if (done.folder / "events.ndjson").exists() else sorted(done.folder.glob("replication-*"))
        if folders != [done.folder]:
            continue  # a report of many replications has the sums of their streams
        faults = audit.audit(random_scenarios.of_report(done.report()), done, prices)
        check(not faults, f"library/{name}: {done.report()['messages']['requested']} messages", f"{len(faults)} faults, first: " + " | ".join(faults[:3]))


def sees(name, change, words):
    """In the first run that has something to damage in this way."""
    for place in range(RUNS_TO_DAMAGE):
        while place >= len(kept):
            run_and_audit(next(further))
        declared, done = kept[place]
        copy = audit_damage.Copy(declared, done)
        if not change(copy):
            continue
        faults = audit.audit(declared, copy.write(sendlab.scratch / f"{name.replace(' ', '-')}-{place}"), prices)
        check(any(words in fault for fault in faults), f"the auditor sees {name}", f"{len(faults)} faults, first: {faults[:3]}")
        return
    check(False, f"a scenario for {name}")


for damage in audit_damage.DAMAGE:
    sees(*damage)
check.finish()
