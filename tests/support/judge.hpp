#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/network/join.hpp"
#include "engine/network/profile.hpp"
#include "engine/network/roads.hpp"
#include "engine/places/places.hpp"
#include "engine/search/label.hpp"

namespace lifecircle::test {

/// Answers the questions of the engine by the definitions of semantics.md and nothing else: slowly,
/// on the graph of all pieces, with Boost.Graph's Dijkstra. It reads Roads; it knows no Network, no
/// ModeGraph, no edges and no states.
///
/// What it takes from the engine: the words (Roads, Profile, Facility), the place of a segment
/// nearest to a point and the centre of a shape, which have tests of their own.
///
/// Every vertex is a vertex, every piece an arc in each open direction. Turn rules are obeyed by
/// remembering the vertices one came along. A closed vertex ends every piece that comes to it.
/// Places inside pieces are vertices of their own, in the order in which they lie.
class Judge {
 public:
  using Time = std::uint64_t;  ///< milliseconds
  static constexpr Time kNever = std::numeric_limits<Time>::max();

  struct Leg {
    std::size_t piece = 0;
    double share =
        0;  ///< from the lexicographically smaller end; of zero length: from its first vertex
    Time time = 0;
    double distance_mm = 0;
    double x = 0, y = 0;
  };
  /// Something one travels from or to: legs to places on pieces, or vertices themselves.
  struct End {
    std::vector<Leg> legs = {};
    std::vector<std::uint32_t> vertices = {};
  };
  struct Join {
    Ladder step;
    std::vector<Leg> legs;
  };

  /// `whole_history`: remember all that any turn rule could ask for, instead of what may still
  /// matter.
  Judge(const Roads& roads, const Barriers& barriers, const Profile& profile,
        bool whole_history = false);

  std::vector<Leg> legs(Point p, double limit_m) const;
  Join join(const Facility& facility, double limit_m) const;
  /// Distance to the nearest piece one may get on at.
  std::optional<double> distance_to_roads_m(Point p) const;

  /// times[i][j]: from end i to end j.
  std::vector<std::vector<Time>> times(const std::vector<End>& ends) const;

  /// The time between each home and the nearest of the facilities, in the direction of the
  /// question: one Dijkstra on the graph of all pieces, for real networks.
  std::vector<Time> nearest(const std::vector<End>& homes, const std::vector<End>& facilities,
                            Direction direction) const;

  /// The same of any of the facilities, again and again, on one graph.
  class Search {
   public:
    Search(const Judge& judge, const std::vector<End>& homes, const std::vector<End>& facilities,
           Direction direction);
    ~Search();
    Search(const Search&) = delete;
    Search& operator=(const Search&) = delete;

    struct Nearest {
      Time time = kNever;
      std::size_t facility = 0;  ///< its place among those asked about; of equal times the first
    };
    /// For each home, of these of the facilities.
    std::vector<Nearest> nearest(const std::vector<std::size_t>& facilities);

   private:
    struct Arcs;
    std::unique_ptr<Arcs> arcs_;
  };

  bool is_junction(std::uint32_t vertex) const { return junction_[vertex]; }

 private:
  struct Piece {
    std::uint32_t from, to;
    RoadKind kind;
    bool open[2] = {false, false};  ///< against, along the way it is drawn
    Time time[2] = {0, 0};
    bool joinable = false;
    std::size_t line = 0;
  };
  /// All pieces with the places of some ends on them; end e leaves from node sources + e and
  /// arrives at sinks + e.
  struct PieceGraph {
    std::vector<std::pair<std::size_t, std::size_t>> arcs = {};
    std::vector<Time> weights = {};
    std::size_t nodes = 0, sources = 0, sinks = 0;
  };
  PieceGraph graph_of(const std::vector<End>& ends) const;

  using History = std::vector<std::uint32_t>;  ///< vertices one came along, the last one last

  void make_pieces(const Roads& roads);
  void price(const Roads& roads);
  void share_stated(const Roads& roads, std::size_t first, std::size_t last);
  void find_junctions(const Roads& roads);
  std::optional<double> kmh_on(const RoadKind& kind) const;
  Time by_speed(double mm, double kmh) const;

  static bool crosses_barrier(const std::vector<std::pair<Point, Point>>& barriers, Point from,
                              double x, double y, double distance_mm);
  void add_places(std::size_t piece, const SegmentPlace& place, Time time,
                  std::vector<Leg>& legs) const;
  std::vector<Leg> crossings(const Shape& shape) const;
  std::vector<Leg> border(const Shape& shape, double limit_m) const;

  Point at(std::uint32_t vertex) const { return position_[vertex]; }
  std::uint32_t start(std::size_t piece, bool along) const {
    return along ? pieces_[piece].from : pieces_[piece].to;
  }
  std::uint32_t stop(std::size_t piece, bool along) const { return start(piece, !along); }
  /// The time from the start of a directed piece to a place on it.
  Time offset(std::size_t piece, bool along, double share) const;
  /// Sorts places along a directed piece.
  double order(std::size_t piece, bool along, double share) const;

  History remember(History history, std::uint32_t next) const;
  bool forbidden(const History& history, std::uint32_t next) const;
  /// Calls f(piece, along, history) for everything one may do at the end of a directed piece.
  template <class F>
  void go_on(std::size_t piece, bool along, const History& history, F f) const;

  Profile profile_;
  bool whole_history_;
  std::vector<Point> position_;
  std::vector<Modes> closed_;
  std::vector<Piece> pieces_;
  std::vector<std::vector<std::size_t>> pieces_at_;
  std::vector<bool> junction_;
  std::vector<std::pair<Point, Point>> barriers_;
  std::vector<History> bans_;
  std::map<History, std::vector<std::uint32_t>> only_;  ///< after these vertices, one of those
  std::size_t longest_ = 0;                             ///< vertices of the longest rule
};

}  // namespace lifecircle::test
