#include "algorithms/siting/certificate.hpp"

#include <charconv>
#include <string_view>

namespace lifecircle::siting {
namespace {

constexpr std::string_view kHead = "lifecircle-siting-certificate 1";

/// Words and numbers, a line each kind.
class Writer {
 public:
  Writer& word(std::string_view w) {
    text_ += w;
    return *this;
  }
  Writer& number(std::int64_t n) {
    text_ += ' ';
    text_ += std::to_string(n);
    return *this;
  }
  Writer& numbers(const std::vector<std::uint32_t>& all) {
    number(static_cast<std::int64_t>(all.size()));
    for (const std::uint32_t n : all) number(n);
    return *this;
  }
  void end() { text_ += '\n'; }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

class Reader {
 public:
  explicit Reader(std::string_view text) : left_{text} {}
  bool good() const { return good_; }
  bool at_end() const { return left_.empty(); }

  void word(std::string_view w) {
    if (left_.substr(0, w.size()) == w)
      left_.remove_prefix(w.size());
    else
      good_ = false;
  }
  void end() { word("\n"); }
  template <class T>
  T number() {
    word(" ");
    T n{};
    const auto [next, failed] = std::from_chars(left_.data(), left_.data() + left_.size(), n);
    if (!good_ || failed != std::errc{}) {
      good_ = false;
      return T{};
    }
    left_.remove_prefix(static_cast<std::size_t>(next - left_.data()));
    return n;
  }
  /// How many follow; each takes two bytes at least, so that a wrong count reserves nothing.
  std::size_t count() {
    const auto n = number<std::uint64_t>();
    if (n > left_.size()) good_ = false;
    return good_ ? n : 0;
  }
  std::vector<std::uint32_t> numbers() {
    std::vector<std::uint32_t> all(count());
    for (std::uint32_t& n : all) n = number<std::uint32_t>();
    return all;
  }

 private:
  std::string_view left_;
  bool good_ = true;
};

}  // namespace

std::string to_text(const Certificate& c) {
  Writer w;
  w.word(kHead).end();
  w.word("feasible").number(c.feasible ? 1 : 0).end();
  w.word("value").number(c.value).end();
  w.word("bound").number(c.bound).end();
  w.word("sites").numbers(c.sites).end();
  w.word("unit").number(c.unit).end();
  w.word("bits").number(c.bits).end();
  w.word("dropped").number(static_cast<std::int64_t>(c.dropped.size()));
  for (const Dropped& d : c.dropped) w.number(d.candidate).number(d.by);
  w.end();
  w.word("classes").numbers(c.class_of).end();
  w.word("nodes").number(static_cast<std::int64_t>(c.nodes.size())).end();
  for (const ProofNode& n : c.nodes) {
    w.word("node").number(static_cast<int>(n.then)).number(n.branch).number(n.second);
    w.number(n.budget_price).numbers(n.opened).numbers(n.closed);
    w.number(static_cast<std::int64_t>(n.prices.size()));
    for (const ProofNode::Price& p : n.prices) w.number(p.demand).number(p.price);
    w.end();
  }
  return w.take();
}

bool from_text(const std::string& text, Certificate& certificate) {
  Reader r{text};
  Certificate c;
  r.word(kHead);
  r.end();
  r.word("feasible");
  c.feasible = r.number<int>() != 0;
  r.end();
  r.word("value");
  c.value = r.number<std::int64_t>();
  r.end();
  r.word("bound");
  c.bound = r.number<std::int64_t>();
  r.end();
  r.word("sites");
  c.sites = r.numbers();
  r.end();
  r.word("unit");
  c.unit = r.number<std::int64_t>();
  r.end();
  r.word("bits");
  c.bits = r.number<int>();
  r.end();
  r.word("dropped");
  c.dropped.resize(r.count());
  for (Dropped& d : c.dropped) {
    d.candidate = r.number<std::uint32_t>();
    d.by = r.number<std::uint32_t>();
  }
  r.end();
  r.word("classes");
  c.class_of = r.numbers();
  r.end();
  r.word("nodes");
  c.nodes.resize(r.count());
  r.end();
  for (ProofNode& n : c.nodes) {
    if (!r.good()) return false;
    r.word("node");
    const int then = r.number<int>();
    if (then < 0 || then > 2) return false;
    n.then = static_cast<ProofNode::Then>(then);
    n.branch = r.number<std::uint32_t>();
    n.second = r.number<std::uint32_t>();
    n.budget_price = r.number<std::int64_t>();
    n.opened = r.numbers();
    n.closed = r.numbers();
    n.prices.resize(r.count());
    for (ProofNode::Price& p : n.prices) {
      p.demand = r.number<std::uint32_t>();
      p.price = r.number<std::int64_t>();
    }
    r.end();
  }
  if (!r.good() || !r.at_end()) return false;
  certificate = std::move(c);
  return true;
}

}  // namespace lifecircle::siting
