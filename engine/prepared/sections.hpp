#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/array.hpp"
#include "engine/base/mapped_file.hpp"
#include "engine/base/result.hpp"

namespace lifecircle {

/// The form of a prepared file: named arrays one after another, each at a multiple of 64 bytes, so
/// that they are used where they lie. What the arrays mean is for prepared.hpp.
///
///     192 bytes  head: magic, byte order, format version, size, number of sections, checksum of
///                head and table, key, ground, program
///     64 a section: name, owner, size of an element, place, count, checksum
///     the arrays in that order, each filled up with zeros to 64 bytes
///
/// Every byte is in a checksum (CRC-32, which finds every run of up to 32 changed bits) or is zero.
inline constexpr std::uint32_t kPreparedFormat = 3;
/// What every prepared file begins with.
inline constexpr std::array<unsigned char, 8> kPreparedMagic{0x89, 'L', 'C',  'N',
                                                             'E',  'T', '\r', '\n'};

struct PreparedHead {
  std::string key;      ///< 64 hex digits: of what it was made
  std::string ground;   ///< 64 hex digits: of the heights it was made with; empty: of none
  std::string program;  ///< who made it, at most 32 bytes
};

/// An array to be written. The bytes must stay until then.
struct Section {
  std::string name;         ///< at most 24 bytes
  std::uint32_t owner = 0;  ///< tells arrays of one name apart
  std::uint32_t element_bytes = 1;
  std::span<const std::byte> bytes;
};
template <class T>
Section section_of(std::string name, std::uint32_t owner, const Array<T>& values) {
  return {std::move(name), owner, sizeof(T),
          std::as_bytes(std::span{values.begin(), values.end()})};
}

/// The bytes of a whole file, in order, a piece at a time. Same sections, same bytes. Stops at the
/// first failure of `put`.
Result<Done> write_sections(const PreparedHead& head, std::span<const Section> sections,
                            const std::function<Result<Done>(std::string_view)>& put);
/// How long that file is.
std::uint64_t size_of_file(std::span<const Section> sections);

/// The sections of a file, looked at where they lie.
class SectionFile {
 public:
  /// Refuses what is no prepared file, or one of another byte order or format version, what is cut
  /// off, and whatever is wrong with head or table. O(sections); the arrays are not looked at.
  static Result<SectionFile> open(Bytes bytes, const std::string& where);

  struct Entry {
    std::string name;
    std::uint32_t owner;
    std::uint32_t element_bytes;
    std::uint64_t offset, count;
    std::uint32_t sum;
    std::uint64_t bytes() const { return count * element_bytes; }
  };
  const std::vector<Entry>& entries() const { return entries_; }
  const PreparedHead& head() const { return head_; }
  const std::string& where() const { return where_; }
  std::uint64_t size() const { return bytes_.all.size(); }

  /// An array of this name and owner and elements of this size, or nothing.
  template <class T>
  std::optional<Array<T>> array(std::string_view name, std::uint32_t owner) const {
    const Entry* const entry = find(name, owner);
    if (entry == nullptr || entry->element_bytes != sizeof(T)) return std::nullopt;
    const auto* first = reinterpret_cast<const T*>(bytes_.all.data() + entry->offset);
    return Array<T>{std::span{first, static_cast<std::size_t>(entry->count)}, bytes_.kept};
  }
  std::span<const std::byte> bytes(const Entry& entry) const {
    return bytes_.all.subspan(entry.offset, entry.bytes());
  }

  /// Reads every byte: the first section, if any, whose checksum does not hold.
  const Entry* damaged() const;

 private:
  const Entry* find(std::string_view name, std::uint32_t owner) const;

  Bytes bytes_;
  std::string where_;
  PreparedHead head_;
  std::vector<Entry> entries_;
};

}  // namespace lifecircle
