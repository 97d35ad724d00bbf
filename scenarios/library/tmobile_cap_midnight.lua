-- Question: a campaign of an unvetted brand has used 1,500 of T-Mobile's 2,000 parts a day when 6,000 reminders go out at nine
-- in the evening Pacific. When is the last one handed over, if the brand holds what is over the cap?
-- Answer in short: 500 tonight, 2,000 on each of the next days, the rest on the third; the day between has 23 hours, because
-- the clocks change on 8 March 2026.
return scenario {
  start   = "2026-03-07T21:00:00-08:00",
  network = carriers { ["T-Mobile"] = carrier { handset_off_share = 0 } },
  account = account {
    tier = "production", monthly_spend_limit = "$500",
    brands = {
      brand { name = "Example Clinic", over_daily_cap = "hold",
        campaigns = { campaign { name = "reminders", use_case = "ACCOUNT_NOTIFICATION", numbers = 2, mps = 10 } } },
    },
    initial = { brand_parts_today = { ["Example Clinic"] = 1500 } },
  },
  workloads = {
    workload { name = "reminders", from = "reminders", to = us_recipients { count = 6000, carriers = { ["T-Mobile"] = 1 } },
      arrivals = burst { count = 6000 }, body = "Example Clinic: please remember your appointment this week. Reply STOP to end.",
      ttl = "72h" },
  },
  -- Midnights after 3 h, 26 h and 50 h: the day of the change has 23 hours.
  expect = { "reminders.last_hand_over_s >= 180000", "reminders.last_hand_over_s < 180600",
             "brands[\"Example Clinic\"].peak_parts_per_window == 2000" },
}
