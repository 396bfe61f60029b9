#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/study/table.hpp"

namespace lifecircle {

/// Fills a Table row by row: columns are declared first, then every row puts one value in
/// each of them.
class TableBuilder {
 public:
  struct Text {
    std::size_t column;
  };
  struct Integer {
    std::size_t column;
  };
  struct Number {
    std::size_t column;
  };

  TableBuilder(std::string name, std::string title_en, std::string title_zh) {
    table_.name = std::move(name);
    table_.title_en = std::move(title_en);
    table_.title_zh = std::move(title_zh);
  }

  Text text(std::string name, std::string en, std::string zh) {
    return {declare(std::move(name), std::move(en), std::move(zh), std::vector<std::string>{}, 0)};
  }
  Integer integer(std::string name, std::string en, std::string zh) {
    return {declare(std::move(name), std::move(en), std::move(zh), std::vector<std::int64_t>{}, 0)};
  }
  Number number(std::string name, std::string en, std::string zh, int decimals) {
    return {
        declare(std::move(name), std::move(en), std::move(zh), std::vector<double>{}, decimals)};
  }

  void put(Text c, std::string value) {
    std::get<std::vector<std::string>>(table_.columns[c.column].values).push_back(std::move(value));
  }
  void put(Integer c, std::int64_t value) {
    std::get<std::vector<std::int64_t>>(table_.columns[c.column].values).push_back(value);
  }
  void put(Number c, double value) {
    std::get<std::vector<double>>(table_.columns[c.column].values).push_back(value);
  }
  Shapes& shapes(ShapeKind kind) {
    table_.has_shapes = true;
    table_.shapes.kind = kind;
    return table_.shapes;
  }
  Table finish() { return std::move(table_); }

 private:
  template <class Values>
  std::size_t declare(std::string name, std::string en, std::string zh, Values values,
                      int decimals) {
    table_.columns.push_back(
        {std::move(name), std::move(en), std::move(zh), std::move(values), decimals});
    return table_.columns.size() - 1;
  }
  Table table_;
};

/// Thousandths as a number people read; exact for all counts below 9 * 10^12.
inline double whole(std::int64_t thousandths) {
  return static_cast<double>(thousandths) / 1e3;
}

}  // namespace lifecircle
