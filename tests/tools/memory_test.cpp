// The program within a limit of memory (--max-memory): what it was asked for, or one sentence.

#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <new>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/memory.hpp"
#include "engine/base/parallel.hpp"
#include "io/read/child/reader_process.hpp"
#include "tests/tools/little_town.hpp"
#include "tools/lifecircle/memory_hold.hpp"
#include "tools/lifecircle/options.hpp"

namespace lifecircle {
namespace {

namespace fs = std::filesystem;
using little::Folder;
using little::LittleTown;

constexpr std::uint64_t kMega = 1 << 20;

TEST(MemorySize, IsANumberWithAUnit) {
  EXPECT_EQ(memory_size("8GB"), 8 * 1024 * kMega);
  EXPECT_EQ(memory_size("800MB"), 800 * kMega);
  EXPECT_EQ(memory_size("1.5 gib"), 1536 * kMega);
  EXPECT_EQ(memory_size("700m"), 700 * kMega);
  EXPECT_EQ(memory_size("2T"), 2 * 1024 * 1024 * kMega);
  EXPECT_EQ(memory_size("4096KB"), 4 * kMega);
  for (const char* none : {"", "GB", "8", "8 apples", "-1GB", "0MB", "1KB", "nan GB", "inf GB",
                           "99999999TB", "8GBB", "1e99GB"})
    EXPECT_FALSE(memory_size(none)) << none;
}

TEST(MemoryOption, BelongsToEveryVerb) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"network", "--osm", "a.osm"},
        {"run", "s.toml", "--out", "o"},
        {"check", "s.toml"},
        {"matrix", "--osm", "a.osm", "--from", "f.csv", "--to", "t.csv", "--minutes", "5", "--out",
         "o.csv"},
        {"circles", "--osm", "a.osm", "--at", "1,2", "--minutes", "5", "--out", "o.gpkg"}}) {
    auto more = words;
    more.insert(more.end(), {"--max-memory", "800MB"});
    const auto command = read_command(more);
    ASSERT_TRUE(command) << words.front();
    EXPECT_EQ(command.value().max_memory, 800 * kMega);
    more.back() = "800";
    EXPECT_EQ(read_command(more).error().key, "cli_not_a_size");
  }
}

TEST(MemoryHold, EndsInBadAllocAlsoWithinParallelLoops) {
  if (!kMemoryIsLimited) GTEST_SKIP() << "sanitizers reserve what they like";
  parallel_for(
      static_cast<std::size_t>(threads()), [] { return 0; }, [](std::size_t, int) {});
  EXPECT_FALSE(memory_left());
  {
    const MemoryHold hold{400 * kMega};
    ASSERT_TRUE(memory_left());
    EXPECT_LE(*memory_left(), 400 * kMega);
    // It could have been had before, and can be afterwards.
    EXPECT_THROW(std::vector<char>(600 * kMega), std::bad_alloc);
    EXPECT_THROW(parallel_for(
                     64, [] { return 0; },
                     [](std::size_t i, int) { std::vector<char> much(i == 40 ? 600 * kMega : 1); }),
                 std::bad_alloc);
    EXPECT_NO_THROW(std::vector<char>(10 * kMega));
    EXPECT_NO_THROW(expect_memory("program_memory_full", 10 * kMega, {}));
    try {
      expect_memory("program_memory_full", 600 * kMega, {17});
      ADD_FAILURE() << "600 MB of 400";
    } catch (const MemoryShort& known) {
      EXPECT_EQ(known.error().fault, Fault::limit);
      EXPECT_EQ(known.error().args.front(), "600 MB");
      EXPECT_EQ(known.error().args.back(), "17");
    }
  }
  EXPECT_FALSE(memory_left());
  EXPECT_NO_THROW(std::vector<char>(600 * kMega));
  EXPECT_NO_THROW(expect_memory("program_memory_full", 600 * kMega, {}));
}

/// The program as a process.
struct Ended {
  int status = 0;
  std::string said;
};
Ended run_process(const std::string& words) {
  const std::string command =
      "LIFECIRCLE_DATA='" + (fs::path{LIFECIRCLE_SOURCE_DIR} / "data").string() + "' exec '" +
      (fs::path{LIFECIRCLE_BINARY_DIR} / "tools" / "lifecircle").string() + "' " + words + " 2>&1";
  Ended ended;
  FILE* const pipe = popen(command.c_str(), "r");
  std::array<char, 4096> some{};
  while (const std::size_t size = fread(some.data(), 1, some.size(), pipe))
    ended.said.append(some.data(), size);
  ended.status = pclose(pipe);
  return ended;
}

std::map<std::string, std::string> files_of(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::directory_iterator{folder})
    if (const std::string name = entry.path().filename().string(); name != "run.log.json")
      files[name] = little::bytes_of(entry.path());
  return files;
}

/// The sentence, and nothing beside its three lines.
void expect_sentence(const Ended& ended) {
  ASSERT_TRUE(WIFEXITED(ended.status)) << ended.said;
  EXPECT_EQ(WEXITSTATUS(ended.status), static_cast<int>(Fault::limit)) << ended.said;
  EXPECT_TRUE(ended.said.starts_with("Error: ")) << ended.said;
  EXPECT_NE(ended.said.find("memory"), std::string::npos) << ended.said;
  EXPECT_NE(ended.said.find("\nWhat to do: "), std::string::npos) << ended.said;
  EXPECT_LE(std::count(ended.said.begin(), ended.said.end(), '\n'), 3) << ended.said;
}

