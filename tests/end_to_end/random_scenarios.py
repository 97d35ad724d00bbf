"""Small random scenarios and, beside each, what it declares: the limits that an auditor may hold its streams against."""
import dataclasses
import random

import random_calls

SECOND = 1_000_000_000


@dataclasses.dataclass
class Declared:
    """Windows are (parts, nanoseconds). None: not declared, so nothing is held against it."""
    text: str
    queue_over_mps: bool = False
    ideal: bool = False
    sandbox: bool = False
    start: str = ""
    strict_limit_micros: int | None = None
    delayed_limit_micros: int | None = None
    strict_voice_micros: int | None = None
    delayed_voice_micros: int | None = None
    numbers: dict = dataclasses.field(default_factory=dict)           # number -> window
    type_of: dict = dataclasses.field(default_factory=dict)           # number -> kind of identity, as the price tables name it
    campaign_of: dict = dataclasses.field(default_factory=dict)       # number -> campaign
    campaigns: dict = dataclasses.field(default_factory=dict)         # (campaign, carrier) -> window
    brand_of: dict = dataclasses.field(default_factory=dict)          # campaign -> brand
    caps: dict = dataclasses.field(default_factory=dict)              # (brand, carrier) -> parts a day
    used_today: dict = dataclasses.field(default_factory=dict)        # brand -> parts before the start
    senders: dict = dataclasses.field(default_factory=dict)           # workload -> {country: numbers it may come from}
    pool_of: dict = dataclasses.field(default_factory=dict)           # workload -> pool, of text messages
    list_of: dict | None = None                                       # number -> opt-out list
    opt_out_of_account: bool = False                                  # any list of the account counts
    list_of_workload: dict = dataclasses.field(default_factory=dict)  # workload -> opt-out list of the pool that it names
    effects: dict = dataclasses.field(default_factory=dict)           # number -> {word: True (opts out) or False (opts in)}
    opted_out: dict = dataclasses.field(default_factory=dict)         # list -> numbers on it from the start
    verified: set | None = None                                       # of a sandbox
    filters: dict = dataclasses.field(default_factory=dict)           # event destination -> (types or None for all, workloads)
    ttl: dict = dataclasses.field(default_factory=dict)               # workload -> seconds to live
    speech: dict = dataclasses.field(default_factory=dict)            # workload of calls -> seconds that its text takes


STARTS = ["2026-03-07T23:58:30-08:00", "2026-03-08T23:59:10-07:00", "2026-11-01T23:58:00-08:00", "2026-10-31T23:59:20-07:00",
          "2026-06-10T09:00:00-07:00", "2026-12-31T23:59:30Z", "2026-07-01T06:59:00Z"]
BODIES = ['"One part."', 'string.rep("two parts ", 20)', 'string.rep("three parts ", 30)', '"Четыре " .. string.rep("слова ", 40)']
OUT = ("ARRET", "CANCEL", "END", "OPT-OUT", "OPTOUT", "QUIT", "REMOVE", "STOP", "TD", "UNSUBSCRIBE")
TTL = {"20s": 20, "90s": 90, "5m": 300, "24h": 86_400, "72h": 259_200}


def of_report(report):
    """What a report says of the limits of its numbers, for scenarios that nobody declared to the auditor."""
    it = Declared("", start=report["start"])
    for name, block in report["numbers"].items():
        if block["limit"] is not None:
            it.numbers[name] = (block["limit"], int(block["window_s"] * SECOND))
    return it


def arrivals(draw):
    kind = draw.choice(["burst", "burst", "poisson", "constant", "bursts"])
    if kind == "burst":
        return f"burst {{ count = {draw.randint(5, 60)}, at = \"{draw.choice([0, 0, 1, 30])}s\" }}"
    if kind == "bursts":
        return f"burst {{ count = {draw.randint(3, 15)}, every = \"{draw.choice([5, 20, 61])}s\", times = {draw.randint(2, 4)} }}"
    if kind == "poisson":
        return f"poisson {{ rate = \"{draw.choice(['0.5', '2', '5'])}/s\", lasts = \"{draw.choice([10, 20])}s\" }}"
    return f"constant {{ rate = \"{draw.choice([1, 3, 10])}/s\", count = {draw.randint(10, 50)} }}"


