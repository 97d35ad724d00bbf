"""Reports, events and messages of many runs against the published schemas."""
import json

import jsonschema

import sendlab_runs

sendlab, check, _ = sendlab_runs.start()


def validator(path):
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


reports = validator(sendlab.source / "reports" / "report.schema.json")
events = validator(sendlab.source / "tests" / "end_to_end" / "event.schema.json")
messages = validator(sendlab.source / "tests" / "end_to_end" / "message.schema.json")


def faults_of(schema, value):
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in schema.iter_errors(value)][:3]


def hold_lines(name, schema, lines, most):
    """At most `most` lines, evenly spread: the validator is slow."""
    step = max(1, len(lines) // most)
    wrong = [(line[:300], faults) for line in lines[::step] if (faults := faults_of(schema, json.loads(line)))]
    check(not wrong, f"{name}: {len(lines[::step])} of {len(lines)} lines", wrong[:2])


def hold(name, path, options):
    done = sendlab.run(path, *options, "--events")
    if not check(done.code in (0, 5, 99), f"{name}: runs", done):
        return
    check.equal(faults_of(reports, json.loads(done.bytes("report.json"))), [], f"{name}: report.json")
    several = sorted(done.folder.glob("replication-*")) or [done.folder]
    for folder in several[:2]:
        hold_lines(f"{name}: events.ndjson", events, (folder / "events.ndjson").read_text("utf-8").splitlines(), 1500)
        hold_lines(f"{name}: messages.ndjson", messages, (folder / "messages.ndjson").read_text("utf-8").splitlines(), 1500)


feed = ["--param", f"feed={sendlab.source / 'tests' / 'data' / 'message_texts.csv'}", "--param", "messages=105"]
for name, options in sendlab_runs.library_runs(people=5000):
    hold(name, sendlab.library(name), options + (feed if name == "real_bodies" else []))
for path in sorted((sendlab.source / "tests" / "golden").glob("*.lua")):
    hold(path.stem, path, [])
# The empty ends: nothing sent yet, nothing delivered, and a run that stopped in between.
hold("quickstart, first instant", sendlab.library("quickstart"), ["--until", "1ms"])
hold("quickstart, first minute", sendlab.library("quickstart"), ["--until", "1m"])
hold("quickstart, three times", sendlab.library("quickstart"), ["--param", "rate=0.5/s", "--replications", "3"])
check.finish()
