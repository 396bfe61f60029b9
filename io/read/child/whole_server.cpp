// The side that reads.

#include <malloc.h>
#include <pthread.h>

#include <string>
#include <utility>

#include "io/read/child/row_wire.hpp"
#include "io/read/child/value_wire.hpp"
#include "io/read/child/whole.hpp"
#include "io/read/elevation.hpp"

namespace lifecircle {
namespace {

template <class Value>
void pack_answer(ByteSink& to, Result<Value> value, const Problems& problems) {
  to.number(value ? 1 : 0);
  if (value)
    pack(to, std::move(value).value());
  else
    to.error(value.error());
  to.problems(problems);
}

/// Does what is asked with the function that does it in any process.
void answer(ByteSource& asked, ByteSink& to, const Progress& progress) {
  const auto task = static_cast<WholeTask>(asked.number());
  Problems problems;
  switch (task) {
    case WholeTask::osm_extent:
      return pack_answer(to, osm_extent(take_osm_file(asked)), problems);
    case WholeTask::osm_roads: {
      const OsmFile file = take_osm_file(asked);
      const auto frame = take_frame(asked);
      const bool barriers = asked.number() != 0, ferries = asked.number() != 0;
      const auto time = take_time(asked);
      if (!frame || !asked.good()) return;
      auto roads = read_osm_roads(file, frame.value(), barriers, ferries, problems, progress, time);
      return pack_answer(to, std::move(roads), problems);
    }
    case WholeTask::osm_features: {
      const OsmFile file = take_osm_file(asked);
      const auto frame = take_frame(asked);
      std::vector<TagFilter> filters;
      for (std::string& text : asked.texts()) filters.push_back({std::move(text)});
      const std::vector<std::string> keys = asked.texts();
      if (!frame || !asked.good()) return;
      auto found = read_osm_features(file, frame.value(), filters, keys, problems, progress);
      return pack_answer(to, std::move(found), problems);
    }
    case WholeTask::raster_place:
      return pack_answer(to, raster_place(take_raster_source(asked)), problems);
    case WholeTask::raster: {
      const LayerSource source = take_raster_source(asked);
      const auto frame = take_frame(asked);
      const LonLatBox within = take_box(asked);
      if (!frame || !asked.good()) return;
      auto cells = read_raster(source, frame.value(), problems, progress, within);
      return pack_answer(to, std::move(cells), problems);
    }
    case WholeTask::heights: {
      const LayerSource source = take_raster_source(asked);
      const auto frame = take_frame(asked);
      const std::vector<Point> places = asked.array<Point>();
      if (!frame || !asked.good()) return;
      auto heights = read_heights({&source, 1}, frame.value(), places, problems, progress);
      return pack_answer(to, std::move(heights), problems);
    }
  }
}

}  // namespace

void answer_whole(Channel& to, std::string asked) {
  // Threads that unpack OSM files would each reserve 64 MB of addresses, which are limited.
  mallopt(M_ARENA_MAX, 4);
  // And their stacks, of which little is used, 8 MB each.
  pthread_attr_t threads;
  pthread_attr_init(&threads);
  pthread_attr_setstacksize(&threads, std::size_t{1} << 20);
  pthread_setattr_default_np(&threads);
  pthread_attr_destroy(&threads);
  Death nobody;
  ByteSource source{[&](std::string& piece) {
                      if (asked.empty() && to.receive(asked, nobody, -1) != Channel::Arrival::frame)
                        return false;
                      Unpacker frame{asked};
                      frame.number();
                      piece = frame.text();
                      asked.clear();
                      return frame.good();
                    },
                    ~std::uint64_t{0}};
  ByteSink sink{[&](std::string_view piece) {
    Packer frame;
    frame.number(kMore);
    frame.text(piece);
    return to.send(frame.bytes());
  }};
  answer(source, sink, [&](std::string_view stage, std::uint64_t done, std::uint64_t all) {
    Packer frame;
    frame.number(kProgress);
    frame.text(stage);
    frame.number(static_cast<std::int64_t>(done));
    frame.number(static_cast<std::int64_t>(all));
    // The other side has no more to say: what arrives is that it is gone.
    return to.send(frame.bytes()) && !to.has_arrival();
  });
  sink.finish();
}

}  // namespace lifecircle
