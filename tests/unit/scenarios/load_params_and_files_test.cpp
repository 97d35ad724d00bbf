#include <catch2/catch.hpp>

#include "engine/lua/lua_sandbox.hpp"
#include "fixtures.hpp"

namespace sendlab {
namespace {

using namespace std::chrono_literals;
using test::faults;
using test::Folder;
using test::with_workload;
using Faults = std::vector<std::string>;

TEST_CASE("a parameter has its default until --param gives another value", "[scenarios][load][param]") {
  const std::string text = with_workload(
      "arrivals = burst { count = param(\"n\", 5) }, ttl = param(\"ttl\", \"1m\"), dry_run = param(\"dry\", false)");
  const auto standard = test::load(text);
  REQUIRE(standard.ok());
  CHECK(std::get<BurstArrivals>(standard->scenario.workloads[0].arrivals).count == 5);
  CHECK(standard->scenario.params ==
        std::vector<std::pair<std::string, std::string>>{{"dry", "false"}, {"n", "5"}, {"ttl", "1m"}});
  const auto given = test::load(text, {{"n", "7"}, {"ttl", "2m"}, {"dry", "true"}});
  REQUIRE(given.ok());
  CHECK(std::get<BurstArrivals>(given->scenario.workloads[0].arrivals).count == 7);
  CHECK(given->scenario.workloads[0].ttl == 2min);
  CHECK(given->scenario.workloads[0].dry_run);
  CHECK(given->scenario.params ==
        std::vector<std::pair<std::string, std::string>>{{"dry", "true"}, {"n", "7"}, {"ttl", "2m"}});
}

TEST_CASE("notes are kept with what they are of, in the order of the file", "[scenarios][load]") {
  const auto loaded =
      test::load(with_workload("note = \"twice a day\", arrivals = burst { count = 1, note = \"all at once\" }"));
  REQUIRE(loaded.ok());
  CHECK(loaded->scenario.notes ==
        std::vector<std::pair<std::string, std::string>>{{"burst", "all at once"}, {"workload w", "twice a day"}});
}

TEST_CASE("a campaign's numbers have names that workloads and faults may use", "[scenarios][load]") {
  const auto loaded = test::load(R"(return scenario {
    account = account { monthly_spend_limit = "$1", brands = brand { name = "B", campaigns = campaign { name = "c", use_case = "2FA", numbers = 3 } } },
    workloads = workload { name = "w", from = "c#2", to = us_recipients { count = 1 }, arrivals = burst { count = 1 }, body = "x" },
    faults = number_blocked { number = "c#3", at = "0s" },
  })");
  REQUIRE(loaded.ok());
  const Origination& from = loaded->scenario.workloads[0].from;
  CHECK(from.kind == Origination::Kind::campaign_number);
  CHECK(from.number == 1);
  REQUIRE(loaded->scenario.faults[0].number);
  CHECK(loaded->scenario.faults[0].number->kind == Origination::Kind::campaign_number);
  CHECK(loaded->scenario.faults[0].number->number == 2);
}

TEST_CASE("a parameter of the wrong type, or never asked for, is an error", "[scenarios][load][param]") {
  const std::string text = with_workload("arrivals = burst { count = param(\"count\", 5) }");
  const auto fault = [&](std::map<std::string, std::string> params) {
    const auto loaded = test::load(text, std::move(params));
    REQUIRE_FALSE(loaded.ok());
    return loaded.error().front().where + ": " + loaded.error().front().what + " / " + loaded.error().front().fix;
  };
  CHECK(fault({{"count", "many"}}) == "--param count: must be a number, got \"many\" / its default is 5 (test.lua:3)");
  CHECK(fault({{"cuont", "5"}}) ==
        "--param cuont: is never asked for by the scenario; did you mean count? / its parameters are count");
}

TEST_CASE("a parameter without a default must be given", "[scenarios][load][param]") {
  const std::string text = with_workload("ttl = param(\"ttl\")");
  CHECK(faults(text).front().find("param ttl has no default and was not given") != std::string::npos);
  CHECK(faults(text, {{"ttl", "1m"}}).empty());
}

TEST_CASE("literal paths are relative to the scenario, --param paths to the working directory",
          "[scenarios][load][feed]") {
  const Folder beside, working;
  beside.write("people.csv", "number\n+14255550100\n");
  working.write("others.csv", "number\n+14255550101\n");
  const std::string text = with_workload("to = feed { file = param(\"people\", \"people.csv\") }");
  const auto file_of = [&](std::map<std::string, std::string> params) {
    const auto loaded = load_scenario({.vocabulary = test::small_vocabulary(),
                                       .file = beside.path("test.lua"),
                                       .text = text,
                                       .params = std::move(params),
                                       .working_directory = working.path("")});
    REQUIRE(loaded.ok());
    return std::get<Feed>(loaded->scenario.workloads[0].to).file;
  };
  CHECK(file_of({}) == beside.path("people.csv"));
  CHECK(file_of({{"people", "others.csv"}}) == working.path("others.csv"));
}

std::string feed_fault(const Folder& folder, const std::string& fields, const std::string& body = "\"x\"") {
  const auto loaded =
      test::load(with_workload("to = feed { " + fields + " }, body = " + body), {}, folder.path("test.lua"));
  if (loaded.ok()) return "";
  const std::string& where = loaded.error().front().where;
  return where.substr(where.rfind(':') + 1) + ": " + loaded.error().front().what;
}

TEST_CASE("faults of feed { … } come with the line of the script", "[scenarios][load][feed]") {
  const Folder folder;
  folder.write("p.csv", "number,name,text\n+14255550100,Ann,Hi\n");
  folder.write("empty.csv", "");
  folder.write("p.csv.gz", "number\n+14255550100\n");
  CHECK(feed_fault(folder, "file = \"p.csv\"").empty());
  CHECK(feed_fault(folder, "") == "3: feed needs file");
  CHECK(feed_fault(folder, "file = \"absent.csv\"")
            .starts_with("3: " + folder.path("absent.csv") + ": cannot be opened"));
  CHECK(feed_fault(folder, "file = \"empty.csv\"").ends_with("is empty"));
  CHECK(feed_fault(folder, "file = \"p.csv\", column = \"nubmer\"") ==
        "3: feed.column is no known column of p.csv: \"nubmer\"; did you mean number?");
  CHECK(feed_fault(folder, "file = \"p.csv\", columns = { ttl = \"time\" }")
            .starts_with("3: feed.columns.ttl is no known column of p.csv"));
  CHECK(feed_fault(folder, "file = \"p.csv\", columns = { nummer = \"number\" }") ==
        "3: unknown field nummer in feed.columns { … }; did you mean number?");
  CHECK(feed_fault(folder, "file = \"p.csv\", columns = { at = \"nmae\" }", "\"x\", arrivals = nil")
            .find("feed.columns.at is no known column of p.csv") != std::string::npos);
  CHECK(feed_fault(folder, "file = \"p.csv.gz\", order = \"random\"") ==
        "3: feed.order cannot be random for a compressed file");
  CHECK(feed_fault(folder, "file = \"p.csv\"", "\"Hi {name}\"").empty());
  CHECK(feed_fault(folder, "file = \"p.csv\"", "\"Hi {nmae}\"") ==
        "3: workload.body has an unknown placeholder {nmae}; did you mean name?");
  CHECK(feed_fault(folder, "file = \"p.csv\"", "feed { file = \"p.csv\", column = \"text\", wrap = false }") ==
        "3: workload.body reads the rows of its recipients' file in another order");
}

TEST_CASE("columns are found by their headers", "[scenarios][load][feed]") {
  const Folder folder;
  folder.write("p.csv", "name,number,body\nAnn,+14255550100,Hi\n");
  const auto loaded = test::load(with_workload("to = feed { file = \"p.csv\" }, body = feed { file = \"p.csv\" }"), {},
                                 folder.path("test.lua"));
  REQUIRE(loaded.ok());
  CHECK(std::get<Feed>(loaded->scenario.workloads[0].to).number == "number");
  CHECK(std::get<Feed>(loaded->scenario.workloads[0].body).body == "body");
}

TEST_CASE("a profile and an empirical distribution read their files", "[scenarios][load]") {
  const Folder folder;
  folder.write("day.csv", "offset,rate\n0h,1/s\n9h,8/s\n17h,0/s\n");
  folder.write("delays.ndjson", "{\"delay\":0.5}\n{\"delay\":\"2s\"}\n");
  const auto loaded = test::load(with_workload("arrivals = profile { file = \"day.csv\" }, client = client { latency = "
                                               "empirical { file = \"delays.ndjson\", column = \"delay\" } }"),
                                 {}, folder.path("test.lua"));
  REQUIRE(loaded.ok());
  const auto& profile = std::get<ProfileArrivals>(loaded->scenario.workloads[0].arrivals);
  REQUIRE(profile.points.size() == 3);
  CHECK(profile.points[1].offset == 9h);
  CHECK(loaded->scenario.workloads[0].client.latency.mean() == 1250ms);
  folder.write("day.csv", "offset,rate\n0h,1/s\n9h,fast\n");
  const auto broken =
      test::load(with_workload("arrivals = profile { file = \"day.csv\" }"), {}, folder.path("test.lua"));
  REQUIRE_FALSE(broken.ok());
  CHECK(broken.error().front().what == folder.path("day.csv") + ":3: rate must be a rate, got \"fast\"");
}

TEST_CASE("an opt-out list may be a feed", "[scenarios][load][feed]") {
  const Folder folder;
  folder.write("stop.csv", "number\n+14255550100\n");
  const auto loaded = test::load(
      test::with_account("opt_out_lists = opt_out_list { name = \"L\", numbers = feed { file = \"stop.csv\" } }"), {},
      folder.path("test.lua"));
  REQUIRE(loaded.ok());
  CHECK(std::holds_alternative<Feed>(loaded->scenario.accounts[0].opt_out_lists[0].numbers));
}

TEST_CASE("lint findings do not stop a scenario", "[scenarios][load][lint]") {
  const auto warning = [](const std::string& text) {
    const auto loaded = test::load(text);
    REQUIRE(loaded.ok());
    const Errors& found = loaded->scenario.warnings;
    return found.empty() ? "" : found.front().where + ": " + found.front().what;
  };
  CHECK(warning(with_workload("")).empty());
  CHECK(warning("return scenario { account = account { numbers = number { name = \"n\", type = \"TOLL_FREE\", country "
                "= \"US\" } },\n"
                "workloads = workload { name = \"w\", to = us_recipients { count = 1 }, arrivals = burst { count = 1 "
                "}, body = \"x\" } }")
            .starts_with("test.lua:1: account main has no monthly_spend_limit"));
  CHECK(warning(test::with_account("numbers = number { name = \"n\", type = \"LONG_CODE\", country = \"US\" }"))
            .starts_with("test.lua:2: number.type LONG_CODE in US"));
  CHECK(warning(with_workload("body = string.rep(\"a\", 1531)"))
            .starts_with("test.lua:3: workload.body is longer than the service takes: 1531 of 1530 septets"));
  CHECK(warning(with_workload("arrivals = profile { points = { { \"0h\", \"1/h\" } }, repeat_every = \"1d\" }"))
            .find("repeats its profile until the end") != std::string::npos);
  CHECK(warning(test::with_scenario("horizon = \"1h\", faults = outage { at = \"2h\" }")) ==
        "test.lua:2: the fault begins at 2h, after the horizon");
  CHECK(warning(test::with_account("")).find("has no number to send from") != std::string::npos);
}

TEST_CASE("the loader asks its caller about expectations when it can", "[scenarios][load]") {
  const auto loaded = load_scenario({.vocabulary = test::small_vocabulary(),
                                     .file = "test.lua",
                                     .text = test::with_scenario("expect = { \"a > 1\",\n\"b > 2\" }"),
                                     .params = {},
                                     .working_directory = "",
                                     .check_expectation = [](std::string_view expression) -> std::optional<Error> {
                                       if (expression == "b > 2") return Error{"", "is not to our taste", "write a"};
                                       return std::nullopt;
                                     }});
  REQUIRE_FALSE(loaded.ok());
  REQUIRE(loaded.error().size() == 1);
  CHECK(loaded.error()[0].where == "test.lua:3");
  CHECK(loaded.error()[0].what == "scenario.expect[2] is not to our taste");
}

TEST_CASE("the name of a scenario is that of its file", "[scenarios][load]") {
  CHECK(test::load(with_workload(""), {}, "folder/otp_steady.lua")->scenario.name == "otp_steady");
  CHECK(test::load(with_workload(""), {}, "-")->scenario.name == "stdin");
}

}  // namespace
}  // namespace sendlab
