-- An account in the sandbox that may spend two cents a month, enforced at once.
return scenario {
  start = "2026-06-10T09:00:00Z", seed = 7,
  network = ideal { accept = "100ms", delivery = "1s" },
  account = account {
    tier = "sandbox", monthly_spend_limit = "$0.02", spend_enforcement = "strict", verified_numbers = { "+14255550168" },
    numbers = { number { name = "toll-free", type = "TOLL_FREE", country = "US", number = "+18445550142", capabilities = { "SMS", "VOICE" } } },
  },
}
