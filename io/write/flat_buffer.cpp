#include "io/write/flat_buffer.hpp"

#include <algorithm>
#include <utility>

#include "io/write/byte_order.hpp"

namespace lifecircle {
namespace {

void put(std::string& bytes, std::size_t at, std::uint64_t number, int count) {
  std::string text;
  append_small_end(text, number, count);
  bytes.replace(at, text.size(), text);
}

}  // namespace

void FlatBuffer::align(std::size_t to, std::size_t ahead) {
  while ((bytes_.size() + ahead) % to != 0) bytes_ += '\0';
}

void FlatBuffer::lead(Place from, Place to) {
  put(bytes_, from, to - from, 4);
}

std::vector<FlatBuffer::Place> FlatBuffer::add_table(Place from, const std::vector<Field>& fields) {
  // Before a table stands the list of where its fields are in it.
  align(4);
  const Place list = bytes_.size();
  bytes_.append(4 + 2 * fields.size(), '\0');
  align(4);
  const Place table = bytes_.size();
  append_small_end(bytes_, table - list, 4);
  std::vector<Place> places(fields.size(), 0);
  for (const int size : {8, 4, 2, 1}) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].bytes != size) continue;
      align(static_cast<std::size_t>(size));
      places[i] = bytes_.size();
      put(bytes_, list + 4 + 2 * i, bytes_.size() - table, 2);
      append_small_end(bytes_, fields[i].value, size);
    }
  }
  put(bytes_, list, 4 + 2 * fields.size(), 2);
  put(bytes_, list + 2, bytes_.size() - table, 2);
  lead(from, table);
  return places;
}

void FlatBuffer::begin_list(Place from, std::size_t count, std::size_t bytes) {
  align(4);
  align(bytes, 4);
  lead(from, bytes_.size());
  append_small_end(bytes_, count, 4);
}

void FlatBuffer::add_text(Place from, std::string_view text) {
  add_bytes(from, text);
  bytes_ += '\0';
}

void FlatBuffer::add_bytes(Place from, std::string_view bytes) {
  begin_list(from, bytes.size(), 1);
  bytes_ += bytes;
}

void FlatBuffer::add_numbers(Place from, std::span<const std::uint32_t> numbers) {
  begin_list(from, numbers.size(), 4);
  for (const std::uint32_t number : numbers) append_small_end(bytes_, number, 4);
}

void FlatBuffer::add_numbers(Place from, std::span<const double> numbers) {
  begin_list(from, numbers.size(), 8);
  for (const double number : numbers) append_double(bytes_, number);
}

std::vector<FlatBuffer::Place> FlatBuffer::add_list(Place from, std::size_t count) {
  begin_list(from, count, 4);
  std::vector<Place> places;
  for (std::size_t i = 0; i < count; ++i) {
    places.push_back(bytes_.size());
    bytes_.append(4, '\0');
  }
  return places;
}

std::string FlatBuffer::finish() && {
  align(8);
  put(bytes_, 0, bytes_.size() - 4, 4);
  return std::move(bytes_);
}

}  // namespace lifecircle
