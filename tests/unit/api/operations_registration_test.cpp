#include <catch2/catch.hpp>

#include "engine/service/service.hpp"
#include "tests/unit/api/registration_world.hpp"

namespace sendlab::test {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;
using Outcome = ReviewPlan::Outcome;
const std::string no_numbers;

std::string send_from(const std::string& number) {
  return "{'DestinationPhoneNumber': '+14255550168', 'MessageBody': 'hello', 'OriginationIdentity': '" + number + "'}";
}

}  // namespace

TEST_CASE("a registration begins as CREATED with version 1, and a repeat with the same token gives the same one",
          "[api][R-REG-26]") {
  RegistrationWorld world(no_numbers);
  const std::string body = "{'RegistrationType': '" + wire_brand +
                           "', 'ClientToken': 'one', 'Tags': [{'Key': 'Name', 'Value': 'our brand'}]}";
  const Reply made = world.call("CreateRegistration", body);
  CHECK(made.text("RegistrationStatus") == "CREATED");
  CHECK(made.body.at("CurrentVersionNumber").as_int64() == 1);
  CHECK(made.body.at("Tags").at(0).at("Value").as_string() == "our brand");
  CHECK(made.text("RegistrationId").starts_with("registration-"));
  CHECK(world.call("CreateRegistration", body).text("RegistrationId") == made.text("RegistrationId"));
  CHECK(world.call("CreateRegistration", "{'RegistrationType': 'NO_SUCH_TYPE'}").verdict() ==
        "ValidationException UNKNOWN_REGISTRATION_TYPE");
  CHECK(world.of("SubmitRegistrationVersion", "registration-0").verdict() == "ResourceNotFoundException");
}

TEST_CASE("a toll-free number is PENDING until its registration is COMPLETE, then sends",
          "[api][R-REG-14][R-REG-30][R-NUM-1][R-REG-21]") {
  RegistrationWorld world(no_numbers);
  const std::string number = world.request_number("TOLL_FREE");
  CHECK(world.number_status(number) == "PENDING");
  const Reply early = world.call("SendTextMessage", send_from(number));
  CHECK(early.verdict() == "ConflictException RESOURCE_NOT_ACTIVE");
  const std::string id = world.create(wire_toll_free);
  world.plan(id, Outcome::approve, 100h);
  world.associate(id, number);
  world.fill(id, wire_toll_free);
  const Reply submitted = world.of("SubmitRegistrationVersion", id);
  CHECK(submitted.text("RegistrationVersionStatus") == "SUBMITTED");
  world.advance(10h);
  CHECK(world.status(id) == "REVIEWING");
  world.advance(90h - 1ns);
  CHECK(world.number_status(number) == "PENDING");
  CHECK(world.call("SendTextMessage", send_from(number)).reason == "RESOURCE_NOT_ACTIVE");
  world.advance(1ns);
  CHECK(world.status(id) == "COMPLETE");
  CHECK(world.number_status(number) == "ACTIVE");
  CHECK(world.call("SendTextMessage", send_from(number)).verdict() == "ok");
}

TEST_CASE("brand, campaign, number: each waits for the one before, and the number is ASSOCIATING while carriers review",
          "[api][R-REG-2][R-REG-10][R-NUM-1]") {
  RegistrationWorld world(no_numbers);
  const std::string campaign = world.create(wire_campaign);
  const std::string early_brand = world.create(wire_brand);
  CHECK(world.of("CreateRegistrationAssociation", campaign, ", 'ResourceId': '" + early_brand + "'").verdict() ==
        "ConflictException REGISTRATION_NOT_COMPLETE");
  CHECK(world.of("SubmitRegistrationVersion", campaign).verdict() ==
        "ConflictException SUBMIT_REGISTRATION_VERSION_NOT_ALLOWED");
  const std::string brand = world.approved(wire_brand);
  CHECK(world
            .call("RequestPhoneNumber",
                  "{'IsoCountryCode': 'US', 'MessageType': 'TRANSACTIONAL', 'NumberCapabilities': ['SMS'], "
                  "'NumberType': 'TEN_DLC', 'RegistrationId': '" +
                      campaign + "'}")
            .verdict() == "ConflictException REGISTRATION_NOT_COMPLETE");
  CHECK(world.emulation().account().phone_numbers().empty());
  const std::string complete = world.approved(wire_campaign, brand);
  const std::string number = world.request_number("TEN_DLC", complete);
  CHECK(world.number_status(number) == "ASSOCIATING");
  world.advance(27 * 24h);
  CHECK(world.number_status(number) == "ASSOCIATING");
  CHECK(world.call("SendTextMessage", send_from(number)).reason == "RESOURCE_NOT_ACTIVE");
  world.advance(16 * 24h);
  CHECK(world.number_status(number) == "ACTIVE");
  CHECK(world.call("SendTextMessage", send_from(number)).verdict() == "ok");
  CHECK(world.call("DescribePhoneNumbers").body.at("PhoneNumbers").at(0).at("RegistrationId").as_string() == complete);
}

