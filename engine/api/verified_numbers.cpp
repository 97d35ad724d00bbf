#include "engine/api/verified_numbers.hpp"

#include <algorithm>
#include <iterator>

namespace sendlab {
namespace {

constexpr std::string_view letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
constexpr std::size_t code_length = 6;

struct Text {
  std::string_view language, before, after;
};
// The service's own wording is not published: assumption verification/text.
constexpr Text code_texts[] = {
    {"EN_US", "Your verification code is ", "."},
    {"EN_GB", "Your verification code is ", "."},
    {"DE_DE", "Ihr Best\u00e4tigungscode lautet ", "."},
    {"ES_419", "Tu c\u00f3digo de verificaci\u00f3n es ", "."},
    {"ES_ES", "Su c\u00f3digo de verificaci\u00f3n es ", "."},
    {"FR_CA", "Votre code de v\u00e9rification est ", "."},
    {"FR_FR", "Votre code de v\u00e9rification est ", "."},
    {"IT_IT", "Il tuo codice di verifica \u00e8 ", "."},
    {"JA_JP", "\u78ba\u8a8d\u30b3\u30fc\u30c9\u306f ", " \u3067\u3059\u3002"},
    {"KO_KR", "\uc778\uc99d \ucf54\ub4dc\ub294 ", "\uc785\ub2c8\ub2e4."},
    {"PT_BR", "Seu c\u00f3digo de verifica\u00e7\u00e3o \u00e9 ", "."},
    {"ZH_CN", "\u60a8\u7684\u9a8c\u8bc1\u7801\u662f ", "\u3002"},
    {"ZH_TW", "\u60a8\u7684\u9a57\u8b49\u78bc\u662f ", "\u3002"},
};

}  // namespace

std::string draw_verification_code(RandomStream& random) {
  std::string code;
  while (code.size() < code_length) code += letters[random.below(letters.size())];
  return code;
}

std::string verification_text(std::string_view language, std::string_view code) {
  const auto* const found =
      std::find_if(std::begin(code_texts), std::end(code_texts), [&](const Text& t) { return t.language == language; });
  const Text& text = found == std::end(code_texts) ? code_texts[0] : *found;
  return std::string(text.before) + std::string(code) + std::string(text.after);
}

std::string verification_speech(std::string_view language, std::string_view code) {
  std::string spoken;
  for (const char c : code) spoken += (spoken.empty() ? "" : ", ") + std::string(1, c);
  return verification_text(language, spoken);
}

}  // namespace sendlab
