-- Question: twenty messages, small enough to read every line of what they leave.
return scenario {
  start   = "2026-06-10T23:59:50-07:00", seed = 2,
  account = account {
    tier = "production", monthly_spend_limit = "$10", over_mps = "queue",
    brands = { brand { name = "Example Corp", over_daily_cap = "hold", daily_cap = { ["T-Mobile"] = 3 },
      campaigns = { campaign { name = "codes", use_case = "2FA", numbers = 1, mps = 2 } } } },
  },
  workloads = {
    workload { note = "what a note looks like", name = "codes", from = "codes", to = us_recipients { count = 6 }, arrivals = constant { rate = "2/s", count = 20 },
      body = { { weight = 3, text = "Code {digits:6}" }, { weight = 1, text = string.rep("Two parts ", 17) } }, ttl = "30s", context = { order = "A-1" } },
  },
  faults = { outage { carrier = "AT&T", at = "3s", lasts = "5s" } },
}