TEST_CASE("a campaign's limits follow from the score that was known when it was created",
          "[api][R-REG-5][R-REG-8][R-REG-7]") {
  RegistrationWorld world(no_numbers, "rules = \"seed_2023\", ");
  const std::string brand = world.approved(wire_brand);
  const std::string before = world.approved(wire_campaign, brand);
  const std::string vetting = world.create(wire_vetting);
  world.plan(vetting, Outcome::approve);
  world.emulation().account().registrations().book().find(vetting)->plan.vetting_score = 90;
  world.associate(vetting, brand);
  CHECK(world.status(vetting) == "SUBMITTED");  // R-REG-26: there is no form
  world.advance(48h);
  CHECK(world.call("DescribeRegistrations", "{'RegistrationIds': ['" + vetting + "']}")
            .body.at("Registrations")
            .at(0)
            .at("AdditionalAttributes")
            .at("VETTING_SCORE")
            .as_string() == "90");
  const std::string after = world.approved(wire_campaign, brand);
  const std::string unvetted_number = world.request_number("TEN_DLC", before),
                    vetted_number = world.request_number("TEN_DLC", after),
                    second_number = world.request_number("TEN_DLC", after);
  world.advance(60 * 24h);
  const ServiceModel& model = world.emulation().model();
  const auto limit_of = [&](const std::string& id) {
    const NumberModel& number =
        world.emulation().account().model_of(*world.emulation().account().find_number(std::string_view(id)));
    REQUIRE(number.campaign != no_campaign);
    return model.campaigns[number.campaign.index].limits.front().throughput;
  };
  CHECK(limit_of(unvetted_number) == Throughput{75, 60s});
  CHECK(limit_of(vetted_number) == Throughput{4500, 60s});
  CHECK(model.campaigns.size() == 2);  // the second number shares the campaign's limit
  CHECK(model.brands.size() == 1);     // and both campaigns the brand's day
}

TEST_CASE("the limits that follow from a registration hold", "[api][R-REG-8]") {
  RegistrationWorld world(no_numbers, "rules = \"seed_2023\", ");
  const std::string campaign = world.approved(wire_campaign, world.approved(wire_brand));
  const std::string number = world.request_number("TEN_DLC", campaign);
  world.advance(60 * 24h);
  const NumberId id = world.emulation().account().find_number(std::string_view(number))->number;
  // Reports look at the fullest window of each limit: at one part a second 60 fit into a minute, so nothing waits.
  const Limits& limits = world.emulation().service().limits();
  const CampaignId joined = world.emulation().model().numbers[id.index].campaign;
  CHECK(limits.campaign_peak(joined, CarrierId{0}).limit == Throughput{75, 60s});
  CHECK(limits.brand_peak(world.emulation().model().campaigns[joined.index].brand).cap == 2000);
}

TEST_CASE("a registration that lacks something is not submitted, and says what", "[api][R-REG-26][R-REG-18]") {
  RegistrationWorld world(no_numbers);
  const std::string id = world.create(wire_brand);
  world.fill(id, wire_brand);
  REQUIRE(world.of("DeleteRegistrationFieldValue", id, ", 'FieldPath': 'companyInfo.city'").verdict() == "ok");
  const Reply reply = world.of("SubmitRegistrationVersion", id);
  CHECK(reply.verdict() == "ValidationException MISSING_PARAMETER");
  CHECK(reply.fields == Texts{"companyInfo.city"});
  const Reply short_text =
      world.put(world.create(wire_campaign), "campaignInfo.helpMessage", "'TextValue': 'too short'");
  CHECK(short_text.verdict() == "ValidationException FIELD_VALIDATION_FAILED");
  CHECK(short_text.fields == Texts{"campaignInfo.helpMessage"});
}

