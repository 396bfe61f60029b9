// Our roads, starts and answers in plain tables, for other programs to be asked the same.
//   lifecircle_peers_export ROADS.osm.pbf PROFILE from|to STARTS SEED FOLDER
// README.md tells what is written.

#include <cinttypes>
#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "algorithms/circle/reached.hpp"
#include "algorithms/circle/stretches.hpp"
#include "engine/base/messages.hpp"
#include "engine/network/mode_graph.hpp"
#include "engine/search/nearest.hpp"
#include "engine/search/reach.hpp"
#include "io/read/profile_file.hpp"
#include "io/read/town.hpp"

namespace lifecircle {
namespace {

const Duration kLimit = Duration::minutes(15);

template <class T>
T must(Result<T> result) {
  if (result) return std::move(result).value();
  const Error& e = result.error();
  throw std::runtime_error{e.where + ": " + say(e.key, Language::en, e.args)};
}

/// A table of comma separated values.
class Table {
 public:
  Table(const std::string& folder, const char* name, const char* head)
      : path_{folder + "/" + name}, file_{std::fopen(path_.c_str(), "w"), &std::fclose} {
    row("%s", head);
  }
  __attribute__((format(printf, 2, 3))) void row(const char* format, ...) {
    std::va_list values;
    va_start(values, format);
    const bool written = file_ && std::vfprintf(file_.get(), format, values) >= 0;
    va_end(values);
    if (!written || std::fputc('\n', file_.get()) == EOF) fail();
  }
  void close() {
    if (std::fflush(file_.get()) != 0) fail();
  }

 private:
  [[noreturn]] void fail() const { throw std::runtime_error{path_ + ": cannot be written"}; }
  std::string path_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

/// A straight piece of road between two nodes of the peers' graph.
struct Piece {
  EdgeId edge;
  std::uint32_t on_edge;
  std::size_t tail, head;
};

/// The roads as peers shall see them: every bend is a node, for one piece has one speed but an edge
/// of several pieces, each rounded to the millisecond, has not. The first node numbers are the
/// junctions'.
///
/// A closed junction can be reached but not passed, which no peer knows: each road that ends there
/// gets a dead end of its own. Peers that find out by coordinates what meets would join nodes that
/// lie at one place (a bridge over a road, those dead ends), so these are drawn a micrometre apart.
class PeerRoads {
 public:
  explicit PeerRoads(const ModeGraph& graph);
  const std::vector<Piece>& pieces() const { return pieces_; }
  std::size_t node_count() const { return position_.size(); }
  std::size_t moved() const { return moved_; }
  std::string place(std::size_t node) const {
    char text[64];
    std::snprintf(text, sizeof text, "%.6f %.6f", position_[node].x * 1e-3 + shift_um_[node] * 1e-6,
                  position_[node].y * 1e-3);
    return text;
  }

