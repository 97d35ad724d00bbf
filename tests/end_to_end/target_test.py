"""`sendlab run --target`: what an endpoint gets to see, what is refused before anything is sent, and allowances.

The endpoint is the test's own (endpoint.py), but where the run must find `sendlab serve`."""
import collections
import json
import re
import signal
import urllib.request

import sendlab_runs
from endpoint import Endpoint, accepted, error
from signature_v4 import signature_of
from target_runs import ACCESS, NOBODY, SECRET, SOMEBODY, TOKEN, check, file_of, outcome, plan_of, refused, report_of, run, run_parts, sane, scenario, sendlab, serving


# ---- what the endpoint gets ----

def test_plan():
    text = scenario(count=30, lasts="3s", workload='message_type = "TRANSACTIONAL", ttl = "90s", context = { order = "A-1", shop = "öst" }')
    path = file_of(text)
    plan = plan_of(path)
    with Endpoint() as endpoint:
        check.equal(plan_of(path, "--target", endpoint.url), plan, "--plan-only prints the same bytes with a target")
        check.equal(plan_of(path, "--target", "https://sms-voice.us-east-1.amazonaws.com"), plan, "... and with one that would be refused")
        check.equal(endpoint.requests + endpoint.fetched, [], "... and sends nothing")
        done = run(path, endpoint.url, "--events", env=SOMEBODY)
    check.equal(outcome(done), 0, "an endpoint that accepts everything: exit 0")
    report = sane(done, endpoint, "plan")
    planned = [json.loads(line) for line in plan.splitlines()]
    key = lambda to, body: (to, body)
    check.equal(collections.Counter(key(r.to, r.body["MessageBody"]) for r in endpoint.requests), collections.Counter(key(p["to"], p["body"]) for p in planned),
                "destinations and bodies are those of the plan")
    numbers = sorted({r.body["OriginationIdentity"] for r in endpoint.requests})
    check.equal(len(numbers), 2, "both numbers of the campaign send")
    if report["run"]["requests"]["late"] == 0:  # two that left in one moment may overtake each other on their connections
        place = {p["to"]: i for i, p in enumerate(planned)}
        for number in numbers:
            places = [place[r.to] for r in endpoint.requests if r.body["OriginationIdentity"] == number]
            check.equal(places, sorted(places), f"{number} sends in the order of the plan")
    for member, wanted in (("MessageType", "TRANSACTIONAL"), ("TimeToLive", 90), ("Context", {"order": "A-1", "shop": "öst"})):
        check.equal({json.dumps(r.body.get(member)) for r in endpoint.requests}, {json.dumps(wanted)}, f"{member} is the scenario's")
    check.equal({r.headers["x-amz-target"] for r in endpoint.requests}, {"PinpointSMSVoiceV2.SendTextMessage"}, "the operation is SendTextMessage")
    check.equal({r.headers["content-type"] for r in endpoint.requests}, {"application/x-amz-json-1.0"}, "AWS JSON 1.0")
    check.equal({r.headers["host"] for r in endpoint.requests}, {endpoint.url.removeprefix("http://")}, "Host is the target's")
    for r in endpoint.requests:
        wanted, got = signature_of(r, SECRET, "us-east-1", "sms-voice")
        if got != wanted or r.headers.get("x-amz-security-token") != TOKEN or f"Credential={ACCESS}/" not in got:
            check(False, "every request is signed with the keys of the environment", [got, wanted, r.headers])
            break
    else:
        check(True, "every request is signed with the keys of the environment")
    check({"content-type", "host", "x-amz-date", "x-amz-security-token", "x-amz-target"} <=
          set(re.search("SignedHeaders=([^,]*)", endpoint.requests[0].headers["authorization"])[1].split(";")), "what matters is signed")
    everything = done.out.encode() + done.err.encode() + b"".join(p.read_bytes() for p in done.folder.rglob("*") if p.is_file())
    check.equal(sorted(p.name for p in done.folder.iterdir()), sorted(["report.json", "report.html", "summary.txt", "junit.xml", "timeseries.csv", "manifest.json", "events.ndjson"]), "the files of a run")
    for what, secret in (("the secret key", SECRET), ("the session token", TOKEN), ("the access key", ACCESS)):
        check(secret.encode() not in everything, f"{what} is nowhere in what the run leaves")
    check.equal(report["complete"], True, "the report is complete")
    check.equal((report["messages"]["accepted"], report["messages"]["pending"]), (30, 30), "nothing tells what became of them: all are pending")
    check(any(a.startswith("target/no-receipts") for a in map(str, report["assumptions"])) or "no-receipts" in json.dumps(report["assumptions"]), "... and the report says why")

    with Endpoint() as endpoint:
        done = run(scenario(count=3), endpoint.url + "/some/base", "--pace", "x10", env=SOMEBODY)
    check.equal({r.path.rstrip("/") for r in endpoint.requests}, {"/some/base"}, "the path of the target is kept")
    check(endpoint.requests and all(len(set(signature_of(r, SECRET, "us-east-1", "sms-voice"))) == 1 for r in endpoint.requests), "... and signed",
          [signature_of(r, SECRET, "us-east-1", "sms-voice") for r in endpoint.requests[:1]])

    with Endpoint() as endpoint:
        run(scenario(count=3), endpoint.url, "--pace", "x10", env=SOMEBODY | {"AWS_REGION": "eu-west-1"})
    check(endpoint.requests and "/eu-west-1/sms-voice/aws4_request" in endpoint.requests[0].headers["authorization"], "AWS_REGION is the region of the signature")

    text = """return scenario { start = "2026-11-27T09:00:00-08:00", account = account { tier = "production", numbers = { number { name = "s", type = "SIMULATOR", country = "US" } } },
      workloads = { workload { name = "w", to = us_recipients { count = 9 }, arrivals = constant { count = 3, lasts = "1s" }, body = "x" } } }"""
    with Endpoint() as endpoint:
        run(text, endpoint.url)
    check.equal([sorted(r.body) for r in endpoint.requests], [["DestinationPhoneNumber", "MessageBody"]] * 3, "without from, type and ttl the service chooses")


