-- Question: a shop writes to its customers every Tuesday for four weeks. Each letter makes some of them say STOP, and a few come
-- back with START. How many can still be reached in the last week, and what has the season cost?
-- Answer in short: one in eighteen gets no fourth letter, twice as many where twice as many are annoyed. Requests for them are
-- refused and cost nothing; their answers, and ours to those, are paid for.
--   --param annoyed=5%     more of them lose patience each week
--   --param people=1000    a smaller shop
local people, annoyed = param("people", 20000), param("annoyed", "2.6%")

local letters = { "The autumn coats are in our shops.", "Boots and scarves have come.", "Late opening on Thursday.", "Winter begins on Saturday." }
local workloads, handsets = {}, {}
for week, letter in ipairs(letters) do
  local name = "week" .. week
  workloads[week] = workload { name = name, from = "shop", to = us_recipients { count = people },
    arrivals = constant { count = people, lasts = "2h", at = (week - 1) * 168 .. "h" },
    body = "Example Stores: " .. letter .. " Reply STOP to end, HELP for help.", ttl = "12h" }
  handsets[#handsets + 1] = reply { workload = name, share = annoyed, body = { { weight = 4, text = "STOP" }, { weight = 1, text = "stop it please" } },
    after = lognormal { median = "4m", sigma = 1.2 } }
  handsets[#handsets + 1] = reply { workload = name, share = "0.2%", body = "START", after = "48h" }
  handsets[#handsets + 1] = reply { workload = name, share = "0.5%", body = "Help", after = lognormal { median = "5m", sigma = 1 } }
end

return scenario {
  start   = "2026-10-06T14:00:00-04:00",  -- a Tuesday; eleven in the morning in Los Angeles, eight in Honolulu
  seed    = 5,
  account = account {
    tier = "production", monthly_spend_limit = "$9000",
    numbers = {
      number { name = "shop", type = "SHORT_CODE", country = "US", message_type = "PROMOTIONAL", two_way = true,
        keywords = {
          keyword { word = "START", action = "OPT_IN", reply = "Example Stores: welcome back! One letter a week. Reply STOP to end." },
          keyword { word = "HELP", action = "AUTOMATIC_RESPONSE", reply = "Example Stores: one letter a week. Call 425-555-0199. Reply STOP to end." },
        } },
    },
  },
  workloads = workloads,
  handsets = handsets,
  expect = {
    "week1.messages.accepted == " .. people,
    "week4.messages.refused.DESTINATION_PHONE_NUMBER_OPTED_OUT > " .. people // 20,
    "week4.messages.accepted < " .. people * 19 // 20,
  },
}
