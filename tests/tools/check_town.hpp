#pragma once

#include <array>
#include <cmath>
#include <functional>
#include <random>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "io/frame/gcj02.hpp"
#include "io/read/crs.hpp"
#include "tests/io/layer_files.hpp"
#include "tools/lifecircle/program.hpp"

namespace lifecircle::test {

/// A town near Qingdao with nothing wrong in it: streets a little out of line, homes beside them
/// well inside, clinics with names among them, a cul-de-sac, one unit. Written as CSV in degrees;
/// a test spoils what it wants to see found.
class SoundTown {
 public:
  struct Place {
    std::string name;
    double lon, lat;
  };
  struct Street {
    std::vector<std::pair<double, double>> points;
    std::string oneway = {};
    int level = 0;
  };
  std::vector<Street> streets;
  std::vector<Place> homes, clinics;
  std::string home_keys = "crs = \"EPSG:4490\"\n", clinic_keys = home_keys, road_keys = home_keys;
  std::string more;  ///< at the end of the study file
  /// How coordinates are written.
  using Write = std::function<std::pair<double, double>(double, double)>;
  Write as_written = [](double lon, double lat) { return std::pair{lon, lat}; };
  Write write_home = as_written, write_clinic = as_written, write_road = as_written;

  explicit SoundTown(unsigned seed) {
    std::mt19937 random{seed};
    const auto off = [&](double metres) {
      return metres * (2.0 * static_cast<double>(random()) / 4294967295.0 - 1);
    };
    for (int x = 0; x < kStreets; ++x)
      for (int y = 0; y < kStreets; ++y) node(x, y) = {200.0 * x + off(40), 200.0 * y + off(40)};
    for (int x = 0; x < kStreets; ++x)
      for (int y = 0; y < kStreets; ++y) {
        if (x + 1 < kStreets) street({node(x, y), node(x + 1, y)});
        if (y + 1 < kStreets) street({node(x, y), node(x, y + 1)});
      }
    cul_de_sac = streets.size();
    const auto [cx, cy] = node(10, 10);
    street({{cx, cy}, {cx + 90, cy + 90}});
    homes.push_back(place("at the end", cx + 95, cy + 90));
    for (int x = 6; x < 16; ++x)
      for (int y = 6; y < 16; ++y)
        for (int i = 0; i < 3; ++i) {
          const double share = 0.2 + 0.3 * i;
          const auto [ax, ay] = node(x, y);
          const auto [bx, by] = i == 1 ? node(x, y + 1) : node(x + 1, y);
          homes.push_back(place(fmt::format("h{}-{}-{}", x, y, i), ax + share * (bx - ax) + off(12),
                                ay + share * (by - ay) + off(12)));
        }
    for (int x = 5; x < 18; x += 3)
      for (int y = 5; y < 18; y += 3) {
        const auto [ax, ay] = node(x, y);
        clinics.push_back(place(fmt::format("第{}卫生室", clinics.size() + 1), ax + 9, ay + 7));
      }
  }

  std::size_t cul_de_sac = 0;
  std::pair<double, double> metres_at(int x, int y) const {
    return node_[static_cast<std::size_t>(x)][static_cast<std::size_t>(y)];
  }
  static std::pair<double, double> degrees(double x, double y) {
    return {120.3 + x / 89'950, 36.1 + y / 110'980};
  }
  static Place place(const std::string& name, double x, double y) {
    const auto [lon, lat] = degrees(x, y);
    return {name, lon, lat};
  }
  void street(const std::vector<std::pair<double, double>>& metres, int level = 0) {
    Street made;
    for (const auto& [x, y] : metres) made.points.push_back(degrees(x, y));
    made.level = level;
    streets.push_back(made);
  }

  static Write as_gcj02() {
    return [](double lon, double lat) {
      const LonLat p = gcj02_of_wgs84({lon, lat});
      return std::pair{p.lon, p.lat};
    };
  }
  static Write as_bd09() {
    return [](double lon, double lat) {
      const LonLat p = bd09_of_gcj02(gcj02_of_wgs84({lon, lat}));
      return std::pair{p.lon, p.lat};
    };
  }
  static Write as_epsg(const std::string& crs) {
    const auto to =
        std::make_shared<ToLonLat>(ToLonLat::make(crs, nullptr, "", RawNumbers{}).value());
    return [to](double lon, double lat) {
      to->unapply({&lon, 1}, {&lat, 1});
      return std::pair{lon, lat};
    };
  }
  static Write swapped(const Write& write) {
    return [write](double lon, double lat) {
      const auto [x, y] = write(lon, lat);
      return std::pair{y, x};
    };
  }

  /// Writes the files and the study into `folder`.
  void write(const Folder& folder) const {
    std::string roads = "id,class,oneway,level,wkt\n";
    for (std::size_t i = 0; i < streets.size(); ++i) {
      roads += fmt::format("{},residential,{},{},\"LINESTRING(", i + 1, streets[i].oneway,
                           streets[i].level);
      for (std::size_t p = 0; p < streets[i].points.size(); ++p) {
        const auto [x, y] = write_road(streets[i].points[p].first, streets[i].points[p].second);
        roads += fmt::format("{}{:.9f} {:.9f}", p == 0 ? "" : ",", x, y);
      }
      roads += ")\"\n";
    }
    folder.write("roads.csv", roads);
    folder.write("homes.csv", table(homes, write_home, true));
    folder.write("clinics.csv", table(clinics, write_clinic, false));
    const auto [w, s] = degrees(-500, -500);
    const auto [e, n] = degrees(200 * kStreets + 500, 200 * kStreets + 500);
    folder.write(
        "units.csv",
        fmt::format("code,wkt\nu1,\"POLYGON(({0} {1},{2} {1},{2} {3},{0} {3},{0} {1}))\"\n", w, s,
                    e, n));
    folder.write("study.toml", study());
  }

