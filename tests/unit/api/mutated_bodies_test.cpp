// Bodies that were damaged at random: the decoder answers each with an object or an error, and never falls over.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "engine/api/decode.hpp"
#include "engine/api/filters.hpp"
#include "engine/api/paging.hpp"
#include "engine/kernel/random.hpp"
#include "tests/unit/api/api_shapes_fixture.hpp"

namespace sendlab {
namespace {

struct Body {
  std::string_view operation, text;
};
const Body bodies[] = {
    {"SendTextMessage",
     R"({"DestinationPhoneNumber":"+12065550100","OriginationIdentity":"phone-0123456789abcdef0123456789abcdef",)"
     R"("MessageBody":"Your code is \u0031\ud83d\ude00 é","MessageType":"TRANSACTIONAL","TimeToLive":300,"DryRun":false,)"
     R"("Context":{"order":"17","shop":"north"},"DestinationCountryParameters":{"IN_ENTITY_ID":"1"}})"},
    {"DescribePhoneNumbers",
     R"({"PhoneNumberIds":["a","b"],"Filters":[{"Name":"status","Values":["ACTIVE","PENDING"]}],"MaxResults":7,"NextToken":"x"})"},
    {"CreateEventDestination",
     R"({"ConfigurationSetName":"c","EventDestinationName":"d","MatchingEventTypes":["ALL"],)"
     R"("SnsDestination":{"TopicArn":"arn:aws:sns:us-east-1:111122223333:t"},"ClientToken":"k"})"},
    {"CreateRegistrationAttachment", R"({"AttachmentBody":"aGVsbG8=","Tags":[{"Key":"a","Value":"b"}]})"},
};
const std::string_view pieces[] = {
    "{",   "}", "[", "]",    ":",    ",",        "\"", "\\", "\\u", "\\ud800", "null", "true", "-",
    "1e9", "0", ".", "\xFF", "\xC3", "\xE2\x82", "\0", " ",  "\n",  "{\"a\":", "[[[[", "\"\"", "9999999999999999999"};

std::string mutated(std::string text, RandomStream& random) {
  const std::uint64_t changes = 1 + random.below(4);
  for (std::uint64_t change = 0; change < changes; ++change) {
    const std::size_t at = random.below(text.size() + 1);
    const std::string_view piece = pieces[random.below(std::size(pieces))];
    switch (random.below(5)) {
      case 0:
        text.insert(at, piece);
        break;
      case 1:
        text.erase(at, random.below(8));
        break;
      case 2:
        if (at < text.size()) text[at] = static_cast<char>(random.below(256));
        break;
      case 3:
        text.replace(at, random.below(4), piece);
        break;
      default:
        text.insert(at, text.substr(random.below(text.size() + 1), random.below(40)));
    }
  }
  return text;
}

}  // namespace

TEST_CASE("twenty thousand damaged bodies each give an object or an error", "[api]") {
  RandomStream random(stream_key(Seed{2026}, 0, "bodies", "mutations"));
  const PageTokens tokens{Seed{1}};
  int taken = 0, refused = 0;
  for (int round = 0; round < 20'000; ++round) {
    const Body& body = bodies[random.below(std::size(bodies))];
    const std::string text = mutated(std::string(body.text), random);
    INFO(round << ": " << text);
    const OperationShape& shape = operation(body.operation);
    const auto decoded = decode(shape, text);
    if (!decoded.ok()) {
      ++refused;
      if (decoded.error().reason.empty() || body_of(decoded.error()).empty()) FAIL_CHECK("an error without a reason");
      continue;
    }
    ++taken;
    if (body.operation == "DescribePhoneNumbers") {
      static_cast<void>(Filters::read(shape, decoded.value()));
      static_cast<void>(tokens.read(shape, decoded.value()));
    }
  }
  CHECK(taken > 1000);
  CHECK(refused > 10'000);
}

}  // namespace sendlab
