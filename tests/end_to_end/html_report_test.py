"""report.html in a real browser: what it shows is what report.json and timeseries.csv say, it fetches nothing, names are inert,
and it fits a telephone, a desk and paper.

Needs Chromium and the test clients: tools/install_packages test; tools/install_test_clients.
"""
import csv
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys

import sendlab_runs

sendlab, check, _ = sendlab_runs.start()
HERE = pathlib.Path(__file__).resolve().parent
CLIENTS = pathlib.Path(os.environ.get("SENDLAB_TEST_CLIENTS", sendlab.source / ".test-clients"))
CHROMIUM = next((path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path), None)
PERCENTILES = ["p50", "p90", "p95", "p99", "p999"]

if CHROMIUM is None or not (CLIENTS / "bin" / "node").exists():
    check(False, "a browser and Node are here", "tools/install_packages test; tools/install_test_clients")
    check.finish()


def lua_string(text):
    return '"' + "".join(f"\\u{{{ord(c):x}}}" if c in '"\\<>' or ord(c) < 32 or ord(c) > 126 else c for c in text) + '"'


def look(runs):
    """What the browser sees of the page of each run."""
    pages = [str(run.folder / "report.html") for run in runs]
    done = subprocess.run([str(CLIENTS / "bin" / "node"), str(HERE / "browser.mjs"), str(CLIENTS), CHROMIUM, *pages], capture_output=True, text=True,
                          encoding="utf-8", timeout=sendlab_runs.LONGEST_RUN_S, check=False)
    if not check(done.returncode == 0, "the browser opens the pages", done.stderr[-2000:]):
        check.finish()
    return json.loads(done.stdout)


def number(text):
    """A figure of the page as a number: 28,790 or $302.36."""
    return float(text.replace(",", "").replace("$", ""))


def series_of(run):
    rows = list(csv.DictReader(io.StringIO(run.bytes("timeseries.csv").decode("utf-8"), newline="")))
    return rows, int(rows[0]["width_s"]) if rows else 1


def grouped(rows, scope, name, column, width, buckets, combine=sum):
    """A column of timeseries.csv in buckets of `width` s, as a chart must draw it."""
    values = [[] for _ in range(buckets)]
    for row in rows:
        bucket = int(row["t_s"]) // width
        if row["scope"] == scope and row["name"] == name and row[column] != "" and bucket < buckets:
            values[bucket].append(int(row[column]))
    return [combine(bucket) if bucket else 0 for bucket in values]


def points(chart, label):
    """The counts of a dataset by bucket, and the bucket's width."""
    data = next(d["data"] for d in chart["datasets"] if label in (d["label"], d.get("outcome")))
    counts = [p["count"] for p in data if p["count"] is not None]
    return counts, data[1]["from"] - data[0]["from"] if len(data) > 1 else 1


def quiet_and_self_contained(name, seen):
    check(seen["requests"] == [seen["url"]], f"{name}: no request beyond the file", seen["requests"])
    check(seen["console"] == [] and seen["errors"] == [], f"{name}: nothing on the console, no error", seen["console"] + seen["errors"])
    check(seen["stopped"]["fetched"] == "refused" and seen["stopped"]["pwned"] is None
          and {"connect-src", "img-src", "script-src-elem"} <= set(seen["stopped"]["violations"]), f"{name}: the policy stops scripts, images and fetches", seen["stopped"])
    for width in seen["widths"]:
        check(width["page"] <= width["window"] and not width["beyond"], f"{name}: {width['window']} px: nothing sticks out", width)
        check(all(canvas <= plot + 1 for canvas, plot in width["canvases"]), f"{name}: {width['window']} px: charts fit", width)
    check(seen["light"]["paper"] != seen["dark"]["paper"] and seen["light"]["ink"] != seen["dark"]["ink"], f"{name}: light and dark", [seen["light"], seen["dark"]])
    if seen["light"]["line"]:
        check(seen["light"]["line"] != seen["dark"]["line"], f"{name}: charts follow a change of colours", [seen["light"], seen["dark"]])
    check(seen["print"]["colours"] == seen["light"], f"{name}: printed light", [seen["print"], seen["light"]])
    check(seen["print"]["widths"]["page"] <= seen["print"]["widths"]["window"] and all(c <= p + 1 for c, p in seen["print"]["widths"]["canvases"]),
          f"{name}: charts are whole on paper", seen["print"])
    check(seen["pdf"] == "%PDF-", f"{name}: prints to PDF")
    charts = seen["busy"]["charts"]
    check(all(c["drawn"] and c["role"] == "img" and len(c["alternative"]) > 10 for c in charts.values()), f"{name}: each chart is drawn and said in words", {i: c["alternative"] for i, c in charts.items()})
    check(all(rows > 0 for rows in seen["folded"]), f"{name}: each folded table has rows", seen["folded"])