def destinations(draw, it, names):
    """A configuration set, and what each of its destinations takes."""
    lines = []
    for d in range(draw.randint(1, 3)):
        kind = draw.choice(["SNS", "FIREHOSE", "CLOUDWATCH_LOGS"])
        types = draw.choice([None, None, ["TEXT_DELIVERED"], ["TEXT_SUCCESSFUL", "TEXT_TTL_EXPIRED", "TEXT_UNKNOWN"], ["VOICE_COMPLETED", "VOICE_INITIATED"]])
        enabled = draw.random() < 0.9
        it.filters[f"set/d{d}"] = (types, names) if enabled else ([], names)
        filter_text = "" if types is None else ", types = { " + ", ".join(f'"{t}"' for t in types) + " }"
        lines.append(f'event_destination {{ name = "d{d}", kind = "{kind}"{filter_text}, enabled = {str(enabled).lower()} }}')
    return '    configuration_sets = configuration_set { name = "set", destinations = { ' + ", ".join(lines) + " } },"


def faults(draw, numbers):
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
             f'number_blocked {{ number = "{draw.choice(numbers)}"{draw.choice(["", f""", carrier = "{carrier}" """])}, at = "{at}s", lasts = "{lasts}s"{share} }}',
             f'api_error {{ operation = "SendTextMessage", error = "{draw.choice(["ThrottlingException", "InternalServerException", "ValidationException"])}", at = "{at}s", lasts = "{lasts}s"{share} }}',
             f'latency {{ operation = "SendTextMessage", add = "{draw.choice([1, 4])}s", at = "{at}s", lasts = "{lasts}s"{share} }}',
             f'clock_skew {{ add = "{draw.choice([4, 6])}m", at = "{at}s", lasts = "{lasts}s"{share} }}']
    return draw.sample(kinds, draw.choice([0, 0, 1, 2]))


