// What is wrong with workloads, their recipients and arrivals, networks, prices, handsets and faults.
#include <catch2/catch.hpp>

#include "fixtures.hpp"

namespace sendlab {
namespace {

using test::faults;
using test::one_fault;
using test::with_arrivals;
using test::with_scenario;
using test::with_workload;
using Faults = std::vector<std::string>;

// The pieces stand on line 3 of with_workload, on line 2 of the others.
std::string workload_fault(const std::string& fields) { return one_fault(faults(with_workload(fields))); }
std::string arrivals_fault(const std::string& arrivals) { return workload_fault("arrivals = " + arrivals); }
std::string scenario_fault(const std::string& fields) { return one_fault(faults(with_scenario(fields))); }

TEST_CASE("faults of workload { … } and client { … }", "[scenarios][load]") {
  CHECK(one_fault(faults(
                "return scenario { account = account { monthly_spend_limit = \"$1\" }, workloads = {\nworkload {} } }"))
            .starts_with("got 4 faults: 2: workload needs name"));
  CHECK(workload_fault("to = 5").starts_with("3: workload.to must be a phone number in quotes, got 5"));
  CHECK(workload_fault("to = {}") == "3: workload.to is an empty list");
  CHECK(workload_fault("to = poisson { rate = \"1/s\", count = 1 }") ==
        "3: workload.to must be recipients, got arrivals #1");
  CHECK(workload_fault("arrivals = us_recipients { count = 1 }")
            .starts_with("3: workload.arrivals must be arrivals such as poisson"));
  CHECK(workload_fault("body = \"  \"") == "3: workload.body must not be blank");
  CHECK(workload_fault("body = {}") == "3: workload.body is an empty list");
  CHECK(workload_fault("body = { { weight = 0, text = \"a\" } }") ==
        "3: workload.body[1].weight must be a number above 0, got 0");
  CHECK(workload_fault("body = { \"a\",\n{ weight = 1 } }") == "4: workload.body[2] needs text");
  CHECK(workload_fault("body = { { weight = 1, text = \"a\", txet = \"b\" } }") ==
        "3: unknown field txet in workload.body[1] { … }; did you mean text?");
  CHECK(workload_fault("body = { \"a\", \"{x}\" }") == "3: workload.body[2] has an unknown placeholder {x}");
  CHECK(workload_fault("ttl = \"73h\"") == "3: workload.ttl must be from 5s to 3d, got \"73h\"");
  CHECK(workload_fault("channel = \"VOICE\"") == "2: workload needs from");
  CHECK(workload_fault("channel = \"FAX\"").starts_with("3: workload.channel is no known channel: \"FAX\""));
  CHECK(workload_fault("channel = \"VOICE\", from = \"line\", message_type = \"PROMOTIONAL\"") ==
        "3: workload.message_type is for text messages only");
  CHECK(workload_fault("channel = \"VOICE\", from = \"line\", characters_per_second = 0.5") ==
        "3: workload.characters_per_second must be from 1 to 100, got 0.5");
  CHECK(workload_fault("configuration_set = \"c\"") == "3: no configuration set is named c");
  CHECK(workload_fault("voice_id = \"JOANNA\"") == "3: workload.voice_id is for calls only");
  CHECK(workload_fault("channel = \"VOICE\", from = \"line\", voice_id = \"HAL\"")
            .starts_with("3: workload.voice_id is no known voice: \"HAL\""));
  CHECK(workload_fault("max_price = 0.05") ==
        "3: workload.max_price must be an amount of money, got the bare number 0.05");
  CHECK(workload_fault("context = { 1 }") == "3: workload.context holds values without a name");
  CHECK(workload_fault("dry_run = 1") == "3: workload.dry_run must be true or false, got 1");
  CHECK(workload_fault("client = client { when_throttled = \"wait\" }")
            .starts_with("3: client.when_throttled is no known choice: \"wait\""));
  CHECK(workload_fault("client = client { when_throttled = \"retry\", retry = { attempts = 0 } }") ==
        "3: client.retry.attempts must be from 1 to 1000, got 0");
  CHECK(workload_fault("client = client { when_throttled = \"retry\", retry = { tries = 3 } }") ==
        "3: unknown field tries in client.retry { … }");
  CHECK(workload_fault("client = client { connections = 0 }") ==
        "3: client.connections must be from 1 to 1000000, got 0");
  CHECK(workload_fault("client = client { timeout = \"0s\" }") == "3: client.timeout must be above 0, got \"0s\"");
  CHECK(workload_fault("client = { when_throttled = \"retry\" }") ==
        "3: workload.client must be client { … }, got a table");
}

TEST_CASE("a time-to-live from 5 s to 72 h is accepted at both ends", "[scenarios][load][R-TTL-1]") {
  CHECK(faults(with_workload("ttl = \"5s\"")).empty());
  CHECK(faults(with_workload("ttl = \"72h\"")).empty());
  CHECK(workload_fault("ttl = \"4999ms\"").find("ttl must be from") != std::string::npos);
  CHECK(workload_fault("ttl = \"72h1ms\"").find("ttl must be from") != std::string::npos);
}

TEST_CASE("faults of recipients", "[scenarios][load]") {
  CHECK(workload_fault("to = us_recipients { count = 0 }") ==
        "3: us_recipients.count must be from 1 to 1000000000000, got 0");
  CHECK(workload_fault("to = us_recipients { count = 1, carriers = { Verison = 1 } }") ==
        "3: us_recipients.carriers.Verison is no known carrier in US: \"Verison\"; did you mean Verizon?");
  CHECK(workload_fault("to = us_recipients { count = 1, carriers = { Verizon = -1 } }") ==
        "3: us_recipients.carriers.Verizon must be a number above 0, got -1");
  CHECK(workload_fault("to = us_recipients { count = 1, time_zones = { [\"America/Newyork\"] = 1 } }")
            .find("did you mean America/New_York?") != std::string::npos);
  CHECK(workload_fault("to = us_recipients { count = 1, order = \"shuffled\" }")
            .starts_with("3: us_recipients.order is no known order"));
  CHECK(workload_fault("to = us_recipients { count = 1, invalid_share = 1.5 }") ==
        "3: us_recipients.invalid_share must be a share from 0 to 1, got 1.5");
  CHECK(workload_fault("to = us_recipients { count = 1, landline_share = \"5\" }")
            .find("must be a share from 0 to 100 %, got a bare number") != std::string::npos);
  CHECK(workload_fault("to = recipients { count = 1 }") == "3: recipients needs country");
  CHECK(workload_fault("to = recipients { country = \"CA\", count = 1, carriers = { Verizon = 1 } }")
            .starts_with("3: recipients.carriers.Verizon is no known carrier in CA"));
  CHECK(faults(with_workload("to = recipients { country = \"CA\", count = 1, carriers = { Canada = 1 } }")).empty());
  CHECK(workload_fault("to = \"555\"").starts_with("3: workload.to is not a phone number"));
}

TEST_CASE("faults of arrivals", "[scenarios][load]") {
  CHECK(arrivals_fault("constant { rate = \"1/s\" }") == "3: constant needs two of rate, lasts and count, got 1");
  CHECK(arrivals_fault("constant { rate = \"1/s\", lasts = \"1h\", count = 5 }") ==
        "3: constant needs two of rate, lasts and count, got 3");
  CHECK(arrivals_fault("constant \"1s\"").starts_with("3: workload.arrivals must be arrivals such as poisson"));
  CHECK(arrivals_fault("poisson { rate = \"-12/s\", lasts = \"1h\" }") ==
        "3: poisson.rate must not be negative, got \"-12/s\"");
  CHECK(arrivals_fault("poisson { rate = \"0/s\", lasts = \"1h\" }") == "3: poisson.rate must be above 0, got \"0/s\"");
  CHECK(arrivals_fault("poisson { rate = \"1/s\" }") == "3: poisson needs one of lasts and count");
  CHECK(arrivals_fault("poisson { rate = \"1/s\", lasts = \"1h\", count = 5 }") ==
        "3: poisson needs only one of lasts and count");
  CHECK(arrivals_fault("poisson { rate = \"8/s + 5s\", lasts = \"1h\" }") ==
        "3: poisson.rate must be a rate, got a sum of a rate and a duration, \"8/s + 5s\"");
  CHECK(arrivals_fault("poisson { rate = \"1/s\", lasts = \"0s\" }") == "3: poisson.lasts must be above 0, got \"0s\"");
  CHECK(arrivals_fault("ramp { to = \"0/s\", from = \"0/s\", lasts = \"1m\" }") ==
        "3: ramp.to must be above 0 when from is 0: nothing would be sent");
  CHECK(arrivals_fault("ramp { to = \"2/s\", from = \"1/s\" }") == "3: ramp needs lasts");
  CHECK(arrivals_fault("burst { count = 1, every = \"1m\" }") == "3: burst needs every and times together");
  CHECK(arrivals_fault("burst { count = \"5\" }") == "3: burst.count must be a whole number, got \"5\"");
  CHECK(arrivals_fault("burst { count = 1, at = 5 }") == "3: burst.at must be a duration, got the bare number 5");
  CHECK(arrivals_fault("mmpp { rates = { \"1/s\", \"2/s\" }, stay = \"1m\", lasts = \"1h\" }") ==
        "3: mmpp.stay needs one mean stay for each rate: 2 rates, 1 stays");
  CHECK(arrivals_fault("mmpp { rates = { \"0/s\" }, stay = \"1m\", lasts = \"1h\" }") ==
        "3: mmpp.rates plans nothing: every rate is 0");
  CHECK(arrivals_fault("closed { users = 0, lasts = \"1h\" }") == "3: closed.users must be from 1 to 100000000, got 0");
  CHECK(arrivals_fault("closed { users = 5, lasts = \"1h\", think = 3 }") ==
        "3: closed.think must be a distribution of durations, got 3");
  CHECK(arrivals_fault("replay { file = \"/nowhere/log.csv\" }").starts_with("3: /nowhere/log.csv: cannot be opened"));
  CHECK(arrivals_fault("poisson \"8/s\"") ==
        "got 3 faults: 3: poisson takes a table of fields, got \"8/s\" and 3: poisson needs one of lasts and count");
  CHECK(arrivals_fault("poisson { \"8/s\", rate = \"1/s\", count = 1 }") ==
        "3: poisson holds a value without a field name: \"8/s\"");
}

TEST_CASE("faults of profile { … }", "[scenarios][load]") {
  CHECK(faults(with_arrivals("profile { points = { { \"0h\", \"1/s\" }, { offset = \"1h\", rate = \"0/s\" } }, "
                             "time_zone = \"America/New_York\" }"))
            .empty());
  CHECK(arrivals_fault("profile {}") == "3: profile needs one of points and file");
  CHECK(arrivals_fault("profile { points = { { \"0h\", \"1/s\" } } }") ==
        "3: profile.points needs at least 2 points: the last one ends the profile");
  CHECK(arrivals_fault("profile { points = { { \"1h\", \"1/s\" }, { \"1h\", \"2/s\" } } }") ==
        "3: profile.points must ascend: point 2 at 1h is not after the one before it");
  CHECK(arrivals_fault("profile { points = { { \"0h\", \"1/s\" },\n{ \"1/s\", \"1h\" } } }")
            .starts_with("got 2 faults: 4: profile.points[2] must be a duration, got a rate"));
  CHECK(arrivals_fault("profile { points = { { \"0h\", \"0/s\" }, { \"1h\", \"5/s\" } } }") ==
        "3: profile.points plans nothing: every rate is 0");
  CHECK(arrivals_fault("profile { points = { { \"0h\", \"1/s\" }, { \"2h\", \"1/s\" } }, repeat_every = \"1h\" }") ==
        "3: profile.repeat_every is shorter than the profile: its last point is at 2h");
  CHECK(arrivals_fault(
            "profile { points = { { \"0h\", \"1/s\" } }, repeat_every = \"5h\", time_zone = \"America/New_York\" }") ==
        "3: profile.repeat_every must be whole days in a time zone, got \"5h\"");
  CHECK(workload_fault("to = { \"+14255550100\" }, arrivals = profile { points = { { \"0h\", \"1/s\" }, { \"1h\", "
                       "\"1/s\" } }, time_zone = \"recipient\" }")
            .find("which is known of a population only") != std::string::npos);
  CHECK(arrivals_fault("profile { points = { { \"0h\", \"1/s\" }, { \"1h\", \"1/s\" } }, shape = \"smooth\" }")
            .starts_with("3: profile.shape is no known shape"));
  CHECK(arrivals_fault("profile { points = { { \"0h\", \"1/s\" }, { \"1h\", \"1/s\" } }, scale = 0 }") ==
        "3: profile.scale must be a number above 0, got 0");
}

TEST_CASE("faults of distributions", "[scenarios][load]") {
  const auto fault = [](const std::string& distribution) {
    return workload_fault("client = client { latency = " + distribution + " }");
  };
  CHECK(faults(with_workload("client = client { latency = gamma { shape = 2, scale = \"1s\" } }")).empty());
  CHECK(faults(with_workload("client = client { latency = empirical { points = { \"1s\", \"2s\" } } }")).empty());
  CHECK(faults(with_workload("client = client { latency = constant \"1s\" }")).empty());
  CHECK(fault("5") == "3: client.latency must be a distribution of durations, got 5");
  CHECK(fault("\"5/s\"") == "3: client.latency must be a duration, got a rate, \"5/s\"");
  CHECK(fault("constant \"5/s\"") == "3: constant must be a duration, got a rate, \"5/s\"");
  CHECK(fault("constant(5)") == "3: constant must be followed by a duration or a table, got 5");
  CHECK(fault("exponential {}") == "3: exponential needs mean");
  CHECK(fault("exponential { mean = \"0s\" }") == "3: exponential.mean must be above 0, got \"0s\"");
  CHECK(fault("lognormal { median = \"1s\", sigma = -1 }") == "3: lognormal.sigma must be a number above 0, got -1");
  CHECK(fault("uniform { low = \"2s\", high = \"1s\" }") == "3: uniform.high must be above low, got \"1s\"");
  CHECK(fault("weibull { shape = 0, scale = \"1s\" }") == "3: weibull.shape must be a number above 0, got 0");
  CHECK(fault("empirical {}") == "3: empirical needs either file or points");
  CHECK(fault("empirical { points = {} }") == "3: empirical.points must not be empty");
}

TEST_CASE("faults of network, prices and handsets", "[scenarios][load]") {
  CHECK(scenario_fault("network = ideal { accept = \"1s\" }") == "2: ideal needs delivery");
  CHECK(scenario_fault("network = carriers { [\"T-Mobil\"] = carrier {} }") ==
        "2: carriers.T-Mobil is no known carrier: \"T-Mobil\"; did you mean T-Mobile?");
  CHECK(scenario_fault("network = carriers { [\"T-Mobile\"] = 5 }") ==
        "2: carriers.T-Mobile must be carrier { … }, got 5");
  const auto carrier = [](const std::string& fields) {
    return scenario_fault("network = carriers { Verizon = carrier { " + fields + " } }");
  };
  CHECK(carrier("failure = { DELIVERED = \"1%\" }")
            .starts_with("2: carrier.failure.DELIVERED is no known failure: \"DELIVERED\""));
  CHECK(carrier("failure = { SPAM = \"60%\", UNKNOWN = \"50%\" }") ==
        "2: carrier.failure and filter_share add up to more than 100 %");
  CHECK(faults(with_scenario(
                   "network = carriers { Verizon = carrier { failure = { SPAM = \"60%\", UNKNOWN = \"40%\" } } }"))
            .empty());
  CHECK(carrier("share = 0") == "2: carrier.share must be a number above 0, got 0");
  CHECK(carrier("time_zone = \"PST\"").starts_with("2: carrier.time_zone is no known time zone: \"PST\""));
  CHECK(carrier("brand_daily_cap = \"2000/day\"") ==
        "2: carrier.brand_daily_cap must be a whole number, got \"2000/day\"");
  CHECK(scenario_fault("pricing = prices { per_part = \"1c\" }") ==
        "2: prices.per_part must be an amount of money, got \"1c\"");
  CHECK(scenario_fault("pricing = prices { voice_per_minute = \"1c\" }") ==
        "2: prices.voice_per_minute must be an amount of money, got \"1c\"");
  CHECK(scenario_fault("pricing = prices { number_month = { TOLLFREE = \"$2\" } }").find("did you mean TOLL_FREE?") !=
        std::string::npos);
  CHECK(scenario_fault("handsets = reply { share = 0.1, body = \"x\" }") == "2: reply needs after");
  CHECK(scenario_fault("handsets = reply { share = 0.1, body = \"x\", after = \"1s\", to_status = \"SENT\" }")
            .starts_with("2: reply.to_status is no known status"));
  CHECK(scenario_fault("handsets = handset { share = 0.1, off_every = \"1d\" }") ==
        "2: handset.off_every needs off_for: how long the handset is off");
  CHECK(scenario_fault("handsets = handset { share = 0.1, ported_share = 2 }")
            .starts_with("2: handset.ported_share must be"));
  CHECK(scenario_fault("handsets = reply { share = 0.1, body = \"STOP\", after = \"1s\", returns = 0.5 }") ==
        "2: reply needs returns_after");
}

TEST_CASE("faults of faults", "[scenarios][load]") {
  const auto fault = [](const std::string& text) { return scenario_fault("faults = " + text); };
  CHECK(faults(with_scenario("faults = { outage { at = \"1m\" }, latency { carrier = \"Verizon\", at = \"0s\", factor "
                             "= 3 }, receipt_delay { at = \"0s\", add = \"1m\" } }"))
            .empty());
  CHECK(fault("outage { carrier = \"Verizon\" }") == "2: outage needs at");
  CHECK(fault("outage { at = \"1m\", lasts = \"0s\" }") == "2: outage.lasts must be above 0, got \"0s\"");
  CHECK(fault("outage { at = \"1m\", share = 0 }") ==
        "2: outage.share must be above 0: a fault with share 0 touches nothing");
  CHECK(fault("latency { at = \"0s\" }") == "2: latency needs one of factor and add");
  CHECK(fault("latency { at = \"0s\", factor = 2, add = \"1s\" }") == "2: latency needs only one of factor and add");
  CHECK(fault("latency { at = \"0s\", operation = \"SendTextMessage\", carrier = \"Verizon\", add = \"1s\" }") ==
        "2: latency.operation and carrier are both given");
  CHECK(fault("throttle { at = \"0s\", factor = 0.5 }") ==
        "2: throttle needs exactly one of carrier, campaign and number, got 0");
  CHECK(fault("throttle { at = \"0s\", carrier = \"Verizon\", number = \"line\", factor = 0.5 }") ==
        "2: throttle needs exactly one of carrier, campaign and number, got 2");
  CHECK(fault("throttle { at = \"0s\", carrier = \"Verizon\", factor = 1 }") ==
        "2: throttle.factor must be below 1, got 1");
  CHECK(fault("throttle { at = \"0s\", carrier = \"Verizon\" }") == "2: throttle needs one of factor and rate");
  CHECK(fault("receipt_delay { at = \"0s\" }") == "2: receipt_delay needs add");
  CHECK(fault("number_blocked { at = \"0s\" }") == "2: number_blocked needs number");
  CHECK(fault("rule_change { at = \"0s\", carrier = \"Verizon\" }") == "2: rule_change changes nothing");
  CHECK(fault("outage { at = \"0s\", carier = \"Verizon\" }") ==
        "2: unknown field carier in outage { … }; did you mean carrier?");
  CHECK(fault("api_error { at = \"0s\", error = \"ThrottlingException\" }") == "2: api_error needs operation");
  CHECK(fault("api_error { at = \"0s\", operation = \"SendTextMessage\" }") == "2: api_error needs error");
  CHECK(fault("clock_skew { at = \"0s\" }") == "2: clock_skew needs add");
  CHECK(fault("provisioning_delay { at = \"0s\" }") == "2: provisioning_delay needs add");
  CHECK(fault("event_destination_down { at = \"0s\" }") == "2: event_destination_down needs destination");
  CHECK(fault("event_destination_down { at = \"0s\", destination = \"d\" }") == "2: no event destination is named d");
}

TEST_CASE("limits know no share, throttles keep a thousandth", "[scenarios][load]") {
  CHECK(scenario_fault("faults = rule_change { carrier = \"AT&T\", at = \"0s\", fee = \"$1\", share = 0.5 }")
            .starts_with("2: rule_change.share has no meaning here"));
  CHECK(scenario_fault("faults = throttle { carrier = \"AT&T\", at = \"0s\", factor = 0.0001 }")
            .starts_with("2: throttle.factor must be at least 0.001"));
}

TEST_CASE("texts are UTF-8 and prices bounded", "[scenarios][load]") {
  CHECK(workload_fault("note = \"x\", body = \"\\xff\\xfe\"").find("is not valid UTF-8") != std::string::npos);
  CHECK(scenario_fault("pricing = prices { per_part = \"$1001\" }")
            .starts_with("2: prices.per_part must be at most $1000"));
}

}  // namespace
}  // namespace sendlab
