#pragma once

#include "io/frame/frame.hpp"

namespace lifecircle {

enum class InChina { outside, near_border, inside };

/// Whether Chinese web maps shift a place (io/frame/gcj02.hpp): they do in China, Hong Kong, Macau
/// and Taiwan with them, and give plain WGS 84 elsewhere. Their own border of the shift is not
/// published. The usual test is a box, which also shifts Mongolia, Korea and half of India.
///
/// The outline here is a polygon of about a hundred corners, drawn by hand on tenths of a degree
/// along the border and the seas as they are commonly mapped, 10 to 60 km outside: generous, since
/// a shift forgotten in a border town costs 500 m and nothing tells. It says nothing about where a
/// border is or should be. `near_border`: inside, but within 0.6 degrees of the outline, sea
/// included; whether the shift holds there is for the reader to check, and reports say so. Towns
/// abroad that lie at the border itself (Sinuiju, Blagoveshchensk, Mong Cai) count as near.
///
/// O(corners).
InChina in_china(LonLat place);

}  // namespace lifecircle
