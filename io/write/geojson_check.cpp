#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <string>

#include <nlohmann/json.hpp>

#include "io/write/count_back.hpp"
#include "io/write/geojson.hpp"

namespace lifecircle {
namespace {

using Json = nlohmann::json;

/// Counts features and those with a geometry while a file is parsed, without keeping it.
class Count final : public nlohmann::json_sax<Json> {
 public:
  std::uint64_t rows = 0, shapes = 0;
  std::string failure;

  bool start_object(std::size_t) override {
    if (depth_ == kInFeature && key_ == "geometry") ++shapes;
    return down();
  }
  bool end_object() override {
    --depth_;
    if (depth_ == kInFeatures && in_features_) ++rows;
    return true;
  }
  bool start_array(std::size_t) override {
    if (depth_ == kInFile) in_features_ = key_ == "features";
    return down();
  }
  bool end_array() override {
    --depth_;
    return true;
  }
  bool key(string_t& name) override {
    key_ = name;
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const Json::exception& what) override {
    failure = what.what();
    return false;
  }
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }

 private:
  static constexpr int kInFile = 1, kInFeatures = 2, kInFeature = 3;
  bool down() {
    ++depth_;
    return true;
  }

  int depth_ = 0;
  bool in_features_ = false;
  std::string key_;
};

}  // namespace

Result<Done> check_geojson(const std::string& path, const std::string& shown,
                           const Written& written) {
  std::ifstream file{path, std::ios::binary};
  if (!file) return Error{Fault::storage, "output_not_read_back", shown, {std::strerror(errno)}};
  Count count;
  if (!Json::sax_parse(file, &count))
    return Error{Fault::storage, "output_not_read_back", shown, {count.failure}};
  return compare_counts(shown, written, count.rows, count.shapes);
}

}  // namespace lifecircle
