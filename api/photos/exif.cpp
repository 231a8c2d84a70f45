#include "photos/formats.h"

namespace photos {

int exif_orientation(std::string_view exif) {
  using namespace std::string_view_literals;
  if (exif.starts_with("Exif\0\0"sv)) exif.remove_prefix(6);
  const bool little = exif.starts_with("II\x2a\0"sv);
  if (exif.size() < 8 || !(little || exif.starts_with("MM\0\x2a"sv))) return 1;
  const auto u16 = [&](std::size_t at) { return little ? little16(exif, at) : big16(exif, at); };
  const auto u32 = [&](std::size_t at) { return little ? little32(exif, at) : big32(exif, at); };

  // The first directory: a count, then entries of 12 bytes: tag, type, count, value.
  constexpr std::uint32_t orientation_tag = 0x0112, short_type = 3;
  const std::size_t directory = u32(4);
  if (directory > exif.size() - 2) return 1;
  const std::size_t entries = u16(directory);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + i * 12;
    if (entry + 12 > exif.size()) return 1;
    if (u16(entry) != orientation_tag) continue;
    const std::uint32_t value = u16(entry + 8);
    return u16(entry + 2) == short_type && value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

}  // namespace photos
