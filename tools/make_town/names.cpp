#include "tools/make_town/names.hpp"

#include <array>
#include <string_view>

namespace lifecircle::county {
namespace {

/// Takes a word and moves the draw on.
template <std::size_t N>
std::string take(std::uint64_t& draw, const std::array<std::string_view, N>& words) {
  const auto word = words[draw % N];
  draw /= N;
  return std::string{word};
}

constexpr std::array<std::string_view, 24> kFamily{"张", "王", "李", "赵", "刘", "陈", "杨", "黄",
                                                   "周", "吴", "徐", "孙", "马", "朱", "胡", "郭",
                                                   "何", "高", "林", "罗", "郑", "梁", "宋", "谢"};
constexpr std::array<std::string_view, 18> kLie{"沟", "庄", "河", "坪", "湾", "坡",
                                                "咀", "塬", "堡", "寨", "峪", "岭",
                                                "台", "窑", "川", "渠", "院", "店"};
constexpr std::array<std::string_view, 14> kLook{"大", "小", "上", "下", "东", "西", "南",
                                                 "北", "前", "后", "新", "老", "双", "石"};
constexpr std::array<std::string_view, 12> kGrow{"柳", "槐", "桃", "杏", "松",   "柏",
                                                 "榆", "枣", "梨", "竹", "杨树", "核桃"};
constexpr std::array<std::string_view, 16> kGood{"清", "安", "永", "宁", "长", "平", "兴", "和",
                                                 "泰", "丰", "明", "康", "嘉", "崇", "宜", "昌"};
constexpr std::array<std::string_view, 12> kGround{"源", "泉", "原", "川", "阳", "陵",
                                                   "河", "山", "溪", "谷", "台", "峰"};
constexpr std::array<std::string_view, 24> kCommunity{
    "和平", "建设", "新华", "文化", "东关", "西关", "南关",   "北关",
    "幸福", "团结", "胜利", "友谊", "光明", "向阳", "文昌",   "朝阳",
    "滨河", "凤鸣", "学府", "迎宾", "康乐", "永乐", "城隍庙", "钟楼"};
constexpr std::array<std::string_view, 6> kNumber{"", "一", "二", "三", "新村", "北"};
constexpr std::array<std::string_view, 20> kStreet{
    "人民", "解放", "建设", "中山", "文化", "新华", "和平", "胜利", "团结", "凤凰",
    "迎宾", "育才", "滨河", "环城", "兴业", "长安", "振兴", "朝阳", "体育", "南大"};
constexpr std::array<std::string_view, 10> kEstate{"锦绣", "阳光", "碧水", "金色", "翠竹",
                                                   "丽景", "御景", "和谐", "书香", "紫荆"};
constexpr std::array<std::string_view, 6> kEstateEnd{"花园", "家园", "小区", "苑", "新城", "公馆"};

}  // namespace

std::string county_name(std::uint64_t draw) {
  const std::string first = take(draw, kGood);
  return first + take(draw, kGround) + "县";
}

std::string township_name(std::uint64_t draw, bool is_town) {
  const std::string first = draw % 2 == 0 ? take(draw, kLook) : take(draw, kGood);
  return first + take(draw, kGround) + (is_town ? "镇" : "乡");
}

std::string community_name(std::uint64_t draw) {
  const std::string first = take(draw, kCommunity);
  return first + take(draw, kNumber) + "社区";
}

std::string village_name(std::uint64_t draw) {
  const auto kind = draw % 4;
  draw /= 4;
  if (kind < 2) {
    const std::string first = take(draw, kFamily);
    return first + "家" + take(draw, kLie) + "村";
  }
  const std::string first = kind == 2 ? take(draw, kLook) : take(draw, kGrow);
  return first + (kind == 2 && draw % 3 == 0 ? take(draw, kFamily) : std::string{}) +
         take(draw, kLie) + "村";
}

std::string street_name(std::uint64_t draw, bool eastward) {
  return take(draw, kStreet) + (eastward ? "路" : "街");
}

std::string estate_name(std::uint64_t draw) {
  const std::string first = take(draw, kEstate);
  return first + take(draw, kEstateEnd);
}

std::string park_name(std::uint64_t draw) {
  return take(draw, kCommunity) + "公园";
}

}  // namespace lifecircle::county
