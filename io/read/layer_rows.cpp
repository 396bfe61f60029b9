#include "io/read/layer_rows.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <ogr_geometry.h>

#include "io/frame/china.hpp"
#include "io/read/child/reader_process.hpp"
#include "io/read/companions.hpp"
#include "io/read/gdal_open.hpp"
#include "io/read/geometry.hpp"
#include "io/read/row_edits.hpp"
#include "io/read/text.hpp"

namespace lifecircle {
namespace {

// What people call columns of coordinates, the likeliest first.
constexpr std::array<std::string_view, 8> kX{"lon",  "lng",     "longitude", "long",
                                             "经度", "point_x", "x",         "lon_wgs84"};
constexpr std::array<std::string_view, 7> kY{"lat", "latitude", "纬度",     "point_y",
                                             "y",   "lati",     "lat_wgs84"};
constexpr std::array<std::string_view, 5> kWkt{"wkt", "geometry", "geom", "the_geom", "wkt_geom"};

template <std::size_t N>
std::optional<std::size_t> usual(const std::array<std::string_view, N>& words,
                                 const std::vector<std::string>& names) {
  for (const std::string_view word : words)
    for (std::size_t i = 0; i < names.size(); ++i)
      if (lowered(names[i]) == word) return i;
  return {};
}

/// WKT, or WKB in hexadecimal digits, as databases export it.
std::unique_ptr<OGRGeometry> geometry_of_text(std::string_view text) {
  const GdalMessages quiet;
  OGRGeometry* made = nullptr;
  const bool hexadecimal =
      text.size() >= 10 && text.size() % 2 == 0 &&
      text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
  if (hexadecimal) {
    const auto nibble = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
    std::vector<unsigned char> bytes(text.size() / 2);
    for (std::size_t i = 0; i < bytes.size(); ++i)
      bytes[i] = static_cast<unsigned char>(nibble(text[2 * i]) * 16 + nibble(text[2 * i + 1]));
    OGRGeometryFactory::createFromWkb(bytes.data(), nullptr, &made, bytes.size());
  } else {
    OGRGeometryFactory::createFromWkt(std::string{text}.c_str(), nullptr, &made);
  }
  return std::unique_ptr<OGRGeometry>{made};
}

std::string joined(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 60;
  std::string list;
  for (std::size_t i = 0; i < names.size() && i < kShown; ++i)
    list += (i == 0 ? "" : ", ") + names[i];
  return names.size() > kShown ? list + ", …" : list;
}

}  // namespace

LayerRow::LayerRow() = default;
LayerRow::~LayerRow() = default;
LayerRow::LayerRow(LayerRow&&) noexcept = default;
LayerRow& LayerRow::operator=(LayerRow&&) noexcept = default;

std::string place_of(const LayerSource& source, const std::string& layer) {
  return layer.empty() ? source.file : source.file + ", layer " + layer;
}

Error not_there(const std::string& key, const std::string& where, const std::string& name,
                const std::vector<std::string>& known) {
  const std::vector<std::string> meant = did_you_mean(name, known);
  if (meant.empty()) return Error{Fault::input, key, where, {name, joined(known)}};
  return Error{Fault::input, key + "_but", where, {name, joined(known), joined(meant)}};
}

Result<LayerRows> LayerRows::open(const LayerSource& source, const Wish& wish, Problems& problems) {
  const auto family = family_of(source.file);
  if (!family) return family.error();
  const bool csv = family.value() == FileFamily::csv || family.value() == FileFamily::tsv;
  auto raw = open_raw_rows(source, csv, problems);
  if (!raw) return raw.error();

  LayerRows rows;
  rows.raw_ = std::move(raw).value();
  rows.edits_ = source.edits;
  if (source.edits) {
    auto other = edited(std::move(rows.raw_), *source.edits, place_of(source, source.layer));
    if (!other) return other.error();
    rows.raw_ = std::move(other).value();
  }
  rows.file_ = source.file;
  rows.layer_ = rows.raw_->layer();
  rows.where_ = place_of(source, rows.layer_);
  rows.table_ = !rows.raw_->has_geometry();
  const std::vector<std::string>& names = rows.raw_->names();

  const auto find = [&](const std::string& name) -> Result<int> {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) {
      if (!name.empty() && name == rows.raw_->id_name()) return RawRows::kRowId;
      if (names.empty() && family.value() == FileFamily::shapefile &&
          lacks_companion(source.file, ".dbf"))
        return Error{Fault::storage, "dbf_missing", rows.where_, {name}};
      return not_there("no_such_column", rows.where_, name, names);
    }
    if (std::find(found + 1, names.end(), name) != names.end())
      return Error{Fault::input, "column_twice", rows.where_, {name}};
    return static_cast<int>(found - names.begin());
  };

  std::vector<int> raw_columns;
  if (wish.all_columns) {
    rows.columns_ = names;
    for (std::size_t i = 0; i < names.size(); ++i) raw_columns.push_back(static_cast<int>(i));
  } else {
    rows.columns_ = wish.columns;
    for (const std::string& name : wish.columns) {
      const auto column = find(name);
      if (!column) return column.error();
      raw_columns.push_back(column.value());
    }
  }
  for (const auto& [name, admitted] : source.where) {
    const auto column = find(name);
    if (!column) return column.error();
    rows.tests_.push_back({raw_columns.size(), admitted});
    raw_columns.push_back(column.value());
  }

  if (wish.geometry && rows.table_) {
    const auto found = rows.find_places(source, wish.geometry_optional, raw_columns);
    if (!found) return found.error();
  }
  const auto ready = rows.raw_->want(raw_columns, wish.geometry && !rows.table_);
  if (!ready) return ready.error();
  const bool has_places = !rows.table_ || rows.places_.x || rows.places_.wkt;
  if (wish.geometry && has_places) {
    const auto found = rows.find_crs(source, problems);
    if (!found) return found.error();
    const auto again = rows.raw_->want(raw_columns, !rows.table_);
    if (!again) return again.error();
  }
  return rows;
}