class Senders:
    """The identities of an account, and what a workload that names one of them is sent from, country by country."""

    def __init__(self, draw, it):
        self.draw, self.it, self.lines = draw, it, []
        self.us, self.routes, self.pools, self.callers = [], {}, {}, []  # routes: what `from` names -> {country: numbers}

    def number(self, name, kind, window, opt_out_list="Default"):
        it = self.it
        it.numbers[name], it.type_of[name], it.list_of[name] = window, kind, opt_out_list
        it.effects[name] = {"STOP": True, "UNSTOP": False, "START": False} if kind == "TOLL_FREE" else dict.fromkeys(OUT, True)
        if kind not in ("SENDER_ID", "SHARED_ROUTE", "LONG_CODE"):
            self.us.append(name)

    def brands(self):
        draw, it = self.draw, self.it
        self.lines.append("    brands = {")
        for b in range(draw.randint(1, 2)):
            cap = draw.choice([15, 40, 200])
            it.caps[f"Brand {b}", "T-Mobile"] = cap
            if draw.random() < 0.3:
                it.used_today[f"Brand {b}"] = draw.randint(1, cap)
            hold = draw.choice(["hold", "reject"])
            self.lines.append(f'      brand {{ name = "Brand {b}", vetting_score = 80, over_daily_cap = "{hold}", daily_cap = {{ ["T-Mobile"] = {cap} }}, campaigns = {{')
            for c in range(draw.randint(1, 2)):
                name, numbers, mps = f"c{b}{c}", draw.randint(1, 3), draw.choice([1, 2, 3, 10])
                parts, per = draw.choice([(20, "min"), (75, "min"), (5, "s"), (3, "s")])
                it.campaigns[name, "AT&T"] = (parts, (60 if per == "min" else 1) * SECOND)
                it.brand_of[name] = f"Brand {b}"
                of_campaign = [f"{name}#{n + 1}" for n in range(numbers)]
                for number in of_campaign:
                    self.number(number, "TEN_DLC", (mps, SECOND))
                    it.campaign_of[number] = name
                over = draw.choice(["hold", "hold", "reject"])
                self.lines.append(f'        campaign {{ name = "{name}", use_case = "2FA", numbers = {numbers}, mps = {mps}, over_throughput = "{over}", throughput = {{ ["AT&T"] = "{parts}/{per}" }} }},')
                self.routes[name] = {"US": of_campaign}
            self.lines.append("      } },")
        self.lines.append("    },")

    def dedicated(self):
        draw = self.draw
        news = draw.choice(["", "", ', opt_out_list = "news"'])
        self.number("free", "TOLL_FREE", (3, SECOND))
        self.number("code", "SHORT_CODE", (20, SECOND), "news" if news else "Default")
        self.it.effects["code"]["START"] = False
        voice = ', capabilities = { "SMS", "VOICE" }' if draw.random() < 0.6 else ""
        self.lines.append(f'    numbers = {{ number {{ name = "free", type = "TOLL_FREE", country = "US", mps = 3{voice} }},')
        self.lines.append(f'      number {{ name = "code", type = "SHORT_CODE", country = "US", mps = 20, two_way = true{news}, keywords = keyword {{ word = "START", action = "OPT_IN", reply = "Welcome back." }} }},')
        self.routes |= {"free": {"US": ["free"]}, "code": {"US": ["code"]}}
        self.callers += ["free"] if voice else []
        self.canadian = draw.random() < 0.5
        if self.canadian:
            self.number("ca", "LONG_CODE", (2, SECOND))
            self.lines.append('      number { name = "ca", type = "LONG_CODE", country = "CA", mps = 2 },')
            self.routes["ca"] = {"CA": ["ca"]}
        self.lines.append("    },")

    def sender_ids(self):
        """Britain and France take any, Singapore what is on its register; Canada and Belgium have none."""
        draw = self.draw
        if draw.random() < 0.5:
            return
        mps, self.singapore = draw.choice([4, 10]), draw.random() < 0.5
        for country, rate in (("GB", 10), ("FR", mps), ("SG", 10), ("DE", 10)):
            self.number(f"Example ({country})", "SENDER_ID", (rate, SECOND))
        self.number("LIKELY-SCAM (SG)", "SENDER_ID", (10, SECOND))
        for country in ("CA", "BE", "GB", "FR", "SG", "DE"):
            self.number(f"shared route ({country})", "SHARED_ROUTE", (20, SECOND))
        declared = f', sender_id {{ id = "Example", country = "FR", mps = {mps} }}, sender_id {{ id = "Example", country = "SG", registered = {str(self.singapore).lower()} }}'
        self.lines.append(f'    sender_ids = {{ sender_id {{ id = "Example", country = "GB" }}{declared} }},')
        self.routes["Example"] = {"GB": ["Example (GB)"], "FR": ["Example (FR)"], "DE": ["Example (DE)"], "SG": ["Example (SG)" if self.singapore else "LIKELY-SCAM (SG)"],
                                  "CA": ["ca"] if self.canadian else ["shared route (CA)"], "BE": ["shared route (BE)"], "US": ["code"]}

    def pool(self, name, of, shared):
        """`of`: what it is made of. Its own opt-out list and keywords stand before those of its numbers."""
        draw, it = self.draw, self.it
        routes = {}
        for identity in of:
            declared = ("GB", "FR", "SG") if identity == "Example" else self.routes[identity]  # where it stands in the pool itself
            for country in declared:
                if identity != "Example" or country != "SG" or self.singapore:
                    routes.setdefault(country, []).extend(self.routes[identity][country])
        own_list = draw.choice([None, "news", "alerts"])
        the_list = own_list or "Default"
        numbers = [n for i in of if i != "Example" for n in sum(self.routes[i].values(), [])]
        it.list_of |= dict.fromkeys(numbers, the_list)
        keywords = ""
        if draw.random() < 0.4:
            keywords = ', two_way = true, keywords = keyword { word = "YES", action = "OPT_IN", reply = "Hello again." }'
            for number in numbers:
                if it.type_of[number] != "TOLL_FREE":
                    it.effects[number]["YES"] = False
        self.lines.append(f'    pools = {{ pool {{ name = "{name}", identities = {{ {", ".join(f"{chr(34)}{i}{chr(34)}" for i in of)} }}, shared_routes = {str(shared).lower()}'
                          f'{"" if own_list is None else f", opt_out_list = {chr(34)}{own_list}{chr(34)}"}{keywords} }} }},')
        if shared and "Example" in self.routes:
            for country in ("BE", "CA", "GB", "FR", "SG", "DE"):
                routes.setdefault(country, []).append(f"shared route ({country})")
        self.routes[name], self.pools[name] = routes, the_list
        if "free" in of and self.callers:
            self.callers.append(name)

    def some_pool(self):
        draw = self.draw
        if draw.random() < 0.4:
            return
        possible = [name for name in self.routes if name != "code"]  # whose settings differ
        self.pool("pool", draw.sample(possible, draw.randint(1, len(possible))), "Example" in self.routes and draw.random() < 0.3)


