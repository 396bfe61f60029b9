#pragma once

#include <optional>
#include <string>

namespace lifecircle {

/// A text that was written in one encoding and read in another, and what it was before.
struct Garbled {
  std::string was;       ///< empty: it cannot be had back
  std::string encoding;  ///< in which the bytes should have been read; empty: lost
};

/// Recognises Chinese texts that went through a wrong encoding:
///
///   "±±¾©" 北京 in GBK read as Latin-1          "鍖椾含" 北京 in UTF-8 read as GBK
///   "åŒ—äº¬" 北京 in UTF-8 read as Latin-1        "锟斤拷", "????" what cannot be had back
///
/// A text is garbled if its characters, put back into the bytes of the wrong encoding, are Chinese
/// in the right one: two characters of the main block of Unicode at least, and nothing else beside
/// ASCII. Names of places and people as they are written are none: the bytes of a Chinese text in
/// GBK are hardly ever UTF-8. Text: UTF-8.
std::optional<Garbled> garbled(const std::string& text);

}  // namespace lifecircle
