#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <osmium/builder/osm_object_builder.hpp>
#include <osmium/memory/buffer.hpp>
#include <osmium/osm/tag.hpp>

#include "io/frame/frame.hpp"
#include "io/read/osm.hpp"

namespace lifecircle::test {

/// "highway=steps foot=yes" as (key, value) pairs.
inline std::vector<std::pair<std::string, std::string>> tag_words(const std::string& text) {
  std::vector<std::pair<std::string, std::string>> tags;
  std::istringstream words{text};
  for (std::string word; words >> word;) {
    const std::size_t sign = word.find('=');
    tags.emplace_back(word.substr(0, sign), word.substr(sign + 1));
  }
  return tags;
}

/// The same as libosmium holds them.
class Tags {
 public:
  explicit Tags(const std::string& text) {
    osmium::builder::TagListBuilder builder{buffer_};
    for (const auto& [key, value] : tag_words(text)) builder.add_tag(key, value);
  }
  const osmium::TagList& list() {
    buffer_.commit();
    return buffer_.get<osmium::TagList>(0);
  }

 private:
  osmium::memory::Buffer buffer_{1024, osmium::memory::Buffer::auto_grow::yes};
};

/// "fb": foot and bicycle. Letters: f foot, w wheelchair, b bicycle, m motorcycle, c car.
inline std::string letters(Modes modes) {
  std::string text;
  for (int i = 0; i < kModes; ++i)
    if (modes.has(static_cast<Mode>(i))) text += "fwbmc"[i];
  return text;
}

/// A small map written down object by object. Node n stands at column n % 100, row
/// n / 100 of a grid of 0.001 degrees, unless it is placed.
class OsmText {
 public:
  static constexpr double kWest = 116.0, kSouth = 40.0, kStep = 0.001;

  OsmText& node(std::int64_t id, const std::string& tags = "", const std::string& more = "") {
    return node_at(id, kWest + kStep * static_cast<double>(id % 100),
                   kSouth + kStep * static_cast<double>(id / 100 % 100), tags, more);
  }
  OsmText& node_at(std::int64_t id, double lon, double lat, const std::string& tags = "",
                   const std::string& more = "") {
    std::ostringstream text;
    text.precision(10);
    text << "<node id=\"" << id << "\" lon=\"" << lon << "\" lat=\"" << lat << "\" " << more << ">"
         << tag_lines(tags) << "</node>\n";
    objects_.push_back(text.str());
    return *this;
  }
  OsmText& way(std::int64_t id, const std::vector<std::int64_t>& refs, const std::string& tags,
               const std::string& more = "") {
    std::ostringstream text;
    text << "<way id=\"" << id << "\" " << more << ">";
    for (const std::int64_t ref : refs) text << "<nd ref=\"" << ref << "\"/>";
    text << tag_lines(tags) << "</way>\n";
    objects_.push_back(text.str());
    return *this;
  }
  /// Members: "from:w1 via:n2 to:w3", the role may be empty.
  OsmText& relation(std::int64_t id, const std::string& members, const std::string& tags,
                    const std::string& more = "") {
    std::ostringstream text;
    text << "<relation id=\"" << id << "\" " << more << ">";
    std::istringstream words{members};
    for (std::string word; words >> word;) {
      const std::size_t colon = word.find(':');
      const std::map<char, std::string> types{{'n', "node"}, {'w', "way"}, {'r', "relation"}};
      text << "<member type=\"" << types.at(word[colon + 1]) << "\" ref=\""
           << word.substr(colon + 2) << "\" role=\"" << word.substr(0, colon) << "\"/>";
    }
    text << tag_lines(tags) << "</relation>\n";
    objects_.push_back(text.str());
    return *this;
  }
  OsmText& nodes(const std::vector<std::int64_t>& ids) {
    for (const std::int64_t id : ids) node(id);
    return *this;
  }
  OsmText& shuffle(unsigned seed) {
    std::mt19937 random{seed};
    std::ranges::shuffle(objects_, random);
    return *this;
  }

