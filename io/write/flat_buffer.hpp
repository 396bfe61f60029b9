#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lifecircle {

/// Bytes as FlatBuffers lays them out: tables of fields, strings and lists, each reached by its
/// distance from the place that names it; here with the length before the root. Written forwards: a
/// table first, then what its fields lead to.
class FlatBuffer {
 public:
  using Place = std::size_t;
  static constexpr Place kRoot = 4;

  /// A field of a table: a number of so many bytes; 0 bytes: left out. A field that leads to
  /// something else has 4.
  struct Field {
    int bytes = 0;
    std::uint64_t value = 0;
  };

  /// A table named at `from`; the places of its fields.
  std::vector<Place> add_table(Place from, const std::vector<Field>& fields);
  void add_text(Place from, std::string_view text);
  void add_bytes(Place from, std::string_view bytes);
  void add_numbers(Place from, std::span<const std::uint32_t> numbers);
  void add_numbers(Place from, std::span<const double> numbers);
  /// A list of `count` tables, to be added next; the places that name them.
  std::vector<Place> add_list(Place from, std::size_t count);

  /// All of it, its length first, a multiple of 8 bytes.
  std::string finish() &&;

 private:
  void align(std::size_t to, std::size_t ahead = 0);
  void lead(Place from, Place to);
  /// The head of a list: aligned so that members of `bytes` bytes are.
  void begin_list(Place from, std::size_t count, std::size_t bytes);

  std::string bytes_ = std::string(8, '\0');  // the length, and the way to the root
};

}  // namespace lifecircle
