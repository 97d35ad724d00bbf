#include "tests/unit/registration/registration_fixture.hpp"

namespace sendlab::test {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;
const Instant start = at("2026-01-05T09:00:00Z");

// A case of this kind with every mandatory detail.
SupportCase complete(CaseKind kind, const std::string& id = "case-1") {
  SupportCase request;
  request.id = request.key = id;
  request.kind = kind;
  request.region = "us-east-1";
  for (const std::string& name : case_rules().of(kind).mandatory) request.details[name] = "text";
  for (const auto& [name, value] : {std::pair<const char*, const char*>{"new_limit", "5000"},
                                    {"country", "US"},
                                    {"message_type", "TRANSACTIONAL"},
                                    {"sender_id", "EXMPLE"}})
    if (request.details.contains(name)) request.details[name] = value;
  return request;
}

struct Desk {
  SupportDesk desk{case_rules(), streams_of_seed(3), [this](const SupportCase&) { return objection; }};
  std::optional<std::string> objection;
  Instant now = start;

  SupportCase& open(SupportCase request) {
    const auto opened = desk.open(std::move(request), now);
    INFO((opened.ok() ? "" : opened.error().where + " " + opened.error().what));
    REQUIRE(opened.ok());
    return *opened.value();
  }
  void next() {
    REQUIRE(desk.next_at() != never);
    desk.advance(now = desk.next_at());
  }
  void finish() {
    while (desk.next_at() != never) next();
  }
};

}  // namespace

TEST_CASE("there is a kind of case for everything that only a case gives",
          "[registration][R-CAS-1][R-NUM-15][R-VSB-14][R-KEY-9]") {
  Texts names;
  for (const CaseKindRules& kind : case_rules().kinds) names.emplace_back(name_of(kind.kind));
  CHECK(names == Texts{"sms_production_access", "voice_production_access", "sms_spend_limit", "voice_spend_limit",
                       "quota", "mps", "short_code", "long_code", "local_voice_number", "sender_id", "india_sender_id",
                       "china_template", "convert_long_code", "short_code_keyword"});
  for (const std::string& name : names) CHECK(case_kind_of(name).has_value());
  CHECK_FALSE(case_kind_of("free_numbers").has_value());
}

TEST_CASE("every request names its Region", "[registration][R-CAS-1]") {
  Desk support;
  SupportCase request = complete(CaseKind::sms_production_access);
  request.region.clear();
  const auto refused = support.desk.open(request, start);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().where == "region");
}

TEST_CASE("the first answer comes within 24 hours and grants what needs nothing more",
          "[registration][R-CAS-2][R-SBX-9]") {
  for (const CaseKind kind : {CaseKind::sms_production_access, CaseKind::voice_production_access,
                              CaseKind::sms_spend_limit, CaseKind::quota, CaseKind::mps}) {
    Desk support;
    SupportCase& made = support.open(complete(kind));
    support.next();
    INFO(name_of(kind));
    CHECK(made.first_answer > start);
    CHECK(made.first_answer <= start + 24h);
    CHECK(made.status == CaseStatus::done);
    CHECK(made.done_at == made.first_answer);
  }
}

TEST_CASE("an incomplete case is asked for more, which takes longer", "[registration][R-CAS-2]") {
  Desk support;
  SupportCase request = complete(CaseKind::sms_spend_limit);
  request.details.erase("use_case");
  SupportCase& made = support.open(request);
  support.next();
  CHECK(made.status == CaseStatus::needs_information);
  CHECK(made.missing == Texts{"use_case"});
  CHECK(support.desk.next_at() == never);
  support.now += 48h;
  const Instant replied = support.now;
  REQUIRE_FALSE(support.desk.supply(made, {{"use_case", "login codes"}}, {}, support.now).has_value());
  support.next();
  CHECK(made.status == CaseStatus::done);
  CHECK(made.done_at > replied);
  CHECK(made.done_at <= replied + 24h);
}

TEST_CASE("a case can be denied", "[registration][R-CAS-2]") {
  Desk support;
  SupportCase planned = complete(CaseKind::sms_production_access);
  planned.outcome = SupportCase::Outcome::deny;
  SupportCase& made = support.open(planned);
  support.finish();
  CHECK(made.status == CaseStatus::denied);
  CHECK(made.denial == "the use case does not fit the policies");

  support.objection = "not yet";
  SupportCase& against = support.open(complete(CaseKind::voice_production_access, "case-2"));
  support.finish();
  CHECK(against.status == CaseStatus::denied);
  CHECK(against.denial == "not yet");
}

