#pragma once

#include <cstdint>
#include <string>

#include "tools/make_town/county.hpp"

namespace lifecircle::county {

// Names put together from syllables that are common all over the country. `draw` chooses; the same
// draw gives the same name. No name is meant to be that of a real place.

std::string county_name(std::uint64_t draw);                  ///< 清安县
std::string township_name(std::uint64_t draw, bool is_town);  ///< 柳河镇, 石泉乡
std::string community_name(std::uint64_t draw);               ///< 和平社区
std::string village_name(std::uint64_t draw);                 ///< 张家沟村
std::string street_name(std::uint64_t draw, bool eastward);   ///< 人民路, 建设大街
std::string estate_name(std::uint64_t draw);                  ///< 锦绣花园
std::string park_name(std::uint64_t draw);                    ///< 文昌公园

}  // namespace lifecircle::county
