"""Signature Version 4 of one received request, from the AWS documentation alone: "Signing AWS API requests"."""
import hashlib
import hmac
import urllib.parse


def signature_of(request, secret, region, service, method="POST"):
    """(the Authorization header that the request should have, the one it has)"""
    given = request.headers["authorization"]
    fields = dict(part.strip().split("=", 1) for part in given.removeprefix("AWS4-HMAC-SHA256").split(","))
    signed = fields["SignedHeaders"].split(";")
    instant = request.headers["x-amz-date"]
    canonical = "\n".join([method, urllib.parse.quote(request.path, safe="/-_.~"), "",
                           *(f"{name}:{' '.join(request.headers[name].split())}" for name in signed), "", ";".join(signed),
                           hashlib.sha256(request.raw).hexdigest()])
    scope = f"{instant[:8]}/{region}/{service}/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{instant}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = ("AWS4" + secret).encode()
    for step in (instant[:8], region, service, "aws4_request"):
        key = hmac.new(key, step.encode(), hashlib.sha256).digest()
    access = fields["Credential"].split("/", 1)[0]
    right = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    return f"AWS4-HMAC-SHA256 Credential={access}/{scope}, SignedHeaders={';'.join(signed)}, Signature={right}", given