def shows_the_report(name, run, seen):
    report = json.loads(run.bytes("report.json"))
    page, rows = seen["busy"], series_of(run)[0]
    whole = seen.get("whole", page)
    requested = report["messages"]["requested"]

    # Verdict, question, expectations.
    failed = sum(not e["passed"] for e in report["expectations"])
    words = f"{failed} of" if failed else "held" if report["expectations"] else "No expectations"
    check(words in page["verdict"], f"{name}: the verdict", page["verdict"])
    check(page["question"] and " ".join(page["question"].split()) == " ".join(report["scenario"]["question"].split()), f"{name}: the question", page["question"])
    if report["expectations"]:
        cells = page["tables"]["Expectations"][0][1:]
        check([[c[1], number(c[2])] for c in cells] == [[e["expression"], e["value"]] for e in report["expectations"]]
              and [("held" in c[0]) for c in cells] == [e["passed"] for e in report["expectations"]], f"{name}: expectations and their values", cells)

    # Latency: all together first when there are several workloads.
    blocks = [b for b in report["workloads"].values() if b["queue_s"]["count"] > 0]
    blocks = ([report] if len(blocks) > 1 else []) + blocks
    for i, block in enumerate(blocks[:6]):
        drawn = [[p["value"] for p in d["data"]] for d in page["charts"][f"latency-{i}"]["datasets"]]
        wanted = [[block[stage][p] for p in PERCENTILES] for stage in ("queue_s", "accept_s", "delivery_s") if block[stage]["count"] > 0]
        check.equal(drawn, wanted, f"{name}: percentiles of chart {i}")

    # Over time: the same sums in the same buckets, and over the whole run the report's own counts.
    for view in (page, whole):
        for label, column in (("planned messages", "planned"), ("parts handed over", "handed_over_parts"), ("messages delivered", "delivered")):
            counts, width = points(view["charts"]["throughput"], label)
            check.equal(counts, grouped(rows, "total", "", column, width, len(counts)), f"{name}: {label} in steps of {width} s")
    check.equal(sum(points(whole["charts"]["throughput"], "planned messages")[0]), requested, f"{name}: all that was requested is drawn")
    for status, n in report["messages"]["final"].items():
        check.equal(sum(points(whole["charts"]["outcomes"], status)[0]), n, f"{name}: {status} over time")
    for reason, n in report["messages"]["refused"].items():
        check.equal(sum(points(whole["charts"]["outcomes"], reason)[0]), n, f"{name}: refused {reason} over time")
    colours = {d["outcome"]: d["colour"] for d in whole["charts"]["outcomes"]["datasets"] if d.get("outcome") in report["messages"]["final"]}
    check(len(set(colours.values())) == len(colours), f"{name}: each end has a colour of its own", colours)
    untitled = {i: c["axes"] for i, c in page["charts"].items() if not all(c["axes"][axis] for axis in ("x", "y")) and i != "delay"}
    check(not untitled, f"{name}: axes say what they measure", untitled)

    # Limits: the line and the fullest window.
    for scope, word in (("campaigns", "campaign"), ("brands", "brand"), ("numbers", "number")):
        used = [(n, b) for n, b in report[scope].items() if b["limit"] is not None and (b["peak_parts_per_window"] or 0) > 0]
        used = sorted(used, key=lambda entry: -entry[1]["utilisation"])
        used = [entry for entry in used if any(r["scope"] == word and r["name"] == entry[0] for r in rows)]
        for i, (limited, block) in enumerate(used[:4]):
            chart = whole["charts"].get(f"limit-{word}-{i}")
            if check(chart is not None, f"{name}: {word} {limited} has a chart", list(whole["charts"])):
                check.equal(max(points(chart, "fullest window")[0]), block["peak_parts_per_window"], f"{name}: {word} {limited}: the fullest window")
                check(set(points(chart, "limit")[0]) == {block["limit"]} and max(points(chart, "fullest window")[0]) <= block["limit"], f"{name}: {word} {limited}: the limit")

    # Delay by cause, cost.
    delivered = report["delivery_s"]["count"]
    drawn = {d["label"]: d["data"][0] for d in page["charts"]["delay"]["datasets"]}
    wanted = {cause: s / delivered for cause, s in report["delay_by_cause_s"].items() if s > 0}
    check(drawn.keys() == wanted.keys() and all(abs(drawn[c] - wanted[c]) < 1e-9 for c in wanted), f"{name}: delay by cause", [drawn, wanted])
    lines = [[u["usage_type"], u["quantity"], round(u["usd"], 2)] for u in report["cost"]["usage"] if u["usd"] >= 0.1]
    cells = [[r[0], number(r[1]), number(r[2])] for r in page["tables"]["Cost"][0][1:] if number(r[2]) >= 0.1]
    check.equal(cells, lines, f"{name}: cost by line")

    # Faults as bands, assumptions, provenance.
    check(all(c["bands"] == bool(report["faults"]) for i, c in page["charts"].items() if i in ("throughput", "outcomes", "delivery-time")), f"{name}: bands where there are faults")
    if report["faults"]:
        check(len(page["tables"]["Faults"][0]) == len(report["faults"]) + 1 and seen["bands"][0] != seen["bands"][1], f"{name}: faults are seen", seen["bands"])
    check(all(text in page["page"] for text in report["assumptions"]), f"{name}: assumptions")
    check(all(text in page["footer"] for text in (report["digest"], str(report["seed"]), report["program"]["version"], *report["scenario"]["params"].values())), f"{name}: provenance", page["footer"])
    check("wall" not in page["page"] and report["run"]["finished_at"] not in page["page"], f"{name}: nothing of the run's own time and place")


