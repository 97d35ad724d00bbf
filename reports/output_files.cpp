#include "reports/output_files.hpp"

#include <cerrno>
#include <cstring>
#include <system_error>

namespace sendlab {
namespace {

namespace fs = std::filesystem;

fs::path temporary_name(const fs::path& folder, std::string_view name) {
  return folder / ("." + std::string(name) + ".partial");
}

Error fault(const fs::path& path, const std::string& what, const std::string& why) {
  return {path.string(), what + ": " + why, "give a folder that can be written to, for example --out /tmp/result"};
}

std::string reason(int number) { return std::generic_category().message(number); }

Errors make_folder(const fs::path& folder) {
  std::error_code code;
  fs::create_directories(folder, code);
  if (!fs::is_directory(folder)) return {fault(folder, "the output folder cannot be made", code.message())};
  return {};
}

Errors rename_into_place(const fs::path& temporary, const fs::path& final_path) {
  std::error_code code;
  fs::rename(temporary, final_path, code);
  if (!code) return {};
  std::error_code ignored;
  fs::remove(temporary, ignored);
  return {fault(final_path, "the output file cannot be put in place", code.message())};
}

}  // namespace

Errors write_all(const fs::path& folder, const std::vector<OutputFile>& files) {
  std::vector<std::unique_ptr<StreamedFile>> written;
  for (const OutputFile& file : files) {
    Result<std::unique_ptr<StreamedFile>> opened = StreamedFile::open(folder, file.name);
    if (!opened) return {opened.error()};
    opened.value()->append(file.content);
    if (Errors errors = opened.value()->finish_writing(); !errors.empty()) return errors;
    written.push_back(std::move(opened.value()));
  }
  for (const std::unique_ptr<StreamedFile>& file : written) {
    if (Errors errors = file->commit(); !errors.empty()) return errors;
  }
  return {};
}

Result<std::unique_ptr<StreamedFile>> StreamedFile::open(const fs::path& folder, std::string_view name) {
  if (Errors errors = make_folder(folder); !errors.empty()) return errors.front();
  const fs::path temporary = temporary_name(folder, name);
  std::FILE* file = std::fopen(temporary.c_str(), "wb");
  if (file == nullptr) return fault(folder / name, "the output file cannot be made", reason(errno));
  return std::unique_ptr<StreamedFile>(new StreamedFile(temporary, folder / name, file));
}

StreamedFile::StreamedFile(fs::path temporary, fs::path final_path, std::FILE* file)
    : temporary_(std::move(temporary)), final_path_(std::move(final_path)), file_(file) {}

StreamedFile::~StreamedFile() {
  if (file_ != nullptr) std::fclose(file_);
  if (committed_) return;
  std::error_code ignored;
  fs::remove(temporary_, ignored);
}

void StreamedFile::append(std::string_view bytes) {
  if (failed_ == 0 && std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) failed_ = errno;
}

Errors StreamedFile::finish_writing() {
  if (file_ == nullptr) return {};
  if (std::fclose(file_) != 0 && failed_ == 0) failed_ = errno;
  file_ = nullptr;
  if (failed_ != 0) return {fault(final_path_, "the output file cannot be written", reason(failed_))};
  return {};
}

Errors StreamedFile::commit() {
  if (Errors errors = finish_writing(); !errors.empty()) return errors;
  Errors errors = rename_into_place(temporary_, final_path_);
  committed_ = errors.empty();
  return errors;
}

}  // namespace sendlab
