// What speaks against the coordinate system that a layer is stated to be in.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/read/layer_crs.hpp"
#include "tests/io/crs_numbers.hpp"
#include "tests/io/layer_files.hpp"

namespace lifecircle {
namespace {

using test::count_of;
using test::Folder;
using test::frame_around;
using test::in_system;
using test::numbers_of;
using test::said;
using test::source_of;
using ::testing::HasSubstr;

const Frame kBeijing = frame_around(116.3, 39.8, 116.5, 40.0);

Features read(const LayerSource& source, Problems& problems) {
  auto features = read_features(source, kBeijing, {}, false, problems);
  EXPECT_TRUE(features) << features.error().key;
  return features ? std::move(features).value() : Features{};
}

/// A doubt about rows read in a stated system, as told in English; "" for none.
std::string doubt(const std::vector<LonLat>& rows, const std::string& stated,
                  Axes axes = Axes::as_written) {
  LayerSource source = source_of("a.csv");
  source.crs = stated;
  source.axes = axes;
  Problems problems;
  std::vector<LonLat> put_right = rows;
  if (axes == Axes::swapped)
    for (LonLat& row : put_right) std::swap(row.lon, row.lat);
  const RawNumbers numbers = numbers_of(put_right);
  const auto crs = choose_crs(source, "", nullptr, true, numbers, problems);
  EXPECT_TRUE(crs) << crs.error().key;
  const auto found = doubt_of(crs.value(), numbers);
  return found ? said(found->key, found->args, Language::en) : "";
}

TEST(CrsDoubt, AZoneThatIsNotTheOneStated) {
  // Qingdao: labelled zone 20, numbers of zone 21.
  const LonLat qingdao = in_system({120.3, 36.1}, "EPSG:4499");
  EXPECT_EQ(doubt({qingdao}, "EPSG:4499"), "");
  EXPECT_THAT(doubt({qingdao}, "EPSG:4498"), HasSubstr("another zone, 21 (6-degree)"));
  EXPECT_THAT(doubt({qingdao}, "EPSG:4498"), HasSubstr("write crs = \"EPSG:4499\""));
  // The number of the zone there, and not in the system; and the other way.
  const LonLat with = in_system({113.9, 35}, "EPSG:4526");
  const LonLat without = in_system({113.9, 35}, "EPSG:4547");
  EXPECT_THAT(doubt({with}, "EPSG:4547"), HasSubstr("write crs = \"EPSG:4526\""));
  EXPECT_THAT(doubt({without}, "EPSG:4526"), HasSubstr("write crs = \"EPSG:4547\""));
  EXPECT_THAT(doubt({with}, "EPSG:4490"), HasSubstr("Write crs = \"EPSG:4526\""));
  EXPECT_THAT(doubt({without}, "EPSG:4490"), HasSubstr("its numbers are metres"));
  EXPECT_THAT(doubt({{113.9, 35}}, "EPSG:4547"), HasSubstr("Write crs = \"EPSG:4490\""));
  EXPECT_EQ(doubt({with}, "EPSG:4526"), "");
  EXPECT_EQ(doubt({without}, "EPSG:4547"), "");
}

TEST(CrsDoubt, AxesThatAreExchangedAreNeverSilentlyTurned) {
  for (const std::string epsg :
       {"EPSG:4526", "EPSG:4547", "EPSG:4490", "EPSG:4497", "EPSG:32649"}) {
    const LonLat xy = in_system({112.9, 35}, epsg);
    const LonLat yx{xy.lat, xy.lon};
    EXPECT_EQ(doubt({xy}, epsg), "");
    EXPECT_THAT(doubt({yx}, epsg), HasSubstr("write axes = \"swapped\"")) << epsg;
    EXPECT_EQ(doubt({yx}, epsg, Axes::swapped), "") << epsg;
    EXPECT_THAT(doubt({xy}, epsg, Axes::swapped), HasSubstr("Take out axes = \"swapped\"")) << epsg;
  }
  EXPECT_THAT(doubt({{39.47, 75.99}}, "EPSG:4490"), HasSubstr("swapped")) << "Kashgar";
}

TEST(CrsDoubt, NoneAboutSoundLayersElsewhere) {
  EXPECT_EQ(doubt({{1.5, 42.5}}, "EPSG:4326"), "") << "Andorra";
  EXPECT_EQ(doubt({{-51.2, -30.0}}, "EPSG:4326"), "") << "Porto Alegre";
  EXPECT_EQ(doubt({{378'000, 4'708'000}}, "EPSG:32631"), "");
  EXPECT_EQ(doubt({{25, 60}}, "EPSG:4326"), "") << "Helsinki";
  EXPECT_EQ(doubt({{15.6, 78.2}}, "EPSG:4326"), "") << "Svalbard";
  EXPECT_EQ(doubt({{103.8, 1.3}}, "EPSG:4326"), "") << "Singapore";
  EXPECT_EQ(doubt({{12'960'000, 4'850'000}}, "EPSG:3857"), "") << "Beijing";
}

TEST(CrsDoubt, IsAProblemOfFeaturesAndAnErrorOfWhatTheFrameIsLaidAround) {
  const Folder folder;
  LayerSource source =
      source_of(folder.write("a.csv", "x,y\n39.915,116.404\n39.916,116.404\n39.917,116.404\n"));
  source.crs = "EPSG:4490";
  Problems problems;
  EXPECT_EQ(read(source, problems).size(), 0u);
  EXPECT_EQ(count_of(problems, "crs_looks_swapped"), 1u);
  EXPECT_EQ(layer_extent(source).error().key, "crs_looks_swapped");
  source.axes = Axes::swapped;
  Problems none;
  EXPECT_EQ(read(source, none).size(), 3u);
  EXPECT_TRUE(none.empty());
  EXPECT_NEAR(layer_extent(source).value().west, 116.404, 1e-9);

  const LonLat xy = in_system({116.404, 39.915}, "EPSG:4548");
  LayerSource metres = source_of(folder.write(
      "b.csv", "x,y\n" + std::to_string(xy.lat) + "," + std::to_string(xy.lon) + "\n"));
  metres.crs = "EPSG:4548";
  EXPECT_EQ(layer_extent(metres).error().key, "crs_looks_swapped") << "in the Pacific otherwise";
  metres.axes = Axes::swapped;
  EXPECT_NEAR(layer_extent(metres).value().west, 116.404, 1e-6);
}

}  // namespace
}  // namespace lifecircle
