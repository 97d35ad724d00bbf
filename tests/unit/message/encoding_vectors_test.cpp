// Every row of tests/data/encoding_vectors.csv, whose counts come from two programs independent of this one.
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "engine/message/encoding.hpp"

namespace sendlab {
namespace {

// Rows of RFC 4180; the file has no line breaks inside its fields.
std::vector<std::vector<std::string>> rows_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(in, line);) {
    if (line.ends_with('\r')) line.pop_back();
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
        fields.back() += line[++i];
      } else if (line[i] == '"') {
        quoted = !quoted;
      } else if (line[i] == ',' && !quoted) {
        fields.emplace_back();
      } else {
        fields.back() += line[i];
      }
    }
    rows.push_back(fields);
  }
  return rows;
}

void append_utf8(std::string& out, unsigned code) {
  const auto push = [&](unsigned byte) { out += static_cast<char>(byte); };
  if (code < 0x80) return push(code);
  if (code < 0x800) return push(0xC0 | code >> 6), push(0x80 | (code & 0x3F));
  if (code < 0x10000) return push(0xE0 | code >> 12), push(0x80 | (code >> 6 & 0x3F)), push(0x80 | (code & 0x3F));
  push(0xF0 | code >> 18), push(0x80 | (code >> 12 & 0x3F)), push(0x80 | (code >> 6 & 0x3F)),
      push(0x80 | (code & 0x3F));
}

// The body behind JSON string escapes.
std::string unescaped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    const char escape = text[++i];
    const auto hex = [&](std::size_t at) { return static_cast<unsigned>(std::stoul(text.substr(at, 4), nullptr, 16)); };
    if (escape == 'u') {
      unsigned code = hex(i + 1);
      i += 4;
      if (code >= 0xD800 && code < 0xDC00) {
        code = 0x10000 + ((code - 0xD800) << 10) + (hex(i + 3) - 0xDC00);
        i += 6;
      }
      append_utf8(out, code);
    } else {
      const std::string from = "nrtbf", to = "\n\r\t\b\f";
      const auto place = from.find(escape);
      out += place == std::string::npos ? escape : to[place];
    }
  }
  return out;
}

}  // namespace

TEST_CASE("every encoding vector has its encoding, units, parts and maximum",
          "[message][R-ENC-1][R-ENC-2][R-ENC-3][R-ENC-4][R-ENC-5][R-ENC-6][R-ENC-7][R-ENC-8][R-ENC-9][R-ENC-10]"
          "[R-ENC-12][R-ENC-13][R-ENC-14][R-ENC-15][R-ENC-19][R-ENC-20]") {
  const auto rows = rows_of(ENCODING_VECTORS);
  REQUIRE(rows.size() == 51);
  REQUIRE(rows[0] == std::vector<std::string>{"id", "description", "encoding", "units", "parts", "within_maximum",
                                              "basis", "text"});
  for (std::size_t i = 1; i < rows.size(); ++i) {
    INFO("vector " << rows[i][0] << ": " << rows[i][1] << " (" << rows[i][6] << ")");
    const std::string body = unescaped(rows[i][7]);
    const EncodedSize size = encoded_size(body);
    CHECK((size.encoding == Encoding::gsm ? "GSM" : "UNICODE") == rows[i][2]);
    CHECK(size.units == std::stoi(rows[i][3]));
    CHECK(size.parts == std::stoi(rows[i][4]));
    CHECK(size.within_maximum == (rows[i][5] == "yes"));
    CHECK(part_ends(body).size() == static_cast<std::size_t>(size.parts));
  }
}

}  // namespace sendlab
