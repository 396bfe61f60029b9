#include "io/read/profile_file.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>
#include <string_view>
#include <system_error>

namespace lifecircle {

namespace {

constexpr double kSlowest = 0.1, kFastest = 300;  // km/h

const std::vector<std::string> kKeys{
    "name",      "title_en",         "title_zh",           "mode",
    "speed",     "sources",          "access_kmh",         "allowed_kmh",
    "no_access", "obeys_turn_rules", "obeys_speed_limits", "speed_limit_factor",
    "slope"};

std::optional<double> whole_number(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  double value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// "4.8 / 1.3": a number that says how it came about.
std::optional<double> quotient(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return whole_number(text);
  const auto over = whole_number(text.substr(0, slash));
  const auto under = whole_number(text.substr(slash + 1));
  if (!over || !under || *under == 0) return std::nullopt;
  return *over / *under;
}

/// Reads the values of one profile; knows whether sources must be named.
class ProfileReader {
 public:
  ProfileReader(TomlTable& table, TomlFaults& faults, bool is_file)
      : table_{table}, faults_{faults}, is_file_{is_file} {}

  void read(Profile& profile) {
    named_sources_ = table_.text_map("sources");
    for (const auto& [name, text] : named_sources_) profile.sources.push_back(text);
    profile.title_en = text("title_en", profile.title_en);
    profile.title_zh = text("title_zh", profile.title_zh);
    const std::string mode = text("mode", mode_names()[static_cast<std::size_t>(profile.mode)]);
    if (table_.has("mode") && table_.one_of("mode", mode, mode_names()))
      profile.mode = *mode_named(mode);
    profile.obeys_speed_limits = flag("obeys_speed_limits", profile.obeys_speed_limits);
    profile.obeys_turn_rules = flag("obeys_turn_rules", profile.obeys_turn_rules);

    if (const auto access = figure("access_kmh", "kmh", kSlowest, kFastest, true))
      profile.access_kmh = *access;
    if (const auto allowed = figure("allowed_kmh", "kmh", 0, kFastest, true))
      profile.allowed_kmh = *allowed;
    if (const auto factor = figure("speed_limit_factor", "factor", 0.01, 2, false))
      profile.speed_limit_factor = *factor;

    read_speeds(profile);
    read_no_access(profile);
    read_slope(profile);
    if (is_file_)
      for (const auto& [name, source] : named_sources_)
        if (!used_.contains(name)) table_.fault("profile_source_unused", "sources", {name});
  }

 private:
  std::string text(const char* key, const std::string& otherwise) {
    return is_file_ ? table_.need_text(key) : table_.text(key, otherwise);
  }
  bool flag(const char* key, bool otherwise) {
    if (is_file_ && !table_.has(key)) table_.missing(key);
    return table_.flag(key, otherwise);
  }

  /// A number; and in what it is given, a text with its source.
  struct Figure {
    std::optional<double> value;  ///< none: "not here"
    std::string source;
  };

  std::optional<Figure> read_figure(const TomlValue& value, const std::string& key,
                                    const char* unit, double least, double most, bool may_be_none) {
    const TomlValue* amount = &value;
    Figure figure;
    if (value.is(TomlValue::Kind::table)) {
      const std::string section = table_.section().empty() ? key : table_.section() + " " + key;
      TomlTable inner{value, section, {unit, "source"}, faults_};
      figure.source = is_file_ ? inner.need_text("source") : inner.text("source");
      if (is_file_) figure.source = source_named(figure.source, value.line, key);
      const auto found = value.entries.find(unit);
      if (found == value.entries.end()) {
        inner.missing(unit);
        return std::nullopt;
      }
      amount = &found->second;
    } else if (is_file_) {
      faults_.add("profile_without_source", value.line, table_.section(), {key, unit});
      return std::nullopt;
    }
    // The file's name without its folder: the same study says the same from everywhere.
    if (figure.source.empty()) figure.source = stated_here(value);

    if (may_be_none && amount->is(TomlValue::Kind::text) && amount->text == "not here")
      return figure;
    std::optional<double> number;
    if (amount->is(TomlValue::Kind::number) || amount->is(TomlValue::Kind::integer))
      number = amount->number;
    else if (amount->is(TomlValue::Kind::text))
      number = quotient(amount->text);
    if (!number || !(*number >= least && *number <= most)) {
      const auto shown = [](double v) {
        char text[32];
        const auto end = std::to_chars(text, text + sizeof text, v).ptr;
        return std::string(text, end);
      };
      faults_.add(may_be_none ? "profile_bad_speed" : "profile_bad_figure", amount->line,
                  table_.section(), {key, shown(least), shown(most)});
      return std::nullopt;
    }
    figure.value = number;
    return figure;
  }

  std::optional<double> figure(const char* key, const char* unit, double least, double most,
                               bool required) {
    const TomlValue* value = table_.any(key);
    if (value == nullptr) {
      if (is_file_ && required) table_.missing(key);
      return std::nullopt;
    }
    const auto read = read_figure(*value, key, unit, least, most, false);
    if (!read) return std::nullopt;
    return read->value;
  }

  std::string source_named(const std::string& name, int line, const std::string& key) {
    const auto found = named_sources_.find(name);
    if (found == named_sources_.end()) {
      faults_.add("profile_unknown_source", line, table_.section(), {key, name});
      return {};
    }
    used_[name] = true;
    return found->second;
  }

  void read_speeds(Profile& profile) {
    const TomlValue* speeds = table_.table("speed");
    if (speeds == nullptr) {
      if (is_file_) table_.missing("speed");
      return;
    }
    for (const auto& [road_class, value] : speeds->entries)
      if (auto read = read_figure(value, road_class, "kmh", kSlowest, kFastest, true))
        profile.speed[road_class] = {read->value, read->source};
  }

  void read_no_access(Profile& profile) {
    const TomlValue* value = table_.any("no_access");
    if (value == nullptr) {
      if (is_file_) table_.missing("no_access");
      return;
    }
    if (value->is(TomlValue::Kind::list) && value->items.empty()) {
      profile.no_access.clear();
      return;
    }
    profile.no_access = table_.texts("no_access");
    for (const auto& road_class : profile.no_access)
      if (!profile.names(road_class))
        table_.fault("profile_unknown_class", "no_access", {road_class, profile.name});
  }

  std::string stated_here(const TomlValue& value) const {
    return std::filesystem::path{faults_.file}.filename().string() + ":" +
           std::to_string(value.line);
  }

  /// "none", a law by its name, or a table with more about it.
  void read_slope(Profile& profile) {
    const TomlValue* value = table_.any("slope");
    if (value == nullptr) return;
    if (!value->is(TomlValue::Kind::table)) {
      const std::string law = table_.text("slope");
      if (is_file_ && law != "none")
        table_.fault("profile_without_source", "slope", {"slope", "law"});
      else if (table_.one_of("slope", law, {"none", "tobler"}))
        set_law(profile.slope, law, stated_here(*value));
      return;
    }
    const std::string section = table_.section().empty() ? "slope" : table_.section() + " slope";
    TomlTable inner{
        *value, section, {"law", "factors", "steepest_percent", "not_on", "source"}, faults_};
    const std::string law = inner.need_text("law");
    if (!inner.one_of("law", law, {"none", "tobler", "by_grade"})) return;
    std::string source = is_file_ ? inner.need_text("source") : inner.text("source");
    if (is_file_) source = source_named(source, value->line, "slope");
    Slope& slope = profile.slope;
    set_law(slope, law, source.empty() ? stated_here(*value) : source);
    if (law == "by_grade") read_factors(inner, slope);
    if (law != "by_grade" && inner.has("factors"))
      inner.fault("profile_factors_without_law", "factors", {law});
    if (inner.has("steepest_percent")) {
      const double percent = inner.positive("steepest_percent", 100);
      if (percent > 100)
        inner.fault("profile_bad_figure", "steepest_percent", {"steepest_percent", "0", "100"});
      slope.steepest = percent / 100;
    }
    if (inner.has("not_on")) slope.not_on = inner.texts("not_on");
    for (const auto& road_class : slope.not_on)
      if (!profile.names(road_class))
        inner.fault("profile_unknown_class", "not_on", {road_class, profile.name});
  }
  static void set_law(Slope& slope, const std::string& law, const std::string& source) {
    slope.law = law == "tobler"     ? Slope::Law::tobler
                : law == "by_grade" ? Slope::Law::by_grade
                                    : Slope::Law::level;
    slope.grades.clear();
    slope.steepest.reset();
    slope.source = source;
  }
  /// [[percent, factor], ...]: percents grow, and level ground has the factor 1.
  static void read_factors(TomlTable& table, Slope& slope) {
    const TomlValue* factors = table.any("factors");
    bool good = factors != nullptr && factors->is(TomlValue::Kind::list);
    const auto is_number = [](const TomlValue& v) {
      return v.is(TomlValue::Kind::number) || v.is(TomlValue::Kind::integer);
    };
    bool level = false;
    for (std::size_t i = 0; good && i < factors->items.size(); ++i) {
      const TomlValue& pair = factors->items[i];
      good = pair.is(TomlValue::Kind::list) && pair.items.size() == 2 && is_number(pair.items[0]) &&
             is_number(pair.items[1]);
      if (!good) break;
      const double grade = pair.items[0].number / 100, factor = pair.items[1].number;
      good = grade >= -1 && grade <= 1 && factor >= 0.01 && factor <= 5 &&
             (slope.grades.empty() || slope.grades.back().first < grade);
      level = level || (grade == 0 && factor == 1);
      slope.grades.emplace_back(grade, factor);
    }
    if (!good || !level) table.fault("profile_bad_factors", "factors", {});
  }

  TomlTable& table_;
  TomlFaults& faults_;
  bool is_file_;
  std::map<std::string, std::string> named_sources_;
  std::map<std::string, bool> used_;
};

}  // namespace

const std::vector<std::string>& mode_names() {
  static const std::vector<std::string> names{"foot", "wheelchair", "bicycle", "motorcycle", "car"};
  return names;
}

std::optional<Mode> mode_named(const std::string& name) {
  const auto& names = mode_names();
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Mode>(found - names.begin());
}

Result<Profile> parse_profile(const TomlValue& file, const std::string& file_name) {
  TomlFaults faults{file_name};
  TomlTable table{file, "", kKeys, faults};
  Profile profile;
  profile.name = table.need_text("name");
  ProfileReader{table, faults, true}.read(profile);
  if (faults.first) return *faults.first;
  return profile;
}

Result<Profile> read_profile_file(const std::string& path) {
  auto file = read_toml(path);
  if (!file) return file.error();
  auto profile = parse_profile(file.value(), path);
  if (!profile) return profile;
  if (const auto stem = std::filesystem::path{path}.stem().string(); stem != profile.value().name)
    return Error{Fault::input, "profile_other_name", path, {profile.value().name, stem}};
  return profile;
}

void override_profile(const TomlValue& value, const std::string& section, TomlFaults& faults,
                      Profile& profile) {
  std::vector<std::string> known;
  for (const auto& key : kKeys)
    if (key != "name" && key != "sources") known.push_back(key);
  known.push_back("base");
  TomlTable table{value, section, known, faults};
  ProfileReader{table, faults, false}.read(profile);
  profile.sources.push_back(std::filesystem::path{faults.file}.filename().string() + ":" +
                            std::to_string(value.line) + " " + section);
}

std::vector<std::string> profile_names(const std::string& folder) {
  namespace fs = std::filesystem;
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::directory_iterator entry{folder, failed}, end; !failed && entry != end;
       entry.increment(failed))
    if (entry->path().extension() == ".toml") names.push_back(entry->path().stem().string());
  std::ranges::sort(names);
  return names;
}

std::string profile_path(const std::string& folder, const std::string& name) {
  return (std::filesystem::path{folder} / (name + ".toml")).string();
}

}  // namespace lifecircle
