-- Question: every fault there is, one after the other, against a short code and a campaign: what does each of them do?
return scenario {
  start   = "2026-07-01T09:00:00-05:00",
  seed    = 9,
  account = account {
    tier = "production", monthly_spend_limit = "$1000",
    brands = { brand { name = "Example Corp", vetting_score = 80,
      campaigns = { campaign { name = "codes", use_case = "2FA", numbers = {
        number { name = "codes 1", type = "TEN_DLC", country = "US", mps = 2 }, number { name = "codes 2", type = "TEN_DLC", country = "US", mps = 2 } } } } } },
    numbers = { number { name = "alerts", type = "SHORT_CODE", country = "US" } },
  },
  workloads = {
    workload { name = "alerts", from = "alerts", to = us_recipients { count = 5000 },
      arrivals = poisson { rate = "2/s", lasts = "12m" }, body = "Example Bank alert {index}: call 425-555-0199.", ttl = "3m" },
    workload { name = "codes", from = "codes", to = us_recipients { count = 5000 },
      arrivals = constant { rate = "1/s", lasts = "11m" }, body = { { weight = 1, text = "Code {digits:6}" }, { weight = 1, text = string.rep("Long code ", 20) } }, ttl = "1h" },
  },
  faults = {
    outage        { carrier = "T-Mobile", at = "1m", lasts = "1m", note = "nothing is taken" },
    outage        { carrier = "Verizon", at = "90s", lasts = "2m", share = "40%" },
    latency       { carrier = "AT&T", at = "2m", lasts = "1m", factor = 5 },
    latency       { carrier = "T-Mobile", at = "150s", lasts = "1m", add = "4s" },
    loss          { carrier = "Verizon", at = "4m", lasts = "1m", share = "50%" },
    filter        { carrier = "T-Mobile", at = "5m", lasts = "30s" },
    receipt_loss  { carrier = "AT&T", at = "6m", lasts = "30s" },
    receipt_delay { carrier = "T-Mobile", at = "6m", lasts = "1m", add = "10m" },
    throttle      { carrier = "AT&T", at = "7m", lasts = "30s", rate = "20/min" },
    throttle      { number = "alerts", at = "450s", lasts = "30s", rate = "1/s" },
    throttle      { campaign = "codes", at = "8m", lasts = "1m", rate = "10/min" },
    number_blocked { number = "alerts", carrier = "Verizon", at = "9m", lasts = "30s" },
    rule_change   { carrier = "AT&T", at = "10m", lasts = "1m", campaign_throughput = "12/min" },
    rule_change   { carrier = "T-Mobile", at = "10m", brand_daily_cap = 320, fee = "$0.0099" },
  },
}
