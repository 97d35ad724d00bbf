"""Small random scenarios and, beside each, what it declares: the limits that an auditor may hold its streams against."""
import dataclasses
import random


@dataclasses.dataclass
class Declared:
    """Windows are (parts, nanoseconds)."""
    text: str
    queue_over_mps: bool = False
    ideal: bool = False
    strict_limit_micros: int | None = None
    numbers: dict = dataclasses.field(default_factory=dict)           # number -> window
    campaign_of: dict = dataclasses.field(default_factory=dict)       # number -> campaign
    campaigns: dict = dataclasses.field(default_factory=dict)         # (campaign, carrier) -> window
    brand_of: dict = dataclasses.field(default_factory=dict)          # campaign -> brand
    caps: dict = dataclasses.field(default_factory=dict)              # (brand, carrier) -> parts a day
    used_today: dict = dataclasses.field(default_factory=dict)        # brand -> parts before the start
    start: str = ""
    list_of: dict | None = None                                       # number -> opt-out list; None: not declared
    effects: dict = dataclasses.field(default_factory=dict)           # number -> {word: True (opts out) or False (opts in)}
    opted_out: dict = dataclasses.field(default_factory=dict)         # list -> numbers on it from the start
    filters: dict = dataclasses.field(default_factory=dict)           # event destination -> (types or None for all, workloads)


SECOND = 1_000_000_000
STARTS = ["2026-03-07T23:58:30-08:00", "2026-03-08T23:59:10-07:00", "2026-11-01T23:58:00-08:00", "2026-10-31T23:59:20-07:00",
          "2026-06-10T09:00:00-07:00", "2026-12-31T23:59:30Z", "2026-07-01T06:59:00Z"]
BODIES = ['"One part."', 'string.rep("two parts ", 20)', 'string.rep("three parts ", 30)', '"Четыре " .. string.rep("слова ", 40)']


def arrivals(draw):
    kind = draw.choice(["burst", "burst", "poisson", "constant", "bursts"])
    if kind == "burst":
        return f"burst {{ count = {draw.randint(5, 90)}, at = \"{draw.choice([0, 0, 1, 30])}s\" }}"
    if kind == "bursts":
        return f"burst {{ count = {draw.randint(3, 20)}, every = \"{draw.choice([5, 20, 61])}s\", times = {draw.randint(2, 4)} }}"
    if kind == "poisson":
        return f"poisson {{ rate = \"{draw.choice(['0.5', '2', '5'])}/s\", lasts = \"{draw.choice([20, 60])}s\" }}"
    return f"constant {{ rate = \"{draw.choice([1, 3, 10])}/s\", count = {draw.randint(10, 80)} }}"


OUT = ("ARRET", "CANCEL", "END", "OPT-OUT", "OPTOUT", "QUIT", "REMOVE", "STOP", "TD", "UNSUBSCRIBE")


def of_report(report):
    """What a report says of the limits of its numbers, for scenarios that nobody declared to the auditor."""
    it = Declared("", start=report["start"])
    for name, block in report["numbers"].items():
        if block["limit"] is not None:
            it.numbers[name] = (block["limit"], int(block["window_s"] * SECOND))
    return it


def destinations(draw, it, names):
    """A configuration set, and what each of its destinations takes."""
    lines = []
    for d in range(draw.randint(1, 3)):
        kind = draw.choice(["SNS", "FIREHOSE", "CLOUDWATCH_LOGS"])
        types = draw.choice([None, None, ["TEXT_DELIVERED"], ["TEXT_SUCCESSFUL", "TEXT_TTL_EXPIRED", "TEXT_UNKNOWN"]])
        enabled = draw.random() < 0.9
        it.filters[f"set/d{d}"] = (types, names) if enabled else ([], names)
        filter_text = "" if types is None else ", types = { " + ", ".join(f'"{t}"' for t in types) + " }"
        lines.append(f'event_destination {{ name = "d{d}", kind = "{kind}"{filter_text}, enabled = {str(enabled).lower()} }}')
    return '    configuration_sets = configuration_set { name = "set", destinations = { ' + ", ".join(lines) + " } },"


