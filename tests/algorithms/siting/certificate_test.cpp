// Certificates: as text and back, and what the checker says to wrong ones.

#include "algorithms/siting/certificate.hpp"

#include <functional>
#include <random>

#include <gtest/gtest.h>

#include "algorithms/siting/check.hpp"
#include "algorithms/siting/solve.hpp"
#include "tests/algorithms/siting/small_problems.hpp"

namespace lifecircle::siting {
namespace {

/// Little effort at the root, so that the proof is a tree.
Effort little() {
  Effort effort;
  effort.kicks = 0;
  effort.search = {.regions = 0, .variants = 0};
  effort.root_rounds = 3;
  effort.node_rounds = 3;
  return effort;
}

/// A small town with a tree of some nodes, dropped candidates and demands priced together.
struct Proven {
  test::SmallCase of;
  Certificate certificate;
};
Proven some_proof(Aim aim) {
  for (std::uint32_t seed = 1;; ++seed) {
    Proven found{test::small_case(seed, aim), {}};
    if (found.of.problem.closings) continue;  // their proofs leave out other things
    if (!found.of.problem.sites && aim != Aim::cover_all) continue;
    Solved solved = solve(found.of.relation, found.of.problem, little());
    const Certificate& c = solved.certificate;
    bool decides = false;
    for (const ProofNode& n : c.nodes) decides = decides || !n.closed.empty();
    if (!solved.answer.is_proven_best() || c.nodes.size() < 4 || !decides) continue;
    if (c.dropped.empty() || c.dropped.front().by == Loaded::kNone || c.sites.empty()) continue;
    found.certificate = std::move(solved.certificate);
    return found;
  }
}

TEST(SitingCertificate, ComesBackFromItsText) {
  const Proven proven = some_proof(Aim::cover_most);
  const std::string text = to_text(proven.certificate);
  Certificate back;
  ASSERT_TRUE(from_text(text, back));
  EXPECT_EQ(back, proven.certificate);
  // Cut anywhere, it is none.
  for (std::size_t end = 0; end < text.size(); ++end) {
    Certificate cut;
    EXPECT_FALSE(from_text(text.substr(0, end), cut)) << end;
  }
  EXPECT_FALSE(from_text(text + "more", back));
}

TEST(SitingCertificate, OfSizeThatIsNotThereReservesNothing) {
  Certificate none;
  EXPECT_FALSE(from_text(
      "lifecircle-siting-certificate 1\nfeasible 1\nvalue 0\nbound 0\nsites 4000000000 1\n", none));
}

TEST(SitingCheck, RefusesACertificateOfWhichOneFieldIsWrong) {
  using Spoil = std::function<void(Certificate&, const Problem&)>;
  const std::vector<std::pair<std::vector<Flaw>, Spoil>> wrong{
      {{Flaw::value}, [](Certificate& c, const Problem&) { ++c.value; }},
      {{Flaw::value}, [](Certificate& c, const Problem&) { --c.value; }},
      {{Flaw::sites}, [](Certificate& c, const Problem&) { c.sites.push_back(1000); }},
      {{Flaw::sites}, [](Certificate& c, const Problem&) { c.sites.push_back(c.sites.back()); }},
      {{Flaw::value, Flaw::unserved, Flaw::sites},
       [](Certificate& c, const Problem&) { c.sites.pop_back(); }},
      {{Flaw::hopeless}, [](Certificate& c, const Problem&) { c.feasible = false; }},
      {{Flaw::bound},
       [](Certificate& c, const Problem& p) { c.bound += p.aim == Aim::cover_most ? -1 : 1; }},
      {{Flaw::unit}, [](Certificate& c, const Problem&) { c.unit = 0; }},
      {{Flaw::unit}, [](Certificate& c, const Problem&) { c.unit *= 1'000'003; }},
      {{Flaw::unit}, [](Certificate& c, const Problem&) { c.bits = -1; }},
      {{Flaw::bound, Flaw::tree}, [](Certificate& c, const Problem&) { c.bits += 6; }},
      {{Flaw::dropped},
       [](Certificate& c, const Problem&) { c.dropped.front().by = c.dropped.front().candidate; }},
      {{Flaw::dropped},
       [](Certificate& c, const Problem&) { c.dropped.front().by = Loaded::kNone; }},
      {{Flaw::dropped},
       [](Certificate& c, const Problem&) { c.dropped.push_back(c.dropped.front()); }},
      {{Flaw::classes}, [](Certificate& c, const Problem&) { c.class_of.pop_back(); }},
      {{Flaw::classes},
       [](Certificate& c, const Problem&) {
         for (std::uint32_t& k : c.class_of)
           if (k == 1) k = 0;
       }},
      {{Flaw::tree}, [](Certificate& c, const Problem&) { c.nodes.clear(); }},
      {{Flaw::tree}, [](Certificate& c, const Problem&) { c.nodes.pop_back(); }},
      {{Flaw::tree}, [](Certificate& c, const Problem&) { c.nodes.push_back(c.nodes.back()); }},
      {{Flaw::bound},
       [](Certificate& c, const Problem&) {
         for (ProofNode& n : c.nodes) n.prices.clear();
       }},
      {{Flaw::tree},
       [](Certificate& c, const Problem&) {
         c.nodes.front().prices.push_back({4'000'000, 1});
       }},
      {{Flaw::tree},
       [](Certificate& c, const Problem&) { c.nodes.front().prices.front().price = -1; }},
      {{Flaw::bound, Flaw::tree},
       [](Certificate& c, const Problem&) { c.nodes.front().then = ProofNode::Then::bounded; }},
      {{Flaw::tree}, [](Certificate& c, const Problem&) { c.nodes.front().budget_price = -1; }},
      {{Flaw::bound, Flaw::tree},
       [](Certificate& c, const Problem&) {
         for (ProofNode& n : c.nodes)
           if (n.then == ProofNode::Then::either) n.second = 0;
       }},
      {{Flaw::tree},
       [](Certificate& c, const Problem&) {
         for (ProofNode& n : c.nodes)
           if (n.then == ProofNode::Then::either) n.branch = 1000;
       }},
      {{Flaw::bound, Flaw::tree},
       [](Certificate& c, const Problem&) {
         // A chosen site declared hopeless.
         c.nodes.front().closed.push_back(c.sites.front());
       }},
  };
  for (const Aim aim : {Aim::cover_all, Aim::cover_most, Aim::least_time}) {
    const Proven proven = some_proof(aim);
    ASSERT_EQ(check(proven.of.relation, proven.of.problem, proven.certificate), Flaw::none);
    for (std::size_t k = 0; k < wrong.size(); ++k) {
      Certificate spoiled = proven.certificate;
      wrong[k].second(spoiled, proven.of.problem);
      const Flaw flaw = check(proven.of.relation, proven.of.problem, spoiled);
      EXPECT_TRUE(std::ranges::find(wrong[k].first, flaw) != wrong[k].first.end())
          << "fault " << k << ", aim " << static_cast<int>(aim) << ": " << flaw_name(flaw);
    }
  }
}

TEST(SitingCheck, RefusesMoreClosingsThanMayBe) {
  int refused = 0;
  for (std::uint32_t seed = 1; seed <= 300; ++seed) {
    auto small = test::small_case(seed, Aim::cover_most);
    Problem& p = small.problem;
    if (p.existing.empty()) continue;
    p.closings = {};
    const Solved free = solve(small.relation, p);
    if (!free.answer.feasible) continue;
    std::uint32_t closed = 0;
    for (std::uint32_t c = 0; c < small.relation.candidates(); ++c)
      closed += p.exists(c) && p.standing_of(c) != Standing::kept &&
                        !std::ranges::binary_search(free.answer.sites, c)
                    ? 1
                    : 0;
    p.closings = closed;
    EXPECT_EQ(check(small.relation, p, free.certificate) == Flaw::sites, false) << "seed " << seed;
    if (closed == 0) continue;
    p.closings = closed - 1;
    EXPECT_EQ(check(small.relation, p, free.certificate), Flaw::sites) << "seed " << seed;
    ++refused;
  }
  EXPECT_GT(refused, 30);
}

TEST(SitingCheck, NeverBelievesABoundThatIsBetterThanTheBest) {
  std::mt19937 random{20261128};
  int checked = 0;
  for (const Aim aim : {Aim::cover_all, Aim::cover_most, Aim::least_time, Aim::least_worst})
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
      const auto small = test::small_case(seed, aim);
      const Solved solved = solve(small.relation, small.problem, little());
      if (!solved.answer.feasible) continue;
      for (int change = 0; change < 40; ++change) {
        Certificate c = solved.certificate;
        c.bound += aim == Aim::cover_most ? -1 : 1;  // more than can be true
        // Some of it changed in any way that keeps it a certificate to look at.
        for (int times = 0; times < 3 && !c.nodes.empty(); ++times) {
          const auto any = [&](std::size_t size) {
            return test::pick(random, static_cast<std::uint32_t>(size));
          };
          ProofNode& n = c.nodes[any(c.nodes.size())];
          const auto site = any(small.relation.candidates());
          switch (any(8)) {
            case 0:
              n.then = static_cast<ProofNode::Then>(any(3));
              break;
            case 1:
              n.branch = site;
              break;
            case 2:
              n.opened.push_back(site);
              break;
            case 3:
              n.closed.push_back(site);
              break;
            case 4:
              n.budget_price = any(1 << 20);
              break;
            case 5:
              c.dropped.push_back({site, any(small.relation.candidates())});
              break;
            case 6:
              c.class_of[any(c.class_of.size())] = any(c.class_of.size());
              break;
            default:
              if (!n.prices.empty()) n.prices[any(n.prices.size())].price = any(1U << 31);
          }
        }
        ++checked;
        EXPECT_NE(check(small.relation, small.problem, c), Flaw::none)
            << "seed " << seed << ", aim " << static_cast<int>(aim);
      }
    }
  EXPECT_GT(checked, 5000);
}

}  // namespace
}  // namespace lifecircle::siting