HOSTILE = "</script><script>window.pwned=1</script><img src=x onerror=window.pwned=1> \"'&{{x}} \u202eabc\u2028"
hostile = sendlab.write("hostile <b>&.lua", f"""-- Question: {HOSTILE.replace(chr(0x2028), " ")}?
local name = {lua_string(HOSTILE)}
return scenario {{ seed = 3, account = account {{ monthly_spend_limit = "$10", over_mps = "queue",
    brands = {{ brand {{ name = name .. " brand", campaigns = {{ campaign {{ name = name, use_case = "2FA", numbers = 1, note = name }} }} }} }} }},
  workloads = {{ workload {{ name = name .. " w", from = name, to = us_recipients {{ count = 5 }}, arrivals = constant {{ rate = "2/s", count = 9 }}, body = param("text", "x") }},
                 workload {{ name = "7", from = name, to = us_recipients {{ count = 5 }}, arrivals = constant {{ rate = "1/s", count = 3 }}, body = "y" }},
                 workload {{ name = "__proto__", from = name, to = us_recipients {{ count = 5 }}, arrivals = constant {{ rate = "1/s", count = 3 }}, body = "z" }} }},
  faults = {{ outage {{ carrier = "AT&T", at = "1s", lasts = "2s" }} }} }}
""")
few = """-- Question: nothing?
return scenario {{ seed = 3, account = account {{ monthly_spend_limit = "$10", brands = {{ brand {{ name = "B", campaigns = {{ campaign {{ name = "c", use_case = "2FA", numbers = 1 }} }} }} }} }},
  workloads = {{ workload {{ name = "w", from = "c", to = us_recipients {{ count = 5 }}, arrivals = constant {{ rate = "1/s", count = {count}, at = "1h" }}, body = "x" }} }},
  {more} }}
"""
none = sendlab.write("none.lua", few.format(count=3, more=""))
undelivered = sendlab.write("undelivered.lua", few.format(count=3, more='faults = { outage { carrier = "AT&T", at = "1h" }, outage { carrier = "T-Mobile", at = "1h" }, '
            'outage { carrier = "Verizon", at = "1h" }, outage { carrier = "US Cellular", at = "1h" }, outage { carrier = "Other", at = "1h" } }, '
            'expect = { "w.delivery_s.p95 < 5", "w.messages.accepted == 3" },'))
runs = {
    "quickstart": sendlab.run(sendlab.library("quickstart"), "--param", "rate=2/s"),
    "limits": sendlab.run(sendlab.source / "tests" / "golden" / "limits.lua"),
    "faults": sendlab.run(sendlab.source / "tests" / "golden" / "faults.lua"),
    "calls": sendlab.run(sendlab.library("voice_alert_storm")),
    "replies": sendlab.run(sendlab.source / "tests" / "golden" / "replies.lua"),
    "hostile": sendlab.run(hostile, "--param", "text=" + HOSTILE),
    "none": sendlab.run(none, "--until", "1m"),
    "undelivered": sendlab.run(undelivered),
}


