#include "photos/pixels.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace photos {

Size fit(Size source, int width) {
  const std::int64_t w = source.width, h = source.height, most = std::int64_t{width} * 2;
  if (w <= width && h <= most) return source;
  // Whichever side is further over its bound decides; the other follows, rounded, and never vanishes.
  if (h * width > w * most)
    return {static_cast<int>(std::max<std::int64_t>(1, (w * most + h / 2) / h)), static_cast<int>(most)};
  return {width, static_cast<int>(std::max<std::int64_t>(1, (h * width + w / 2) / w))};
}

Shrink::Shrink(Size from, Size to)
    : from_(from),
      result_(to),
      row_(result_.stride()),
      area_(static_cast<double>(from.width) * static_cast<double>(from.height)),
      sums_(result_.stride(), area_ / 2),
      missing_(from.height) {}

void Shrink::add(const std::uint8_t* rgb) {
  if (next_row_ == result_.size.height) return;
  // Lengths are counted in units of which a source pixel has `to` and a result pixel has `from`, so that
  // every overlap is a whole number.
  const int to_width = result_.size.width;
  std::int32_t* out = row_.data();
  if (to_width == from_.width) {
    // Same weight as below: each result pixel is one source pixel of `from.width` units.
    for (std::size_t i = 0; i < row_.size(); ++i) out[i] = rgb[i] * from_.width;
  } else {
    int left = 0;  // units of the current source pixel still to be given away
    for (int x = 0; x < to_width; ++x, out += 3) {
      std::int32_t r = 0, g = 0, b = 0;
      for (int need = from_.width; need > 0;) {
        if (left == 0) {
          left = to_width;
          rgb += 3;
        }
        const int share = std::min(left, need);
        r += rgb[-3] * share;
        g += rgb[-2] * share;
        b += rgb[-1] * share;
        left -= share;
        need -= share;
      }
      out[0] = r;
      out[1] = g;
      out[2] = b;
    }
  }
  for (int left = result_.size.height; left > 0 && next_row_ < result_.size.height;) {
    const int share = std::min(left, missing_);
    for (std::size_t i = 0; i < row_.size(); ++i) sums_[i] += static_cast<double>(row_[i]) * share;
    left -= share;
    missing_ -= share;
    if (missing_ == 0) emit();
  }
}

void Shrink::emit() {
  // Multiplied, as dividing whole numbers is more than half of the work of shrinking. The colour of a plain
  // surface still comes out exactly: what this rounds off is far below the half with which each sum begins.
  const double share = 1.0 / area_;
  std::uint8_t* out = result_.row(next_row_++);
  for (std::size_t i = 0; i < sums_.size(); ++i) out[i] = static_cast<std::uint8_t>(sums_[i] * share);
  std::fill(sums_.begin(), sums_.end(), area_ / 2);
  missing_ = from_.height;
}

Pixels shrink(const Pixels& source, Size to) {
  Shrink shrinking(source.size, to);
  for (int y = 0; y < source.size.height; ++y) shrinking.add(source.row(y));
  return shrinking.take();
}

Pixels upright(Pixels source, int orientation) {
  if (orientation <= 1 || orientation > 8) return source;
  // Every orientation is an exchange of the axes or none, then a flip of the source's x, of its y, or of
  // both.
  const bool exchange = orientation >= 5;
  const bool flip_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool flip_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  Pixels result(turned(source.size, orientation));
  for (int y = 0; y < result.size.height; ++y) {
    std::uint8_t* out = result.row(y);
    for (int x = 0; x < result.size.width; ++x, out += 3) {
      int from_x = exchange ? y : x;
      int from_y = exchange ? x : y;
      if (flip_x) from_x = source.size.width - 1 - from_x;
      if (flip_y) from_y = source.size.height - 1 - from_y;
      std::memcpy(out, source.row(from_y) + static_cast<std::size_t>(from_x) * 3, 3);
    }
  }
  return result;
}

}  // namespace photos
