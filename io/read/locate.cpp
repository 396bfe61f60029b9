#include "io/read/locate.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "io/read/plain_name.hpp"

namespace lifecircle::town_parts {

namespace {

using Key = std::vector<std::string>;

/// The values of a row in the columns named, empty if one of them is.
Key key_of(const Features& features, const std::vector<std::string>& names, std::size_t row,
           bool plain) {
  Key key;
  for (const std::string& name : names) {
    const std::string& value =
        features.columns[static_cast<std::size_t>(features.column(name))][row];
    if (value.empty()) return {};
    key.push_back(plain ? plain_name(value) : value);
  }
  return key;
}

std::string shown(const Key& key) {
  std::string text;
  for (const std::string& value : key) text += (text.empty() ? "" : ", ") + value;
  return text;
}

int rank(ShapeKind kind) {
  return kind == ShapeKind::area ? 2 : kind == ShapeKind::line ? 1 : 0;
}

/// The features of the other source, by what they are called.
class Register {
 public:
  Register(const Features& features, const std::vector<std::string>& names) {
    for (std::size_t i = 0; i < features.size(); ++i) {
      if (features.shape[i].parts.empty()) continue;
      add(exact_, key_of(features, names, i, false), features.shape[i]);
      add(plain_, key_of(features, names, i, true), features.shape[i]);
    }
    for (auto* book : {&exact_, &plain_})
      for (auto& [key, entry] : *book) finish(entry);
  }

  struct Entry {
    Shape shape;
    std::uint64_t points = 0;  ///< places that were points; more than one cannot all be taken
  };
  const Entry* exact(const Key& key) const { return find(exact_, key); }
  const Entry* plain(const Key& key) const { return find(plain_, key); }

 private:
  using Book = std::map<Key, Entry>;

  static void add(Book& book, const Key& key, const Shape& shape) {
    if (key.empty()) return;
    Entry& entry = book[key];
    if (entry.shape.parts.empty() || rank(shape.kind) > rank(entry.shape.kind))
      entry = {shape, 0};
    else if (shape.kind == entry.shape.kind)
      entry.shape.parts.insert(entry.shape.parts.end(), shape.parts.begin(), shape.parts.end());
  }
  /// The order of the rows leaves no trace.
  static void finish(Entry& entry) {
    std::ranges::sort(entry.shape.parts);
    if (entry.shape.kind != ShapeKind::point) return;
    const auto& parts = entry.shape.parts;
    const std::set<std::vector<Point>> places{parts.begin(), parts.end()};
    entry.points = places.size();
    entry.shape.parts.resize(1);
  }
  static const Entry* find(const Book& book, const Key& key) {
    const auto found = key.empty() ? book.end() : book.find(key);
    return found == book.end() ? nullptr : &found->second;
  }

  Book exact_, plain_;
};

/// One village's built-up areas lie together; those of namesakes do not.
constexpr double kFar_km = 10;

/// From corner to corner of the box round all parts.
double apart_km(const Shape& shape) {
  const Box box = bounds(shape);
  return distance_mm(box.low, box.high) / 1e6;
}

struct Names {
  std::vector<std::string> ours, theirs;
  std::string shown;
  explicit Names(const LocateSource& where) {
    for (const auto& [mine, other] : where.match) {
      ours.push_back(mine);
      theirs.push_back(other);
      shown += (shown.empty() ? "" : ", ") + mine + " = " + other;
    }
  }
};

/// Drops the rows that are not kept.
void keep_only(Features& features, const std::vector<char>& kept) {
  std::size_t to = 0;
  for (std::size_t i = 0; i < features.size(); ++i) {
    if (!kept[i]) continue;
    if (to != i) {
      features.row[to] = features.row[i];
      features.shape[to] = std::move(features.shape[i]);
      for (auto& column : features.columns) column[to] = std::move(column[i]);
    }
    ++to;
  }
  features.row.resize(to);
  features.shape.resize(to);
  for (auto& column : features.columns) column.resize(to);
}

}  // namespace

Result<Features> read_located(const FeatureSource& source, std::vector<std::string> columns,
                              bool geometry_optional, const Reading& reading) {
  const LocateSource& where = source.locate.front();
  const Names names{where};
  columns.insert(columns.end(), names.ours.begin(), names.ours.end());
  std::ranges::sort(columns);
  columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
  auto rows =
      read_features(source.layer, reading.frame, columns, true, reading.problems, reading.progress);
  if (!rows) return rows.error();
  const auto others = read(where.from, names.theirs, false, reading);
  if (!others) return others.error();
  Features& features = rows.value();
  const Register found_in{others.value().features, names.theirs};

  // Without its folder: results do not hang on where a study lies.
  const std::string other_file = std::filesystem::path{where.from.layer.file}.filename().string();
  const auto tell = [&](const char* key, std::size_t i, std::vector<std::string> args, bool aside) {
    reading.problems.add({.key = key,
                          .file = features.file,
                          .layer = features.layer,
                          .row = features.row[i],
                          .args = std::move(args),
                          .set_aside = aside});
  };
  std::vector<char> kept(features.size(), 1);
  std::map<std::vector<std::vector<Point>>, std::size_t> taken;  // by place: a name has two books
  std::uint64_t own = 0, exact = 0, plain = 0;
  for (std::size_t i = 0; i < features.size(); ++i) {
    if (!features.shape[i].parts.empty()) {
      ++own;
      continue;
    }
    const Key key = key_of(features, names.ours, i, false);
    const Register::Entry* entry = found_in.exact(key);
    if (entry != nullptr) {
      ++exact;
    } else {
      entry = found_in.plain(key_of(features, names.ours, i, true));
      if (entry != nullptr) ++plain;
    }
    if (entry == nullptr) {
      tell("locate_not_found", i, {shown(key), names.shown, other_file}, !geometry_optional);
      kept[i] = geometry_optional ? 1 : 0;
      continue;
    }
    features.shape[i] = entry->shape;
    if (entry->points > 1)
      tell("locate_several", i, {shown(key), std::to_string(entry->points)}, false);
    if (const double apart = apart_km(entry->shape); apart > kFar_km)
      tell("locate_far_apart", i, {shown(key), std::to_string(std::lround(apart))}, false);
    if (++taken[entry->shape.parts] == 2) tell("locate_shared", i, {shown(key)}, false);
  }
  const auto number = [](std::uint64_t value) { return std::to_string(value); };
  reading.problems.note({.file = features.file,
                         .layer = features.layer,
                         .stated = {},
                         .found = {},
                         .steps = {{"crs_done_located",
                                    {number(exact + plain), other_file, names.shown, number(exact),
                                     number(plain), number(own)}}}});
  if (plain > 0)
    reading.problems.add({.key = "located_by_plain_name",
                          .file = features.file,
                          .layer = features.layer,
                          .args = {number(plain), names.shown},
                          .set_aside = false});
  keep_only(features, kept);
  return features;
}

}  // namespace lifecircle::town_parts