def text_workload(draw, it, senders, name, events):
    if draw.random() < 0.1:
        return unnamed_workload(draw, it, senders, name, events)
    source = draw.choice(list(senders.routes) + list(senders.pools) * 3 + ["code"] + [name for name in senders.routes if name == "Example"])
    routes = senders.routes[source]
    country = draw.choice(list(routes) + (["BE"] if source in senders.pools else []) + ["US"])
    if source == "pool" and country == "SG" and not senders.singapore:
        country = "US"
    people = draw.choice([3, 20, 1000])
    carriers = draw.choice(["", ', carriers = { ["AT&T"] = 1 }', ', carriers = { ["T-Mobile"] = 1 }', ', carriers = { ["AT&T"] = 2, ["T-Mobile"] = 2, ["Verizon"] = 1 }'])
    shares = draw.choice(["", "", ', invalid_share = "5%", deactivated_share = "5%"'])
    to = f"us_recipients {{ count = {people}{carriers}{shares} }}" if country == "US" else f'recipients {{ country = "{country}", count = {people} }}'
    bodies = draw.sample(BODIES, draw.randint(1, 3))
    body = bodies[0] if len(bodies) == 1 else "{ " + ", ".join(f"{{ weight = {draw.randint(1, 3)}, text = {b} }}" for b in bodies) + " }"
    client = draw.choice(["", "", ', client = client { when_throttled = "retry" }', ', client = client { when_throttled = "fail" }',
                          ', client = client { when_throttled = "retry", timeout = "3s", latency = "200ms", connections = 5, retry = { attempts = 9, base = "1s" } }'])
    client += ', configuration_set = "set"' if events else ""
    ttl = draw.choice(list(TTL))
    it.ttl[name], it.senders[name] = TTL[ttl], routes
    if source in senders.pools:
        it.pool_of[name], it.list_of_workload[name] = source, senders.pools[source]
    return (f'    workload {{ name = "{name}", from = "{source}", to = {to},\n'
            f'      arrivals = {arrivals(draw)}, body = {body}, ttl = "{ttl}"{client} }},')


def unnamed_workload(draw, it, senders, name, events):
    """It leaves the sender to the service: the account's own numbers of the country, the short code of the US first (R-ORG-24)."""
    country = "CA" if senders.canadian and draw.random() < 0.3 else "US"
    it.ttl[name], it.senders[name] = 300, {"US": ["code"], "CA": ["ca"]}
    events = ', configuration_set = "set"' if events else ""
    to = f"us_recipients {{ count = {draw.choice([3, 200])} }}" if country == "US" else 'recipients { country = "CA", count = 50 }'
    return f'    workload {{ name = "{name}", to = {to}, arrivals = {arrivals(draw)}, body = {draw.choice(BODIES)}, ttl = "5m"{events} }},'


