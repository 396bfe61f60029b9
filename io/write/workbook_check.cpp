#include "io/write/workbook_check.hpp"

#include <array>
#include <cstddef>
#include <cstring>
#include <map>
#include <memory>
#include <string_view>
#include <tuple>
#include <type_traits>

#include <expat.h>
#include <fmt/format.h>
#include <minizip/unzip.h>
#include <zlib.h>

namespace lifecircle {
namespace {

/// What is counted of every part, whatever it is.
struct PartCount {
  SheetCount held;
  std::uint64_t sheets = 0;  ///< of a list of them
  bool in_cell = false;
  std::string letters = {};  ///< of the cell so far
};

void XMLCALL count_element(void* count, const XML_Char* name, const XML_Char** /*attributes*/) {
  PartCount& part = *static_cast<PartCount*>(count);
  const std::string_view element{name};
  if (element == "row") ++part.held.rows;
  if (element == "v") ++part.held.numbers;
  if (element == "is") ++part.held.texts;
  if (element == "sheet") ++part.sheets;
  part.in_cell = element == "v" || element == "t";
}

void XMLCALL take_letters(void* count, const XML_Char* letters, int size) {
  PartCount& part = *static_cast<PartCount*>(count);
  if (part.in_cell) part.letters.append(letters, static_cast<std::size_t>(size));
}

void XMLCALL end_element(void* count, const XML_Char* /*name*/) {
  PartCount& part = *static_cast<PartCount*>(count);
  if (part.in_cell) part.held.add_cell(part.letters);
  part.letters.clear();
  part.in_cell = false;
}

struct CloseZip {
  void operator()(void* zip) const { unzClose(zip); }
};
struct FreeParser {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};

/// Unpacks and reads the part that `zip` stands at; why not, in words, or "".
std::string read_part(unzFile zip, PartCount& count) {
  const std::unique_ptr<std::remove_pointer_t<XML_Parser>, FreeParser> parser{
      XML_ParserCreate(nullptr)};
  XML_SetUserData(parser.get(), &count);
  XML_SetElementHandler(parser.get(), count_element, end_element);
  XML_SetCharacterDataHandler(parser.get(), take_letters);
  if (unzOpenCurrentFile(zip) != UNZ_OK) return "not unpacked";
  std::array<char, 65536> block{};
  int got = 0;
  do {
    got = unzReadCurrentFile(zip, block.data(), static_cast<unsigned>(block.size()));
    if (got < 0) return fmt::format("not unpacked ({})", got);
    if (XML_Parse(parser.get(), block.data(), got, got == 0 ? 1 : 0) != XML_STATUS_OK)
      return XML_ErrorString(XML_GetErrorCode(parser.get()));
  } while (got > 0);
  // Here the checksum is compared.
  if (unzCloseCurrentFile(zip) != UNZ_OK) return "other bytes than were packed";
  return {};
}

}  // namespace

void SheetCount::add_cell(std::string_view letters) {
  const auto* const bytes = reinterpret_cast<const Bytef*>(letters.data());
  sum = static_cast<std::uint32_t>(crc32(sum, bytes, static_cast<uInt>(letters.size())));
  constexpr Bytef kEnd = 0;
  sum = static_cast<std::uint32_t>(crc32(sum, &kEnd, 1));
}

Result<Done> check_workbook(const std::string& path, const std::string& shown,
                            const std::vector<SheetCount>& sheets) {
  const auto unread = [&](const std::string& reason) {
    return Error{Fault::storage, "output_not_read_back", shown, {reason}};
  };
  const std::unique_ptr<void, CloseZip> zip{unzOpen64(path.c_str())};
  if (!zip) return unread("zip");
  std::map<std::string, PartCount> parts;
  int there = unzGoToFirstFile(zip.get());
  for (; there == UNZ_OK; there = unzGoToNextFile(zip.get())) {
    std::array<char, 256> name{};
    if (unzGetCurrentFileInfo64(zip.get(), nullptr, name.data(), name.size() - 1, nullptr, 0,
                                nullptr, 0) != UNZ_OK)
      return unread("zip");
    const std::string reason = read_part(zip.get(), parts[name.data()]);
    if (!reason.empty()) return unread(fmt::format("{}: {}", name.data(), reason));
  }
  if (there != UNZ_END_OF_LIST_OF_FILE) return unread("zip");

  const auto compare = [&](const std::string& what, std::uint64_t wanted,
                           std::uint64_t found) -> Result<Done> {
    if (wanted == found) return Done{};
    return Error{Fault::storage,
                 "output_read_back_wrong",
                 shown,
                 {what, fmt::format("{}", wanted), fmt::format("{}", found)}};
  };
  if (auto same = compare("sheets", sheets.size(), parts["xl/workbook.xml"].sheets); !same)
    return same;
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    const std::string name = fmt::format("xl/worksheets/sheet{}.xml", i + 1);
    const SheetCount& found = parts[name].held;
    for (const auto& [what, wanted, is] :
         {std::tuple{"rows", sheets[i].rows, found.rows},
          std::tuple{"numbers", sheets[i].numbers, found.numbers},
          std::tuple{"texts", sheets[i].texts, found.texts},
          std::tuple{"cells", std::uint64_t{sheets[i].sum}, std::uint64_t{found.sum}}})
      if (auto same = compare(fmt::format("{}: {}", name, what), wanted, is); !same) return same;
  }
  return Done{};
}

}  // namespace lifecircle
