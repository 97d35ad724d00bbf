#pragma once
// What the tests of scenarios share: files that live as long as a test, small rule tables, and the loader on a text.
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/message/vocabulary.hpp"
#include "scenarios/load_scenario.hpp"
#include "scenarios/recipients.hpp"

namespace sendlab::test {

// A folder of its own, removed at the end.
class Folder {
 public:
  Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder();
  // Writes a file and returns its path. Packed when the name ends in .gz or .zst.
  std::string write(const std::string& name, std::string_view text) const;
  [[nodiscard]] std::string path(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

// Two US carriers (AT&T 3 : T-Mobile 1), Canada; zones of Los Angeles and Toronto.
struct SmallTables {
  SmallTables();
  NumberPlan plan;
  SourceTables tables;
};

const Vocabulary& small_vocabulary();

// The loader on a text that is called "test.lua", or `file`.
Result<LoadedScenario, Errors> load(const std::string& text, std::map<std::string, std::string> params = {},
                                    const std::string& file = "test.lua");

// The faults of a text, each as "line: what"; empty when it loads.
std::vector<std::string> faults(const std::string& text, std::map<std::string, std::string> params = {});
// The only one of them, "" if there is none; of several how many, the first and the last.
std::string one_fault(const std::vector<std::string>& found);

// A whole scenario around pieces of script. The piece stands on line 1 of its constructor's place.
std::string with_workload(const std::string& fields);  // fields of workload { name = "w", from = "line", … }
std::string with_arrivals(const std::string& arrivals);
std::string with_account(const std::string& fields);
std::string with_scenario(const std::string& fields);

inline Duration seconds(std::int64_t n) { return std::chrono::seconds{n}; }

}  // namespace sendlab::test
