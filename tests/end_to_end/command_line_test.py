"""The command line: exit codes, what goes where, faults with their places and remedies, files whole or not at all."""
import csv
import hashlib
import io
import json
import os
import re
import signal
import subprocess
import time
import xml.etree.ElementTree

import sendlab_runs

sendlab, check, _ = sendlab_runs.start()
ESCAPE = "\x1b"


def scenario(name="small", workload="", account="", more="", arrivals="burst { count = 10 }", body='"hello"'):
    return sendlab.write(name + ".lua", f"""-- Question: does the command line keep its promises?
return scenario {{ start = "2026-06-10T09:00:00-07:00", {more}
  network = ideal {{ accept = "100ms", delivery = "1s" }},
  account = account {{ tier = "production", monthly_spend_limit = "$1000", {account}
    numbers = {{ number {{ name = "line", type = "TOLL_FREE", country = "US" }} }} }},
  workloads = {{ workload {{ name = "w", from = "line", to = us_recipients {{ count = 1000 }},
    arrivals = {arrivals}, body = {body}, {workload} }} }},
}}
""")


SMALL = scenario()
OUTPUTS = {"report.json", "summary.txt", "junit.xml", "timeseries.csv", "manifest.json"}


def expect_exit(wanted, done, name, *needles):
    """The exit code, and words that standard error must hold."""
    missing = [n for n in needles if n not in done.err]
    return check(done.code == wanted and not missing, f"{name}: exit {wanted}", f"{done}; missing {missing}")


# ---- exit codes ----

def exit_codes():
    done = sendlab.run(SMALL)
    expect_exit(0, done, "a plain run")
    written = {p.name for p in done.folder.iterdir()}
    check(OUTPUTS <= written and written <= OUTPUTS | {"report.html"}, "a run leaves its reports and nothing else", written)
    expect_exit(99, sendlab.run(scenario("wish", more='expect = { "w.delivered_share > 2" },')), "an expectation that fails")
    late = scenario("late", more='faults = { outage { carrier = "AT&T", at = "20h", lasts = "1m" } },')
    expect_exit(5, sendlab.run(late), "a fault that never took effect", "outage", "fix:")
    both = scenario("both", more='faults = { outage { carrier = "AT&T", at = "20h", lasts = "1m" } }, expect = { "w.delivered_share > 2" },')
    expect_exit(5, sendlab.run(both), "not valid comes before a failed expectation")
    report = sendlab.run(late).report()
    check(report["valid"] is False and report["complete"] is True, "a fault that never took effect makes the report not valid")
    expect_exit(2, sendlab.call("run", "nowhere.lua"), "a missing scenario", "nowhere.lua", "fix:")
    expect_exit(2, sendlab.call("run"), "no scenario")
    expect_exit(2, sendlab.call(), "no command")
    expect_exit(2, sendlab.call("frobnicate"), "an unknown command", "frobnicate")
    for options in (["--frob"], ["--seed", "x"], ["--seed", "-1"], ["--jobs", "0"], ["--replications", "0"], ["--until", "5"], ["--until", "x"],
                    ["--replication", "-1"], ["--replications", "2", "--replication", "1"], ["--param", "novalue"], ["--param", "=1"], ["--param", "unknown=1"]):
        done = sendlab.run(SMALL, *options)
        check(done.code == 2 and done.err and not done.out and not done.folder.exists(), f"run {' '.join(options)}: exit 2, an error and no files", done)
    ill = scenario("ill", more='replications = param("n", 2),')
    done = sendlab.run(ill, "--param", "n=many")
    expect_exit(2, done, "a parameter of the wrong kind", "n", "many")


def unwritable():
    file = sendlab.write("a_file", "x")
    for out in (file / "below", file, "/proc/nothing"):
        done = sendlab.call("run", SMALL, "--quiet", "--out", out)
        expect_exit(4, done, f"--out {str(out)[-20:]}", "fix:")
    check(file.read_text() == "x", "the file in the way is as it was")
    wish = scenario("wish", more='expect = { "w.delivered_share > 2" },')
    expect_exit(4, sendlab.call("run", wish, "--quiet", "--out", file / "below"), "not written comes before a failed expectation")
    if os.geteuid() != 0:
        locked = sendlab.scratch / "locked"
        locked.mkdir(mode=0o500)
        expect_exit(4, sendlab.call("run", SMALL, "--quiet", "--out", locked / "below"), "a folder without permission", "fix:")
    if os.path.exists("/dev/full"):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([sendlab.binary, "run", str(SMALL), "--json", "--out", str(sendlab.scratch / "full")],
                                  stdout=full, stderr=subprocess.PIPE, timeout=sendlab_runs.LONGEST_RUN_S, check=False)
        check.equal(done.returncode, 4, "standard output is full")