  std::string study() const {
    return "[study]\nname = \"sound\"\n[[network.roads]]\nfile = \"roads.csv\"\nclass = \"class\"\n"
           "oneway = \"oneway\"\nlevel = \"level\"\nid = \"id\"\n" +
           road_keys +
           "[units]\nfile = \"units.csv\"\ncode = \"code\"\ncrs = \"EPSG:4490\"\n"
           "[[people]]\nfile = \"homes.csv\"\nid = \"name\"\npeople = \"people\"\n" +
           home_keys +
           "[[facilities]]\nkind = \"clinic\"\nfile = \"clinics.csv\"\nid = \"name\"\nname = "
           "\"name\"\n" +
           clinic_keys +
           "[[services]]\nname = \"clinic_walk\"\nkinds = [\"clinic\"]\nmodes = [\"walk\"]\n"
           "minutes = 10\n"
           "[[services]]\nname = \"clinic_car\"\nkinds = [\"clinic\"]\nmodes = [\"car\"]\n"
           "minutes = 2\n" +
           more;
  }

 private:
  static constexpr int kStreets = 22;
  std::pair<double, double>& node(int x, int y) {
    return node_[static_cast<std::size_t>(x)][static_cast<std::size_t>(y)];
  }

  static std::string table(const std::vector<Place>& places, const Write& write, bool people) {
    std::string text = people ? "name,lon,lat,people\n" : "name,lon,lat\n";
    for (const Place& p : places) {
      const auto [x, y] = write(p.lon, p.lat);
      text += fmt::format("{},{:.9f},{:.9f}{}\n", p.name, x, y, people ? ",10" : "");
    }
    return text;
  }

  std::array<std::array<std::pair<double, double>, kStreets>, kStreets> node_;
};

/// What `check` says about a study.
struct CheckAnswer {
  int code = 0;
  nlohmann::json document;
  std::string err;

  const nlohmann::json* finding(const std::string& key) const {
    for (const auto& one : document["findings"])
      if (one["key"] == key) return &one;
    return nullptr;
  }
  /// Its lines, each ended by a line feed.
  std::string fix(const std::string& key) const {
    const auto* one = finding(key);
    std::string text;
    if (one != nullptr)
      for (const auto& line : (*one)["fix"]) text += line.get<std::string>() + '\n';
    return text;
  }
  /// A study file with a finding's fix written where it says, and as it says: in place of a line
  /// with the same key. Of several places, in all of them.
  std::string mended(const std::string& key, const std::string& study) const {
    std::vector<std::string> lines;
    std::istringstream in{study};
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    const auto* one = finding(key);
    if (one == nullptr) return study;
    std::vector<std::size_t> heads;
    const std::string where = (*one)["where"].get<std::string>();
    static const std::regex kLine{"study\\.toml:(\\d+)"};
    for (std::sregex_iterator at{where.begin(), where.end(), kLine}, end; at != end; ++at)
      heads.push_back(std::stoul((*at)[1]));
    std::ranges::sort(heads, std::greater{});  // from the end, so that no line number moves
    for (const std::size_t head : heads)
      for (const auto& line : (*one)["fix"]) {
        const std::string text = line.get<std::string>();
        const std::string start = text.substr(0, text.find(' ') + 1);
        std::size_t at = head;
        while (at < lines.size() && !lines[at].starts_with("[") && !lines[at].starts_with(start))
          ++at;
        if (at < lines.size() && lines[at].starts_with(start))
          lines[at] = text;
        else
          lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(head), text);
      }
    std::string all;
    for (const std::string& line : lines) all += line + '\n';
    return all;
  }
  double people(const std::string& key) const {
    const auto* one = finding(key);
    return one == nullptr || (*one)["people"].is_null() ? -1 : (*one)["people"].get<double>();
  }
};

inline CheckAnswer check_study(const std::string& path) {
  std::ostringstream out, err;
  CheckAnswer answer;
  answer.code = run_program({"check", path, "--json"}, out, err, Terminal{});
  answer.document = nlohmann::json::parse(out.str(), nullptr, false);
  answer.err = err.str();
  return answer;
}

/// What is said of a town once the fix of a finding is written into its study.
inline CheckAnswer check_mended(const SoundTown& town, const std::string& key) {
  const Folder folder;
  town.write(folder);
  const CheckAnswer before = check_study(folder.file("study.toml"));
  folder.write("study.toml", before.mended(key, town.study()));
  return check_study(folder.file("study.toml"));
}

inline CheckAnswer check(const SoundTown& town) {
  const Folder folder;
  town.write(folder);
  return check_study(folder.file("study.toml"));
}

}  // namespace lifecircle::test
