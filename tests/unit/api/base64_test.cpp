#include "engine/api/base64.hpp"

#include <catch2/catch.hpp>

#include "engine/kernel/random.hpp"

namespace sendlab {

TEST_CASE("the size of a blob is that of the test vectors of RFC 4648", "[api]") {
  CHECK(base64_size("") == 0);
  CHECK(base64_size("Zg==") == 1);
  CHECK(base64_size("Zm8=") == 2);
  CHECK(base64_size("Zm9v") == 3);
  CHECK(base64_size("Zm9vYg==") == 4);
  CHECK(base64_size("+/+/") == 3);
  for (const char* text : {"Z", "Zg", "Zg=", "Z===", "====", "Zg==Zg==", "Zg= ", "Zm9v\n", "-_-_", "Zm9\xC3"}) {
    INFO(text);
    CHECK_FALSE(base64_size(text).has_value());
  }
}

TEST_CASE("bytes come back from their text for the URL", "[api]") {
  CHECK(to_base64url("foobar") == "Zm9vYmFy");
  CHECK(to_base64url("fooba") == "Zm9vYmE");
  CHECK(to_base64url("\xFB\xFF") == "-_8");
  RandomStream random(stream_key(Seed{3}, 0, "base64", "bytes"));
  for (int round = 0; round < 500; ++round) {
    std::string bytes(random.below(50), '\0');
    for (char& byte : bytes) byte = static_cast<char>(random.below(256));
    CHECK(from_base64url(to_base64url(bytes)) == bytes);
  }
}

TEST_CASE("no two texts stand for the same bytes", "[api]") {
  CHECK(from_base64url("Zg") == "f");
  for (const char* text : {"Zh", "Zg==", "Z", "Zm9vYg=", "Zm9=", "Zm 9", "+/8"}) {
    INFO(text);
    CHECK_FALSE(from_base64url(text).has_value());
  }
  CHECK(from_base64url("") == "");
}

}  // namespace sendlab
