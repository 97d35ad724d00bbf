-- Question: login codes and a marketing blast leave one brand that is not vetted, through campaigns of their own. Do the codes
-- still arrive in time while the blast runs, and what stops them?
-- Answer in short: the campaigns have throughput of their own, but T-Mobile's daily cap belongs to the brand. Once the blast has
-- used it up, codes to T-Mobile are blocked for the rest of the day.
return scenario {
  start   = "2026-06-10T09:00:00-07:00",
  seed    = 7,
  account = account {
    tier = "production", monthly_spend_limit = "$2000",
    brands = {
      brand { name = "Example Corp", vetting_score = 30,
        campaigns = {
          campaign { name = "otp", use_case = "2FA", numbers = 2, mps = 2 },
          campaign { name = "news", use_case = "MARKETING", numbers = 10, mps = 5 },
        } },
    },
  },
  workloads = {
    workload { name = "codes", from = "otp", to = us_recipients { count = 50000 },
      arrivals = poisson { rate = "1/s", lasts = "3h" },
      body = "Your Example Corp code is {digits:6}.", ttl = "5m" },
    workload { name = "blast", from = "news", to = us_recipients { count = 60000 },
      arrivals = constant { count = param("blast", 60000), lasts = "1h", at = "30m" },
      body = "Example Corp news: our new collection is in the stores. Reply STOP to end.", ttl = "6h" },
  },
  -- How good it would be to know: half of the codes to T-Mobile are lost on such a day.
  expect = { "codes.reached_share < 0.90", "codes.delivery_s.p50 < 10" },
}
