#include "engine/prepared/small_parts.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

namespace lifecircle {
namespace {

class ByteWriter {
 public:
  template <class T>
  void add(T value) {
    const auto bytes = std::bit_cast<std::array<std::byte, sizeof(T)>>(value);
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  }
  void add(const std::string& text) {
    add(static_cast<std::uint32_t>(text.size()));
    for (const char c : text) bytes_.push_back(static_cast<std::byte>(c));
  }
  Array<std::byte> take() { return std::move(bytes_); }

 private:
  std::vector<std::byte> bytes_;
};

/// Values one after another; once they run out, nothing but zeros, and no end.
class ByteReader {
 public:
  explicit ByteReader(const Array<std::byte>& bytes) : bytes_{bytes} {}
  template <class T>
  T take() {
    T value{};
    if (left() < sizeof(T)) {
      ran_out_ = true;
      return value;
    }
    std::memcpy(&value, bytes_.data() + at_, sizeof(T));
    at_ += sizeof(T);
    return value;
  }
  std::string text() {
    const auto size = take<std::uint32_t>();
    if (left() < size) {
      ran_out_ = true;
      return {};
    }
    std::string text(size, '\0');
    std::memcpy(text.data(), bytes_.data() + at_, size);
    at_ += size;
    return text;
  }
  std::size_t left() const { return bytes_.size() - at_; }
  bool ran_out() const { return ran_out_; }
  bool ended() const { return !ran_out_ && left() == 0; }

 private:
  const Array<std::byte>& bytes_;
  std::size_t at_ = 0;
  bool ran_out_ = false;
};

/// Reads `Thing`s up to the end.
template <class Thing, class Take>
std::optional<std::vector<Thing>> all_of(const Array<std::byte>& bytes, Take take) {
  ByteReader in{bytes};
  std::vector<Thing> things;
  while (in.left() > 0 && !in.ran_out()) things.push_back(take(in));
  if (!in.ended()) return std::nullopt;
  return things;
}

}  // namespace

Array<std::byte> bytes_of(const std::vector<RoadKind>& kinds) {
  ByteWriter out;
  for (const RoadKind& kind : kinds) {
    out.add(kind.road_class);
    for (const Modes m : {kind.allowed, kind.forbidden, kind.not_forward, kind.not_backward})
      out.add(m.bits);
    out.add(kind.speed_limit_kmh);
    out.add(static_cast<std::int32_t>(kind.level));
    out.add(static_cast<std::uint8_t>((kind.bridge ? 1 : 0) | (kind.tunnel ? 2 : 0)));
  }
  return out.take();
}

std::optional<std::vector<RoadKind>> kinds_of(const Array<std::byte>& bytes) {
  return all_of<RoadKind>(bytes, [](ByteReader& in) {
    RoadKind kind;
    kind.road_class = in.text();
    for (Modes* m : {&kind.allowed, &kind.forbidden, &kind.not_forward, &kind.not_backward})
      m->bits = in.take<std::uint8_t>();
    kind.speed_limit_kmh = in.take<double>();
    kind.level = in.take<std::int32_t>();
    const auto spans = in.take<std::uint8_t>();
    kind.bridge = (spans & 1) != 0;
    kind.tunnel = (spans & 2) != 0;
    return kind;
  });
}

Array<std::uint32_t> words_of(const std::vector<TurnBan>& bans) {
  std::vector<std::uint32_t> words;
  for (const TurnBan& ban : bans) {
    words.push_back(static_cast<std::uint32_t>(ban.arcs.size()));
    words.push_back(ban.only ? 1 : 0);
    words.push_back(ban.modes.bits);
    for (const Arc arc : ban.arcs) {
      words.push_back(arc.edge.index());
      words.push_back(arc.forward ? 1 : 0);
    }
  }
  return words;
}

std::optional<std::vector<TurnBan>> bans_of(const Array<std::uint32_t>& words) {
  std::vector<TurnBan> bans;
  for (std::size_t at = 0; at < words.size();) {
    constexpr std::size_t kHead = 3;
    if (words.size() - at < kHead) return std::nullopt;
    const std::size_t arcs = words[at];
    if (words[at + 1] > 1 || words[at + 2] > Modes::all().bits) return std::nullopt;
    TurnBan ban;
    ban.only = words[at + 1] == 1;
    ban.modes.bits = static_cast<std::uint8_t>(words[at + 2]);
    at += kHead;
    if ((words.size() - at) / 2 < arcs) return std::nullopt;
    for (std::size_t a = 0; a < arcs; ++a, at += 2) {
      if (words[at + 1] > 1) return std::nullopt;
      ban.arcs.push_back({EdgeId{words[at]}, words[at + 1] == 1});
    }
    bans.push_back(std::move(ban));
  }
  return bans;
}

Array<std::uint32_t> words_of(const ArcStates& arcs) {
  std::vector<std::uint32_t> words;
  words.reserve(3 * arcs.size());
  for (const auto& [arc, state] : arcs)
    words.insert(words.end(), {arc.edge.index(), arc.forward ? 1u : 0u, state.index()});
  return words;
}

std::optional<ArcStates> arcs_of(const Array<std::uint32_t>& words) {
  if (words.size() % 3 != 0) return std::nullopt;
  ArcStates arcs;
  arcs.reserve(words.size() / 3);
  for (std::size_t at = 0; at < words.size(); at += 3) {
    if (words[at + 1] > 1) return std::nullopt;
    arcs.emplace_back(Arc{EdgeId{words[at]}, words[at + 1] == 1}, StateId{words[at + 2]});
  }
  return arcs;
}

Array<std::byte> bytes_of(const std::vector<ModeName>& modes) {
  ByteWriter out;
  for (const ModeName& mode : modes) {
    out.add(mode.profile);
    out.add(mode.key);
    out.add(mode.topology);
  }
  return out.take();
}

std::optional<std::vector<ModeName>> modes_of(const Array<std::byte>& bytes) {
  return all_of<ModeName>(bytes, [](ByteReader& in) {
    ModeName mode;
    mode.profile = in.text();
    mode.key = in.text();
    mode.topology = in.take<std::uint32_t>();
    return mode;
  });
}

}  // namespace lifecircle
