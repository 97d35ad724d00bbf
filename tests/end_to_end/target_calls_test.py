"""`sendlab run --target` with calls: what an endpoint gets to see, what its events make of the report, what is bounded and how.

The endpoint is the test's own (endpoint.py)."""
import asyncio
import collections
import json
import os
import subprocess
import threading
import time
import urllib.request

import sendlab_runs
from endpoint import Endpoint, accepted, error
from target_runs import NOBODY, SOMEBODY, check, file_of, outcome, plan_of, refused, report_of, run, run_parts, sane, scenario, sendlab

PRICE = sendlab_runs.decimal.Decimal("0.013")  # of a minute to the US
FAST = ("--pace", "x20")


def calls(count=6, workload="", numbers="", sender='"alerts"', more=""):
    return f"""
return scenario {{
  start = "2026-11-27T09:00:00-08:00", seed = 7,
  account = account {{ tier = "production", monthly_voice_spend_limit = "$100",
    numbers = {{ number {{ name = "alerts", type = "TOLL_FREE", country = "US", capabilities = {{ "SMS", "VOICE" }} }}, {numbers} }}, {more} }},
  workloads = {{
    workload {{ name = "calls", channel = "VOICE", from = {sender}, to = us_recipients {{ count = 500 }}, arrivals = burst {{ count = {count} }},
      body = "There is a storm warning, number {{digits:4}}.", {workload} }},
  }},
}}
"""


def test_requests():
    text = calls(workload='voice_id = "AMY", text_type = "SSML", ttl = "90s", max_price = "$0.05", context = { order = "A-1" }').replace(
        '"There is', '"<speak>There is').replace('}."', '}.</speak>"')
    path = file_of(text)
    planned = collections.Counter((p["to"], p["body"]) for p in map(json.loads, plan_of(path).splitlines()))
    with Endpoint() as endpoint:
        done = run(path, endpoint.url, *FAST)
    check.equal(outcome(done), 0, "calls are made")
    report = sane(done, endpoint, "calls")
    check.equal({r.headers["x-amz-target"] for r in endpoint.requests}, {"PinpointSMSVoiceV2.SendVoiceMessage"}, "the operation is SendVoiceMessage")
    check.equal(collections.Counter((r.to, r.body["MessageBody"]) for r in endpoint.requests), planned, "destinations and texts are those of the plan")
    for member, wanted in (("MessageBodyTextType", "SSML"), ("VoiceId", "AMY"), ("TimeToLive", 90), ("MaxPricePerMinute", "0.05"), ("Context", {"order": "A-1"})):
        check.equal({json.dumps(r.body.get(member)) for r in endpoint.requests}, {json.dumps(wanted)}, f"{member} is the scenario's")
    check.equal({tuple(sorted(r.body)) for r in endpoint.requests},
                {("Context", "DestinationPhoneNumber", "MaxPricePerMinute", "MessageBody", "MessageBodyTextType", "OriginationIdentity", "TimeToLive", "VoiceId")}, "... and nothing else goes out")
    times = sorted(r.at for r in endpoint.requests)
    check(all(b - a >= 0.049 for a, b in zip(times, times[1:])), "a number makes one call a second", [b - a for a, b in zip(times, times[1:])])
    check.equal(report["voice"], {"calls": 6, "answered": 0, "minutes": 0}, "nothing tells what became of them")
    check.equal((report["messages"]["pending"], report["cost"]["variable_usd"]), (6, 0), "... so all are pending, and cost nothing yet")
    check(any("target/calls" in str(a) for a in report["assumptions"]), "the report says what cannot be known", report["assumptions"])

    with Endpoint() as endpoint:
        done = run(calls(workload='dry_run = true, text_type = "TEXT"'), endpoint.url, *FAST)
    check.equal({(r.body.get("DryRun"), r.body.get("MessageBodyTextType")) for r in endpoint.requests}, {(True, "TEXT")}, "dry runs say so")
    check.equal(report_of(done, "dry runs")["messages"]["final"], {"ACCEPTED": 6}, "... and are over at once")

    second = 'number { name = "spare", type = "TOLL_FREE", country = "US", number = "+18005550199" }'
    with Endpoint() as endpoint:
        run(calls(numbers=second, sender='"all"', more='pools = { pool { name = "all", identities = { "alerts", "spare" } } }'), endpoint.url, *FAST)
    check.equal(len({r.body["OriginationIdentity"] for r in endpoint.requests} - {"+18005550199"}), 1, "a pool is called from by its number with voice")
    check.equal(len(endpoint.requests), 6, "... every time")


def test_refusals():
    async def throttle_once(endpoint, request):
        return error("ThrottlingException") if [r.to for r in endpoint.requests].count(request.to) == 1 else accepted()
    with Endpoint(throttle_once) as endpoint:
        done = run(calls(), endpoint.url, *FAST)
    check.equal((outcome(done), report_of(done, "throttled")["messages"]["accepted"], len(endpoint.requests)), (0, 6, 12), "throttled calls are asked for again")

    async def refuse(_endpoint, request):
        return error("ServiceQuotaExceededException", Reason="DAILY_DESTINATION_CALL_LIMIT") if request.number % 2 else None if request.number == 4 else accepted()
    with Endpoint(refuse) as endpoint:
        done = run(calls(), endpoint.url, *FAST)
    check.equal(report_of(done, "refused")["messages"]["refused"], {"DAILY_DESTINATION_CALL_LIMIT": 3, "NO_ANSWER": 1}, "refusals keep their reason, and no answer is one")