 private:
  std::size_t add(Point p) {
    position_.push_back(p);
    return position_.size() - 1;
  }
  std::vector<Piece> pieces_;
  std::vector<Point> position_;
  std::vector<int> shift_um_;
  std::size_t moved_ = 0;
};

PeerRoads::PeerRoads(const ModeGraph& graph) {
  const Network& network = graph.network();
  for (std::size_t n = 0; n < network.node_count(); ++n) add(network.position(NodeId{n}));
  const auto at_junction = [&](NodeId node) {
    return network.closed(node).has(graph.profile().mode) ? add(network.position(node))
                                                          : std::size_t{node.index()};
  };
  std::vector<bool> used(network.node_count());
  for (std::size_t e = 0; e < network.edge_count(); ++e) {
    const EdgeId edge{e};
    if (!graph.usable(edge)) continue;
    const auto points = network.shape(edge);
    std::size_t tail = at_junction(network.tail(edge));
    for (std::uint32_t i = 0; i + 1 < points.size(); ++i) {
      const std::size_t head =
          i + 2 == points.size() ? at_junction(network.head(edge)) : add(points[i + 1]);
      used.resize(node_count());
      used[tail] = used[head] = true;
      if (tail != head) pieces_.push_back({edge, i, tail, head});  // else nothing long
      tail = head;
    }
  }
  std::map<Point, int> here;
  for (std::size_t n = 0; n < node_count(); ++n) {
    shift_um_.push_back(used[n] ? here[position_[n]]++ : 0);
    if (shift_um_.back() > 0) ++moved_;
  }
}

/// Open junctions one can leave and come to, drawn by the seed.
std::vector<NodeId> starts_on(const ModeGraph& graph, std::size_t count, std::uint64_t seed) {
  const Network& network = graph.network();
  std::vector<NodeId> starts;
  for (std::size_t n = 0; n < network.node_count(); ++n)
    if (!network.closed(NodeId{n}).has(graph.profile().mode) &&
        !graph.leaving(StateId{n}).empty() && !graph.arriving(StateId{n}).empty())
      starts.push_back(NodeId{n});
  if (starts.size() < count) throw std::runtime_error{"fewer junctions than starts asked for"};
  std::mt19937_64 random{seed};
  for (std::size_t i = 0; i < count; ++i)
    std::swap(starts[i], starts[i + random() % (starts.size() - i)]);
  starts.resize(count);
  return starts;
}

/// A leg of no length to every road at the junction.
std::vector<Leg> legs_at(const ModeGraph& graph, NodeId node) {
  const Network& network = graph.network();
  std::vector<Leg> legs;
  for (std::size_t e = 0; e < network.edge_count(); ++e) {
    const EdgeId edge{e};
    const auto points = network.shape(edge);
    const auto add = [&](std::uint32_t piece, bool end) {
      const bool from_smaller = points[piece] <= points[piece + 1];
      Leg leg{};
      leg.place = {edge, piece, end == from_smaller ? 1.0 : 0.0};
      legs.push_back(leg);
    };
    if (!graph.usable(edge)) continue;
    if (network.tail(edge) == node) add(0, false);
    if (network.head(edge) == node) add(static_cast<std::uint32_t>(points.size() - 2), true);
  }
  return legs;
}

/// The nearest field and the search for one place are two programs: they must agree here.
void check_against_reach(const NearestField& field, NodeId start, Reach& reach) {
  const ModeGraph& graph = field.graph();
  reach.run(field.direction(), legs_at(graph, start), kLimit);
  for (std::size_t s = 0; s < graph.state_count(); ++s)
    if (field.at(StateId{s}).time() != reach.at(StateId{s}))
      throw std::runtime_error{"NearestField and Reach differ at junction " + std::to_string(s)};
}

double length_m(const ReachedRoad& road) {
  double mm = 0;
  for (std::size_t i = 0; i + 1 < road.line.size(); ++i)
    mm += distance_mm(road.line[i], road.line[i + 1]);
  return mm / 1e3;
}

void run(char** words) {
  const Profile profile =
      must(read_profile_file(profile_path(LIFECIRCLE_DATA_DIR "/profiles", words[2])));
  const Direction direction =
      std::string{words[3]} == "to" ? Direction::to_facility : Direction::from_facility;
  const std::string folder = words[6];
  const std::vector<OsmRoadSource> osm{{.file = words[1], .ferries = false, .stated_at = ""}};
  LonLatBox box;
  const Frame frame = must(frame_of_roads({}, osm, box));
  Roads roads;
  Barriers barriers;
  Problems problems;
  must(load_roads({}, osm, false, frame, roads, barriers, problems, {}));
  const Network network{roads};
  const ModeGraph graph{network, profile};
  if (graph.state_count() != network.node_count())
    throw std::runtime_error{profile.name + ": obeys turn rules, which not all peers know"};
  const PeerRoads peers{graph};

  Table frame_text{folder, "frame.txt", frame.definition().c_str()};
  frame_text.close();
  Table pieces{folder, "pieces.csv", "piece,source,target,forward_ms,backward_ms,wkt"};
  for (std::size_t i = 0; i < peers.pieces().size(); ++i) {
    const Piece& p = peers.pieces()[i];
    const auto ms = [&](bool forward) {
      return graph.open({p.edge, forward})
                 ? std::int64_t{graph.piece_time(p.edge, p.on_edge, forward).ticks()}
                 : -1;
    };
    pieces.row("%zu,%zu,%zu,%" PRId64 ",%" PRId64 ",\"LINESTRING (%s, %s)\"", i, p.tail, p.head,
               ms(true), ms(false), peers.place(p.tail).c_str(), peers.place(p.head).c_str());
  }
  pieces.close();

  Table starts{folder, "starts.csv", "start,node,wkt,drawn_m"};
  Table times{folder, "node_times.csv", "start,node,ms"};
  Table shares{folder, "piece_shares.csv", "start,piece,by_source,by_target"};
  Reach reach{graph};
  const auto from =
      starts_on(graph, std::strtoull(words[4], nullptr, 10), std::strtoull(words[5], nullptr, 10));
  for (std::size_t k = 0; k < from.size(); ++k) {
    const StateId state{from[k].index()};
    const NearestField field{
        graph, direction, {{state, Label{Duration{}, FacilityId{0u}}}}, kLimit};
    check_against_reach(field, from[k], reach);
    double drawn_m = 0;
    for (const ReachedRoad& road : reached_roads(field, kLimit)) drawn_m += length_m(road);
    starts.row("%zu,%u,POINT (%s),%.9f", k, state.index(), peers.place(state.index()).c_str(),
               drawn_m);

    std::map<std::size_t, Duration> time_at;
    std::size_t i = 0;
    const auto& all = peers.pieces();
    while (i < all.size()) {
      const EdgeId edge = all[i].edge;
      for_each_stretch(field, edge, [&](const Stretch& s) {
        if (i == all.size() || all[i].edge != edge || all[i].on_edge != s.piece) return;
        const auto node = [&](std::size_t n, const Knot& knot) {
          const bool junction = n < network.node_count();
          const Duration t = junction ? field.at(StateId{n}).time() : knot.label.time();
          if (t <= kLimit) time_at[n] = t;
        };
        node(all[i].tail, s.a);
        node(all[i].head, s.b);
        const auto share = [&](const Knot& knot, bool open, Duration over) {
          if (!open || knot.label.time() > kLimit) return 0.0;
          const double spare = (kLimit - knot.label.time()).ticks();
          return over.ticks() == 0 ? 1.0 : std::min(1.0, spare / over.ticks());
        };
        const double by_a = share(s.a, s.by_a, s.over_a), by_b = share(s.b, s.by_b, s.over_b);
        if (by_a > 0 || by_b > 0) shares.row("%zu,%zu,%.17g,%.17g", k, i, by_a, by_b);
        ++i;
      });
    }
    for (const auto& [node, time] : time_at) times.row("%zu,%zu,%u", k, node, time.ticks());
  }
  starts.close();
  times.close();
  shares.close();
  std::printf("%s: %zu pieces, %zu nodes (%zu drawn a micrometre aside), %zu starts\n",
              profile.name.c_str(), peers.pieces().size(), peers.node_count(), peers.moved(),
              from.size());
}

}  // namespace
}  // namespace lifecircle

int main(int count, char** words) {
  if (count != 7)
    return std::printf(
               "lifecircle_peers_export ROADS.osm.pbf PROFILE from|to STARTS SEED FOLDER\n"),
           2;
  try {
    lifecircle::run(words);
  } catch (const std::exception& e) {
    return std::fprintf(stderr, "%s\n", e.what()), 1;
  }
  return 0;
}
