#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

namespace lifecircle::test {

/// The path of a file of real test data, or "" when the data is not there: the test
/// then skips, visibly. Where CI is set, missing data is a failure.
inline std::string data(const std::string& name) {
  const char* given = std::getenv("LIFECIRCLE_TEST_DATA");
  const std::filesystem::path root =
      given != nullptr ? std::filesystem::path{given}
                       : std::filesystem::path{LIFECIRCLE_SOURCE_DIR} / ".." / "shared" / "data";
  const std::filesystem::path path = root / name;
  if (std::filesystem::exists(path)) return path.lexically_normal().string();
  const char* ci = std::getenv("CI");
  if (ci != nullptr && *ci != '\0') ADD_FAILURE() << "test data is missing: " << path;
  return {};
}

}  // namespace lifecircle::test