Result<Done> LayerRows::find_places(const LayerSource& source, bool optional,
                                    std::vector<int>& raw_columns) {
  const std::vector<std::string>& names = raw_->names();
  std::optional<std::size_t> x, y, wkt;
  for (const auto& [name, place] :
       {std::pair{&source.x, &x}, std::pair{&source.y, &y}, std::pair{&source.wkt, &wkt}}) {
    if (name->empty()) continue;
    const auto found = std::find(names.begin(), names.end(), *name);
    if (found == names.end()) return not_there("no_such_column", where_, *name, names);
    *place = static_cast<std::size_t>(found - names.begin());
  }
  if (!x && !y && !wkt) {
    wkt = usual(kWkt, names);
    if (!wkt) {
      x = usual(kX, names);
      y = usual(kY, names);
      if (!x || !y) x = y = {};
    }
  }
  if (x.has_value() != y.has_value())
    return Error{Fault::input, "coordinates_need_both", where_, {x ? source.x : source.y}};
  if (!x && !wkt && !optional)
    return Error{Fault::input, "no_coordinates", where_, {joined(names)}};
  const auto ask = [&](std::optional<std::size_t> column) -> std::optional<std::size_t> {
    if (!column) return {};
    raw_columns.push_back(static_cast<int>(*column));
    return raw_columns.size() - 1;
  };
  if (wkt) {
    places_.wkt = ask(wkt);
  } else {
    places_.x = ask(x);
    places_.y = ask(y);
  }
  return Done{};
}

Result<Done> LayerRows::find_crs(const LayerSource& source, Problems& problems) {
  const OGRSpatialReference* own = table_ ? nullptr : raw_->crs();
  if (must_look(source, own)) {
    Problems of_this_look;
    for (LayerRow row;;) {
      const auto more = raw_->next(row, of_this_look);
      if (!more) return more.error();
      if (!more.value()) break;
      if (!admits(row)) continue;
      make_geometry(row, source.axes == Axes::swapped);
      look_at(row);
    }
  }
  auto chosen = choose_crs(source, layer_, own, table_, numbers_, problems);
  if (!chosen) return chosen.error();
  crs_ = std::move(chosen).value();
  problems.note(crs_.conversion);
  numbers_ = {};
  return Done{};
}

void LayerRows::look_at(const LayerRow& row) {
  LonLatBox box;
  add_raw_extent(row.geometry.get(), box);
  numbers_.add(box);
  if (box.empty() || !crs_.to_lonlat.shifted()) return;
  const InChina here = in_china({(box.west + box.east) / 2, (box.south + box.north) / 2});
  if (here == InChina::outside) ++outside_;
  if (here == InChina::near_border) ++near_;
}

void LayerRows::tell_doubts(Problems& problems) {
  if (std::exchange(told_, true)) return;
  const auto tell = [&](std::string key, std::vector<std::string> args) {
    problems.add({.key = std::move(key),
                  .file = file_,
                  .layer = layer_,
                  .args = std::move(args),
                  .set_aside = false});
  };
  if (auto doubt = crs_doubt()) tell(std::move(doubt->key), std::move(doubt->args));
  const auto rows = [&](std::uint64_t count) {
    return std::vector{crs_.to_lonlat.name(), std::to_string(count),
                       std::to_string(numbers_.rows())};
  };
  if (outside_ > 0) tell("crs_shift_outside", rows(outside_));
  if (near_ > 0) tell("crs_shift_near_border", rows(near_));
}

bool LayerRows::admits(const LayerRow& row) const {
  return std::all_of(tests_.begin(), tests_.end(), [&](const Test& test) {
    return std::find(test.admitted.begin(), test.admitted.end(), row.values[test.value]) !=
           test.admitted.end();
  });
}

void LayerRows::make_geometry(LayerRow& row, bool swap) const {
  if (table_) make_geometry(row);
  if (swap && row.geometry) row.geometry->swapXY();
}

void LayerRows::make_geometry(LayerRow& row) const {
  row.geometry.reset();
  if (places_.wkt) {
    const std::string_view text = trimmed(row.values[*places_.wkt]);
    if (text.empty()) return;
    row.geometry = geometry_of_text(text);
    if (!row.geometry) {
      row.fault = "geometry_text";
      row.fault_args = {std::string{text.substr(0, 60)}};
    }
  } else if (places_.x) {
    const std::string& x_text = row.values[*places_.x];
    const std::string& y_text = row.values[*places_.y];
    if (trimmed(x_text).empty() && trimmed(y_text).empty()) return;
    const auto x = parse_number(x_text), y = parse_number(y_text);
    if (x && y && !(std::isfinite(*x) && std::isfinite(*y))) {
      row.fault = "geometry_coordinates";
    } else if (x && y) {
      row.geometry = std::make_unique<OGRPoint>(*x, *y);
    } else {
      row.fault = "coordinates_not_numbers";
      row.fault_args = {x_text, y_text};
    }
  }
}

Result<bool> LayerRows::next(LayerRow& row, Problems& problems) {
  for (;;) {
    row.fault.clear();
    row.fault_args.clear();
    const auto more = raw_->next(row, problems);
    if (!more) return more;
    if (!more.value()) {
      tell_doubts(problems);
      return more;
    }
    if (!admits(row)) continue;
    make_geometry(row, crs_.swap);
    look_at(row);
    row.values.resize(columns_.size());
    return true;
  }
}

}  // namespace lifecircle