def interrupt():
    path = scenario("long", arrivals='poisson { rate = "3/s", lasts = "500h" }', workload='client = client { when_throttled = "fail" },')
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


# ---- what goes where ----

def streams():
    done = sendlab.call("run", SMALL, "--out", "j", "--json")
    check(done.code == 0 and json.loads(done.out)["schema"] == "sendlab.report/1", "--json: the report on standard output and nothing else", done)
    check(done.out.encode("utf-8") == (sendlab.scratch / "j" / "report.json").read_bytes(), "--json: the very bytes of report.json")
    done = sendlab.run(SMALL)
    check(done.out == "" and done.err == "", "--quiet: prints nothing", done)
    done = sendlab.run(sendlab.write("broken.lua", "return 5"))
    check(done.out == "" and "broken.lua" in done.err, "--quiet: errors are still shown", done)
    done = sendlab.call("run", SMALL, "--out", "plain")
    check(done.code == 0 and "DELIVERED" in done.out and "digest" in done.out, "the summary is on standard output", done)
    check("DELIVERED" not in done.err, "progress and log are on standard error")
    check(ESCAPE not in done.out + done.err, "no escape codes where there is no terminal")
    check(done.out.startswith((sendlab.scratch / "plain" / "summary.txt").read_text(encoding="utf-8").rstrip("\n")[:2000]), "summary.txt is what is shown")
    done = sendlab.call("run", "-", "--out", "stdin", stdin=SMALL.read_bytes())
    check(done.code == 0, "run - reads standard input", done)
    one, two = (json.loads((sendlab.scratch / f / "report.json").read_text(encoding="utf-8")) for f in ("plain", "stdin"))
    check(one["digest"] == two["digest"] and one["scenario"]["sha256"] == two["scenario"]["sha256"], "run - gives the same run")
    check(sendlab.call("check", "-", stdin=SMALL.read_bytes()).code == 0, "check - reads standard input")
    done = sendlab.call("run", "small.lua", "--quiet")
    check(done.code == 0 and (sendlab.scratch / "sendlab-out" / "small-1" / "report.json").exists(), "without --out the reports are in sendlab-out/NAME-SEED", done)


def terminal():
    """On a terminal there is colour, unless NO_COLOR says otherwise."""
    def shown(environment):
        master, slave = os.openpty()
        process = subprocess.Popen([sendlab.binary, "run", str(SMALL), "--out", str(sendlab.scratch / "tty")], stdout=slave, stderr=slave, stdin=slave,
                                   env={**os.environ, "TERM": "xterm-256color", **environment})
        os.close(slave)
        text = b""
        try:
            while block := os.read(master, 65536):
                text += block
        except OSError:
            pass  # the other end is closed
        process.wait(timeout=sendlab_runs.LONGEST_RUN_S)
        os.close(master)
        return text.decode("utf-8", "replace")

    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
    os.environ.clear()
    os.environ.update(environment)
    check(ESCAPE + "[" in shown({}), "a terminal gets colour")
    text = shown({"NO_COLOR": "1"})
    check(not re.search(ESCAPE + r"\[[0-9;]*m", text), "NO_COLOR is honoured", repr(text[:300]))


def helps():
    done = sendlab.call("--help")
    commands = re.findall(r"^  ([a-z]+) +\S", done.out.split("Subcommands:")[-1].split("\n\n")[0], re.M)
    check.equal((done.code, commands, done.err), (0, ["run", "check", "parts", "report"], ""), "--help lists the commands that exist")
    for command in commands:
        done = sendlab.call(command, "--help")
        check(done.code == 0 and done.out and not done.err, f"{command} --help")
    for option in ("--seed", "--param", "--replications", "--replication", "--jobs", "--until", "--out", "--events", "--quiet", "--json", "--plan-only", "--verify"):
        check(option + " " in sendlab.call("run", "--help").out, f"run --help names {option}")
    check(re.match(r"sendlab \d+\.\d+\.\d+$", sendlab.call("--version").out.strip()) is not None, "--version")


