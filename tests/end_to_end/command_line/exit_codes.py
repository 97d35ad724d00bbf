"""Exit codes, alone and where several apply; what cannot be written; an interrupt."""
import json
import os
import signal
import subprocess
import time

import sendlab_runs
from command_line.small_scenarios import OUTPUTS, expect_exit, scenario, small


def exit_codes(sendlab, check):
    done = sendlab.run(small(sendlab))
    expect_exit(check, 0, done, "a plain run")
    written = {p.name for p in done.folder.iterdir()}
    check(written == OUTPUTS, "a run leaves its reports and nothing else", written)
    expect_exit(check, 99, sendlab.run(scenario(sendlab, "wish", more='expect = { "w.delivered_share > 2" },')), "an expectation that fails")
    late = scenario(sendlab, "late", more='faults = { outage { carrier = "AT&T", at = "20h", lasts = "1m" } },')
    expect_exit(check, 5, sendlab.run(late), "a fault that never took effect", "outage", "fix:")
    both = scenario(sendlab, "both", more='faults = { outage { carrier = "AT&T", at = "20h", lasts = "1m" } }, expect = { "w.delivered_share > 2" },')
    expect_exit(check, 5, sendlab.run(both), "not valid comes before a failed expectation")
    report = sendlab.run(late).report()
    check(report["valid"] is False and report["complete"] is True, "a fault that never took effect makes the report not valid")
    expect_exit(check, 2, sendlab.call("run", "nowhere.lua"), "a missing scenario", "nowhere.lua", "fix:")
    expect_exit(check, 2, sendlab.call("run"), "no scenario")
    expect_exit(check, 2, sendlab.call(), "no command")
    expect_exit(check, 2, sendlab.call("frobnicate"), "an unknown command", "frobnicate")
    for options in (["--frob"], ["--seed", "x"], ["--seed", "-1"], ["--jobs", "0"], ["--replications", "0"], ["--until", "5"], ["--until", "x"],
                    ["--replication", "-1"], ["--replications", "2", "--replication", "1"], ["--param", "novalue"], ["--param", "=1"], ["--param", "unknown=1"]):
        done = sendlab.run(small(sendlab), *options)
        check(done.code == 2 and done.err and not done.out and not done.folder.exists(), f"run {' '.join(options)}: exit 2, an error and no files", done)
    ill = scenario(sendlab, "ill", more='replications = param("n", 2),')
    done = sendlab.run(ill, "--param", "n=many")
    expect_exit(check, 2, done, "a parameter of the wrong kind", "n", "many")


def unwritable(sendlab, check):
    file = sendlab.write("a_file", "x")
    for out in (file / "below", file, "/proc/nothing"):
        done = sendlab.call("run", small(sendlab), "--quiet", "--out", out)
        expect_exit(check, 4, done, f"--out {str(out)[-20:]}", "fix:")
    check(file.read_text() == "x", "the file in the way is as it was")
    wish = scenario(sendlab, "wish", more='expect = { "w.delivered_share > 2" },')
    expect_exit(check, 4, sendlab.call("run", wish, "--quiet", "--out", file / "below"), "not written comes before a failed expectation")
    if os.geteuid() != 0:
        locked = sendlab.scratch / "locked"
        locked.mkdir(mode=0o500)
        expect_exit(check, 4, sendlab.call("run", small(sendlab), "--quiet", "--out", locked / "below"), "a folder without permission", "fix:")
    if os.path.exists("/dev/full"):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([sendlab.binary, "run", str(small(sendlab)), "--json", "--out", str(sendlab.scratch / "full")],
                                  stdout=full, stderr=subprocess.PIPE, timeout=sendlab_runs.LONGEST_RUN_S, check=False)
        check.equal(done.returncode, 4, "standard output is full")


def interrupt(sendlab, check):
    path = scenario(sendlab, "long", arrivals='poisson { rate = "3/s", lasts = "500h" }', workload='client = client { when_throttled = "fail" },')
    for replications in ("1", "40"):
        out = sendlab.scratch / f"interrupted-{replications}"
        process = subprocess.Popen([sendlab.binary, "run", str(path), "--out", str(out), "--events", "--jobs", "1", "--replications", replications],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        # The stream appears under its temporary name once the run is on its way.
        while process.poll() is None and not list(out.rglob("*messages.ndjson*")):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=sendlab_runs.LONGEST_RUN_S)
        name = f"interrupted, {replications} replications"
        if not check(process.returncode == 130, f"{name}: exit 130", (process.returncode, err[-300:])):
            continue
        if check((out / "report.json").exists(), f"{name}: a report is written", list(out.rglob("*"))):
            report = json.loads((out / "report.json").read_text(encoding="utf-8"))
            check(report["complete"] is False, f"{name}: it is marked as not complete")
        left = [str(p.relative_to(out)) for p in out.rglob("*") if p.is_file() and "." in p.name[:1] or p.name.endswith((".partial", ".tmp"))]
        check(not left, f"{name}: no temporary files are left", left)
