#pragma once

#include <cassert>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

namespace lifecircle {

/// Values in a row that come one by one, nobody knows how many. It grows by an eighth, and what is
/// large grows where it lies or by moving pages, not by copying (realloc of the C library): at no
/// time are the values in memory twice, as they are while a vector grows.
template <class T>
class Growing {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  Growing() = default;
  Growing(Growing&& other) noexcept { swap(other); }
  Growing& operator=(Growing&& other) noexcept {
    Growing{std::move(other)}.swap(*this);
    return *this;
  }
  ~Growing() { std::free(first_); }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T& operator[](std::size_t i) { return assert(i < size_), first_[i]; }
  const T& operator[](std::size_t i) const { return assert(i < size_), first_[i]; }
  T* begin() { return first_; }
  T* end() { return first_ + size_; }
  const T* begin() const { return first_; }
  const T* end() const { return first_ + size_; }
  T& back() { return (*this)[size_ - 1]; }

  void push_back(T value) {
    if (size_ == room_) make_room(size_ + 1);
    first_[size_++] = value;
  }
  void append(std::span<const T> values) {
    if (values.size() > room_ - size_) make_room(size_ + values.size());
    for (const T& value : values) first_[size_++] = value;
  }
  void shorten(std::size_t size) { assert(size <= size_), size_ = size; }
  /// Empty from now on, and without memory.
  void release() { Growing{}.swap(*this); }

 private:
  void swap(Growing& other) {
    std::swap(first_, other.first_);
    std::swap(size_, other.size_);
    std::swap(room_, other.room_);
  }
  void make_room(std::size_t least) {
    constexpr std::size_t kFirst = 64;
    std::size_t room = room_ + room_ / 8 + kFirst;
    if (room < least) room = least;
    auto* const moved = static_cast<T*>(std::realloc(first_, room * sizeof(T)));
    if (moved == nullptr) throw std::bad_alloc{};
    first_ = moved;
    room_ = room;
  }

  T* first_ = nullptr;
  std::size_t size_ = 0, room_ = 0;
};

}  // namespace lifecircle
