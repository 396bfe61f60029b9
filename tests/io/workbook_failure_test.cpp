// Workbooks on disks that are full, under limits, interrupted, and over inputs.

#include <sys/mount.h>
#include <sys/resource.h>

#include <csignal>
#include <iostream>
#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "engine/base/parallel.hpp"
#include "io/write/outputs.hpp"
#include "io/write/workbook.hpp"
#include "tests/io/workbooks.hpp"

namespace lifecircle {
namespace {

using test::bytes_of;
using test::Child;
using test::Scratch;
using Names = std::set<std::string>;

constexpr std::size_t kRows = 3000;
const Names kNames{"results.xlsx", "run.json"};

/// A megabyte of XML, a quarter of it when packed.
const Table& a_table() {
  static const Table table = test::some_layers(kRows).front().table;
  return table;
}

void expect_whole(const std::string& file) {
  // Where rows are lost in the middle, the reader has empty ones in their place.
  std::size_t rows = 0;
  for (const auto& [row, cells] : test::read_sheet(file, "居民"))
    rows += cells[0].empty() ? 0U : 1U;
  EXPECT_EQ(rows, kRows + 1) << "and the heads";
}

/// Begins, writes and commits: "" or the failure.
std::string whole_run(const std::string& folder) {
  Result<Outputs> outputs = Outputs::begin(folder);
  if (!outputs) return outputs.error().key;
  if (auto put = outputs.value().text("run.json", "{}"); !put) return put.error().key;
  Problems problems;
  const auto done =
      outputs.value().workbook("results.xlsx", {{&a_table()}}, Language::zh, problems);
  if (!done) {
    EXPECT_EQ(done.error().fault, Fault::storage) << done.error().key;
    for (const std::string& arg : done.error().args)
      EXPECT_EQ(arg.find(".lifecircle"), std::string::npos) << "tells the hidden folder: " << arg;
    return done.error().key;
  }
  const auto paths = outputs.value().commit();
  return paths ? "" : paths.error().key;
}

void put_old(const std::string& folder) {
  for (const std::string& name : kNames) test::put(folder + "/" + name, "old " + name);
}
void expect_old(const std::string& folder, const std::string& when) {
  EXPECT_EQ(test::names_in(folder), kNames) << when;
  for (const std::string& name : kNames)
    EXPECT_EQ(bytes_of(folder + "/" + name), "old " + name) << when;
}

TEST(FullDiskWorkbook, AFileThatMayNotGrowIsAFailureAndChangesNothing) {
  const Scratch scratch;
  put_old(scratch.path());
  Child child{"write_workbook_with_every_limit", scratch.path()};
  EXPECT_EQ(child.wait(), 0);
}
void write_workbook_with_every_limit(const std::string& folder) {
  std::signal(SIGXFSZ, SIG_IGN);
  // clang's OpenMP begins with a file of its own, in shared memory.
  parallel_for(
      2, [] { return 0; }, [](std::size_t, int) {});
  int failures = 0;
  for (rlim_t limit = 0;; limit += 20'000) {
    ASSERT_LT(limit, 4'000'000U) << "never succeeds";
    const rlimit most{limit, RLIM_INFINITY};
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &most), 0);
    const std::string failure = whole_run(folder);
    if (failure.empty()) break;
    ++failures;
    expect_old(folder, failure + " at " + std::to_string(limit) + " bytes");
  }
  EXPECT_GT(failures, 10);
  EXPECT_EQ(test::names_in(folder), kNames);
  expect_whole(folder + "/results.xlsx");
}

TEST(FullDiskWorkbook, ASmallDiskIsAFailureAndChangesNothing) {
  const Scratch scratch;
  const std::string disk = scratch / "disk";
  test::fs::create_directory(disk);
  int failures = 0;
  bool done = false;
  for (int kilobytes = 300; kilobytes < 8000 && !done; kilobytes += 60) {
    const std::string size = "size=" + std::to_string(kilobytes) + "k";
    if (mount("none", disk.c_str(), "tmpfs", 0, size.c_str()) != 0)
      GTEST_SKIP() << "mounting is for root only";
    put_old(disk);
    const std::string failure = whole_run(disk);
    done = failure.empty();
    if (done) {
      expect_whole(disk + "/results.xlsx");
    } else {
      ++failures;
      expect_old(disk, failure + " at " + size);
    }
    EXPECT_EQ(umount(disk.c_str()), 0);
  }
  EXPECT_TRUE(done);
  EXPECT_GT(failures, 5);
}