# ---- refused before anything is sent ----

def test_refusals():
    path = file_of(scenario(count=3))
    one = plan_of(path).splitlines()[0]
    allowed = sendlab.write("allowed.txt", "# people who agreed\n" + json.loads(one)["to"] + "\r\n\n+12065550100 \n")
    allow = {"--allow-send": [], "--max-messages": ["10"], "--max-spend": ["$1"], "--allow-numbers": [str(allowed)]}
    given = lambda *flags: [word for flag in flags for word in [flag, *allow[flag]]]
    for target in ("http://192.0.2.1:9", "https://sms-voice.us-east-1.amazonaws.com", "http://127.0.0.1.example.com", "http://localhost.example.com", "http://[2001:db8::1]:80"):
        refused(run(path, target), 3, f"{target} without allowances", "--allow-send", "--max-messages", "--max-spend", "--allow-numbers", "fix: ")
    for missing in allow:
        done = run(path, "http://192.0.2.1:9", *given(*(flag for flag in allow if flag != missing)), env=SOMEBODY)
        refused(done, 3, f"all but {missing}", missing)
        check(not any(flag in done.err for flag in allow if flag != missing), f"only {missing} is named", done.err)
    done = run(path, "http://192.0.2.1:9", *given(*allow))
    refused(done, 2, "all allowances and no credentials", "AWS_ACCESS_KEY_ID", "fix: ")
    check(not (done.folder / "report.json").exists(), "a refused run leaves no report")
    done = run(path, "https://somebody:hunter2secret@127.0.0.1:1/")
    refused(done, 2, "a password in the target", "--target", "fix: ")
    check("hunter2secret" not in done.err + done.out, "... is not repeated", done.err)
    local = "http://127.0.0.1:9"
    for name, options, words in (
            ("no scheme", ["--target", "127.0.0.1:9"], ["--target"]),
            ("another scheme", ["--target", "ftp://127.0.0.1"], ["--target"]),
            ("a pace that is none", ["--target", local, "--pace", "fast"], ["--pace"]),
            ("a pace of nothing", ["--target", local, "--pace", "x0"], ["--pace"]),
            ("a manual pace", ["--target", local, "--pace", "manual"], ["--pace"]),
            ("receipts from nowhere", ["--target", local, "--receipts", "queue"], ["--receipts", "queue"]),
            ("receipts without a port", ["--target", local, "--receipts", "listen:127.0.0.1"], ["--receipts"]),
            ("receipts at a bad port", ["--target", local, "--receipts", "listen:127.0.0.1:99999"], ["--receipts"]),
            ("money without a currency", ["--target", local, "--max-spend", "5 apples"], ["--max-spend"]),
            ("a negative number of messages", ["--target", local, "--max-messages", "-1"], ["--max-messages"]),
            ("three replications", ["--target", local, "--replications", "3"], ["--target", "3"]),
            ("numbers that are not there", ["--target", local, "--allow-numbers", str(sendlab.scratch / "none.txt")], ["none.txt"]),
            ("companions without a target", ["--max-messages", "3"], ["--max-messages", "--target"])):
        refused(sendlab.run(path, *options, env=NOBODY), 2, name, *words, "fix: ")
    bad = sendlab.write("bad.txt", "+12065550100\n# well\n206-555-0100\n")
    refused(run(path, local, "--allow-numbers", bad), 2, "a bad line among the numbers", "bad.txt:3")
    faults = file_of(scenario(count=3, more='\n\n  faults = { outage { carrier = "AT&T", at = "1s", lasts = "1s" } }'))
    line = next(i for i, text in enumerate(faults.read_text(encoding="utf-8").splitlines(), 1) if "outage" in text)
    replies = file_of(scenario(count=3, more='handsets = { reply { share = "50%", body = "STOP", after = "1s" } }'))
    with Endpoint() as endpoint:
        refused(run(faults, endpoint.url), 2, "faults at what is not sendlab", f"{faults.name}:{line}", "sendlab serve")
        refused(run(replies, endpoint.url), 2, "handsets at what is not sendlab", replies.name, "sendlab serve")
        refused(run(faults, "http://192.0.2.1:9", *given(*allow), env=SOMEBODY), 2, "faults at a real endpoint", f"{faults.name}:{line}")
    check.equal(endpoint.requests, [], "nothing was sent")
    refused(run(path, f"http://127.0.0.1:{endpoint.port}"), 2, "nobody listens", f"127.0.0.1:{endpoint.port}", "fix: ")
    with Endpoint() as endpoint:
        refused(run(path, endpoint.url.replace("http:", "https:")), 2, "https where http is spoken", "127.0.0.1", "fix: ")
    with Endpoint() as endpoint:
        done = run(path, endpoint.url.replace("127.0.0.1", "localhost"), "--pace", "x10")
        check.equal((outcome(done), len(endpoint.requests)), (0, 3), "localhost is this machine")
    with Endpoint() as endpoint:
        endpoint.gets["/_sendlab/health"] = (200, '{"service":"sendlab","clock":7}')
        done = run(path, endpoint.url, "--pace", "x10")
    check(outcome(done) in (0, 2), "a strange health is no crash", done)


