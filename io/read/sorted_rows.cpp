#include "io/read/sorted_rows.hpp"

#include <algorithm>
#include <compare>
#include <string>
#include <utility>
#include <vector>

#include <ogr_geometry.h>

namespace lifecircle {
namespace {

std::string wkb_of(const OGRGeometry* geometry) {
  std::string wkb;
  if (geometry == nullptr) return wkb;
  wkb.resize(geometry->WkbSize());
  geometry->exportToWkb(wkbNDR, reinterpret_cast<unsigned char*>(wkb.data()), wkbVariantIso);
  return wkb;
}

class SortedRows final : public RawRows {
 public:
  explicit SortedRows(std::unique_ptr<RawRows> rows) : rows_{std::move(rows)} {}

  std::string layer() const override { return rows_->layer(); }
  const std::vector<std::string>& names() const override { return rows_->names(); }
  std::string id_name() const override { return {}; }
  bool has_geometry() const override { return rows_->has_geometry(); }
  const OGRSpatialReference* crs() const override { return rows_->crs(); }
  std::uint64_t expected() const override { return rows_->expected(); }

  Result<Done> want(const std::vector<int>& columns, bool geometry) override {
    wanted_ = columns;
    geometry_ = geometry;
    all_.clear();
    next_ = 0;
    read_ = false;
    // All of them: the order must not hang on what is wanted this time.
    std::vector<int> every(names().size());
    for (std::size_t i = 0; i < every.size(); ++i) every[i] = static_cast<int>(i);
    return rows_->want(every, has_geometry());
  }

  Result<bool> next(LayerRow& row, Problems& problems) override {
    if (!read_)
      if (const auto read = read_all(problems); !read) return read.error();
    if (next_ == all_.size()) return false;
    const Kept& kept = all_[next_++];
    row = LayerRow{};
    row.id = static_cast<std::int64_t>(next_);
    for (const int column : wanted_)
      row.values.push_back(kept.values[static_cast<std::size_t>(column)]);
    if (!geometry_ || kept.wkb.empty()) return true;
    OGRGeometry* geometry = nullptr;
    OGRGeometryFactory::createFromWkb(kept.wkb.data(), nullptr, &geometry, kept.wkb.size(),
                                      wkbVariantIso);
    row.geometry.reset(geometry);
    return true;
  }

 private:
  struct Kept {
    std::vector<std::string> values;
    std::string wkb;
    auto operator<=>(const Kept&) const = default;
  };
  Result<Done> read_all(Problems& problems) {
    for (LayerRow row;;) {
      const auto more = rows_->next(row, problems);
      if (!more) return more.error();
      if (!more.value()) break;
      all_.push_back({std::move(row.values), wkb_of(row.geometry.get())});
    }
    std::ranges::sort(all_);
    read_ = true;
    return Done{};
  }

  std::unique_ptr<RawRows> rows_;
  std::vector<int> wanted_;
  bool geometry_ = false, read_ = false;
  std::vector<Kept> all_;
  std::size_t next_ = 0;
};

}  // namespace

std::unique_ptr<RawRows> sorted_rows(std::unique_ptr<RawRows> rows) {
  return std::make_unique<SortedRows>(std::move(rows));
}

}  // namespace lifecircle
