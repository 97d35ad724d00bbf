-- What exists in most tests of clients: one number for every value of every filter. Networks take a message after 100 ms and
-- deliver it after 1 s.
return scenario {
  start = "2026-06-10T09:00:00Z", seed = 7,
  network = ideal { accept = "100ms", delivery = "1s" },
  account = account {
    monthly_spend_limit = "$1000",
    opt_out_lists = { opt_out_list { name = "Marketing", numbers = { "+12065550100" } } },
    brands = { brand { name = "Example Corp", vetting_score = 76, campaigns = {
      campaign { name = "otp", use_case = "2FA", mps = 10,
        numbers = { number { name = "codes", type = "TEN_DLC", country = "US", number = "+12065550183", mps = 10 } } } } } },
    numbers = {
      number { name = "toll-free", type = "TOLL_FREE", country = "US", number = "+18445550142", capabilities = { "SMS", "VOICE" } },
      number { name = "offers", type = "TOLL_FREE", country = "US", message_type = "PROMOTIONAL", opt_out_list = "Marketing",
               self_managed_opt_outs = true, two_way = true },
      number { name = "simulator", type = "SIMULATOR", country = "US" },
      number { name = "canada", type = "LONG_CODE", country = "CA" },
      number { name = "calls", type = "LONG_CODE", country = "US", capabilities = { "VOICE" } },
      number { name = "short", type = "SHORT_CODE", country = "US", number = "24680" },
      number { name = "kept", type = "TOLL_FREE", country = "US", deletion_protection = true, two_way = true },
      number { name = "later", type = "TOLL_FREE", country = "US", available_after = "1h" },
    },
  },
}
