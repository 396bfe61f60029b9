#pragma once

// What the tests of io/write share: scratch folders, a small set of results, and a way
// to run a part of a test in a process of its own.

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "engine/study/table.hpp"
#include "io/frame/frame.hpp"

namespace lifecircle::test {

namespace fs = std::filesystem;

/// A folder of this test's own, removed at its end.
class Scratch {
 public:
  Scratch() {
    std::string pattern = (fs::temp_directory_path() / "lifecircle-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw fs::filesystem_error{"mkdtemp", {}};
    path_ = pattern;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

inline std::string bytes_of(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

inline void put(const std::string& path, const std::string& bytes) {
  std::ofstream{path, std::ios::binary} << bytes;
}

/// Names in a folder, hidden ones too.
inline std::set<std::string> names_in(const std::string& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator{folder}) {
    names.insert(entry.path().filename().string());
  }
  return names;
}

/// Around 114.3° E, 30.6° N: Wuhan.
inline Frame wuhan() {
  LonLatBox box;
  box.add(114.0, 30.4);
  box.add(114.6, 30.8);
  return Frame::around(box).value();
}

inline std::uint32_t next_random(std::uint64_t& state) {
  state = state * 6364136223846793005U + 1442695040888963407U;
  return static_cast<std::uint32_t>(state >> 33);
}

inline Point some_point(std::uint64_t& state) {
  const auto one = [&] {
    return static_cast<std::int32_t>(next_random(state) % 40'000'000) - 20'000'000;
  };
  const std::int32_t x = one();
  return {x, one()};
}

/// People (points), roads (lines) and units (areas with holes) of `rows` rows each, as a
/// study writes them.
inline std::vector<Layer> some_layers(std::size_t rows, std::uint64_t seed = 1) {
  Layer people, roads, units;
  std::vector<std::string> id, facility;
  std::vector<std::int64_t> count;
  std::vector<double> minutes, seconds;
  for (std::size_t i = 0; i < rows; ++i) {
    id.push_back("home " + std::to_string(i));
    facility.push_back(i % 7 == 0 ? "" : "卫生中心 " + std::to_string(next_random(seed) % 100));
    count.push_back(i % 5 == 0 ? kNoInteger : static_cast<std::int64_t>(next_random(seed) % 50));
    minutes.push_back(i % 3 == 0 ? kNoNumber : next_random(seed) % 100'000 / 1000.0);
    people.table.shapes.add(some_point(seed));

    seconds.push_back(next_random(seed) % 900);
    std::vector<Point> line;
    for (int k = 0; k < 5; ++k) line.push_back(some_point(seed));
    roads.table.shapes.add(std::span<const Point>{line});

    const Point p = some_point(seed);
    const auto square = [&](std::int32_t r) {
      return std::vector<Point>{{p.x - r, p.y - r},
                                {p.x - r, p.y + r},
                                {p.x + r, p.y + r},
                                {p.x + r, p.y - r},
                                {p.x - r, p.y - r}};
    };
    units.table.shapes.kind = ShapeKind::area;
    units.table.shapes.add(Shape{ShapeKind::area, {square(200'000), square(900'000)}});
  }
  people.table.name = "people";
  people.table.title_en = "People";
  people.table.title_zh = "居民";
  people.table.has_shapes = true;
  people.table.columns = {{"id", "Id", "编号", id, 0},
                          {"people", "People", "人口", count, 0},
                          {"minutes", "Minutes", "分钟", minutes, 2},
                          {"facility", "Nearest", "最近设施", facility, 0}};
  people.style = {Style::Look::ramp,
                  "minutes",
                  {{"15", "within 15", "15 分钟内", "#1a9850"},
                   {"inf", "beyond", "更远", "#d73027"},
                   {"", "not reached", "不可达", "#808080"}}};
  roads.table.name = "roads";
  roads.table.has_shapes = true;
  roads.table.shapes.kind = ShapeKind::line;
  roads.table.columns = {{"seconds", "Seconds", "秒", seconds, 1}};
  units.table.name = "units";
  units.table.has_shapes = true;
  units.table.columns = {{"id", "Id", "编号", id, 0}};
  units.style = {Style::Look::categories,
                 "id",
                 {{"home 0", "First", "第一", "#1a9850"}, {"", "Rest", "其余", "#aaaaaa"}}};
  return {people, roads, units};
}

inline Table some_table() {
  Table table;
  table.name = "services";
  table.columns = {{"service", "Service", "服务", std::vector<std::string>{"clinic", "school"}},
                   {"rate", "Rate", "覆盖率", std::vector<double>{81.25, kNoNumber}, 2}};
  return table;
}

/// A part of a test as a process of its own: this program again, which finds `job` and
/// `what` in its environment, does it (run_job) and ends. (A fork alone would not do:
/// OpenMP's threads do not survive it.) `settings` ("NAME=value") are added to the environment.
class Child {
 public:
  Child(const std::string& job, const std::string& what, std::vector<std::string> settings = {}) {
    settings.push_back("LIFECIRCLE_TEST_JOB=" + job);
    settings.push_back("LIFECIRCLE_TEST_WHAT=" + what);
    for (char** entry = environ; *entry != nullptr; ++entry) settings.emplace_back(*entry);
    std::vector<char*> environment;
    for (std::string& setting : settings) environment.push_back(setting.data());
    environment.push_back(nullptr);
    std::string name = "child";
    char* const arguments[] = {name.data(), nullptr};
    if (posix_spawn(&process_, "/proc/self/exe", nullptr, nullptr, arguments, environment.data()) !=
        0) {
      ADD_FAILURE() << "no child process";
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (!ended_) kill();
  }
  void kill() {
    ::kill(process_, SIGKILL);
    wait();
  }
  /// Exit code, or minus the number of the signal.
  int wait() {
    int status = 0;
    if (waitpid(process_, &status, 0) != process_) return -1000;
    ended_ = true;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  pid_t process_ = -1;
  bool ended_ = false;
};

/// Where this process is a Child, does its job, if it is one of these, and ends: 0 where no
/// expectation failed. Called while the program is loaded, before any test.
inline bool run_job(
    std::initializer_list<std::pair<std::string_view, void (*)(const std::string&)>> jobs) {
  const char* job = std::getenv("LIFECIRCLE_TEST_JOB");
  if (job == nullptr) return false;
  for (const auto& [name, work] : jobs) {
    if (name != job) continue;
    work(std::getenv("LIFECIRCLE_TEST_WHAT"));
    std::_Exit(testing::UnitTest::GetInstance()->ad_hoc_test_result().Failed() ? 1 : 0);
  }
  return false;
}

/// Runs a command line; its output. `status` is its exit code, 127 where there is no such program.
inline std::string output_of(const std::string& command, int& status) {
  std::string output;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return output;
  char block[4096];
  for (std::size_t got = 0; (got = fread(block, 1, sizeof block, pipe)) > 0;)
    output.append(block, got);
  status = WEXITSTATUS(pclose(pipe));
  return output;
}

}  // namespace lifecircle::test
