"""Random workloads of calls, and scenarios that make little but calls: in production and in a sandbox."""

SECOND = 1_000_000_000
# (text_type, Lua of the body, seconds that it takes at 15 characters a second): SSML adds its pauses.
SHORT = [("TEXT", '"Short."', 1), ("TEXT", 'string.rep("some text ", 12)', 8), ("SSML", '"<speak>Wait.<break time=\\"3s\\"/></speak>"', None)]
LONG = [("TEXT", 'string.rep("a longer text ", 40)', 38), ("TEXT", 'string.rep("a text of minutes ", 80)', 96),
        ("SSML", '"<speak><p>" .. string.rep("a text with pauses ", 30) .. "</p><break time=\\"10s\\"/></speak>"', None)]
TTL = [5, 30, 120, 3600]


def workload(draw, it, name, source, known, configuration_set=None, sandbox=False):
    """`known`: numbers of which the auditor knows whether they are on a list."""
    country = "US" if sandbox else draw.choice(["US", "US", "JM", "AT", "CA"])
    people = "{ " + ", ".join(f'"{p}"' for p in known) + " }"
    to = people if sandbox or draw.random() < 0.3 else f"us_recipients {{ count = {draw.choice([10, 200])} }}" if country == "US" else f'recipients {{ country = "{country}", count = 50 }}'
    arrivals = draw.choice([f"burst {{ count = {draw.randint(3, 40)} }}", f'poisson {{ rate = "{draw.choice([5, 20, 60])}/min", lasts = "{draw.choice([60, 120])}s" }}',
                            f"burst {{ count = {draw.randint(2, 9)}, every = \"7h\", times = {draw.randint(2, 5)} }}"])
    text_type, body, seconds = draw.choice(SHORT if sandbox else SHORT + LONG)
    ttl, when = draw.choice(TTL), draw.choice(["queue", "queue", "retry", "fail"])
    it.ttl[name], it.senders[name] = ttl, {country: [source] for country in ("US", "JM", "AT", "CA")}
    if seconds is not None:
        it.speech[name] = seconds
    events = f', configuration_set = "{configuration_set}"' if configuration_set else ""
    return (f'    workload {{ name = "{name}", channel = "VOICE", from = "{source}", to = {to}, arrivals = {arrivals}, text_type = "{text_type}",\n'
            f'      body = {body}, ttl = "{ttl}s", client = client {{ when_throttled = "{when}" }}{events} }},')


def scenario(draw, seed, it):
    """Calls from a few numbers; a quarter of these accounts are in the sandbox, and write text messages there too."""
    it.sandbox, it.queue_over_mps = draw.random() < 0.35, draw.random() < 0.5
    strict = draw.choice([None, None, 0.4, 2])
    numbers = [f"n{i}" for i in range(draw.randint(1, 3))]
    declared = ", ".join(f'number {{ name = "{n}", type = "TOLL_FREE", country = "US", capabilities = {{ "SMS", "VOICE" }} }}' for n in numbers)
    for number in numbers:
        it.numbers[number], it.type_of[number], it.list_of[number] = (3, SECOND), "TOLL_FREE", "Default"
        it.effects[number] = {"STOP": True, "UNSTOP": False, "START": False}
    people = [f"+1425555{draw.randint(1000, 9999)}" for _ in range(8)]
    it.opted_out = {"Default": people[:1]}
    account = [f'tier = "{"sandbox" if it.sandbox else "production"}"', f"numbers = {{ {declared} }}", f'over_mps = "{"queue" if it.queue_over_mps else "throttle"}"',
               f'initial = {{ opted_out = {{ Default = {{ "{people[0]}" }} }} }}']
    most_texts = 1 if it.sandbox else 100  # the sandbox's month is a dollar
    most_calls = min(strict or 1000, 1 if it.sandbox else 1000)
    account += [f'monthly_spend_limit = "${most_texts}"', f'monthly_voice_spend_limit = "${most_calls}"']
    if strict:
        account.append('spend_enforcement = "strict"')
        it.strict_limit_micros, it.strict_voice_micros = most_texts * 1_000_000, int(most_calls * 1e6)
    else:
        it.delayed_limit_micros, it.delayed_voice_micros = most_texts * 1_000_000, int(most_calls * 1e6)
    known = people
    if it.sandbox:
        it.verified = set(people[:6])
        account.append("verified_numbers = { " + ", ".join(f'"{p}"' for p in people[:6]) + " }")
    workloads = [workload(draw, it, f"v{v}", draw.choice(numbers), known, None, it.sandbox) for v in range(draw.randint(1, 3))]
    if it.sandbox:
        it.ttl["texts"], it.senders["texts"] = 300, {"US": [numbers[0]]}
        workloads.append(f'    workload {{ name = "texts", from = "{numbers[0]}", to = {{ ' + ", ".join(f'"{p}"' for p in known) + f' }}, arrivals = burst {{ count = {draw.randint(5, 150)} }}, body = string.rep("x", {draw.choice([100, 300])}), ttl = "5m" }},')
    network = draw.choice(["", 'network = ideal { accept = "700ms", delivery = "4s" },',
                           'network = carriers { ["AT&T"] = carrier { voice = { machine = "50%", busy = "20%", no_answer = "20%", failed = 0, hangs_up = 1, dropped = "30%" } } },'])
    it.ideal = "ideal" in network
    faults = draw.choice(["", "", 'faults = { outage { carrier = "Verizon", at = "30s", lasts = "2m" } },', 'faults = { outage { carrier = "T-Mobile", at = "0s", lasts = "3m", share = 0.5 } },'])
    horizon = f'horizon = "{draw.choice([20, 90])}s",' if draw.random() < 0.15 else ""
    it.text = (f'return scenario {{ start = "{it.start}", seed = {seed}, {network} {faults} {horizon}\n  account = account {{ ' + ", ".join(account) +
               " },\n  workloads = {\n" + "\n".join(workloads) + "\n  } }\n")
    return it
