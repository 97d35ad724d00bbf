"""Small scenarios for the checks of the command line."""

ESCAPE = "\x1b"
OUTPUTS = {"report.json", "report.html", "summary.txt", "junit.xml", "timeseries.csv", "spend.csv", "manifest.json"}
IDEAL = 'network = ideal { accept = "100ms", delivery = "1s" },'


def scenario(sendlab, name="small", workload="", account="", more="", arrivals="burst { count = 10 }", body='"hello"', network=IDEAL):
    """Writes NAME.lua and returns its path."""
    return sendlab.write(name + ".lua", f"""-- Question: does the command line keep its promises?
return scenario {{ start = "2026-06-10T09:00:00-07:00", {more}
  {network}
  account = account {{ tier = "production", monthly_spend_limit = "$1000", {account}
    numbers = {{ number {{ name = "line", type = "TOLL_FREE", country = "US" }} }} }},
  workloads = {{ workload {{ name = "w", from = "line", to = us_recipients {{ count = 1000 }},
    arrivals = {arrivals}, body = {body}, {workload} }} }},
}}
""")


def small(sendlab):
    """Ten messages over an ideal network."""
    return scenario(sendlab)


def noisy(sendlab):
    """Some three hundred messages over the networks of the tables: something differs from seed to seed."""
    return scenario(sendlab, "random", arrivals='poisson { rate = "1/s", lasts = "5m" }', network="")


def expect_exit(check, wanted, done, name, *needles):
    """The exit code, and words that standard error must hold."""
    missing = [n for n in needles if n not in done.err]
    return check(done.code == wanted and not missing, f"{name}: exit {wanted}", f"{done}; missing {missing}")
