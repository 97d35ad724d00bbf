"""What is shown where: standard output and error, terminals, help, `report` and `parts`."""
import json
import os
import re
import subprocess

import sendlab_runs
from command_line.small_scenarios import ESCAPE, small


def streams(sendlab, check):
    done = sendlab.call("run", small(sendlab), "--out", "j", "--json")
    check(done.code == 0 and json.loads(done.out)["schema"] == "sendlab.report/1", "--json: the report on standard output and nothing else", done)
    check(done.out.encode("utf-8") == (sendlab.scratch / "j" / "report.json").read_bytes(), "--json: the very bytes of report.json")
    done = sendlab.run(small(sendlab))
    check(done.out == "" and done.err == "", "--quiet: prints nothing", done)
    done = sendlab.run(sendlab.write("broken.lua", "return 5"))
    check(done.out == "" and "broken.lua" in done.err, "--quiet: errors are still shown", done)
    done = sendlab.call("run", small(sendlab), "--out", "plain")
    check(done.code == 0 and "DELIVERED" in done.out and "digest" in done.out, "the summary is on standard output", done)
    check("DELIVERED" not in done.err, "progress and log are on standard error")
    check(ESCAPE not in done.out + done.err, "no escape codes where there is no terminal")
    check(done.out.startswith((sendlab.scratch / "plain" / "summary.txt").read_text(encoding="utf-8").rstrip("\n")[:2000]), "summary.txt is what is shown")
    done = sendlab.call("run", "-", "--out", "stdin", stdin=small(sendlab).read_bytes())
    check(done.code == 0, "run - reads standard input", done)
    one, two = (json.loads((sendlab.scratch / f / "report.json").read_text(encoding="utf-8")) for f in ("plain", "stdin"))
    check(one["digest"] == two["digest"] and one["scenario"]["sha256"] == two["scenario"]["sha256"], "run - gives the same run")
    check(sendlab.call("check", "-", stdin=small(sendlab).read_bytes()).code == 0, "check - reads standard input")
    done = sendlab.call("run", "small.lua", "--quiet")
    check(done.code == 0 and (sendlab.scratch / "sendlab-out" / "small-1" / "report.json").exists(), "without --out the reports are in sendlab-out/NAME-SEED", done)


def terminal(sendlab, check):
    """On a terminal there is colour, unless NO_COLOR says otherwise."""
    def shown(environment):
        master, slave = os.openpty()
        process = subprocess.Popen([sendlab.binary, "run", str(small(sendlab)), "--out", str(sendlab.scratch / "tty")], stdout=slave, stderr=slave, stdin=slave,
                                   env={**os.environ, "TERM": "xterm-256color", **environment})
        os.close(slave)
        text = b""
        try:
            while block := os.read(master, 65536):
                text += block
        except OSError:
            pass  # the other end is closed
        process.wait(timeout=sendlab_runs.LONGEST_RUN_S)
        os.close(master)
        return text.decode("utf-8", "replace")

    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
    os.environ.clear()
    os.environ.update(environment)
    check(ESCAPE + "[" in shown({}), "a terminal gets colour")
    text = shown({"NO_COLOR": "1"})
    check(not re.search(ESCAPE + r"\[[0-9;]*m", text), "NO_COLOR is honoured", repr(text[:300]))


def helps(sendlab, check):
    done = sendlab.call("--help")
    commands = re.findall(r"^  ([a-z]+) +\S", done.out.split("Subcommands:")[-1].split("\n\n")[0], re.M)
    check.equal((done.code, commands, done.err), (0, ["run", "check", "parts", "report", "compare", "rules", "serve"], ""), "--help lists the commands that exist")
    for command in commands:
        done = sendlab.call(command, "--help")
        check(done.code == 0 and done.out and not done.err, f"{command} --help")
    for option in ("--seed", "--param", "--replications", "--replication", "--jobs", "--until", "--out", "--events", "--quiet", "--json", "--plan-only", "--verify"):
        check(option + " " in sendlab.call("run", "--help").out, f"run --help names {option}")
    check(re.match(r"sendlab \d+\.\d+\.\d+$", sendlab.call("--version").out.strip()) is not None, "--version")




def parts(sendlab, check):
    for text, words in (("Hello", ("GSM", "5", "1 part")), ("It’s", ("Unicode", "U+2019", "1 part")), ("€" * 81, ("162", "2 parts")), ("a" * 161, ("161", "2 parts"))):
        done = sendlab.call("parts", text)
        check(done.code == 0 and all(w in done.out for w in words), f"parts of {text[:10]!r}", done)
    file = sendlab.write("text.txt", "It’s\n")
    one, two, three = sendlab.call("parts", "It’s"), sendlab.call("parts", file), sendlab.call("parts", "-", stdin="It’s\n".encode())
    check(one.out == two.out == three.out, "parts of a text, a file and standard input agree", (one, two, three))
    done = sendlab.call("parts", "-", stdin=b"\xff\xfe")
    check(done.code in (0, 2) and "UTF-8" in done.out + done.err, "parts of bytes that are no UTF-8 says so", done)
    done = sendlab.call("parts", "a\x1b[31mb\nc")
    check(ESCAPE not in done.out, "parts shows no control characters", repr(done.out))
