// The four formats that are taken: what each header tells, and the pixels.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/error.h"
#include "photos/image.h"
#include "photos/pixels.h"

namespace photos {

struct Header {
  Size size;            // as stored, before it is turned upright; both sides at least 1
  int orientation = 1;  // EXIF, 1 to 8
};

// Each `…_header` reads no pixels and allocates nothing that grows with the image. Each `…_pixels` decodes
// the whole image, checks that it is whole, and shrinks it to `to`. Both throw `not_an_image`.
Header jpeg_header(std::string_view bytes, const ImageLimits& limits);
Pixels jpeg_pixels(std::string_view bytes, const Header& header, Size to);
Header png_header(std::string_view bytes);
Pixels png_pixels(std::string_view bytes, const Header& header, Size to);
Header webp_header(std::string_view bytes);
Pixels webp_pixels(std::string_view bytes, const Header& header, Size to);
// Of an animation the first picture.
Header gif_header(std::string_view bytes);
Pixels gif_pixels(std::string_view bytes, const Header& header, Size to);

// The orientation in an EXIF block (a TIFF structure, with or without "Exif\0\0" before it); 1 when there is
// none or the block is damaged, as no one would want a photo refused for that.
int exif_orientation(std::string_view exif);

core::Error not_an_image(std::string why);
core::Error damaged(std::string_view format);

inline std::uint32_t byte_at(std::string_view bytes, std::size_t i) {
  return static_cast<unsigned char>(bytes[i]);
}
inline std::uint32_t big16(std::string_view b, std::size_t i) {
  return byte_at(b, i) << 8 | byte_at(b, i + 1);
}
inline std::uint32_t big32(std::string_view b, std::size_t i) {
  return big16(b, i) << 16 | big16(b, i + 2);
}
inline std::uint32_t little16(std::string_view b, std::size_t i) {
  return byte_at(b, i + 1) << 8 | byte_at(b, i);
}
inline std::uint32_t little32(std::string_view b, std::size_t i) {
  return little16(b, i + 2) << 16 | little16(b, i);
}

}  // namespace photos
