"""`sendlab run --target` at an endpoint that throttles, fails, lies or is slow; receipts, functions, and an end in between.

The endpoint is the test's own (endpoint.py), but where the run must find `sendlab serve`."""
import asyncio
import collections
import json
import os
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request

import sendlab_runs
from endpoint import Endpoint, accept, accepted, answer, error
from target_runs import NOBODY, behaving, check, file_of, outcome, refused, report_of, run, run_parts, sane, scenario, sendlab, serving


# ---- an endpoint that misbehaves ----

def test_throttling():
    async def twice(endpoint, request):
        return error("ThrottlingException") if [r.to for r in endpoint.requests].count(request.to) <= 2 else accepted()
    done, endpoint = behaving(twice, "throttled twice")
    report = sane(done, endpoint, "throttled twice")
    check.equal((outcome(done), report["messages"]["accepted"], report["messages"]["refused"], len(endpoint.requests)), (0, 40, {}, 120), "a sender that queues asks until it is accepted")

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
    check.equal((outcome(done), report["messages"]["accepted"], len(endpoint.requests)), (0, 40, 80), "InternalServerException is asked again")

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
    check.equal((outcome(done), report["messages"]["accepted"], max(collections.Counter(r.to for r in endpoint.requests).values())), (0, 40, 1), "a connection that closes between requests loses nothing")

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
    check.equal((outcome(done), [r.to for r in endpoint.requests if r.body["MessageBody"] == "by hand"]), (0, ["+12922000001"]), "ctx.send sends")
    with Endpoint() as endpoint:
        done = run(scenario(count=20, lasts="1s", more="on = { TEXT_DELIVERED = function(event, ctx) ctx.send { to = event.to, body = 'thanks' } end }"), endpoint.url)
    check.equal((outcome(done), len(endpoint.requests)), (0, 20), "no event, no call")
    path = file_of(scenario(count=60, lasts="60s", more='faults = { outage { carrier = "AT&T", at = "3d" } }, at = { ["1s"] = function(ctx) ctx.begin_fault(1) end, ["59s"] = function(ctx) ctx.end_fault(1) end }'))
    process, url = serving(path, "--clock", "x60")
    done = run(path, url, "--pace", "x60", "--until", "2m")
    report = report_of(done, "begin_fault")
    check(report and report["faults"][0]["messages_affected"] > 0, "ctx.begin_fault begins a fault at sendlab serve", done)
    process.send_signal(signal.SIGTERM)
    check.equal(process.wait(30), 0, "... which stops cleanly")


# ---- receipts ----

def test_slow_requests_and_odd_receipts():
    """Faults of requests and receipts at sendlab serve: they are met, and what each message came to is counted once."""
    faults = ('latency { operation = "SendTextMessage", add = "3s", at = "5s", lasts = "20s" }, '
              'receipt_duplicate { at = "0s", lasts = "30s" }, receipt_reorder { at = "30s" }')
    path = file_of(scenario(count=60, lasts="60s", more=f"network = ideal {{ accept = '1s', delivery = '1s' }}, faults = {{ {faults} }}"))
    process, url = serving(path, "--clock", "x60")
    try:
        done = run(path, url, "--pace", "x60", "--until", "3m")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
    check.equal(outcome(done), 0, "slow requests and odd receipts at sendlab serve")
    report = report_of(done, "odd receipts")
    check([f["kind"] for f in report["faults"]] == ["latency", "receipt_duplicate", "receipt_reorder"] and all(f["messages_affected"] > 0 for f in report["faults"]),
          "each fault was met", report["faults"])
    messages = report["messages"]
    check.equal((messages["accepted"], messages["final"], messages["pending"]), (60, {"DELIVERED": 60}, 0), "each message counts once")


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
    check.equal(outcome(done), 0, "a run with receipts ends when the last is there")
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

    five = threading.Event()

    async def never(endpoint, request):
        if request.number == 4:
            five.set()
        await asyncio.sleep(60)
    with Endpoint(never) as endpoint:
        folder = sendlab.scratch / "interrupted-twice"
        process = subprocess.Popen([sendlab.binary, "run", str(file_of(scenario(count=2000, lasts="100s"))), "--target", endpoint.url,
                                    "--out", str(folder), "--quiet"], stderr=subprocess.PIPE, text=True, env=dict(os.environ, **NOBODY))
        check(five.wait(30), "the run sends to an endpoint that never answers")
        for _ in range(40):  # again and again, until it has had enough
            process.send_signal(signal.SIGINT)
            try:
                _, err = process.communicate(timeout=0.2)
                break
            except subprocess.TimeoutExpired:
                continue
        done = sendlab_runs.Done(process.returncode, "", err, folder)
    check.equal(done.code, 130, "a second Ctrl-C waits for no answer")
    report = report_of(done, "interrupted twice")
    messages, requests = report["messages"], report["run"]["requests"]
    check(messages["refused"].get("NO_ANSWER") == requests["sent"] == len(endpoint.requests) and requests["answered"] == 0,
          "what was sent and not answered is NO_ANSWER", [messages, requests["sent"], len(endpoint.requests)])


run_parts(test_throttling, test_failures, test_open_loop, test_pacing, test_functions, test_slow_requests_and_odd_receipts, test_receipts, test_interrupt)