TEST_CASE("a denied version carries its reasons, its fields a short one; a new version is mended and submitted",
          "[api][R-REG-27][R-REG-28][R-REG-16]") {
  RegistrationWorld world(no_numbers);
  const std::string brand = world.approved(wire_brand);
  const std::string id = world.create(wire_campaign);
  world.plan(id, Outcome::deny, 48h, "OPT_IN_NOT_COMPLIANT");
  world.associate(id, brand);
  world.fill(id, wire_campaign);
  world.of("SubmitRegistrationVersion", id);
  world.advance(48h);
  CHECK(world.status(id) == "REQUIRES_UPDATES");
  const Reply versions = world.of("DescribeRegistrationVersions", id);
  const auto& denied = versions.body.at("RegistrationVersions").at(0);
  CHECK(denied.at("RegistrationVersionStatus").as_string() == "DENIED");
  CHECK(denied.at("DeniedReasons").at(0).at("Reason").as_string() == "OPT_IN_NOT_COMPLIANT");
  CHECK(denied.at("RegistrationVersionStatusHistory").as_object().contains("DeniedTimestamp"));
  const Reply values = world.of("DescribeRegistrationFieldValues", id,
                                ", 'FieldPaths': ['campaignInfo.optInWorkflow', 'campaignInfo.helpMessage']");
  for (const auto& row : values.body.at("RegistrationFieldValues").as_array())
    CHECK(row.as_object().contains("DeniedReason") ==
          (row.at("FieldPath").as_string() == "campaignInfo.optInWorkflow"));

  const std::string text = "'TextValue': 'People tick a box on our website that says what we send and how often.'";
  CHECK(world.put(id, "campaignInfo.optInWorkflow", text).verdict() ==
        "ConflictException EDIT_REGISTRATION_FIELD_VALUES_NOT_ALLOWED");
  const Reply opened = world.of("CreateRegistrationVersion", id);
  CHECK(opened.body.at("VersionNumber").as_int64() == 2);
  CHECK(world.put(id, "campaignInfo.optInWorkflow", text).verdict() == "ok");
  world.plan(id, Outcome::approve);
  CHECK(world.of("SubmitRegistrationVersion", id).verdict() == "ok");
  CHECK(world.of("SubmitRegistrationVersion", id).verdict() == "ConflictException REGISTRATION_ALREADY_SUBMITTED");
  world.advance(48h);
  CHECK(world.status(id) == "COMPLETE");
  CHECK(world.of("CreateRegistrationVersion", id).verdict() == "ok");
  CHECK(world.of("CreateRegistrationVersion", id).verdict() ==
        "ConflictException CREATE_REGISTRATION_VERSION_NOT_ALLOWED");
}

TEST_CASE("a version is discarded while it is SUBMITTED, for good", "[api][R-REG-12][R-REG-29]") {
  RegistrationWorld world(no_numbers);
  const std::string id = world.create(wire_brand);
  CHECK(world.of("DiscardRegistrationVersion", id).verdict() ==
        "ConflictException DISCARD_REGISTRATION_VERSION_NOT_ALLOWED");
  world.plan(id, Outcome::approve, 100h);
  world.fill(id, wire_brand);
  world.of("SubmitRegistrationVersion", id);
  const Reply gone = world.of("DiscardRegistrationVersion", id);
  CHECK(gone.text("RegistrationVersionStatus") == "DISCARDED");
  CHECK(gone.body.at("VersionNumber").as_int64() == 1);
  CHECK(world.status(id) == "CREATED");
  const Reply versions = world.of("DescribeRegistrationVersions", id);
  REQUIRE(versions.body.at("RegistrationVersions").as_array().size() == 1);
  CHECK(versions.body.at("RegistrationVersions").at(0).at("VersionNumber").as_int64() == 2);
  world.advance(200h);
  CHECK(world.status(id) == "CREATED");
  CHECK(world.of("DescribeRegistrationVersions", id, ", 'VersionNumbers': [1]").verdict() ==
        "ValidationException UNKNOWN_REGISTRATION_VERSION");
}

