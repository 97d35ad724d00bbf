"""The shape table agrees with the service model in Debian's botocore, which is older: every operation, member and
constraint that both have is equal, but for the changes that are listed here, and nothing that the older model allows
has become unknown."""
import gzip
import json
import pathlib
import sys

import botocore

import sendlab_runs

check = sendlab_runs.Checks()
source = pathlib.Path(sys.argv[2])
table = json.loads((source / "engine" / "api" / "api_shapes.json").read_text(encoding="utf-8"))
folder = pathlib.Path(botocore.__file__).parent / "data" / "pinpoint-sms-voice-v2" / "2022-03-31"
packed = folder / "service-2.json.gz"
model = json.loads(gzip.decompress(packed.read_bytes()) if packed.exists() else (folder / "service-2.json").read_bytes())

# What changed in the model after botocore 1.29.27: (member, constraint, then, now).
name_or_arn, name_or_arn_or_empty = "[A-Za-z0-9_:/-]+", "[A-Za-z0-9_:/-]*"
CHANGED = {
    ("Filters[].Values[]", "max", 100, 128),
    ("Filters[].Values[]", "pattern", "[A-Za-z0-9_-]+", r"[/\.:A-Za-z0-9+_-]+"),
    ("TwoWayChannelArn", "pattern", r"arn:\S+", r"\S+"),
    ("NumberCapabilities", "max", 2, 4),  # MMS and RCS
    ("MatchingEventTypes", "max", 25, 43),
    ("PoolId", "min", 1, 0),
    ("PoolId", "pattern", name_or_arn, name_or_arn_or_empty),
    ("PoolIds[]", "min", 1, 0),
    ("PoolIds[]", "pattern", name_or_arn, name_or_arn_or_empty),
    ("RegistrationId", "max", 64, 256),
    ("RegistrationId", "pattern", r"\S+", name_or_arn),
    ("MessageTypes", "min", None, 0),
    ("MessageTypes", "max", None, 2),
    ("Context{}", "pattern", r"\S+", r"(?!\s)^[\s\S]+(?<!\s)"),
}
NO_LONGER_REQUIRED = {f"{name}.IsoCountryCode" for name in
                      ("CreatePool", "AssociateOriginationIdentity", "DisassociateOriginationIdentity")}


def tail(path):
    """The last member of a path, with what follows it, and Filters before its Values."""
    steps = path.split(".")
    return ".".join(steps[-2:]) if steps[-1].startswith("Values") else steps[-1]


def compare(name, ours, path, is_input):
    """Yields what differs between the model's shape `name` and ours beyond CHANGED."""
    theirs = model["shapes"][name]
    if theirs["type"] != ours.get("type", "structure"):
        yield f"{path}: type {theirs['type']}, ours {ours.get('type')}"
        return
    for key in ("min", "max", "pattern"):
        then, now = theirs.get(key), ours.get(key)
        if then != now and (tail(path), key, then, now) not in CHANGED:
            yield f"{path}: {key} {then!r}, ours {now!r}"
    gone = set(theirs.get("enum", [])) - set(ours.get("enum", []))
    if gone or ("enum" in ours) != ("enum" in theirs):
        yield f"{path}: enumeration lacks {sorted(gone)}"
    if theirs["type"] == "list":
        yield from compare(theirs["member"]["shape"], ours["member"], path + "[]", is_input)
    elif theirs["type"] == "map":
        yield from compare(theirs["key"]["shape"], ours["key"], path + "{key}", is_input)
        yield from compare(theirs["value"]["shape"], ours["value"], path + "{}", is_input)
    elif theirs["type"] == "structure":
        then, now = set(theirs.get("required", [])), set(ours.get("required", []))
        for member in sorted(then - now):
            if f"{path}.{member}" not in NO_LONGER_REQUIRED and is_input:
                yield f"{path}.{member}: required by the model only"
        if is_input and now - then:  # a client of the older model could not know
            yield f"{path}: requires {sorted(now - then)}, the model does not"
        for member, shape in theirs["members"].items():
            if member in ours["members"]:
                yield from compare(shape["shape"], ours["members"][member], f"{path}.{member}", is_input)
            else:
                yield f"{path}.{member}: unknown to us"


common = [name for name in model["operations"] if name in table["operations"]]
check(len(common) >= 43, "the model's 43 operations of 2022 are in the table", len(common))
check(set(model["operations"]) <= set(table["operations"]) | set(table["later_operations"]), "no operation is unknown to the table")
for name in common:
    operation, ours = model["operations"][name], table["operations"][name]
    faults = []
    for side in ("input", "output"):
        faults += compare(operation[side]["shape"], ours[side], name, side == "input")
    if {error["shape"] for error in operation["errors"]} != set(ours["errors"]):
        faults.append(f"errors {operation['errors']}, ours {ours['errors']}")
    members = model["shapes"][operation["input"]["shape"]]["members"]
    token = [member for member, shape in members.items() if shape.get("idempotencyToken")]
    if token != [ours[key] for key in ("idempotency_token",) if key in ours]:
        faults.append(f"idempotency token {token}")
    check(not faults, f"{name} has the model's shapes", "; ".join(faults))

for name, ours in table["exceptions"].items():
    members = model["shapes"][name]["members"]
    check.equal(sorted(ours["members"]), sorted(members), f"{name} has the model's members")
    if "Reason" in members:
        reasons = set(model["shapes"][members["Reason"]["shape"]]["enum"])
        check(reasons <= set(ours["reasons"]), f"{name} has the model's reasons", sorted(reasons - set(ours["reasons"])))
types = set(model["shapes"]["ResourceType"]["enum"])
check(types <= set(table["resource_types"]), "the model's types of resource are known", sorted(types))
check.equal(table["protocol"]["target_prefix"], model["metadata"]["targetPrefix"], "the target prefix is the model's")
check.equal(table["protocol"]["content_type"], "application/x-amz-json-" + model["metadata"]["jsonVersion"], "the content type is the model's")
check.finish()
