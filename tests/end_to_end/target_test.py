"""`sendlab run --target`: what an endpoint gets to see, what is refused before anything is sent, and what an endpoint that misbehaves
does to a run. The endpoint is the test's own (endpoint.py), but where the run must find `sendlab serve`."""
import asyncio
import collections
import json
import os
import re
import select
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import jsonschema

import sendlab_runs
from endpoint import Endpoint, accept, accepted, answer, error
from signature_v4 import signature_of

sendlab, check, _ = sendlab_runs.start()
schema = jsonschema.Draft7Validator(json.loads((sendlab.source / "reports" / "report.schema.json").read_text(encoding="utf-8")))

ACCESS, SECRET, TOKEN = "AKIDTARGETTEST000001", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYSECRETKEY", "FwoGZXIvYXdzSESSIONTOKENOfTheTest=="
home = sendlab.scratch / "empty-home"
home.mkdir()
# Nothing of whoever runs the test: no credentials, no profile.
NOBODY = {name: "" for name in os.environ if name.startswith("AWS_")} | {"HOME": str(home), "AWS_EC2_METADATA_DISABLED": "true"}
SOMEBODY = NOBODY | {"AWS_ACCESS_KEY_ID": ACCESS, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_SESSION_TOKEN": TOKEN}


def scenario(count=40, lasts="2s", workload="", more="", numbers=2, name="wl"):
    """`count` sends evenly over `lasts`, from the numbers of one campaign in turn."""
    return f"""
return scenario {{
  start = "2026-11-27T09:00:00-08:00", seed = 7,
  account = account {{ region = "us-east-1", tier = "production", monthly_spend_limit = "$5000",
    brands = {{ brand {{ name = "Example Corp", vetting_score = 76,
      campaigns = {{ campaign {{ name = "otp", use_case = "2FA", numbers = {numbers}, mps = 75 }} }} }} }} }},
  workloads = {{ workload {{ name = "{name}", from = "otp", to = us_recipients {{ count = 5000 }},
    arrivals = constant {{ count = {count}, lasts = "{lasts}" }}, body = "Your code is {{digits:6}}. Ünïcode \\"quoted\\" \\\\ too.",
    {workload} }} }},
  {more}
}}
"""


written = 0


def file_of(text):
    global written
    written += 1
    return sendlab.write(f"s{written}.lua", text)


def run(text, target, *options, env=NOBODY):
    path = text if hasattr(text, "exists") else file_of(text)
    return sendlab.run(path, "--target", target, *options, env=env)


def plan_of(text, *options):
    path = text if hasattr(text, "exists") else file_of(text)
    done = sendlab.call("run", path, "--plan-only", *options, env=NOBODY)
    check.equal(done.code, 0, "the plan is printed")
    return done.out


def report_of(done, name):
    """The report, which must hold its schema."""
    if not check((done.folder / "report.json").exists(), f"{name}: there is a report", done):
        return None
    faults = [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in schema.iter_errors(json.loads(done.bytes("report.json")))]
    check.equal(faults[:3], [], f"{name}: report.json holds its schema")
    return done.report()


def sane(done, endpoint, name, seen=None):
    """The report, after a look at how its requests went."""
    report = report_of(done, name)
    if report is None:
        return None
    requests = report["run"]["requests"]
    check.equal(requests["sent"], len(endpoint.requests) if seen is None else seen, f"{name}: the endpoint saw the requests that were sent")
    check.equal(requests["answered"], requests["sent"], f"{name}: every request was answered")
    m = report["messages"]
    check.equal(m["requested"], m["accepted"] + sum(m["refused"].values()) + m["unsent"], f"{name}: requested = accepted + refused + unsent")
    return report


def refused(done, code, name, *words):
    ok = done.code == code and all(word in done.err for word in words)
    return check(ok, name, done)


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
    check.equal(done.code, 0, "an endpoint that accepts everything: exit 0")
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
        check.equal((done.code, len(endpoint.requests)), (0, 3), "localhost is this machine")
    with Endpoint() as endpoint:
        endpoint.gets["/_sendlab/health"] = (200, '{"service":"sendlab","clock":7}')
        done = run(path, endpoint.url, "--pace", "x10")
    check(done.code in (0, 2), "a strange health is no crash", done)


def serving(path, *options):
    process = subprocess.Popen([sendlab.binary, "serve", "--scenario", str(path), "--listen", "127.0.0.1:0", "--quiet", *options], stdout=subprocess.PIPE, text=True)
    ready, _, _ = select.select([process.stdout], [], [], 30)
    return process, (process.stdout.readline() if ready else "").split()[-1]


def test_at_sendlab():
    text = scenario(count=60, lasts="60s", more='faults = { outage { carrier = "AT&T", at = "10s", lasts = "40s" }, loss { carrier = "Verizon", at = "30s" } }')
    path, other = file_of(text), file_of(text + "-- another\n")
    process, url = serving(path, "--clock", "x60")
    try:
        refused(run(path, url), 2, "the endpoint's clock is another", "--pace", "x60")
        refused(run(other, url, "--pace", "x60"), 2, "the endpoint serves another scenario", "another scenario", "fix: ")
        done = run(path, url, "--pace", "x60", "--until", "3m", "--events")
        check(done.code == 0, "sendlab serve with its own scenario", done)
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
        check.equal(without.code, 0, "a scenario without faults runs at any sendlab serve")
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
    check.equal((done.code, len(endpoint.requests)), (0, 40), "allowances that suffice change nothing")


# ---- an endpoint that misbehaves ----

def behaving(behave, name, text=None, options=(), **how):
    with Endpoint(behave, **how) as endpoint:
        done = run(text or scenario(count=40, lasts="1s"), endpoint.url, *options)
    return done, endpoint


def test_throttling():
    async def twice(endpoint, request):
        return error("ThrottlingException") if [r.to for r in endpoint.requests].count(request.to) <= 2 else accepted()
    done, endpoint = behaving(twice, "throttled twice")
    report = sane(done, endpoint, "throttled twice")
    check.equal((done.code, report["messages"]["accepted"], report["messages"]["refused"], len(endpoint.requests)), (0, 40, {}, 120), "a sender that queues asks until it is accepted")

    async def always(_endpoint, _request):
        return error("com.amazonaws.pinpointsmsvoicev2#ThrottlingException")
    retry = scenario(count=20, lasts="1s", workload='client = client { when_throttled = "retry" }')
    done, endpoint = behaving(always, "always throttled", retry)
    report = sane(done, endpoint, "always throttled")
    check.equal((report["messages"]["refused"], set(collections.Counter(r.to for r in endpoint.requests).values())), ({"ThrottlingException": 20}, {3}), "the policy of the SDKs gives up after three attempts")
    fail = scenario(count=20, lasts="1s", workload='client = client { when_throttled = "fail" }')
    done, endpoint = behaving(always, "gives up", fail)
    report = sane(done, endpoint, "gives up")
    check.equal((report["messages"]["refused"], len(endpoint.requests)), ({"ThrottlingException": 20}, 20), "... and one that fails after the first")


def test_failures():
    async def fails_once(endpoint, request):
        return error("InternalServerException", 500) if [r.to for r in endpoint.requests].count(request.to) == 1 else accepted()
    done, endpoint = behaving(fails_once, "500 once")
    report = sane(done, endpoint, "500 once")
    check.equal((done.code, report["messages"]["accepted"], len(endpoint.requests)), (0, 40, 80), "InternalServerException is asked again")

    async def refuses_some(_endpoint, request):
        if request.to[-1] in "13":
            return error("ValidationException", Reason="INVALID_PARAMETER") if request.to[-1] == "1" else error("ConflictException", Reason="DESTINATION_PHONE_NUMBER_OPTED_OUT")
        return accepted()
    done, endpoint = behaving(refuses_some, "refusals")
    report = sane(done, endpoint, "refusals")
    check.equal((report["messages"]["accepted"], sum(report["messages"]["refused"].values())), (32, 8), "refusals are counted")
    check.equal(report["messages"]["refused"].get("DESTINATION_PHONE_NUMBER_OPTED_OUT"), 4, "... by their reason")

    # Read, and never answered: the endpoint may have sent it.
    async def hangs_up(_endpoint, request):
        return None if request.to.endswith("7") else accepted()
    done, endpoint = behaving(hangs_up, "hangs up")
    report = report_of(done, "hangs up")
    check.equal(max(collections.Counter(r.to for r in endpoint.requests).values()), 1, "what may have been processed is never sent again")
    check.equal((report["messages"]["accepted"], report["messages"]["refused"]), (36, {"NO_ANSWER": 4}), "... and counts as NO_ANSWER")
    check.equal((report["run"]["requests"]["sent"], len(endpoint.requests)), (40, 40), "... and as sent")

    # A kept connection that is closed before the next request: nothing is lost, nothing comes twice.
    done, endpoint = behaving(accept, "closes", close_after_answer=True)
    report = sane(done, endpoint, "closes between requests")
    check.equal((done.code, report["messages"]["accepted"], max(collections.Counter(r.to for r in endpoint.requests).values())), (0, 40, 1), "a connection that closes between requests loses nothing")

    for name, reply in (("garbage", b"SSH-2.0-OpenSSH_9.2\r\n"), ("half an answer", b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n{\"Mess"),
                        ("a length that is none", b"HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\n{}")):
        async def garbage(endpoint, _request, reply=reply):
            endpoint.close_after_answer = True
            return reply
        done, endpoint = behaving(garbage, name, scenario(count=10, lasts="1s"))
        report = report_of(done, name)
        check.equal((report["messages"]["refused"], len(endpoint.requests)), ({"NO_ANSWER": 10}, 10), f"{name} is no answer, and never sent again")
    done, endpoint = behaving(garbage, "only garbage", scenario(count=40, lasts="2s"))
    refused(done, 2, "an endpoint that never answers ends the run", "127.0.0.1", "error")
    check(len(endpoint.requests) < 40, "... before all is sent")

    for name, reply, words in (("an HTML page", answer(b"<html>404</html>", 404, "text/html"), ["404"]),
                               ("200 without a MessageId", answer({"Hello": "world"}), ["200"]),
                               ("a redirection", answer(b"", 302, "text/html", "Location: http://127.0.0.1:9/\r\n"), ["302"]),
                               ("bad keys", error("UnrecognizedClientException", 403), ["credentials", "UnrecognizedClientException"]),
                               ("a bad signature", error("InvalidSignatureException", 403), ["credentials"]),
                               ("keys too old", error("ExpiredTokenException", 400), ["credentials"])):
        async def say(_endpoint, _request, reply=reply):
            return reply
        done, endpoint = behaving(say, name, scenario(count=40, lasts="4s"))
        refused(done, 2, f"{name}: exit 2", *words, "fix: ")
        check(1 <= len(endpoint.requests) < 20, f"{name}: the run stops", len(endpoint.requests))
        report = report_of(done, name)
        check(report is None or report["complete"] is False, f"{name}: its report is incomplete")


# ---- open loop ----

def test_open_loop():
    async def slow(_endpoint, request):
        if 30 <= request.number < 60:
            await asyncio.sleep(0.3)
        return accepted()
    done, endpoint = behaving(slow, "30 slow answers", scenario(count=100, lasts="2s"))
    report = sane(done, endpoint, "30 slow answers")
    during = [r for r in endpoint.requests if endpoint.requests[30].at < r.at < endpoint.requests[30].at + 0.29]
    check(len(during) >= 8, "slow answers hold no other request back", len(during))
    latency = report["run"]["requests"]["answer_from_send_s"]
    check(latency["max"] >= sendlab_runs.decimal.Decimal("0.3") and latency["p50"] < sendlab_runs.decimal.Decimal("0.3"), "they show in the latency from the send", latency)

    # Nobody is answered before the last has asked: a sender that waits for answers would wait for ever.
    many = 200

    async def when_all_are_here(endpoint, _request):
        if not hasattr(endpoint, "gate"):
            endpoint.gate = asyncio.Event()
        if len(endpoint.requests) == many:
            endpoint.gate.set()
        try:
            await asyncio.wait_for(endpoint.gate.wait(), 20)
        except asyncio.TimeoutError:
            return error("ValidationException")
        return accepted()
    done, endpoint = behaving(when_all_are_here, "the gate", scenario(count=many, lasts="2s", numbers=4))
    report = sane(done, endpoint, "the gate")
    check.equal(report["messages"]["accepted"], many, f"{many} requests are under way at once")

    # More than this machine can do: the report says so.
    done, endpoint = behaving(accept, "too fast", scenario(count=3000, lasts="10m", numbers=2), ["--pace", "x100000"])
    report = sane(done, endpoint, "too fast")
    refused(done, 5, "a sender that was too slow: exit 5", "not valid", "late")
    check.equal((report["valid"], report["workloads"]["wl"]["late"] > 30), (False, True), "... and its report is not valid")


# ---- the sender's own limits ----

def test_pacing():
    burst = """return scenario { start = "2026-11-27T09:00:00-08:00",
      account = account { tier = "production", monthly_spend_limit = "$100", brands = { brand { name = "B", vetting_score = 76,
        campaigns = { campaign { name = "c", use_case = "2FA", numbers = 1, mps = 10 } } } } },
      workloads = { workload { name = "w", from = "c", to = us_recipients { count = %d }, arrivals = burst { count = %d }, body = "x", %s } } }"""
    with Endpoint() as endpoint:
        done = run(burst % (100, 30, ""), endpoint.url)
    report = sane(done, endpoint, "a burst")
    times = [r.at for r in endpoint.requests]
    check(len(times) == 30 and times[10] - times[9] > 0.5 and times[20] - times[19] > 0.5, "10 a second leave a number of 10 a second", [t - times[0] for t in times])
    check(report["queue_s"]["max"] is None or report["delay_by_cause_s"] is not None, "waits have causes")
    with Endpoint() as endpoint:
        done = run(burst % (1, 3, ""), endpoint.url)
    times = [r.at for r in endpoint.requests]
    check(len(times) == 3 and times[2] - times[0] > 1.5, "one message a second to one recipient", times)
    with Endpoint() as endpoint:
        done = run(burst % (100, 30, 'client = client { when_throttled = "retry" }'), endpoint.url)
    times = [r.at for r in endpoint.requests]
    check(len(times) == 30 and times[-1] - times[0] < 0.9, "a sender that does not queue leaves the limits to the endpoint", times[-1] - times[0])
    sane(done, endpoint, "a burst of retries")


# ---- functions of a scenario ----

def test_functions():
    hook = lambda body: scenario(count=40, lasts="2s", more='on = {}, at = { ["500ms"] = function(ctx)\n' + body + "\nend }")

    def failing(name, body, *words):
        path = file_of(hook(body))
        line = next(i for i, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if body in text)
        with Endpoint() as endpoint:
            done = run(path, endpoint.url)
        refused(done, 2, name, *(word.replace("LINE", f"{path.name}:{line}") for word in words), "fix: ")
        check(len(endpoint.requests) < 40, f"{name}: and the run stops", len(endpoint.requests))
    failing("set_limit at an endpoint", 'ctx.set_limit { campaign = "otp", carrier = "AT&T", throughput = "240/min" }', "LINE", "limit")
    failing("a handset at a real endpoint", 'ctx.reply { from = "+12942000000", to = "otp#1", body = "STOP" }', "handset")
    with Endpoint() as endpoint:
        done = run(hook('ctx.send { to = "+12922000001", body = "by hand", from = "otp" }'), endpoint.url)
    if done.code == 2:  # `from` may have to name a number
        with Endpoint() as endpoint:
            done = run(hook('ctx.send { to = "+12922000001", body = "by hand", from = "otp#1" }'), endpoint.url)
    sane(done, endpoint, "ctx.send")
    check.equal((done.code, [r.to for r in endpoint.requests if r.body["MessageBody"] == "by hand"]), (0, ["+12922000001"]), "ctx.send sends")
    with Endpoint() as endpoint:
        done = run(scenario(count=20, lasts="1s", more="on = { TEXT_DELIVERED = function(event, ctx) ctx.send { to = event.to, body = 'thanks' } end }"), endpoint.url)
    check.equal((done.code, len(endpoint.requests)), (0, 20), "no event, no call")
    path = file_of(scenario(count=60, lasts="60s", more='faults = { outage { carrier = "AT&T", at = "3d" } }, at = { ["1s"] = function(ctx) ctx.begin_fault(1) end, ["59s"] = function(ctx) ctx.end_fault(1) end }'))
    process, url = serving(path, "--clock", "x60")
    done = run(path, url, "--pace", "x60", "--until", "2m")
    report = report_of(done, "begin_fault")
    check(report and report["faults"][0]["messages_affected"] > 0, "ctx.begin_fault begins a fault at sendlab serve", done)
    process.send_signal(signal.SIGTERM)
    check.equal(process.wait(30), 0, "... which stops cleanly")


# ---- receipts ----

def post(url, body, **headers):
    request = urllib.request.Request(url, body if isinstance(body, bytes) else json.dumps(body).encode(), {name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=20) as reply:
            return reply.status
    except urllib.error.HTTPError as failed:
        return failed.code


def record_of(request, uuid, event, final, at_ms):
    """As in the service's documentation of events."""
    return {"eventType": event, "eventVersion": "1.0", "eventTimestamp": at_ms, "isFinal": final, "originationPhoneNumber": request.body["OriginationIdentity"],
            "destinationPhoneNumber": request.to, "isoCountryCode": "US", "messageId": uuid, "messageRequestTimestamp": at_ms, "messageEncoding": "GSM",
            "messageType": "TRANSACTIONAL", "messageStatus": event.removeprefix("TEXT_"), "messageStatusDescription": "as the test wants it", "totalMessageParts": 1,
            "totalMessagePrice": 0.00581, "totalCarrierFee": 0.003}


def envelope(record):
    return {"Type": "Notification", "MessageId": "x", "TopicArn": "arn:aws:sns:us-east-1:123456789012:receipts", "Message": json.dumps(record), "Timestamp": "2026-11-27T17:00:00.000Z"}


def test_receipts():
    listener = threading.Event()
    address = []
    sent = collections.Counter()
    malformed = 4
    codes = []

    def tell(request, uuid, early):
        listener.wait(20)
        url = address[0]
        now = int(time.time() * 1000)
        success, delivered = record_of(request, uuid, "TEXT_SUCCESSFUL", False, now), record_of(request, uuid, "TEXT_DELIVERED", True, now + 5)
        if early:
            codes.append(post(url, json.dumps(success).encode()))
            sent["records"] += 1
            return
        way = request.number % 3
        codes.append(post(url, record_of(request, "somebody-elses-" + uuid, "TEXT_DELIVERED", True, now)))
        sent["records"] += 4
        if request.number == 5:
            codes.append(post(url, b'{"eventType":"TEXT_DELIVERED"}\n{\n[]\nnot json\n'))
            sent["records"] += malformed
        for record in (success, success, delivered):  # the first comes twice
            if way == 0:
                codes.append(post(url, envelope(record), x_amz_sns_message_type="Notification"))
            elif way == 1:
                codes.append(post(url, record, x_amz_sns_message_type="Notification", x_amz_sns_rawdelivery="true"))
        if way == 2:
            codes.append(post(url, b"".join(json.dumps(r).encode() + b"\n" for r in (success, success, delivered))))

    async def behave(endpoint, request):
        reply = accepted()
        uuid = json.loads(reply.split(b"\r\n\r\n", 1)[1])["MessageId"]
        loop = asyncio.get_running_loop()
        if request.number % 4 == 3:  # a record that overtakes the answer
            await loop.run_in_executor(None, tell, request, uuid, True)
        loop.call_later(0.2, loop.run_in_executor, None, tell, request, uuid, False)
        return reply

    with Endpoint(behave) as endpoint:
        endpoint.gets["/confirm?Action=ConfirmSubscription&Token=abc%2F1"] = (200, "<ConfirmSubscriptionResponse/>")
        folder = sendlab.scratch / "receipts"
        process = subprocess.Popen([sendlab.binary, "run", str(file_of(scenario(count=60, lasts="3s"))), "--target", endpoint.url, "--receipts", "listen:127.0.0.1:0",
                                    "--out", str(folder), "--events"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ, **NOBODY))
        err = ""
        for line in process.stderr:
            err += line
            if line.startswith("receipts at "):
                address.append(line.split()[-1])
                break
        if not check(bool(address), "the run says where it takes receipts", err):
            process.kill()
            return
        listener.set()
        confirm = lambda url: post(address[0], {"Type": "SubscriptionConfirmation", "Token": "abc", "SubscribeURL": url}, x_amz_sns_message_type="SubscriptionConfirmation")
        check.equal(confirm(endpoint.url + "/confirm?Action=ConfirmSubscription&Token=abc%2F1"), 200, "a subscription is confirmed")
        for url in ("http://192.0.2.1/confirm", f"http://127.0.0.1:{endpoint.port}@192.0.2.1/x", f"http://user@127.0.0.1:{endpoint.port}/stolen", "https://sns.us-east-1.amazonaws.com.example.com/x",
                    "http://sns.us-east-1.amazonaws.com/x", "https://example.com/?sns.us-east-1.amazonaws.com", "file:///etc/passwd", ""):
            check.equal(confirm(url), 400, f"SubscribeURL {url or 'that is missing'} is refused")
        check.equal(post(address[0], b"\xff\xfe\x00"), 200, "bytes that are no text do no harm")
        check.equal(post(address[0], {"Type": "Notification"}, x_amz_sns_message_type="Notification"), 200, "an envelope without a message does no harm")
        sent["records"] += 2
        out, more = process.communicate(timeout=120)
        done = sendlab_runs.Done(process.returncode, out, err + more, folder)
    check.equal(done.code, 0, "a run with receipts ends when the last is there")
    report = sane(done, endpoint, "receipts")
    check.equal(endpoint.fetched.count("/confirm?Action=ConfirmSubscription&Token=abc%2F1"), 1, "the link was fetched")
    check(not [path for path in endpoint.fetched if "stolen" in path], "no other link was", endpoint.fetched)
    check.equal(report["messages"]["final"], {"DELIVERED": 60}, "every message was delivered, whichever way its records came")
    check.equal((report["events"].get("TEXT_DELIVERED"), report["messages"]["pending"]), (60, 0), "... once")
    requests = report["run"]["requests"]
    check.equal(requests["malformed_records"], malformed + 2, "what is no record is counted")
    check(60 * 3 <= requests["event_records"] <= sent["records"], "records are counted", [requests, sent])
    check(set(codes) - {None} == {200} or codes.count(200) > 200, "each post is answered with 200", collections.Counter(codes))
    check(report["delivery_s"]["count"] == 60 and report["delivery_s"]["p50"] < 10, "latency counts from the plan to the record's instant", report["delivery_s"])


# ---- an end in between ----

def test_interrupt():
    enough = threading.Event()

    async def slow(endpoint, request):
        if request.number == 20:
            enough.set()
        await asyncio.sleep(0.2)
        return accepted()
    with Endpoint(slow) as endpoint:
        folder = sendlab.scratch / "interrupted"
        process = subprocess.Popen([sendlab.binary, "run", str(file_of(scenario(count=2000, lasts="100s"))), "--target", endpoint.url, "--out", str(folder), "--quiet"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ, **NOBODY))
        check(enough.wait(30), "the run sends")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        done = sendlab_runs.Done(process.returncode, out, err, folder)
    check.equal(done.code, 130, "Ctrl-C: exit 130")
    report = sane(done, endpoint, "interrupted")
    check.equal((report["complete"], report["messages"]["accepted"]), (False, len(endpoint.requests)), "what was sent is reported, marked incomplete")


only = set(sys.argv[3:])  # names of parts, for whoever looks for a fault
for test in (test_plan, test_refusals, test_at_sendlab, test_allowances, test_throttling, test_failures, test_open_loop, test_pacing, test_functions, test_receipts, test_interrupt):
    if only and test.__name__[5:] not in only:
        continue
    print(f"--- {test.__name__[5:]}", flush=True)
    try:
        test()
    except Exception as failure:  # the other tests go on
        check(False, f"{test.__name__} runs to its end", f"{type(failure).__name__}: {failure}, line {failure.__traceback__.tb_next.tb_lineno if failure.__traceback__.tb_next else '?'}")
check.finish()
