-- Question: one 10DLC campaign sends 8 login codes a second for an hour, and T-Mobile takes nothing for five minutes.
-- How many codes arrive within 30 s, and what does the hour cost?
return scenario {
  start   = "2026-11-27T09:00:00-08:00",
  seed    = 42,
  account = account {
    region = "us-east-1", tier = "production", monthly_spend_limit = "$5000",
    brands = {
      brand { name = "Example Corp", vetting_score = 76,
        campaigns = { campaign { name = "otp", use_case = "2FA", numbers = 4, mps = 10 } } },
    },
  },
  workloads = {
    workload { name = "codes", from = "otp", to = us_recipients { count = 20000 },
      arrivals = poisson { rate = param("rate", "8/s"), lasts = "1h" },
      body = "Your Example Corp code is {digits:6}. It expires in 5 minutes.",
      message_type = "TRANSACTIONAL", ttl = "5m" },
  },
  faults = { outage { carrier = "T-Mobile", at = "20m", lasts = "5m" } },
  expect = { "codes.delivered_within.30s >= 0.70", "codes.reached_share >= 0.90", "cost.variable_usd < 600" },
}
