#include <turbojpeg.h>

#include <cstring>
#include <memory>

#include "photos/formats.h"

namespace photos {
namespace {

// What the markers say, gathered without decoding.
struct Markers {
  Size size;
  int components = 0;
  int scans = 0;
  int orientation = 0;    // 0: no EXIF yet
  bool complete = false;  // the end-of-image marker is there
};

constexpr std::uint32_t start_of_scan = 0xDA, end_of_image = 0xD9, app1 = 0xE1;

bool is_frame_header(std::uint32_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

void read_segment(std::uint32_t marker, std::string_view segment, Markers& found) {
  using namespace std::string_view_literals;
  if (is_frame_header(marker)) {
    if (segment.size() < 6 || found.components != 0) throw damaged("JPEG");
    found.size = {static_cast<int>(big16(segment, 3)), static_cast<int>(big16(segment, 1))};
    found.components = static_cast<int>(byte_at(segment, 5));
  } else if (marker == app1 && found.orientation == 0 && segment.starts_with("Exif\0\0"sv)) {
    found.orientation = exif_orientation(segment);
  } else if (marker == start_of_scan) {
    ++found.scans;
  }
}

// Walks from marker to marker as a decoder does. Inside a scan's data 0xFF is followed by 0 (a literal 0xFF)
// or a restart marker; any other value ends the scan.
Markers walk(std::string_view bytes) {
  Markers found;
  for (std::size_t at = 2;;) {
    at = bytes.find('\xFF', at);
    if (at == std::string_view::npos || at + 1 >= bytes.size()) return found;
    const std::uint32_t marker = byte_at(bytes, at + 1);
    if (marker == 0xFF) {  // fill bytes before a marker
      ++at;
      continue;
    }
    at += 2;
    if (marker == 0 || marker == 1 || (marker >= 0xD0 && marker <= 0xD7)) continue;
    if (marker == end_of_image) {
      found.complete = true;
      return found;
    }
    if (at + 2 > bytes.size()) return found;
    const std::size_t length = big16(bytes, at);
    if (length < 2 || length > bytes.size() - at) return found;
    read_segment(marker, bytes.substr(at + 2, length - 2), found);
    at += length;
  }
}

// Browsers and editors agree that the inks of a CMYK JPEG are stored inverted: 255 is no ink.
void cmyk_to_rgb(const std::uint8_t* cmyk, std::uint8_t* rgb, int pixels) {
  for (int i = 0; i < pixels; ++i, cmyk += 4, rgb += 3)
    for (int c = 0; c < 3; ++c) rgb[c] = static_cast<std::uint8_t>((cmyk[c] * cmyk[3] + 127) / 255);
}

// A few cameras leave stray bytes between scan and marker; the picture is whole all the same.
bool harmless(const char* warning) {
  return std::strstr(warning, "extraneous bytes before marker") != nullptr;
}

}  // namespace

Header jpeg_header(std::string_view bytes, const ImageLimits& limits) {
  const Markers found = walk(bytes);
  // The size comes first: of a bomb that is cut short too, its size is what is wrong with it.
  if (found.size.width > 0 && found.size.height > 0 &&
      std::int64_t{found.size.width} * found.size.height > limits.pixels)
    return {found.size, 1};
  if (!found.complete || found.scans == 0 || found.size.width == 0 || found.size.height == 0)
    throw damaged("JPEG");
  // A file of some kilobytes may ask for hundreds of passes over 50 megapixels.
  if (found.scans > limits.jpeg_scans) throw not_an_image("The JPEG has more scans than a photo needs.");
  return {found.size, found.orientation == 0 ? 1 : found.orientation};
}

Pixels jpeg_pixels(std::string_view bytes, const Header& header, Size to) {
  // The decoder can halve the image up to three times at less cost than decoding it whole; the rest is ours.
  tjscalingfactor scale{1, 1};
  while (scale.denom < 8 && TJSCALED(header.size.width, (tjscalingfactor{1, scale.denom * 2})) >= to.width &&
         TJSCALED(header.size.height, (tjscalingfactor{1, scale.denom * 2})) >= to.height)
    scale.denom *= 2;
  const Size scaled{TJSCALED(header.size.width, scale), TJSCALED(header.size.height, scale)};

  const std::unique_ptr<void, int (*)(tjhandle)> decoder(tjInitDecompress(), tjDestroy);
  if (!decoder) throw std::bad_alloc();
  const bool cmyk = walk(bytes).components == 4;
  const std::size_t stride = static_cast<std::size_t>(scaled.width) * (cmyk ? 4 : 3);
  std::vector<std::uint8_t> decoded(stride * static_cast<std::size_t>(scaled.height));
  const int status = tjDecompress2(decoder.get(), reinterpret_cast<const unsigned char*>(bytes.data()),
                                   bytes.size(), decoded.data(), scaled.width, 0, scaled.height,
                                   cmyk ? TJPF_CMYK : TJPF_RGB, TJFLAG_LIMITSCANS);
  if (status != 0 &&
      !(tjGetErrorCode(decoder.get()) == TJERR_WARNING && harmless(tjGetErrorStr2(decoder.get()))))
    throw damaged("JPEG");

  Shrink shrinking(scaled, to);
  std::vector<std::uint8_t> rgb(cmyk ? static_cast<std::size_t>(scaled.width) * 3 : 0);
  for (std::size_t y = 0; y < static_cast<std::size_t>(scaled.height); ++y) {
    const std::uint8_t* row = decoded.data() + y * stride;
    if (cmyk) cmyk_to_rgb(row, rgb.data(), scaled.width);
    shrinking.add(cmyk ? rgb.data() : row);
  }
  return shrinking.take();
}

}  // namespace photos
