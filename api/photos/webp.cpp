#include <webp/decode.h>

#include <algorithm>

#include "photos/formats.h"

namespace photos {
namespace {

const std::uint8_t* data_of(std::string_view bytes) {
  return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

}  // namespace

Header webp_header(std::string_view bytes) {
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(data_of(bytes), bytes.size(), &features) != VP8_STATUS_OK) throw damaged("WebP");
  if (features.has_animation) throw not_an_image("The WebP is an animation.");
  if (features.width < 1 || features.height < 1) throw damaged("WebP");
  Header header{{features.width, features.height}, 1};
  // After "RIFF", a size and "WEBP" come chunks: type, length, data, padded to an even length.
  for (std::size_t at = 12; at + 8 <= bytes.size();) {
    const std::size_t length = little32(bytes, at + 4);
    if (length > bytes.size() - at - 8) break;
    if (bytes.substr(at, 4) == "EXIF") header.orientation = exif_orientation(bytes.substr(at + 8, length));
    at += 8 + length + length % 2;
  }
  return header;
}

Pixels webp_pixels(std::string_view bytes, const Header& header, Size to) {
  WebPDecoderConfig config;
  if (!WebPInitDecoderConfig(&config)) throw std::bad_alloc();
  const auto row = static_cast<std::size_t>(to.width) * 4;
  std::vector<std::uint8_t> rgba(row * static_cast<std::size_t>(to.height));
  config.options.use_scaling = !(to == header.size);
  config.options.scaled_width = to.width;
  config.options.scaled_height = to.height;
  config.output.colorspace = MODE_rgbA;  // colours already multiplied by alpha
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = rgba.data();
  config.output.u.RGBA.stride = static_cast<int>(row);
  config.output.u.RGBA.size = rgba.size();
  const VP8StatusCode status = WebPDecode(data_of(bytes), bytes.size(), &config);
  WebPFreeDecBuffer(&config.output);
  if (status != VP8_STATUS_OK) throw damaged("WebP");

  Pixels result(to);
  std::uint8_t* rgb = result.rgb.data();
  for (std::size_t i = 0; i < rgba.size(); i += 4, rgb += 3)  // onto white
    for (std::size_t c = 0; c < 3; ++c)
      rgb[c] = static_cast<std::uint8_t>(std::min(255, rgba[i + c] + 255 - rgba[i + 3]));
  return result;
}

}  // namespace photos