TEST(MaxMemory, SaysInBothLanguagesWhatWasFull) {
  if (!kMemoryIsLimited) GTEST_SKIP() << "sanitizers reserve what they like";
  const Folder folder;
  LittleTown{}.write(folder.path);
  const std::string words = "run '" + (folder.path / "study.toml").string() + "' --out '" +
                            (folder.path / "out").string() + "' --max-memory 1MB ";
  for (const auto& [more, word] : {std::pair{"--lang en", "full"},
                                   {"--lang zh", "已用完"},
                                   {"--lang en --json 2>/dev/null", "\"exit_code\": 5"}}) {
    const Ended ended = run_process(words + more);
    ASSERT_TRUE(WIFEXITED(ended.status)) << ended.said;
    EXPECT_EQ(WEXITSTATUS(ended.status), static_cast<int>(Fault::limit)) << ended.said;
    EXPECT_NE(ended.said.find(word), std::string::npos) << ended.said;
    EXPECT_NE(ended.said.find("1 MB"), std::string::npos) << ended.said;
    EXPECT_FALSE(fs::exists(folder.path / "out"));
  }
}

TEST(MaxMemory, AStudyEndsWithItsResultsOrTheSentenceAndNothingElse) {
  if (!kMemoryIsLimited) GTEST_SKIP() << "sanitizers reserve what they like";
  const Folder folder;
  LittleTown{}.write(folder.path);
  const auto words = [&](const std::string& out, const std::string& more) {
    return "run '" + (folder.path / "study.toml").string() + "' --out '" +
           (folder.path / out).string() +
           "' --report --maps pdf --format xlsx --format gpkg --format shp --quiet --threads 2 " +
           more;
  };
  const Ended whole = run_process(words("whole", ""));
  ASSERT_EQ(whole.status, 0) << whole.said;
  const auto right = files_of(folder.path / "whole");
  int done = 0, refused = 0;
  // From far too little to plenty, past every stage.
  for (int mb = 56; mb <= 384; mb += mb < 200 ? 12 : 64) {
    SCOPED_TRACE(std::to_string(mb) + " MB");
    const std::string out = "of_" + std::to_string(mb);
    const Ended ended = run_process(words(out, "--max-memory " + std::to_string(mb) + "MB"));
    if (ended.status == 0) {
      ++done;
      EXPECT_EQ(ended.said, "");
      auto files = files_of(folder.path / out);
      ASSERT_EQ(files.size(), right.size());
      for (const auto& [name, bytes] : right) {
        if (name == "run.json" || name == "report.html") continue;  // they print the command
        EXPECT_TRUE(files[name] == bytes) << name;
      }
    } else {
      ++refused;
      expect_sentence(ended);
      EXPECT_FALSE(fs::exists(folder.path / out)) << "something was left";
    }
  }
  EXPECT_GE(done, 2);
  EXPECT_GE(refused, 5);
}

TEST(MaxMemory, WhatWasThereStaysAndALimitIsNoOtherCode) {
  if (!kMemoryIsLimited) GTEST_SKIP() << "sanitizers reserve what they like";
  const Folder folder;
  LittleTown{}.write(folder.path);
  const fs::path out = folder.path / "out";
  const std::string study = "'" + (folder.path / "study.toml").string() + "'";
  const std::string roads = "--roads '" + (folder.path / "roads.csv").string() +
                            "' --crs EPSG:4490 --class class --quiet ";
  for (const int mb : {60, 76, 92})
    for (const std::string& words :
         {"run " + study + " --out '" + out.string() + "' --quiet", "check " + study,
          "network " + roads,
          "matrix " + roads + "--from '" + (folder.path / "homes.csv").string() +
              "' --from-crs EPSG:4490 --to '" + (folder.path / "clinics.csv").string() +
              "' --to-crs EPSG:4490 --minutes 30 --out '" + (out / "m.csv").string() + "'",
          "circles " + roads + "--at 108.01,35.01 --minutes 5 --out '" +
              (out / "c.geojson").string() + "'"}) {
      SCOPED_TRACE(words);
      fs::remove_all(out);
      fs::create_directories(out);
      std::ofstream{out / "services.csv"} << "of an earlier run";
      const Ended ended = run_process(words + " --max-memory " + std::to_string(mb) + "MB");
      ASSERT_TRUE(WIFEXITED(ended.status)) << ended.said;
      const int code = WEXITSTATUS(ended.status);
      if (code == static_cast<int>(Fault::limit)) {
        expect_sentence(ended);
        for (const auto& entry : fs::directory_iterator{out})
          EXPECT_EQ(entry.path().filename(), "services.csv") << "left";
        EXPECT_EQ(little::bytes_of(out / "services.csv"), "of an earlier run");
      } else {
        EXPECT_TRUE(code == 0 || (code == 1 && words.starts_with("check"))) << ended.said;
      }
    }
}

}  // namespace
}  // namespace lifecircle
