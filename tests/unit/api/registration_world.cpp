#include "tests/unit/api/registration_world.hpp"

#include <catch2/catch.hpp>

namespace sendlab::test {
namespace {

std::string value_for(const boost::json::object& field) {
  const std::string path(field.at("FieldPath").as_string());
  const std::string type(field.at("FieldType").as_string());
  if (type == "SELECT")
    return "'SelectChoices': ['" + std::string(field.at("SelectValidation").at("Options").at(0).as_string()) + "']";
  if (path == "companyInfo.taxId") return "'TextValue': '123456789'";
  if (path.ends_with("ountry") || path.ends_with("ountryCode")) return "'TextValue': 'US'";
  if (path.ends_with("website")) return "'TextValue': 'https://example.com'";
  if (path.ends_with("Email")) return "'TextValue': 'help@example.com'";
  if (path.ends_with("PhoneNumber")) return "'TextValue': '+12065550100'";
  if (path.ends_with("senderId")) return "'TextValue': 'EXAMPLE'";
  return "'TextValue': 'Example text of a company that asks people on its website'";
}

}  // namespace

std::string RegistrationWorld::create(const std::string& type) {
  const Reply made = call("CreateRegistration", "{'RegistrationType': '" + type + "'}");
  INFO(made.message);
  REQUIRE(made.verdict() == "ok");
  return made.text("RegistrationId");
}

Reply RegistrationWorld::of(const std::string& operation, const std::string& id, const std::string& more) {
  return call(operation, "{'RegistrationId': '" + id + "'" + more + "}");
}

Reply RegistrationWorld::put(const std::string& id, const std::string& path, const std::string& value) {
  return of("PutRegistrationFieldValue", id, ", 'FieldPath': '" + path + "', " + value);
}

void RegistrationWorld::fill(const std::string& id, const std::string& type) {
  const Reply fields = call("DescribeRegistrationFieldDefinitions", "{'RegistrationType': '" + type + "'}");
  REQUIRE(fields.ok());
  for (const auto& row : fields.body.at("RegistrationFieldDefinitions").as_array()) {
    const boost::json::object& field = row.as_object();
    const bool letter = field.at("FieldPath").as_string().find("letterOfAuthorization") !=
                        boost::json::string::npos;  // asked for by the choice above it
    if (field.at("FieldRequirement").as_string() != "REQUIRED" && !letter) continue;
    std::string value;
    if (field.at("FieldType").as_string() == "ATTACHMENT") {
      const Reply made = call("CreateRegistrationAttachment", "{'AttachmentBody': '" + wire_png + "'}");
      REQUIRE(made.verdict() == "ok");
      value = "'RegistrationAttachmentId': '" + made.text("RegistrationAttachmentId") + "'";
    } else {
      value = value_for(field);
    }
    const Reply reply = put(
        id, std::string(field.at("FieldPath").as_string()),
        type == wire_singapore && value.find("123456789") != std::string::npos ? "'TextValue': '12345678A'" : value);
    INFO(std::string(field.at("FieldPath").as_string()) << ": " << reply.message);
    REQUIRE(reply.verdict() == "ok");
  }
}

std::string RegistrationWorld::status(const std::string& id) {
  const Reply reply = call("DescribeRegistrations", "{'RegistrationIds': ['" + id + "']}");
  if (!reply.ok()) return reply.exception;
  return std::string(reply.body.at("Registrations").at(0).at("RegistrationStatus").as_string());
}

void RegistrationWorld::plan(const std::string& id, ReviewPlan::Outcome outcome, Duration lasts,
                             const std::string& reason) {
  Registration* registration = emulation().account().registrations().book().find(id);
  REQUIRE(registration != nullptr);
  registration->plan.outcome = outcome;
  registration->plan.lasts = lasts;
  registration->plan.reason = reason;
}

void RegistrationWorld::associate(const std::string& id, const std::string& resource) {
  const Reply reply = of("CreateRegistrationAssociation", id, ", 'ResourceId': '" + resource + "'");
  INFO(reply.message);
  REQUIRE(reply.verdict() == "ok");
}

std::string RegistrationWorld::approved(const std::string& type, const std::string& resource) {
  const std::string id = create(type);
  plan(id, ReviewPlan::Outcome::approve);
  if (!resource.empty()) associate(id, resource);
  fill(id, type);
  const Reply submitted = of("SubmitRegistrationVersion", id);
  INFO(submitted.message);
  REQUIRE(submitted.verdict() == "ok");
  advance(std::chrono::hours{48});
  REQUIRE(status(id) == "COMPLETE");
  return id;
}

std::string RegistrationWorld::request_number(const std::string& type, const std::string& registration) {
  const std::string more = registration.empty() ? "" : ", 'RegistrationId': '" + registration + "'";
  const Reply made =
      call("RequestPhoneNumber",
           "{'IsoCountryCode': 'US', 'MessageType': 'TRANSACTIONAL', 'NumberCapabilities': ['SMS'], 'NumberType': '" +
               type + "'" + more + "}");
  INFO(made.message);
  REQUIRE(made.verdict() == "ok");
  return made.text("PhoneNumberId");
}

std::string RegistrationWorld::number_status(const std::string& id) {
  const Reply reply = call("DescribePhoneNumbers", "{'PhoneNumberIds': ['" + id + "']}");
  return reply.ok() ? std::string(reply.body.at("PhoneNumbers").at(0).at("Status").as_string()) : reply.exception;
}

}  // namespace sendlab::test