TEST_CASE("what has to be provisioned comes after its lead time",
          "[registration][R-CAS-2][R-CAS-3][R-REG-24][R-REG-25][R-NUM-11]") {
  struct Row {
    CaseKind kind;
    Duration least, most;
  };
  for (const Row& row :
       {Row{CaseKind::short_code, 56 * 24h, 84 * 24h}, Row{CaseKind::sender_id, 14 * 24h, 28 * 24h},
        Row{CaseKind::india_sender_id, 14 * 24h, 28 * 24h}, Row{CaseKind::china_template, 14 * 24h, 28 * 24h},
        Row{CaseKind::long_code, 2h, 28 * 24h}, Row{CaseKind::convert_long_code, 2h, 14 * 24h}}) {
    Desk support;
    SupportCase& made = support.open(complete(row.kind));
    support.next();
    INFO(name_of(row.kind));
    CHECK(made.status == CaseStatus::provisioning);
    support.finish();
    CHECK(made.status == CaseStatus::done);
    CHECK(made.done_at - made.first_answer >= row.least);
    CHECK(made.done_at - made.first_answer <= row.most);
  }
}

TEST_CASE("a short code costs from the request to the carriers on, also when they reject it",
          "[registration][R-NUM-11][R-CAS-3]") {
  Desk support;
  SupportCase rejected = complete(CaseKind::short_code);
  rejected.outcome = SupportCase::Outcome::carriers_reject;
  SupportCase& made = support.open(rejected);
  support.finish();
  CHECK(made.status == CaseStatus::denied);
  CHECK(made.fees_from == made.first_answer);
  CHECK(made.done_at - made.first_answer >= 56 * 24h);
  Desk other;
  SupportCase& long_code = other.open(complete(CaseKind::long_code));
  other.finish();
  CHECK(long_code.fees_from == never);
}

TEST_CASE("a short code needs a case for each country, and link, type, opt-in and template",
          "[registration][R-CAS-3]") {
  Desk support;
  SupportCase two = complete(CaseKind::short_code);
  two.details["country"] = "US, CA";
  CHECK_FALSE(support.desk.open(two, start).ok());
  SupportCase bad_type = complete(CaseKind::short_code);
  bad_type.details["message_type"] = "SPAM";
  CHECK_FALSE(support.desk.open(bad_type, start).ok());
  for (const char* name : {"website", "message_type", "opt_in", "template"}) {
    SupportCase without = complete(CaseKind::short_code);
    without.details.erase(name);
    CHECK(missing_details(case_rules(), without) == Texts{name});
  }
}

TEST_CASE("a spend request above 10,000 dollars needs more for each country", "[registration][R-SPD-7][R-CAS-3]") {
  SupportCase request = complete(CaseKind::sms_spend_limit);
  request.details["new_limit"] = "10000";
  CHECK(missing_details(case_rules(), request).empty());
  request.details["new_limit"] = "10001";
  CHECK(missing_details(case_rules(), request) == Texts{"countries"});
  request.countries["DE"] = {{"identity", "sender ID EXAMPLE, registered"},
                             {"peak_rate", "5/s"},
                             {"mean_size", "1"},
                             {"template", "Your code is 123456"}};
  CHECK(missing_details(case_rules(), request).empty());
  request.countries["FR"] = {{"identity", "short code"}};
  CHECK(missing_details(case_rules(), request) ==
        Texts{"countries.FR.peak_rate", "countries.FR.mean_size", "countries.FR.template"});
}

TEST_CASE("an Indian sender ID has six characters", "[registration][R-REG-24][R-ORG-23]") {
  Desk support;
  SupportCase request = complete(CaseKind::india_sender_id);
  request.details["sender_id"] = "EXAMPLE";
  CHECK_FALSE(support.desk.open(request, start).ok());
  for (const char* name : {"company", "entity_id", "monthly_volume", "use_case", "opt_in"}) {
    SupportCase without = complete(CaseKind::india_sender_id);
    without.details.erase(name);
    CHECK(missing_details(case_rules(), without) == Texts{name});
  }
}

}  // namespace sendlab::test
