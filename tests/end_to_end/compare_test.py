"""`sendlab compare`: exit codes, what is printed where, JSON under its schema, and the Markdown of a pull request comment.

usage: compare_test.py SENDLAB SOURCE_DIR [--update]
--update writes tests/golden/compare.md again; read the difference before committing it.
"""
import json
import os
import re
import subprocess

import jsonschema

import sendlab_runs

sendlab, check, rest = sendlab_runs.start()
schema = json.loads((sendlab.source / "reports" / "compare.schema.json").read_text(encoding="utf-8"))
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)
tiny = sendlab.source / "tests" / "golden" / "tiny.lua"
for out, options in (("base", []), ("same", []), ("other", ["--seed", "3"]), ("twice", ["--replications", "2"])):
    done = sendlab.call("run", tiny, "--quiet", "--out", out, *options)
    check(done.code == 0, f"run {out}", done)


def compare(*arguments, **how):
    return sendlab.call("compare", *arguments, **how)


def expect(code, done, name, *needles):
    missing = [n for n in needles if n not in done.out + done.err]
    return check(done.code == code and not missing, f"{name}: exit {code}", f"{done}; missing {missing}")


def document(name, *arguments):
    done = compare(*arguments, "--json")
    parsed = sendlab_runs.exact_json(done.out)
    faults = [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in validator.iter_errors(json.loads(done.out))][:3]
    check.equal(faults, [], f"{name}: valid under compare.schema.json")
    check.equal(parsed["passed"], done.code == 0, f"{name}: passed is exit 0")
    return parsed


# The exact gate.
done = compare("base", "same")
expect(0, done, "an unchanged pair", "no difference", "the digests agree")
check(done.err == "", "an unchanged pair: no warning", done.err)
expect(0, compare("base", "base/report.json"), "a folder and the file in it")
done = compare("base", "other")
expect(99, done, "another seed", "the digests differ", "warning: seed differs: 2 in BASE, 3 in NEW")
check("warning" not in done.out, "warnings are on standard error")
expect(99, compare("base", "twice"), "other replications", "replications differs: 1 in BASE, 2 in NEW")

# A single figure, changed by hand: the last place counts.
report = (sendlab.scratch / "base" / "report.json").read_text(encoding="utf-8")
sendlab.write("nudged.json", report.replace('"virtual_s": 39.5', '"virtual_s": 39.500000001', 1))
expect(99, compare("base", "nudged.json"), "a billionth of a second", "virtual_s", "+0.000000001", "+<0.01 %", "1 of ", "the digests agree")
digest = json.loads(report)["digest"]
sendlab.write("digest.json", report.replace(digest, "0" * 32, 1))
expect(99, compare("base", "digest.json"), "the digest alone", "every metric is equal, but the digests differ")

# Gates.
expect(0, compare("base", "nudged.json", "--fail-on", "virtual_s > +1ns"), "a gate at its threshold", "passed: 0 of 1 gate failed")
expect(99, compare("base", "nudged.json", "--fail-on", "virtual_s >= +1ns"), "a gate that holds")
expect(0, compare("base", "other", "--fail-on", "codes.delivery_s.p99 > +5%"), "gates alone decide")
expect(99, compare("--fail-on", "delivered_share > +1%", "--fail-on", 'carriers["T-Mobile"].delivered_share < -1pp', "base", "other"),
       "options before folders, one gate of two", "failed: 1 of 2 gates failed")
expect(99, compare("base", "same", "--fail-on", 'carriers["US Cellular"].delivery_s.p99 > +5%'), "a metric without samples", "no samples in either")

