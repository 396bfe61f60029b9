#include <string_view>

#include "algorithms/siting/certificate_text.hpp"
#include "algorithms/siting/rooms.hpp"

namespace lifecircle::siting {
namespace {

constexpr std::string_view kHead = "lifecircle-siting-rooms 1";

}  // namespace

std::string to_text(const RoomAnswer& given) {
  CertificateWriter w;
  w.word(kHead).end();
  w.word("feasible").number(given.answer.feasible ? 1 : 0).end();
  w.word("value").number(given.answer.value).end();
  w.word("bound").number(given.answer.bound).end();
  w.word("sites").numbers(given.answer.sites).end();
  w.word("sent").number(static_cast<std::int64_t>(given.site_of.size()));
  for (const std::uint32_t c : given.site_of)
    w.number(c == RoomAnswer::kNowhere ? 0 : std::int64_t{c} + 1);
  w.end();
  w.word("bits").number(given.bits).end();
  w.word("prices").number(static_cast<std::int64_t>(given.price.size()));
  for (const std::int64_t price : given.price) w.number(price);
  w.end();
  return w.take();
}

bool from_text(const std::string& text, RoomAnswer& given) {
  CertificateReader r{text};
  RoomAnswer read;
  r.word(kHead);
  r.end();
  r.word("feasible");
  read.answer.feasible = r.yes_or_no();
  r.end();
  r.word("value");
  read.answer.value = r.number<std::int64_t>();
  r.end();
  r.word("bound");
  read.answer.bound = r.number<std::int64_t>();
  r.end();
  r.word("sites");
  read.answer.sites = r.numbers();
  r.end();
  r.word("sent");
  read.site_of = r.numbers();
  for (std::uint32_t& c : read.site_of) --c;  // of 0: kNowhere
  r.end();
  r.word("bits");
  read.bits = r.number<int>();
  r.end();
  r.word("prices");
  read.price.resize(r.count());
  for (std::int64_t& price : read.price) price = r.number<std::int64_t>();
  r.end();
  if (!r.good() || !r.at_end()) return false;
  given = std::move(read);
  return true;
}

}  // namespace lifecircle::siting
