-- Question: a company that has nothing today wants to send 40,000 login codes a day over 10DLC. When can it send the first one, when
-- all of them, and what has it paid by then?
-- Answer in short: the brand and its vetting take a week, the campaign up to a month, and the carriers' review of its first number another
-- four to six weeks, so the first code leaves after about two months. T-Mobile takes 2,000 parts a day below a score of 25, 10,000 from 25
-- on and 40,000 from 50 on; the vetting has to be complete before the campaign is submitted, or its score does not count.
return scenario {
  start   = "2026-01-05T00:00:00Z",
  horizon = "180d", seed = 7, replications = 8,
  account = account {
    tier = "sandbox",
    brands = {
      brand { name = "Example Corp", over_daily_cap = "reject",
        campaigns = { campaign { name = "otp", use_case = "2FA", numbers = 2, mps = 10 } } },
    },
    registrations = {
      registration { name = "Example Corp", type = "US_TEN_DLC_BRAND_REGISTRATION", submitted = "9h",
        companyName = "Example Corp", taxId = "12-3456789", taxIdIssuingCountry = "US", legalType = "PRIVATE_PROFIT" },
      registration { name = "vetting", type = "US_TEN_DLC_BRAND_VETTING", submitted = "0d", registers = "Example Corp" },
      registration { name = "otp", type = "US_TEN_DLC_CAMPAIGN_REGISTRATION", submitted = "0d", after = param("wait_for", "vetting"),
        useCase = "TWO_FACTOR_AUTHENTICATION", messageSample1 = "Your Example Corp code is 123456. It expires in 5 minutes." },
    },
    support_cases = {
      support_case { kind = "sms_production_access", at = "9h", website = "https://example.com", use_case = "login codes",
        opt_in = "people enter their number to sign in" },
      support_case { kind = "sms_spend_limit", at = "9h", new_limit = 5000, website = "https://example.com", use_case = "login codes",
        opt_in = "people enter their number to sign in" },
    },
  },
  -- A tenth of the traffic, every day at noon Eastern: what is sent before all is ready is refused.
  workloads = {
    workload { name = "codes", from = "otp", to = us_recipients { count = 4000 },
      arrivals = burst { count = 400, at = "17h", every = "1d", times = 180 },
      body = "Your Example Corp code is {digits:6}. It expires in 5 minutes.", ttl = "5m" },
  },
  expect = { "metrics.case_sms_production_access_granted_days.max <= 2", "metrics.registration_otp_first_send_days.min >= 28",
             "metrics.registration_otp_first_send_days.max <= 150", "codes.messages.refused.RESOURCE_NOT_ACTIVE > 0", "codes.messages.accepted > 0" },
}
