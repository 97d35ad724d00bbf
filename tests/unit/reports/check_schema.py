#!/usr/bin/env python3
"""Holds a report against the schema, then damages it in many ways, each of which the schema must refuse.

usage: check_schema.py report.schema.json REPORT.json ...
"""
import copy
import json
import sys

import jsonschema

schema = json.load(open(sys.argv[1], encoding="utf-8"))
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)
failures = 0


def objects(value, path=()):
    """Every object of a report with the path to it."""
    if isinstance(value, dict):
        yield path
    # The items of a list have one shape: the first few stand for all.
    children = value.items() if isinstance(value, dict) else list(enumerate(value))[:4] if isinstance(value, list) else ()
    for key, child in children:
        yield from objects(child, path + (key,))


def at(report, path):
    for key in path:
        report = report[key]
    return report


# Objects whose member names come from the scenario or from what occurred: one may be missing.
OPEN = {"params", "workloads", "carriers", "numbers", "campaigns", "brands", "countries", "refused", "final", "events",
        "delivered_within", "replication_stats"}
# Members that a report has only when there is something to say.
OPTIONAL = {("", "replication_stats"), ("", "metrics"), ("", "notes"), ("scenario", "question"), ("run", "requests")}


def refuse(report, what):
    global failures
    if validator.is_valid(report):
        failures += 1
        print(f"FAIL  accepted although {what}")


damaged = 0
for name in sys.argv[2:]:
    report = json.load(open(name, encoding="utf-8"))
    for error in validator.iter_errors(report):
        failures += 1
        print(f"FAIL  {name}: {'/'.join(map(str, error.absolute_path))}: {error.message}")
    for path in objects(report):
        where = "/".join(map(str, path)) or "the report"
        if not path or path[-1] not in OPEN:
            for member in at(report, path):
                if (path[-1] if path else "", member) in OPTIONAL:
                    continue
                copied = copy.deepcopy(report)
                del at(copied, path)[member]
                refuse(copied, f"{where} lacks {member}")
                copied = copy.deepcopy(report)
                at(copied, path)[member] = [[]]
                refuse(copied, f"{where}/{member} is a list of lists")
                damaged += 2
        copied = copy.deepcopy(report)
        at(copied, path)["unheard of"] = {"strange": True}
        refuse(copied, f"{where} has an unknown member")
        damaged += 1

print(f"{len(sys.argv) - 2} reports, {damaged} damaged ones, {failures} failures")
sys.exit(1 if failures else 0)
