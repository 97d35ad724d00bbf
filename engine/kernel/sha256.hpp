#pragma once
// SHA-256 of bytes as 64 lower-case hex digits: the fingerprint of scenarios and input files.
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;  // OpenSSL's state, named here so that its headers stay in sha256.cpp

namespace sendlab {

std::string sha256_hex(std::string_view bytes);

class Sha256 {
 public:
  Sha256();  // throws std::runtime_error when libcrypto offers no SHA-256

  void add(std::string_view bytes);
  [[nodiscard]] std::string hex() const;  // of all bytes so far; more may follow

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace sendlab
