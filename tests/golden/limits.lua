-- Question: what do all limits do to one morning: numbers, recipients, campaigns, brands' days, time-to-live, spending?
-- The day of two minutes after the start is a new one for T-Mobile; bodies have one to three parts.
local bodies = {
  { weight = 5, text = "Example Corp: your code is {digits:6}." },
  { weight = 2, text = "Example Corp: " .. string.rep("two parts ", 16) .. "{index}" },
  { weight = 1, text = "Пример: " .. string.rep("три части ", 15) .. "{letters:3}" },
}
return scenario {
  start   = "2026-03-08T23:58:00-07:00",
  seed    = 5,
  warm_up = "5s",
  network = carriers {
    ["AT&T"]     = carrier { accept = "300ms", delivery = "2s", receipt_share = 1, filter_share = 0, handset_off_share = 0 },
    ["T-Mobile"] = carrier { accept = uniform { low = "100ms", high = "900ms" }, delivery = exponential { mean = "3s" } },
    ["Verizon"]  = carrier { number_throughput = "2/s", fee = "$0.004" },
  },
  accounts = {
    account {
      name = "east", region = "us-east-1", tier = "production", monthly_spend_limit = "$400", over_mps = "throttle",
      brands = {
        brand { name = "Example Corp", vetting_score = 76, over_daily_cap = "hold", daily_cap = { ["T-Mobile"] = 150 },
          campaigns = {
            campaign { name = "codes", use_case = "2FA", numbers = 2, mps = 4, throughput = { ["AT&T"] = "90/min" } },
            campaign { name = "news", use_case = "MARKETING", numbers = 3, mps = 2, over_throughput = "reject", throughput = { ["AT&T"] = "2/s" } },
          } },
        brand { name = "Example Clinic", campaigns = { campaign { name = "care", use_case = "ACCOUNT_NOTIFICATION", numbers = 1, mps = 3 } } },
      },
      initial = { brand_parts_today = { ["Example Corp"] = 60, ["Example Clinic"] = 1950 } },
    },
    account {
      name = "west", region = "us-west-2", tier = "production", monthly_spend_limit = "$1.50", spend_enforcement = "strict", over_mps = "queue",
      numbers = {
        number { name = "line", type = "LONG_CODE", country = "CA", mps = 2 },
        number { name = "free", type = "TOLL_FREE", country = "US" },
      },
    },
  },
  workloads = {
    workload { name = "codes", account = "east", from = "codes", to = us_recipients { count = 400 },
      arrivals = poisson { rate = "6/s", lasts = "90s" }, body = bodies, ttl = "2m" },
    workload { name = "blast", account = "east", from = "news", to = us_recipients { count = 250, order = "random" },
      arrivals = burst { count = 60, every = "40s", times = 4 }, body = bodies, ttl = "10m", client = client { when_throttled = "retry" } },
    workload { name = "care", account = "east", from = "care", to = us_recipients { count = 40, carriers = { ["T-Mobile"] = 3, ["Other"] = 1 } },
      arrivals = ramp { from = "0/s", to = "3/s", lasts = "60s" }, body = "Example Clinic: see you tomorrow, {index}.", ttl = "72h" },
    workload { name = "impatient", account = "west", from = "free", to = us_recipients { count = 3 },
      arrivals = constant { rate = "5/s", count = 60 }, body = bodies, ttl = "15s" },
    workload { name = "strict", account = "west", from = "line", to = recipients { country = "CA", count = 1000 },
      arrivals = constant { rate = "3/s", lasts = "30s" }, body = bodies, max_price = "$0.05" },
  },
  expect = { "east/codes.delivered_share > 0.1", "east/blast.messages.final.CARRIER_UNREACHABLE > 0", "cost.variable_usd < 50" },
}
