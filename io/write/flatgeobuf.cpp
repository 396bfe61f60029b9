#include "io/write/flatgeobuf.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/write/checked_file.hpp"
#include "io/write/count_back.hpp"
#include "io/write/flatgeobuf_buffers.hpp"
#include "io/write/hilbert_index.hpp"

namespace lifecircle {
namespace {

constexpr std::string_view kMagic{
    "fgb\x03"
    "fgb\x01"};

class FlatGeobuf final : public LayerWriter {
 public:
  FlatGeobuf(const LayerPlan& plan, CheckedFile file, std::string waiting_path, CheckedFile waiting)
      : plan_{plan},
        file_{std::move(file)},
        waiting_path_{std::move(waiting_path)},
        waiting_{std::move(waiting)} {}

  Result<Done> add(const Table& batch, const Slab& slab) override {
    for (std::size_t row = slab.first_row; row < slab.last_row; ++row) {
      const auto geometry = geometry_of(batch.shapes, row, slab, plan_.type);
      const std::string bytes = flatgeobuf_row(geometry.get(), batch, row);
      IndexedRow indexed{{}, waiting_.size(), static_cast<std::uint32_t>(bytes.size())};
      if (geometry) geometry->getEnvelope(&indexed.box);
      all_.Merge(indexed.box);
      rows_.push_back(indexed);
      if (Result<Done> put = waiting_.add(bytes); !put) return put;
    }
    return Done{};
  }

  Result<Done> finish(Written& written) override {
    if (Result<Done> done = waiting_.finish(); !done) return done;
    sort_along_hilbert(rows_, all_);
    Result<Done> put = file_.add(kMagic);
    if (put) put = file_.add(flatgeobuf_head(plan_, rows_.size(), all_));
    if (put && !rows_.empty()) put = file_.add(packed_index(rows_));
    if (put) put = move_rows();
    std::remove(waiting_path_.c_str());
    if (!put) return put;
    if (Result<Done> done = file_.finish(); !done) return done;
    return count_back(plan_.path, plan_.shown, "FlatGeobuf", written);
  }

 private:
  /// From the file they wait in to the one they belong to, in their new order.
  Result<Done> move_rows() {
    const Descriptor from{::open(waiting_path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    if (from.get() < 0) return write_failure(plan_.shown, errno);
    std::string bytes;
    for (const IndexedRow& row : rows_) {
      bytes.resize(row.bytes);
      for (std::size_t have = 0; have < bytes.size();) {
        const ssize_t got = ::pread(from.get(), bytes.data() + have, bytes.size() - have,
                                    static_cast<off_t>(row.place + have));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return write_failure(plan_.shown, got < 0 ? errno : EIO);
        have += static_cast<std::size_t>(got);
      }
      if (Result<Done> put = file_.add(bytes); !put) return put;
    }
    return Done{};
  }

  const LayerPlan& plan_;
  CheckedFile file_;
  std::string waiting_path_;
  CheckedFile waiting_;
  std::vector<IndexedRow> rows_;
  OGREnvelope all_;
};

}  // namespace

Result<std::unique_ptr<LayerWriter>> begin_flatgeobuf(const LayerPlan& plan) {
  const std::string waiting_path = plan.path + ".rows";
  Result<CheckedFile> file = CheckedFile::create(plan.path, plan.shown);
  if (!file) return file.error();
  Result<CheckedFile> waiting = CheckedFile::create(waiting_path, plan.shown);
  if (!waiting) return waiting.error();
  return std::unique_ptr<LayerWriter>{std::make_unique<FlatGeobuf>(
      plan, std::move(file).value(), waiting_path, std::move(waiting).value())};
}

}  // namespace lifecircle
