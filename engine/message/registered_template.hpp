#pragma once
// The text of a message as it was registered, with places where variables stand: "Your code is {code}", "{#var#}"
// (R-ORG-13, R-ORG-14, R-REG-24, R-REG-25). How a place is written is an assumption, which users see as
// "template-places": the guide only says that templates have variables.
#include <string>
#include <string_view>
#include <vector>

#include "engine/kernel/result.hpp"

namespace sendlab {

class RegisteredTemplate {
 public:
  // Names in braces are places, {{ is a brace. Errors: a place that never closes or has no name, an empty text.
  static Result<RegisteredTemplate> compile(std::string_view text);

  // Whether `body` is this text, character by character (case, white space and quotes count), with something in each
  // place.
  //   longest_variable   characters that a place takes at most; 0: any number
  [[nodiscard]] bool matches(std::string_view body, std::size_t longest_variable) const;

 private:
  std::vector<std::string> literals_{1};  // what stands before, between and behind the places
};

// What comes with a message to India (IN_ENTITY_ID, IN_TEMPLATE_ID).
struct IndiaIds {
  std::string_view entity, of_template;
};

}  // namespace sendlab