def test_at_sendlab():
    text = scenario(count=60, lasts="60s", more='faults = { outage { carrier = "AT&T", at = "10s", lasts = "40s" }, loss { carrier = "Verizon", at = "30s" } }')
    path, other = file_of(text), file_of(text + "-- another\n")
    process, url = serving(path, "--clock", "x60")
    try:
        refused(run(path, url), 2, "the endpoint's clock is another", "--pace", "x60")
        refused(run(other, url, "--pace", "x60"), 2, "the endpoint serves another scenario", "another scenario", "fix: ")
        done = run(path, url, "--pace", "x60", "--until", "3m", "--events")
        check(outcome(done) == 0, "sendlab serve with its own scenario", done)
        report = report_of(done, "at sendlab")
        check.equal(report["messages"]["requested"], 60, "all was asked for")
        check(all(f["messages_affected"] > 0 for f in report["faults"]) and len(report["faults"]) == 2, "both faults took effect", report["faults"])
        with urllib.request.urlopen(url + "/_sendlab/faults") as reply:
            after = json.load(reply)
        check.equal([f["active"] for f in after["faults"]], [False, False], "a fault without an end ends with the run")
        events = {json.loads(line)["messageId"] for line in (done.folder / "events.ndjson").read_text().splitlines()}
        again = run(path, url, "--pace", "x60", "--until", "2m", "--events")
        second = report_of(again, "again at sendlab")
        check.equal(second["messages"]["requested"], 60, "the same endpoint serves a second run")
        late = {json.loads(line)["messageId"] for line in (again.folder / "events.ndjson").read_text().splitlines()} & events
        check(second["messages"]["accepted"] == 60 and second["messages"]["pending"] <= 60, "... whose messages are its own", [second["messages"], len(late)])
        without = run(scenario(count=20, lasts="20s"), url, "--pace", "x60", "--receipts", "none")
        check.equal(outcome(without), 0, "a scenario without faults runs at any sendlab serve")
        check.equal(report_of(without, "no receipts")["messages"]["pending"], 20, "--receipts none waits for nothing")
    finally:
        process.send_signal(signal.SIGTERM)
        check.equal(process.wait(30), 0, "sendlab serve stops cleanly")


