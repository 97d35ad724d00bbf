-- Question: one sender ID writes delivery notices to Britain, where anybody may use it, and to Singapore, where it must be on the
-- register. How much of what goes to Singapore arrives while the registration is under way, and how
-- much once it is done (--param registered=yes)?
local registered = param("registered", "no")

return scenario {
  start   = "2026-07-01T08:00:00Z",
  seed    = 11,
  account = account {
    region = "ap-southeast-1", tier = "production", monthly_spend_limit = "$5000",
    sender_ids = {
      sender_id { id = "ExamplePost", country = "GB", registered = true },
      sender_id { id = "ExamplePost", country = "SG", registered = registered == "yes", note = "registration with SSIR under way" },
    },
  },
  workloads = {
    workload { name = "britain", from = "ExamplePost", to = recipients { country = "GB", count = 20000 },
      arrivals = poisson { rate = "4/s", lasts = "30m" }, body = "Example Post: parcel {digits:8} comes today." },
    workload { name = "singapore", from = "ExamplePost", to = recipients { country = "SG", count = 20000 },
      arrivals = poisson { rate = "4/s", lasts = "30m" }, body = "Example Post: parcel {digits:8} comes today." },
    -- The same program, a customer in Canada: there are no sender IDs, and the service sends from a number of its own.
    workload { name = "canada", from = "ExamplePost", to = recipients { country = "CA", count = 500 },
      arrivals = poisson { rate = "0.2/s", lasts = "30m" }, body = "Example Post: parcel {digits:8} comes today." },
  },
  expect = {
    "britain.reached_share >= 0.95",
    "canada.messages.accepted > 0",
    "numbers['ExamplePost (GB)'].messages.accepted > 7000",
    registered == "yes" and "singapore.reached_share >= 0.95" or "singapore.messages.final.CARRIER_BLOCKED > 3000",
  },
}
