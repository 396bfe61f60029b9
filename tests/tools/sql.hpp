#pragma once

// Plain SQL over the layers of result files, for tests that count once more what the program
// counts.

#include <sqlite3.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace lifecircle::test {

/// A database in memory that sees the tables of GeoPackages.
class Sql {
 public:
  Sql() {
    if (sqlite3_open(":memory:", &db_) != SQLITE_OK) throw std::runtime_error{"no SQLite"};
  }
  ~Sql() { sqlite3_close(db_); }
  Sql(const Sql&) = delete;
  Sql& operator=(const Sql&) = delete;

  void attach(const std::string& path, const std::string& name) {
    run("ATTACH " + quoted(path) + " AS " + name);
  }
  void run(const std::string& sql) { rows(sql); }
  /// Every value as text; of a null, none.
  std::vector<std::vector<std::string>> rows(const std::string& sql) {
    std::vector<std::vector<std::string>> all;
    const auto add = [](void* to, int n, char** values, char**) {
      std::vector<std::string> row;
      for (int i = 0; i < n; ++i) row.emplace_back(values[i] == nullptr ? "" : values[i]);
      static_cast<std::vector<std::vector<std::string>>*>(to)->push_back(std::move(row));
      return 0;
    };
    char* wrong = nullptr;
    if (sqlite3_exec(db_, sql.c_str(), add, &all, &wrong) != SQLITE_OK) {
      const std::string what = wrong == nullptr ? "" : wrong;
      sqlite3_free(wrong);
      throw std::runtime_error{what + ": " + sql};
    }
    return all;
  }
  /// What a query of one number answers; a sum of nothing is 0.
  double number(const std::string& sql) {
    const auto all = rows(sql);
    if (all.size() != 1 || all[0].size() != 1) throw std::runtime_error{"no number: " + sql};
    return all[0][0].empty() ? 0 : std::stod(all[0][0]);
  }
  static std::string quoted(const std::string& text) {
    std::string all = "'";
    for (const char c : text) all += c == '\'' ? std::string{"''"} : std::string{c};
    return all + "'";
  }

 private:
  sqlite3* db_ = nullptr;
};

}  // namespace lifecircle::test