# ---- faults of a scenario ----

def faults():
    path = sendlab.write("faulty.lua", """return scenario {
  start = "yesterday",
  horizn = "1h",
  account = account { tier = "productoin", monthly_spend_limit = 5,
    numbers = { number { name = "line", type = "TOLLFREE", country = "US", msp = 3 } } },
  workloads = {
    workload { name = "w", from = "lime", to = us_recipients { count = 10 }, arrivals = poisson { rate = "5s", lasts = "1h" }, body = "x", ttl = "4d" },
  },
  faults = { outage { carrier = "TMobile", at = "1m" } },
}
""")
    done = sendlab.call("check", path)
    lines = re.findall(r"^\S*faulty\.lua:(\d+): error: ", done.err, re.M)
    check(done.code == 2 and done.out == "", "check: exit 2, nothing on standard output", done)
    for line, word, what in ((2, "yesterday", "an instant"), (3, "horizon", "the nearest field"), (4, "production", "the nearest tier"),
                             (5, "TOLL_FREE", "the nearest type"), (5, "mps", "the nearest field"), (7, "5s", "the wrong dimension"), (9, "T-Mobile", "the nearest carrier")):
        of_line = [text for text in done.err.split("\n") if f"faulty.lua:{line}: error" in text or text.startswith("  fix:")]
        check(str(line) in lines and any(word in text for text in of_line), f"check: line {line}, {what}", done.err)
    check(done.err.count("  fix: ") >= len(lines) >= 8, "check: every fault has its remedy", done.err)
    run = sendlab.run(path)
    check(run.code == 2 and run.err.count("error: ") == done.err.count("error: "), "run reports the same faults, all at once", run)
    for name, text, needle in (("syntax.lua", "return scenario {\n  start = \n}\n", "syntax.lua:3:"), ("raises.lua", "\nlocal x = nil\nreturn x.y\n", "raises.lua:3:"),
                               ("nothing.lua", "", "nothing.lua"), ("wrong.lua", "return 5\n", "wrong.lua"), ("table.lua", "return { start = 1 }\n", "table.lua"),
                               ("binary.lua", bytes(range(256)), "binary.lua"), ("compiled.lua", b"\x1bLua\x54\x00\x19\x93\r\n\x1a\n", "compiled.lua"),
                               ("latin.lua", b'-- caf\xe9\nreturn scenario { start = "\xff" }\n', "latin.lua")):
        done = sendlab.call("check", sendlab.write(name, text))
        check(done.code == 2 and needle in done.err and "fix:" in done.err, f"check {name}: exit 2, the place and a remedy", done)
    done = sendlab.call("check", sendlab.scratch)
    check(done.code == 2 and "fix:" in done.err, "check of a folder: exit 2", done)
    for name, text in (("crlf.lua", SMALL.read_bytes().replace(b"\n", b"\r\n")), ("bom.lua", b"\xef\xbb\xbf" + SMALL.read_bytes())):
        path = sendlab.write(name, text)
        check(sendlab.call("check", path).code == 0, f"check {name}: no faults", sendlab.call("check", path))
        done = sendlab.run(path)
        check(done.code == 0 and done.report()["digest"] == sendlab.run(SMALL).report()["digest"], f"{name} is the same scenario", done)
    done = sendlab.call("check", SMALL)
    check(done.code == 0 and "no faults" in done.out, "check of a good file", done)
    unlimited = sendlab.write("unlimited.lua", SMALL.read_text().replace('monthly_spend_limit = "$1000",', ""))
    done = sendlab.call("check", unlimited)
    check(done.code == 0 and "warning" in done.err and "monthly_spend_limit" in done.err, "check warns of the $1 default", done)