TEST_CASE("a registration is CLOSED when its number is released, and deleted for good", "[api][R-REG-30]") {
  RegistrationWorld world(no_numbers);
  const std::string number = world.request_number("TOLL_FREE");
  const std::string id = world.approved(wire_toll_free, number);
  CHECK(world.of("DeleteRegistration", id).verdict() == "ConflictException RESOURCE_DELETION_NOT_ALLOWED");
  REQUIRE(world.call("ReleasePhoneNumber", "{'PhoneNumberId': '" + number + "'}").verdict() == "ok");
  CHECK(world.status(id) == "CLOSED");
  const Reply deleted = world.of("DeleteRegistration", id);
  CHECK(deleted.text("RegistrationStatus") == "DELETED");
  CHECK(world.status(id) == "ResourceNotFoundException");
}

TEST_CASE("a number has one registration, of the kind that its type supports", "[api][R-REG-6]") {
  RegistrationWorld world(two_numbers);
  const std::string number = world.request_number("TOLL_FREE");
  world.associate(world.create(wire_toll_free), number);
  const std::string other = world.create(wire_toll_free);
  CHECK(world.of("CreateRegistrationAssociation", other, ", 'ResourceId': '" + number + "'").verdict() ==
        "ConflictException PHONE_NUMBER_ASSOCIATED_TO_REGISTRATION");
  CHECK(world.of("CreateRegistrationAssociation", other, ", 'ResourceId': 'EXAMPLE'").verdict() ==
        "ValidationException INVALID_REGISTRATION_ASSOCIATION");
  CHECK(world.of("CreateRegistrationAssociation", other, ", 'ResourceId': 'phone-0'").verdict() ==
        "ResourceNotFoundException");
  const std::string of_scenario = world.emulation().account().phone_numbers().front().id;  // of campaign otp
  CHECK(world.of("CreateRegistrationAssociation", other, ", 'ResourceId': '" + of_scenario + "'").verdict() ==
        "ConflictException PHONE_NUMBER_ASSOCIATED_TO_REGISTRATION");
}

TEST_CASE("associations are listed and filtered; a Singapore sender ID joins by itself on approval",
          "[api][R-REG-22]") {
  RegistrationWorld world(no_numbers);
  const std::string brand = world.approved(wire_brand);
  const std::string campaign = world.approved(wire_campaign, brand);
  world.request_number("TEN_DLC", campaign);
  CHECK(world.of("ListRegistrationAssociations", campaign).body.at("RegistrationAssociations").as_array().size() == 2);
  const Reply numbers = world.of("ListRegistrationAssociations", campaign,
                                 ", 'Filters': [{'Name': 'resource-type', 'Values': ['TEN_DLC']}]");
  REQUIRE(numbers.body.at("RegistrationAssociations").as_array().size() == 1);
  CHECK(numbers.body.at("RegistrationAssociations").at(0).at("IsoCountryCode").as_string() == "US");

  const std::string singapore = world.approved(wire_singapore);
  const Reply sender = world.of("ListRegistrationAssociations", singapore);
  REQUIRE(sender.body.at("RegistrationAssociations").as_array().size() == 1);
  CHECK(sender.body.at("RegistrationAssociations").at(0).at("ResourceType").as_string() == "SENDER_ID");
  CHECK(sender.body.at("RegistrationAssociations").at(0).at("ResourceId").as_string() == "EXAMPLE/SG");
}

TEST_CASE("registrations are described by id, filter and page", "[api][R-REG-1]") {
  RegistrationWorld world(no_numbers);
  const std::string brand = world.approved(wire_brand);
  const std::string toll_free = world.create(wire_toll_free);
  const auto ids_of = [](const Reply& reply) {
    Texts ids;
    for (const auto& row : reply.body.at("Registrations").as_array())
      ids.emplace_back(row.at("RegistrationId").as_string());
    return ids;
  };
  CHECK(ids_of(world.call("DescribeRegistrations")) == Texts{brand, toll_free});
  CHECK(ids_of(world.call("DescribeRegistrations",
                          "{'Filters': [{'Name': 'registration-status', 'Values': ['COMPLETE']}]}")) == Texts{brand});
  CHECK(ids_of(world.call("DescribeRegistrations", "{'Filters': [{'Name': 'registration-type', 'Values': ['" +
                                                       wire_toll_free + "']}]}")) == Texts{toll_free});
  const Reply first = world.call("DescribeRegistrations", "{'MaxResults': 1}");
  CHECK(ids_of(first) == Texts{brand});
  CHECK(ids_of(world.call("DescribeRegistrations",
                          "{'MaxResults': 1, 'NextToken': '" + first.text("NextToken") + "'}")) == Texts{toll_free});
  CHECK(world
            .call("DescribeRegistrations",
                  "{'RegistrationIds': ['" + brand +
                      "'], 'Filters': [{'Name': 'registration-status', 'Values': ['COMPLETE']}]}")
            .reason == "PARAMETERS_CANNOT_BE_USED_TOGETHER");
  CHECK(world.call("DescribeRegistrations", "{'Filters': [{'Name': 'registration-status', 'Values': ['DONE']}]}")
            .reason == "INVALID_FILTER_VALUES");
}

