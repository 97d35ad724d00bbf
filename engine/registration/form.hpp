#pragma once
// A registration form: its sections and fields, and what a value of each field must be
// (carriers/tables/registration_forms.json).
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sendlab {

enum class FieldType : std::uint8_t { text, select, attachment };
enum class FieldNeed : std::uint8_t { required, conditional, optional };

struct FormOption {
  std::string option;       // what a request gives: "PRIVATE_PROFIT"
  std::string title;        // what a person reads
  std::string description;  // may be empty
  std::string use_case;     // of 10dlc.json, where the option is one
};

// The field is required when `field` has one of these choices.
struct FieldCondition {
  std::string field;
  std::vector<std::string> any_of;
};

struct FormField {
  std::string path;     // "companyInfo.taxId"
  std::string section;  // "companyInfo"
  std::string title;
  FieldType type = FieldType::text;
  FieldNeed need = FieldNeed::required;
  std::int64_t min_length = 1, max_length = 2048;  // of a text, in code points
  std::string pattern;                             // of a text; empty: any
  std::int64_t min_choices = 1, max_choices = 1;
  std::vector<FormOption> options;
  std::vector<std::string> file_types;  // of an attachment: "PNG"
  std::int64_t max_bytes = 0;           // of an attachment
  std::optional<FieldCondition> condition;
};

struct FormSection {
  std::string path, title;
};

enum class AssociationTime : std::uint8_t { before_submit, on_approval, after_complete };
enum class DisassociationEffect : std::uint8_t { all_closes, all_allows_delete, delete_disassociates };

struct FormAssociation {
  std::string resource_type;  // "TEN_DLC", "TOLL_FREE", "SENDER_ID", or the type of another registration
  std::string iso;
  AssociationTime when{};
  DisassociationEffect end{};
};

enum class RegistrationKind : std::uint8_t { brand, vetting, campaign, toll_free, sender_id };
inline constexpr std::size_t registration_kind_count = 5;
[[nodiscard]] std::string_view name_of(RegistrationKind kind);  // "brand", "toll_free"

struct RegistrationForm {
  std::string type;   // "US_TEN_DLC_BRAND_REGISTRATION"
  std::string title;
  std::string iso;
  RegistrationKind kind{};
  std::string duration_step;           // of the table of durations
  std::vector<FormSection> sections;   // each path once
  std::vector<FormField> fields;       // in the order of the form
  std::vector<FormAssociation> associations;

  [[nodiscard]] const FormField* field(std::string_view path) const;      // null: unknown
  [[nodiscard]] bool has_section(std::string_view path) const;
  [[nodiscard]] const FormAssociation* association(std::string_view resource_type) const;  // null: not supported
  [[nodiscard]] const FormAssociation* association(AssociationTime when) const;            // the first; null: none
};

// What a field holds: one of the three, by its type.
struct FieldValue {
  std::vector<std::string> choices;
  std::string text;
  std::string attachment;  // id
  friend bool operator==(const FieldValue&, const FieldValue&) = default;
};

// What is wrong with a value for this field, as "must be …"; nullopt: nothing. Whether an attachment exists and what it
// holds is not looked at here.
[[nodiscard]] std::optional<std::string> fault_of(const FormField& field, const FieldValue& value);

// Does the whole text match this pattern of the form table? A pattern without a matcher is a bug (ENSURE); tests hold
// the table against the matchers.
[[nodiscard]] bool matches_form_pattern(std::string_view pattern, std::string_view text);
[[nodiscard]] bool knows_form_pattern(std::string_view pattern);

}  // namespace sendlab
