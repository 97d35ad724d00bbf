"""Signatures of engine/http against other implementations: requests against botocore's signer, byte for byte, and SNS
messages against RSA in plain Python integers.

usage: signatures_test.py SENDLAB SOURCE_DIR SIGNATURES_PROGRAM
"""
import base64
import datetime
import hashlib
import json
import random
import string
import subprocess
import sys
import types
import urllib.parse

import botocore.auth
import botocore.awsrequest
import botocore.credentials
import botocore.session

import sendlab_runs

_, check, rest = sendlab_runs.start()
if not rest:
    sys.exit(__doc__)
NOW = datetime.datetime(2026, 1, 5, 17, 0, 0)
KEYS = {"access_key_id": "AKIDEXAMPLE", "secret": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}


def ask(lines):
    """The program's answers to JSON objects."""
    sent = "".join(json.dumps({"instant": NOW.strftime("%Y-%m-%dT%H:%M:%SZ"), **KEYS, **line}) + "\n" for line in lines)
    done = subprocess.run([rest[0]], input=sent.encode("utf-8"), capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


# botocore reads the clock; here it stands still.
class StoppedClock(datetime.datetime):
    @classmethod
    def utcnow(cls):
        return cls(*NOW.timetuple()[:6])

    @classmethod
    def now(cls, tz=None):
        return cls(*NOW.timetuple()[:6], tzinfo=tz)


botocore.auth.datetime = types.SimpleNamespace(datetime=StoppedClock, timedelta=datetime.timedelta, timezone=datetime.timezone)
if hasattr(botocore.auth, "get_current_datetime"):
    botocore.auth.get_current_datetime = lambda remove_tzinfo=True: NOW


def signed_by_botocore(one):
    request = botocore.awsrequest.AWSRequest(one["method"], f"https://{one['host']}{one['target']}", dict(one["headers"]), one["body"].encode("utf-8"))
    credentials = botocore.credentials.Credentials(KEYS["access_key_id"], KEYS["secret"], one["token"] or None)
    botocore.auth.SigV4Auth(credentials, one["service"], one["region"]).add_auth(request)
    return request.headers


rng = random.Random(7)


def word(alphabet, most):
    return "".join(rng.choice(alphabet) for _ in range(rng.randint(1, most)))


def random_request():
    letters = string.ascii_letters + string.digits
    segment = lambda: urllib.parse.quote(word(letters + " -._~%äß+", 8), safe="")  # noqa: E731
    path = "/" + "/".join(rng.choice(["", ".", "..", segment(), segment()]) for _ in range(rng.randint(0, 5)))
    query = "&".join(f"{segment()}={segment()}" for _ in range(rng.randint(0, 4)))
    headers = {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "PinpointSMSVoiceV2." + word(letters, 12), "User-Agent": word(letters, 5)}
    for _ in range(rng.randint(0, 3)):
        headers["X-" + word(letters, 6)] = word(letters + "   \";,=", 20).strip() or "x"
    return {"method": rng.choice(["GET", "POST", "PUT"]), "target": path + ("?" + query if query else ""), "headers": list(headers.items()),
            "host": rng.choice(["example.amazonaws.com", "127.0.0.1:4580", "sms-voice.us-east-1.amazonaws.com"]),
            "body": word(letters + "{}\":äß漢😀\n", 200), "token": rng.choice(["", word(letters + "+/=", 300)]),
            "region": rng.choice(["us-east-1", "eu-central-1"]), "service": rng.choice(["sms-voice", "sns"])}


requests = [random_request() for _ in range(300)]
theirs = [signed_by_botocore(one) for one in requests]
ours = [answer["headers"] for answer in ask({"do": "sign", **one} for one in requests)]
for name in ("Authorization", "X-Amz-Date", "X-Amz-Security-Token"):
    wrong = [(one, mine.get(name), them.get(name)) for one, mine, them in zip(requests, ours, theirs) if mine.get(name) != them.get(name)]
    check(not wrong, f"{name} of {len(requests)} requests is that of botocore", wrong[:1])


def as_received(one, headers):
    return {**one, "headers": [["Host", one["host"]], *([name, value] for name, value in headers.items() if name.lower() != "host")]}


checked = ask({"do": "check", **as_received(one, them)} for one, them in zip(requests, theirs))
check(all(answer["ok"] for answer in checked), "what botocore signs passes the check", [a for a in checked if not a["ok"]][:1])
MISMATCH = "The request signature we calculated does not match"
spoilt = ask({"do": "check", **as_received(one, them), "body": one["body"] + "."} for one, them in zip(requests, theirs))
check(all(MISMATCH in answer["message"] for answer in spoilt), "with another body it does not")

# The very request that a client sends.
sent = []


def instead_of_sending(request, **_):
    sent.append(request)
    return botocore.awsrequest.AWSResponse(request.url, 200, {}, types.SimpleNamespace(read=lambda: b"{}", stream=lambda **_: iter([b'{"MessageId": "m"}'])))


for service, call in (("pinpoint-sms-voice-v2", lambda c: c.send_text_message(DestinationPhoneNumber="+12905550101", MessageBody="héllo")),
                      ("pinpoint-sms-voice-v2", lambda c: c.describe_phone_numbers(MaxResults=5))):
    client = botocore.session.Session().create_client(service, region_name="us-east-1", endpoint_url="http://127.0.0.1:4580", aws_access_key_id=KEYS["access_key_id"],
                          aws_secret_access_key=KEYS["secret"], aws_session_token="to/ken+==")
    client.meta.events.register("before-send", instead_of_sending)
    call(client)
for request in sent:
    headers = {name: value.decode() if isinstance(value, bytes) else value for name, value in request.headers.items()}
    body = request.body.decode("utf-8") if isinstance(request.body, bytes) else request.body
    one = {"method": request.method, "target": "/", "host": "127.0.0.1:4580", "body": body, "token": "to/ken+==", "region": "us-east-1", "service": "sms-voice"}
    # The client's own clock signed it.
    one["instant"] = datetime.datetime.strptime(headers["X-Amz-Date"], "%Y%m%dT%H%M%SZ").strftime("%Y-%m-%dT%H:%M:%SZ")
    for body_sent, wanted in ((body, True), (body + " ", False)):
        answer = ask([{"do": "check", **as_received(one, headers), "body": body_sent}])[0]
        check(answer["ok"] == wanted and (wanted or MISMATCH in answer["message"]), f"botocore's {headers['X-Amz-Target']}, {'as sent' if wanted else 'changed'}", answer)


# SNS: RSA signatures (RFC 8017, 8.2.2) by integer arithmetic, with the key read out of the certificate.
def der(data, at=0):
    """(tag, content, end) of the element that begins there."""
    tag, length, at = data[at], data[at + 1], at + 2
    if length & 0x80:
        size = length & 0x7F
        length, at = int.from_bytes(data[at:at + size], "big"), at + size
    return tag, data[at:at + length], at + length


def children(content):
    at, found = 0, []
    while at < len(content):
        tag, inner, at = der(content, at)
        found.append((tag, inner))
    return found


def rsa_key(pem):
    certificate = children(der(base64.b64decode("".join(pem.strip().splitlines()[1:-1])))[1])
    fields = [f for f in children(certificate[0][1]) if f[0] != 0xA0]  # without the version
    algorithm, key = children(fields[5][1])
    assert children(algorithm[1])[0][1] == bytes.fromhex("2a864886f70d010101"), "rsaEncryption"
    modulus, exponent = children(der(key[1][1:])[1])
    return int.from_bytes(modulus[1], "big"), int.from_bytes(exponent[1], "big")


def verifies(pem, signature, text, version):
    modulus, exponent = rsa_key(pem)
    size = (modulus.bit_length() + 7) // 8
    prefix = {1: "3021300906052b0e03021a05000414", 2: "3031300d060960864801650304020105000420"}[version]
    digest = (hashlib.sha1 if version == 1 else hashlib.sha256)(text.encode("utf-8")).digest()
    info = bytes.fromhex(prefix) + digest
    expected = b"\x00\x01" + b"\xff" * (size - len(info) - 3) + b"\x00" + info
    raw = base64.b64decode(signature, validate=True)
    return len(raw) == size and pow(int.from_bytes(raw, "big"), exponent, modulus).to_bytes(size, "big") == expected


COVERED = {"Notification": ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"],
           "SubscriptionConfirmation": ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]}
record = json.dumps({"eventType": "TEXT_DELIVERED", "context": {"quote": '"\\', "text": "héllo 😀\n"}}, ensure_ascii=False)
for version in (1, 2):
    for subject in ("", "Receipts – today"):
        answer = ask([{"do": "sns", "version": version, "message": record, "subject": subject, "token": "2336412f37"}])[0]
        for kind in ("notification", "confirmation"):
            body = json.loads(answer[kind])
            text = "".join(f"{name}\n{body[name]}\n" for name in COVERED[body["Type"]] if name in body)
            name = f"SNS {kind}, version {version}{', with subject' if subject else ''}"
            check(verifies(answer["certificate"], body["Signature"], text, version), f"{name}: the signature fits")
            check(not verifies(answer["certificate"], body["Signature"], text.replace("\n", "\r\n", 1), version), f"{name}: and no other text")
            check.equal(body["SignatureVersion"], str(version), f"{name}: says its version")
        check.equal(json.loads(answer["notification"])["Message"], record, f"SNS notification, version {version}: holds the record as it was")
check.finish()
