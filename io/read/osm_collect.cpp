#include "io/read/osm_collect.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <tuple>
#include <utility>

#include "io/read/osm_sorted.hpp"

namespace lifecircle::osm {
namespace {

constexpr std::size_t kFirstBytes = 64 * 1024;

std::size_t type_index(const osmium::OSMObject& object) {
  return static_cast<std::size_t>(object.type()) % 4;  // node 1, way 2, relation 3
}

bool is_before(const osmium::OSMObject* a, const osmium::OSMObject* b) {
  const auto rank = [](const osmium::OSMObject* o) {
    return std::tuple{type_index(*o), o->id(), Version::of(*o)};
  };
  const auto ra = rank(a);
  const auto rb = rank(b);
  if (ra != rb) return ra < rb;
  // Two texts of one version: either may win, but the same one each time.
  return std::ranges::lexicographical_compare(std::span{a->data(), a->byte_size()},
                                              std::span{b->data(), b->byte_size()});
}

void keep_newest(Collected& found, const Wanted& wanted) {
  found.objects.clear();
  for (const auto& object : found.buffer.select<osmium::OSMObject>())
    found.objects.push_back(&object);
  std::ranges::sort(found.objects, is_before);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < found.objects.size(); ++i) {
    const osmium::OSMObject* object = found.objects[i];
    const bool newer_follows = i + 1 < found.objects.size() &&
                               type_index(*object) == type_index(*found.objects[i + 1]) &&
                               object->id() == found.objects[i + 1]->id();
    if (!newer_follows && object->visible() && wanted(*object)) found.objects[kept++] = object;
  }
  found.objects.resize(kept);
}

}  // namespace

Result<Collected> collect(const Reading& reading, const Progress& progress, const Wanted& wanted) {
  Collected found{osmium::memory::Buffer{kFirstBytes, osmium::memory::Buffer::auto_grow::yes}, {}};
  std::array<std::optional<std::int64_t>, 4> last;
  bool ascending = true;
  const auto keep = [&](const osmium::OSMObject& object) {
    found.buffer.add_item(object);
    found.buffer.commit();
  };
  const Result<Done> done = read_objects(reading, progress, [&](const osmium::OSMObject& object) {
    auto& before = last[type_index(object)];
    if (before && object.id() <= *before) ascending = false;
    before = object.id();
    if (wanted(object)) keep(object);
    return true;
  });
  if (!done) return done.error();

  if (!ascending) {
    std::array<std::vector<std::int64_t>, 4> ids;
    for (const auto& object : found.buffer.select<osmium::OSMObject>())
      ids[type_index(object)].push_back(object.id());
    for (auto& list : ids) sort_unique(list);
    found.buffer.clear();
    const Result<Done> again =
        read_objects(reading, progress, [&](const osmium::OSMObject& object) {
          if (std::ranges::binary_search(ids[type_index(object)], object.id())) keep(object);
          return true;
        });
    if (!again) return again.error();
  }
  keep_newest(found, wanted);
  return found;
}

}  // namespace lifecircle::osm
