// Map sheets as files: whole or not at all.

#include <sys/mount.h>
#include <sys/resource.h>

#include <csignal>

#include <gtest/gtest.h>

#include "engine/base/parallel.hpp"
#include "tests/io/sheet_parts.hpp"
#include "tests/io/sheet_town.hpp"

namespace lifecircle {
namespace {

using test::bytes_of;
using test::Child;
using test::Scratch;
using test::SheetTown;
using test::wuhan;

constexpr const char* kNames[] = {"map.pdf", "map.svg", "map.png"};

std::string failure_of(const std::string& path, const MapSheet& sheet) {
  const Result<Done> done = write_sheet(path, sheet, wuhan());
  return done ? "" : done.error().key;
}

TEST(SheetFile, TheEndOfItsNameSaysWhatItIs) {
  const Scratch scratch;
  const SheetTown town;
  for (const char* name : kNames) EXPECT_EQ(failure_of(scratch / name, town.sheet), "");
  EXPECT_EQ(test::names_in(scratch.path()),
            (std::set<std::string>{"map.pdf", "map.png", "map.svg"}));
  EXPECT_TRUE(bytes_of(scratch / "map.pdf").starts_with("%PDF-1."));
  EXPECT_TRUE(bytes_of(scratch / "map.png").starts_with("\x89PNG\r\n"));
  EXPECT_TRUE(bytes_of(scratch / "map.svg").starts_with("<svg "));
  EXPECT_EQ(bytes_of(scratch / "map.pdf"),
            sheet_bytes(town.sheet, wuhan(), SheetFormat::pdf).value());
}

TEST(SheetFile, APngSaysHowLargeItPrints) {
  SheetTown town;
  town.sheet.dots_per_inch = 100;
  const std::string png = sheet_bytes(town.sheet, wuhan(), SheetFormat::png).value();
  const std::size_t at = png.find("pHYs");
  ASSERT_EQ(at, 37U) << "right behind the head";
  EXPECT_EQ(png.substr(at + 4, 9), std::string("\0\0\x0f\x61\0\0\x0f\x61\1", 9)) << "3937 a metre";
  const test::Dots dots{png};
  EXPECT_EQ(dots.width, 1169);
  EXPECT_EQ(dots.height, 827);
}

TEST(SheetFile, FoldersThatCannotBeWrittenAreFailures) {
  const Scratch scratch;
  const SheetTown town;
  test::put(scratch / "file", "mine");
  EXPECT_EQ(failure_of(scratch / "file/map.pdf", town.sheet), "output_folder_is_file");
  EXPECT_NE(failure_of("/proc/map.pdf", town.sheet), "");
  test::fs::create_directory(scratch / "map.svg");
  EXPECT_EQ(failure_of(scratch / "map.svg", town.sheet), "output_name_taken");
  EXPECT_EQ(failure_of(scratch / "map.doc", town.sheet), "output_format_unknown");
  EXPECT_EQ(test::names_in(scratch.path()), (std::set<std::string>{"file", "map.svg"}));
}

TEST(SheetFile, ASheetThatCannotBeDrawnLeavesTheOldOne) {
  const Scratch scratch;
  SheetTown town;
  test::put(scratch / "map.pdf", "old");
  town.sheet.paper = {1, 1};
  EXPECT_EQ(failure_of(scratch / "map.pdf", town.sheet), "sheet_paper_size");
  EXPECT_EQ(bytes_of(scratch / "map.pdf"), "old");
  EXPECT_EQ(test::names_in(scratch.path()), std::set<std::string>{"map.pdf"});
}

TEST(FullDiskSheet, AFileThatMayNotGrowIsAFailureAndChangesNothing) {
  for (const char* name : kNames) {
    const Scratch scratch;
    test::put(scratch / name, "old");
    Child child{"write_sheet_with_every_limit", scratch / name};
    EXPECT_EQ(child.wait(), 0) << name;
  }
}
void write_sheet_with_every_limit(const std::string& path) {
  std::signal(SIGXFSZ, SIG_IGN);
  // clang's OpenMP begins with a file of its own, in shared memory.
  parallel_for(
      2, [] { return 0; }, [](std::size_t, int) {});
  SheetTown town;
  town.sheet.dots_per_inch = 50;
  // Fonts are looked up before: fontconfig may write a cache of its own.
  const std::size_t size =
      sheet_bytes(town.sheet, wuhan(), sheet_format_of(path).value()).value().size();
  for (int step = 0; step < 10; ++step) {
    const rlimit most{size * static_cast<std::size_t>(step) / 10, RLIM_INFINITY};
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &most), 0);
    EXPECT_NE(failure_of(path, town.sheet), "") << step;
    EXPECT_EQ(bytes_of(path), "old") << step;
  }
  const rlimit enough{size, RLIM_INFINITY};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &enough), 0);
  EXPECT_EQ(failure_of(path, town.sheet), "");
  EXPECT_EQ(bytes_of(path).size(), size);
  EXPECT_EQ(test::names_in(test::fs::path{path}.parent_path()).size(), 1U);
}

TEST(FullDiskSheet, ASmallDiskIsAFailureAndChangesNothing) {
  const Scratch scratch;
  test::fs::create_directory(scratch / "disk");
  SheetTown town;
  town.sheet.dots_per_inch = 400;
  bool done = false;
  int failures = 0;
  for (int kilobytes = 260; kilobytes < 2000 && !done; kilobytes += 40) {
    const std::string size = "size=" + std::to_string(kilobytes) + "k";
    if (mount("none", (scratch / "disk").c_str(), "tmpfs", 0, size.c_str()) != 0)
      GTEST_SKIP() << "mounting is for root only";
    test::put(scratch / "disk/map.png", "old");
    const std::string failure = failure_of(scratch / "disk/map.png", town.sheet);
    done = failure.empty();
    failures += !done;
    EXPECT_EQ(bytes_of(scratch / "disk/map.png") == "old", !done) << size;
    EXPECT_EQ(test::names_in(scratch / "disk"), std::set<std::string>{"map.png"}) << size;
    EXPECT_EQ(umount((scratch / "disk").c_str()), 0);
  }
  EXPECT_TRUE(done);
  EXPECT_GT(failures, 0);
}

TEST(SheetFile, WithoutAFontForChineseThereIsNoMap) {
  const Scratch scratch;
  test::put(scratch / "fonts.conf",
            "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>"
            "<dir>/usr/share/fonts/truetype/dejavu</dir><cachedir>" +
                scratch.path() + "</cachedir></fontconfig>");
  Child child{"draw_without_fonts", "", {"FONTCONFIG_FILE=" + (scratch / "fonts.conf")}};
  EXPECT_EQ(child.wait(), 0);
}
void draw_without_fonts(const std::string&) {
  const SheetTown town{Language::en};
  const auto made = sheet_bytes(town.sheet, wuhan(), SheetFormat::pdf);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().key, "sheet_no_font");
}

const bool is_child = test::run_job({{"write_sheet_with_every_limit", write_sheet_with_every_limit},
                                     {"draw_without_fonts", draw_without_fonts}});

}  // namespace
}  // namespace lifecircle
