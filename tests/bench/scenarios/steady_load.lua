-- Question: does a run of any length stay in the same memory? A short code sends 500 messages a second, far below what
-- it may.
local messages = param("messages", 1000000)

-- Every message ends within minutes, so that as many are on their way at the end as after the first minutes. Without a
-- receipt it would stay open for 72 hours, and two days of those fill memory in any program.
local network = {}
for _, name in ipairs { "AT&T", "T-Mobile", "Verizon", "US Cellular", "Other" } do
  network[name] = carrier { receipt_share = 1, failure = {} }
end

return scenario {
  seed = 42,
  account = account { region = "us-east-1", tier = "production", monthly_spend_limit = "$1000000000",
    numbers = { number { name = "alerts", type = "SHORT_CODE", country = "US", mps = 2000 } } },
  network = carriers(network),
  workloads = { workload { name = "load", from = "alerts", to = us_recipients { count = 1000000 },
    arrivals = poisson { rate = "500/s", count = messages },
    body = "Example Stores: your parcel arrives today between 2 and 4 pm. Reply STOP to end.", ttl = "5m" } },
}
