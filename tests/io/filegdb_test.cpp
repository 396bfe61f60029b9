// File geodatabases as results: what comes back, and what a full disk leaves.

#include "io/write/filegdb.hpp"

#include <sys/mount.h>
#include <sys/resource.h>

#include <cmath>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "engine/base/messages.hpp"
#include "io/write/outputs.hpp"
#include "io/write/vector_file.hpp"
#include "tests/io/vector_layers.hpp"

namespace lifecircle {
namespace {

using test::bytes_of;
using test::ReadBack;
using test::Scratch;
using test::some_layer;
using test::wuhan;

struct Gdb : ReadBack {
  explicit Gdb(const std::string& path) : ReadBack{known(path)} {}
  static const std::string& known(const std::string& path) {
    RegisterOGROpenFileGDB();
    return path;
  }
};

/// "" or the failure.
std::string write_one(const std::string& folder, const Layer& layer) {
  Result<Outputs> outputs = Outputs::begin(folder);
  if (!outputs) return outputs.error().key;
  const auto done = outputs.value().vector("a.gdb", layer, wuhan(), "EPSG:4490", Language::zh);
  if (!done) {
    EXPECT_EQ(done.error().fault, Fault::storage) << done.error().key;
    return done.error().key;
  }
  const auto paths = outputs.value().commit();
  return paths ? "" : paths.error().key;
}

TEST(FileGdb, GivesBackEveryValueAndVertexItCanHold) {
  for (const ShapeKind kind : {ShapeKind::point, ShapeKind::line, ShapeKind::area})
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      SCOPED_TRACE(seed);
      const Layer layer = some_layer(60, kind, Parts::many, false, seed);
      const Table& table = layer.table;
      const Scratch scratch;
      const auto done =
          write_vector_file(scratch / "a.gdb", "a.gdb", layer, wuhan(), "EPSG:4490", Language::zh);
      ASSERT_TRUE(done) << done.error().key;
      const Gdb back{scratch / "a.gdb"};
      ASSERT_EQ(back.rows.size(), 60U);
      EXPECT_STREQ(back.layer().GetLayerDefn()->GetFieldDefn(0)->GetAlternativeNameRef(), "键");
      const auto target = TargetCrs::of("EPSG:4490", "");
      const auto slab = next_slab(table, 0, target.value(), wuhan());
      std::uint64_t absent = 0, shapes = 0;
      for (std::size_t row = 0; row < 60; ++row) {
        const OGRFeature& found = *back.rows[row];
        const auto whole = std::get<std::vector<std::int64_t>>(table.columns[1].values)[row];
        const auto number = std::get<std::vector<double>>(table.columns[2].values)[row];
        const auto text = std::get<std::vector<std::string>>(table.columns[3].values)[row];
        EXPECT_EQ(found.GetFieldAsDouble(0), static_cast<double>(row));
        const bool too_long = whole != kNoInteger && std::abs(whole) > (std::int64_t{1} << 53);
        absent += too_long ? 1 : 0;
        EXPECT_EQ(found.IsFieldNull(1), whole == kNoInteger || too_long);
        if (!found.IsFieldNull(1)) {
          EXPECT_EQ(static_cast<std::int64_t>(found.GetFieldAsDouble(1)), whole);
        }
        EXPECT_EQ(found.IsFieldNull(2), !std::isfinite(number));
        if (std::isfinite(number)) {
          EXPECT_EQ(found.GetFieldAsDouble(2), number);
        }
        EXPECT_EQ(found.IsFieldNull(3), text.empty());
        const auto wanted = geometry_of(table.shapes, row, slab.value(), layer_type(table.shapes));
        const OGRGeometry* got = found.GetGeometryRef();
        ASSERT_EQ(got != nullptr, wanted != nullptr);
        if (!wanted) continue;
        ++shapes;
        EXPECT_EQ(OGR_GT_Flatten(got->getGeometryType()), wanted->getGeometryType());
        OGREnvelope a, b;
        got->getEnvelope(&a);
        wanted->getEnvelope(&b);
        for (const double off :
             {a.MinX - b.MinX, a.MaxX - b.MaxX, a.MinY - b.MinY, a.MaxY - b.MaxY})
          EXPECT_LT(std::abs(off), 1e-10);
      }
      EXPECT_EQ(done.value().numbers_absent, absent);
      EXPECT_EQ(done.value().shapes, shapes);
      // The driver changes names with blanks, and it is told.
      ASSERT_EQ(done.value().renamed.size(), 2U);
      for (const Problem& remark : remarks_on(done.value(), "a.gdb"))
        EXPECT_TRUE(remark.key.ends_with("_gdb") && find_message(remark.key) != nullptr);
    }
}

TEST(FileGdb, HoldsLayersAndTablesTogether) {
  const Scratch scratch;
  std::vector<Layer> layers = test::some_layers(40);
  Table plain;
  plain.name = "services";
  plain.columns = {{"rate", "Rate", "率", std::vector<double>{1.5, kNoNumber}}};
  Written written;
  const auto done = write_filegdb(scratch / "r.gdb", "r.gdb", layers, {plain}, wuhan(), "EPSG:4547",
                                  Language::en, written);
  ASSERT_TRUE(done) << done.error().key;
  const Gdb back{scratch / "r.gdb"};
  ASSERT_EQ(back.data->GetLayerCount(), static_cast<int>(layers.size()) + 1);
  for (const Layer& layer : layers) {
    OGRLayer* found = back.data->GetLayerByName(layer.table.name.c_str());
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->GetFeatureCount(), 40);
    EXPECT_STREQ(found->GetSpatialRef()->GetAuthorityCode(nullptr), "4547");
  }
  EXPECT_EQ(back.data->GetLayerByName("services")->GetGeomType(), wkbNone);
  EXPECT_EQ(written.rows, 122U);
}

