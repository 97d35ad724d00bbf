#include "engine/api/resource_name.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "engine/api/patterns.hpp"
#include "engine/kernel/ensure.hpp"

namespace sendlab {
namespace {

const ResourceScope here{"us-east-1", "111122223333"};

std::string reason(std::string_view arn) {
  const auto name = parse_arn(here, arn, "PhoneNumberId");
  REQUIRE_FALSE(name.ok());
  REQUIRE(name.error().fields.size() == 1);
  CHECK(name.error().fields[0].name == "PhoneNumberId");
  return name.error().reason;
}

}  // namespace

TEST_CASE("an ARN is made for each type and read back", "[api]") {
  CHECK(make_arn(here, ResourceType::phone_number, "phone-1") ==
        "arn:aws:sms-voice:us-east-1:111122223333:phone-number/phone-1");
  CHECK(make_arn(here, ResourceType::sender_id, sender_id_key("Example", "GB")) ==
        "arn:aws:sms-voice:us-east-1:111122223333:sender-id/Example/GB");
  for (const ResourceType type :
       {ResourceType::phone_number, ResourceType::pool, ResourceType::configuration_set, ResourceType::opt_out_list,
        ResourceType::registration, ResourceType::registration_attachment, ResourceType::verified_destination_number}) {
    const auto name = parse_arn(here, make_arn(here, type, "An_id-1"), "X");
    REQUIRE(name.ok());
    CHECK(name.value() == ResourceName{type, "An_id-1"});
  }
  CHECK(parse_arn(here, make_arn(here, ResourceType::sender_id, "Example/GB"), "X")->id == "Example/GB");
  CHECK_THROWS_AS(make_arn(here, ResourceType::keyword, "STOP"), InvariantViolation);
  CHECK_THROWS_AS(make_arn(here, ResourceType::sender_id, "Example"), InvariantViolation);
}

TEST_CASE("the partition follows the region", "[api]") {
  CHECK(partition_of("eu-central-1") == "aws");
  CHECK(make_arn({"us-gov-west-1", "111122223333"}, ResourceType::pool, "p") ==
        "arn:aws-us-gov:sms-voice:us-gov-west-1:111122223333:pool/p");
  CHECK(partition_of("cn-north-1") == "aws-cn");
}

TEST_CASE("an ARN of another place, service or form is refused", "[api]") {
  for (const char* arn :
       {"arn:aws:sms-voice:us-west-2:111122223333:phone-number/p", "arn:aws:sns:us-east-1:111122223333:phone-number/p",
        "arn:aws-cn:sms-voice:us-east-1:111122223333:phone-number/p", "arn:aws:sms-voice:us-east-1:1111:phone-number/p",
        "arn:aws:sms-voice:us-east-1::phone-number/p", "arn:aws:sms-voice:us-east-1:111122223333:phone-number/",
        "arn:aws:sms-voice:us-east-1:111122223333:phone-number",
        "arn:aws:sms-voice:us-east-1:111122223333:", "arn:aws:sms-voice:us-east-1:111122223333", "arn:", "arn", "",
        "arn:aws:sms-voice:us-east-1:111122223333:keyword/p",
        "arn:aws:sms-voice:us-east-1:111122223333:phone-number/p/q",
        "arn:aws:sms-voice:us-east-1:111122223333:pool/p:q",
        "arn:aws:sms-voice:us-east-1:111122223333:sender-id/Example",
        "arn:aws:sms-voice:us-east-1:111122223333:sender-id/Example/GBR",
        "arn:aws:sms-voice:us-east-1:111122223333:sender-id//GB"}) {
    INFO(arn);
    CHECK(reason(arn) == "INVALID_ARN");
  }
  CHECK(reason("arn:aws:sms-voice:us-east-1:444455556666:phone-number/p") == "RESOURCE_NOT_ACCESSIBLE");
}

TEST_CASE("a member takes an id as it stands or the ARN of its type", "[api]") {
  CHECK(resource_id(here, ResourceType::opt_out_list, "Default", "OptOutListName").value() == "Default");
  const std::string arn = make_arn(here, ResourceType::opt_out_list, "Mine");
  CHECK(resource_id(here, ResourceType::opt_out_list, arn, "OptOutListName").value() == "Mine");
  const auto wrong = resource_id(here, ResourceType::pool, arn, "PoolId");
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().reason == "INVALID_ARN");
  CHECK(wrong.error().fields[0].name == "PoolId");
}

TEST_CASE("an origination identity is a number, an id, a sender ID or an ARN", "[api]") {
  using enum OriginationName::Kind;
  const std::string phone = make_resource_id(Seed{1}, ResourceType::phone_number, 0);
  const std::string pool = make_resource_id(Seed{1}, ResourceType::pool, 0);
  CHECK(origination_name(here, "+12065550100").value() == OriginationName{digits, "12065550100", ""});
  CHECK(origination_name(here, "12345").value() == OriginationName{digits, "12345", ""});
  CHECK(origination_name(here, phone).value() == OriginationName{phone_number_id, phone, ""});
  CHECK(origination_name(here, pool).value() == OriginationName{pool_id, pool, ""});
  CHECK(origination_name(here, "Example").value() == OriginationName{sender_id, "Example", ""});
  CHECK(origination_name(here, "phone-home").value() == OriginationName{sender_id, "phone-home", ""});
  CHECK(origination_name(here, make_arn(here, ResourceType::pool, pool)).value() == OriginationName{pool_id, pool, ""});
  CHECK(origination_name(here, make_arn(here, ResourceType::phone_number, phone)).value() ==
        OriginationName{phone_number_id, phone, ""});
  CHECK(origination_name(here, make_arn(here, ResourceType::sender_id, "Example/GB")).value() ==
        OriginationName{sender_id, "Example", "GB"});
  const auto wrong = origination_name(here, make_arn(here, ResourceType::registration, "r"));
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().fields[0].name == "OriginationIdentity");
}

TEST_CASE("made ids are a pure function of seed, type and counter, and none repeats", "[api]") {
  std::set<std::string> ids;
  for (std::uint64_t counter = 0; counter < 1000; ++counter) {
    for (const ResourceType type : {ResourceType::phone_number, ResourceType::pool, ResourceType::registration}) {
      for (const Seed seed : {Seed{0}, Seed{1}}) ids.insert(make_resource_id(seed, type, counter));
    }
  }
  CHECK(ids.size() == 6000);
  const std::string id = make_resource_id(Seed{42}, ResourceType::phone_number, 7);
  CHECK(id == make_resource_id(Seed{42}, ResourceType::phone_number, 7));
  CHECK(id.starts_with("phone-"));
  CHECK(id.size() == 38);
  CHECK(id.find_first_not_of("0123456789abcdef", 6) == id.npos);
  CHECK(find_pattern("[A-Za-z0-9_:/-]+")->matches(id));
}

}  // namespace sendlab
