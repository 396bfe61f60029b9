#include "io/read/row_text.hpp"

#include <utility>

#include <fmt/format.h>

namespace lifecircle {

TextEncoding encoding_of(const Utf8Check& seen) {
  if (seen.good()) return {"UTF-8", "text_utf8"};
  if (seen.mostly_good()) return {"UTF-8", "text_utf8_mostly"};
  return {"GB18030", "text_guessed"};
}

Result<RowTexts> RowTexts::make(TextEncoding encoding, const std::string& file,
                                const std::string& layer) {
  auto decoder = Decoder::from(encoding.name);
  if (!decoder) return Error{Fault::input, "encoding_unknown", file, {encoding.name}};
  RowTexts texts;
  const std::string name = lowered(encoding.name);
  texts.is_utf8_ = name == "utf-8" || name == "utf8";
  texts.encoding_ = std::move(encoding);
  texts.file_ = file;
  texts.layer_ = layer;
  texts.decoder_ = std::move(decoder).value();
  return texts;
}

std::string RowTexts::read(std::string_view raw, std::int64_t row, const std::string& column,
                           Problems& problems) const {
  if (is_utf8_ && lifecircle::is_utf8(raw)) return std::string{raw};
  std::string failed;
  std::string text = decoder_->decode(raw, &failed);
  if (failed.empty()) return text;
  constexpr std::size_t kShown = 8;
  std::string bytes;
  for (std::size_t i = 0; i < failed.size() && i < kShown; ++i)
    bytes += fmt::format("{}{:02X}", i == 0 ? "" : " ", static_cast<unsigned char>(failed[i]));
  if (failed.size() > kShown) bytes += " …";
  problems.add({.key = "text_undecodable",
                .file = file_,
                .layer = layer_,
                .row = row,
                .args = {column, bytes, encoding_.name, text},
                .set_aside = false});
  return text;
}

std::string RowTexts::name(std::string_view raw) const {
  return decoder_->decode(raw);
}

void RowTexts::tell(Problems& problems) const {
  if (encoding_.why == std::string_view{"text_utf8"}) return;
  problems.note({.file = file_,
                 .layer = layer_,
                 .stated = {},
                 .found = {},
                 .steps = {{encoding_.why, {encoding_.name}}}});
  const std::string why = encoding_.why;
  if (why != "text_guessed" && why != "text_utf8_mostly") return;
  problems.add({.key = "text_decoded",
                .file = file_,
                .layer = layer_,
                .args = {encoding_.name},
                .set_aside = false});
}

}  // namespace lifecircle
