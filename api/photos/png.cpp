#include <png.h>

#include <csetjmp>
#include <cstring>

#include "photos/formats.h"

namespace photos {
namespace {

// libpng reports an error by a long jump. `guard` is where it lands: the step between may hold nothing that
// has a destructor.
class PngReader {
 public:
  explicit PngReader(std::string_view bytes) : rest_(bytes) {
    png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, on_error, on_warning);
    if (png_ != nullptr) info_ = png_create_info_struct(png_);
    if (info_ == nullptr) {
      png_destroy_read_struct(&png_, nullptr, nullptr);
      throw std::bad_alloc();
    }
    png_set_read_fn(png_, this, on_read);
  }
  ~PngReader() { png_destroy_read_struct(&png_, &info_, nullptr); }
  PngReader(const PngReader&) = delete;
  PngReader& operator=(const PngReader&) = delete;

  template <class Step>
  void guard(Step step) {
    if (setjmp(png_jmpbuf(png_))) throw damaged("PNG");  // NOLINT(cert-err52-cpp): the library's own way
    step(png_, info_);
  }

 private:
  [[noreturn]] static void on_error(png_structp png, png_const_charp) { png_longjmp(png, 1); }
  static void on_warning(png_structp, png_const_charp) {}
  static void on_read(png_structp png, png_bytep to, std::size_t size) {
    auto& rest = static_cast<PngReader*>(png_get_io_ptr(png))->rest_;
    if (size > rest.size()) png_error(png, "");
    std::memcpy(to, rest.data(), size);
    rest.remove_prefix(size);
  }

  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  std::string_view rest_;
};

void onto_white(const std::uint8_t* rgba, std::uint8_t* rgb, int pixels) {
  for (int i = 0; i < pixels; ++i, rgba += 4, rgb += 3)
    for (int c = 0; c < 3; ++c)
      rgb[c] = static_cast<std::uint8_t>((rgba[c] * rgba[3] + 255 * (255 - rgba[3]) + 127) / 255);
}

}  // namespace

// After the eight bytes of the signature come chunks: length, type, data, checksum; the first is IHDR.
Header png_header(std::string_view bytes) {
  if (bytes.size() < 33 || bytes.substr(12, 4) != "IHDR") throw damaged("PNG");
  const std::uint32_t width = big32(bytes, 16), height = big32(bytes, 20);
  if (width == 0 || height == 0 || width > PNG_UINT_31_MAX || height > PNG_UINT_31_MAX) throw damaged("PNG");
  Header header{{static_cast<int>(width), static_cast<int>(height)}, 1};
  for (std::size_t at = 33; bytes.size() - at >= 12;) {
    const std::size_t length = big32(bytes, at);
    const std::string_view type = bytes.substr(at + 4, 4);
    if (length > bytes.size() - at - 12 || type == "IDAT") break;
    if (type == "eXIf") header.orientation = exif_orientation(bytes.substr(at + 8, length));
    at += length + 12;
  }
  return header;
}

Pixels png_pixels(std::string_view bytes, const Header& header, Size to) {
  PngReader reader(bytes);
  const auto width = static_cast<std::size_t>(header.size.width);
  const auto height = static_cast<std::size_t>(header.size.height);
  bool interlaced = false;
  reader.guard([&](png_structp png, png_infop info) {
    // All but the chunks that make up the picture is skipped unread: profiles and texts are packed, and some
    // unpack to gigabytes.
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
    png_read_info(png, info);
    png_set_expand(png);  // palettes, one to four bits a pixel, and tRNS
    png_set_scale_16(png);
    png_set_gray_to_rgb(png);
    png_set_add_alpha(png, 255, PNG_FILLER_AFTER);
    interlaced = png_set_interlace_handling(png) > 1;
    png_read_update_info(png, info);
    if (png_get_image_width(png, info) != width || png_get_image_height(png, info) != height ||
        png_get_rowbytes(png, info) != width * 4)
      png_error(png, "");
  });

  Shrink shrinking(header.size, to);
  std::vector<std::uint8_t> rgb(width * 3);
  // An interlaced picture is spread over seven passes and must be held whole; any other goes by row by row.
  std::vector<std::uint8_t> rgba(width * 4 * (interlaced ? height : 1));
  std::uint8_t* const first = rgba.data();
  if (interlaced)
    reader.guard([first, width, height](png_structp png, png_infop) {
      for (int pass = 0; pass < 7; ++pass)
        for (std::size_t y = 0; y < height; ++y) png_read_row(png, first + y * width * 4, nullptr);
    });
  for (std::size_t y = 0; y < height; ++y) {
    std::uint8_t* const row = interlaced ? first + y * width * 4 : first;
    if (!interlaced) reader.guard([row](png_structp png, png_infop) { png_read_row(png, row, nullptr); });
    onto_white(row, rgb.data(), header.size.width);
    shrinking.add(rgb.data());
  }
  reader.guard([](png_structp png, png_infop info) { png_read_end(png, info); });
  return shrinking.take();
}

}  // namespace photos