def test_allowances():
    path = file_of(calls(10))
    planned = [json.loads(line)["to"] for line in plan_of(path).splitlines()]
    with Endpoint() as endpoint:
        done = run(path, endpoint.url, "--max-messages", "4", *FAST)
    refused(done, 3, "--max-messages counts calls", "--max-messages", "4")
    check.equal((len(endpoint.requests), report_of(done, "--max-messages")["complete"]), (4, False), "... and the report is incomplete")
    # Five minutes at 1.3 cents: three calls at most cost 19.5 cents, four 26.
    with Endpoint() as endpoint:
        done = run(path, endpoint.url, "--max-spend", "$0.25", *FAST)
    refused(done, 3, "--max-spend counts a call with its longest duration", "--max-spend")
    check.equal(len(endpoint.requests), 3, "... so three are made")
    with Endpoint() as endpoint:
        done = run(path, endpoint.url, "--allow-numbers", sendlab.write("two.txt", "\n".join(planned[:2]) + "\n"), *FAST)
    refused(done, 3, "--allow-numbers holds for calls", "--allow-numbers")
    check.equal(sorted(r.to for r in endpoint.requests), sorted(planned[:2]), "... nobody else is called")
    refused(run(path, "http://192.0.2.1:9", env=SOMEBODY), 3, "beyond this machine calls need every allowance", "--allow-send", "--max-messages", "--max-spend", "--allow-numbers")
    busy = file_of(calls(10, workload='client = client { when_throttled = "fail", connections = 3 }'))
    with Endpoint() as endpoint:
        refused(run(busy, endpoint.url), 2, "connections are not kept, of calls neither", f"{busy.name}:", "client.connections")
    check.equal(endpoint.requests, [], "... and nobody is called")


def test_events():
    """Each call ends in another way: the report has what its events say."""
    address, ready = [], threading.Event()
    # Of the n-th request: events, seconds after it, and the duration that the last one has.
    lives = [(("INITIATED", 0, None), ("RINGING", 1, None), ("ANSWERED", 2, None), ("COMPLETED", 12, 10)),
             (("INITIATED", 0, None), ("RINGING", 1, None), ("ANSWERED", 3, None), ("COMPLETED", 64, 61)),
             (("INITIATED", 0, None), ("BUSY", 1, None)),
             (("INITIATED", 0, None), ("RINGING", 1, None), ("NO_ANSWER", 31, None)),
             (("RINGING", 1, None), ("ANSWERED", 2, None), ("FAILED", 6, 4)),
             (("INITIATED", 0, None), ("TTL_EXPIRED", 9, None))]

    def tell(request, uuid):
        ready.wait(20)
        now = int(time.time() * 1000)  # twenty of the scenario's seconds are one of these
        for status, after, duration in lives[request.number]:
            time.sleep(max(0, now / 1000 + after / 20 - time.time()))
            record = {"eventType": "VOICE_" + status, "eventVersion": "1.0", "eventTimestamp": now + after * 50, "isFinal": status not in ("INITIATED", "RINGING", "ANSWERED"),
                      "originationPhoneNumber": request.body["OriginationIdentity"], "destinationPhoneNumber": request.to, "isoCountryCode": "US", "messageId": uuid,
                      "messageRequestTimestamp": now, "messageStatus": status}
            if duration:
                record |= {"callDurationInSeconds": duration, "totalDurationInMinutes": -(-duration // 60), "totalMessagePrice": 99}
            with urllib.request.urlopen(urllib.request.Request(address[0], json.dumps(record).encode())) as reply:
                reply.read()

    async def behave(_endpoint, request):
        reply = accepted()
        uuid = json.loads(reply.split(b"\r\n\r\n", 1)[1])["MessageId"]
        loop = asyncio.get_running_loop()
        loop.call_later(0.05, loop.run_in_executor, None, tell, request, uuid)
        return reply

    with Endpoint(behave) as endpoint:
        folder = sendlab.scratch / "events"
        process = subprocess.Popen([sendlab.binary, "run", str(file_of(calls(len(lives)))), "--target", endpoint.url, *FAST, "--receipts", "listen:127.0.0.1:0", "--out", str(folder),
                                    "--events", "--max-spend", "$0.40"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ, **NOBODY))
        err = ""
        for line in process.stderr:
            err += line
            if line.startswith("receipts at "):
                address.append(line.split()[-1])
                ready.set()
                break
        out, more = process.communicate(timeout=120)
        done = sendlab_runs.Done(process.returncode, out, err + more, folder)
    check.equal(outcome(done), 0, "a run of calls ends when the last has come to its end")
    report = sane(done, endpoint, "events")
    check.equal(report["messages"]["final"], {"COMPLETED": 2, "BUSY": 1, "NO_ANSWER": 1, "FAILED": 1, "VOICE_TTL_EXPIRED": 1}, "each call has the end that its events tell")
    check.equal(report["voice"], {"calls": 6, "answered": 3, "minutes": 4}, "answered are those that cost, begun minutes")
    check.equal(report["cost"]["variable_usd"], 4 * PRICE, "... by the scenario's prices, not the endpoint's bill")
    check.equal(report["events"].get("VOICE_RINGING"), 4, "events are counted")
    check.equal((report["queue_s"]["count"], report["accept_s"]["count"], report["delivery_s"]["count"]), (0, 4, 2), "when a call was dialled nobody tells, but when it rang and was answered")
    check.equal(report["run"]["requests"]["malformed_records"], 0, "every record was understood")


run_parts(test_requests, test_refusals, test_allowances, test_events)
