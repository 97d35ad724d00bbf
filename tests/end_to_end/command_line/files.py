"""The files that a run leaves: whole, truthful, and written again by `report`; hostile names in all of them."""
import csv
import hashlib
import io
import json
import xml.etree.ElementTree

import sendlab_runs
from command_line.small_scenarios import ESCAPE, expect_exit, noisy, scenario


def files(sendlab, check):
    done = sendlab.run(noisy(sendlab), "--events")
    written = {p.name for p in done.folder.iterdir()}
    check({"events.ndjson", "messages.ndjson"} <= written and all(not name.startswith(".") for name in written), "--events: both streams, no temporary files", written)
    for name in ("events.ndjson", "messages.ndjson"):
        check(done.bytes(name).endswith(b"}\n"), f"{name} ends with a whole line")
    plain = sendlab.run(noisy(sendlab))
    reports = [sendlab_runs.without_members(d.bytes("report.json"), {"run"}) for d in (done, plain)]
    check(reports[0] == reports[1] and not (plain.folder / "events.ndjson").exists(), "--events changes nothing in the report")
    manifest = json.loads(done.bytes("manifest.json"))
    for entry in manifest["files"]:
        content = done.bytes(entry["name"])
        check(entry["size"] == len(content) and entry["sha256"] == hashlib.sha256(content).hexdigest(), f"manifest.json tells the truth about {entry['name']}")
    check({"report.json", "report.html", "summary.txt", "junit.xml", "timeseries.csv"} <= {e["name"] for e in manifest["files"]}, "manifest.json lists the reports", manifest)
    check({"events.ndjson", "messages.ndjson"} <= {e["name"] for e in manifest["files"]}, "manifest.json lists the streams", [e["name"] for e in manifest["files"]])
    again = sendlab.call("run", noisy(sendlab), "--out", done.folder, "--quiet")
    check(again.code == 0, "a folder of reports may be written again", again)
    before = done.bytes("report.json")
    stays = sendlab.call("run", sendlab.write("broken.lua", "return 5"), "--out", done.folder, "--quiet")
    check(stays.code == 2 and done.bytes("report.json") == before, "a faulty scenario leaves old reports alone")


def report_command(sendlab, check):
    for path in (noisy(sendlab), scenario(sendlab, "wish", more='expect = { "w.delivered_share > 2", "w.messages.accepted == 10" },')):
        done = sendlab.run(path)
        before = {name: done.bytes(name) for name in ("report.html", "summary.txt", "junit.xml")}
        (done.folder / "junit.xml").unlink()
        again = sendlab.call("report", done.folder)
        check(again.code == done.code, f"report {path.name}: the exit code of the run", again)
        for name, content in before.items():
            check(done.bytes(name) == content, f"report {path.name}: {name} as the run wrote it")
        check(again.out.rstrip("\n") == before["summary.txt"].decode("utf-8").rstrip("\n"), f"report {path.name}: shows the summary")
        # Without the run's own summary all comes from report.json, which does not know the picture of deliveries.
        (done.folder / "summary.txt").unlink()
        sendlab.call("report", done.folder)
        whole = before["summary.txt"].decode("utf-8").split("\n")
        written = done.bytes("summary.txt").decode("utf-8").split("\n")
        check(written != [""] and len(written) >= len(whole) - 10 and all(line in whole for line in written), f"report {path.name}: the summary from report.json alone", [line for line in written if line not in whole])
    expect_exit(check, 2, sendlab.call("report", sendlab.scratch / "nothing_here"), "report of no run", "fix:")
    for text in ("{", "[1]", "{}", '{"schema": "sendlab.report/99"}', ""):
        folder = sendlab.scratch / "bad_report"
        folder.mkdir(exist_ok=True)
        (folder / "report.json").write_text(text)
        expect_exit(check, 2, sendlab.call("report", folder), f"report of {text!r}", "report.json", "fix:")


def hostile_names(sendlab, check):
    name = 'a "quoted" </script> <b>&amp; ; , \\ ü 😀 \u2028 % {x}'
    lua = "\\n\\t\\27[31m" + name.replace("\\", "\\\\").replace('"', '\\"')
    path = sendlab.write("hostile <&> ü.lua", f"""-- Question: "quotes" </script> & ü?
return scenario {{ start = "2026-06-10T09:00:00-07:00", network = ideal {{ accept = "0s", delivery = "0s" }},
  account = account {{ name = "{lua}", tier = "production", monthly_spend_limit = "$1000",
    brands = {{ brand {{ name = "{lua}", campaigns = {{ campaign {{ name = "{lua}", use_case = "2FA", numbers = 1 }} }} }} }} }},
  workloads = {{ workload {{ name = "{lua}", from = "{lua}", to = us_recipients {{ count = 5 }}, arrivals = burst {{ count = 5 }}, body = "x", context = {{ k = "<{lua}>" }} }} }},
  expect = {{ "messages.accepted == 5" }},
}}
""")
    done = sendlab.run(path, "--events")
    if not check(done.code == 0, "hostile names: runs", done):
        return
    whole = "\n\t\x1b[31m" + name
    check(whole in done.report()["workloads"] and whole in done.report()["campaigns"], "hostile names: keys of report.json are the names", list(done.report()["workloads"]))
    check(all(m["workload"] == whole for m in done.messages()), "hostile names: messages.ndjson")
    check(all(e["context"] == {"k": f"<{whole}>"} for e in done.events()), "hostile names: events.ndjson")
    try:
        root = xml.etree.ElementTree.fromstring(done.bytes("junit.xml"))
        check(root.find(".//testcase") is not None, "hostile names: junit.xml is well formed")
    except xml.etree.ElementTree.ParseError as error:
        check(False, "hostile names: junit.xml is well formed", error)
    rows = list(csv.DictReader(io.StringIO(done.bytes("timeseries.csv").decode("utf-8"), newline="")))
    check(whole in {r["name"] for r in rows if r["scope"] == "workload"} and None not in rows[0], "hostile names: timeseries.csv", rows[:1])
    summary = done.bytes("summary.txt").decode("utf-8")
    check(ESCAPE not in summary and "\t" not in summary, "hostile names: no control characters in summary.txt", repr(summary[-1500:]))
    check(all(line.startswith((" ", "digest", "from ", "Question", "hostile")) or line[:1].isalnum() or not line for line in summary.split("\n")),
          "hostile names: no line of summary.txt begins inside a name", repr(summary[-1500:]))
    json.loads(done.bytes("manifest.json"))
    check("</script> <b>" not in done.bytes("report.html").decode("utf-8"), "hostile names: report.html")
    folder = sendlab.scratch / "a folder with spaces & ü"
    folder.mkdir()
    check(sendlab.call("run", path, "--quiet", "--out", folder / "x").code == 0 and (folder / "x" / "report.json").exists(), "hostile folder names")
