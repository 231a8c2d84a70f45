#include <gif_lib.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "photos/formats.h"

namespace photos {
namespace {

class GifReader {
 public:
  explicit GifReader(std::string_view bytes) : rest_(bytes) {
    int failure = 0;
    gif_ = DGifOpen(this, on_read, &failure);
    if (gif_ == nullptr && failure == D_GIF_ERR_NOT_ENOUGH_MEM) throw std::bad_alloc();
    if (gif_ == nullptr) throw damaged("GIF");
  }
  ~GifReader() { DGifCloseFile(gif_, nullptr); }
  GifReader(const GifReader&) = delete;
  GifReader& operator=(const GifReader&) = delete;

  // The next part's type; TERMINATE_RECORD_TYPE at the end.
  GifRecordType next() {
    GifRecordType type = UNDEFINED_RECORD_TYPE;
    require(DGifGetRecordType(gif_, &type));
    return type;
  }

  // Goes through an extension, and remembers the transparent colour if it is one that names it.
  void read_extension() {
    int code = 0;
    GifByteType* block = nullptr;  // its first byte is its length
    require(DGifGetExtension(gif_, &code, &block));
    GraphicsControlBlock control;
    if (code == GRAPHICS_EXT_FUNC_CODE && block != nullptr &&
        DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK)
      transparent_ = control.TransparentColor;
    while (block != nullptr) require(DGifGetExtensionNext(gif_, &block));
  }

  const GifImageDesc& read_frame() {
    require(DGifGetImageDesc(gif_));
    return gif_->Image;
  }
  void read_line(GifByteType* to, int width) { require(DGifGetLine(gif_, to, width)); }

  // The frame's own colours, or those of the whole file.
  const ColorMapObject& colours() const {
    const ColorMapObject* map = gif_->Image.ColorMap != nullptr ? gif_->Image.ColorMap : gif_->SColorMap;
    if (map == nullptr) throw damaged("GIF");
    return *map;
  }
  int transparent() const { return transparent_; }

 private:
  static void require(int result) {
    if (result != GIF_OK) throw damaged("GIF");
  }
  static int on_read(GifFileType* gif, GifByteType* to, int size) {
    auto& rest = static_cast<GifReader*>(gif->UserData)->rest_;
    const std::size_t taken = std::min(rest.size(), static_cast<std::size_t>(std::max(size, 0)));
    std::memcpy(to, rest.data(), taken);
    rest.remove_prefix(taken);
    return static_cast<int>(taken);
  }

  std::string_view rest_;
  GifFileType* gif_ = nullptr;
  int transparent_ = NO_TRANSPARENT_COLOR;
};

// Draws rows of colour numbers; what is transparent, or no colour of the map, leaves the white below.
class Painter {
 public:
  Painter(const ColorMapObject& map, int transparent) {
    for (std::size_t i = 0; i < colours_.size(); ++i) {
      const bool seen = static_cast<int>(i) < map.ColorCount && static_cast<int>(i) != transparent;
      colours_[i] = seen ? map.Colors[i] : GifColorType{255, 255, 255};
    }
  }
  void paint(const GifByteType* numbers, int count, std::uint8_t* rgb) const {
    for (int i = 0; i < count; ++i, rgb += 3) {
      const GifColorType& colour = colours_[numbers[i]];
      rgb[0] = colour.Red;
      rgb[1] = colour.Green;
      rgb[2] = colour.Blue;
    }
  }

 private:
  std::array<GifColorType, 256> colours_{};
};

// The rows of an interlaced frame come in four passes.
std::vector<GifByteType> read_interlaced(GifReader& reader, int width, int height) {
  struct Pass {
    int first, step;
  };
  std::vector<GifByteType> numbers(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  for (const auto [first, step] : {Pass{0, 8}, Pass{4, 8}, Pass{2, 4}, Pass{1, 2}})
    for (int y = first; y < height; y += step)
      reader.read_line(numbers.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width), width);
  return numbers;
}

}  // namespace

// After the six bytes of the signature comes the size of the screen on which the frames are laid.
Header gif_header(std::string_view bytes) {
  if (bytes.size() < 13) throw damaged("GIF");
  const Header header{{static_cast<int>(little16(bytes, 6)), static_cast<int>(little16(bytes, 8))}, 1};
  if (header.size.width == 0 || header.size.height == 0) throw damaged("GIF");
  return header;
}

Pixels gif_pixels(std::string_view bytes, const Header& header, Size to) {
  GifReader reader(bytes);
  for (GifRecordType type = reader.next(); type != IMAGE_DESC_RECORD_TYPE; type = reader.next()) {
    if (type != EXTENSION_RECORD_TYPE) throw damaged("GIF");  // the end, without any picture
    reader.read_extension();
  }
  const GifImageDesc frame = reader.read_frame();
  const auto [width, height] = header.size;
  // Pixels beside the screen were not counted by anybody.
  if (frame.Left < 0 || frame.Top < 0 || frame.Width < 1 || frame.Height < 1 ||
      frame.Width > width - frame.Left || frame.Height > height - frame.Top)
    throw damaged("GIF");
  const Painter painter(reader.colours(), reader.transparent());

  Shrink shrinking(header.size, to);
  const std::vector<std::uint8_t> white(static_cast<std::size_t>(width) * 3, 255);
  std::vector<std::uint8_t> rgb = white;
  std::uint8_t* const inside = rgb.data() + static_cast<std::size_t>(frame.Left) * 3;
  const auto frame_width = static_cast<std::size_t>(frame.Width);
  const auto interlaced =
      frame.Interlace ? read_interlaced(reader, frame.Width, frame.Height) : std::vector<GifByteType>();
  std::vector<GifByteType> line(frame_width);
  for (int y = 0; y < height; ++y) {
    const int row = y - frame.Top;
    if (row < 0 || row >= frame.Height) {
      shrinking.add(white.data());
      continue;
    }
    if (!frame.Interlace) reader.read_line(line.data(), frame.Width);
    painter.paint(
        frame.Interlace ? interlaced.data() + static_cast<std::size_t>(row) * frame_width : line.data(),
        frame.Width, inside);
    shrinking.add(rgb.data());
  }
  reader.next();  // whatever follows, the file does not end within the frame
  return shrinking.take();
}

}  // namespace photos
