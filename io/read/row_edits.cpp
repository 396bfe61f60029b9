#include "io/read/row_edits.hpp"

#include <algorithm>
#include <utility>

#include <ogr_geometry.h>

#include "io/read/gdal_open.hpp"

namespace lifecircle {
namespace {

std::unique_ptr<OGRGeometry> geometry_of(const std::string& wkt) {
  const GdalMessages quiet;
  OGRGeometry* made = nullptr;
  OGRGeometryFactory::createFromWkt(wkt.c_str(), nullptr, &made);
  return std::unique_ptr<OGRGeometry>{made};
}

/// A row as it is to be: values by column of the raw rows.
struct Wanted {
  std::vector<std::pair<int, std::string>> set;
  std::unique_ptr<OGRGeometry> place;  ///< or null: as it is
};

class EditedRows final : public RawRows {
 public:
  EditedRows(std::unique_ptr<RawRows> raw, const RowEdits& edits, std::string where)
      : raw_{std::move(raw)}, edits_{edits}, where_{std::move(where)} {}

  /// Looks up what the edits name.
  Result<Done> begin() {
    if (!edits_.id.empty()) {
      const auto column = column_of(edits_.id, edits_.stated_at);
      if (!column) return column.error();
      id_ = column.value();
    }
    for (const auto& [row, change] : edits_.changed) {
      auto wanted = wanted_of(change);
      if (!wanted) return wanted.error();
      changed_.emplace(row, std::move(wanted).value());
    }
    for (const RowEdits::Row& row : edits_.added) {
      auto wanted = wanted_of(row);
      if (!wanted) return wanted.error();
      added_.push_back(std::move(wanted).value());
    }
    return Done{};
  }

  std::string layer() const override { return raw_->layer(); }
  const std::vector<std::string>& names() const override { return raw_->names(); }
  std::string id_name() const override { return raw_->id_name(); }
  bool has_geometry() const override { return raw_->has_geometry(); }
  const OGRSpatialReference* crs() const override { return raw_->crs(); }
  std::uint64_t expected() const override { return raw_->expected(); }

  Result<Done> want(const std::vector<int>& columns, bool geometry) override {
    columns_ = columns;
    geometry_ = geometry;
    std::vector<int> asked = columns;
    if (id_) asked.push_back(*id_);
    seen_.clear();
    next_added_ = 0;
    last_row_ = 0;
    return raw_->want(asked, geometry);
  }

  Result<bool> next(LayerRow& row, Problems& problems) override {
    while (next_added_ == 0) {
      const auto more = raw_->next(row, problems);
      if (!more) return more;
      if (!more.value()) break;
      last_row_ = std::max(last_row_, row.id);
      const std::string id = id_ ? row.values.back() : std::to_string(row.id);
      row.values.resize(columns_.size());
      if (edits_.removed.contains(id)) {
        seen_.insert(id);
        continue;
      }
      if (const auto change = changed_.find(id); change != changed_.end()) {
        seen_.insert(id);
        edits_.touched.emplace(row.id, edits_.changed.at(id).stated_at);
        apply(change->second, row);
      }
      return true;
    }
    if (next_added_ == 0)
      if (const auto missed = find_missed()) return *missed;
    if (next_added_ == added_.size()) return false;
    row = LayerRow{};
    row.id = ++last_row_;
    row.values.assign(columns_.size(), {});
    for (std::size_t c = 0; c < columns_.size(); ++c)
      if (columns_[c] == kRowId) row.values[c] = std::to_string(row.id);
    edits_.touched.emplace(row.id, edits_.added[next_added_].stated_at);
    apply(added_[next_added_++], row);
    return true;
  }

 private:
  Result<int> column_of(const std::string& name, const std::string& stated_at) const {
    const auto& names = raw_->names();
    const auto found = std::ranges::find(names, name);
    if (found != names.end()) return static_cast<int>(found - names.begin());
    if (!name.empty() && name == raw_->id_name()) return kRowId;
    Error error = not_there("edit_no_column", stated_at, name, names);
    error.args.push_back(where_);
    return error;
  }

  Result<Wanted> wanted_of(const RowEdits::Row& row) const {
    Wanted wanted;
    for (const auto& [name, value] : row.set) {
      const auto column = column_of(name, row.stated_at);
      if (!column) return column.error();
      wanted.set.emplace_back(column.value(), value);
    }
    if (row.wkt.empty()) return wanted;
    if (!raw_->has_geometry())
      return Error{Fault::input, "edit_place_of_table", row.stated_at, {where_}};
    wanted.place = geometry_of(row.wkt);
    if (!wanted.place) return Error{Fault::input, "edit_bad_place", row.stated_at, {row.wkt}};
    return wanted;
  }

  void apply(const Wanted& wanted, LayerRow& row) const {
    for (const auto& [column, value] : wanted.set)
      for (std::size_t c = 0; c < columns_.size(); ++c)
        if (columns_[c] == column) row.values[c] = value;
    if (!geometry_ || !wanted.place) return;
    row.geometry.reset(wanted.place->clone());
    row.fault.clear();
    row.fault_args.clear();
  }

  /// An edit of a row that did not come.
  std::optional<Error> find_missed() const {
    const auto missed = [&](const std::string& row, const std::string& stated_at) {
      return Error{Fault::input,
                   edits_.id.empty() ? "edit_no_row_number" : "edit_no_row",
                   stated_at,
                   {row, where_, edits_.id}};
    };
    for (const auto& [row, stated_at] : edits_.removed)
      if (!seen_.contains(row)) return missed(row, stated_at);
    for (const auto& [row, change] : edits_.changed)
      if (!seen_.contains(row)) return missed(row, change.stated_at);
    return std::nullopt;
  }

  std::unique_ptr<RawRows> raw_;
  const RowEdits& edits_;
  std::string where_;
  std::optional<int> id_;
  std::map<std::string, Wanted> changed_;
  std::vector<Wanted> added_;
  std::vector<int> columns_;  ///< asked for
  bool geometry_ = false;
  std::set<std::string> seen_;
  std::size_t next_added_ = 0;
  std::int64_t last_row_ = 0;
};

}  // namespace

Result<std::unique_ptr<RawRows>> edited(std::unique_ptr<RawRows> raw, const RowEdits& edits,
                                        const std::string& where) {
  auto rows = std::make_unique<EditedRows>(std::move(raw), edits, where);
  if (const auto begun = rows->begin(); !begun) return begun.error();
  return std::unique_ptr<RawRows>{std::move(rows)};
}

}  // namespace lifecircle
