#include "io/write/outputs.hpp"

#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <optional>
#include <thread>

#include <gtest/gtest.h>

#include "tests/io/result_files.hpp"

namespace lifecircle {
namespace {

namespace fs = std::filesystem;
using test::bytes_of;
using test::Child;
using test::names_in;
using test::put;
using test::Scratch;
using Names = std::set<std::string>;

Outputs begun(const std::string& folder) {
  Result<Outputs> outputs = Outputs::begin(folder);
  EXPECT_TRUE(outputs) << outputs.error().key << ' ' << outputs.error().where;
  return std::move(outputs).value();
}

std::string refusal(const std::string& folder, std::uint64_t bytes = 0) {
  const Result<Outputs> outputs = Outputs::begin(folder, bytes);
  return outputs ? "" : outputs.error().key;
}

TEST(Outputs, NothingShowsBeforeCommitAndAllAfter) {
  const Scratch scratch;
  put(scratch / "a.txt", "old a");
  put(scratch / "mine.txt", "mine");
  Outputs outputs = begun(scratch.path());
  ASSERT_TRUE(outputs.text("a.txt", "new a"));
  ASSERT_TRUE(outputs.text("b.txt", "new b"));
  ASSERT_TRUE(outputs.csv("c.csv", test::some_table()));
  EXPECT_EQ(bytes_of(scratch / "a.txt"), "old a");
  EXPECT_FALSE(fs::exists(scratch / "b.txt"));

  const auto paths = outputs.commit();
  ASSERT_TRUE(paths);
  EXPECT_EQ(paths.value(),
            (std::vector<std::string>{scratch / "a.txt", scratch / "b.txt", scratch / "c.csv"}));
  EXPECT_EQ(names_in(scratch.path()), (Names{"a.txt", "b.txt", "c.csv", "mine.txt"}));
  EXPECT_EQ(bytes_of(scratch / "a.txt"), "new a");
  EXPECT_EQ(bytes_of(scratch / "b.txt"), "new b");
  EXPECT_EQ(bytes_of(scratch / "mine.txt"), "mine");
  EXPECT_FALSE(outputs.text("d.txt", "late")) << "committed is committed";
  EXPECT_FALSE(outputs.commit());
  EXPECT_EQ(names_in(scratch.path()).size(), 4U);
}

TEST(Outputs, GivenUpLeavesNoTrace) {
  const Scratch scratch;
  {
    Outputs outputs = begun(scratch / "new/and/deep");
    ASSERT_TRUE(outputs.text("a.txt", "a"));
  }
  EXPECT_EQ(names_in(scratch.path()), Names{}) << "the folders it made are gone too";
  put(scratch / "a.txt", "old");
  {
    Outputs outputs = begun(scratch.path());
    ASSERT_TRUE(outputs.text("a.txt", "a"));
    ASSERT_TRUE(outputs.geopackage("r.gpkg", test::some_layers(2), {}, test::wuhan(), "EPSG:4490",
                                   Language::en));
  }
  EXPECT_EQ(names_in(scratch.path()), Names{"a.txt"});
  EXPECT_EQ(bytes_of(scratch / "a.txt"), "old");
}

TEST(Outputs, MakesFoldersAndKeepsThemWithResults) {
  const Scratch scratch;
  for (const std::string name : {"one", "two/deep/", "结果 folder", "./x/../y"}) {
    Outputs outputs = begun(scratch / name);
    ASSERT_TRUE(outputs.text("a.txt", name));
    ASSERT_TRUE(outputs.commit());
    EXPECT_EQ(names_in(scratch / name), Names{"a.txt"});
  }
}

TEST(Outputs, ARelativeFolderStaysWhereItIs) {
  const Scratch scratch;
  const fs::path before = fs::current_path();
  fs::current_path(scratch.path());
  std::optional<Outputs> outputs = begun("out");
  fs::current_path(before);
  ASSERT_TRUE(outputs->text("a.txt", "a"));
  ASSERT_TRUE(outputs->commit());
  EXPECT_EQ(names_in(scratch / "out"), Names{"a.txt"});
}

TEST(Outputs, AFolderNamedLikeAVirtualOneIsARealOne) {
  // GDAL would write a path like /vsimem/... into its memory.
  if (geteuid() != 0) GTEST_SKIP() << "only root may write to /";
  const std::string folder = "/vsimem-lifecircle-test-" + std::to_string(getpid());
  {
    Outputs outputs = begun(folder);
    ASSERT_TRUE(outputs.geopackage("r.gpkg", test::some_layers(2), {}, test::wuhan(), "EPSG:4490",
                                   Language::en));
    ASSERT_TRUE(outputs.commit());
  }
  EXPECT_EQ(names_in(folder), Names{"r.gpkg"});
  fs::remove_all(folder);
}

TEST(Outputs, RefusesFoldersItCannotUse) {
  const Scratch scratch;
  put(scratch / "file", "x");
  EXPECT_EQ(refusal(scratch / "file"), "output_folder_is_file");
  EXPECT_EQ(refusal(scratch / "file/below"), "output_folder_not_made");
  EXPECT_EQ(bytes_of(scratch / "file"), "x");
  EXPECT_EQ(refusal(""), "output_folder_unnamed");
  EXPECT_EQ(refusal("/proc/lifecircle-test"), "output_folder_not_made");
  fs::create_symlink(scratch / "nowhere", scratch / "dangling");
  EXPECT_NE(refusal(scratch / "dangling"), "");
  EXPECT_EQ(refusal(scratch / std::string(300, 'x')), "output_folder_not_made");
  EXPECT_EQ(refusal(scratch / "big", std::uint64_t{1} << 62), "output_no_space");
  EXPECT_EQ(names_in(scratch.path()), (Names{"dangling", "file"}));
}

TEST(Outputs, RefusesAFolderWithoutTheRightToWrite) {
  const Scratch scratch;
  fs::create_directory(scratch / "closed");
  put(scratch / "closed/a.txt", "old");
  fs::permissions(scratch.path(), fs::perms{0755});
  fs::permissions(scratch / "closed", fs::perms{0555});
  if (geteuid() != 0) {
    EXPECT_EQ(refusal(scratch / "closed"), "output_folder_not_writable");
  } else {
    Child child{"as_nobody", scratch / "closed"};
    EXPECT_EQ(child.wait(), 0);
  }
  EXPECT_EQ(names_in(scratch / "closed"), Names{"a.txt"});
}
void as_nobody(const std::string& what) {
  ASSERT_EQ(seteuid(65534), 0);
  EXPECT_EQ(refusal(what), "output_folder_not_writable");
  EXPECT_EQ(refusal(what + "/below"), "output_folder_not_made");
}

TEST(Outputs, RefusesNamesThatAreNotPlain) {
  const Scratch scratch;
  fs::create_directories(scratch / "taken/x");
  for (const std::string& name :
       std::vector<std::string>{"", ".", "..", ".hidden", "a/b", "../a", "/etc/x", "a\nb",
                                std::string{"a\0b", 3}, std::string(201, 'x'), "taken"}) {
    Outputs outputs = begun(scratch.path());
    const Result<Done> done = outputs.text(name, "x");
    ASSERT_FALSE(done) << name;
    EXPECT_EQ(done.error().key, name == "taken" ? "output_name_taken" : "output_name_bad");
    EXPECT_FALSE(outputs.commit()) << "after a failure nothing is committed";
  }
  Outputs outputs = begun(scratch.path());
  ASSERT_TRUE(outputs.text("a.txt", "one"));
  EXPECT_EQ(outputs.text("a.txt", "two").error().key, "output_name_twice");
  EXPECT_EQ(outputs.commit().error().key, "output_name_twice");
  EXPECT_EQ(names_in(scratch / "taken"), Names{"x"});
  EXPECT_FALSE(fs::exists(scratch / "a.txt"));
}

TEST(Outputs, AFailedWriterCommitsNothing) {
  const Scratch scratch;
  put(scratch / "a.txt", "old");
  {
    Outputs outputs = begun(scratch.path());
    ASSERT_TRUE(outputs.text("a.txt", "new"));
    EXPECT_FALSE(outputs.geopackage("r.gpkg", test::some_layers(1), {}, test::wuhan(), "EPSG:4610",
                                    Language::en));
    EXPECT_EQ(outputs.text("b.txt", "b").error().key, "output_crs_no_way");
    EXPECT_EQ(outputs.commit().error().key, "output_crs_no_way");
  }
  EXPECT_EQ(names_in(scratch.path()), Names{"a.txt"});
  EXPECT_EQ(bytes_of(scratch / "a.txt"), "old");
}

// ------------------------------------------------------------------- two runs at once

TEST(Outputs, ASecondRunIsRefused) {
  const Scratch scratch;
  std::optional<Outputs> first = begun(scratch.path());
  EXPECT_EQ(refusal(scratch.path()), "output_folder_busy");
  EXPECT_EQ(refusal(scratch / "."), "output_folder_busy") << "by any name";
  fs::create_directory_symlink(scratch.path(), scratch / "link");
  EXPECT_EQ(refusal(scratch / "link"), "output_folder_busy");
  Child other{"is_refused", scratch.path()};
  EXPECT_EQ(other.wait(), 0) << "in another process";
  ASSERT_TRUE(first->text("a.txt", "a"));
  ASSERT_TRUE(first->commit());
  EXPECT_EQ(refusal(scratch.path()), "") << "free again after commit";
  first.emplace(begun(scratch.path()));
  first.reset();
  EXPECT_EQ(refusal(scratch.path()), "") << "and after giving up";
  EXPECT_EQ(names_in(scratch.path()), (Names{"a.txt", "link"}));
}
void is_refused(const std::string& what) {
  EXPECT_EQ(refusal(what), "output_folder_busy");
}

TEST(Outputs, RacesHaveOneWinnerAtATime) {
  const Scratch scratch;
  std::atomic<int> inside{0}, together{0}, won{0}, odd{0};
  const auto race = [&](int number) {
    for (int i = 0; i < 80; ++i) {
      Result<Outputs> outputs = Outputs::begin(scratch / "deep/out");
      if (!outputs) {
        if (outputs.error().key != "output_folder_busy") ++odd;
        continue;
      }
      if (++inside > 1) ++together;
      ++won;
      const std::string word = std::to_string(number) + " " + std::to_string(i);
      if (!outputs.value().text("a.txt", word) || !outputs.value().text("b.txt", word)) ++odd;
      --inside;
      if (i % 3 != 0 && !outputs.value().commit()) ++odd;
      if (fs::exists(scratch / "deep/out/a.txt") && bytes_of(scratch / "deep/out/a.txt").empty())
        ++odd;
    }
  };
  std::vector<std::thread> threads;
  for (int number = 0; number < 4; ++number) threads.emplace_back(race, number);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(together, 0);
  EXPECT_EQ(odd, 0);
  EXPECT_GT(won, 10);
  EXPECT_EQ(names_in(scratch / "deep/out"), (Names{"a.txt", "b.txt"}));
  EXPECT_EQ(bytes_of(scratch / "deep/out/a.txt"), bytes_of(scratch / "deep/out/b.txt"));
}

// --------------------------------------------------------------------- dead runs

TEST(Outputs, LeftoversOfDeadRunsAreRemoved) {
  const Scratch scratch;
  for (const char* name : {".lifecircle.tmp-123/new", ".lifecircle.tmp-99999999/old",
                           ".lifecircle.tmp-mine", ".other"}) {
    fs::create_directories(scratch / name);
    put(scratch / (std::string{name} + "/results.gpkg-journal"), "x");
  }
  put(scratch / ".lifecircle.lock", "");
  { Outputs outputs = begun(scratch.path()); }
  EXPECT_EQ(names_in(scratch.path()), (Names{".lifecircle.tmp-mine", ".other"}))
      << "only what is ours";
}

/// A run that died in commit: a and b replaced, c new; `moved` of them are at their names.
void die_in_commit(const Scratch& scratch, const std::string& list, const std::string& lines,
                   int moved) {
  const std::string work = scratch / ".lifecircle.tmp-123";
  fs::create_directories(work + "/new");
  fs::create_directories(work + "/old");
  put(work + "/" + list, lines);
  int i = 0;
  for (const std::string name : {"a.txt", "b.gpkg", "c.txt"}) {
    const bool is_new = name == "c.txt";
    const bool in = i++ < moved;
    if (in && !is_new) put(work + "/old/" + name, "old " + name);
    put(in ? scratch / name : work + "/new/" + name, "new " + name);
    if (!in && !is_new) put(scratch / name, "old " + name);
  }
}

TEST(Outputs, ARunThatDiedInCommitIsEnded) {
  for (int moved = 0; moved <= 3; ++moved) {
    const Scratch scratch;
    die_in_commit(scratch, "commit", "a.txt\nb.gpkg\nc.txt\n/end\n", moved);
    put(scratch / "b.gpkg-wal", "of the old one, or of the new one since");
    { Outputs outputs = begun(scratch.path()); }
    for (const std::string name : {"a.txt", "b.gpkg", "c.txt"}) {
      EXPECT_EQ(bytes_of(scratch / name), "new " + name) << moved;
    }
    Names left{"a.txt", "b.gpkg", "c.txt"};
    if (moved >= 2) left.insert("b.gpkg-wal");
    EXPECT_EQ(names_in(scratch.path()), left) << moved;
  }
}

TEST(Outputs, ARunThatDiedWhileMovingBackIsTakenBack) {
  for (int moved = 0; moved <= 3; ++moved) {
    const Scratch scratch;
    die_in_commit(scratch, "undo", "a.txt\nb.gpkg\nc.txt\n/end\n", moved);
    { Outputs outputs = begun(scratch.path()); }
    EXPECT_EQ(names_in(scratch.path()), (Names{"a.txt", "b.gpkg"})) << moved;
    EXPECT_EQ(bytes_of(scratch / "a.txt"), "old a.txt") << moved;
    EXPECT_EQ(bytes_of(scratch / "b.gpkg"), "old b.gpkg") << moved;
  }
}

TEST(Outputs, AListThatIsNotWholeOrNotOursMovesNothing) {
  for (const std::string lines :
       {"a.txt\nb.gp", "a.txt\n", "", "a.txt\n../b.gpkg\n/end\n", "/etc/passwd\n/end\n"}) {
    const Scratch scratch;
    die_in_commit(scratch, "commit", lines, 0);
    { Outputs outputs = begun(scratch.path()); }
    EXPECT_EQ(names_in(scratch.path()), (Names{"a.txt", "b.gpkg"})) << lines;
    EXPECT_EQ(bytes_of(scratch / "a.txt"), "old a.txt") << lines;
  }
}

TEST(Outputs, AMoveThatFailsTakesTheOthersBack) {
  const Scratch scratch;
  put(scratch / "a.txt", "old a");
  {
    Outputs outputs = begun(scratch.path());
    for (const char* name : {"a.txt", "b.txt", "c.txt", "d.txt"})
      ASSERT_TRUE(outputs.text(name, "new"));
    fs::create_directories(scratch / "c.txt/in the way");
    const auto paths = outputs.commit();
    ASSERT_FALSE(paths);
    EXPECT_EQ(paths.error().key, "output_commit_failed");
    EXPECT_EQ(paths.error().where, scratch / "c.txt");
    EXPECT_EQ(paths.error().fault, Fault::storage);
  }
  EXPECT_EQ(names_in(scratch.path()), (Names{"a.txt", "c.txt"}));
  EXPECT_EQ(bytes_of(scratch / "a.txt"), "old a");
  EXPECT_EQ(names_in(scratch / "c.txt"), Names{"in the way"});
}

TEST(Outputs, WhatSqliteKeptBesideTheOldFileGoesWithIt) {
  const Scratch scratch;
  for (const char* name : {"r.gpkg", "r.gpkg-wal", "r.gpkg-shm", "r.gpkg-journal"})
    put(scratch / name, "old");
  Outputs outputs = begun(scratch.path());
  ASSERT_TRUE(outputs.geopackage("r.gpkg", test::some_layers(2), {}, test::wuhan(), "EPSG:4490",
                                 Language::en));
  ASSERT_TRUE(outputs.commit());
  EXPECT_EQ(names_in(scratch.path()), Names{"r.gpkg"});
}

TEST(Outputs, ALinkIsReplacedNotFollowed) {
  const Scratch scratch;
  put(scratch / "elsewhere", "theirs");
  fs::create_symlink(scratch / "elsewhere", scratch / "a.txt");
  Outputs outputs = begun(scratch.path());
  ASSERT_TRUE(outputs.text("a.txt", "new"));
  ASSERT_TRUE(outputs.commit());
  EXPECT_FALSE(fs::is_symlink(scratch / "a.txt"));
  EXPECT_EQ(bytes_of(scratch / "elsewhere"), "theirs");
}

/// Files of one generation: all name it.
const std::vector<std::string> kGeneration{"a.txt", "b.txt", "c.txt", "d.txt", "e.txt", "r.gpkg"};

/// The generation in the folder, -1 where it is empty, or a failure where it is mixed or torn.
int generation_in(const std::string& folder, const std::string& when) {
  std::optional<std::string> generation;
  std::size_t there = 0;
  for (const std::string& name : kGeneration) {
    if (!fs::exists(folder + "/" + name)) continue;
    ++there;
    if (name == "r.gpkg") continue;
    const std::string text = bytes_of(folder + "/" + name);
    EXPECT_TRUE(text.ends_with("!")) << when << ": " << name << " is torn";
    if (!generation) generation = text;
    EXPECT_EQ(text, *generation) << when << ": " << name << " is of another run";
  }
  EXPECT_TRUE(there == 0 || there == kGeneration.size()) << when << ": " << there << " files";
  return generation ? std::stoi(*generation) : -1;
}

void write_generation(const std::string& folder, int generation) {
  static const auto layers = test::some_layers(20);
  Outputs outputs = begun(folder);
  put(folder + "/alive", "");
  for (const std::string& name : kGeneration) {
    if (name == "r.gpkg") {
      ASSERT_TRUE(outputs.geopackage(name, layers, {}, test::wuhan(), "EPSG:4490", Language::en));
    } else {
      ASSERT_TRUE(outputs.text(name, std::to_string(generation) + std::string(50'000, ' ') + "!"));
    }
  }
  ASSERT_TRUE(outputs.commit());
}

TEST(Outputs, KilledAtAnyTimeLeavesOneWholeSet) {
  const char* asked = std::getenv("LIFECIRCLE_TEST_KILLS");
  const int kills = asked != nullptr ? std::atoi(asked) : 20;
  const Scratch scratch;
  const auto start = std::chrono::steady_clock::now();
  write_generation(scratch.path(), 0);
  const auto one = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - start);
  std::uint64_t state = 1;
  int last = 0, grown = 0;
  // On a busy machine a child may get nowhere before it is killed: then more of them are.
  for (int kill = 0; kill < kills || (grown <= kills / 4 && kill < 100 * kills); ++kill) {
    {
      Child child{
          "write_for_ever", scratch.path(), {"LIFECIRCLE_TEST_FIRST=" + std::to_string(last + 1)}};
      // Wait for its first sign of life, then a random while of up to three runs.
      for (int i = 0; i < 5000 && !fs::exists(scratch / "alive"); ++i) usleep(1000);
      usleep(test::next_random(state) % static_cast<std::uint32_t>(3 * one.count()));
      child.kill();
    }
    fs::remove(scratch / "alive");
    const std::string when = "kill " + std::to_string(kill);
    for (const std::string& name : kGeneration) {
      // Even before anybody cleans up, every name leads to a whole file.
      if (name == "r.gpkg" || !fs::exists(scratch / name)) continue;
      EXPECT_TRUE(bytes_of(scratch / name).ends_with("!")) << when;
    }
    { Outputs outputs = begun(scratch.path()); }
    const int now = generation_in(scratch.path(), when);
    EXPECT_GE(now, last) << when << ": went back";
    grown += now > last ? 1 : 0;
    last = now;
    for (const std::string& name : names_in(scratch.path()))
      EXPECT_FALSE(name.starts_with('.')) << when << name;
  }
  EXPECT_GT(grown, kills / 4) << "the children hardly got anywhere: the test says little";
}
void write_for_ever(const std::string& what) {
  for (int generation = std::atoi(std::getenv("LIFECIRCLE_TEST_FIRST"));; ++generation) {
    write_generation(what, generation);
  }
}

TEST(Outputs, AForkedCopyTouchesNothing) {
  const Scratch scratch;
  Outputs outputs = begun(scratch.path());
  ASSERT_TRUE(outputs.text("a.txt", "a"));
  const pid_t child = fork();
  if (child == 0) {
    { const Outputs gone = std::move(outputs); }
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(refusal(scratch.path()), "output_folder_busy");
  ASSERT_TRUE(outputs.commit());
  EXPECT_EQ(bytes_of(scratch / "a.txt"), "a");
}

// ------------------------------------------------------------------------- checksums

TEST(Sha256, SaysWhatTheStandardSays) {
  const Scratch scratch;
  put(scratch / "abc", "abc");
  put(scratch / "empty", "");
  put(scratch / "million", std::string(1'000'000, 'a'));
  put(scratch / "more", std::string(3'000'000, 'a'));
  EXPECT_EQ(sha256_of(scratch / "abc").value(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_of(scratch / "empty").value(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_of(scratch / "million").value(),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  int status = 0;
  const std::string said = test::output_of("sha256sum < '" + (scratch / "more") + "'", status);
  if (status == 127) GTEST_SKIP() << "sha256sum is not installed";
  EXPECT_EQ(said.substr(0, 64), sha256_of(scratch / "more").value());
}

TEST(Sha256, OfAFolderIsOfNamesAndContents) {
  const Scratch scratch;
  fs::create_directories(scratch / "a.gdb/in");
  put(scratch / "a.gdb/1", "one");
  put(scratch / "a.gdb/in/2", "two");
  const std::string before = sha256_of(scratch / "a.gdb").value();
  EXPECT_EQ(before.size(), 64U);
  fs::copy(scratch / "a.gdb", scratch / "b.gdb", fs::copy_options::recursive);
  EXPECT_EQ(sha256_of(scratch / "b.gdb").value(), before) << "not of its own name";
  EXPECT_EQ(sha256_of(scratch / "b.gdb/").value(), before);
  fs::rename(scratch / "b.gdb/1", scratch / "b.gdb/3");
  EXPECT_NE(sha256_of(scratch / "b.gdb").value(), before);
  put(scratch / "a.gdb/in/2", "twO");
  EXPECT_NE(sha256_of(scratch / "a.gdb").value(), before);
}

TEST(Sha256, RefusesWhatIsNoFile) {
  const Scratch scratch;
  const auto key = [](const Result<std::string>& sum) { return sum ? "" : sum.error().key; };
  EXPECT_EQ(key(sha256_of(scratch / "missing")), "checksum_not_read");
  EXPECT_EQ(key(sha256_of("")), "checksum_not_read");
  ASSERT_EQ(mkfifo((scratch / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(key(sha256_of(scratch / "pipe")), "checksum_not_read") << "and does not wait for it";
  EXPECT_EQ(key(sha256_of("/dev/zero")), "checksum_not_read") << "nor read it to its end";
}

const bool is_child = test::run_job(
    {{"as_nobody", as_nobody}, {"is_refused", is_refused}, {"write_for_ever", write_for_ever}});

}  // namespace
}  // namespace lifecircle
