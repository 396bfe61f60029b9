// Readers that hand over what cannot be: each ends in one sentence, and in nothing else.

#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "io/read/child/channel.hpp"
#include "io/read/child/row_wire.hpp"
#include "io/read/child/value_wire.hpp"
#include "tests/io/osm_sample.hpp"
#include "tests/tools/reader_children.hpp"

namespace lifecircle::test {
namespace {

OsmRoads true_roads() {
  OsmRoads value;
  for (int i = 0; i < 4; ++i) value.roads.add_vertex({i * 1000, i});
  value.roads.kinds.resize(2);
  value.roads.kinds[0].road_class = "path";
  value.roads.kinds[1].road_class = "steps";
  const std::vector<std::uint32_t> first{0, 1, 2}, second{2, 3};
  value.roads.add_line(0, first, 7);
  value.roads.add_line(1, second, 8);
  value.roads.turn_rules = {{{0, 1, 2}, false, Modes::all()}};
  value.barriers.kind = ShapeKind::line;
  const std::vector<Point> wall{{0, 0}, {5, 5}, {9, 9}};
  value.barriers.add(wall);
  return value;
}

OsmFeatures true_features() {
  OsmFeatures value;
  value.features.column_names = {"osm_id", "name"};
  value.features.row = {1, 2};
  value.features.shape = {Shape::of({3, 4}), {ShapeKind::area, {{{0, 0}, {9, 0}, {0, 9}, {0, 0}}}}};
  value.features.columns = {{"n1", "w2"}, {"a", "b"}};
  value.entrances = {{}, {{9, 0}}};
  value.gates = {{}, {}};
  return value;
}

RasterCells true_cells() {
  return {{{1, 2}, {3, 4}}, {5, 6.5}, {0, 9}, 1, 1000};
}

template <class Value>
std::string packed(Value value) {
  std::string all;
  ByteSink to{[&](std::string_view piece) {
    all += piece;
    return true;
  }};
  pack(to, std::move(value));
  EXPECT_TRUE(to.finish());
  return all;
}

/// In pieces of `size`, so that values lie across their borders.
ByteSource source_of(std::string bytes, std::size_t size = 5) {
  return {[rest = std::move(bytes), size](std::string& piece) mutable {
            piece = rest.substr(0, size);
            rest.erase(0, piece.size());
            return true;
          },
          1 << 20};
}

template <class Value>
using Take = std::function<Value(ByteSource&)>;
const Take<OsmRoads> kRoads = take_osm_roads;
const Take<OsmFeatures> kFeatures = [](ByteSource& from) {
  return take_osm_features(from, "a.osm", {"name"});
};
const Take<RasterCells> kCells = take_raster_cells;

template <class Value>
bool believed(const std::string& bytes, const Take<Value>& take) {
  ByteSource from = source_of(bytes);
  take(from);
  return from.good();
}

/// A value with one thing changed: is it believed?
template <class Value>
bool believed(Value value, const Take<Value>& take, const std::function<void(Value&)>& change) {
  change(value);
  return believed(packed(value), take);
}

TEST(ReaderLies, TheTruthIsBelieved) {
  ByteSource from = source_of(packed(true_roads()));
  const OsmRoads taken = take_osm_roads(from);
  ASSERT_TRUE(from.good());
  EXPECT_EQ(whole(taken.roads), whole(true_roads().roads));
  EXPECT_EQ(taken.barriers.points, true_roads().barriers.points);
  EXPECT_TRUE(believed(packed(true_features()), kFeatures));
  EXPECT_TRUE(believed(packed(true_cells()), kCells));
}

TEST(ReaderLies, RoadsThatCannotBe) {
  const std::vector<std::function<void(OsmRoads&)>> lies{
      [](OsmRoads& v) { v.roads.line_vertex[1] = 4; },
      [](OsmRoads& v) { v.roads.line_kind[0] = 2; },
      [](OsmRoads& v) { v.roads.line_kind.pop_back(); },
      [](OsmRoads& v) { v.roads.line_source.push_back(1); },
      [](OsmRoads& v) { v.roads.closed.pop_back(); },
      [](OsmRoads& v) { v.roads.closed[0].bits = 0xff; },
      [](OsmRoads& v) { v.roads.line_first[1] = 1; },
      [](OsmRoads& v) { v.roads.line_first[1] = ~std::uint64_t{0}; },
      [](OsmRoads& v) { v.roads.line_first[0] = 1; },
      [](OsmRoads& v) { v.roads.line_first.back() = 6; },
      [](OsmRoads& v) { v.roads.line_first.clear(); },
      [](OsmRoads& v) { v.roads.kinds[0].allowed.bits = 0xff; },
      [](OsmRoads& v) { v.roads.kinds[0].allowed = v.roads.kinds[0].forbidden = Modes::all(); },
      [](OsmRoads& v) { v.roads.kinds[1].speed_limit_kmh = std::nan(""); },
      [](OsmRoads& v) { v.roads.kinds[1].speed_limit_kmh = -1; },
      [](OsmRoads& v) { v.roads.turn_rules[0].vertices[2] = 4; },
      [](OsmRoads& v) { v.roads.turn_rules[0].vertices.pop_back(); },
      [](OsmRoads& v) { v.roads.turn_rules[0].modes.bits = 0x80; },
      [](OsmRoads& v) { v.barriers.part_first.back() = 4; },
      [](OsmRoads& v) { v.barriers.part_first.clear(); },
      [](OsmRoads& v) { v.barriers.shape_first.back() = 2; },
      [](OsmRoads& v) { v.barriers.points.resize(1); }};
  for (std::size_t i = 0; i < lies.size(); ++i)
    EXPECT_FALSE(believed(true_roads(), kRoads, lies[i])) << "lie " << i;
}

TEST(ReaderLies, FeaturesThatCannotBe) {
  const std::vector<std::function<void(OsmFeatures&)>> lies{
      [](OsmFeatures& v) { v.features.columns[1].pop_back(); },
      [](OsmFeatures& v) { v.features.column_names[0] = "id"; },
      [](OsmFeatures& v) { v.features.column_names[1] = "nom"; },
      [](OsmFeatures& v) { v.features.row.push_back(3); },
      [](OsmFeatures& v) { v.features.shape[0].kind = static_cast<ShapeKind>(3); },
      [](OsmFeatures& v) {
        v.features.shape[0].parts[0].push_back({1, 1});
      },
      [](OsmFeatures& v) { v.features.shape[0].parts[0].clear(); },
      [](OsmFeatures& v) { v.features.shape[1].parts[0].pop_back(); },
      [](OsmFeatures& v) {
        v.features.shape[1].kind = ShapeKind::line, v.features.shape[1].parts[0].resize(1);
      },
      [](OsmFeatures& v) { v.entrances.pop_back(); },
      [](OsmFeatures& v) { v.gates.emplace_back(); }};
  for (std::size_t i = 0; i < lies.size(); ++i)
    EXPECT_FALSE(believed(true_features(), kFeatures, lies[i])) << "lie " << i;
}

TEST(ReaderLies, CellsBoxesAndHeightsThatCannotBe) {
  const std::vector<std::function<void(RasterCells&)>> lies{
      [](RasterCells& v) { v.value.pop_back(); },
      [](RasterCells& v) { v.cell.push_back(1); },
      [](RasterCells& v) { v.value[1] = std::nan(""); },
      [](RasterCells& v) { v.value[1] = -1; },
      [](RasterCells& v) { v.value[1] = 1e13; },
      [](RasterCells& v) { v.outside_cells = ~std::uint64_t{0}; },
      [](RasterCells& v) { v.outside_thousandths = -1; }};
  for (std::size_t i = 0; i < lies.size(); ++i)
    EXPECT_FALSE(believed(true_cells(), kCells, lies[i])) << "lie " << i;
  const Take<LonLatBox> box = take_box;
  EXPECT_TRUE(believed(packed(LonLatBox{}), box));
  EXPECT_FALSE(believed(packed(LonLatBox{1, std::nan(""), 2, 3}), box));
  const Take<std::vector<double>> heights = [](ByteSource& from) { return take_heights(from, 2); };
  EXPECT_TRUE(believed(packed(std::vector<double>{1, std::nan("")}), heights));
  EXPECT_FALSE(believed(packed(std::vector<double>{1}), heights));
  EXPECT_FALSE(believed(packed(std::vector<double>{1, HUGE_VAL}), heights));
}

TEST(ReaderLies, EveryLengthThatCannotBe) {
  // At each place a number of 2^62 and one of -1: no crash, no memory, and where it was a length,
  // no belief. And each beginning of the truth is no truth.
  const std::string truth = packed(true_roads());
  for (std::size_t at = 0; at + 8 <= truth.size(); ++at) {
    for (const std::int64_t number : {std::int64_t{1} << 62, std::int64_t{-1}}) {
      std::string lie = truth;
      lie.replace(at, 8, reinterpret_cast<const char*>(&number), 8);
      believed(lie, kRoads);
      EXPECT_TRUE(at != 0 || !believed(lie, kRoads));
    }
    EXPECT_FALSE(believed(truth.substr(0, at), kRoads)) << at;
  }
}

TEST(ReaderLies, ProblemsThatCannotBe) {
  Problems some;
  some.add({.key = "osm_not_built", .file = "a.osm", .layer = "way", .args = {"1"}});
  std::string bytes;
  ByteSink to{[&](std::string_view piece) {
    bytes += piece;
    return true;
  }};
  to.problems(some);
  to.finish();
  Problems taken;
  ByteSource honest = source_of(bytes);
  honest.problems(taken);
  EXPECT_TRUE(honest.good());
  EXPECT_EQ(told(taken), told(some));
  // A count that the list does not bear out, be it larger or smaller. It stands before the number
  // of conversions.
  for (const std::int64_t count : {2, 0, -1}) {
    std::string lie = bytes;
    lie.replace(lie.size() - 16, 8, reinterpret_cast<const char*>(&count), 8);
    ByteSource from = source_of(lie);
    Problems none;
    from.problems(none);
    EXPECT_FALSE(from.good()) << count;
    EXPECT_TRUE(none.empty());
  }
}

TEST(ReaderLies, MoreThanAReaderHolds) {
  std::uint64_t came = 0;
  ByteSource endless{[&](std::string& piece) {
                       piece.assign(1000, '\1');
                       came += piece.size();
                       return true;
                     },
                     100'000};
  while (endless.good()) endless.number();
  EXPECT_LE(came, 101'000u);
}

// --- a process that lies ---------------------------------------------------------------------

constexpr const char* kLie = "LIFECIRCLE_TEST_LIE";

/// What the liar answers to whatever it is asked, by the name of its lie.
void lie(Channel& to, const std::string& name) {
  const auto more = [&](std::string_view bytes) {
    Packer frame;
    frame.number(kMore);
    frame.text(bytes);
    to.send(frame.bytes());
  };
  if (name == "index") {
    OsmRoads value = true_roads();
    value.roads.line_vertex[0] = 1'000'000;
    std::string bytes;
    ByteSink sink{[&](std::string_view piece) {
      bytes += piece;
      return true;
    }};
    sink.number(1);
    pack(sink, std::move(value));
    sink.problems({});
    sink.finish();
    more(bytes);
  } else if (name == "word") {
    Packer frame;
    frame.number(kRows);
    to.send(frame.bytes());
  } else if (name == "stage") {
    Packer frame;
    frame.number(kProgress);
    frame.text("no_such_stage");
    frame.number(1);
    frame.number(2);
    to.send(frame.bytes());
  } else if (name == "nothing") {
    more({});
  } else {
    to.send("x");
  }
}

/// Where it is started as a reader, this program is a liar.
class Liar : public ::testing::Environment {
 public:
  void SetUp() override {
    const char* name = std::getenv(kLie);
    if (name == nullptr) return;
    Channel asked{0};
    std::vector<Channel> open;
    for (std::string limits;;) {
      const int descriptor = asked.receive_descriptor(limits);
      if (descriptor < 0) _exit(0);
      open.emplace_back(descriptor);
      lie(open.back(), name);
    }
  }
};
[[maybe_unused]] const auto* const liar = ::testing::AddGlobalTestEnvironment(new Liar);

TEST(ReaderLies, OfAProcessBecomeOneSentence) {
  for (const char* name : {"index", "word", "stage", "nothing", "frame"}) {
    setenv(kLie, name, 1);
    read_in_children({"/proc/self/exe"});
    Problems problems;
    const auto roads = read_osm_roads("town.osm.pbf", sample_frame(), true, false, problems);
    read_in_children({});
    unsetenv(kLie);
    ASSERT_FALSE(roads) << name;
    EXPECT_EQ(roads.error().key, "reader_nonsense") << name;
    EXPECT_EQ(roads.error().fault, Fault::input) << name;
    EXPECT_EQ(roads.error().where, "town.osm.pbf") << name;
    EXPECT_TRUE(problems.empty()) << name;
  }
}

}  // namespace
}  // namespace lifecircle::test
