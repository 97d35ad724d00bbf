-- Question: three replications of a week with answers, handsets that are off, bursts of traffic and people who wait for each other.
return scenario {
  start = "2026-08-31T10:00:00-04:00", seed = 13, replications = 3, horizon = "8d",
  account = account {
    tier = "production", monthly_spend_limit = "$5000",
    opt_out_lists = { opt_out_list { name = "letters", numbers = { "+12902000003", "+12922000001" } } },
    numbers = {
      number { name = "letters", type = "SHORT_CODE", country = "US", two_way = true, opt_out_list = "letters",
        keywords = { keyword { word = "START", action = "OPT_IN", reply = "Welcome back! Reply STOP to end." },
                     keyword { word = "PUZZLE", action = "AUTOMATIC_RESPONSE", reply = "Seven across is a river." } } },
      number { name = "free", type = "TOLL_FREE", country = "US" },
    },
  },
  workloads = {
    workload { name = "first", from = "letters", to = us_recipients { count = 300 }, arrivals = constant { count = 300, lasts = "5m" },
      body = "Example Gazette: this week's puzzle is out. Reply STOP to end." },
    workload { name = "second", from = "letters", to = us_recipients { count = 300 }, arrivals = constant { count = 300, lasts = "5m", at = "168h" },
      body = "Example Gazette: the answers are out. Reply STOP to end." },
    workload { name = "bursty", from = "free", to = us_recipients { count = 500, invalid_share = "2%", deactivated_share = "1%" },
      arrivals = mmpp { rates = { "0.2/s", "5/s" }, stay = { "30s", "10s" }, lasts = "2m" }, body = "Order {index} is ready.", ttl = "1h" },
    workload { name = "people", from = "letters", to = us_recipients { count = 50 }, arrivals = closed { users = 4, think = exponential { mean = "20s" }, lasts = "5m" },
      body = "Next, {digits:3}?" },
  },
  handsets = {
    reply { workload = "first", share = "20%", body = "Stop it", after = lognormal { median = "2m", sigma = 1 } },
    reply { workload = "first", share = "10%", body = { { weight = 2, text = "puzzle please" }, { weight = 1, text = "help" } }, after = "5m" },
    reply { workload = "first", share = "5%", body = "START", after = "24h" },
    handset { share = "10%", off_for = uniform { low = "10m", high = "3h" }, off_every = exponential { mean = "6h" } },
  },
  expect = { "second.messages.refused.DESTINATION_PHONE_NUMBER_OPTED_OUT > 30", "first.reached_share > 0.8" },
}