def feeds():
    def with_feed(file, column="body"):
        return scenario("fed", body=f'feed {{ file = "{file}", column = "{column}" }}')

    done = sendlab.call("check", with_feed("nowhere.csv"))
    check(done.code == 2 and "nowhere.csv" in done.err and "fix:" in done.err, "a feed that is not there", done)
    sendlab.write("bodies.csv", "id,body\n1,hello\n2,\"two\nlines\"\n")
    done = sendlab.call("check", with_feed("bodies.csv", "bodie"))
    check(done.code == 2 and "bodie" in done.err and "body" in done.err and "fix:" in done.err, "a feed without the column names those it has", done)
    done = sendlab.run(with_feed("bodies.csv"))
    check(done.code == 0 and done.report()["messages"]["accepted"] == 10, "a feed beside its scenario", done)
    check(done.code == 0 and [i["name"] for i in done.report()["inputs"]] == ["bodies.csv"], "the report lists its inputs", done)
    for name, text in (("empty.csv", ""), ("header.csv", "id,body\n"), ("quote.csv", 'id,body\n1,"never closed\n')):
        sendlab.write(name, text)
        done = sendlab.run(with_feed(name))
        check(done.code == 2 and name in done.err and "fix:" in done.err, f"a feed that is broken: {name}", done)
    other = sendlab.scratch / "elsewhere"
    other.mkdir()
    (other / "mine.csv").write_text("body\nfrom the working directory\n", encoding="utf-8")
    path = sendlab.write("by_param.lua", SMALL.read_text().replace('body = "hello"', 'body = feed { file = param("feed", "bodies.csv"), column = "body" }'))
    done = sendlab.run(path, "--param", "feed=mine.csv", cwd=other)
    check(done.code == 0, "a --param path is relative to the working directory", done)
    check(sendlab.run(path, cwd=other).code == 0, "a literal path is relative to the scenario")


# ---- replications, horizon, plan ----

RANDOM = scenario("random", arrivals='poisson { rate = "1/s", lasts = "5m" }')
RANDOM.write_text(RANDOM.read_text().replace("network = ideal { accept = \"100ms\", delivery = \"1s\" },", ""), encoding="utf-8")


def replications():
    alone = [sendlab.run(RANDOM, "--replication", str(i)).report() for i in range(3)]
    together = sendlab.run(RANDOM, "--replications", "3").report()
    first = sendlab.run(RANDOM).report()
    check(first["digest"] == alone[0]["digest"], "one run is replication 0")
    check(len({r["digest"] for r in alone}) == 3, "replications differ")
    for member in ("requested", "accepted", "parts", "pending", "unsent"):
        check.equal(together["messages"][member], sum(r["messages"][member] for r in alone), f"--replications adds up {member}")
    for member in ("total_usd", "variable_usd", "fixed_usd", "message_usd", "carrier_fee_usd"):
        check.equal(together["cost"][member], sum(r["cost"][member] for r in alone), f"--replications adds up {member}")
    check.equal(together["last_final_s"], max(r["last_final_s"] for r in alone), "--replications takes the latest end")
    check.equal(together["delivery_s"]["max"], max(r["delivery_s"]["max"] for r in alone), "--replications takes the longest delay")
    check.equal(together["replications"], 3, "the report says how many")
    check("replication_stats" in together and "replication_stats" not in first, "statistics need more than one replication")
    stats = together["replication_stats"]["w.delivered_share"]
    mean = sum(r["workloads"]["w"]["delivered_share"] for r in alone) / 3
    check(stats["n"] == 3 and abs(stats["mean"] - mean) < 0.00001, "replication_stats has the mean of the replications", (stats, mean))
    check(sendlab.run(RANDOM, "--seed", "2").report()["digest"] != first["digest"], "another seed, another run")
    check(sendlab.run(RANDOM, "--seed", "1").report()["digest"] == first["digest"], "--seed with the scenario's seed changes nothing")


def until():
    whole, cut = sendlab.run(RANDOM).report(), sendlab.run(RANDOM, "--until", "2m").report()
    check(cut["messages"]["requested"] < whole["messages"]["requested"], "--until ends the run early", cut["messages"])
    check(cut["virtual_s"] <= 120, "--until: no fact lies behind it", cut["virtual_s"])
    m = cut["messages"]
    check(m["requested"] == m["accepted"] + sum(m["refused"].values()) + m["unsent"] and m["accepted"] == sum(m["final"].values()) + m["pending"], "--until: counts add up", m)


