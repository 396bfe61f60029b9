// What the headers say of memory: measured, so that they cannot lie.

#include <malloc.h>
#include <sys/resource.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/memory.hpp"
#include "engine/network/mode_graph.hpp"
#include "engine/search/hierarchy/hierarchy.hpp"
#include "tests/support/random_town.hpp"

namespace lifecircle {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kHeapIsOurs = false;
#else
constexpr bool kHeapIsOurs = true;
#endif

/// Bytes of the heap in use.
std::size_t heap() {
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
}
/// What a thing keeps there; the first time threads and libraries may keep something, too.
template <class F>
std::size_t kept(F make) {
  std::size_t least = ~std::size_t{0};
  for (int time = 0; time < 2; ++time) {
    malloc_trim(0);
    const std::size_t before = heap();
    const auto made = make();
    least = std::min(least, heap() - before);
  }
  return least;
}

/// A grid of streets, each with bends, some one-way, some missing.
Roads grid(int side) {
  Roads roads;
  test::Dice dice{2026, 3};
  RoadKind kind;
  kind.road_class = "street";
  const std::uint32_t both = roads.add_kind(kind);
  kind.not_backward = Modes::of(Mode::car);
  const std::uint32_t one_way = roads.add_kind(kind);
  const auto at = [&](int x, int y) { return static_cast<std::uint32_t>(y * side + x); };
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x) roads.add_vertex({x * 100'000, y * 100'000});
  const auto street = [&](std::uint32_t a, std::uint32_t b) {
    if (dice.chance(15)) return;
    std::vector<std::uint32_t> line{a};
    for (std::uint32_t bends = dice.below(5); bends > 0; --bends)
      line.push_back(
          roads.add_vertex({roads.position[a].x + static_cast<std::int32_t>(dice.below(90'000)),
                            roads.position[a].y + static_cast<std::int32_t>(dice.below(90'000))}));
    line.push_back(b);
    roads.add_line(dice.chance(10) ? one_way : both, line);
  };
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x) {
      if (x + 1 < side) street(at(x, y), at(x + 1, y));
      if (y + 1 < side) street(at(x, y), at(x, y + 1));
    }
  return roads;
}

/// Room for a few small things that do not grow.
constexpr std::size_t kSmall = 16 * 1024;

TEST(Memory, OfNetworkGraphAndHierarchyIsWhatTheirHeadersSay) {
  if (!kHeapIsOurs) GTEST_SKIP() << "sanitizers keep a heap of their own";
  const Roads roads = grid(120);
  const Network network{roads};
  const std::size_t nodes = network.node_count(), edges = network.edge_count(),
                    points = network.point_count();
  ASSERT_GT(nodes, 10'000u);
  EXPECT_LE(kept([&] { return std::make_unique<Network>(roads); }),
            9 * nodes + 20 * edges + 8 * points + kSmall);

  for (const Profile& profile : test::random_town_profiles()) {
    SCOPED_TRACE(profile.name);
    const ModeGraph graph{network, profile};
    const std::size_t states = graph.state_count(), steps = graph.step_count();
    ASSERT_GT(steps, edges);
    EXPECT_LE(kept([&] { return std::make_unique<ModeGraph>(network, profile); }),
              4 * points + edges + 16 * states + 16 * steps + kSmall);

    const Hierarchy hierarchy{graph};
    const Topology& topology = hierarchy.topology();
    std::size_t border = 0;
    const std::size_t cells = topology.order().cells.size();
    for (std::size_t c = 0; c < cells; ++c) border += topology.border(c).size();
    const std::size_t of_topology =
        20 * states + 4 * topology.arc_count() + 4 * border + 24 * cells;
    EXPECT_LE(kept([&] { return std::make_unique<Hierarchy>(graph); }),
              of_topology + 16 * states + 8 * hierarchy.step_count() + kSmall);
    EXPECT_LE(kept([&] { return std::make_unique<Hierarchy>(hierarchy.shared_topology(), graph); }),
              16 * states + 8 * hierarchy.step_count() + kSmall);
  }
}

/// This process may take so much more while it lives.
class Left {
 public:
  explicit Left(std::size_t bytes) {
    malloc_trim(0);
    getrlimit(RLIMIT_DATA, &before_);
    rlimit limit = before_;
    limit.rlim_cur = memory_held() - mallinfo2().fordblks + bytes;
    setrlimit(RLIMIT_DATA, &limit);
  }
  ~Left() { setrlimit(RLIMIT_DATA, &before_); }

 private:
  rlimit before_{};
};

TEST(Memory, WhileANetworkIsBuiltIsWhatItsBuilderSays) {
  if (!kHeapIsOurs) GTEST_SKIP() << "sanitizers keep a heap of their own";
  mallopt(M_MMAP_THRESHOLD, 1 << 17);  // what is let go of is free at once
  Roads roads;
  {
    const Roads with_room = grid(500);
    roads = with_room;  // exactly as large as it must be
  }
  const std::size_t vertices = roads.vertex_count(), lines = roads.line_count(),
                    pieces = roads.line_vertex.size() - lines;
  std::size_t of_network = 0, edges = 0;
  {
    const Network network{roads};
    edges = network.edge_count();
    of_network = 9 * network.node_count() + 20 * edges + 8 * network.point_count();
  }
  ASSERT_GT(of_network, std::size_t{16} << 20);
  const std::size_t of_roads = 9 * vertices + 4 * (pieces + lines) + 20 * lines,
                    at_first = 13 * vertices + 16 * pieces + 8 * lines + 8 * edges,
                    in_the_end = of_network + 8 * vertices + 4 * pieces + 4 * edges,
                    most = std::max(at_first, in_the_end);
  const auto is_enough = [&](std::size_t bytes) {
    Roads once = roads;
    const Left left{bytes - of_roads};
    try {
      const Network network{std::move(once)};
      return network.node_count() > 0;
    } catch (const std::bad_alloc&) {
      return false;
    }
  };
  constexpr std::size_t kRoom = std::size_t{1} << 20;  // and bits, a few a piece
  EXPECT_TRUE(is_enough(most + kRoom));
  EXPECT_FALSE(is_enough(most - 2 * kRoom)) << "the limit binds";
  EXPECT_LE(10 * most, 18 * of_network) << "of streets with two bends each";
}

TEST(Memory, ThatWillNotDoIsKnownBeforeAStageBegins) {
  if (!kHeapIsOurs) GTEST_SKIP() << "sanitizers keep a heap of their own";
  const Roads roads = grid(120);
  const Network network{roads};
  const Profile profile = test::random_town_profiles().front();
  const auto refusal = [](auto make) {
    try {
      const Left left{1 << 20};
      make();
    } catch (const MemoryShort& known) {
      return known.error();
    }
    return Error{Fault::input, "nothing was refused", ""};
  };
  const Error of_network = refusal([&] { Network again{roads}; });
  EXPECT_EQ(of_network.key, "memory_network");
  EXPECT_EQ(of_network.fault, Fault::limit);
  ASSERT_EQ(of_network.args.size(), 4u);
  EXPECT_EQ(of_network.args[1], "1 MB");
  EXPECT_EQ(of_network.args[2], std::to_string(roads.line_count()));
  EXPECT_EQ(of_network.args[3], std::to_string(roads.vertex_count()));
  const Error of_mode = refusal([&] { ModeGraph graph{network, profile}; });
  EXPECT_EQ(of_mode.key, "memory_mode");
  ASSERT_EQ(of_mode.args.size(), 4u);
  EXPECT_EQ(of_mode.args[2], std::to_string(network.node_count()));
  EXPECT_EQ(of_mode.args[3], std::to_string(network.edge_count()));
}

TEST(Memory, IsNotRefusedWhereItDoes) {
  if (!kHeapIsOurs) GTEST_SKIP() << "sanitizers keep a heap of their own";
  const Roads roads = grid(120);
  const Network network{roads};
  const Profile profile = test::random_town_profiles().front();
  const std::size_t of_network = kept([&] { return std::make_unique<Network>(roads); }),
                    of_mode = kept([&] { return std::make_unique<ModeGraph>(network, profile); });
  // A network takes three times itself while it is built, the graph of a mode hardly more. What is
  // free in the heap may lie in pieces too small.
  const std::size_t free = mallinfo2().fordblks;
  EXPECT_NO_THROW({
    const Left left{free + 3 * of_network};
    Network again{roads};
  });
  EXPECT_NO_THROW({
    const Left left{free + of_mode + of_mode / 10 + (std::size_t{1} << 20)};
    ModeGraph again(network, profile);
  });
}

TEST(Memory, RoadsThatAreUsedUpMakeTheSameNetwork) {
  Roads roads = grid(20);
  roads.turn_rules.push_back({{1, roads.line(1)[0], roads.line(0)[1]}, false, Modes::all()});
  const Network network{roads};
  Roads used = roads;
  const Network again{std::move(used)};
  EXPECT_EQ(used.vertex_count(), 0u);  // NOLINT(bugprone-use-after-move): it says so
  ASSERT_EQ(again.edge_count(), network.edge_count());
  ASSERT_EQ(again.node_count(), network.node_count());
  EXPECT_EQ(again.kinds(), network.kinds());
  EXPECT_EQ(again.turn_bans(), network.turn_bans());
  EXPECT_EQ(again.unplaced_turn_rules(), network.unplaced_turn_rules());
  for (std::size_t e = 0; e < network.edge_count(); ++e) {
    const EdgeId edge{e};
    EXPECT_EQ(again.tail(edge), network.tail(edge));
    EXPECT_EQ(again.head(edge), network.head(edge));
    EXPECT_EQ(again.kind_index(edge), network.kind_index(edge));
    EXPECT_TRUE(std::ranges::equal(again.shape(edge), network.shape(edge)));
  }
}

}  // namespace
}  // namespace lifecircle
