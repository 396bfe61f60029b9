// The side that asks.

#include "io/read/child/whole.hpp"

#include <functional>
#include <optional>
#include <utility>

#include "engine/base/messages.hpp"
#include "io/read/child/readers.hpp"
#include "io/read/child/row_wire.hpp"
#include "io/read/child/value_wire.hpp"

namespace lifecircle {
namespace {

/// One request to one reader.
class Question {
  /// What is read comes to be on both sides.
  static constexpr unsigned kPart = 2;

 public:
  Question(std::string where, const char* interrupted, const Progress& progress)
      : where_{std::move(where)},
        interrupted_{interrupted},
        progress_{progress},
        from_{open_reader(kPart)} {}

  template <class Value>
  Result<Value> ask(WholeTask task, const std::function<void(ByteSink&)>& say,
                    const std::function<Value(ByteSource&)>& take, Problems& problems) {
    if (!reader_.is_open()) return Error{Fault::storage, kReaderGone, where_};
    std::int64_t word = kWhole;
    ByteSink asks{[&](std::string_view piece) {
      Packer frame;
      frame.number(std::exchange(word, kMore));
      frame.text(piece);
      return reader_.send(frame.bytes());
    }};
    asks.number(static_cast<std::int64_t>(task));
    say(asks);
    asks.finish();  // a reader that is gone is told of below
    // An honest reader cannot hold more than its memory.
    ByteSource answer{[&](std::string& piece) { return receive(piece); },
                      static_cast<std::uint64_t>(from_.limits.memory_mb) << 20};
    const bool is_value = answer.number() != 0;
    if (is_value) {
      Value value = take(answer);
      answer.problems(problems);
      if (answer.good()) return value;
    } else if (answer.good()) {
      const Error error = answer.error();
      answer.problems(problems);
      if (answer.good()) return error;
    }
    return why_ ? *why_ : reader_nonsense(where_);
  }

 private:
  /// The next piece of the answer; progress is told on the way.
  bool receive(std::string& piece) {
    for (Death death;;) {
      const auto how = reader_.receive(frame_, death, from_.limits.silent_seconds);
      if (how != Channel::Arrival::frame) {
        why_ = why_no_frame(how, death, from_, where_);
        return false;
      }
      Unpacker frame{frame_};
      const std::int64_t word = frame.number();
      if (word == kMore) {
        piece = frame.text();
        return frame.good() && frame.at_end();
      }
      // A stage that is no message is none of ours; its words must outlive this frame.
      const Message* const stage = word == kProgress ? find_message(frame.text()) : nullptr;
      const std::int64_t done = frame.number(), all = frame.number();
      if (stage == nullptr || done < 0 || all < 0 || !frame.good() || !frame.at_end()) return false;
      if (tell(progress_, stage->key, static_cast<std::uint64_t>(done),
               static_cast<std::uint64_t>(all)))
        continue;
      reader_.close();
      why_ = Error{Fault::interrupted, interrupted_, where_};
      return false;
    }
  }

  std::string where_;
  const char* interrupted_;
  const Progress& progress_;
  Reader from_;
  Channel& reader_ = from_.channel;
  std::string frame_;
  std::optional<Error> why_;  ///< there is no next piece, where that is known
};

/// Asks again where no reader was there. `interrupted`: what is said where progress ends the work.
template <class Value>
Result<Value> ask(WholeTask task, const std::string& file, const char* interrupted,
                  const Progress& progress, Problems& problems,
                  const std::function<void(ByteSink&)>& say,
                  const std::function<Value(ByteSource&)>& take) {
  for (int attempt = 1;; ++attempt) {
    auto answer = Question{file, interrupted, progress}.ask<Value>(task, say, take, problems);
    if (answer || answer.error().key != kReaderGone || attempt == kReaderAttempts) return answer;
  }
}

constexpr const char *kOsmInterrupted = "osm_interrupted", *kInterrupted = "reading_interrupted";

}  // namespace

namespace in_child {

Result<LonLatBox> osm_extent(const OsmFile& file) {
  Problems none;
  return ask<LonLatBox>(
      WholeTask::osm_extent, file.path, kOsmInterrupted, {}, none,
      [&](ByteSink& to) { pack(to, file); }, take_box);
}

Result<OsmRoads> read_osm_roads(const OsmFile& file, const Frame& frame, bool with_barriers,
                                bool with_ferries, Problems& problems, const Progress& progress,
                                const std::optional<DayTime>& time) {
  return ask<OsmRoads>(
      WholeTask::osm_roads, file.path, kOsmInterrupted, progress, problems,
      [&](ByteSink& to) {
        pack(to, file);
        pack(to, frame);
        to.number(with_barriers ? 1 : 0);
        to.number(with_ferries ? 1 : 0);
        pack_time(to, time);
      },
      take_osm_roads);
}

Result<OsmFeatures> read_osm_features(const OsmFile& file, const Frame& frame,
                                      const std::vector<TagFilter>& filters,
                                      const std::vector<std::string>& keep_keys, Problems& problems,
                                      const Progress& progress) {
  return ask<OsmFeatures>(
      WholeTask::osm_features, file.path, kOsmInterrupted, progress, problems,
      [&](ByteSink& to) {
        pack(to, file);
        pack(to, frame);
        std::vector<std::string> texts;
        for (const TagFilter& filter : filters) texts.push_back(filter.text);
        to.texts(texts);
        to.texts(keep_keys);
      },
      [&](ByteSource& from) { return take_osm_features(from, file.path, keep_keys); });
}

Result<RasterPlace> raster_place(const LayerSource& source) {
  Problems none;
  return ask<RasterPlace>(
      WholeTask::raster_place, source.file, kInterrupted, {}, none,
      [&](ByteSink& to) { pack_raster_source(to, source); }, take_raster_place);
}

Result<RasterCells> read_raster(const LayerSource& source, const Frame& frame, Problems& problems,
                                const Progress& progress, const LonLatBox& within) {
  return ask<RasterCells>(
      WholeTask::raster, source.file, kInterrupted, progress, problems,
      [&](ByteSink& to) {
        pack_raster_source(to, source);
        pack(to, frame);
        pack(to, within);
      },
      take_raster_cells);
}

Result<std::vector<double>> read_heights(const LayerSource& source, const Frame& frame,
                                         std::span<const Point> places, Problems& problems,
                                         const Progress& progress) {
  return ask<std::vector<double>>(
      WholeTask::heights, source.file, kInterrupted, progress, problems,
      [&](ByteSink& to) {
        pack_raster_source(to, source);
        pack(to, frame);
        to.array(places);
      },
      [&](ByteSource& from) { return take_heights(from, places.size()); });
}

}  // namespace in_child
}  // namespace lifecircle
