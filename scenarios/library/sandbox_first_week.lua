-- Question: a new account begins on a Monday with the ten phones of its team, a toll-free number and a dollar a month. What does the
-- team see in its first week, what is refused to everybody else, and when does the account leave the sandbox?
-- Answer in short: the team's phones get their messages until the dollar is spent, on Monday evening; everybody else is refused as not
-- verified; both end when the support cases of Tuesday are answered, within a day.
local first = 12902000000
local team = {}
for i = 1, 10 do team[i] = "+" .. string.format("%d", first + i * 7) end

return scenario {
  start   = "2026-02-02T09:00:00-05:00",
  horizon = "7d",
  seed    = 11,
  account = account {
    tier = "sandbox", spend_enforcement = "strict", verified_numbers = team,
    numbers = {
      number { name = "free", type = "TOLL_FREE", country = "US" },
      number { name = "test", type = "SIMULATOR", country = "US" },
    },
    support_cases = {
      support_case { kind = "sms_production_access", at = "1d", website = "https://example.com", use_case = "order updates",
        opt_in = "customers tick a box when they order" },
      support_case { kind = "sms_spend_limit", at = "1d", new_limit = 50, website = "https://example.com", use_case = "order updates",
        opt_in = "customers tick a box when they order" },
    },
  },
  workloads = {
    -- Each of the ten phones gets a message an hour during the day.
    workload { name = "team", from = "free", to = team,
      arrivals = burst { count = 10, at = "0s", every = "1h", times = 160 }, body = "Example Corp test: order {digits:5} is on its way." },
    -- The simulator's own numbers cost money too, and need no verification.
    workload { name = "simulated", from = "test", to = { "+14254147755", "+14254147167" },
      arrivals = burst { count = 2, at = "10m", every = "12h", times = 14 }, body = "Example Corp test message." },
    -- The web shop was switched on too early.
    workload { name = "customers", from = "free", to = us_recipients { count = 5000 },
      arrivals = poisson { rate = "20/h", lasts = "7d" }, body = "Example Corp: your order {digits:5} is on its way." },
  },
  expect = {
    "customers.messages.refused.DESTINATION_PHONE_NUMBER_NOT_VERIFIED > 100",
    "team.messages.refused.MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT > 0",
    "metrics.case_sms_production_access_granted_days.max <= 2",
    "customers.messages.accepted > 1000",
    "simulated.messages.accepted > 0",
  },
}
