-- Question: three carriers with three kinds of limit share a load of 1.2 times what the numbers can send. How many
-- messages arrive?
local messages = param("messages", 1000000)

-- The study that tests/bench/peers solves by hand in C++ and in SimPy (tests/bench/README.md says where they differ):
--   10 brands x 3 campaigns x 10 numbers, each number one message a second, taken in turn
--   arrivals at random, 360 a second in all; AT&T 38 %, T-Mobile 32 %, Verizon 30 %; time-to-live 30 s
--   AT&T      at most 160 messages of a campaign in any minute; the rest waits
--   T-Mobile  at most 2,000 messages of a brand a day; the rest is refused
--   Verizon   no limit of its own
local brands, workloads = {}, {}
for b = 1, 10 do
  local campaigns = {}
  for c = 1, 3 do
    local k = (b - 1) * 3 + c
    local name = "campaign_" .. b .. "_" .. c
    campaigns[c] = campaign { name = name, use_case = "MARKETING", numbers = 10, mps = 1,
      throughput = { ["AT&T"] = "160/min" } }
    workloads[k] = workload { name = "load_" .. b .. "_" .. c, from = name,
      to = us_recipients { count = 1000000, order = "random",
        carriers = { ["AT&T"] = 38, ["T-Mobile"] = 32, Verizon = 30 } },
      arrivals = poisson { rate = "12/s", count = messages // 30 + (k <= messages % 30 and 1 or 0) },
      body = "Example Stores: 20% off today. Reply STOP to end.", ttl = "30s" }
  end
  brands[b] = brand { name = "brand_" .. b, daily_cap = { ["T-Mobile"] = 2000 }, campaigns = campaigns }
end

-- Nothing happens to a message but what the study says: the network answers at once, and every handset is on.
local function network(median, sigma)
  return carrier { accept = constant "0s", delivery = lognormal { median = median, sigma = sigma }, receipt_share = 1,
    failure = {}, filter_share = 0, handset_off_share = 0 }
end

return scenario {
  seed = 42,
  account = account { region = "us-east-1", tier = "production", monthly_spend_limit = "$10000000", over_mps = "queue",
    brands = brands },
  network = carriers {                                  -- the median of a lognormal is e to the mean of its logarithm:
    ["AT&T"]     = network("1.648721s", 0.6),       -- e^0.5
    ["T-Mobile"] = network("1.349859s", 0.7),       -- e^0.3
    Verizon      = network("1.221403s", 0.5),       -- e^0.2
  },
  workloads = workloads,
}
