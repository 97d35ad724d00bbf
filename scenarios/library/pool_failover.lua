-- Question: a pool of a short code, two 10DLC numbers and a toll-free number sends alerts, and first T-Mobile blocks the short code,
-- then all carriers do. How many alerts are lost because of it, and how much slower does the pool become?
return scenario {
  start   = "2026-05-06T09:00:00-05:00",
  seed    = 5,
  account = account {
    tier = "production", monthly_spend_limit = "$5000",
    brands = { brand { name = "Example Corp", vetting_score = 80,
      campaigns = { campaign { name = "alerts", use_case = "2FA", numbers = 2, mps = 4 } } } },
    numbers = {
      number { name = "code", type = "SHORT_CODE", country = "US" },
      number { name = "free", type = "TOLL_FREE", country = "US" },
    },
    pools = { pool { name = "alerts-pool", identities = { "code", "alerts", "free" } } },
  },
  workloads = {
    workload { name = "alerts", from = "alerts-pool", to = us_recipients { count = 100000 },
      arrivals = poisson { rate = "10/s", lasts = "40m" }, body = "Example Corp: your balance is below ${digits:2}.", ttl = "15m" },
  },
  faults = {
    number_blocked { number = "code", carrier = "T-Mobile", at = "10m", lasts = "10m", note = "flagged by one network" },
    number_blocked { number = "code", at = "20m", lasts = "10m", note = "and then by all" },
  },
  -- What the others cannot take at once waits for them: 11 parts a second between them.
  expect = {
    "alerts.reached_share >= 0.90",
    "numbers.free.messages.accepted > 500",
    "numbers['alerts#1'].messages.accepted > 500",
    "alerts.queue_s.p95 < 30",
  },
}
