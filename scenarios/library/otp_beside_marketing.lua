-- Question: login codes and a marketing blast leave one brand, through campaigns of their own. How late are the codes because of
-- the blast?
-- Answer in short: the campaigns have throughput of their own, but T-Mobile's daily cap belongs to the brand. Once the blast has
-- used it up, codes to T-Mobile wait for the carrier's midnight, fourteen hours late, and are paid for.
--   --param over_cap=reject     they are blocked instead, as T-Mobile does unless it is asked to hold
local over_cap = param("over_cap", "hold")

return scenario {
  start   = "2026-06-10T09:00:00-07:00",
  seed    = 7,
  account = account {
    tier = "production", monthly_spend_limit = "$2000",
    brands = {
      brand { name = "Example Corp", vetting_score = 30, over_daily_cap = over_cap,
        campaigns = {
          campaign { name = "otp", use_case = "2FA", numbers = 2, mps = 2 },
          campaign { name = "news", use_case = "MARKETING", numbers = 10, mps = 5 },
        } },
    },
  },
  workloads = {
    workload { name = "codes", from = "otp", to = us_recipients { count = 50000 },
      arrivals = poisson { rate = "1/s", lasts = "3h" },
      body = "Your Example Corp code is {digits:6}." },
    workload { name = "blast", from = "news", to = us_recipients { count = 60000 },
      arrivals = constant { count = param("blast", 60000), lasts = "1h", at = "30m" },
      body = "Example Corp news: our new collection is in the stores. Reply STOP to end.", ttl = "6h" },
  },
  -- What this scenario is to show: the median code is not touched; the others are hours late, or never come.
  expect = { "codes.delivered_within.30s < 0.80", "codes.delivery_s.p50 < 10",
    over_cap == "hold" and "codes.delivery_s.p95 > 10h" or "codes.messages.final.CARRIER_BLOCKED > 1000" },
}