def faults(draw):
    carrier = draw.choice(["T-Mobile", "AT&T", "Verizon"])
    at, lasts = draw.choice([0, 2, 10]), draw.choice([5, 20, 45])
    share = draw.choice(["", "", ', share = "50%"'])
    kinds = [f'outage {{ carrier = "{carrier}", at = "{at}s", lasts = "{lasts}s"{share} }}',
             f'latency {{ carrier = "{carrier}", at = "{at}s", lasts = "{lasts}s", add = "3s"{share} }}',
             f'loss {{ carrier = "{carrier}", at = "{at}s", lasts = "{lasts}s"{share} }}',
             f'filter {{ carrier = "{carrier}", at = "{at}s", lasts = "{lasts}s"{share} }}',
             f'receipt_loss {{ carrier = "{carrier}", at = "{at}s", lasts = "{lasts}s"{share} }}',
             f'receipt_delay {{ carrier = "{carrier}", at = "{at}s", lasts = "{lasts}s", add = "7s"{share} }}',
             f'receipt_duplicate {{ carrier = "{carrier}", at = "{at}s", lasts = "{lasts}s"{share} }}',
             f'receipt_reorder {{ carrier = "{carrier}", at = "{at}s", lasts = "{lasts}s"{share} }}',
             f'api_error {{ operation = "SendTextMessage", error = "{draw.choice(["ThrottlingException", "InternalServerException", "ValidationException"])}", at = "{at}s", lasts = "{lasts}s"{share} }}',
             f'latency {{ operation = "SendTextMessage", add = "{draw.choice([1, 4])}s", at = "{at}s", lasts = "{lasts}s"{share} }}',
             f'clock_skew {{ add = "{draw.choice([4, 6])}m", at = "{at}s", lasts = "{lasts}s"{share} }}']
    return draw.sample(kinds, draw.choice([0, 0, 1, 2]))


