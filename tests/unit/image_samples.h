// Images made for a test: a picture whose four quarters can be told apart, in every dress a photo comes in.
#pragma once

#include <gif_lib.h>
#include <png.h>
#include <turbojpeg.h>
#include <webp/decode.h>
#include <webp/encode.h>

#include <cstdint>
#include <cstdio>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "photos/pixels.h"

namespace samples {

struct Colour {
  int r, g, b;
};
inline constexpr Colour red{220, 30, 30}, green{30, 180, 30}, blue{30, 30, 220}, yellow{230, 220, 20};

// Red and green above blue and yellow.
inline photos::Pixels quarters(int width, int height) {
  photos::Pixels pixels({width, height});
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const Colour c = y * 2 < height ? (x * 2 < width ? red : green) : (x * 2 < width ? blue : yellow);
      std::uint8_t* p = pixels.row(y) + x * 3;
      p[0] = static_cast<std::uint8_t>(c.r);
      p[1] = static_cast<std::uint8_t>(c.g);
      p[2] = static_cast<std::uint8_t>(c.b);
    }
  return pixels;
}

// `format` and `data` are TurboJPEG's: TJPF_RGB, TJPF_GRAY, TJPF_CMYK.
inline std::string jpeg(const std::uint8_t* data, int width, int height, int format, int flags = 0) {
  tjhandle encoder = tjInitCompress();
  unsigned char* out = nullptr;
  unsigned long size = 0;
  const int subsampling = format == TJPF_GRAY ? TJSAMP_GRAY : TJSAMP_444;
  if (tjCompress2(encoder, data, width, 0, height, format, &out, &size, subsampling, 90, flags) != 0)
    throw std::runtime_error(tjGetErrorStr2(encoder));
  std::string bytes(reinterpret_cast<char*>(out), size);
  tjFree(out);
  tjDestroy(encoder);
  return bytes;
}
inline std::string jpeg(const photos::Pixels& p, int flags = 0) {
  return jpeg(p.rgb.data(), p.size.width, p.size.height, TJPF_RGB, flags);
}

inline std::string big(std::uint32_t value, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i) & 0xFF);
  return out;
}
inline std::string little(std::uint32_t value, int bytes) {
  const std::string reversed = big(value, bytes);
  return {reversed.rbegin(), reversed.rend()};
}

// A TIFF structure with an orientation and a GPS latitude reference and text.
inline std::string exif(int orientation, bool little_endian = true) {
  const auto n = [&](std::uint32_t v, int size) { return little_endian ? little(v, size) : big(v, size); };
  const auto u = static_cast<std::uint32_t>(orientation);
  std::string tiff = little_endian ? std::string("II\x2a\0", 4) : std::string("MM\0\x2a", 4);
  tiff += n(8, 4) + n(2, 2);
  tiff += n(0x0112, 2) + n(3, 2) + n(1, 4) + n(u, 2) + n(0, 2);
  tiff += n(0x8825, 2) + n(4, 2) + n(1, 4) + n(38, 4);  // GPS directory at 38
  tiff += n(0, 4);
  tiff += n(1, 2) + n(1, 2) + n(2, 2) + n(2, 4) + std::string("N\0\0\0", 4) + n(0, 4);
  return tiff + "GPSSECRET 37.5665N 126.9780E";
}

// Puts a segment behind the start-of-image marker.
inline std::string with_segment(const std::string& jpeg_bytes, int marker, const std::string& payload) {
  return jpeg_bytes.substr(0, 2) + "\xFF" + static_cast<char>(marker) +
         big(static_cast<std::uint32_t>(payload.size()) + 2, 2) + payload + jpeg_bytes.substr(2);
}
inline std::string with_exif(const std::string& jpeg_bytes, int orientation, bool little_endian = true) {
  return with_segment(jpeg_bytes, 0xE1, std::string("Exif\0\0", 6) + exif(orientation, little_endian));
}

struct PngKind {
  int colour = PNG_COLOR_TYPE_RGB;
  int depth = 8;
  bool interlaced = false;
  std::function<void(png_structp, png_infop)> more = [](png_structp, png_infop) {
  };  // before the header is written
};

