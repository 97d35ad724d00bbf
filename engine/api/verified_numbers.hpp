#pragma once
// The destination numbers that an account in the sandbox may send to, and the codes that prove they are its own
// (R-SBX-3 … R-SBX-8, R-SBX-13).
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "engine/kernel/random.hpp"
#include "engine/kernel/time.hpp"
#include "engine/message/quantity.hpp"

namespace sendlab {

struct VerifiedNumberResource {
  std::string id;               // "verified-destination-number-" and 32 hex digits
  PhoneNumber number;
  bool verified = false;        // else PENDING
  Instant created;
  std::string code;             // of the last message; empty: none was sent, or it was used
  Instant code_sent;
  bool code_was_sent = false;   // the first is free (R-SBX-5, R-BIL-6)
  std::deque<Instant> attempts; // codes sent in the last 24 hours
};

// A verification code: capital letters and digits without those that are taken for one another (0 O 1 I L).
//   assumption verification/code: length and letters are nobody's published figures
[[nodiscard]] std::string draw_verification_code(RandomStream& random);

// The text that carries a code, in the language of a LanguageCode of the API ("EN_US"); unknown ones give English.
[[nodiscard]] std::string verification_text(std::string_view language, std::string_view code);
// The same to be spoken: the characters one by one.
[[nodiscard]] std::string verification_speech(std::string_view language, std::string_view code);

}  // namespace sendlab