# What is wrong is told, all at once.
done = compare("base", "other", "--fail-on", "cost.total_us > +5%", "--fail-on", "delivery_s.p99 > +$1")
expect(2, done, "gates at fault", 'no metric of the two reports is called "cost.total_us"', "did you mean cost.total_usd?", "wrong unit")
expect(2, compare("base", "other", "--fail-on", "cost.total_usd > 5%"), "a threshold without a sign", "write +5% or -5%")
expect(2, compare("nowhere", "neither"), "missing folders", "nowhere: error: cannot be read: No such file", "neither: error", "fix:")
sendlab.write("broken.json", "{\n\"schema\": ,")
expect(2, compare("base", "broken.json"), "no JSON", "broken.json:2")
sendlab.write("strange.json", "{\"schema\": \"other/1\"}")
expect(2, compare("base", "strange.json"), "another schema", "sendlab.report/1")
for arguments in ((), ("base",), ("base", "same", "same"), ("base", "same", "--json", "--markdown"), ("base", "same", "--frob")):
    done = compare(*arguments)
    check(done.code == 2 and done.err and not done.out, f"compare {' '.join(arguments)}: exit 2 and an error", done)

# For programs.
same = document("an unchanged pair as JSON", "base", "same")
check.equal((same["identical"], same["metrics"], same["counts"]["changed"]), (True, [], 0), "an unchanged pair lists no metric")
whole = document("all metrics as JSON", "base", "other", "--all")
check.equal(len(whole["metrics"]), sum(whole["counts"].values()), "--all lists every metric once")
one, two = (sendlab_runs.exact_json((sendlab.scratch / f / "report.json").read_text(encoding="utf-8")) for f in ("base", "other"))
for item in whole["metrics"]:
    if item["metric"] == "codes.delivery_s.p99":
        before, after = (r["workloads"]["codes"]["delivery_s"]["p99"] for r in (one, two))
        check.equal((item["base"], item["new"], item["difference"]), (before, after, after - before), "codes.delivery_s.p99 is that of the reports")
        check(abs(item["relative"] - (after - before) / before) < 1e-9, "codes.delivery_s.p99: the relative difference")
        break
else:
    check(False, "codes.delivery_s.p99 is listed")
sizes = [item["relative"] for item in whole["metrics"] if item["state"] == "changed" and item["relative"] is not None]
check(sizes == sorted(sizes, key=abs, reverse=True) and sizes, "changed metrics come by falling relative difference")
gated = document("gates as JSON", "base", "other", "--fail-on", "cost.total_usd > +$1", "--fail-on", 'carriers["US Cellular"].delivery_s.p99 > +5%')
check.equal([(g["passed"], g["reason"]) for g in gated["gates"]], [(True, None), (False, "no samples in either")], "gates with verdict and reason")
document("an unchanged pair with gates", "base", "same", "--fail-on", "cost.total_usd > 0")

# For a pull request comment; the version may differ from build to build.
done = compare("base", "other", "--markdown", "--fail-on", "codes.delivery_s.p99 > +5%", "--fail-on", 'carriers["T-Mobile"].delivered_share < -1pp')
text = re.sub(r"sendlab \d+\.\d+\.\d+", "sendlab VERSION", done.out)
golden = sendlab.source / "tests" / "golden" / "compare.md"
if "--update" in rest:
    golden.write_text(text, encoding="utf-8")
check(done.code == 99 and text == golden.read_text(encoding="utf-8"), "the Markdown is tests/golden/compare.md", text)


# Colour on a terminal only, and not with NO_COLOR.
def on_terminal(environment):
    master, slave = os.openpty()
    process = subprocess.Popen([sendlab.binary, "compare", "base", "other"], cwd=sendlab.scratch, stdout=slave, stderr=subprocess.DEVNULL,
                               env={**{k: v for k, v in os.environ.items() if k != "NO_COLOR"}, **environment})
    os.close(slave)
    text = b""
    try:
        while block := os.read(master, 65536):
            text += block
    except OSError:
        pass  # the other end is closed
    process.wait(timeout=sendlab_runs.LONGEST_RUN_S)
    os.close(master)
    return text


check(b"\x1b[" in on_terminal({}), "colour on a terminal")
check(b"\x1b[" not in on_terminal({"NO_COLOR": "1"}), "NO_COLOR is honoured")
check("\x1b" not in compare("base", "other").out, "no colour in a pipe")
if os.path.exists("/dev/full"):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([sendlab.binary, "compare", "base", "same"], cwd=sendlab.scratch, stdout=full, stderr=subprocess.PIPE, check=False)
    check.equal(done.returncode, 4, "standard output is full")
check.finish()