// `rows` are as PNG stores them.
inline std::string png(int width, int height, const std::vector<std::string>& rows, const PngKind& kind) {
  std::string bytes;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_write_fn(
      png, &bytes,
      [](png_structp p, png_bytep data, std::size_t size) {
        static_cast<std::string*>(png_get_io_ptr(p))->append(reinterpret_cast<char*>(data), size);
      },
      nullptr);
  png_set_IHDR(png, info, static_cast<png_uint_32>(width), static_cast<png_uint_32>(height), kind.depth,
               kind.colour, kind.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  kind.more(png, info);
  png_write_info(png, info);
  std::vector<png_bytep> pointers;
  for (const std::string& row : rows)
    pointers.push_back(const_cast<png_bytep>(reinterpret_cast<const unsigned char*>(row.data())));
  png_write_image(png, pointers.data());
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return bytes;
}

inline std::string png(const photos::Pixels& p, PngKind kind = {}) {
  std::vector<std::string> rows;
  for (int y = 0; y < p.size.height; ++y)
    rows.emplace_back(reinterpret_cast<const char*>(p.row(y)), static_cast<std::size_t>(p.size.width) * 3);
  kind.colour = PNG_COLOR_TYPE_RGB;
  kind.depth = 8;
  return png(p.size.width, p.size.height, rows, kind);
}

inline std::string webp(const photos::Pixels& p, bool lossless = false) {
  std::uint8_t* out = nullptr;
  const int stride = p.size.width * 3;
  const std::size_t size =
      lossless ? WebPEncodeLosslessRGB(p.rgb.data(), p.size.width, p.size.height, stride, &out)
               : WebPEncodeRGB(p.rgb.data(), p.size.width, p.size.height, stride, 90, &out);
  std::string bytes(reinterpret_cast<char*>(out), size);
  WebPFree(out);
  return bytes;
}

inline std::string riff(const std::string& chunks) {
  return "RIFF" + little(static_cast<std::uint32_t>(chunks.size()) + 4, 4) + "WEBP" + chunks;
}
inline std::string chunk(const std::string& type, const std::string& data) {
  return type + little(static_cast<std::uint32_t>(data.size()), 4) + data +
         (data.size() % 2 ? std::string(1, '\0') : "");
}
// The extended form, as a camera writes it; flags: 0x08 EXIF, 0x02 animation.
inline std::string extended_webp(const std::string& plain, int width, int height, int flags,
                                 const std::string& more) {
  return riff(chunk("VP8X", little(static_cast<std::uint32_t>(flags), 4) +
                                little(static_cast<std::uint32_t>(width - 1), 3) +
                                little(static_cast<std::uint32_t>(height - 1), 3)) +
              plain.substr(12) + more);
}

struct GifKind {
  photos::Size screen;  // of the frame, when it is empty
  int left = 0, top = 0;
  bool interlaced = false;
  bool own_colours = false;  // the frame's, and none of the whole file
  int transparent = NO_TRANSPARENT_COLOR;
  int frames = 1;
};

// The quarters as a frame with the colours 0 to 3; any frame after it is of the colour 2 alone.
inline std::string gif(int width, int height, GifKind kind = {}) {
  if (kind.screen == photos::Size{}) kind.screen = {width, height};
  const auto byte = [](int value) { return static_cast<GifByteType>(value); };
  std::vector<GifColorType> colours;
  for (const Colour c : {red, green, blue, yellow}) colours.push_back({byte(c.r), byte(c.g), byte(c.b)});
  ColorMapObject* const map = GifMakeMapObject(4, colours.data());

  std::string bytes;
  const OutputFunc append = [](GifFileType* file, const GifByteType* data, int size) {
    static_cast<std::string*>(file->UserData)
        ->append(reinterpret_cast<const char*>(data), static_cast<std::size_t>(size));
    return size;
  };
  GifFileType* const file = EGifOpen(&bytes, append, nullptr);
  EGifSetGifVersion(file, true);
  EGifPutScreenDesc(file, kind.screen.width, kind.screen.height, 8, 0, kind.own_colours ? nullptr : map);
  EGifPutComment(file, "GPSSECRET");
  for (int frame = 0; frame < kind.frames; ++frame) {
    GraphicsControlBlock control{DISPOSAL_UNSPECIFIED, false, 10, kind.transparent};
    std::vector<GifByteType> extension(4);
    EGifGCBToExtension(&control, extension.data());
    EGifPutExtension(file, GRAPHICS_EXT_FUNC_CODE, 4, extension.data());
    EGifPutImageDesc(file, kind.left, kind.top, width, height, kind.interlaced,
                     kind.own_colours ? map : nullptr);
    const auto put_rows = [&](int first, int step) {
      for (int y = first; y < height; y += step) {
        std::vector<GifPixelType> row;
        for (int x = 0; x < width; ++x)
          row.push_back(frame > 0 ? byte(2) : byte((y * 2 < height ? 0 : 2) + (x * 2 < width ? 0 : 1)));
        EGifPutLine(file, row.data(), width);
      }
    };
    if (kind.interlaced) {
      put_rows(0, 8);
      put_rows(4, 8);
      put_rows(2, 4);
      put_rows(1, 2);
    } else {
      put_rows(0, 1);
    }
  }
  EGifCloseFile(file, nullptr);
  GifFreeMapObject(map);
  return bytes;
}

// What a browser would show of a rendition.
inline photos::Pixels seen(const std::string& webp_bytes) {
  int width = 0, height = 0;
  std::uint8_t* rgb = WebPDecodeRGB(reinterpret_cast<const std::uint8_t*>(webp_bytes.data()),
                                    webp_bytes.size(), &width, &height);
  if (rgb == nullptr) throw std::runtime_error("not a WebP");
  photos::Pixels pixels({width, height});
  pixels.rgb.assign(rgb, rgb + pixels.rgb.size());
  WebPFree(rgb);
  return pixels;
}

inline Colour at(const photos::Pixels& pixels, int x, int y) {
  const std::uint8_t* p = pixels.row(y) + x * 3;
  return {p[0], p[1], p[2]};
}
inline bool near(Colour a, Colour b, int tolerance = 24) {
  const auto close = [&](int x, int y) { return (x > y ? x - y : y - x) <= tolerance; };
  return close(a.r, b.r) && close(a.g, b.g) && close(a.b, b.b);
}
// Whether the quarters, from the top left by rows, have these colours.
inline bool shows(const photos::Pixels& p, Colour a, Colour b, Colour c, Colour d) {
  const int w = p.size.width, h = p.size.height;
  return near(at(p, w / 4, h / 4), a) && near(at(p, w * 3 / 4, h / 4), b) &&
         near(at(p, w / 4, h * 3 / 4), c) && near(at(p, w * 3 / 4, h * 3 / 4), d);
}

}  // namespace samples