TEST_CASE("types, sections and fields are described as the forms have them",
          "[api][R-REG-19][R-REG-20][R-REG-21][R-REG-22]") {
  RegistrationWorld world(no_numbers);
  const Reply types = world.call("DescribeRegistrationTypeDefinitions");
  CHECK(types.body.at("RegistrationTypeDefinitions").as_array().size() == 5);
  const Reply for_numbers =
      world.call("DescribeRegistrationTypeDefinitions",
                 "{'Filters': [{'Name': 'supported-association-resource-type', 'Values': ['TOLL_FREE']}]}");
  REQUIRE(for_numbers.body.at("RegistrationTypeDefinitions").as_array().size() == 1);
  CHECK(for_numbers.body.at("RegistrationTypeDefinitions")
            .at(0)
            .at("SupportedAssociations")
            .at(0)
            .at("AssociationBehavior")
            .as_string() == "ASSOCIATE_BEFORE_SUBMIT");

  const Reply sections =
      world.call("DescribeRegistrationSectionDefinitions", "{'RegistrationType': '" + wire_brand + "'}");
  CHECK(sections.body.at("RegistrationSectionDefinitions").as_array().size() == 2);
  CHECK(world
            .call("DescribeRegistrationSectionDefinitions",
                  "{'RegistrationType': '" + wire_brand + "', 'SectionPaths': ['nowhere']}")
            .reason == "UNKNOWN_REGISTRATION_SECTION");

  const Reply fields = world.call("DescribeRegistrationFieldDefinitions",
                                  "{'RegistrationType': '" + wire_brand + "', 'SectionPath': 'contactInfo'}");
  CHECK(fields.body.at("RegistrationFieldDefinitions").as_array().size() == 5);
  const Reply one =
      world.call("DescribeRegistrationFieldDefinitions",
                 "{'RegistrationType': '" + wire_campaign + "', 'FieldPaths': ['campaignInfo.optInWorkflow']}");
  CHECK(one.body.at("RegistrationFieldDefinitions").at(0).at("TextValidation").at("MinLength").as_int64() == 40);
  CHECK(world
            .call("DescribeRegistrationFieldDefinitions",
                  "{'RegistrationType': '" + wire_brand + "', 'FieldPaths': ['no.field']}")
            .reason == "UNKNOWN_REGISTRATION_FIELD");
}

TEST_CASE("a field takes one kind of value", "[api][registration]") {
  RegistrationWorld world(no_numbers);
  const std::string id = world.create(wire_brand);
  CHECK(world.put(id, "companyInfo.city", "'TextValue': 'Seattle', 'SelectChoices': ['Seattle']").reason == "PARAMETERS_CANNOT_BE_USED_TOGETHER");
  CHECK(world.of("PutRegistrationFieldValue", id, ", 'FieldPath': 'companyInfo.city'").reason == "MISSING_PARAMETER");
  CHECK(world.put(id, "companyInfo.town", "'TextValue': 'Seattle'").reason == "UNKNOWN_REGISTRATION_FIELD");
  CHECK(world.put(id, "companyInfo.legalType", "'TextValue': 'PRIVATE_PROFIT'").reason == "FIELD_VALIDATION_FAILED");
  CHECK(world.put(id, "companyInfo.legalType", "'SelectChoices': ['PRIVATE_PROFIT']").verdict() == "ok");
  CHECK(world.of("DeleteRegistrationFieldValue", id, ", 'FieldPath': 'companyInfo.city'").reason ==
        "REGISTRATION_FIELD_CANNOT_BE_DELETED");
}

