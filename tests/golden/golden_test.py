"""Reports of fixed seeds, byte for byte, without what may differ from build to build (`program`, `run`).

usage: golden_test.py SENDLAB SOURCE_DIR [--update]
--update writes the files again; read the difference before committing it.
"""
import difflib
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "end_to_end"))

import sendlab_runs  # noqa: E402

RUNS = [  # (name, options); a scenario beside this file, else of the library
    ("quickstart", ["--param", "rate=0.5/s"]),
    ("black_friday", ["--param", "people=3000"]),
    ("otp_beside_marketing", ["--param", "blast=6000", "--until", "2h"]),
    ("tmobile_cap_midnight", []),
    ("carrier_outage", ["--until", "40m"]),
    ("two_way_stop", ["--replications", "2"]),
    ("voice_alert_storm", []),
    ("real_bodies", []),
    ("two_countries_sender_id", []),
    ("pool_failover", ["--until", "35m"]),
    ("from_zero_to_10dlc", ["--replications", "2"]),
    ("sandbox_first_week", []),
    ("limits", []),
    ("faults", []),
    ("replies", []),
    ("scripted", []),
    ("tiny", ["--events"]),
]
WHOLE = {"tiny": ["events.ndjson", "messages.ndjson", "summary.txt", "timeseries.csv", "junit.xml"]}


def compare(check, name, path, text, update):
    if update:
        path.write_bytes(text.encode("utf-8"))
        return
    if not check(path.exists(), f"{name}: {path.name} exists", "write it with --update"):
        return
    golden = path.read_bytes().decode("utf-8")
    if golden == text:
        check(True, f"{name}: {path.name}")
        return
    lines = list(difflib.unified_diff(golden.splitlines(), text.splitlines(), "golden", "this run", lineterm="", n=0))
    check(False, f"{name}: {path.name}", f"{len(lines)} lines of difference:\n" + "\n".join(line[:160] for line in lines[:24]))


def main():
    sendlab, check, rest = sendlab_runs.start()
    update = "--update" in rest
    feed = sendlab.source / "tests" / "data" / "message_texts.csv"
    for name, options in RUNS:
        path = HERE / (name + ".lua")
        if not path.exists():
            path = sendlab.library(name)
        if name == "real_bodies":
            options = ["--param", f"feed={feed}", "--param", "messages=105"]
        done = sendlab.run(path, *options)
        if not check(done.code in (0, 99), f"{name}: runs", done):
            continue
        report = sendlab_runs.without_members(done.bytes("report.json"), {"program", "run"})
        # The path of a feed is the caller's.
        compare(check, name, HERE / (name + ".json"), report.replace(str(feed), "message_texts.csv"), update)
        for file in WHOLE.get(name, []):
            text = re.sub(r"sendlab \d+\.\d+\.\d+", "sendlab VERSION", done.bytes(file).decode("utf-8"))
            compare(check, name, HERE / f"{name}.{file}", text, update)
    check.finish()


main()
