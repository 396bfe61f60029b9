#include "tools/make_town/county.hpp"

namespace lifecircle::county {

const char* word(Road road) {
  switch (road) {
    case Road::none:
      break;
    case Road::motorway:
      return "motorway";
    case Road::motorway_link:
      return "motorway_link";
    case Road::trunk:
      return "trunk";
    case Road::primary:
      return "primary";
    case Road::secondary:
      return "secondary";
    case Road::tertiary:
      return "tertiary";
    case Road::unclassified:
      return "unclassified";
    case Road::residential:
      return "residential";
    case Road::living_street:
      return "living_street";
    case Road::service:
      return "service";
    case Road::pedestrian:
      return "pedestrian";
    case Road::track:
      return "track";
    case Road::cycleway:
      return "cycleway";
    case Road::footway:
      return "footway";
    case Road::path:
      return "path";
    case Road::steps:
      return "steps";
  }
  return "";
}

int speed_limit(Road road) {
  switch (road) {
    case Road::motorway:
      return 100;
    case Road::motorway_link:
      return 40;
    case Road::trunk:
      return 70;
    case Road::primary:
      return 60;
    case Road::secondary:
      return 50;
    case Road::tertiary:
      return 40;
    case Road::unclassified:
    case Road::residential:
      return 30;
    default:
      return 0;
  }
}

}  // namespace lifecircle::county
