#include "tools/verify.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>

#include "reports/document.hpp"
#include "tools/terminal.hpp"

extern char** environ;

namespace sendlab {
namespace {

struct Child {
  int exit = -1;
  std::string output;
};

// This program again with these arguments; its standard output is kept.
Child run_self(const std::vector<std::string>& arguments) {
  Child child;
  std::array<int, 2> pipe_ends{};
  if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) return child;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
  std::vector<char*> argv;
  std::vector<std::string> owned = arguments;
  owned.insert(owned.begin(), "sendlab");
  for (std::string& argument : owned) argv.push_back(argument.data());
  argv.push_back(nullptr);
  pid_t pid = 0;
  const int failed = posix_spawn(&pid, "/proc/self/exe", &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(pipe_ends[1]);
  if (failed == 0) {
    std::array<char, 1 << 16> block{};
    for (ssize_t n = 0; (n = read(pipe_ends[0], block.data(), block.size())) > 0;)
      child.output.append(block.data(), static_cast<std::size_t>(n));
    int status = 0;
    waitpid(pid, &status, 0);
    child.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  close(pipe_ends[0]);
  return child;
}

}  // namespace

Exit verify_run(const RunCommand& command) {
  if (command.scenario == "-") {
    print_errors({{"--verify", "needs a scenario file: standard input can be read only once",
                   "save the scenario and give its path"}});
    return Exit::usage;
  }
  const std::filesystem::path scratch =
      std::filesystem::temp_directory_path() / ("sendlab-verify-" + std::to_string(getpid()));
  std::array<std::string, 2> reports;
  std::array<int, 2> exits{};
  for (std::size_t i = 0; i < reports.size(); ++i) {
    std::vector<std::string> arguments;
    for (std::size_t a = 0; a < command.arguments.size(); ++a) {
      const std::string& argument = command.arguments[a];
      if (argument == "--verify" || argument == "--json" || argument == "--quiet" || argument.rfind("--out=", 0) == 0)
        continue;
      if (argument == "--out") {
        ++a;
        continue;
      }
      arguments.push_back(argument);
    }
    arguments.insert(arguments.end(), {"--json", "--out", (scratch / std::to_string(i)).string()});
    Child child = run_self(arguments);
    exits[i] = child.exit;
    auto report = read_json(child.output, "report");
    if (!report.ok()) {
      std::fprintf(stderr, "verify: run %zu ended with exit code %d and no report\n", i + 1, child.exit);
      std::error_code ignored;
      std::filesystem::remove_all(scratch, ignored);
      return child.exit > 0 ? static_cast<Exit>(child.exit) : Exit::internal;
    }
    report->set("run", Doc{});
    reports[i] = write_json(report.value());
  }
  std::error_code ignored;
  std::filesystem::remove_all(scratch, ignored);
  const auto first = read_json(reports[0], "report");
  const std::string* digest = first.value()["digest"].as_text();
  if (reports[0] == reports[1] && exits[0] == exits[1]) {
    std::printf("verified: two runs in fresh processes gave the same report, digest %s\n",
                digest != nullptr ? digest->c_str() : "?");
    return static_cast<Exit>(exits[0]);
  }
  std::fprintf(stderr,
               "verify: two runs of the same scenario and seed differ; this is a bug of sendlab, please report it with "
               "the scenario\n");
  return Exit::internal;
}

}  // namespace sendlab