/// The library says nothing where its temporary files do not fit: the workbook itself, packed,
/// does.
TEST(FullDiskWorkbook, WithoutTheForecastTheWriterStillNotices) {
  const Scratch scratch;
  const std::string disk = scratch / "disk";
  test::fs::create_directory(disk);
  std::map<std::string, int> failures;
  bool done = false;
  for (int kilobytes = 4; kilobytes < 8000 && !done; kilobytes += 44) {
    const std::string size = "size=" + std::to_string(kilobytes) + "k";
    if (mount("none", disk.c_str(), "tmpfs", 0, size.c_str()) != 0)
      GTEST_SKIP() << "mounting is for root only";
    Problems problems;
    const auto written = write_workbook(disk + "/results.xlsx", "results.xlsx", {{&a_table()}},
                                        Language::zh, problems);
    done = static_cast<bool>(written);
    if (done)
      expect_whole(disk + "/results.xlsx");
    else
      ++failures[written.error().key];
    EXPECT_EQ(umount(disk.c_str()), 0);
  }
  EXPECT_TRUE(done);
  for (const auto& [key, count] : failures) std::cout << key << ": " << count << '\n';
  EXPECT_GT(failures["output_not_read_back"], 5) << "what the library did not notice";
}

TEST(WorkbookFailure, AFolderThatIsNotThereIsAFailure) {
  const Scratch scratch;
  Problems problems;
  const auto done =
      write_workbook(scratch / "none/a.xlsx", "a.xlsx", {{&a_table()}}, Language::zh, problems);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().fault, Fault::storage);
  EXPECT_TRUE(test::names_in(scratch.path()).empty());
}

TEST(WorkbookFailure, InterruptedItLeavesNothing) {
  const Scratch scratch;
  put_old(scratch.path());
  const Table table = test::some_layers(40'000).front().table;
  for (const std::uint64_t stop_at : {0U, 30'000U, 70'000U, 80'000U}) {
    std::uint64_t last = 0;
    const auto stop = [&](std::string_view stage, std::uint64_t rows, std::uint64_t all) {
      EXPECT_EQ(stage, "writing_results");
      EXPECT_EQ(all, 80'000U);
      last = rows;
      return rows < stop_at;
    };
    {
      Result<Outputs> outputs = Outputs::begin(scratch.path());
      ASSERT_TRUE(outputs);
      Problems problems;
      const auto done = outputs.value().workbook("results.xlsx", {{&table}, {&table}}, Language::en,
                                                 problems, stop);
      ASSERT_FALSE(done) << stop_at;
      EXPECT_EQ(done.error().fault, Fault::interrupted);
      EXPECT_EQ(outputs.value().commit().error().fault, Fault::interrupted)
          << "nor is what stands half";
    }
    EXPECT_GE(last, stop_at);
    EXPECT_LT(last, stop_at + 10'000) << "soon";
    expect_old(scratch.path(), std::to_string(stop_at));
  }
}

TEST(WorkbookFailure, AnInputIsNeverWrittenOver) {
  const Scratch scratch;
  test::put(scratch / "people.xlsx", "an input");
  Result<Outputs> outputs = Outputs::begin(scratch.path());
  ASSERT_TRUE(outputs);
  outputs.value().protect({scratch / "people.xlsx"});
  Problems problems;
  const auto done = outputs.value().workbook("people.xlsx", {{&a_table()}}, Language::en, problems);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().key, "output_is_input");
  EXPECT_EQ(bytes_of(scratch / "people.xlsx"), "an input");
}

const bool is_child =
    test::run_job({{"write_workbook_with_every_limit", write_workbook_with_every_limit}});

}  // namespace
}  // namespace lifecircle
