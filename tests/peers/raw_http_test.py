"""`sendlab serve` spoken to by hand: requests that no SDK would send, and everything below /_sendlab/."""
import concurrent.futures
import json
import socket
import time

import serving

TEXT = {"DestinationPhoneNumber": "+14255550168", "OriginationIdentity": "+12065550183", "MessageBody": "hello"}


def error_of(answer):
    """(status, exception, reason) of an error of the API; checks that header and body agree."""
    body = answer.json()
    name = body["__type"].rsplit("#", 1)[-1]
    if answer.headers.get("x-amzn-errortype", name) != name:
        return answer.status, "header and body differ", answer.headers
    return answer.status, name, body.get("Reason")


def targets(check, server):
    for target, body, wanted in (
            ("SendFax", "{}", (404, "UnknownOperationException", None)),
            ("", "{}", (404, "UnknownOperationException", None)),
            ("sendtextmessage", "{}", (404, "UnknownOperationException", None)),
            ("CreateProtectConfiguration", "{}", (400, "ValidationException", "UNKNOWN_OPERATION")),
            ("SendMediaMessage", "{}", (400, "ValidationException", "UNKNOWN_OPERATION")),
            ("DescribeSpendLimits", "{", (400, "ValidationException", "CANNOT_PARSE")),
            ("DescribeSpendLimits", "[]", (400, "ValidationException", "CANNOT_PARSE")),
            ("DescribeSpendLimits", "null", (400, "ValidationException", "CANNOT_PARSE")),
            ("DescribeSpendLimits", b"\xff\xfe", (400, "ValidationException", "CANNOT_PARSE")),
            ("DescribeSpendLimits", '{"MaxResults": "5"}', (400, "ValidationException", "CANNOT_PARSE")),
            ("DescribeSpendLimits", '{"MaxResults": 5, "MaxResults": 6}', (400, "ValidationException", "CANNOT_PARSE")),
            ("DescribeSpendLimits", "[" * 100_000, (400, "ValidationException", "CANNOT_PARSE"))):
        answer = server.api(target, body)
        check.equal(error_of(answer), wanted, f"{target or 'no operation'} {body[:40]!r}")
        check(len(answer.headers.get("x-amzn-requestid", "")) == 36, f"{target or 'no operation'} {body[:40]!r}: has a request id")
    for body in ("", "{}", '{"Colour": "red"}', '{"NextToken": null}'):
        check.equal(server.api("DescribeSpendLimits", body).status, 200, f"DescribeSpendLimits takes {body!r}")
    known = server.api("CreateProtectConfiguration", "{}").json()["Message"]
    check(all(name in known for name in serving.OPERATIONS), "an operation that is not modelled is told what is", known)

    check.equal(error_of(server.request("POST", "/", b"{}")), (404, "UnknownOperationException", None), "a request without X-Amz-Target")
    check.equal(error_of(server.api("DescribeSpendLimits", b"{}", target="Firehose_20150804.")), (404, "UnknownOperationException", None), "a target of another service")
    for method, path, status in (("GET", "/", 405), ("PUT", "/", 405), ("DELETE", "/", 405), ("POST", "/other", 404), ("GET", "/other", 405)):
        check.equal(error_of(server.request(method, path))[:2], (status, "UnknownOperationException"), f"{method} {path}")


def sizes(check, server):
    large = json.dumps(dict(TEXT, MessageBody="x" * 2_000_000))
    check.equal(error_of(server.api("SendTextMessage", large)), (400, "ValidationException", "FIELD_VALIDATION_FAILED"), "a body of 2 MB")
    check.equal(server.request("POST", "/", b"x" * 3_000_000).status, 413, "a body of 3 MB")
    check.equal(server.request("POST", "/", b"", {"X-Amz-Target": "x" * 20_000}).status, 431, "a header of 20 kB")
    long = server.api("Send" + "x" * 5000, "{}")
    check(long.status == 404 and len(long.text) < 1000, "a long operation name is not repeated whole", long)
    identity = server.api("SendTextMessage", json.dumps(dict(TEXT, OriginationIdentity="18446744073709551616" * 10)))
    check.equal(error_of(identity), (400, "ResourceNotFoundException", None), "an identity of 200 digits")
    check.equal(server.get("messages?to=%2B14255550168").json(), {"messages": [], "next": None}, "none of these sent anything")


def broken_connections(check, server):
    for sent, status in ((b"GARBAGE\r\n\r\n", b"400"), (b"GET / HTTP/9.9\r\n\r\n", b"505"), (b"POST / HTTP/1.1\r\n\r\n", b"400")):
        with socket.create_connection((server.host, server.port), timeout=serving.LONGEST_WAIT_S) as connection:
            connection.sendall(sent)
            answer = b""
            while block := connection.recv(4096):
                answer += block
            check(answer.split(b" ")[1:2] == [status], f"{sent!r} is answered {status.decode()}", answer)
    with socket.create_connection((server.host, server.port), timeout=serving.LONGEST_WAIT_S) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
    check.equal(server.get("health").status, 200, "a client that goes away in the middle of a request harms nobody")


