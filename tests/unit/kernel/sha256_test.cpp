#include "engine/kernel/sha256.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;

TEST_CASE("SHA-256 gives the published examples", "[kernel][sha256]") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("SHA-256 of pieces is that of the whole, and may go on", "[kernel][sha256]") {
  Sha256 hash;
  hash.add("a");
  hash.add("");
  hash.add("b");
  CHECK(hash.hex() == sha256_hex("ab"));
  hash.add("c");
  CHECK(hash.hex() == sha256_hex("abc"));
}
