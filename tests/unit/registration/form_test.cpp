#include <algorithm>

#include "tests/unit/registration/registration_fixture.hpp"

namespace sendlab::test {
namespace {

using Texts = std::vector<std::string>;

const FormField& field_of(const std::string& type, const std::string& path, std::string_view rules = "current_2026") {
  const RegistrationForm* form = registration_rules(rules).form(type);
  REQUIRE(form != nullptr);
  const FormField* field = form->field(path);
  INFO(path);
  REQUIRE(field != nullptr);
  return *field;
}

bool takes(const FormField& field, std::string text) { return !fault_of(field, {{}, std::move(text), {}}); }
bool takes_choices(const FormField& field, Texts choices) { return !fault_of(field, {std::move(choices), {}, {}}); }

Texts paths_with(const RegistrationForm& form, FieldNeed need) {
  Texts paths;
  for (const FormField& field : form.fields)
    if (field.need == need) paths.push_back(field.path);
  return paths;
}

}  // namespace

TEST_CASE("every pattern of the form table has a matcher", "[registration]") {
  for (const char* rule_set : {"current_2026", "seed_2023"})
    for (const RegistrationForm& form : registration_rules(rule_set).forms)
      for (const FormField& field : form.fields) {
        INFO(field.path << " " << field.pattern);
        CHECK((field.pattern.empty() || knows_form_pattern(field.pattern)));
      }
}

TEST_CASE("a campaign's opt-in description has at least 40 characters, help, stop and samples 20",
          "[registration][R-REG-18][R-KEY-7]") {
  const FormField& opt_in = field_of(campaign_type, "campaignInfo.optInWorkflow", "seed_2023");
  CHECK_FALSE(takes(opt_in, std::string(39, 'x')));
  CHECK(takes(opt_in, std::string(40, 'x')));
  for (const char* path : {"campaignInfo.helpMessage", "campaignInfo.stopMessage", "messageSamples.messageSample1",
                           "messageSamples.messageSample3"}) {
    INFO(path);
    const FormField& field = field_of(campaign_type, path, "seed_2023");
    CHECK_FALSE(takes(field, std::string(19, 'x')));
    CHECK(takes(field, std::string(20, 'x')));
  }
  CHECK(takes(field_of(campaign_type, "campaignInfo.helpMessage", "seed_2023"), std::string(160, 'x')));
  CHECK_FALSE(takes(field_of(campaign_type, "campaignInfo.helpMessage", "seed_2023"), std::string(161, 'x')));
}

TEST_CASE("the newer rule set has the newer lengths", "[registration][rules]") {
  CHECK(takes(field_of(campaign_type, "campaignInfo.helpMessage"), std::string(255, 'x')));
  CHECK_FALSE(takes(field_of(campaign_type, "campaignInfo.helpMessage"), std::string(256, 'x')));
  CHECK(field_of(campaign_type, "campaignInfo.optInMessage").need == FieldNeed::required);
  CHECK(field_of(campaign_type, "campaignInfo.optInMessage", "seed_2023").need == FieldNeed::optional);
}

TEST_CASE("the brand form asks for what registers a company", "[registration][R-REG-19]") {
  const RegistrationForm& form = registration_rules().form(RegistrationKind::brand);
  CHECK(form.type == brand_type);
  CHECK(paths_with(form, FieldNeed::conditional) == Texts{"companyInfo.stockSymbol", "companyInfo.stockExchange"});
  CHECK(paths_with(form, FieldNeed::optional).empty());

  const FormField& website = field_of(brand_type, "contactInfo.website");
  CHECK(takes(website, "http://example.com"));
  CHECK(takes(website, "https://example.com"));
  CHECK_FALSE(takes(website, "example.com"));
  CHECK_FALSE(takes(website, "https://"));
  const FormField& phone = field_of(brand_type, "contactInfo.supportPhoneNumber");
  CHECK(takes(phone, "+12065550100"));
  for (const char* wrong : {"12065550100", "+1 206 555 0100", "+1(206)5550100", "+02065550100"})
    CHECK_FALSE(takes(phone, wrong));
  CHECK_FALSE(takes(field_of(brand_type, "companyInfo.isoCountryCode"), "us"));
  CHECK_FALSE(takes(field_of(brand_type, "contactInfo.supportEmail"), "help at example.com"));
  CHECK_FALSE(takes_choices(field_of(brand_type, "companyInfo.legalType"), {"PARTNERSHIP"}));
}

TEST_CASE("the campaign form has 13 use cases, at most 5 sub use cases and seven attributes",
          "[registration][R-REG-20]") {
  const FormField& use_case = field_of(campaign_type, "campaignUseCase.useCase");
  CHECK(use_case.options.size() == 13);
  CHECK_FALSE(takes_choices(use_case, {}));
  CHECK_FALSE(takes_choices(use_case, {"MARKETING", "MIXED"}));
  CHECK_FALSE(takes_choices(use_case, {"SOLE_PROPRIETOR"}));
  const FormField& sub = field_of(campaign_type, "campaignUseCase.subUseCases");
  const Texts six{"TWO_FACTOR_AUTHENTICATION", "ACCOUNT_NOTIFICATION", "CUSTOMER_CARE",
                  "DELIVERY_NOTIFICATION",     "FRAUD_ALERT",          "MARKETING"};
  CHECK(takes_choices(sub, Texts(six.begin(), six.begin() + 5)));
  CHECK_FALSE(takes_choices(sub, six));
  CHECK_FALSE(takes_choices(sub, {"MARKETING", "MARKETING"}));
  for (const char* attribute : {"subscriberOptIn", "subscriberOptOut", "subscriberHelp", "directLending",
                                "embeddedLink", "embeddedPhone", "ageGated"})
    CHECK(field_of(campaign_type, std::string("campaignUseCase.") + attribute).need == FieldNeed::required);
  CHECK(field_of(campaign_type, "campaignCapabilities.numberCapabilities").options.size() == 2);
  CHECK(field_of(campaign_type, "messageSamples.messageSample1").need == FieldNeed::required);
  CHECK(field_of(campaign_type, "messageSamples.messageSample2").need == FieldNeed::optional);
  CHECK(registration_rules().use_case_of("TWO_FACTOR_AUTHENTICATION") == "2FA");
  CHECK(registration_rules().use_case_of("MARKETING") == "MARKETING");
}

TEST_CASE("the toll-free form asks for a picture of the opt-in; second address and further samples are optional",
          "[registration][R-REG-21]") {
  const RegistrationForm& form = registration_rules("seed_2023").form(RegistrationKind::toll_free);
  CHECK(form.type == toll_free_type);
  CHECK(paths_with(form, FieldNeed::optional) ==
        Texts{"companyInfo.address2", "messageSamples.messageSample2", "messageSamples.messageSample3"});
  CHECK(field_of(toll_free_type, "messagingUseCase.useCaseCategory").options.size() == 7);
  const FormField& picture = field_of(toll_free_type, "messagingUseCase.optInImage", "seed_2023");
  CHECK(picture.type == FieldType::attachment);
  CHECK(picture.file_types == Texts{"PNG"});
  CHECK(picture.max_bytes == 400 * 1024);
  const FormAssociation* number = form.association("TOLL_FREE");
  REQUIRE(number != nullptr);
  CHECK(number->when == AssociationTime::before_submit);
}

TEST_CASE("the Singapore form has no opt-in, takes a UEN, and a letter when it is for another brand",
          "[registration][R-REG-22]") {
  const RegistrationForm& form = registration_rules("seed_2023").form(RegistrationKind::sender_id);
  CHECK(form.type == singapore_type);
  CHECK(
      std::ranges::none_of(form.fields, [](const FormField& f) { return f.path.find("optIn") != std::string::npos; }));
  const FormField& uen = field_of(singapore_type, "companyInfo.taxId");
  for (const char* right : {"12345678A", "201912345D", "T09LL0001B"}) CHECK(takes(uen, right));
  for (const char* wrong : {"12345678", "1234567AA", "X09LL0001B", "T09LL0001"}) CHECK_FALSE(takes(uen, wrong));
  CHECK(paths_with(form, FieldNeed::conditional) == Texts{"senderIdInfo.letterOfAuthorization"});
  CHECK(field_of(singapore_type, "senderIdInfo.letterOfAuthorization", "seed_2023").max_bytes == 400 * 1024);
  const FormField& sender = field_of(singapore_type, "senderIdInfo.senderId");
  for (const char* wrong : {"AB", "123456", "TWELVELETTER", "MY ID"}) CHECK_FALSE(takes(sender, wrong));
  CHECK(takes(sender, "MY-ID1"));
  CHECK(form.association(AssociationTime::on_approval)->resource_type == "SENDER_ID");
}

TEST_CASE("a value must be of the kind that its field has", "[registration]") {
  CHECK(fault_of(field_of(brand_type, "companyInfo.city"), {{"Seattle"}, {}, {}}).has_value());
  CHECK(fault_of(field_of(brand_type, "companyInfo.legalType"), {{}, "PRIVATE_PROFIT", {}}).has_value());
  CHECK(fault_of(field_of(toll_free_type, "messagingUseCase.optInImage"), {{}, "picture.png", {}}).has_value());
  CHECK_FALSE(takes(field_of(brand_type, "companyInfo.city"), std::string(2049, 'x')));
}

}  // namespace sendlab::test