def plan():
    one, two = sendlab.call("run", RANDOM, "--plan-only"), sendlab.call("run", RANDOM, "--plan-only")
    sends = [json.loads(line) for line in one.out.splitlines()]
    check(one.code == 0 and one.out == two.out and sends, "--plan-only is the same twice", one)
    check.equal(len(sends), sendlab.run(RANDOM).report()["messages"]["requested"], "--plan-only: as many sends as the run requests")
    check([s["offset_s"] for s in sends] == sorted(s["offset_s"] for s in sends), "--plan-only: in order of time")
    check(not (sendlab.scratch / "sendlab-out" / "random-1").exists(), "--plan-only leaves no reports")
    other = sendlab.call("run", RANDOM, "--plan-only", "--replication", "1")
    check(other.code == 0 and other.out != one.out, "--plan-only: another replication, another plan")


# ---- files ----

def files():
    done = sendlab.run(RANDOM, "--events")
    written = {p.name for p in done.folder.iterdir()}
    check({"events.ndjson", "messages.ndjson"} <= written and all(not name.startswith(".") for name in written), "--events: both streams, no temporary files", written)
    for name in ("events.ndjson", "messages.ndjson"):
        check(done.bytes(name).endswith(b"}\n"), f"{name} ends with a whole line")
    manifest = json.loads(done.bytes("manifest.json"))
    for entry in manifest["files"]:
        content = done.bytes(entry["name"])
        check(entry["size"] == len(content) and entry["sha256"] == hashlib.sha256(content).hexdigest(), f"manifest.json tells the truth about {entry['name']}")
    check({"report.json", "summary.txt", "junit.xml", "timeseries.csv"} <= {e["name"] for e in manifest["files"]}, "manifest.json lists the reports", manifest)
    check({"events.ndjson", "messages.ndjson"} <= {e["name"] for e in manifest["files"]}, "manifest.json lists the streams", [e["name"] for e in manifest["files"]])
    again = sendlab.call("run", RANDOM, "--out", done.folder, "--quiet")
    check(again.code == 0, "a folder of reports may be written again", again)
    before = done.bytes("report.json")
    stays = sendlab.call("run", sendlab.write("broken.lua", "return 5"), "--out", done.folder, "--quiet")
    check(stays.code == 2 and done.bytes("report.json") == before, "a faulty scenario leaves old reports alone")


def report_command():
    for path in (RANDOM, scenario("wish", more='expect = { "w.delivered_share > 2", "w.messages.accepted == 10" },')):
        done = sendlab.run(path)
        before = {name: done.bytes(name) for name in ("summary.txt", "junit.xml")}
        for name in before:
            (done.folder / name).unlink()
        again = sendlab.call("report", done.folder)
        check(again.code == done.code, f"report {path.name}: the exit code of the run", again)
        for name, content in before.items():
            check(done.bytes(name) == content, f"report {path.name}: {name} as the run wrote it")
        check(again.out.rstrip("\n") == before["summary.txt"].decode("utf-8").rstrip("\n"), f"report {path.name}: shows the summary")
    expect_exit(2, sendlab.call("report", sendlab.scratch / "nothing_here"), "report of no run", "fix:")
    for text in ("{", "[1]", "{}", '{"schema": "sendlab.report/99"}', ""):
        folder = sendlab.scratch / "bad_report"
        folder.mkdir(exist_ok=True)
        (folder / "report.json").write_text(text)
        expect_exit(2, sendlab.call("report", folder), f"report of {text!r}", "report.json", "fix:")


# ---- parts ----

def parts():
    for text, words in (("Hello", ("GSM", "5", "1 part")), ("It’s", ("Unicode", "U+2019", "1 part")), ("€" * 81, ("162", "2 parts")), ("a" * 161, ("161", "2 parts"))):
        done = sendlab.call("parts", text)
        check(done.code == 0 and all(w in done.out for w in words), f"parts of {text[:10]!r}", done)
    file = sendlab.write("text.txt", "It’s\n")
    one, two, three = sendlab.call("parts", "It’s"), sendlab.call("parts", file), sendlab.call("parts", "-", stdin="It’s\n".encode())
    check(one.out == two.out == three.out, "parts of a text, a file and standard input agree", (one, two, three))
    done = sendlab.call("parts", "-", stdin=b"\xff\xfe")
    check(done.code in (0, 2) and "UTF-8" in done.out + done.err, "parts of bytes that are no UTF-8 says so", done)
    done = sendlab.call("parts", "a\x1b[31mb\nc")
    check(ESCAPE not in done.out, "parts shows no control characters", repr(done.out))


