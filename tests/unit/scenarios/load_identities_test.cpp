// sender_id { … }, pool { … } and what an account says of identities and quotas.
#include <catch2/catch.hpp>

#include "tests/unit/scenarios/fixtures.hpp"

namespace sendlab {
namespace {

using test::faults;
using test::load;
using test::with_account;
using test::with_workload;

std::string fault(const std::string& account) {
  const auto found = faults(with_account(account));
  return found.empty() ? "" : found.front();
}
std::string numbers(const std::string& of_a, const std::string& of_b, const std::string& pool = "") {
  return "numbers = { number { name = \"a\", type = \"LONG_CODE\", country = \"CA\"" + of_a +
         " }, number { name = \"b\", type = \"LONG_CODE\", country = \"CA\"" + of_b +
         " } }, pools = { pool { name = \"p\", identities = { \"a\", \"b\" }" + pool + " } }";
}
std::vector<std::string> warnings(const std::string& text) {
  const auto loaded = load(text);
  std::vector<std::string> found;
  if (!loaded.ok()) return {"a fault: " + loaded.error().front().what};
  for (const Error& warning : loaded->scenario.warnings) found.push_back(warning.what);
  return found;
}
bool warns(const std::string& text, const std::string& of) {
  for (const std::string& warning : warnings(text))
    if (warning.find(of) != std::string::npos) return true;
  return false;
}

TEST_CASE("a sender ID is of one country that has them", "[scenarios][load][R-ORG-1][R-ORG-22][R-ORG-26]") {
  const auto sender = [](const std::string& fields) { return fault("sender_ids = { sender_id { " + fields + " } }"); };
  CHECK(sender(R"(id = "Example", country = "GB")").empty());
  CHECK(sender(R"(id = "Example", country = "BE")") == "2: sender_id.country has no sender IDs: Belgium (BE)");
  CHECK(sender(R"(id = "Example", country = "US")") == "2: sender_id.country has no sender IDs: United States (US)");
  CHECK(sender(R"(id = "AB", country = "GB")") == "2: sender_id.id has 2 characters: \"AB\"");
  CHECK(sender(R"(id = "EXMPLE", country = "IN")").empty());
  CHECK(sender(R"(id = "Example", country = "IN")") == "2: sender_id.id has 7 characters where India wants 6: \"Example\"");
  CHECK(sender(R"(id = "600123", country = "IN", message_type = "TRANSACTIONAL")") == "2: sender_id.id is for transactional messages and has digits: \"600123\"");
  CHECK(sender(R"(country = "GB")") == "2: sender_id needs id");
  CHECK(fault(R"(sender_ids = { sender_id { id = "Example", country = "GB" }, sender_id { id = "Example", country = "IN" } })").find("India") != std::string::npos);
  CHECK(fault(R"(sender_ids = { sender_id { id = "EXMPLE", country = "GB" }, sender_id { id = "EXMPLE", country = "IN" } })").empty());
  CHECK(fault(R"(sender_ids = { sender_id { id = "Example", country = "GB" }, sender_id { id = "Example", country = "GB" } })") == "2: sender ID Example is declared twice for GB");
}

TEST_CASE("an Indian sender ID tells its message type by its characters", "[scenarios][load][R-TYP-7]") {
  const auto loaded = load(with_account(R"(sender_ids = { sender_id { id = "EXMPLE", country = "IN" }, sender_id { id = "600123", country = "IN" }, sender_id { id = "Example", country = "GB" } })"));
  REQUIRE(loaded.ok());
  const auto& senders = loaded->scenario.accounts[0].sender_ids;
  CHECK(senders[0].message_type == MessageType::transactional);
  CHECK(senders[1].message_type == MessageType::promotional);
  CHECK_FALSE(senders[2].message_type);
}

TEST_CASE("a sender ID that its country wants registered and that is not is pointed out",
          "[scenarios][load][R-ORG-8]") {
  CHECK(warns(with_account(R"(sender_ids = { sender_id { id = "Example", country = "AU" } })"), "asks for registration"));
  CHECK_FALSE(warns(with_account(R"(sender_ids = { sender_id { id = "Example", country = "AU", registered = true } })"), "asks for registration"));
}

TEST_CASE("a pool has the settings of its first identity", "[scenarios][load][R-POL-1][R-POL-2]") {
  CHECK(fault(numbers("", "")).empty());
  CHECK(fault(numbers(", two_way = true", ", two_way = true")).empty());
  const std::string keywords = R"(, two_way = true, keywords = keyword { word = "INFO", action = "AUTOMATIC_RESPONSE", reply = "hello" })";
  CHECK(fault(numbers(keywords, keywords)).empty());
  CHECK(fault(numbers(", two_way = true", "")) == "2: number b has another two_way than pool p");
  CHECK(fault(numbers("", ", message_type = \"PROMOTIONAL\"")) == "2: number b has another message_type than pool p");
  CHECK(fault(numbers(", two_way = true, self_managed_opt_outs = true", ", two_way = true")) ==
        "2: number b has another self_managed_opt_outs than pool p");
  CHECK(fault(numbers(keywords, ", two_way = true")) == "2: number b has another keywords than pool p");
  CHECK(fault("opt_out_lists = { opt_out_list { name = \"L\" } }, " + numbers(", opt_out_list = \"L\"", "")) ==
        "2: number b has another opt_out_list than pool p");
  CHECK(fault("opt_out_lists = { opt_out_list { name = \"L\" } }, " + numbers("", "", ", opt_out_list = \"L\""))
            .empty());  // set on the pool
}

TEST_CASE("a number is in one pool, a sender ID may be in several", "[scenarios][load][R-POL-9]") {
  const auto pools = [](const std::string& first, const std::string& second) {
    return fault(
        "numbers = { number { name = \"a\", type = \"LONG_CODE\", country = \"CA\" } }, sender_ids = { sender_id { id "
        "= \"Example\", country = \"GB\" } }, "
        "pools = { pool { name = \"p\", identities = { " +
        first + " } }, pool { name = \"q\", identities = { " + second + " } } }");
  };
  CHECK(pools("\"a\"", "\"Example\"").empty());
  CHECK(pools("\"a\", \"Example\"", "\"Example\"").empty());
  CHECK(pools("\"a\"", "\"a\"") == "2: number a is in pool p already");
  CHECK(pools("\"a\"", "\"b\"").find("pool q names no number, campaign or sender ID of the account: \"b\"") !=
        std::string::npos);
}

TEST_CASE("an account has at most 25 pools of at most 100 identities, unless its quotas say otherwise",
          "[scenarios][load][R-POL-6]") {
  const auto pools = [](int count, const std::string& more = "") {
    return fault("pools = (function() local t = {} for i = 1, " + std::to_string(count) +
                 " do t[i] = pool { name = \"p\" .. i, identities = { \"Example\" } } end return t end)(), sender_ids "
                 "= { sender_id { id = \"Example\", country = \"GB\" } }" +
                 more);
  };
  CHECK(pools(25).empty());
  CHECK(pools(26) == "2: account.pools has 26, an account has at most 25");
  CHECK(pools(26, ", quotas = { phone_pools = 30 }").empty());
  CHECK(pools(3, ", quotas = { phone_pools = 2 }") == "2: account.pools has 3, an account has at most 2");
  const auto identities = [](int count, const std::string& more = "") {
    return fault(
        "pools = { pool { name = \"p\", identities = (function() local t = {} for i = 1, " + std::to_string(count) +
        " do t[i] = \"n\" .. i end return t end)() } }, numbers = (function() local t = {} for i = 1, " +
        std::to_string(count) +
        " do t[i] = number { name = \"n\" .. i, type = \"LONG_CODE\", country = \"CA\" } end return t end)(), "
        "quotas = { sms_and_voice_numbers = 101" + more + " }");
  };
  CHECK(identities(100).empty());
  CHECK(identities(101) == "2: pool.identities has 101, a pool has at most 100");
  CHECK(identities(101, ", origination_identities_per_pool = 101").empty());
}

TEST_CASE("quotas are called as in quotas.csv", "[scenarios][load]") {
  CHECK(fault("quotas = { phone_pool = 3 }").find("did you mean phone_pools") != std::string::npos);
  CHECK(fault("quotas = { phone_pools = \"3\" }").find("must be a whole number") != std::string::npos);
  CHECK(warns(with_account("quotas = { two_way_sns_topics = 5 }"), "has no effect"));
  CHECK(warns(with_account("quotas = { mps_dry_run = 9 }"), "more than the provider gives"));
  const auto brands = [](int numbers, const std::string& more) {
    return fault("brands = brand { name = \"B\", campaigns = campaign { name = \"c\", use_case = \"2FA\", numbers = " +
                 std::to_string(numbers) + " } }" + more);
  };
  CHECK(brands(49, "").empty());
  CHECK(brands(50, "") == "2: campaign.numbers has 50, a campaign has at most 49");
  CHECK(brands(50, ", quotas = { tendlc_numbers_per_campaign = 50 }").empty());
}

TEST_CASE("workload.from names a pool or a sender ID", "[scenarios][load]") {
  const auto from = [](const std::string& name) {
    return load(
        "return scenario { account = account { monthly_spend_limit = \"$1\", sender_ids = { sender_id { id = "
        "\"Example\", country = \"GB\" } }, "
        "pools = { pool { name = \"p\", identities = { \"Example\" } } } }, workloads = { workload { name = \"w\", "
        "from = \"" +
        name +
        "\", to = recipients { country = \"GB\", count = 5 }, arrivals = burst { count = 1 }, body = \"x\" } } }");
  };
  REQUIRE(from("p").ok());
  CHECK(from("p")->scenario.workloads[0].from.kind == Origination::Kind::pool);
  CHECK(from("Example")->scenario.workloads[0].from.kind == Origination::Kind::sender_id);
  CHECK(from("Exampel").error().front().what.find("did you mean Example?") != std::string::npos);
}

TEST_CASE("one name means one thing of an account", "[scenarios][load]") {
  CHECK(fault("numbers = { number { name = \"Example\", type = \"LONG_CODE\", country = \"CA\" } }, sender_ids = { "
              "sender_id { id = \"Example\", country = \"GB\" } }")
            .find("are named Example") != std::string::npos);
}

TEST_CASE("a phone number exists once, whatever account and Region", "[scenarios][load][R-ORG-25][R-REL-1]") {
  const std::string line = "number { name = \"n\", type = \"SHORT_CODE\", country = \"CA\", number = \"72975\" }";
  const auto accounts = [&](const std::string& second) {
    return faults(
        "return scenario { accounts = { account { name = \"a\", region = \"us-east-1\", monthly_spend_limit = \"$1\", "
        "numbers = { " +
        line + " } }, account { name = \"b\", region = \"us-west-2\", monthly_spend_limit = \"$1\", numbers = { " +
        second +
        " } } }, workloads = { workload { name = \"w\", account = \"a\", to = us_recipients { count = 1 }, arrivals = "
        "burst { count = 1 }, body = \"x\" } } }");
  };
  CHECK(accounts("number { name = \"n\", type = \"SHORT_CODE\", country = \"CA\", number = \"72976\" }").empty());
  CHECK(accounts(line).front().find("has the phone number of another") != std::string::npos);
}

TEST_CASE("an identity that another account grants is named with its owner", "[scenarios][load][R-ORG-2]") {
  const auto loaded = load(
      "return scenario { accounts = { account { name = \"a\", monthly_spend_limit = \"$1\", numbers = { number { name "
      "= \"n\", type = \"TOLL_FREE\", country = \"US\" } } }, "
      "account { name = \"b\", monthly_spend_limit = \"$1\" } }, workloads = { workload { name = \"w\", account = "
      "\"b\", from = \"a/n\", to = us_recipients { count = 1 }, "
      "arrivals = burst { count = 1 }, body = \"x\" } } }");
  REQUIRE(loaded.ok());
  CHECK(loaded->scenario.workloads[0].account == 1);
  CHECK(loaded->scenario.workloads[0].owner == 0);
  CHECK(loaded->scenario.workloads[0].from.kind == Origination::Kind::number);
}

TEST_CASE("long codes that only receive are pointed out, unless they do", "[scenarios][load][R-ORG-20]") {
  CHECK(warns(with_account("numbers = { number { name = \"n\", type = \"LONG_CODE\", country = \"IN\" } }"),
              "cannot send them"));
  CHECK_FALSE(warns(
      with_account("numbers = { number { name = \"n\", type = \"LONG_CODE\", country = \"IN\", two_way = true } }"),
      "cannot send them"));
}

TEST_CASE("links to New Zealand need a dedicated short code", "[scenarios][load][R-ORG-15]") {
  const auto text = [](const std::string& body, const std::string& account) {
    return "return scenario { account = account { monthly_spend_limit = \"$1\", " + account +
           " }, workloads = { workload { name = \"w\", to = recipients { country = \"NZ\", count = 5 }, "
           "arrivals = burst { count = 1 }, body = \"" +
           body + "\" } } }";
  };
  CHECK(warns(text("see https://example.com/a", ""), "link to New Zealand"));
  CHECK_FALSE(warns(text("see the shop", ""), "link to New Zealand"));
  CHECK_FALSE(warns(text("see https://example.com/a",
                         "numbers = { number { name = \"n\", type = \"SHORT_CODE\", country = \"NZ\" } }"),
                    "link to New Zealand"));
}

TEST_CASE("country parameters are those of India", "[scenarios][load][R-ORG-29]") {
  CHECK(faults(with_workload("country_parameters = { IN_ENTITY_ID = \"1\", IN_TEMPLATE_ID = \"2\" }")).empty());
  CHECK(
      faults(with_workload("country_parameters = { IN_ENTITY = \"1\" }")).front().find("did you mean IN_ENTITY_ID?") !=
      std::string::npos);
  CHECK(faults(with_workload("country_parameters = { IN_ENTITY_ID = \"a b\" }")).front().find("without blanks") !=
        std::string::npos);
}

}  // namespace
}  // namespace sendlab
