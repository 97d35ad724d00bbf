-- Question: two million people shall get one marketing message on Black Friday morning. How long does a 10DLC campaign of a
-- well vetted brand take, what does T-Mobile's daily cap cut off, and what would a short code do instead?
--   sendlab run black_friday.lua                          the 10DLC campaign
--   sendlab run black_friday.lua --param sender=sale      the short code
local sender = param("sender", "holiday")

return scenario {
  start   = "2026-11-27T06:00:00-08:00",
  seed    = 1127,
  account = account {
    region = "us-east-1", tier = "production", monthly_spend_limit = "$100000",
    brands = {
      brand { name = "Example Stores", vetting_score = 90,
        campaigns = { campaign { name = "holiday", use_case = "MARKETING", numbers = 49, mps = 5 } } },
    },
    numbers = { number { name = "sale", type = "SHORT_CODE", country = "US", mps = 250 } },
  },
  workloads = {
    workload { name = "deals", from = sender, to = us_recipients { count = param("people", 2000000) },
      arrivals = constant { count = param("people", 2000000), lasts = "4h" },
      body = {
        { weight = 3, text = "Example Stores: Black Friday is here! 40% off everything until midnight. Show code {letters:8}. Reply STOP to end." },
        { weight = 1, text = "Example Stores: Black Friday is here! As one of our best customers you get 50% off everything until midnight, in all our stores and online. Show code {letters:8} at the till. Reply STOP to end." },
      },
      ttl = "12h" },
  },
  handsets = { reply { workload = "deals", share = "0.4%", body = "STOP", after = lognormal { median = "3m", sigma = 1.2 } } },
  expect = { "deals.messages.requested == " .. param("people", 2000000) },
}
