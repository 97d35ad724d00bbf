"""Every scenario of the library opens with its question, has no faults, runs, and gives the same report twice."""
import sendlab_runs

sendlab, check, _ = sendlab_runs.start()
FEED = sendlab.source / "tests" / "data" / "message_texts.csv"
runs = [(name, options + (["--param", f"feed={FEED}", "--param", "messages=105"] if name == "real_bodies" else []))
        for name, options in sendlab_runs.library_runs(people=20000)]

files = sorted(path.stem for path in (sendlab.source / "scenarios" / "library").glob("*.lua"))
check.equal(sorted(name for name, _ in runs), files, "every scenario of the library is run here")

for name, options in runs:
    path = sendlab.library(name)
    check(path.read_text(encoding="utf-8").startswith("-- Question: "), f"{name}: opens with its question")
    done = sendlab.call("check", path, *options)
    check(done.code == 0, f"{name}: has no faults", done)
    done = sendlab.run(path, *options)
    if not check(done.code == 0, f"{name}: runs and its expectations hold", done):
        continue
    report = done.report()
    check(report["complete"] and report["valid"], f"{name}: is complete and valid", report["faults"])
    check(report["messages"]["requested"] > 0, f"{name}: sends something")
    check(all(e["passed"] for e in report["expectations"]), f"{name}: expectations", report["expectations"])
    summary = done.bytes("summary.txt").decode("utf-8")
    check(report["digest"] in summary, f"{name}: the summary names the digest")
    verified = sendlab.call("run", path, *options, "--verify")
    check(verified.code == 0 and report["digest"] in verified.out, f"{name}: two fresh processes agree with this run", verified)

done = sendlab.run(sendlab.library("black_friday"), "--param", "people=200000")
check(done.code == 0, "black_friday: 200,000 people", done)
if done.code == 0:
    check.equal(done.report()["workloads"]["deals"]["messages"]["requested"], 200000, "black_friday: every one of 200,000 people is written to")
done = sendlab.run(sendlab.library("black_friday"), "--param", "people=20000", "--param", "sender=sale")
check(done.code == 0, "black_friday: the short code instead", done)
check.finish()
