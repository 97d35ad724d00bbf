"""Faults of scenarios and feeds: all at once, each with its place and its remedy."""
import gzip
import re

from command_line.small_scenarios import scenario, small


def faults(sendlab, check):
    path = sendlab.write("faulty.lua", """return scenario {
  start = "yesterday",
  horizn = "1h",
  account = account { tier = "productoin", monthly_spend_limit = 5,
    numbers = { number { name = "line", type = "TOLLFREE", country = "US", msp = 3 } } },
  workloads = {
    workload { name = "w", from = "lime", to = us_recipients { count = 10 }, arrivals = poisson { rate = "5s", lasts = "1h" }, body = "x", ttl = "4d" },
  },
  faults = { outage { carrier = "TMobile", at = "1m" } },
}
""")
    done = sendlab.call("check", path)
    lines = re.findall(r"^\S*faulty\.lua:(\d+): error: ", done.err, re.M)
    check(done.code == 2 and done.out == "", "check: exit 2, nothing on standard output", done)
    for line, word, what in ((2, "yesterday", "an instant"), (3, "horizon", "the nearest field"), (4, "production", "the nearest tier"),
                             (5, "TOLL_FREE", "the nearest type"), (5, "mps", "the nearest field"), (7, "5s", "the wrong dimension"), (9, "T-Mobile", "the nearest carrier")):
        of_line = [text for text in done.err.split("\n") if f"faulty.lua:{line}: error" in text or text.startswith("  fix:")]
        check(str(line) in lines and any(word in text for text in of_line), f"check: line {line}, {what}", done.err)
    check(done.err.count("  fix: ") >= len(lines) >= 8, "check: every fault has its remedy", done.err)
    run = sendlab.run(path)
    check(run.code == 2 and run.err.count("error: ") == done.err.count("error: "), "run reports the same faults, all at once", run)
    for name, text, needle in (("syntax.lua", "return scenario {\n  start = \n}\n", "syntax.lua:3:"), ("raises.lua", "\nlocal x = nil\nreturn x.y\n", "raises.lua:3:"),
                               ("nothing.lua", "", "nothing.lua"), ("wrong.lua", "return 5\n", "wrong.lua"), ("table.lua", "return { start = 1 }\n", "table.lua"),
                               ("binary.lua", bytes(range(256)), "binary.lua"), ("compiled.lua", b"\x1bLua\x54\x00\x19\x93\r\n\x1a\n", "compiled.lua"),
                               ("latin.lua", b'-- caf\xe9\nreturn scenario { start = "\xff" }\n', "latin.lua")):
        done = sendlab.call("check", sendlab.write(name, text))
        check(done.code == 2 and needle in done.err and "fix:" in done.err, f"check {name}: exit 2, the place and a remedy", done)
    done = sendlab.call("check", sendlab.scratch)
    check(done.code == 2 and "fix:" in done.err, "check of a folder: exit 2", done)
    for name, text in (("crlf.lua", small(sendlab).read_bytes().replace(b"\n", b"\r\n")), ("bom.lua", b"\xef\xbb\xbf" + small(sendlab).read_bytes())):
        path = sendlab.write(name, text)
        check(sendlab.call("check", path).code == 0, f"check {name}: no faults", sendlab.call("check", path))
        done = sendlab.run(path)
        check(done.code == 0 and done.report()["digest"] == sendlab.run(small(sendlab)).report()["digest"], f"{name} is the same scenario", done)
    done = sendlab.call("check", small(sendlab))
    check(done.code == 0 and "no faults" in done.out, "check of a good file", done)
    unlimited = sendlab.write("unlimited.lua", small(sendlab).read_text().replace('monthly_spend_limit = "$1000",', ""))
    done = sendlab.call("check", unlimited)
    check(done.code == 0 and "warning" in done.err and "monthly_spend_limit" in done.err, "check warns of the $1 default", done)


def feeds(sendlab, check):
    def with_feed(file, column="body"):
        return scenario(sendlab, "fed", body=f'feed {{ file = "{file}", column = "{column}" }}')

    done = sendlab.call("check", with_feed("nowhere.csv"))
    check(done.code == 2 and "nowhere.csv" in done.err and "fix:" in done.err, "a feed that is not there", done)
    sendlab.write("bodies.csv", "id,body\n1,hello\n2,\"two\nlines\"\n")
    done = sendlab.call("check", with_feed("bodies.csv", "bodie"))
    check(done.code == 2 and "bodie" in done.err and "body" in done.err and "fix:" in done.err, "a feed without the column names those it has", done)
    done = sendlab.run(with_feed("bodies.csv"))
    check(done.code == 0 and done.report()["messages"]["accepted"] == 10, "a feed beside its scenario", done)
    check(done.code == 0 and [i["name"] for i in done.report()["inputs"]] == ["bodies.csv"], "the report lists its inputs", done)
    packed = sendlab.scratch / "bodies.csv.gz"
    packed.write_bytes(gzip.compress((sendlab.scratch / "bodies.csv").read_bytes()))
    done = sendlab.run(with_feed("bodies.csv.gz"))
    check(done.code == 0 and done.report()["digest"] == sendlab.run(with_feed("bodies.csv")).report()["digest"], "a feed packed with gzip", done)
    (sendlab.scratch / "cut.csv.gz").write_bytes(packed.read_bytes()[:-9])
    done = sendlab.run(with_feed("cut.csv.gz"))
    check(done.code == 2 and "cut.csv.gz" in done.err and "fix:" in done.err, "a packed feed that was cut short", done)
    for name, text in (("empty.csv", ""), ("header.csv", "id,body\n"), ("quote.csv", 'id,body\n1,"never closed\n')):
        sendlab.write(name, text)
        done = sendlab.run(with_feed(name))
        check(done.code == 2 and name in done.err and "fix:" in done.err, f"a feed that is broken: {name}", done)
    other = sendlab.scratch / "elsewhere"
    other.mkdir()
    (other / "mine.csv").write_text("body\nfrom the working directory\n", encoding="utf-8")
    path = sendlab.write("by_param.lua", small(sendlab).read_text().replace('body = "hello"', 'body = feed { file = param("feed", "bodies.csv"), column = "body" }'))
    done = sendlab.run(path, "--param", "feed=mine.csv", cwd=other)
    check(done.code == 0, "a --param path is relative to the working directory", done)
    check(sendlab.run(path, cwd=other).code == 0, "a literal path is relative to the scenario")


def surprises(sendlab, check):
    """A plain line, never a crash, for what people really do."""
    for options in (["--events", "--until", "0s"], ["--until", "1ns"], ["--seed", "18446744073709551615"], ["--jobs", "1024"]):
        done = sendlab.run(small(sendlab), *options)
        check(done.code in (0, 2), f"run {' '.join(options)}", done)
    for text in ('error({})', 'error()', 'error("plain")', 'return scenario', 'return scenario(sendlab, 5)', 'return scenario {}', "return scenario { workloads = {} }", 'scenario { }'):
        done = sendlab.call("check", sendlab.write("odd.lua", text + "\n"))
        check(done.code == 2 and "odd.lua" in done.err, f"check of {text}", done)