def scenario(seed):
    draw = random.Random(f"audited scenario {seed}")
    it = Declared("", start=draw.choice(STARTS))
    it.queue_over_mps = draw.random() < 0.4
    it.ideal = draw.random() < 0.5
    lines = [f'return scenario {{ start = "{it.start}", seed = {seed},']
    if it.ideal:
        lines.append(f'  network = ideal {{ accept = "{draw.choice([0, 100, 1700])}ms", delivery = "{draw.choice([2, 5])}s" }},')
    limit = draw.choice(["$1000", "$1000", "$0.50"])
    enforcement = draw.choice(["strict", "delayed"])
    if enforcement == "strict":
        it.strict_limit_micros = 500_000 if limit == "$0.50" else 1_000_000_000
    lines.append(f'  account = account {{ tier = "production", monthly_spend_limit = "{limit}", spend_enforcement = "{enforcement}",')
    lines.append(f'    over_mps = "{"queue" if it.queue_over_mps else "throttle"}",')

    lines.append("    brands = {")
    senders = []
    for b in range(draw.randint(1, 2)):
        cap = draw.choice([15, 40, 200])
        it.caps[f"Brand {b}", "T-Mobile"] = cap
        if draw.random() < 0.3:
            it.used_today[f"Brand {b}"] = draw.randint(1, cap)
        hold = draw.choice(["hold", "reject"])
        lines.append(f'      brand {{ name = "Brand {b}", vetting_score = 80, over_daily_cap = "{hold}", daily_cap = {{ ["T-Mobile"] = {cap} }}, campaigns = {{')
        for c in range(draw.randint(1, 2)):
            name, numbers, mps = f"c{b}{c}", draw.randint(1, 3), draw.choice([1, 2, 3, 10])
            parts, per = draw.choice([(20, "min"), (75, "min"), (5, "s"), (3, "s")])
            it.campaigns[name, "AT&T"] = (parts, (60 if per == "min" else 1) * SECOND)
            it.brand_of[name] = f"Brand {b}"
            for n in range(numbers):
                it.numbers[f"{name}#{n + 1}"] = (mps, SECOND)
                it.campaign_of[f"{name}#{n + 1}"] = name
            over = draw.choice(["hold", "hold", "reject"])
            lines.append(f'        campaign {{ name = "{name}", use_case = "2FA", numbers = {numbers}, mps = {mps}, over_throughput = "{over}", throughput = {{ ["AT&T"] = "{parts}/{per}" }} }},')
            senders.append(name)
        lines.append("      } },")
    lines.append("    },")
    it.numbers["free"] = (3, SECOND)
    it.numbers["code"] = (20, SECOND)
    news = draw.choice(["", "", ', opt_out_list = "news"'])
    lines.append('    numbers = { number { name = "free", type = "TOLL_FREE", country = "US", mps = 3 },')
    lines.append(f'      number {{ name = "code", type = "SHORT_CODE", country = "US", mps = 20, two_way = true{news}, keywords = keyword {{ word = "START", action = "OPT_IN", reply = "Welcome back." }} }} }},')
    lines.append('    opt_out_lists = opt_out_list { name = "news" },')
    it.list_of = {number: "Default" for number in it.numbers} | {"code": "news" if news else "Default"}
    it.effects = {number: dict.fromkeys(OUT, True) for number in it.numbers}
    it.effects["free"] = {"STOP": True, "UNSTOP": False, "START": False}
    it.effects["code"]["START"] = False
    events = draw.random() < 0.5
    names = [f"w{w}" for w in range(draw.randint(1, 3))]
    if events:
        lines.append(destinations(draw, it, names))
    if it.used_today:
        lines.append("    initial = { brand_parts_today = { " + ", ".join(f'["{b}"] = {n}' for b, n in it.used_today.items()) + " } },")
    lines.append("  },")
    senders += ["free", "code", "code"]

    lines.append("  workloads = {")
    for name in names:
        people = draw.choice([3, 20, 1000])
        carriers = draw.choice(["", ', carriers = { ["AT&T"] = 1 }', ', carriers = { ["T-Mobile"] = 1 }', ', carriers = { ["AT&T"] = 2, ["T-Mobile"] = 2, ["Verizon"] = 1 }'])
        bodies = draw.sample(BODIES, draw.randint(1, 3))
        body = bodies[0] if len(bodies) == 1 else "{ " + ", ".join(f"{{ weight = {draw.randint(1, 3)}, text = {b} }}" for b in bodies) + " }"
        client = draw.choice(["", "", ', client = client { when_throttled = "retry" }', ', client = client { when_throttled = "fail" }',
                              ', client = client { when_throttled = "retry", timeout = "3s", latency = "200ms", connections = 5, retry = { attempts = 9, base = "1s" } }'])
        client += ', configuration_set = "set"' if events else ""
        shares = draw.choice(["", "", ', invalid_share = "5%", deactivated_share = "5%"'])
        lines.append(f'    workload {{ name = "{name}", from = "{draw.choice(senders)}", to = us_recipients {{ count = {people}{carriers}{shares} }},')
        lines.append(f'      arrivals = {arrivals(draw)}, body = {body}, ttl = "{draw.choice(["20s", "90s", "5m", "24h", "72h"])}"{client} }},')
    lines.append("  },")
    handsets = ['reply { share = "20%", body = { { weight = 1, text = "STOP" }, { weight = 2, text = "Help me" }, { weight = 1, text = "thanks" } }, after = "3s" }',
                'handset { share = "30%", off_for = "2m", off_every = "10m" }', 'handset { share = "20%", deactivated_share = "50%" }',
                'reply { share = "30%", body = "STOP", after = "2s", returns = "50%", returns_after = "9s" }', 'handset { share = "20%", ported_share = "50%" }']
    lines.append("  handsets = { " + ", ".join(draw.sample(handsets, draw.choice([0, 0, 1, 2]))) + " },")
    down = [f'event_destination_down {{ destination = "d0", at = "{draw.choice([0, 5])}s", lasts = "{draw.choice([10, 60, 600])}s", share = "{draw.choice([50, 100])}%" }}'] if events and draw.random() < 0.4 else []
    lines.append("  faults = { " + ", ".join(faults(draw) + down) + " },")
    if draw.random() < 0.3:
        lines.append('  invariants = { "messages.parts >= 0" },')
    lines.append("}")
    it.text = "\n".join(lines) + "\n"
    return it