def scenario(seed):
    draw = random.Random(f"audited scenario {seed}")
    it = Declared("", start=draw.choice(STARTS), list_of={})
    if draw.random() < 0.2:
        return random_calls.scenario(draw, seed, it)
    it.queue_over_mps = draw.random() < 0.4
    it.ideal = draw.random() < 0.5
    lines = [f'return scenario {{ start = "{it.start}", seed = {seed},']
    if draw.random() < 0.15:
        lines.append(f'  horizon = "{draw.choice([3, 15, 40])}s",')
    if it.ideal:
        lines.append(f'  network = ideal {{ accept = "{draw.choice([0, 100, 1700])}ms", delivery = "{draw.choice([2, 5])}s" }},')
    limit, voice_limit = draw.choice([1000, 1000, 0.5]), draw.choice([1000, 0.1])
    enforcement = draw.choice(["strict", "delayed"])
    if enforcement == "strict":
        it.strict_limit_micros, it.strict_voice_micros = int(limit * 1e6), int(voice_limit * 1e6)
    else:
        it.delayed_limit_micros, it.delayed_voice_micros = int(limit * 1e6), int(voice_limit * 1e6)
    lines.append(f'  account = account {{ tier = "production", monthly_spend_limit = "${limit}", monthly_voice_spend_limit = "${voice_limit}", spend_enforcement = "{enforcement}",')
    lines.append(f'    over_mps = "{"queue" if it.queue_over_mps else "throttle"}",')
    it.opt_out_of_account = draw.random() < 0.15
    if it.opt_out_of_account:
        lines.append('    opt_out_scope = "account",')
    senders = Senders(draw, it)
    for declare in (senders.brands, senders.dedicated, senders.sender_ids, senders.some_pool):
        declare()
    lines += senders.lines
    known = [f"+1202555{draw.randint(1000, 9999)}" for _ in range(6)]
    it.opted_out = {"news": known[:1], "Default": known[1:2], "alerts": known[:1]}
    lines.append('    opt_out_lists = { opt_out_list { name = "news" }, opt_out_list { name = "alerts" } },')
    initial = "opted_out = { " + ", ".join(f'{name} = {{ "{on[0]}" }}' for name, on in it.opted_out.items()) + " }"
    if it.used_today:
        initial += ", brand_parts_today = { " + ", ".join(f'["{b}"] = {n}' for b, n in it.used_today.items()) + " }"
    lines.append(f"    initial = {{ {initial} }},")
    events = draw.random() < 0.5
    names = [f"w{w}" for w in range(draw.randint(1, 3))]
    calls = [f"v{v}" for v in range(draw.randint(1, 2))] if senders.callers and draw.random() < 0.6 else []
    if events:
        lines.append(destinations(draw, it, names + calls))
    lines += ["  },", "  workloads = {"]
    for name in names:
        lines.append(text_workload(draw, it, senders, name, events))
    for name in calls:
        source = draw.choice(senders.callers)
        lines.append(random_calls.workload(draw, it, name, source, known, "set" if events else None))
        if source in senders.pools:  # the one number of it that has voice
            it.list_of_workload[name] = senders.pools[source]
            it.senders[name] = dict.fromkeys(it.senders[name], ["free"])
    if draw.random() < 0.3:  # people of whom the auditor knows who is on a list
        it.ttl["known"], it.senders["known"] = 300, senders.routes["free"]
        lines.append('    workload { name = "known", from = "free", to = { ' + ", ".join(f'"{p}"' for p in known) + f' }}, arrivals = {arrivals(draw)}, body = "x", ttl = "5m" }},')
    lines.append("  },")
    handsets = ['reply { share = "20%", body = { { weight = 1, text = "STOP" }, { weight = 2, text = "Help me" }, { weight = 1, text = "yes" } }, after = "3s" }',
                'handset { share = "30%", off_for = "2m", off_every = "10m" }', 'handset { share = "20%", deactivated_share = "50%" }',
                'reply { share = "30%", body = "STOP", after = "2s", returns = "50%", returns_after = "9s" }', 'handset { share = "20%", ported_share = "50%" }']
    lines.append("  handsets = { " + ", ".join(draw.sample(handsets, draw.choice([0, 0, 1, 2]))) + " },")
    down = [f'event_destination_down {{ destination = "d0", at = "{draw.choice([0, 5])}s", lasts = "{draw.choice([10, 60, 600])}s", share = "{draw.choice([50, 100])}%" }}'] if events and draw.random() < 0.4 else []
    lines.append("  faults = { " + ", ".join(faults(draw, [n for n in senders.us if "#" not in n]) + down) + " },")
    if draw.random() < 0.3:
        lines.append('  invariants = { "messages.parts >= 0" },')
    lines.append("}")
    it.text = "\n".join(lines) + "\n"
    return it
