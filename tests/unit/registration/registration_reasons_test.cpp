// Why registrations are denied.
#include <algorithm>

#include "tests/unit/registration/registration_fixture.hpp"

namespace sendlab::test {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;
const Instant start = at("2026-01-05T09:00:00Z");

// The codes for which a brand with these values is denied whatever is drawn.
Texts findings(const std::string& type, const std::vector<std::pair<std::string, FieldValue>>& values,
               bool matches_tax_record = true) {
  FilledBook world(start);
  Registration& r = world.create(type);
  world.fill(r);
  for (const auto& [path, value] : values) REQUIRE(world.book.put(r, path, value).ok());
  ReviewPlan plan;
  plan.matches_tax_record = matches_tax_record;
  Texts codes;
  for (const DenialReason* reason : content_denials(registration_rules(), *r.form, r.current(), plan))
    codes.push_back(reason->code);
  return codes;
}

FieldValue text(std::string value) { return {{}, std::move(value), {}}; }
FieldValue choice(std::string value) { return {{std::move(value)}, {}, {}}; }

}  // namespace

TEST_CASE("the reasons of a campaign's denial are those of the guide, each with the fields to mend",
          "[registration][R-REG-16]") {
  const Texts codes = registration_rules().reason_codes(RegistrationKind::campaign);
  CHECK(codes.size() == 17);
  for (const char* code :
       {"ATTRIBUTES_MISMATCH", "USE_CASE_INCONSISTENT", "COMPANY_SAMPLES_INCONSISTENT", "PROHIBITED_CANNABIS",
        "PROHIBITED_GUNS", "PROHIBITED_SHAFT", "PROHIBITED_GAMBLING", "PROHIBITED_HATE", "PROHIBITED_ALCOHOL",
        "PROHIBITED_TOBACCO", "LEAD_GENERATION", "ISV_MISMATCH", "LENDING_ATTRIBUTE_MISSING", "UNOFFICIAL_EMAIL",
        "OPT_IN_NOT_COMPLIANT", "WEBSITE_MISSING"})
    CHECK(std::ranges::find(codes, code) != codes.end());
  for (const DenialReason& reason : registration_rules().reasons)
    for (const std::string& path : reason.fields) {
      INFO(reason.code << " " << path);
      CHECK(registration_rules().form(reason.kind).field(path) != nullptr);
    }
}

TEST_CASE("the reasons of a toll-free denial are the ten of the guide", "[registration][R-REG-17]") {
  CHECK(registration_rules().reason_codes(RegistrationKind::toll_free) ==
        Texts{"COMPLIANT_OPT_IN_MISSING", "INVALID_BUSINESS_CONNECTION", "INVALID_COMPANY_INFO",
              "INVALID_MULTI_NUMBERS", "INVALID_OVERALL", "INVALID_URL", "NON_COMPLIANT_OPT_IN",
              "NON_COMPLIANT_OPT_IN_CONSENT", "NON_COMPLIANT_OPT_IN_THIRD_PARTY", "NON_COMPLIANT_USE_CASE"});
}

TEST_CASE("a share of submissions is denied as the table says, for drawn reasons",
          "[registration][R-REG-16][R-REG-17]") {
  const auto share_denied = [](const std::string& type, Texts& codes) {
    int denied = 0;
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
      FilledBook world(start, "current_2026", seed);
      Registration& r = world.create(type);
      if (type == toll_free_type) REQUIRE(world.associate(r, "TOLL_FREE", "phone-1", "+18445550142").ok());
      REQUIRE(world.book.submit(r, start, false).ok());
      world.finish();
      if (r.status != RegistrationStatus::requires_updates) continue;
      ++denied;
      codes.push_back(r.current().denied.front()->code);
    }
    return denied / 400.0;
  };
  Texts codes;
  CHECK(share_denied(toll_free_type, codes) == Approx(0.25).margin(0.07));
  std::ranges::sort(codes);
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  CHECK(codes.size() == 10);
  Texts brand_codes;
  CHECK(share_denied(brand_type, brand_codes) == Approx(0.1).margin(0.05));
}

TEST_CASE("a brand whose name, address and tax ID disagree with the tax record is denied", "[registration][R-REG-19]") {
  CHECK(findings(brand_type, {}).empty());
  CHECK(findings(brand_type, {}, false) == Texts{"TAX_RECORD_MISMATCH"});
}

TEST_CASE("a US company gives an EIN of nine digits; another country its own tax ID", "[registration][R-REG-19]") {
  CHECK(findings(brand_type, {{"companyInfo.taxId", text("12-3456789")}}).empty());
  CHECK(findings(brand_type, {{"companyInfo.taxId", text("12345678")}}) == Texts{"TAX_ID_KIND"});
  CHECK(findings(brand_type, {{"companyInfo.taxId", text("DE123456")}, {"companyInfo.taxIdIssuingCountry", text("DE")}})
            .empty());
}

TEST_CASE("not-for-profit and government are for organisations of the US", "[registration][R-REG-19]") {
  CHECK(findings(brand_type, {{"companyInfo.legalType", choice("NON_PROFIT")}}).empty());
  CHECK(findings(brand_type, {{"companyInfo.legalType", choice("NON_PROFIT")},
                              {"companyInfo.taxIdIssuingCountry", text("DE")}}) == Texts{"LEGAL_FORM_OUTSIDE_US"});
  CHECK(findings(brand_type, {{"companyInfo.legalType", choice("GOVERNMENT")},
                              {"companyInfo.taxIdIssuingCountry", text("CA")}}) == Texts{"LEGAL_FORM_OUTSIDE_US"});
  CHECK(findings(brand_type,
                 {{"companyInfo.legalType", choice("PRIVATE_PROFIT")}, {"companyInfo.taxIdIssuingCountry", text("DE")}})
            .empty());
}

TEST_CASE("samples with public URL shorteners or placeholders are denied", "[registration][R-REG-20]") {
  const auto sample = [](const char* words) {
    return findings(campaign_type, {{"messageSamples.messageSample1", text(words)}});
  };
  CHECK(sample("Your order is on its way: https://example.com/o/1").empty());
  CHECK(sample("Your order is on its way: https://TinyURL.com/4585y8mr") == Texts{"ATTRIBUTES_MISMATCH"});
  CHECK(sample("Your order is on its way: bit.ly/abc").size() == 1);
  CHECK(sample("Your order is on its way: mybit.ly/abc").empty());
  CHECK(sample("Hello [name], your order is on its way") == Texts{"COMPANY_SAMPLES_INCONSISTENT"});
}

TEST_CASE("what reviewers find denies a registration that nobody planned the end of", "[registration][R-REG-20]") {
  FilledBook world(start);
  Registration& brand = world.create(brand_type);
  world.fill(brand);
  REQUIRE(world.book.put(brand, "companyInfo.taxId", text("12345678")).ok());
  world.submit(brand);
  world.finish();
  CHECK(brand.status == RegistrationStatus::requires_updates);
  CHECK(brand.current().denied.front()->code == "TAX_ID_KIND");
}

}  // namespace sendlab::test