TEST_CASE("attachments are PNG, JPEG or PDF, bounded in size, and stay while a form uses them", "[api][R-REG-21]") {
  RegistrationWorld world(no_numbers, "rules = \"seed_2023\", ");
  CHECK(world.call("CreateRegistrationAttachment", "{'AttachmentBody': 'R0lGODlhAQABAA=='}").reason ==
        "ATTACHMENT_TYPE_NOT_SUPPORTED");
  CHECK(world.call("CreateRegistrationAttachment", "{}").reason == "MISSING_PARAMETER");
  const std::string small = world.call("CreateRegistrationAttachment", "{'AttachmentBody': '" + wire_png + "'}")
                                .text("RegistrationAttachmentId");
  const std::string large = world
                                .call("CreateRegistrationAttachment", "{'AttachmentBody': '" + wire_png.substr(0, 20) +
                                                                          std::string(550'000, 'A') + "'}")
                                .text("RegistrationAttachmentId");
  const std::string id = world.create(wire_toll_free);
  CHECK(world.put(id, "messagingUseCase.optInImage", "'RegistrationAttachmentId': '" + large + "'").reason ==
        "MAXIMUM_SIZE_EXCEEDED");
  CHECK(world.put(id, "messagingUseCase.optInImage", "'RegistrationAttachmentId': '" + small + "'").verdict() == "ok");
  const Reply in_use = world.call("DeleteRegistrationAttachment", "{'RegistrationAttachmentId': '" + small + "'}");
  CHECK(in_use.verdict() == "ConflictException RESOURCE_DELETION_NOT_ALLOWED");
  CHECK(world.call("DescribeRegistrationAttachments").body.at("RegistrationAttachments").as_array().size() == 2);
  CHECK(world.call("DeleteRegistrationAttachment", "{'RegistrationAttachmentId': '" + large + "'}")
            .text("AttachmentStatus") == "DELETED");
  CHECK(world.call("DescribeRegistrationAttachments", "{'RegistrationAttachmentIds': ['" + large + "']}").verdict() ==
        "ResourceNotFoundException");
}

TEST_CASE("quotas of registrations answer with their reasons", "[api][R-REG-6]") {
  RegistrationWorld world(no_numbers);
  RegistrationQuotas& quotas = world.emulation().account().registrations().book().quotas();
  quotas.registrations = 1;
  quotas.attachments = 2;
  quotas.attachments_per_day = 1;
  quotas.versions_per_day = 1;
  const std::string brand = world.approved(wire_brand);
  CHECK(world.call("CreateRegistration", "{'RegistrationType': '" + wire_toll_free + "'}").verdict() ==
        "ServiceQuotaExceededException REGISTRATIONS_PER_ACCOUNT");
  const std::string attach = "{'AttachmentBody': '" + wire_png + "'}";
  CHECK(world.call("CreateRegistrationAttachment", attach).ok());
  CHECK(world.call("CreateRegistrationAttachment", attach).verdict() ==
        "ServiceQuotaExceededException REGISTRATION_ATTACHMENTS_CREATED_PER_DAY");
  world.advance(24h);
  CHECK(world.call("CreateRegistrationAttachment", attach).ok());
  world.advance(24h);
  CHECK(world.call("CreateRegistrationAttachment", attach).verdict() ==
        "ServiceQuotaExceededException REGISTRATION_ATTACHMENTS_PER_ACCOUNT");
  CHECK(world.of("CreateRegistrationVersion", brand).ok());  // the first day's is long ago
  quotas.registrations = 10;
  quotas.numbers_per_campaign = 1;
  const std::string campaign = world.approved(wire_campaign, brand);
  world.request_number("TEN_DLC", campaign);
  const std::string second = world.request_number("TEN_DLC");
  CHECK(world.of("CreateRegistrationAssociation", campaign, ", 'ResourceId': '" + second + "'").verdict() ==
        "ServiceQuotaExceededException PHONE_NUMBERS_PER_REGISTRATION");
  quotas.campaigns_per_brand = 1;
  const std::string other = world.create(wire_campaign);
  CHECK(world.of("CreateRegistrationAssociation", other, ", 'ResourceId': '" + brand + "'").verdict() ==
        "ServiceQuotaExceededException ASSOCIATIONS_PER_REGISTRATION");
}

}  // namespace sendlab::test
