#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace lifecircle {

/// Values in a row that never change: made in memory, or as they lie in a file that is mapped. Who
/// reads them cannot tell.
///
/// Copies share the values, which live as long as the last of them. Safe to read from any number of
/// threads. A reading costs what one of a vector does.
template <class T>
class Array {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  using value_type = T;

  Array() = default;
  Array(std::vector<T> values) {
    auto kept = std::make_shared<const std::vector<T>>(std::move(values));
    first_ = kept->data();
    size_ = kept->size();
    kept_ = std::move(kept);
  }
  Array(std::initializer_list<T> values) : Array{std::vector<T>(values)} {}
  /// Values that lie elsewhere, as long as `kept` is kept.
  Array(std::span<const T> values, std::shared_ptr<const void> kept)
      : first_{values.data()}, size_{values.size()}, kept_{std::move(kept)} {}

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const T* data() const { return first_; }
  const T* begin() const { return first_; }
  const T* end() const { return first_ + size_; }
  const T& operator[](std::size_t i) const { return assert(i < size_), first_[i]; }
  const T& front() const { return (*this)[0]; }
  const T& back() const { return (*this)[size_ - 1]; }

  friend bool operator==(const Array& a, const Array& b) { return std::ranges::equal(a, b); }

 private:
  const T* first_ = nullptr;
  std::size_t size_ = 0;
  std::shared_ptr<const void> kept_;
};

/// An Array that only one kind's id can index: a Column that never changes.
template <class Id, class T>
class FixedColumn {
 public:
  FixedColumn() = default;
  FixedColumn(Array<T> values) : values_{std::move(values)} {}
  FixedColumn(std::vector<T> values) : values_{std::move(values)} {}

  std::size_t size() const { return values_.size(); }
  const T& operator[](Id id) const { return values_[id.index()]; }
  const Array<T>& values() const { return values_; }
  friend bool operator==(const FixedColumn&, const FixedColumn&) = default;

 private:
  Array<T> values_;
};

}  // namespace lifecircle
