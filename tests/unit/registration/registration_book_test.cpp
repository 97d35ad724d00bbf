// The life of one registration (R-REG-26 to R-REG-30).
#include "tests/unit/registration/registration_fixture.hpp"

namespace sendlab::test {
namespace {

using namespace std::chrono_literals;
using Kind = RegistrationFault::Kind;
using Texts = std::vector<std::string>;
const Instant start = at("2026-01-05T09:00:00Z");

std::string path_of(const Registration& r) {
  return std::string(name_of(r.status)) + "/" + std::string(name_of(r.current().status));
}

}  // namespace

TEST_CASE("statuses have the names of the guide", "[registration][R-REG-1]") {
  Texts names;
  for (int s = 0; s < 7; ++s) names.emplace_back(name_of(static_cast<RegistrationStatus>(s)));
  CHECK(names == Texts{"CREATED", "SUBMITTED", "REVIEWING", "COMPLETE", "REQUIRES_UPDATES", "CLOSED", "DELETED"});
}

TEST_CASE("a registration begins as Created with version 1 in DRAFT", "[registration][R-REG-26]") {
  FilledBook world(start);
  const Registration& r = world.create(brand_type);
  CHECK(path_of(r) == "CREATED/DRAFT");
  CHECK(r.current().number == 1);
  CHECK(r.current().entered(VersionStatus::draft) == start);
  CHECK(FilledBook::kind_of(world.book.create("x", "x", "NO_SUCH_TYPE", start)) == Kind::unknown_type);
}

TEST_CASE("a version is submitted when every required field is filled, and conditional ones whose condition holds",
          "[registration][R-REG-26][R-REG-19]") {
  FilledBook world(start);
  Registration& r = world.create(brand_type);
  world.fill(r);
  REQUIRE(world.book.remove(r, "companyInfo.city").ok());
  const auto early = world.book.submit(r, world.now);
  CHECK(FilledBook::kind_of(early) == Kind::missing_fields);
  REQUIRE(early.error().fields.size() == 1);
  CHECK(early.error().fields[0].first == "companyInfo.city");
  REQUIRE(world.book.put(r, "companyInfo.city", world.text("Seattle")).ok());

  REQUIRE(world.book.put(r, "companyInfo.legalType", world.choice("PUBLIC_PROFIT")).ok());
  CHECK(world.book.submit(r, world.now).error().fields.size() == 2);  // stock symbol and exchange
  REQUIRE(world.book.put(r, "companyInfo.stockSymbol", world.text("EXMP")).ok());
  REQUIRE(world.book.put(r, "companyInfo.stockExchange", world.choice("NASDAQ")).ok());
  CHECK(world.book.submit(r, world.now).ok());
}

TEST_CASE("a submitted registration is reviewed, then Complete, and its version APPROVED", "[registration][R-REG-27]") {
  FilledBook world(start);
  Registration& r = world.create(brand_type);
  r.plan.outcome = ReviewPlan::Outcome::approve;
  r.plan.lasts = 100h;
  world.fill(r);
  world.submit(r);
  CHECK(path_of(r) == "SUBMITTED/SUBMITTED");
  CHECK(world.book.next_at() == start + 10h);
  CHECK(world.advance(10h - 1ns).empty());
  CHECK(world.advance(1ns).size() == 1);
  CHECK(path_of(r) == "REVIEWING/REVIEWING");
  CHECK(world.advance(90h - 1ns).empty());
  CHECK(world.advance(1ns).size() == 1);
  CHECK(path_of(r) == "COMPLETE/APPROVED");
  CHECK(r.approved_version == 1);
  CHECK(r.current().entered(VersionStatus::reviewing) == start + 10h);
  CHECK(r.current().entered(VersionStatus::approved) == start + 100h);
  CHECK(world.book.next_at() == never);
}

TEST_CASE("a denied version lists its reasons, and the fields to fix carry one", "[registration][R-REG-27][R-REG-28]") {
  FilledBook world(start);
  Registration& r = world.create(campaign_type);
  world.fill(r);
  const std::string brand = world.approved(brand_type).id;
  REQUIRE(world.associate(r, brand_type, brand).ok());
  r.plan.outcome = ReviewPlan::Outcome::deny;
  r.plan.reason = "OPT_IN_NOT_COMPLIANT";
  world.submit(r);
  world.finish();
  CHECK(path_of(r) == "REQUIRES_UPDATES/DENIED");
  CHECK(r.denied_version == 1);
  REQUIRE(r.current().denied.size() == 1);
  CHECK(r.current().denied[0]->code == "OPT_IN_NOT_COMPLIANT");
  CHECK(r.current().denied[0]->fields == Texts{"campaignInfo.optInWorkflow"});
}

TEST_CASE("fields change in a draft only; a denied version is read-only until a new one is opened",
          "[registration][R-REG-28]") {
  FilledBook world(start);
  Registration& r = world.create(brand_type);
  world.fill(r);
  r.plan.outcome = ReviewPlan::Outcome::deny;
  const auto edit = [&] { return world.book.put(r, "companyInfo.city", world.text("Tacoma")); };
  CHECK(edit().ok());
  world.submit(r);
  CHECK(FilledBook::kind_of(edit()) == Kind::edit_not_allowed);  // Submitted
  CHECK(FilledBook::kind_of(world.book.remove(r, "companyInfo.city")) == Kind::edit_not_allowed);
  world.finish();
  CHECK(FilledBook::kind_of(edit()) == Kind::edit_not_allowed);  // Requires Updates, version denied
  REQUIRE(world.book.open_version(r, world.now).ok());
  CHECK(edit().ok());
  r.plan.outcome = ReviewPlan::Outcome::approve;
  world.submit(r);
  world.finish();
  CHECK(FilledBook::kind_of(edit()) == Kind::edit_not_allowed);  // Complete
}

TEST_CASE(
    "a new version has the next number and what was filled in; an older one is read-only, an approved one archived",
    "[registration][R-REG-27]") {
  FilledBook world(start);
  Registration& r = world.approved(brand_type);
  REQUIRE(world.book.open_version(r, world.now).ok());
  CHECK(r.current().number == 2);
  CHECK(r.current().values == r.versions[0].values);
  REQUIRE(world.book.put(r, "companyInfo.city", world.text("Tacoma")).ok());
  CHECK(r.versions[0].values.at("companyInfo.city").text != "Tacoma");
  CHECK(r.versions[0].status == VersionStatus::approved);
  world.submit(r);
  world.finish();
  CHECK(r.versions[0].status == VersionStatus::archived);
  CHECK(path_of(r) == "COMPLETE/APPROVED");
  CHECK(r.approved_version == 2);
}

TEST_CASE("a new version needs one that was decided", "[registration][R-REG-27]") {
  FilledBook world(start);
  Registration& r = world.create(brand_type);
  CHECK(FilledBook::kind_of(world.book.open_version(r, world.now)) == Kind::version_not_allowed);
  world.fill(r);
  world.submit(r);
  CHECK(FilledBook::kind_of(world.book.open_version(r, world.now)) == Kind::version_not_allowed);
}

TEST_CASE("resubmission starts the review and its duration again", "[registration][R-REG-28][R-REG-12]") {
  FilledBook world(start);
  Registration& r = world.create(brand_type);
  world.fill(r);
  r.plan.outcome = ReviewPlan::Outcome::deny;
  r.plan.lasts = 48h;
  world.submit(r);
  CHECK(FilledBook::kind_of(world.book.submit(r, world.now)) == Kind::already_submitted);
  world.advance(48h);
  REQUIRE(path_of(r) == "REQUIRES_UPDATES/DENIED");
  CHECK(FilledBook::kind_of(world.book.submit(r, world.now)) == Kind::submit_not_allowed);  // no draft
  world.advance(24h);
  REQUIRE(world.book.open_version(r, world.now).ok());
  r.plan.outcome = ReviewPlan::Outcome::approve;
  world.submit(r);
  CHECK(r.decided_at == start + 48h + 24h + 48h);
  world.advance(48h);
  CHECK(path_of(r) == "COMPLETE/APPROVED");
}

TEST_CASE("only what is Submitted can be discarded, and the version is gone for good",
          "[registration][R-REG-12][R-REG-29]") {
  FilledBook world(start);
  Registration& r = world.create(brand_type);
  r.plan.lasts = 100h;
  r.plan.outcome = ReviewPlan::Outcome::approve;
  CHECK(FilledBook::kind_of(world.book.discard(r, world.now)) == Kind::discard_not_allowed);
  world.fill(r);
  world.submit(r);
  world.advance(1h);
  const auto gone = world.book.discard(r, world.now);
  REQUIRE(gone.ok());
  CHECK(gone->number == 1);
  CHECK(gone->status == VersionStatus::discarded);
  CHECK(gone->entered(VersionStatus::discarded) == start + 1h);
  CHECK(path_of(r) == "CREATED/DRAFT");
  CHECK(r.current().number == 2);
  CHECK(r.version(1) == nullptr);
  CHECK(world.book.next_at() == never);  // no answer comes any more
  world.submit(r);
  world.advance(10h);
  REQUIRE(path_of(r) == "REVIEWING/REVIEWING");
  CHECK(FilledBook::kind_of(world.book.discard(r, world.now)) == Kind::discard_not_allowed);
}

TEST_CASE("deletion is permanent; what is under review, in use or the brand of another stays",
          "[registration][R-REG-30]") {
  FilledBook world(start);
  Registration& brand = world.approved(brand_type);
  const std::string brand_id = brand.id;
  Registration& campaign = world.create(campaign_type);
  REQUIRE(world.associate(campaign, brand_type, brand_id).ok());
  CHECK(FilledBook::kind_of(world.book.erase(brand_id)) == Kind::deletion_not_allowed);
  world.fill(campaign);
  world.submit(campaign);
  const std::string campaign_id = campaign.id;
  CHECK(FilledBook::kind_of(world.book.erase(campaign_id)) == Kind::deletion_not_allowed);
  REQUIRE(world.book.discard(campaign, world.now).ok());
  const auto gone = world.book.erase(campaign_id);
  REQUIRE(gone.ok());
  CHECK(gone->status == RegistrationStatus::deleted);
  CHECK(world.book.find(campaign_id) == nullptr);
  CHECK(world.book.erase(brand_id).ok());
}

TEST_CASE("a registration whose resources are gone is Closed, and must be deleted too", "[registration][R-REG-30]") {
  FilledBook world(start);
  Registration& r = world.create(toll_free_type);
  r.plan.outcome = ReviewPlan::Outcome::approve;
  REQUIRE(world.associate(r, "TOLL_FREE", "phone-1", "+18445550142").ok());
  world.fill(r);
  world.submit(r);
  world.finish();
  CHECK(path_of(r) == "COMPLETE/APPROVED");
  CHECK(r.associates[0].ready);
  world.book.resource_gone("phone-1");
  CHECK(r.status == RegistrationStatus::closed);
  CHECK(FilledBook::kind_of(world.book.open_version(r, world.now)) == Kind::version_not_allowed);
  CHECK(world.book.erase(r.id).ok());
}

TEST_CASE("an attachment is PNG and no larger than its field allows", "[registration][R-REG-21][R-REG-22]") {
  FilledBook world(start, "seed_2023");
  Registration& r = world.create(toll_free_type);
  CHECK(FilledBook::kind_of(world.book.attach("a", "GIF89a", 6, start)) == Kind::attachment_type);
  REQUIRE(world.book.attach("pdf", "%PDF-1.7", 8, start).ok());
  REQUIRE(world.book.attach("exact", png, 400 * 1024, start).ok());
  REQUIRE(world.book.attach("large", png, 400 * 1024 + 1, start).ok());
  const auto put = [&](const char* id) { return world.book.put(r, "messagingUseCase.optInImage", {{}, {}, id}); };
  CHECK(FilledBook::kind_of(put("pdf")) == Kind::attachment_type);
  CHECK(FilledBook::kind_of(put("large")) == Kind::attachment_size);
  CHECK(FilledBook::kind_of(put("nowhere")) == Kind::unknown_attachment);
  CHECK(put("exact").ok());
  CHECK(FilledBook::kind_of(world.book.erase_attachment("exact")) == Kind::deletion_not_allowed);
  CHECK(world.book.erase_attachment("pdf").ok());
}

TEST_CASE("quotas of registrations, versions and attachments hold at their border", "[registration][R-REG-6]") {
  FilledBook world(start);
  auto& quotas = world.book.quotas();
  quotas.registrations = 2;
  quotas.attachments = 3;
  quotas.attachments_per_day = 2;
  quotas.versions_per_day = 3;
  Registration& r = world.create(brand_type);
  world.create(toll_free_type);
  CHECK(FilledBook::kind_of(world.book.create("c", "c", toll_free_type, start)) == Kind::quota_registrations);

  REQUIRE(world.book.attach("1", png, 108, start).ok());
  REQUIRE(world.book.attach("2", png, 108, start).ok());
  CHECK(FilledBook::kind_of(world.book.attach("3", png, 108, start + 24h - 1ns)) == Kind::quota_attachments_day);
  REQUIRE(world.book.attach("3", png, 108, start + 24h).ok());
  CHECK(FilledBook::kind_of(world.book.attach("4", png, 108, start + 72h)) == Kind::quota_attachments);

  r.plan.outcome = ReviewPlan::Outcome::deny;
  r.plan.lasts = 1h;
  world.fill(r);
  for (int version = 1; version <= 2; ++version) {  // the first counts
    world.submit(r);
    world.advance(1h);
    REQUIRE(world.book.open_version(r, world.now).ok());
  }
  world.submit(r);
  world.advance(1h);
  CHECK(FilledBook::kind_of(world.book.open_version(r, world.now)) == Kind::quota_versions);
  world.advance(21h);
  CHECK(world.book.open_version(r, world.now).ok());
}

}  // namespace sendlab::test
