#include "io/read/child/reader_process.hpp"

#include <utility>

#include <ogr_spatialref.h>

#include "io/read/child/channel.hpp"
#include "io/read/child/readers.hpp"
#include "io/read/child/row_wire.hpp"
#include "io/read/database.hpp"
#include "io/read/gdal_open.hpp"

namespace lifecircle {
namespace {

/// Most formats are read row by row, and all rows are kept on this side.
constexpr unsigned kPartForRows = 4;

/// Rows that another process reads.
class ChildRows final : public RawRows {
 public:
  ChildRows(LayerSource source, Reader reader)
      : source_{std::move(source)}, reader_{std::move(reader)} {}

  Result<Done> open(bool csv, Problems& problems) {
    if (!from_.is_open()) return Error{Fault::storage, kReaderGone, where()};
    Packer asks;
    asks.number(kOpen);
    pack(asks, source_);
    asks.number(csv ? 1 : 0);
    from_.send(asks.bytes());
    if (auto told = receive(); !told) return told.error();
    Unpacker head{frame_};
    switch (head.number()) {
      case kError:
        return said_error(head, problems);
      case kHead:
        break;
      default:
        return nonsense();
    }
    head.problems(problems);
    layer_ = head.text();
    names_ = head.texts();
    id_name_ = head.text();
    has_geometry_ = head.number() != 0;
    const std::string wkt = head.text();
    expected_ = static_cast<std::uint64_t>(head.number());
    if (!head.good() || !head.at_end()) return nonsense();
    if (wkt.empty()) return Done{};
    const GdalMessages quiet;
    crs_.emplace();
    if (crs_->importFromWkt(wkt.c_str()) != OGRERR_NONE) crs_->Clear();
    crs_->SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return Done{};
  }

  std::string layer() const override { return layer_; }
  const std::vector<std::string>& names() const override { return names_; }
  std::string id_name() const override { return id_name_; }
  bool has_geometry() const override { return has_geometry_; }
  const OGRSpatialReference* crs() const override { return crs_ ? &*crs_ : nullptr; }
  std::uint64_t expected() const override { return expected_; }

  Result<Done> want(const std::vector<int>& columns, bool geometry) override {
    Packer asks;
    asks.number(kWant);
    asks.number(geometry ? 1 : 0);
    asks.number(static_cast<std::int64_t>(columns.size()));
    for (const int column : columns) asks.number(column);
    from_.send(asks.bytes());
    at_end_ = false;
    taken_ = 0;
    // What was under way when the reader heard of it still arrives.
    for (;;) {
      if (auto told = receive(); !told) return told.error();
      Unpacker answer{frame_};
      Problems before;
      switch (answer.number()) {
        case kReady:
          frame_.clear();
          return Done{};
        case kRows:
        case kEnd:
          continue;
        case kError:
          return said_error(answer, before);
        default:
          return nonsense();
      }
    }
  }

  Result<bool> next(LayerRow& row, Problems& problems) override {
    while (taken_ >= frame_.size()) {
      if (at_end_) return false;
      if (auto told = receive(); !told) return told.error();
      Unpacker frame{frame_};
      switch (frame.number()) {
        case kRows:
          taken_ = sizeof(std::int64_t);
          continue;
        case kEnd:
          frame.problems(problems);
          frame_.clear();
          taken_ = 0;
          at_end_ = true;
          return false;
        case kError:
          return said_error(frame, problems);
        default:
          return nonsense();
      }
    }
    Unpacker from{std::string_view{frame_}.substr(taken_)};
    if (!unpack(from, row, problems)) return nonsense();
    taken_ = frame_.size() - from.left();
    return true;
  }

 private:
  Result<Done> receive() {
    Death death;
    taken_ = 0;
    const auto how = from_.receive(frame_, death, reader_.limits.silent_seconds);
    if (how == Channel::Arrival::frame) return Done{};
    return why_no_frame(how, death, reader_, where());
  }

  Error said_error(Unpacker& from, Problems& problems) const {
    Error error = from.error();
    from.problems(problems);
    return from.good() ? error : nonsense();
  }
  Error nonsense() const { return reader_nonsense(where()); }
  std::string where() const { return place_of(source_, layer_); }

  LayerSource source_;
  Reader reader_;
  Channel& from_ = reader_.channel;
  std::string layer_, id_name_;
  std::vector<std::string> names_;
  bool has_geometry_ = false;
  std::optional<OGRSpatialReference> crs_;
  std::uint64_t expected_ = 0;
  std::string frame_;
  std::size_t taken_ = 0;  ///< bytes of it
  bool at_end_ = false;
};

}  // namespace

Result<std::unique_ptr<RawRows>> open_raw_rows(const LayerSource& source, bool csv,
                                               Problems& problems) {
  if (is_database(source.file))
    if (const auto may = check_database(source.file); !may) return may.error();
  if (!reads_in_children())
    return csv ? open_csv_rows(source, problems) : open_gdal_rows(source, problems);
  prepare_gdal();
  for (int attempt = 1;; ++attempt) {
    auto rows =
        std::make_unique<ChildRows>(source, open_reader(kPartForRows, is_database(source.file)));
    const auto done = rows->open(csv, problems);
    if (done) return std::unique_ptr<RawRows>{std::move(rows)};
    if (done.error().key != kReaderGone || attempt == kReaderAttempts) return done.error();
  }
}

}  // namespace lifecircle