# ---- hostile names ----

def hostile_names():
    name = 'a "quoted" </script> <b>&amp; ; , \\ ü 😀 \u2028 % {x}'
    lua = "\\n\\t\\27[31m" + name.replace("\\", "\\\\").replace('"', '\\"')
    path = sendlab.write("hostile <&> ü.lua", f"""-- Question: "quotes" </script> & ü?
return scenario {{ start = "2026-06-10T09:00:00-07:00", network = ideal {{ accept = "0s", delivery = "0s" }},
  account = account {{ name = "{lua}", tier = "production", monthly_spend_limit = "$1000",
    brands = {{ brand {{ name = "{lua}", campaigns = {{ campaign {{ name = "{lua}", use_case = "2FA", numbers = 1 }} }} }} }} }},
  workloads = {{ workload {{ name = "{lua}", from = "{lua}", to = us_recipients {{ count = 5 }}, arrivals = burst {{ count = 5 }}, body = "x", context = {{ k = "{lua}" }} }} }},
  expect = {{ "messages.accepted == 5" }},
}}
""")
    done = sendlab.run(path, "--events")
    if not check(done.code == 0, "hostile names: runs", done):
        return
    whole = "\n\t\x1b[31m" + name
    check(whole in done.report()["workloads"] and whole in done.report()["campaigns"], "hostile names: keys of report.json are the names", list(done.report()["workloads"]))
    check(all(m["workload"] == whole for m in done.messages()), "hostile names: messages.ndjson")
    check(all(e["context"] == {"k": whole} for e in done.events()), "hostile names: events.ndjson")
    try:
        root = xml.etree.ElementTree.fromstring(done.bytes("junit.xml"))
        check(root.find(".//testcase") is not None, "hostile names: junit.xml is well formed")
    except xml.etree.ElementTree.ParseError as error:
        check(False, "hostile names: junit.xml is well formed", error)
    rows = list(csv.DictReader(io.StringIO(done.bytes("timeseries.csv").decode("utf-8"), newline="")))
    check(whole in {r["workload"] for r in rows} and None not in rows[0], "hostile names: timeseries.csv", rows[:1])
    summary = done.bytes("summary.txt").decode("utf-8")
    check(ESCAPE not in summary and "\t" not in summary, "hostile names: no control characters in summary.txt", repr(summary[-1500:]))
    check(all(line.startswith((" ", "digest", "from ", "Question", "hostile")) or line[:1].isalnum() or not line for line in summary.split("\n")),
          "hostile names: no line of summary.txt begins inside a name", repr(summary[-1500:]))
    json.loads(done.bytes("manifest.json"))
    page = done.folder / "report.html"
    if page.exists():
        check("</script> <b>" not in page.read_text(encoding="utf-8"), "hostile names: report.html")
    folder = sendlab.scratch / "a folder with spaces & ü"
    folder.mkdir()
    check(sendlab.call("run", path, "--quiet", "--out", folder / "x").code == 0 and (folder / "x" / "report.json").exists(), "hostile folder names")


def surprises():
    """A plain line, never a crash, for what people really do."""
    for options in (["--events", "--until", "0s"], ["--until", "1ns"], ["--seed", "18446744073709551615"], ["--jobs", "1024"]):
        done = sendlab.run(SMALL, *options)
        check(done.code in (0, 2), f"run {' '.join(options)}", done)
    for text in ('error({})', 'error()', 'error("plain")', 'return scenario', 'return scenario(5)', 'return scenario {}', "return scenario { workloads = {} }", 'scenario { }'):
        done = sendlab.call("check", sendlab.write("odd.lua", text + "\n"))
        check(done.code == 2 and "odd.lua" in done.err, f"check of {text}", done)


for step in (exit_codes, unwritable, interrupt, streams, terminal, helps, faults, feeds, replications, until, plan, files, report_command, parts, hostile_names, surprises):
    try:
        step()
    except Exception as error:  # one broken answer must not hide the rest
        check(False, step.__name__, f"{type(error).__name__}: {error} (line {error.__traceback__.tb_next.tb_lineno if error.__traceback__.tb_next else '?'})")
check.finish()