# ---- allowances ----

def test_allowances():
    path = file_of(scenario(count=40, lasts="2s"))
    planned = [json.loads(line)["to"] for line in plan_of(path).splitlines()]
    with Endpoint() as endpoint:
        done = run(path, endpoint.url, "--max-messages", "10")
    refused(done, 3, "--max-messages 10: exit 3", "--max-messages", "10")
    check.equal(len(endpoint.requests), 10, "... and exactly 10 were sent")
    report = sane(done, endpoint, "--max-messages")
    check.equal((report["complete"], report["messages"]["accepted"]), (False, 10), "... and reported, marked incomplete")

    async def throttle_once(endpoint, request):
        return error("ThrottlingException") if [r.to for r in endpoint.requests].count(request.to) == 1 else accepted()
    with Endpoint(throttle_once) as endpoint:
        done = run(path, endpoint.url, "--max-messages", "10")
    accepted_ = report_of(done, "throttled")["messages"]["accepted"]
    check(done.code == 3 and 8 <= accepted_ <= 10 and len(endpoint.requests) > 10, "what was throttled is not counted as sent", [accepted_, len(endpoint.requests)])

    with Endpoint() as endpoint:
        done = run(path, endpoint.url, "--max-spend", "$0.05")
    refused(done, 3, "--max-spend: exit 3", "--max-spend")
    report = sane(done, endpoint, "--max-spend")
    spent = report["cost"]["message_usd"] + report["cost"]["carrier_fee_usd"]
    check(0 < spent <= sendlab_runs.decimal.Decimal("0.05") and report["messages"]["accepted"] >= 3, "no more was spent", spent)
    check.equal(report["complete"], False, "... and the report is incomplete")
    with Endpoint() as endpoint:
        done = run(path, endpoint.url, "--max-messages", "0")
    check.equal((done.code, len(endpoint.requests)), (3, 0), "--max-messages 0 sends nothing")

    numbers = sendlab.write("five.txt", "\n".join(planned[:5]) + "\n")
    with Endpoint() as endpoint:
        done = run(path, endpoint.url, "--allow-numbers", numbers)
    refused(done, 3, "--allow-numbers: exit 3", "--allow-numbers")
    check.equal(sorted(r.to for r in endpoint.requests), sorted(planned[:5]), "... and nobody else got anything")
    check(planned[5] not in done.err, "the number is not spelt out", done.err)
    sane(done, endpoint, "--allow-numbers")
    with Endpoint() as endpoint:
        done = run(path, endpoint.url, "--max-messages", "40", "--max-spend", "$5", "--allow-numbers", sendlab.write("all.txt", "\n".join(planned)), "--allow-send")
    check.equal((outcome(done), len(endpoint.requests)), (0, 40), "allowances that suffice change nothing")


run_parts(test_plan, test_refusals, test_at_sendlab, test_allowances)
