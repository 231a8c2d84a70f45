// What a student uploads, as the market keeps it: upright, without metadata, WebP in three widths.
//
// Only libturbojpeg, libpng, libwebp and giflib ever decode a photo. The pixel count is read from the header
// before any of them allocates for pixels, and an image is shrunk while it is decoded where its format allows
// it.
//
// Peak memory, measured: 13 MB for a camera's JPEG of 12 megapixels, and as little for 50 when it is baseline
// JPEG, lossy WebP or plain PNG; at most 60 MB more when a JPEG is a little under twice a rendition's size.
// Four kinds must be held whole: progressive JPEG (6 bytes a pixel, CMYK 8: 300 and 400 MB at 50
// megapixels), interlaced PNG and lossless WebP (4: 200 MB), interlaced GIF (1: 50 MB). Times the photos that
// are decoded at once (PhotoLimits), that is what the machine must have.
//
// Colours are taken as sRGB: an embedded ICC profile is dropped with the rest of the metadata, unapplied, so
// a Display P3 photo comes out a little paler than its camera showed it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace photos {

struct ImageLimits {
  std::int64_t pixels = 50'000'000;  // width times height as the header declares them
  int jpeg_scans = 32;               // a progressive JPEG has about 10; each costs 60 ms at 50 megapixels
};

// The widths a photo is kept in. Heights are bounded by twice the width, so that a strip of one pixel by
// 50,000 does not become a file of that shape. Nothing is ever enlarged.
inline constexpr int thumb_width = 320;
inline constexpr int card_width = 800;
inline constexpr int full_width = 1600;

struct Rendition {
  int width = 0;
  int height = 0;
  std::string webp;
};

struct Renditions {
  Rendition thumb, card, full;  // the photo's own width and height are those of `full`
};

// Throws core::Error 415 `not-an-image` for anything but a whole JPEG, PNG, still WebP or GIF (of an
// animation the first picture is taken), and 413 `image-too-large` for more pixels than the limit. Safe to
// call from several threads at once.
Renditions render(std::string_view bytes, const ImageLimits& limits);

}  // namespace photos
