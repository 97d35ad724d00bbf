#pragma once
// A book of registrations by the tables, and short ways to fill forms.
#include <catch2/catch.hpp>
#include <string>

#include "carriers/registration_tables.hpp"
#include "engine/kernel/calendar.hpp"
#include "engine/registration/registration_book.hpp"
#include "tests/unit/carriers/tables_for_tests.hpp"

namespace sendlab::test {

inline const RegistrationRules& registration_rules(std::string_view rule_set = "current_2026") {
  static const auto current_rules = load_registration_rules(tables_of("current_2026"));
  static const auto seed_rules = load_registration_rules(tables_of("seed_2023"));
  const auto& rules = rule_set == "seed_2023" ? seed_rules : current_rules;
  if (!rules.ok()) throw std::runtime_error(to_text(rules.error()));
  return rules.value();
}

inline const SupportCaseRules& case_rules() {
  static const auto rules = load_support_case_rules();
  if (!rules.ok()) throw std::runtime_error(to_text(rules.error()));
  return rules.value();
}

inline Instant at(std::string_view rfc3339) { return parse_rfc3339(rfc3339).value(); }

inline RegistrationBook::Streams streams_of_seed(std::uint64_t seed) {
  return [seed](std::string_view entity, std::string_view purpose) {
    return RandomStream(stream_key(Seed{seed}, 0, entity, purpose));
  };
}

inline const std::string png = std::string("\x89PNG\r\n\x1a\n") + std::string(100, 'x');

// A value that every field of the tables takes.
inline FieldValue good_value(const FormField& field, const std::string& attachment) {
  if (field.type == FieldType::attachment) return {{}, {}, attachment};
  if (field.type == FieldType::select) return {{field.options.front().option}, {}, {}};
  if (field.path == "companyInfo.taxId")
    return {{}, field.pattern.starts_with("[0-9]{8}") ? "12345678A" : "123456789", {}};
  if (field.pattern == "[A-Z]{2}") return {{}, "US", {}};
  if (field.pattern == "https?://.+" || field.path.ends_with("website")) return {{}, "https://example.com", {}};
  if (field.pattern.find('@') != std::string::npos) return {{}, "help@example.com", {}};
  if (field.path.ends_with("honeNumber")) return {{}, "+12065550100", {}};
  if (field.path.ends_with("senderId")) return {{}, "EXAMPLE", {}};
  std::string text = "Example text of a company that asks people on its own website first";
  return {{}, text.substr(0, static_cast<std::size_t>(std::max<std::int64_t>(field.min_length, 50))), {}};
}

class FilledBook {
 public:
  explicit FilledBook(Instant start, std::string_view rule_set = "current_2026", std::uint64_t seed = 1)
      : now(start), book(registration_rules(rule_set), registration_rules(rule_set).quotas, streams_of_seed(seed)) {}

  Registration& create(const std::string& type) {
    const std::string key = std::to_string(++made_);
    const auto made = book.create("registration-" + key, key, type, now);
    REQUIRE(made.ok());
    return *made.value();
  }
  // Every required field gets a good value; optional ones stay empty.
  void fill(Registration& r) {
    for (const FormField& field : r.form->fields) {
      if (field.need != FieldNeed::required) continue;
      if (field.type == FieldType::attachment && book.attachments().empty())
        REQUIRE(book.attach("attachment-1", png, 108, now).ok());
      const auto put = book.put(r, field.path, good_value(field, "attachment-1"));
      INFO(field.path << (put.ok() ? "" : put.error().text));
      REQUIRE(put.ok());
    }
  }
  void submit(Registration& r) {
    const auto done = book.submit(r, now);
    INFO((done.ok() ? "" : done.error().text));
    REQUIRE(done.ok());
  }
  std::vector<RegistrationChange> advance(Duration by) { return book.advance(now += by); }
  // Time passes until nothing is under way.
  void finish() {
    while (book.next_at() != never) book.advance(now = book.next_at());
  }
  Registration& approved(const std::string& type) {
    Registration& r = create(type);
    r.plan.outcome = ReviewPlan::Outcome::approve;
    fill(r);
    submit(r);
    finish();
    REQUIRE(r.status == RegistrationStatus::complete);
    return r;
  }
  // The kind of the fault; the test fails when there is none.
  template <class T>
  static RegistrationFault::Kind kind_of(const RegistrationBook::Answer<T>& answer) {
    REQUIRE_FALSE(answer.ok());
    return answer.error().kind;
  }
  RegistrationBook::Answer<const RegistrationAssociate*> associate(Registration& r, const std::string& type,
                                                                   const std::string& id,
                                                                   const std::string& phone = "") {
    return book.associate(r, {type, id, phone.empty() ? "" : "US", phone, never, false}, now);
  }
  FieldValue text(std::string value) { return {{}, std::move(value), {}}; }
  FieldValue choice(std::string value) { return {{std::move(value)}, {}, {}}; }

  Instant now;
  RegistrationBook book;

 private:
  int made_ = 0;
};

inline const std::string brand_type = "US_TEN_DLC_BRAND_REGISTRATION", vetting_type = "US_TEN_DLC_BRAND_VETTING",
                         campaign_type = "US_TEN_DLC_CAMPAIGN_REGISTRATION",
                         toll_free_type = "US_TOLL_FREE_REGISTRATION", singapore_type = "SG_SENDER_ID_REGISTRATION";

}  // namespace sendlab::test