def at_an_endpoint(run):
    """The same run as it would look from outside an endpoint: nobody saw a hand-over, and requests have figures of their own."""
    report = json.loads(run.bytes("report.json"))
    unseen = dict.fromkeys(("mean", "max", "p50", "p90", "p95", "p99", "p999"))
    for block in [report] + [block for scope in ("workloads", "carriers", "numbers", "campaigns", "brands", "countries") for block in report[scope].values()]:
        block["queue_s"] = {"count": 0, **unseen}
    answers = {"count": 9, "mean": 0.002, "max": 0.05, "p50": 0.001, "p90": 0.004, "p95": 0.005, "p99": 0.011, "p999": 0.05}
    report["run"] |= {"target": "http://127.0.0.1:4580/", "requests": {"sent": 9, "answered": 9, "late": 2, "late_after_s": 0.01, "lateness_s": answers,
                      "answer_from_send_s": answers, "answer_from_planned_s": answers, "event_records": 18, "malformed_records": 0}}
    (run.folder / "report.json").write_text(json.dumps(report), encoding="utf-8")
    done = sendlab.call("report", run.folder, "--quiet")
    check(done.code in (0, 99), "the report of a run at an endpoint is written again", done)
    return run


runs["endpoint"] = at_an_endpoint(sendlab.run(hostile, "--param", "text=at an endpoint"))
for name, run in runs.items():
    check(run.code in (0, 5, 99) and (run.folder / "report.html").exists(), f"{name}: runs", run)
seen = dict(zip(runs, look(runs.values())))
for name, one in seen.items():
    quiet_and_self_contained(name, one)
for name in ("quickstart", "limits", "faults", "replies"):
    shows_the_report(name, runs[name], seen[name])

page = seen["quickstart"]
check("whole" in page and page["busy_again"] == page["busy"]["charts"], "the whole run can be shown, and its busy part again")
check(page["hidden"] == 1, "a key of a chart hides its line", page["hidden"])
check("half-width" in seen["replies"]["busy"]["page"] and "Over the replications" in seen["replies"]["busy"]["sections"], "replications: half-widths")

page = seen["hostile"]["busy"]
check(page["pwned"] is None and page["elements"] == [3, 0, 0, 0], "hostile names are inert: our three scripts and no other element", [page["pwned"], page["elements"]])
for text in (HOSTILE + " w", HOSTILE + " brand", "__proto__", "hostile <b>&.lua"):
    check(text in page["page"] or text[:20] in page["page"], f"hostile: {text[:40]!r} is shown as it is")
check(HOSTILE + " w" in [row[0] for row in page["tables"]["Workloads"][0]], "hostile: the workload's whole name", page["tables"]["Workloads"])
check([row[0] for row in page["tables"]["Workloads"][0][1:]] == [HOSTILE + " w", "7", "__proto__"], "names that a script's objects treat specially keep their place", page["tables"]["Workloads"])
check(HOSTILE in page["footer"], "hostile: a parameter's value", page["footer"])

page = seen["endpoint"]["busy"]
check("Sent to http://127.0.0.1:4580/: 9 requests answered" in page["header"] and "2 left more than 10\u202fms late" in page["header"].replace("\u00a0", "\u202f").replace("\u2009", "\u202f"),
      "a run at an endpoint says where it was sent, and how its requests went", page["header"])
check(any(row[1] == "on the handset" for row in page["tables"]["Latency"][0]), "it has latencies, though nobody saw the hand-over", page["tables"].get("Latency"))

page = seen["none"]["busy"]
check("No expectations" in page["verdict"] and "Nothing was sent." in page["page"] and page["charts"] == {}, "nothing sent: a page that says so", page["page"][:600])
page = seen["undelivered"]["busy"]
check("1 of 2 expectations failed" in page["page"] and "Not valid" in page["verdict"] and "no samples" in page["page"] and "Nothing was delivered." in page["page"], "nothing delivered: a page that says so", page["page"][:600])

# The page is a function of report.json and timeseries.csv, and `report` writes it again.
run = runs["quickstart"]
before = run.bytes("report.html")
for jobs in ("1", "2"):
    again = sendlab.run(sendlab.source / "tests" / "golden" / "replies.lua", "--jobs", jobs)
    check(again.bytes("report.html") == runs["replies"].bytes("report.html"), f"--jobs {jobs}: the same page, byte for byte")
(run.folder / "report.html").unlink()
done = sendlab.call("report", run.folder, "--quiet")
check(done.code == run.code and run.bytes("report.html") == before, "report writes the page again, byte for byte", done)
csv_text = run.bytes("timeseries.csv")
(run.folder / "timeseries.csv").write_bytes(csv_text[:5000].rsplit(b",", 3)[0] + b"\r\n")
done = sendlab.call("report", run.folder, "--quiet")
check(done.code == 2 and "timeseries.csv:" in done.err and "fix:" in done.err and run.bytes("report.html") == before, "report tells of a damaged timeseries.csv", done)
(run.folder / "timeseries.csv").unlink()
done = sendlab.call("report", run.folder, "--quiet")
check(done.code == run.code and b'"series": null' in run.bytes("report.html"), "without timeseries.csv the page has no charts over time", done)
print(f"report.html of quickstart: {len(before)} bytes")
check.finish()
