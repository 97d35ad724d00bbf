-- Question: a storm warning goes to 240 households by telephone. An account makes 20 calls a minute and a number one a second:
-- when has the last household been called, how many took the call in person or by voicemail, and what does it cost?
-- Whoever was busy or did not answer is called once more, ten minutes later.
--   --param households=480      twice as many take twice as long: more numbers do not help, the limit is the account's
local households = param("households", 240)
local again, called_twice = {}, {}

local function once_more(event)
  if called_twice[event.to] then return end
  called_twice[event.to] = true
  again[#again + 1] = { at = event.at + 600, to = event.to }
end

return scenario {
  start   = "2026-09-09T15:00:00-05:00",
  seed    = 8,
  horizon = "2h",
  account = account {
    tier = "production", monthly_spend_limit = "$10", monthly_voice_spend_limit = "$100",
    numbers = { number { name = "warnings", type = "TOLL_FREE", country = "US", capabilities = { "SMS", "VOICE" } } },
  },
  workloads = {
    workload { name = "calls", channel = "VOICE", voice_id = "JOANNA", text_type = "SSML",
      from = "warnings", to = us_recipients { count = households }, arrivals = burst { count = households },
      body = "<speak><prosody rate=\"slow\">This is a storm warning of Example County.</prosody> <break time=\"1s\"/>" ..
             "<p>Stay inside and keep away from windows until eight in the evening.</p>" ..
             "Your reference is <say-as interpret-as=\"digits\">{digits:4}</say-as>.</speak>",
      ttl = "2h", max_price = "$0.05" },
  },
  on = { VOICE_BUSY = once_more, VOICE_NO_ANSWER = once_more },
  every = { ["10s"] = function(ctx)
    while again[1] and again[1].at <= ctx.now do
      ctx.send { to = table.remove(again, 1).to, from = "warnings", workload = "calls", ttl = "1h",
        body = "<speak>Example County has tried to call you: there is a storm warning. Stay inside.</speak>" }
    end
  end },
  expect = {
    "calls.first_hand_over_s < 1", "calls.queue_s.max > 11m", "calls.queue_s.max < 16m",   -- 20 calls a minute
    "calls.delivered_share >= 0.75", "calls.messages.final.BUSY > 0", "calls.voice.answered >= 200",
    "events.VOICE_INITIATED > 240", "cost.variable_usd < 10",
  },
}
