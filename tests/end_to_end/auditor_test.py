"""Random scenarios audited from their streams alone: counts, money, limits, event order and waits."""
import json

import audit
import random_scenarios
import sendlab_runs

sendlab, check, rest = sendlab_runs.start()
SCENARIOS = int(rest[0]) if rest else 40


def run_and_audit(seed):
    declared = random_scenarios.scenario(seed)
    path = sendlab.write(f"audited_{seed}.lua", declared.text)
    done = sendlab.run(path, "--events")
    if not check(done.code in (0, 5), f"scenario {seed} runs", f"{done}\n{declared.text}"):
        return None
    faults = audit.audit(declared, done)
    messages = done.report()["messages"]
    shown = f"scenario {seed}: {messages['requested']} messages, {messages['parts']} parts, {sum(messages['refused'].values())} refused, {messages['final']}"
    check(not faults, shown, f"{len(faults)} faults, first: " + " | ".join(faults[:3]))
    return declared, done


good = None
for seed in range(1, SCENARIOS + 1):
    audited = run_and_audit(seed)
    if audited and len(audited[1].messages()) > 30:
        good = audited


def damaged(name, change):
    """The auditor must see the damage."""
    declared, done = good
    lines = [json.loads(line) for line in done.bytes("messages.ndjson").decode("utf-8").splitlines()]
    events = [json.loads(line) for line in done.bytes("events.ndjson").decode("utf-8").splitlines()]
    change(lines, events)
    folder = sendlab.scratch / name.replace(" ", "-")
    folder.mkdir()
    (folder / "report.json").write_bytes(done.bytes("report.json"))
    for file, records in (("messages.ndjson", lines), ("events.ndjson", events)):
        (folder / file).write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    copy = sendlab_runs.Done(0, "", "", folder)
    check(audit.audit(declared, copy), f"the auditor sees {name}")


def charge_twice(lines, _):
    next(m for m in lines if m["id"])["price_usd"] *= 2


def lose_a_line(lines, _):
    del lines[len(lines) // 2]


def lose_an_event(_, events):
    del events[len(events) // 2]


def finish_twice(_, events):
    events.append(dict(events[-1]))


def cut_a_wait(lines, _):
    waits = next(m["waits"] for m in lines if m["id"] and m["waits"] and m["waits"][0]["to_s"] > m["waits"][0]["from_s"])
    del waits[0]


# The library's scenarios too: what they declare is not told to the auditor, but for the limits that the reports name.
feed = sendlab.source / "tests" / "data" / "message_texts.csv"
for name, options in sendlab_runs.library_runs(people=3000):
    if name == "voice_alert_storm":
        continue  # calls have an auditor of their own: voice_test.py
    options = options + (["--param", f"feed={feed}", "--param", "messages=105"] if name == "real_bodies" else ["--param", "blast=6000", "--until", "3h"] if name == "otp_beside_marketing" else [])
    done = sendlab.run(sendlab.library(name), "--events", *options)
    if check(done.code in (0, 99), f"library/{name}: runs", done):
        folders = [done.folder] if (done.folder / "events.ndjson").exists() else sorted(done.folder.glob("replication-*"))
        if folders != [done.folder]:
            continue  # a report of many replications has the sums of their streams
        faults = audit.audit(random_scenarios.of_report(done.report()), done)
        check(not faults, f"library/{name}: {done.report()['messages']['requested']} messages", f"{len(faults)} faults, first: " + " | ".join(faults[:3]))

if check(good is not None, "a scenario for the self-test"):
    for name, change in (("a price charged twice", charge_twice), ("a lost line", lose_a_line), ("a lost event", lose_an_event),
                         ("a second end", finish_twice), ("a cut wait", cut_a_wait)):
        damaged(name, change)
check.finish()
