-- Question: a weekly newsletter asks its readers to answer. Some say STOP, some ask for HELP, some come back with START. How many
-- can still be written to a week later, and what do the answers cost?
return scenario {
  start   = "2026-09-01T10:00:00-04:00",
  seed    = 11,
  account = account {
    tier = "production", monthly_spend_limit = "$5000",
    numbers = {
      number { name = "letters", type = "SHORT_CODE", country = "US", two_way = true,
        keywords = {
          keyword { word = "START", action = "OPT_IN", reply = "Example Gazette: welcome back! Reply STOP to end." },
          keyword { word = "HELP", action = "AUTOMATIC_RESPONSE", reply = "Example Gazette: one letter a week. Call 425-555-0199. Reply STOP to end." },
        } },
    },
  },
  workloads = {
    workload { name = "first", from = "letters", to = us_recipients { count = 5000 }, arrivals = constant { count = 5000, lasts = "10m" },
      body = "Example Gazette: this week's puzzle is out. Reply STOP to end, HELP for help." },
    workload { name = "second", from = "letters", to = us_recipients { count = 5000 },
      arrivals = constant { count = 5000, lasts = "10m", at = "168h" },
      body = "Example Gazette: the answers are out. Reply STOP to end, HELP for help." },
  },
  handsets = {
    reply { workload = "first", share = "6%", body = "Stop texting me", after = lognormal { median = "2m", sigma = 1 } },
    reply { workload = "first", share = "2%", body = "help?", after = lognormal { median = "5m", sigma = 1 } },
    reply { workload = "first", share = "1%", body = "START", after = "24h" },
  },
  expect = { "second.messages.refused.DESTINATION_PHONE_NUMBER_OPTED_OUT > 150", "first.messages.accepted == 5000" },
}
