#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "reports/document.hpp"

namespace sendlab {

struct ManifestFile {
  std::string name;
  std::string sha256;  // lower-case hex
  std::int64_t size = 0;
};

// manifest.json: which files a run left, with hash and size, and the command that repeats it.
std::string write_manifest(const Doc& report, const std::vector<ManifestFile>& files, std::string_view command);

}  // namespace sendlab
