-- Question: a short code sends 5 alerts a second, and AT&T is out for 15 minutes, then slow for 10. How many alerts expire, how
-- late are the others, and does anyone else notice? (A handset that is off for longer than ten minutes misses its alert too.)
local minutes = param("outage", "15m")

return scenario {
  start   = "2026-05-06T14:00:00-05:00",
  seed    = 3,
  account = account {
    tier = "production", monthly_spend_limit = "$5000",
    numbers = { number { name = "alerts", type = "SHORT_CODE", country = "US" } },
  },
  workloads = {
    workload { name = "alerts", from = "alerts", to = us_recipients { count = 100000 },
      arrivals = poisson { rate = "5/s", lasts = "1h" },
      body = "Example Bank alert: a payment of ${digits:3} was made with your card. Not you? Call 425-555-0199.", ttl = "10m" },
  },
  faults = {
    outage  { carrier = "AT&T", at = "10m", lasts = minutes, note = "nothing is taken" },
    latency { carrier = "AT&T", at = "25m", lasts = "10m", factor = 4, note = "the backlog drains slowly" },
  },
  -- The others wait only while AT&T's backlog leaves through the number they share.
  expect = { "carriers.AT&T.messages.final.TTL_EXPIRED > 300", "carriers.Verizon.queue_s.p95 < 1", "carriers.Verizon.queue_s.max < 15" },
}
