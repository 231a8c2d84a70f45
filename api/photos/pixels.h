// Decoded pixels, and what is done to them on their way to a rendition.
#pragma once

#include <cstdint>
#include <vector>

namespace photos {

struct Size {
  int width = 0;
  int height = 0;
  bool operator==(const Size&) const = default;
};

// Eight-bit RGB, rows from the top, without padding.
struct Pixels {
  Size size;
  std::vector<std::uint8_t> rgb;

  explicit Pixels(Size size_in)
      : size(size_in),
        rgb(static_cast<std::size_t>(size_in.width) * static_cast<std::size_t>(size_in.height) * 3) {}
  std::size_t stride() const { return static_cast<std::size_t>(size.width) * 3; }
  std::uint8_t* row(int y) { return rgb.data() + static_cast<std::size_t>(y) * stride(); }
  const std::uint8_t* row(int y) const { return rgb.data() + static_cast<std::size_t>(y) * stride(); }
};

// The largest size of the source's shape within `width` and twice that in height; the source's own when it
// fits.
Size fit(Size source, int width);

// Shrinks row by row, each pixel of the result being the mean of the area it covers: no more than one row of
// sums is held beside the result. Sums are exact integers, so a plain surface stays exactly that colour.
class Shrink {
 public:
  // `to` is at most as large as `from` in both directions, and `from` at most 8 million wide.
  Shrink(Size from, Size to);
  // The next row of the source: from.width RGB pixels. To be called from.height times.
  void add(const std::uint8_t* rgb);
  Pixels take() { return std::move(result_); }

 private:
  void emit();

  Size from_;
  Pixels result_;
  std::vector<std::int32_t> row_;  // the source row, shrunk sideways; each sum weighs from.width
  double area_;                    // what each sum weighs: from.width * from.height
  // The rows of one result row: whole numbers below 2^53, begun with half of the weight so that the mean is
  // rounded.
  std::vector<double> sums_;
  int next_row_ = 0;  // of the result
  int missing_;       // weight the result row under way still lacks, of from.height
};

Pixels shrink(const Pixels& source, Size to);

// EXIF orientations 5 to 8 exchange width and height.
inline Size turned(Size size, int orientation) {
  return orientation >= 5 ? Size{size.height, size.width} : size;
}

// The pixels as they are to be seen, for an EXIF orientation of 1 to 8.
Pixels upright(Pixels source, int orientation);

}  // namespace photos
