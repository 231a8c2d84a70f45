// Photos under libFuzzer: whatever the bytes, an image comes out within its bounds, or the client's own
// fault.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/error.h"
#include "photos/image.h"

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

void check(const photos::Rendition& rendition, int width) {
  demand(rendition.width >= 1 && rendition.width <= width);
  demand(rendition.height >= 1 && rendition.height <= 2 * width);
  demand(rendition.webp.starts_with("RIFF") && rendition.webp.substr(12, 4) == "VP8 ");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  photos::ImageLimits limits;
  limits.pixels = 200'000;  // large enough for every path, small enough for many runs
  limits.jpeg_scans = 16;
  try {
    const auto made = photos::render({reinterpret_cast<const char*>(data), size}, limits);
    check(made.thumb, photos::thumb_width);
    check(made.card, photos::card_width);
    check(made.full, photos::full_width);
  } catch (const core::Error& error) {
    demand(error.status == 415 || error.status == 413);
  }
  return 0;
}
