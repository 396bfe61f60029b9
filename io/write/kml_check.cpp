#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <string_view>

#include <expat.h>

#include "io/write/count_back.hpp"
#include "io/write/kml.hpp"

namespace lifecircle {
namespace {

struct Count {
  std::uint64_t rows = 0, shapes = 0;
  bool in_row = false, has_shape = false;
};

void on_start(void* data, const XML_Char* name, const XML_Char** /*attributes*/) {
  auto& count = *static_cast<Count*>(data);
  const std::string_view element{name};
  if (element == "Placemark") {
    count.in_row = true;
    count.has_shape = false;
  }
  if (element == "coordinates") count.has_shape = count.in_row;
}

void on_end(void* data, const XML_Char* name) {
  auto& count = *static_cast<Count*>(data);
  if (std::string_view{name} != "Placemark") return;
  ++count.rows;
  count.shapes += count.has_shape ? 1 : 0;
  count.in_row = false;
}

struct FreeParser {
  void operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }
};

}  // namespace

Result<Done> check_kml(const std::string& path, const std::string& shown, const Written& written) {
  const auto unread = [&](const std::string& why) {
    return Error{Fault::storage, "output_not_read_back", shown, {why}};
  };
  const std::unique_ptr<XML_ParserStruct, FreeParser> parser{XML_ParserCreate("UTF-8")};
  std::ifstream file{path, std::ios::binary};
  if (!parser || !file) return unread(std::strerror(errno));
  Count count;
  XML_SetUserData(parser.get(), &count);
  XML_SetElementHandler(parser.get(), on_start, on_end);
  std::array<char, 1 << 16> block{};
  bool last = false;
  while (!last) {
    file.read(block.data(), block.size());
    last = file.eof();
    if (!last && !file) return unread(std::strerror(errno));
    if (XML_Parse(parser.get(), block.data(), static_cast<int>(file.gcount()), last ? 1 : 0) !=
        XML_STATUS_OK)
      return unread(XML_ErrorString(XML_GetErrorCode(parser.get())));
  }
  return compare_counts(shown, written, count.rows, count.shapes);
}

}  // namespace lifecircle
