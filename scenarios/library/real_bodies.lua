-- Question: what do the messages that we really send cost, and how many parts are they? The bodies come from a file of yours.
--   sendlab run real_bodies.lua --param feed=our_messages.csv
-- The file is CSV with a column `body` (or give --param column=NAME); each row is sent once.
return scenario {
  start   = "2026-06-01T12:00:00-07:00",
  account = account {
    tier = "production", monthly_spend_limit = "$10000",
    numbers = { number { name = "code", type = "SHORT_CODE", country = "US" } },
  },
  workloads = {
    workload { name = "bodies", from = "code", to = us_recipients { count = 100000 },
      arrivals = constant { rate = "20/s", count = param("messages", 2500) },
      body = feed { file = param("feed", "messages.csv"), column = param("column", "body") } },
  },
}
