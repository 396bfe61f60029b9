#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <zlib.h>

namespace lifecircle::test {

/// A file in a zip file, and what the zip file says of it, which need not be so.
struct Zipped {
  std::string name;
  std::string bytes;
  std::int64_t said_size = -1;   ///< unpacked; -1: the truth
  std::int64_t instead_of = -1;  ///< the number of the entry whose bytes it shares
};

/// A zip file of `entries`, packed.
inline std::string zip_of(const std::vector<Zipped>& entries) {
  const auto number = [](std::uint64_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i, value >>= 8) text += static_cast<char>(value & 255);
    return text;
  };
  std::string file, directory;
  std::vector<std::uint64_t> at;
  std::vector<std::string> heads;
  for (const Zipped& entry : entries) {
    if (entry.instead_of < 0) {
      z_stream pack{};
      deflateInit2(&pack, 1, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY);
      std::string packed(deflateBound(&pack, entry.bytes.size()), '\0');
      pack.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(entry.bytes.data()));
      pack.avail_in = static_cast<uInt>(entry.bytes.size());
      pack.next_out = reinterpret_cast<Bytef*>(packed.data());
      pack.avail_out = static_cast<uInt>(packed.size());
      deflate(&pack, Z_FINISH);
      packed.resize(pack.total_out);
      deflateEnd(&pack);
      const auto crc = crc32(0, reinterpret_cast<const Bytef*>(entry.bytes.data()),
                             static_cast<uInt>(entry.bytes.size()));
      const std::uint64_t size =
          entry.said_size < 0 ? entry.bytes.size() : static_cast<std::uint64_t>(entry.said_size);
      at.push_back(file.size());
      heads.push_back(number(20, 2) + number(0, 2) + number(8, 2) + number(0, 4) + number(crc, 4) +
                      number(packed.size(), 4) + number(size, 4) + number(entry.name.size(), 2));
      file += "PK\3\4" + heads.back() + number(0, 2) + entry.name + packed;
    } else {
      at.push_back(at[static_cast<std::size_t>(entry.instead_of)]);
      heads.push_back(heads[static_cast<std::size_t>(entry.instead_of)]);
      heads.back().replace(heads.back().size() - 2, 2, number(entry.name.size(), 2));
    }
    directory +=
        "PK\1\2" + number(20, 2) + heads.back() + number(0, 12) + number(at.back(), 4) + entry.name;
  }
  const auto count = number(entries.size() & 0xFFFF, 2);
  return file + directory + "PK\5\6" + number(0, 4) + count + count + number(directory.size(), 4) +
         number(file.size(), 4) + number(0, 2);
}

}  // namespace lifecircle::test