TEST(FileGdb, TakesThePlaceOfItsLikeOnly) {
  const Scratch scratch;
  const Layer layer = some_layer(10, ShapeKind::line, Parts::one, true, 1);
  EXPECT_EQ(write_one(scratch.path(), layer), "");
  EXPECT_EQ(write_one(scratch.path(), some_layer(20, ShapeKind::line, Parts::one, true, 1)), "");
  EXPECT_EQ(Gdb{scratch / "a.gdb"}.rows.size(), 20U);
  EXPECT_EQ(test::names_in(scratch.path()), std::set<std::string>{"a.gdb"});
  test::fs::remove_all(scratch / "a.gdb");
  test::put(scratch / "a.gdb", "a file");
  EXPECT_EQ(write_one(scratch.path(), layer), "output_name_taken");
  test::fs::remove(scratch / "a.gdb");
  test::fs::create_directory(scratch / "a.gdb");
  test::put(scratch / "a.gdb/thesis.doc", "mine");
  EXPECT_EQ(write_one(scratch.path(), layer), "output_name_taken");
  EXPECT_EQ(bytes_of(scratch / "a.gdb/thesis.doc"), "mine");
}

TEST(FileGdb, ThatIsReadIsNeverWrittenOver) {
  const Scratch scratch;
  const Layer layer = some_layer(3, ShapeKind::point, Parts::one, true, 1);
  ASSERT_EQ(write_one(scratch.path(), layer), "");
  Result<Outputs> outputs = Outputs::begin(scratch.path());
  outputs.value().protect({scratch / "a.gdb"});
  EXPECT_EQ(outputs.value().check("a.gdb").error().key, "output_is_input");
}

/// The bytes of every file of a folder.
std::map<std::string, std::string> all_bytes(const std::string& folder) {
  std::map<std::string, std::string> all;
  for (const std::string& name : test::names_in(folder)) all[name] = bytes_of(folder + "/" + name);
  return all;
}

TEST(FullDiskFileGdb, AFileThatMayNotGrowIsAFailureAndChangesNothing) {
  const Scratch scratch;
  const Layer layer = some_layer(600, ShapeKind::area, Parts::one, false, 7);
  ASSERT_EQ(write_one(scratch.path(), some_layer(3, ShapeKind::area, Parts::one, true, 1)), "");
  const auto old = all_bytes(scratch / "a.gdb");
  const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  int failures = 0;
  std::string failure = "none";
  for (rlim_t limit = 0, step = 400; !failure.empty(); limit += step) {
    ASSERT_LT(limit, 4'000'000U) << "never succeeds";
    if (limit > 12'000) step = 40'000;
    const rlimit most{limit, before.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &most), 0);
    failure = write_one(scratch.path(), layer);
    setrlimit(RLIMIT_FSIZE, &before);
    if (failure.empty()) break;
    ++failures;
    EXPECT_EQ(test::names_in(scratch.path()), std::set<std::string>{"a.gdb"}) << limit;
    EXPECT_EQ(all_bytes(scratch / "a.gdb"), old) << failure << " at " << limit;
  }
  std::signal(SIGXFSZ, ignored);
  EXPECT_GT(failures, 20);
  EXPECT_EQ(Gdb{scratch / "a.gdb"}.rows.size(), 600U);
}

TEST(FullDiskFileGdb, ASmallDiskIsAFailureAndChangesNothing) {
  const Scratch scratch;
  test::fs::create_directory(scratch / "disk");
  const Layer layer = some_layer(600, ShapeKind::area, Parts::one, false, 7);
  int failures = 0;
  bool done = false;
  for (int kilobytes = 300; kilobytes < 8000 && !done; kilobytes += 20) {
    const std::string size = "size=" + std::to_string(kilobytes) + "k";
    if (mount("none", (scratch / "disk").c_str(), "tmpfs", 0, size.c_str()) != 0)
      GTEST_SKIP() << "mounting is for root only";
    done = write_one(scratch / "disk", layer).empty();
    failures += done ? 0 : 1;
    if (done) {
      EXPECT_EQ(Gdb{scratch / "disk/a.gdb"}.rows.size(), 600U);
    } else {
      EXPECT_TRUE(test::names_in(scratch / "disk").empty()) << size;
    }
    EXPECT_EQ(umount((scratch / "disk").c_str()), 0);
  }
  EXPECT_TRUE(done);
  EXPECT_GT(failures, 1);
}

}  // namespace
}  // namespace lifecircle
