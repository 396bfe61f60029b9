// Files of one layer on disks that are full, in folders that may not be written, and under limits.

#include <sys/mount.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <set>

#include <gtest/gtest.h>

#include "engine/base/parallel.hpp"
#include "io/write/checked_file.hpp"
#include "io/write/count_back.hpp"
#include "io/write/geojson.hpp"
#include "io/write/kml.hpp"
#include "io/write/outputs.hpp"
#include "io/write/shapefile.hpp"
#include "tests/io/vector_layers.hpp"

namespace lifecircle {
namespace {

using test::bytes_of;
using test::Child;
using test::endings;
using test::ReadBack;
using test::Scratch;
using test::some_layer;
using test::wuhan;
using Names = std::set<std::string>;

constexpr std::size_t kRows = 600;

Layer a_layer() {
  return some_layer(kRows, ShapeKind::area, Parts::one, false, 7);
}

/// Begins, writes one file (and a text beside it) and commits: "" or the failure.
std::string whole_run(const std::string& folder, const std::string& ending) {
  Result<Outputs> outputs = Outputs::begin(folder);
  if (!outputs) return outputs.error().key;
  if (auto put = outputs.value().text("run.json", "{}"); !put) return put.error().key;
  const auto layer = a_layer();
  const auto fill = [&](VectorFile& file) -> Result<Done> {
    for (std::size_t row = 0; row < kRows; row += 60) {
      const auto batch = test::rows_of(layer.table, row, row + 60);
      if (auto put = file.add(batch); !put) return put;
    }
    return Done{};
  };
  const auto done = outputs.value().vector("a" + ending, layer, Parts::one, wuhan(), "EPSG:4326",
                                           Language::zh, fill);
  if (!done) {
    EXPECT_EQ(done.error().fault, Fault::storage) << done.error().key;
    for (const std::string& arg : done.error().args)
      EXPECT_FALSE(test::holds(arg, ".lifecircle")) << "tells the hidden folder: " << arg;
    return done.error().key;
  }
  const auto paths = outputs.value().commit();
  return paths ? "" : paths.error().key;
}

Names files_after(const std::string& ending) {
  const auto files = files_of(vector_format_of(ending).value(), "a" + ending);
  Names names{files.begin(), files.end()};
  names.insert("run.json");
  return names;
}

void put_old(const std::string& folder, const std::string& ending) {
  for (const std::string& name : files_after(ending)) test::put(folder + "/" + name, "old " + name);
}

void expect_old(const std::string& folder, const std::string& ending, const std::string& when) {
  const Names wanted = files_after(ending);
  EXPECT_EQ(test::names_in(folder), wanted) << when;
  for (const std::string& name : wanted)
    EXPECT_EQ(bytes_of(folder + "/" + name), "old " + name) << when;
}

TEST(FullDiskVector, AFileThatMayNotGrowIsAFailureAndChangesNothing) {
  for (const std::string& ending : endings()) {
    const Scratch scratch;
    put_old(scratch.path(), ending);
    Child child{"write_vector_with_every_limit", scratch / ending};
    EXPECT_EQ(child.wait(), 0) << ending;
  }
}
void write_vector_with_every_limit(const std::string& what) {
  const std::string folder = what.substr(0, what.rfind('/')),
                    ending = what.substr(folder.size() + 1);
  std::signal(SIGXFSZ, SIG_IGN);
  // clang's OpenMP begins with a file of its own, in shared memory.
  parallel_for(
      2, [] { return 0; }, [](std::size_t, int) {});
  int failures = 0;
  rlim_t step = 500;  // bytes: finely at first, where heads and small files are
  for (rlim_t limit = 0;; limit += step) {
    if (limit > 10'000) step = 60'000;
    ASSERT_LT(limit, 4'000'000U) << "never succeeds";
    const rlimit most{limit, RLIM_INFINITY};
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &most), 0);
    const std::string failure = whole_run(folder, ending);
    if (failure.empty()) break;
    ++failures;
    expect_old(folder, ending, failure + " at " + std::to_string(limit) + " bytes");
  }
  EXPECT_GT(failures, 20);
  EXPECT_EQ(test::names_in(folder), files_after(ending));
  EXPECT_EQ(ReadBack{folder + "/a" + ending}.rows.size(), kRows);
}

TEST(FullDiskVector, ASmallDiskIsAFailureAndChangesNothing) {
  for (const std::string& ending : endings()) {
    const Scratch scratch;
    test::fs::create_directory(scratch / "disk");
    int failures = 0;
    bool done = false;
    for (int kilobytes = 300; kilobytes < 8000 && !done; kilobytes += 20) {
      const std::string size = "size=" + std::to_string(kilobytes) + "k";
      if (mount("none", (scratch / "disk").c_str(), "tmpfs", 0, size.c_str()) != 0)
        GTEST_SKIP() << "mounting is for root only";
      put_old(scratch / "disk", ending);
      const std::string failure = whole_run(scratch / "disk", ending);
      done = failure.empty();
      if (done) {
        EXPECT_EQ(ReadBack{scratch / ("disk/a" + ending)}.rows.size(), kRows);
      } else {
        ++failures;
        expect_old(scratch / "disk", ending, failure + " at " + size);
      }
      EXPECT_EQ(umount((scratch / "disk").c_str()), 0);
    }
    EXPECT_TRUE(done) << ending;
    EXPECT_GT(failures, 1) << ending;
  }
}

TEST(FullDiskVector, AFolderThatIsNotThereIsAFailure) {
  const Scratch scratch;
  for (const std::string& ending : endings()) {
    const Result<Written> done = write_vector_file(scratch / ("no/a" + ending), "a" + ending,
                                                   a_layer(), wuhan(), "EPSG:4326", Language::en);
    ASSERT_FALSE(done) << ending;
    EXPECT_EQ(done.error().fault, Fault::storage);
    EXPECT_EQ(done.error().where.substr(0, 2), "a.");
  }
}

TEST(VectorOutputs, AllFilesOfAShapefileAppearTogether) {
  const Scratch scratch;
  put_old(scratch.path(), ".shp");
  test::put(scratch / "a.qix", "an index of the old one");
  test::put(scratch / "a.sbn", "another");
  test::put(scratch / "a.txt", "mine");
  Result<Outputs> outputs = Outputs::begin(scratch.path());
  ASSERT_TRUE(outputs);
  const auto layer = some_layer(10, ShapeKind::line, Parts::many, true, 1);
  const Result<Written> done =
      outputs.value().vector("a.shp", layer, wuhan(), "EPSG:4490", Language::en);
  ASSERT_TRUE(done) << done.error().key;
  EXPECT_EQ(done.value().rows, 10U);
  ASSERT_TRUE(outputs.value().vector("b.geojson", layer, wuhan(), "EPSG:4490", Language::en));
  EXPECT_EQ(bytes_of(scratch / "a.shp"), "old a.shp");
  const auto paths = outputs.value().commit();
  ASSERT_TRUE(paths);
  EXPECT_EQ(paths.value(), (std::vector<std::string>{scratch / "a.shp", scratch / "a.shx",
                                                     scratch / "a.dbf", scratch / "a.prj",
                                                     scratch / "a.cpg", scratch / "b.geojson"}));
  EXPECT_EQ(test::names_in(scratch.path()),
            (Names{"a.shp", "a.shx", "a.dbf", "a.prj", "a.cpg", "a.txt", "b.geojson", "run.json"}))
      << "indexes of the old one are gone";
  EXPECT_EQ(ReadBack{scratch / "a.shp"}.rows.size(), 10U);
}

TEST(VectorOutputs, NoTwoFilesShareAName) {
  const auto layer = some_layer(1, ShapeKind::point, Parts::one, true, 1);
  const Scratch scratch;
  {
    Result<Outputs> outputs = Outputs::begin(scratch.path());
    ASSERT_TRUE(outputs.value().text("a.dbf", "x"));
    EXPECT_EQ(
        outputs.value().vector("a.shp", layer, wuhan(), "EPSG:4490", Language::en).error().key,
        "output_name_twice");
    EXPECT_FALSE(outputs.value().commit());
  }
  {
    Result<Outputs> outputs = Outputs::begin(scratch.path());
    EXPECT_EQ(outputs.value().vector("a.xyz", layer, wuhan(), "", Language::en).error().key,
              "output_format_unknown");
    EXPECT_FALSE(outputs.value().commit());
  }
  EXPECT_EQ(test::names_in(scratch.path()), Names{});
}

TEST(VectorOutputs, AFillThatFailsCommitsNothing) {
  const auto layer = some_layer(5, ShapeKind::area, Parts::one, true, 1);
  for (const std::string& ending : endings()) {
    const Scratch scratch;
    {
      Result<Outputs> outputs = Outputs::begin(scratch.path());
      const auto fill = [&](VectorFile& file) -> Result<Done> {
        if (auto put = file.add(layer.table); !put) return put;
        return Error{Fault::interrupted, "output_interrupted", "a"};
      };
      EXPECT_EQ(
          outputs.value()
              .vector("a" + ending, layer, Parts::one, wuhan(), "EPSG:4490", Language::en, fill)
              .error()
              .fault,
          Fault::interrupted);
      EXPECT_FALSE(outputs.value().commit());
    }
    EXPECT_EQ(test::names_in(scratch.path()), Names{}) << ending;
  }
}

TEST(VectorOutputs, AFolderNamedLikeAVirtualOneIsARealOne) {
  if (geteuid() != 0) GTEST_SKIP() << "only root may write to /";
  const auto layer = some_layer(5, ShapeKind::area, Parts::one, true, 1);
  const std::string folder = "/vsimem-lifecircle-vector-" + std::to_string(getpid());
  Names wanted;
  {
    Result<Outputs> outputs = Outputs::begin(folder);
    for (const std::string& ending : endings()) {
      EXPECT_TRUE(outputs.value().vector("a" + ending, layer, wuhan(), "EPSG:4490", Language::en));
      for (const auto& name : files_of(vector_format_of(ending).value(), "a" + ending))
        wanted.insert(name);
    }
    EXPECT_TRUE(outputs.value().commit());
  }
  EXPECT_EQ(test::names_in(folder), wanted);
  test::fs::remove_all(folder);
}

// --------------------------------------------------------------------- what was lost

TEST(CheckedFile, AHeadComesFirstAndSpoiltBytesAreFoundOut) {
  const Scratch scratch;
  for (const bool spoilt : {false, true}) {
    const std::string path = scratch / (spoilt ? "spoilt" : "whole");
    Result<CheckedFile> file = CheckedFile::create(path, "shown", 4);
    ASSERT_TRUE(file);
    const std::string body(3'000'000, 'b');
    ASSERT_TRUE(file.value().add(body));
    EXPECT_EQ(file.value().size(), 3'000'004U);
    if (spoilt) {
      std::fstream other{path, std::ios::in | std::ios::out | std::ios::binary};
      other.seekp(2'000'000);
      other << 'x';
    }
    const Result<Done> done = file.value().finish("head");
    ASSERT_EQ(static_cast<bool>(done), !spoilt);
    if (spoilt) {
      EXPECT_EQ(done.error().key, "output_read_back_differs");
    } else {
      EXPECT_EQ(bytes_of(path), "head" + body);
    }
  }
}

TEST(CountBack, AFileThatLostSomethingIsFoundOut) {
  const Scratch scratch;
  const auto layer = some_layer(200, ShapeKind::area, Parts::one, true, 3);
  const std::map<std::string, const char*> drivers{
      {".geojson", ""}, {".fgb", "FlatGeobuf"}, {".shp", "ESRI Shapefile"}, {".kml", ""}};
  for (const auto& [ending, driver] : drivers) {
    const std::string path = scratch / ("a" + ending);
    const auto done = write_vector_file(path, "a", layer, wuhan(), "EPSG:4490", Language::en);
    ASSERT_TRUE(done);
    const auto check = [&, driver = driver, ending = ending](const std::string& file,
                                                             const Written& wanted) -> std::string {
      const Result<Done> good = ending == ".kml"       ? check_kml(file, "shown", wanted)
                                : ending == ".geojson" ? check_geojson(file, "shown", wanted)
                                                       : count_back(file, "shown", driver, wanted);
      return good ? "" : good.error().key;
    };
    Written wanted = done.value();
    EXPECT_EQ(check(path, wanted), "") << ending;
    ++wanted.rows;
    EXPECT_EQ(check(path, wanted), "output_read_back_wrong") << ending;
    wanted = done.value();
    --wanted.shapes;
    EXPECT_EQ(check(path, wanted), "output_read_back_wrong") << ending;
    if (ending == ".shp") continue;  // every byte of it is compared besides
    // Cut at every fortieth of its length: never taken for whole.
    const std::string whole = bytes_of(path);
    for (std::size_t i = 0; i < 40; ++i) {
      test::put(scratch / ("cut" + ending), whole.substr(0, whole.size() * i / 40));
      EXPECT_NE(check(scratch / ("cut" + ending), done.value()), "") << ending << ' ' << i;
    }
  }
}

const bool is_child =
    test::run_job({{"write_vector_with_every_limit", write_vector_with_every_limit}});

}  // namespace
}  // namespace lifecircle