  std::string text() const {
    std::string all = "<?xml version='1.0' encoding='UTF-8'?>\n<osm version=\"0.6\">\n";
    for (const std::string& object : objects_) all += object;
    return all + "</osm>\n";
  }

 private:
  static std::string tag_lines(const std::string& tags) {
    std::string lines;
    for (const auto& [key, value] : tag_words(tags))
      lines += "<tag k=\"" + key + "\" v=\"" + value + "\"/>";
    return lines;
  }
  std::vector<std::string> objects_;
};

/// A file that goes with its owner.
class TempFile {
 public:
  explicit TempFile(const std::string& text, const std::string& ending = ".osm") {
    static int count = 0;
    path_ =
        (std::filesystem::temp_directory_path() /
         ("lifecircle_osm_" + std::to_string(::getpid()) + "_" + std::to_string(count++) + ending))
            .string();
    std::ofstream{path_, std::ios::binary} << text;
  }
  ~TempFile() { std::filesystem::remove(path_); }
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline Frame frame_of(double west, double south, double east, double north) {
  LonLatBox box;
  box.add(west, south);
  box.add(east, north);
  return Frame::around(box).value();
}

inline Frame sample_frame() {
  return frame_of(OsmText::kWest, OsmText::kSouth, OsmText::kWest + 0.1, OsmText::kSouth + 0.1);
}

/// Where a node of an OsmText stands on the plane of sample_frame().
inline Point place(std::int64_t id) {
  // The file says degrees with 7 digits, exactly.
  return sample_frame().to_plane(static_cast<double>(1'160'000'000 + id % 100 * 10'000) / 1e7,
                                 static_cast<double>(400'000'000 + id / 100 % 100 * 10'000) / 1e7);
}

struct ReadRoads {
  Roads roads;
  Barriers barriers;
  Problems problems;
};

inline ReadRoads roads_of(const OsmText& map, bool with_ferries = false) {
  const TempFile file{map.text()};
  ReadRoads read;
  auto result = read_osm_roads(file.path(), sample_frame(), true, with_ferries, read.problems);
  if (!result) {
    ADD_FAILURE() << result.error().key << " " << testing::PrintToString(result.error().args);
    return read;
  }
  read.roads = std::move(result.value().roads);
  read.barriers = std::move(result.value().barriers);
  return read;
}

/// Everything of some roads as text, to compare to the last bit.
inline std::string whole(const Roads& roads) {
  std::ostringstream text;
  for (std::size_t v = 0; v < roads.vertex_count(); ++v)
    text << "v " << roads.position[v].x << " " << roads.position[v].y << " "
         << letters(roads.closed[v]) << "\n";
  for (const RoadKind& k : roads.kinds)
    text << "k " << k.road_class << " +" << letters(k.allowed) << " -" << letters(k.forbidden)
         << " >" << letters(k.not_forward) << " <" << letters(k.not_backward) << " "
         << k.speed_limit_kmh << " " << k.level << k.bridge << k.tunnel << "\n";
  for (std::size_t i = 0; i < roads.line_count(); ++i) {
    text << "l " << roads.line_source[i] << " " << roads.line_kind[i] << ":";
    for (const std::uint32_t v : roads.line(i)) text << " " << v;
    text << "\n";
  }
  for (const TurnRule& rule : roads.turn_rules) {
    text << "t" << (rule.only ? " only " : " no ") << letters(rule.modes) << ":";
    for (const std::uint32_t v : rule.vertices) text << " " << v;
    text << "\n";
  }
  return text.str();
}

/// Lines as the places of their points.
inline std::vector<std::vector<Point>> lines_of(const Roads& roads) {
  std::vector<std::vector<Point>> lines;
  for (std::size_t i = 0; i < roads.line_count(); ++i) {
    lines.emplace_back();
    for (const std::uint32_t v : roads.line(i)) lines.back().push_back(roads.position[v]);
  }
  return lines;
}

inline std::vector<Point> places(const std::vector<std::int64_t>& ids) {
  std::vector<Point> points;
  for (const std::int64_t id : ids) points.push_back(place(id));
  return points;
}

}  // namespace lifecircle::test
