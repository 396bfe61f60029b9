#include "io/read/child/reader_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mutex>
#include <utility>

#include <fmt/format.h>
#include <ogr_spatialref.h>

#include "io/read/child/channel.hpp"
#include "io/read/child/row_wire.hpp"
#include "io/read/database.hpp"
#include "io/read/gdal_open.hpp"

namespace lifecircle {
namespace {

constexpr const char* kGone = "reader_gone";

/// The process that waits to read for us, started when it is first needed.
class Readers {
 public:
  static Readers& of_this_process() {
    static Readers readers;
    return readers;
  }
  ~Readers() { stop(); }

  void set(std::vector<std::string> command, const ReaderLimits& limits) {
    const std::scoped_lock lock{mutex_};
    stop();
    command_ = std::move(command);
    limits_ = limits;
  }
  bool wanted() {
    const std::scoped_lock lock{mutex_};
    return !command_.empty();
  }
  ReaderLimits limits() {
    const std::scoped_lock lock{mutex_};
    return limits_;
  }
  /// A connection to a new reader; not open where none could be had.
  Channel open(bool of_database) {
    const std::scoped_lock lock{mutex_};
    if (!asked_.is_open() && !start()) return {};
    auto [ours, theirs] = Channel::pair();
    if (ours.is_open() &&
        asked_.send_descriptor(
            theirs.descriptor(),
            fmt::format("{} {} {}", limits_.memory_mb, limits_.cpu_seconds, of_database ? 1 : 0)))
      return std::move(ours);
    stop();
    return {};
  }

 private:
  bool start() {
    auto [ours, theirs] = Channel::pair();
    if (!ours.is_open()) return false;
    std::vector<char*> words;
    for (std::string& word : command_) words.push_back(word.data());
    words.push_back(nullptr);
    // Between fork and exec only calls that are safe beside other threads.
    pid_ = fork();
    if (pid_ == 0) {
      if (dup2(theirs.descriptor(), STDIN_FILENO) == STDIN_FILENO) execv(words[0], words.data());
      _exit(127);
    }
    if (pid_ < 0) return false;
    asked_ = std::move(ours);
    return true;
  }
  void stop() {
    asked_.close();
    if (pid_ > 0) waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }

  std::mutex mutex_;
  std::vector<std::string> command_;
  ReaderLimits limits_;
  Channel asked_;
  pid_t pid_ = -1;
};

/// Rows that another process reads.
class ChildRows final : public RawRows {
 public:
  ChildRows(LayerSource source, Channel from, const ReaderLimits& limits)
      : source_{std::move(source)}, from_{std::move(from)}, limits_{limits} {}

  Result<Done> open(bool csv, Problems& problems) {
    if (!from_.is_open()) return Error{Fault::storage, kGone, where()};
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
    switch (from_.receive(frame_, death, limits_.silent_seconds)) {
      case Channel::Arrival::frame:
        return Done{};
      case Channel::Arrival::death:
        return how_it_died(death);
      case Channel::Arrival::late:
        return Error{
            Fault::limit, "reader_late", where(), {std::to_string(limits_.silent_seconds)}};
      case Channel::Arrival::too_large:
        return Error{Fault::limit,
                     "reader_row_too_large",
                     where(),
                     {std::to_string(Channel::kMostBytes >> 20)}};
      case Channel::Arrival::closed:
        break;
    }
    return Error{Fault::storage, kGone, where()};
  }

  Error how_it_died(const Death& death) const {
    const std::string memory = std::to_string(limits_.memory_mb);
    // GDAL ends its process where it gets no memory; so much in use is a sign of it.
    const bool full = death.peak_kb / 1024 > limits_.memory_mb / 3;
    if (death.exit_code == kNoMemory || (death.signal == SIGABRT && full))
      return {Fault::limit, "reader_no_memory", where(), {memory}};
    if (death.signal == SIGKILL || death.signal == SIGXCPU)
      return {Fault::limit, "reader_stopped", where(), {std::to_string(limits_.cpu_seconds)}};
    if (death.exit_code == kNoFence) return {Fault::storage, "reader_no_fence", where()};
    return {Fault::input,
            "reader_crashed",
            where(),
            {std::to_string(death.signal != 0 ? death.signal : death.exit_code)}};
  }

  Error said_error(Unpacker& from, Problems& problems) const {
    Error error = from.error();
    from.problems(problems);
    return from.good() ? error : nonsense();
  }
  Error nonsense() const { return {Fault::input, "reader_nonsense", where()}; }
  std::string where() const { return place_of(source_, layer_); }

  LayerSource source_;
  Channel from_;
  ReaderLimits limits_;
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

void read_in_children(std::vector<std::string> command, const ReaderLimits& limits) {
  Readers::of_this_process().set(std::move(command), limits);
}

Result<std::unique_ptr<RawRows>> open_raw_rows(const LayerSource& source, bool csv,
                                               Problems& problems) {
  if (is_database(source.file))
    if (const auto may = check_database(source.file); !may) return may.error();
  Readers& readers = Readers::of_this_process();
  if (!readers.wanted())
    return csv ? open_csv_rows(source, problems) : open_gdal_rows(source, problems);
  prepare_gdal();
  // The process that waits may be gone, killed by hand or for want of memory. The first try may not
  // be told so before it waits for an answer, the second is when it asks, the third has a new one.
  for (int attempt = 1;; ++attempt) {
    auto rows = std::make_unique<ChildRows>(source, readers.open(is_database(source.file)),
                                            readers.limits());
    const auto done = rows->open(csv, problems);
    if (done) return std::unique_ptr<RawRows>{std::move(rows)};
    if (done.error().key != kGone || attempt == 3) return done.error();
  }
}

}  // namespace lifecircle
