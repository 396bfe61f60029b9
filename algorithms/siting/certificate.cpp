#include "algorithms/siting/certificate.hpp"

#include <string_view>

#include "algorithms/siting/certificate_text.hpp"

namespace lifecircle::siting {
namespace {

constexpr std::string_view kHead = "lifecircle-siting-certificate 1";

}  // namespace

std::string to_text(const Certificate& c) {
  CertificateWriter w;
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
  CertificateReader r{text};
  Certificate c;
  r.word(kHead);
  r.end();
  r.word("feasible");
  c.feasible = r.yes_or_no();
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