def control_addresses(check, server):
    for name in ("health", "messages", "events", "metrics", ""):
        check.equal(server.get(name).status, 200, f"GET {name}")
        check.equal(server.post(name, {}).status, 405, f"POST {name}")
    for name in ("clock", "reset"):
        check.equal(server.get(name).status, 405, f"GET {name}")
    check.equal(server.get("faults").json(), {"faults": []}, "GET faults")
    check.equal(server.request("DELETE", "/_sendlab/messages").status, 405, "DELETE messages")
    for name in ("nothing", "health/", "../health", "messages/1"):
        check.equal(server.get(name).status, 404, f"GET {name}")
    check("/_sendlab/clock" in server.request("GET", "/_sendlab").text, "GET /_sendlab is the list of addresses")

    for query in ("colour=red", "after=-1", "after=x", "limit=0", "limit=1001", "limit=9999999999999999999999"):
        refused(check, server.get("messages?" + query), f"GET messages?{query}")
    for query in ("colour=red", "after=1.5", "limit=0", "limit=10001", "configuration_set=nobody-made-it"):
        refused(check, server.get("events?" + query), f"GET events?{query}")
    check.equal(server.get("events?after=99999").lines(), [], "events after the last one are none")


def refused(check, answer, name):
    try:
        body = answer.json()
    except ValueError:
        body = {}
    check(answer.status == 400 and set(body) == {"error", "fix"} and body["error"] and body["fix"], name + " is refused with a remedy", answer)


def clock(check, server):
    for body in ({}, {"advance": 5}, {"advance": "5"}, {"advance": "-1s"}, {"advance": "1s", "to": "2026-06-11T00:00:00Z"}, {"by": "1s"}, {"to": "tomorrow"},
                 {"to": "2026-06-10T08:59:59Z"}, {"to": "2026-06-11T00:00:00"}, {"advance": "9000h"}, {"advance": "99999999999999d"}, [], "1s", 1):
        refused(check, server.post("clock", body), f"POST clock {json.dumps(body)}")
    refused(check, server.request("POST", "/_sendlab/clock", b"{"), "POST clock {")
    check.equal(server.post("clock", {"advance": "1s"}).json(), {"now": "2026-06-10T09:00:01Z"}, "POST clock advances")
    check.equal(server.post("clock", {"advance": "0s"}).json(), {"now": "2026-06-10T09:00:01Z"}, "by nothing")
    check.equal(server.post("clock", {"to": "2026-06-10T02:00:02-07:00"}).json(), {"now": "2026-06-10T09:00:02Z"}, "or to an instant")
    check.equal(server.get("health").json()["now"], "2026-06-10T09:00:02Z", "GET health shows it")


def faults_and_handsets(check, server):
    for body in ({}, {"kind": "flood"}, {"kind": 1}, {"kind": "outage", "carrier": "Acme"}, {"kind": "outage", "share": 2}, {"kind": "outage", "share": "1"},
                 {"kind": "outage", "lasts": "soon"}, {"kind": "latency"}, {"kind": "receipt_delay"}, {"kind": "throttle"}, {"kind": "throttle", "rate": "5/s"},
                 {"kind": "throttle", "rate": "5/year", "carrier": "T-Mobile"}, {"kind": "throttle", "factor": 0, "number": "codes"}, {"kind": "number_blocked"},
                 {"kind": "number_blocked", "number": "+12065559999"}, {"kind": "throttle", "factor": 0.5, "campaign": "none"}, {"kind": "outage", "colour": "red"},
                 {"kind": "api_error"}, {"kind": "api_error", "error": "Oops"}, {"kind": "api_error", "error": "ConflictException", "reason": "OOPS"},
                 {"kind": "api_error", "error": "ConflictException", "operation": "SendFax"}, {"kind": "api_error", "error": "ConflictException", "operation": "DescribePhoneNumbers"},
                 {"begin": 1}, {"begin": 0}, {"end": "1"}, {"begin": 1, "kind": "outage"}, []):
        refused(check, server.post("faults", body), f"POST faults {json.dumps(body)}")
    for body in ({"kind": "outage", "carrier": "T-Mobile", "lasts": "5m", "share": 0.5}, {"kind": "latency", "add": "2s"}, {"kind": "throttle", "factor": 0.5, "number": "codes"},
                 {"kind": "number_blocked", "number": "+12065550183"}, {"kind": "api_error", "error": "ThrottlingException", "lasts": "1s", "share": 0}, {"end": 1}, {"begin": 1}):
        check.equal(server.post("faults", body).status, 200, f"POST faults {json.dumps(body)}")
    for _ in range(60):
        server.must_post("faults", {"kind": "loss", "lasts": "1s"})
    refused(check, server.post("faults", {"kind": "loss"}), "a 65th fault")

    for body in ({}, {"from": "+14255550168", "to": "codes"}, {"from": "425", "to": "codes", "body": "STOP"}, {"from": "+14255550168", "to": "+12065559999", "body": "STOP"},
                 {"from": "+14255550168", "body": "STOP"}, {"from": "+14255550168", "to": "codes", "body": ""}, {"from": "+14255550168", "to": "codes", "body": "STOP", "at": "now"},
                 {"from": 14255550168, "to": "codes", "body": "STOP"}):
        refused(check, server.post("inbound", body), f"POST inbound {json.dumps(body)}")


