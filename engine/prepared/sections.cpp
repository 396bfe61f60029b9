#include "engine/prepared/sections.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <limits>

#include <zlib.h>

#include "engine/base/parallel.hpp"

namespace lifecircle {
namespace {

constexpr std::uint32_t kByteOrder = 0x01020304, kForeignOrder = 0x04030201;
constexpr std::uint64_t kAlign = 64;

/// As it lies in the file.
struct Head {
  std::array<unsigned char, 8> magic{};
  std::uint32_t byte_order = 0, format = 0;
  std::uint64_t bytes = 0;
  std::uint32_t sections = 0;
  std::uint32_t sum = 0;  ///< of the head, with zero here, and the table
  std::array<char, 64> key{}, ground{};
  std::array<char, 32> program{};
};
static_assert(sizeof(Head) == 192);
struct Row {
  std::array<char, 24> name{};
  std::uint32_t owner = 0, element_bytes = 0;
  std::uint64_t offset = 0, count = 0;
  std::uint32_t sum = 0, zero = 0;
  std::uint64_t zero_too = 0;
};
static_assert(sizeof(Row) == 64);

constexpr std::uint64_t aligned(std::uint64_t bytes) {
  return (bytes + kAlign - 1) / kAlign * kAlign;
}
constexpr std::uint64_t first_offset(std::uint64_t sections) {
  return sizeof(Head) + sections * sizeof(Row);
}

std::uint32_t sum_of(std::span<const std::byte> bytes, std::uint32_t so_far = 0) {
  return static_cast<std::uint32_t>(
      crc32_z(so_far, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}
template <class T>
std::uint32_t sum_of_value(const T& value, std::uint32_t so_far = 0) {
  return sum_of(std::as_bytes(std::span{&value, 1}), so_far);
}
std::uint32_t sum_of(Head head, std::span<const Row> rows) {
  head.sum = 0;
  return sum_of(std::as_bytes(rows), sum_of_value(head));
}

template <std::size_t size>
void put_text(std::array<char, size>& room, const std::string& text) {
  assert(text.size() <= size);
  std::copy_n(text.begin(), std::min(text.size(), size), room.begin());
}
/// The text, if nothing but zeros follows it.
template <std::size_t size>
std::optional<std::string> text_of(const std::array<char, size>& room) {
  const auto end = std::ranges::find(room, '\0');
  if (std::any_of(end, room.end(), [](char c) { return c != '\0'; })) return std::nullopt;
  return std::string{room.begin(), end};
}

std::string_view as_text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Error damage(const std::string& where, const std::string& what) {
  return Error{Fault::storage, "prepared_damaged", where, {what}};
}

}  // namespace

std::uint64_t size_of_file(std::span<const Section> sections) {
  std::uint64_t size = first_offset(sections.size());
  for (const Section& s : sections) size += aligned(s.bytes.size());
  return size;
}

Result<Done> write_sections(const PreparedHead& given, std::span<const Section> sections,
                            const std::function<Result<Done>(std::string_view)>& put) {
  std::vector<Row> rows(sections.size());
  std::uint64_t offset = first_offset(sections.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Section& s = sections[i];
    put_text(rows[i].name, s.name);
    rows[i].owner = s.owner;
    rows[i].element_bytes = s.element_bytes;
    rows[i].offset = offset;
    rows[i].count = s.bytes.size() / s.element_bytes;
    offset += aligned(s.bytes.size());
  }
  parallel_for(
      rows.size(), [] { return 0; },
      [&](std::size_t i, int&) { rows[i].sum = sum_of(sections[i].bytes); });
  Head head;
  head.magic = kPreparedMagic;
  head.byte_order = kByteOrder;
  head.format = kPreparedFormat;
  head.bytes = offset;
  head.sections = static_cast<std::uint32_t>(rows.size());
  put_text(head.key, given.key);
  put_text(head.ground, given.ground);
  put_text(head.program, given.program);
  head.sum = sum_of(head, rows);
  if (auto done = put(as_text(std::as_bytes(std::span{&head, 1}))); !done) return done;
  if (auto done = put(as_text(std::as_bytes(std::span{rows}))); !done) return done;
  const std::array<char, kAlign> zeros{};
  for (const Section& s : sections) {
    constexpr std::size_t kBlock = std::size_t{1} << 20;
    for (std::size_t at = 0; at < s.bytes.size(); at += kBlock)
      if (auto done = put(as_text(s.bytes.subspan(at, std::min(kBlock, s.bytes.size() - at))));
          !done)
        return done;
    if (const std::uint64_t fill = aligned(s.bytes.size()) - s.bytes.size(); fill > 0)
      if (auto done = put({zeros.data(), static_cast<std::size_t>(fill)}); !done) return done;
  }
  return Done{};
}

Result<SectionFile> SectionFile::open(Bytes bytes, const std::string& where) {
  Head head;
  const std::uint64_t size = bytes.all.size();
  if (size >= sizeof head) std::memcpy(&head, bytes.all.data(), sizeof head);
  if (head.magic != kPreparedMagic) return Error{Fault::input, "prepared_not_one", where};
  if (head.byte_order == kForeignOrder) return Error{Fault::input, "prepared_byte_order", where};
  if (head.byte_order != kByteOrder) return damage(where, "head");
  if (head.format != kPreparedFormat)
    return Error{Fault::input,
                 "prepared_version",
                 where,
                 {std::to_string(head.format), std::to_string(kPreparedFormat)}};
  if (head.bytes != size)
    return Error{
        Fault::storage, "prepared_cut", where, {std::to_string(head.bytes), std::to_string(size)}};
  if ((size - sizeof head) / sizeof(Row) < head.sections) return damage(where, "head");
  std::vector<Row> rows(head.sections);
  if (!rows.empty())
    std::memcpy(rows.data(), bytes.all.data() + sizeof head, rows.size() * sizeof(Row));
  if (sum_of(head, rows) != head.sum) return damage(where, "head");

  // From here on the writer said so, if the checksum does not lie.
  SectionFile file;
  const auto key = text_of(head.key), ground = text_of(head.ground),
             program = text_of(head.program);
  if (!key || !ground || !program) return damage(where, "head");
  file.head_ = {*key, *ground, *program};
  std::uint64_t offset = first_offset(rows.size());
  for (const Row& row : rows) {
    const auto name = text_of(row.name);
    if (!name || row.zero != 0 || row.zero_too != 0 || row.element_bytes == 0 ||
        row.offset != offset || row.count > (size - offset) / row.element_bytes)
      return damage(where, "table");
    const std::uint64_t held = row.count * row.element_bytes;
    if (aligned(held) > size - offset) return damage(where, "table");
    const auto fill = bytes.all.subspan(offset + held, aligned(held) - held);
    if (std::ranges::any_of(fill, [](std::byte b) { return b != std::byte{0}; }))
      return damage(where, *name);
    file.entries_.push_back({*name, row.owner, row.element_bytes, row.offset, row.count, row.sum});
    offset += aligned(held);
  }
  if (offset != size) return damage(where, "table");
  file.bytes_ = std::move(bytes);
  file.where_ = where;
  return file;
}

const SectionFile::Entry* SectionFile::find(std::string_view name, std::uint32_t owner) const {
  const auto found = std::ranges::find_if(
      entries_, [&](const Entry& e) { return e.owner == owner && e.name == name; });
  return found == entries_.end() ? nullptr : &*found;
}

const SectionFile::Entry* SectionFile::damaged() const {
  std::vector<char> holds(entries_.size(), 0);
  parallel_for(
      entries_.size(), [] { return 0; },
      [&](std::size_t i, int&) { holds[i] = sum_of(bytes(entries_[i])) == entries_[i].sum; });
  const auto bad = std::ranges::find(holds, 0);
  return bad == holds.end() ? nullptr : &entries_[static_cast<std::size_t>(bad - holds.begin())];
}

}  // namespace lifecircle
