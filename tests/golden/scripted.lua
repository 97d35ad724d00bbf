-- Question: what can the functions of a scenario do? Bodies, events, offsets and periods, each with ctx.
local tries = {}
return scenario {
  start = "2026-04-01T12:00:00-07:00", seed = 21, replications = 2,
  account = account {
    tier = "production", monthly_spend_limit = "$1000", over_mps = "queue",
    brands = { brand { name = "Example Corp", vetting_score = 80,
      campaigns = { campaign { name = "codes", use_case = "2FA", numbers = 2, mps = 2, throughput = { ["AT&T"] = "2/s" } } } } },
    numbers = { number { name = "alerts", type = "SHORT_CODE", country = "US", two_way = true } },
  },
  workloads = {
    workload { name = "codes", from = "codes", to = us_recipients { count = 400 }, arrivals = poisson { rate = "2/s", lasts = "2m" },
      body = function(ctx) return "Code " .. ctx.digits(6) .. ", number " .. ctx.index end, ttl = "1m" },
    workload { name = "alerts", from = "alerts", to = us_recipients { count = 100 }, arrivals = constant { rate = "1/s", count = 60 },
      body = function(ctx) return { body = string.rep("Alert " .. ctx.letters(3) .. " ", 1 + ctx.below(40)), ttl = ctx.index % 2 == 0 and "30s" or "10m" } end },
  },
  faults = { outage { carrier = "Verizon", at = "40s", lasts = "20s" }, outage { carrier = "T-Mobile", at = "10h", lasts = "1s" } },
  on = {
    TEXT_TTL_EXPIRED = function(event, ctx)  -- one more try for each person
      if not tries[event.to] and event.workload == "codes" then
        tries[event.to] = true
        ctx.send { to = event.to, workload = "codes", body = "Once more: your code is waiting." }
      end
    end,
    TEXT_DELIVERED = function(event, ctx)
      if event.number == "alerts" and ctx.random("answers") < 0.2 then ctx.reply { from = event.to, to = event.number, body = "STOP" } end
    end,
  },
  at = {
    ["20s"] = function(ctx) ctx.set_limit { number = "codes#1", mps = 1 } end,
    ["30s"] = function(ctx) ctx.set_limit { campaign = "codes", carrier = "AT&T", throughput = "20/min" } end,
    ["70s"] = function(ctx) ctx.begin_fault(2) end,
    ["80s"] = function(ctx) ctx.end_fault(2) end,
    ["90s"] = function(ctx) for i = 0, 9 do ctx.send { to = string.format("+1290200%04d", i), workload = "alerts", body = "All clear " .. ctx.random("dice", 6) } end end,
  },
  every = {
    ["15s"] = function(ctx) ctx.record("backlog", ctx.counter("codes", "requested") - ctx.counter("codes", "final")) end,
  },
}