def slow_operations(check, server):
    """A latency of an operation holds its requests up: they are answered as if they came so much later."""
    def met():
        return server.get("faults").json()["faults"][0]["messages_affected"]

    def hold(pool, number):
        answer = pool.submit(server.api, "SendTextMessage", json.dumps(TEXT))
        while met() < number:  # the request is on its way to the server
            time.sleep(0.01)
        return answer

    for body in ({"kind": "latency", "operation": "SendFax", "add": "2s"}, {"kind": "latency", "operation": "SendTextMessage", "factor": 2},
                 {"kind": "latency", "operation": "SendTextMessage", "add": "2s", "carrier": "T-Mobile"}, {"kind": "outage", "operation": "SendTextMessage"}):
        refused(check, server.post("faults", body), f"POST faults {json.dumps(body)}")
    server.reset()
    server.must_post("faults", {"kind": "latency", "operation": "SendTextMessage", "add": "2s", "lasts": "10s"})
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        answer = hold(pool, 1)
        check.equal(server.api("DescribePools", "{}").status, 200, "other operations answer at once")
        server.advance("1999ms")
        check.equal((answer.done(), server.messages()), (False, []), "a request of the slow operation waits")
        server.advance("1ms")
        check.equal(answer.result().status, 200, "until its time")
        check.equal([m["requested"] for m in server.messages()], ["2026-06-10T09:00:02Z"], "and counts from there")
        answer = hold(pool, 2)
        server.reset()
        check.equal(answer.result().status, 500, "what is held when the world begins anew is answered so")
        check.equal(server.messages(), [], "and sends nothing")


def odd_receipts(check, server):
    """A consumer of events that counts on one of each, in order, is found out here."""
    def types_under(fault):
        server.reset()
        server.must_post("faults", {"kind": fault})
        server.api("SendTextMessage", json.dumps(TEXT))
        server.advance("1h")
        lines = server.get("events").text.splitlines()
        check(len(set(lines)) == 2, f"{fault}: two different records", lines)
        return [json.loads(line)["eventType"] for line in lines]

    check.equal(types_under("receipt_duplicate"), ["TEXT_SUCCESSFUL", "TEXT_DELIVERED", "TEXT_DELIVERED"], "a doubled receipt: its event goes out twice")
    check.equal(types_under("receipt_reorder"), ["TEXT_DELIVERED", "TEXT_SUCCESSFUL"], "an overtaken one: after the final event")


def reset(check, server):
    server.reset()
    first = [(server.api("SendTextMessage", json.dumps(TEXT)).json(), server.advance("1m"), server.messages(), server.events()) for _ in range(1)]
    check.equal(len(first[0][3]), 2, "a message leaves its events")
    server.reset()
    health = server.get("health").json()
    check.equal((health["now"], health["accepted"], health["last_event"], health["clock"], server.messages(), server.events()), ("2026-06-10T09:00:00Z", 0, 0, "manual", [], []),
                "POST reset begins anew")
    again = [(server.api("SendTextMessage", json.dumps(TEXT)).json(), server.advance("1m"), server.messages(), server.events()) for _ in range(1)]
    check.equal(again, first, "and the same happens again, to the last byte")


def request_quotas(sendlab, check, world):
    """Off where no time passes by itself, unless asked for (carriers/tables/api_quotas.csv)."""
    with serving.Server(sendlab, world) as server:
        check.equal([server.api("DescribePools", "{}").status for _ in range(3)], [200] * 3, "with a manual clock requests are not limited")
    with serving.Server(sendlab, world, "--request-quotas", "on") as server:
        check.equal(server.api("DescribePools", "{}").status, 200, "each operation has its own")
        check.equal(server.api("DescribeSpendLimits", "{}").status, 200, "the first of a second")
        check.equal(error_of(server.api("DescribeSpendLimits", "{}"))[:2], (400, "ThrottlingException"), "the second")
        server.advance("1s")
        check.equal(server.api("DescribeSpendLimits", "{}").status, 200, "and again a second later")


def main():
    sendlab, check, _ = serving.start()
    world = sendlab.source / "tests" / "peers" / "worlds" / "account.lua"
    request_quotas(sendlab, check, world)
    with serving.Server(sendlab, world) as server:
        for part in (targets, sizes, broken_connections, control_addresses, clock, faults_and_handsets, slow_operations, odd_receipts, reset):
            part(check, server)
        check.equal((server.stop(), server.errors), (0, ""), "serve ends cleanly")
    check.finish()


if __name__ == "__main__":
    main()
