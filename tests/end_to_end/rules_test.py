"""`sendlab rules`: lists, shows, tells two rule sets apart, and says what decides a scenario."""
import json
import re

import sendlab_runs

sendlab, check, _ = sendlab_runs.start()


def answer(*words):
    done = sendlab.call("rules", *words)
    check(done.code == 0 and not done.err, "rules " + " ".join(map(str, words)), done)
    return done.out


def document(*words):
    return json.loads(answer(*words, "--json"))


def refused(words, *parts):
    done = sendlab.call("rules", *words)
    check(done.code == 2 and not done.out and all(part in done.err for part in parts), "refused: rules " + " ".join(words), done)


# ---- list ----
listed = document()
check.equal([s["name"] for s in listed["rule_sets"]], ["current_2026", "seed_2023"], "two rule sets")
for rule_set in listed["rule_sets"]:
    check(all(table["figures"] > 0 and table["sources"] for table in rule_set["tables"]), rule_set["name"] + ": every table has figures and sources")
    text = answer()
    check(all(table["name"] in text for table in rule_set["tables"]), rule_set["name"] + ": the list names every table")
check.equal(answer(), answer("list"), "list is the default")
check(sendlab.call("rules", "--json").out == sendlab.call("rules", "list", "--json").out, "--json of both is the same")

# ---- show ----
for rule_set in listed["rule_sets"]:
    everything = document("show", rule_set["name"])
    check.equal([t["table"] for t in everything["tables"]], [t["name"] for t in rule_set["tables"]], "show SET has every table")
    for table in everything["tables"]:
        keys = [(f["key"], f.get("from", ""), f["value"]) for f in table["figures"]]
        check(len(keys) == len(set(keys)), f"{rule_set['name']} {table['table']}: no figure twice", [k for k in keys if keys.count(k) > 1][:3])
caps = {f["key"]: f["value"] for f in document("show", "seed_2023", "brand_daily_caps")["figures"]}
check.equal(caps["brand, not vetted"], "2000/day", "the guide's 2,000 parts a day (R-REG-8)")
fees = document("show", "current_2026", "carrier_fees")["figures"]
dated = sorted(f["from"] for f in fees if f["key"] == "AT&T TEN_DLC")
check(len(dated) > 1 and all(re.fullmatch(r"\d{4}-\d\d", month) for month in dated), "dated figures show their first month", dated)
rule = document("show", "R-MPS-4")
check.equal(rule["text"], "Canadian long codes 1 MPS; long codes elsewhere 10 MPS.", "a rule's text")
check.equal(rule["source"], "004 l.2646", "a rule's source")
check(rule["tests"], "a rule's tests")
check("Canadian long codes 1 MPS" in answer("show", "current_2026", "R-MPS-4"), "a rule after a set is shown too")

# ---- diff ----
differences = document("diff", "seed_2023", "current_2026")["differences"]
unvetted = [d for d in differences if d["table"] == "campaign_throughput" and d["key"] == "2FA, not vetted"]
check(len(unvetted) == 1 and unvetted[0]["base"]["value"] == "75/min", "the unvetted campaign's 75 parts a minute differ", unvetted)
check(all(d["base"] or d["next"] for d in differences) and all(d[s]["source"] for d in differences for s in ("base", "next") if d[s]),
      "each difference has a side, each side a source")
check(all(not (d["base"] and d["next"]) or d["base"]["value"] != d["next"]["value"] for d in differences), "each difference differs")
check.equal({d["table"] for d in differences}, {"campaign_throughput", "brand_daily_caps", "carrier_fees", "inbound_carrier_fees"},
            "the sets differ in limits and carrier fees only")
check(f"{len(differences)} figures differ" in answer("diff", "seed_2023", "current_2026"), "the text counts them")
check.equal(document("diff", "seed_2023", "seed_2023")["differences"], [], "a set does not differ from itself")
backwards = document("diff", "current_2026", "seed_2023")["differences"]
check.equal(len(backwards), len(differences), "as many the other way round")

# ---- decided ----
quickstart = sendlab.library("quickstart")
told = document("decided", quickstart)
sections = {s["title"]: s["figures"] for s in told["sections"]}
limits = {f["what"]: f for f in sections["campaigns"]}
check.equal(limits["campaign otp at AT&T"]["value"], "4500/min (class A)", "AT&T's limit, with its class")
check(limits["campaign otp at AT&T"]["source"].startswith("https://"), "and its source")
check({"R-REG-8", "R-MPS-3", "R-BIL-2", "R-TTL-5"} <= set(told["rules"]), "the rules that decide", told["rules"])
number = sections["numbers"][0]
check(number["value"] == "10/s" and re.search(r"quickstart\.lua:\d+$", number["by"]), "a figure of the scenario names its line", number)
run = sendlab.run(quickstart, "--param", "rate=0.1/s")
assumed = [f"{f['what']}: {f['value']} [{f['source']}]" for f in sections["assumptions"]]
check.equal(assumed, run.report()["assumptions"], "the assumptions are those of the report")
check("param rate" in answer("decided", quickstart, "--param", "rate=9/s") and "9/s" in answer("decided", quickstart, "--param", "rate=9/s"), "--param counts")
def decided(name):
    told = document("decided", sendlab.library(name))
    return {s["title"]: {f["what"]: f for f in s["figures"]} for s in told["sections"]}, set(told["rules"])


calls, rules = decided("voice_alert_storm")
check("prices of a part" not in calls and "numbers" not in calls, "calls use no prices and rates of texts", list(calls))
check.equal([calls["calls"][w]["value"] for w in ("account main", "account main to one recipient", "account main from one number")],
            ["20 calls/min", "5 calls in 24 h", "1 call/s"], "the quotas of calls decide")
check(calls["calls"]["minute of a call to US"]["value"].startswith("$0.013"), "and the price of a minute", calls["calls"])
check({"R-VSB-2", "R-VSB-3", "R-VSB-5", "R-BIL-9"} <= rules, "with their rules", rules)
check(not any("Albania" in what for what in calls["networks"]), "only networks that are called", list(calls["networks"])[:4])
steps, rules = decided("from_zero_to_10dlc")
check.equal(steps["campaigns"]["campaign otp at AT&T"]["value"], "240/min unvetted, 240/min to 4500/min by the score", "a score decides the limit")
check(steps["registrations"]["vetting vetting costs"]["value"] == "$41.50" and "R-CAS-2" in rules and "R-REG-4" in rules, "registrations and cases decide", rules)
check("R-TWO-11" in decided("two_way_stop")[1], "and conversations")
for path in sorted((sendlab.source / "scenarios" / "library").glob("*.lua")):
    options = ("--param", f"feed={sendlab.source / 'tests' / 'data' / 'message_texts.csv'}") if path.stem == "real_bodies" else ()
    check(document("decided", path, *options)["rules"], f"{path.stem}: rules decide it")

# ---- what people mistype ----
refused(["shwo"], "did you mean sendlab rules show?")
refused(["show", "curent_2026"], 'unknown rule set "curent_2026"', "did you mean current_2026?")
refused(["show", "current_2026", "quotes"], "did you mean quotas?")
refused(["show", "R-MPS-" + "44"], "did you mean R-MPS-4?")
refused(["diff", "seed_2032", "current_2026"], "did you mean seed_2023?")
refused(["diff", "seed_2023"], "NEW is required")
refused(["decided", "missing.lua"], "cannot be read")
helped = sendlab.call("rules", "--help")
check(helped.code == 0 and all(word in helped.out for word in ("show", "diff", "decided", "R-MPS-4", "Exit codes")), "the help teaches", helped)
check.finish()
