#include "tests/support/hostile_town.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <utility>

namespace lifecircle::test {
namespace {

constexpr std::size_t kStreets = 12;

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

HostileName same(const std::string& name) {
  return {name, name};
}

/// A cell of a CSV file.
std::string cell(const std::string& text) {
  std::string out{'"'};
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

/// A text of a TOML file, which is UTF-8 and knows every other character by its number: the name as
/// held where it is no UTF-8.
std::string toml(const HostileName& name) {
  const bool text = name.held.find("\uFFFD") == std::string::npos;
  std::string out{'"'};
  for (const char c : text ? name.written : name.held) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '"' || c == '\\') {
      std::array<char, 8> code{};
      std::snprintf(code.data(), code.size(), "\\u%04x", static_cast<unsigned>(c));
      out += code.data();
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string at(double x, double y, char between) {
  return std::to_string(108.0 + 0.002 * x) + between + std::to_string(35.0 + 0.002 * y);
}

void write_roads(const std::filesystem::path& folder, const std::vector<HostileName>& names) {
  std::ofstream file{folder / "roads.csv", std::ios::binary};
  file << "class,name,wkt\n";
  for (std::size_t x = 0; x < kStreets; ++x)
    for (std::size_t y = 0; y < kStreets; ++y)
      for (const auto& [u, v] : {std::pair{x + 1, y}, std::pair{x, y + 1}})
        if (u < kStreets && v < kStreets)
          file << "residential," << cell(names[(x + 5 * y) % names.size()].written)
               << ",\"LINESTRING(" << at(static_cast<double>(x), static_cast<double>(y), ' ') << ','
               << at(static_cast<double>(u), static_cast<double>(v), ' ') << ")\"\n";
}

void write_homes(const std::filesystem::path& folder, const std::vector<HostileName>& names) {
  std::ofstream file{folder / "homes.csv", std::ios::binary};
  file << "id,lon,lat,people\n";
  for (std::size_t i = 0; i < kStreets * kStreets; ++i)
    file << cell(names[i % names.size()].written + (i < names.size() ? "" : std::to_string(i)))
         << ','
         << at(static_cast<double>(i % kStreets) + 0.35, static_cast<double>(i / kStreets) + 0.25,
               ',')
         << ',' << 5 + i % 7 << '\n';
}

/// Facilities, and units round them.
void write_places(const std::filesystem::path& folder, const std::vector<HostileName>& names) {
  std::ofstream clinics{folder / "clinics.csv", std::ios::binary};
  std::ofstream units{folder / "units.csv", std::ios::binary};
  clinics << "id,name,lon,lat\n";
  units << "code,name,setting,wkt\n";
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string name = cell(names[i].written);
    const double x = 2.25 * static_cast<double>(i % 5), y = 1.5 * static_cast<double>(i / 5);
    clinics << name << ',' << name << ',' << at(x + 0.15, y + 0.1, ',') << '\n';
    units << name << ',' << name << ',' << (i % 2 == 0 ? "town" : "country") << ",\"POLYGON(("
          << at(x - 0.5, y - 0.5, ' ') << ',' << at(x + 1.75, y - 0.5, ' ') << ','
          << at(x + 1.75, y + 1, ' ') << ',' << at(x - 0.5, y + 1, ' ') << ','
          << at(x - 0.5, y - 0.5, ' ') << "))\"\n";
  }
}

void write_plan(const std::filesystem::path& folder, const std::vector<HostileName>& names) {
  std::ofstream file{folder / "plan.toml", std::ios::binary};
  file << "code = \"plan\"\nname_zh = " << toml(names[0]) << "\nname_en = " << toml(names[0])
       << "\nsource = " << toml(names[1]) << '\n';
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string name = toml(names[i]);
    file << "[[indicators]]\ncode = \"=N" << i << "\"\nname_zh = " << name << "\nname_en = " << name
         << "\ntype = \"time_coverage\"\nkinds = [\"clinic\"]\ncounted = \"people.people\"\n"
            "modes = [\"walk\"]\nminutes = "
         << 3 + i % 5 << "\ntarget = { at_least = 80 }\nverified = false\nnote_zh = " << name
         << "\nnote_en = " << name << '\n';
  }
}

}  // namespace

const std::vector<HostileName>& hostile_town_names() {
  static const std::vector<HostileName> names{
      same("<script>alert(1)</script>"),
      same("\"><img src=x onerror=alert(2)>"),
      same("</script><script>alert(3)</script>"),
      same("]]></name></text></svg></td>"),
      same("<!-- --> <!--<script>"),
      same("&lt;b&gt; &amp; &#60;i&#62; {0} {1}"),
      same("=cmd|'/C calc'!A0"),
      same("+1+1"),
      same("-2"),
      same("-2+3|cmd"),
      same("@SUM(A1)"),
      same("\uFF1D1+1"),
      same("'quoted' \"twice\"; a, b"),
      same("tab\there"),
      same("\t=1+1 after a tab"),
      same("line\nfeed"),
      same("\n=1+1 after a line"),
      {"carriage\rreturn", "carriage\nreturn"},
      {"both\r\nof them", "both\nof them"},
      {"soh\x01 esc\x1b[31mred\x1b]0;owned\x07 del\x7f", "soh? esc?[31mred?]0;owned? del?"},
      {"c1 \xc2\x9b"
       "31m \xc2\x85",
       "c1 ?31m ?"},
      same("rtl \u202egpj.exe\u202c \u2066x\u2069 \u200f\u200e\u061c"),
      same("lines\u2028and\u2029paragraphs"),
      same("zero\u200bwidth\ufeff\u2060 \u00ad"),
      {"no UTF-8 \xff\xfe\xc0\xaf \xed\xa0\x80",
       "no UTF-8 \uFFFD\uFFFD\uFFFD\uFFFD \uFFFD\uFFFD\uFFFD"},
      same("../../../tmp/owned"),
      same("..:..:..:tmp:owned"),
      same("CON"),
      same("javascript:alert(4)"),
      same(std::string(10'000, 'x')),
      same(std::string(10'000, 'x') + "y"),
      same(repeated("长名<b>", 2'500)),
      same("第一卫生院"),
      same("𠮷野家 ئۇيغۇر مەھەللىسى")};
  return names;
}

std::vector<HostileName> plain_town_names() {
  std::vector<HostileName> names;
  for (std::size_t i = 0; i < hostile_town_names().size(); ++i)
    names.push_back(same("n" + std::to_string(100 + i)));
  return names;
}

HostileName hostile_study_name(const std::vector<HostileName>& names) {
  HostileName all;
  for (const HostileName& name : names) {
    const bool text = name.held.find("\uFFFD") == std::string::npos;
    all.written += (text ? name.written : name.held) + " | ";
    all.held += name.held + " | ";
  }
  return all;
}

void write_hostile_town(const std::filesystem::path& folder, const std::vector<HostileName>& names,
                        std::size_t services) {
  std::filesystem::create_directories(folder);
  write_roads(folder, names);
  write_homes(folder, names);
  write_places(folder, names);
  write_plan(folder, names);
  std::ofstream study{folder / "study.toml", std::ios::binary};
  const std::string crs = "crs = \"EPSG:4490\"\nencoding = \"UTF-8\"\n";
  study << "[study]\nname = " << toml(hostile_study_name(names))
        << "\n[[network.roads]]\nfile = \"roads.csv\"\nclass = \"class\"\n"
        << crs << "[[people]]\nfile = \"homes.csv\"\nid = \"id\"\npeople = \"people\"\n"
        << crs
        << "[units]\nfile = \"units.csv\"\ncode = \"code\"\nname = \"name\"\nsetting = "
           "\"setting\"\n"
        << crs
        << "[[facilities]]\nkind = \"clinic\"\nfile = \"clinics.csv\"\nid = \"id\"\nname = "
           "\"name\"\n"
        << crs << "[[facilities]]\nkind = " << toml(names[1])
        << "\nfile = \"clinics.csv\"\nid = \"id\"\nname = \"name\"\n"
        << crs;
  for (std::size_t i = 0; i < services; ++i)
    study << "[[services]]\nname = " << toml(names[i]) << "\ntitle = { zh = " << toml(names[i])
          << ", en = " << toml(names[i]) << " }\nkinds = [\"clinic\", " << toml(names[1])
          << "]\nmodes = [\"walk\"]\nminutes = 5\n";
  study << "[circles]\nminutes = [3]\ntolerance = 20\n[indicators]\nstandards = [\"plan.toml\"]\n";
}

}  // namespace lifecircle::test
