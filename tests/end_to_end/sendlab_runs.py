"""What the tests of the whole program share: running the binary, reading what it leaves, counting checks.

Every test is called as `python3 X_test.py SENDLAB SOURCE_DIR …`, prints one line a check and `N passed, N failed` last,
and exits 1 if anything failed. Standard library only; the clock is read nowhere.
"""
import decimal
import json
import os
import pathlib
import subprocess
import sys
import tempfile

# Sanitizer builds are slow; nothing here depends on how long a run takes.
LONGEST_RUN_S = 1200


class Checks:
    """Counts checks and prints a line for each."""

    def __init__(self):
        self.passed = self.failed = 0

    def __call__(self, ok, name, detail=""):
        self.passed, self.failed = self.passed + bool(ok), self.failed + (not ok)
        text = str(detail)
        if len(text) > 600:
            text = text[:600] + " …"
        print(("ok    " if ok else "FAIL  ") + name + (": " + text if text and not ok else ""), flush=True)
        return bool(ok)

    def equal(self, got, wanted, name):
        return self(got == wanted, name, f"got {got!r}, wanted {wanted!r}")

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        sys.exit(1 if self.failed else 0)


class Done:
    """One finished call of the program."""

    def __init__(self, code, out, err, folder):
        self.code, self.out, self.err, self.folder = code, out, err, folder

    def __repr__(self):
        return f"exit {self.code}, stdout {self.out[:300]!r}, stderr {self.err[:900]!r}"

    def bytes(self, name):
        return (self.folder / name).read_bytes()

    def report(self):
        """report.json with exact numbers: integers and Decimals, never floats."""
        return exact_json(self.bytes("report.json"))

    def records(self, name):
        """The lines of an NDJSON file, with exact numbers."""
        with open(self.folder / name, encoding="utf-8", newline="\n") as lines:
            return [exact_json(line) for line in lines]

    def messages(self):
        return self.records("messages.ndjson")

    def events(self):
        return self.records("events.ndjson")


class Sendlab:
    """The binary under test, with a scratch folder that goes away at the end."""

    def __init__(self, binary, source):
        self.binary, self.source = os.path.abspath(binary), pathlib.Path(source).resolve()
        self._scratch = tempfile.TemporaryDirectory(prefix="sendlab-test-")
        self.scratch = pathlib.Path(self._scratch.name)
        self._runs = 0

    def call(self, *arguments, stdin=b"", cwd=None, env=None):
        """Any command; nothing is added to the arguments."""
        environment = dict(os.environ, **(env or {}))
        done = subprocess.run([self.binary, *map(str, arguments)], input=stdin, capture_output=True, cwd=cwd or self.scratch,
                              env=environment, timeout=LONGEST_RUN_S, check=False)
        return Done(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"), None)

    def run(self, scenario, *options, **how):
        """`run SCENARIO --quiet` into a new folder."""
        self._runs += 1
        folder = self.scratch / f"run-{self._runs}"
        done = self.call("run", scenario, "--out", folder, "--quiet", *options, **how)
        done.folder = folder
        return done

    def write(self, name, text):
        path = self.scratch / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path

    def library(self, name):
        return self.source / "scenarios" / "library" / (name + ".lua")


def start():
    """(sendlab, checks, further arguments) of a test's command line."""
    if len(sys.argv) < 3:
        sys.exit(f"usage: {sys.argv[0]} SENDLAB SOURCE_DIR …")
    sys.stdout.reconfigure(encoding="utf-8")
    return Sendlab(sys.argv[1], sys.argv[2]), Checks(), sys.argv[3:]


EXACT = json.JSONDecoder(parse_float=decimal.Decimal)  # one for all: streams have many lines


def exact_json(text):
    return EXACT.decode(text.decode("utf-8") if isinstance(text, bytes) else text)


def nanoseconds(seconds):
    """A number of seconds of an NDJSON stream as whole nanoseconds; None stays None."""
    if seconds is None:
        return None
    scaled = decimal.Decimal(seconds) * 1_000_000_000
    whole = int(scaled)
    assert whole == scaled, f"{seconds} is not a whole number of nanoseconds"
    return whole


def micros(usd):
    """A money member as whole millionths of a dollar."""
    scaled = decimal.Decimal(usd) * 1_000_000
    whole = int(scaled)
    assert whole == scaled, f"{usd} has more than six decimals"
    return whole


def without_members(report_text, names):
    """The text of a report without some top-level members: everything else stays as it is, byte for byte."""
    kept, skipping = [], False
    for line in report_text.decode("utf-8").split("\n"):
        if line.startswith('  "'):
            skipping = line[3:].split('"', 1)[0] in names
        elif line in ("}", ""):
            skipping = False
        if not skipping:
            kept.append(line)
    # The last member that is left has no comma after it.
    end = len(kept) - 1
    while kept[end] != "}":
        end -= 1
    kept[end - 1] = kept[end - 1].removesuffix(",")
    text = "\n".join(kept)
    json.loads(text)
    return text


def library_runs(people):
    """(name, options) of every scenario of the library, sized for tests."""
    return [
        ("quickstart", []),
        ("black_friday", ["--param", f"people={people}"]),
        ("otp_beside_marketing", []),
        ("tmobile_cap_midnight", []),
        ("carrier_outage", []),
        ("two_way_stop", []),
        ("opt_out_season", ["--param", f"people={min(people, 4000)}"]),
        ("voice_alert_storm", []),
        ("two_countries_sender_id", []),
        ("pool_failover", []),
        ("sandbox_first_week", []),
        ("from_zero_to_10dlc", []),
        ("real_bodies", []),  # the feed is added by whoever runs it
    ]
