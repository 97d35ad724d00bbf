-- What the samples of the service's user guide send from, to and with. The configuration set is made by the test: a scenario
-- cannot declare one yet.
return scenario {
  start = "2026-06-10T09:00:00Z", seed = 7,
  network = ideal { accept = "100ms", delivery = "1s" },
  account = account {
    monthly_spend_limit = "$100",
    brands = { brand { name = "Example Corp", vetting_score = 76, campaigns = {
      campaign { name = "otp", use_case = "2FA", numbers = { number { name = "sms", type = "TEN_DLC", country = "US", number = "+12065550183" } } } } } },
    numbers = { number { name = "voice", type = "TOLL_FREE", country = "US", number = "+18445550142", capabilities = { "SMS", "VOICE" } } },
  },
}
