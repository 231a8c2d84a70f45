#include "photos/image.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "core/error.h"
#include "photos/formats.h"
#include "unit/image_samples.h"

namespace image_test {

using namespace samples;
using photos::render;

namespace {

const photos::ImageLimits limits;

struct Refusal {
  int status = 0;
  std::string code, detail;
};
Refusal refusal(std::string_view bytes, const photos::ImageLimits& within = limits) {
  try {
    (void)render(bytes, within);
  } catch (const core::Error& error) {
    return {error.status, error.code, error.detail};
  }
  return {};
}
bool is_refused_as_no_image(std::string_view bytes) {
  const Refusal r = refusal(bytes);
  return r.status == 415 && r.code == "not-an-image";
}
bool is_refused_as_too_large(std::string_view bytes) {
  const Refusal r = refusal(bytes);
  return r.status == 413 && r.code == "image-too-large";
}
bool shows_quarters(std::string_view bytes) {
  return shows(seen(render(bytes, limits).full.webp), red, green, blue, yellow);
}

// A PNG's beginning with any size, its checksum right.
std::string png_header_of(std::uint32_t width, std::uint32_t height) {
  std::string bytes = png(quarters(1, 1));
  bytes.replace(16, 8, big(width, 4) + big(height, 4));
  std::uint32_t crc = 0xFFFFFFFF;
  for (std::size_t i = 12; i < 29; ++i) {
    crc ^= static_cast<unsigned char>(bytes[i]);
    for (int k = 0; k < 8; ++k) crc = (crc >> 1) ^ (crc & 1 ? 0xEDB88320u : 0);
  }
  return bytes.replace(29, 4, big(~crc, 4));
}
std::string jpeg_with_size(std::uint32_t width, std::uint32_t height) {
  std::string bytes = jpeg(quarters(16, 16));
  return bytes.replace(bytes.find("\xFF\xC0") + 5, 4, big(height, 2) + big(width, 2));
}

}  // namespace

TEST_CASE("a photo is kept in three widths and its shape, never enlarged") {
  const auto large = render(jpeg(quarters(2400, 1800)), limits);
  CHECK(large.full.width == 1600);
  CHECK(large.full.height == 1200);
  CHECK(large.card.width == 800);
  CHECK(large.card.height == 600);
  CHECK(large.thumb.width == 320);
  CHECK(large.thumb.height == 240);
  for (const auto* r : {&large.full, &large.card, &large.thumb}) {
    const auto shown = seen(r->webp);
    CHECK(shown.size == photos::Size{r->width, r->height});
    CHECK(shows(shown, red, green, blue, yellow));
  }
  CHECK(large.thumb.webp.size() < large.full.webp.size());

  const auto small = render(jpeg(quarters(400, 100)), limits);
  CHECK(small.full.width == 400);
  CHECK(small.card.width == 400);
  CHECK(small.card.webp == small.full.webp);
  CHECK(small.thumb.width == 320);
  CHECK(small.thumb.height == 80);
}

TEST_CASE("a strip is bounded in its height and keeps a pixel of width") {
  const auto strip = render(png(quarters(1, 20000)), limits);
  CHECK(strip.full.width == 1);
  CHECK(strip.full.height == 3200);
  CHECK(strip.thumb.height == 640);
  const auto flat = render(png(quarters(20000, 1)), limits);
  CHECK(flat.full.width == 1600);
  CHECK(flat.full.height == 1);
}

TEST_CASE("one pixel is a photo in every format") {
  for (const auto& bytes : {jpeg(quarters(1, 1)), png(quarters(1, 1)), webp(quarters(1, 1)), gif(1, 1)}) {
    const auto one = render(bytes, limits);
    CHECK(one.full.width == 1);
    CHECK(one.full.height == 1);
    CHECK(near(at(seen(one.thumb.webp), 0, 0), red));
  }
}

TEST_CASE("every EXIF orientation is turned upright") {
  // What the stored quarters (red green / blue yellow) are to look like.
  struct Expected {
    Colour a, b, c, d;
    bool turned;
  };
  const std::array<Expected, 8> expected{{{red, green, blue, yellow, false},
                                          {green, red, yellow, blue, false},
                                          {yellow, blue, green, red, false},
                                          {blue, yellow, red, green, false},
                                          {red, blue, green, yellow, true},
                                          {blue, red, yellow, green, true},
                                          {yellow, green, blue, red, true},
                                          {green, yellow, red, blue, true}}};
  const std::string plain = jpeg(quarters(60, 40)), large = jpeg(quarters(1800, 400));
  const std::string as_png = png(quarters(60, 40)), as_webp = webp(quarters(60, 40));
  for (int orientation = 1; orientation <= 8; ++orientation) {
    CAPTURE(orientation);
    const Expected& e = expected[static_cast<std::size_t>(orientation - 1)];
    PngKind kind;
    std::string tiff = exif(orientation);
    kind.more = [&](png_structp p, png_infop info) {
      png_set_eXIf_1(p, info, static_cast<png_uint_32>(tiff.size()),
                     reinterpret_cast<png_bytep>(tiff.data()));
    };
    for (const std::string& bytes :
         {with_exif(plain, orientation), with_exif(plain, orientation, false), png(quarters(60, 40), kind),
          extended_webp(as_webp, 60, 40, 0x08, chunk("EXIF", tiff))}) {
      const auto shown = seen(render(bytes, limits).full.webp);
      CHECK(shown.size == (e.turned ? photos::Size{40, 60} : photos::Size{60, 40}));
      CHECK(shows(shown, e.a, e.b, e.c, e.d));
    }
    // The width that is bounded is the one that is seen.
    const auto shrunk = render(with_exif(large, orientation), limits);
    CHECK(shrunk.full.width == (e.turned ? 400 : 1600));
    CHECK(shrunk.full.height == (e.turned ? 1800 : 356));
    CHECK(shows(seen(shrunk.thumb.webp), e.a, e.b, e.c, e.d));
  }
}

TEST_CASE("a damaged EXIF block does not cost the photo") {
  const std::string plain = jpeg(quarters(32, 32));
  for (int orientation : {0, 9, 65535}) CHECK(shows_quarters(with_exif(plain, orientation)));
  const std::string whole = std::string("Exif\0\0", 6) + exif(6);
  for (std::size_t length = 0; length < whole.size(); ++length)
    CHECK_NOTHROW((void)render(with_segment(plain, 0xE1, whole.substr(0, length)), limits));
  std::string far_away = whole;
  far_away.replace(10, 4, "\xFF\xFF\xFF\xFF");
  CHECK(shows_quarters(with_segment(plain, 0xE1, far_away)));
}

TEST_CASE("no metadata survives: neither GPS nor XMP, comment, profile or text") {
  const std::string xmp = "http://ns.adobe.com/xap/1.0/" + std::string(1, 0) + "XMPSECRET";
  std::string in_jpeg = with_exif(jpeg(quarters(900, 600)), 6);
  in_jpeg = with_segment(in_jpeg, 0xE1, xmp);
  in_jpeg = with_segment(in_jpeg, 0xFE, "COMMENTSECRET");
  in_jpeg = with_segment(in_jpeg, 0xE2, std::string("ICC_PROFILE\0\1\1PROFILESECRET", 27));
  in_jpeg += "TRAILINGSECRET";
  std::string tiff = exif(1), text = "TEXTSECRET", key = "Comment";
  PngKind kind;
  kind.more = [&](png_structp p, png_infop info) {
    png_set_eXIf_1(p, info, static_cast<png_uint_32>(tiff.size()), reinterpret_cast<png_bytep>(tiff.data()));
    png_text entry{};
    entry.compression = PNG_TEXT_COMPRESSION_NONE;
    entry.key = key.data();
    entry.text = text.data();
    png_set_text(p, info, &entry, 1);
  };
  const std::string in_png = png(quarters(900, 600), kind) + "TRAILINGSECRET";
  const std::string in_webp = extended_webp(webp(quarters(900, 600)), 900, 600, 0x08 | 0x04,
                                            chunk("EXIF", exif(1)) + chunk("XMP ", "XMPSECRET"));
  for (const std::string* bytes : {&std::as_const(in_jpeg), &in_png, &in_webp}) {
    REQUIRE(bytes->find("SECRET") != std::string::npos);
    const auto kept = render(*bytes, limits);
    for (const auto* r : {&kept.full, &kept.card, &kept.thumb}) {
      for (const char* trace : {"SECRET", "Exif", "EXIF", "GPS", "XMP", "ICC", "xap", "VP8X"})
        CHECK_MESSAGE(r->webp.find(trace) == std::string::npos, trace);
      CHECK(r->webp.substr(12, 4) == "VP8 ");  // one chunk, the picture, to the end of the file
      CHECK(photos::little32(r->webp, 4) + 8 == r->webp.size());
    }
  }
}

TEST_CASE("a truncated photo is refused at whatever length it ends") {
  const auto picture = quarters(64, 48);
  PngKind interlaced;
  interlaced.interlaced = true;
  GifKind in_passes;
  in_passes.interlaced = true;
  const std::array<std::string, 8> whole{jpeg(picture), jpeg(picture, TJFLAG_PROGRESSIVE),
                                         png(picture),  png(picture, interlaced),
                                         webp(picture), webp(picture, true),
                                         gif(64, 48),   gif(64, 48, in_passes)};
  for (const std::string& bytes : whole) {
    REQUIRE(shows_quarters(bytes));
    for (std::size_t length = 0; length < bytes.size(); ++length) {
      CAPTURE(length);
      CAPTURE(bytes.size());
      // On the heap and no longer than it is, so that a read beyond the end is seen.
      const std::vector<char> cut(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length));
      CHECK(is_refused_as_no_image({cut.data(), cut.size()}));
    }
  }
}

TEST_CASE("a scan that ends early is refused though its end marker is there") {
  photos::Pixels noise({200, 200});
  std::uint32_t state = 1;
  for (auto& byte : noise.rgb) byte = static_cast<std::uint8_t>((state = state * 1664525 + 1013904223) >> 24);
  const std::string bytes = jpeg(noise);
  CHECK(is_refused_as_no_image(bytes.substr(0, bytes.size() / 2) + "\xFF\xD9"));
}

TEST_CASE("bytes after the picture do no harm") {
  const auto picture = quarters(40, 40);
  for (const std::string& bytes : {jpeg(picture), png(picture), webp(picture), gif(40, 40)}) {
    CHECK(shows_quarters(bytes + "garbage \xFF\xD8\xFF\xD9 garbage"));
    CHECK(shows_quarters(bytes + std::string(5000, '\0')));
  }
}

TEST_CASE("stray bytes between the scan and the end marker are forgiven") {
  std::string bytes = jpeg(quarters(40, 40));
  CHECK(shows_quarters(bytes.insert(bytes.size() - 2, "stray")));
}

TEST_CASE("what is no photo is refused with the formats that are") {
  const std::pair<std::string, const char*> wrong[] = {
      {"", "empty"},
      {"hello", "not an image"},
      {"<!doctype html><title>photo.jpg</title>", "a web page"},
      {"\n <?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG"},
      {"GIF89a", "damaged"},
      {std::string("GIF89a\1\0\1\0\0\0\0;", 14), "damaged"},
      {"GIF88a", "not an image"},
      {std::string("\0\0\0\x18", 4) + "ftypheic" + std::string(40, '\0'), "a HEIC"},
      {"%PDF-1.7", "a PDF"},
      {"\xFF\xD8\xFF", "damaged"},
      {"\xFF\xD8\xFF<html>", "damaged"},
      {"\x89PNG\r\n\x1a\n", "damaged"},
      {std::string("RIFF\4\0\0\0WEBP", 12), "damaged"},
      {std::string("RIFF\4\0\0\0WAVE", 12), "not an image"},
  };
  for (const auto& entry : wrong) {
    const std::string& bytes = entry.first;
    const char* const why = entry.second;
    const Refusal r = refusal(bytes);
    CAPTURE(bytes);
    CHECK(r.status == 415);
    CHECK(r.code == "not-an-image");
    CHECK_MESSAGE(r.detail.find(why) != std::string::npos, r.detail);
    CHECK(r.detail.find("JPEG, PNG, WebP (not animated) or GIF") != std::string::npos);
  }
}

TEST_CASE("an animated WebP is refused, as it would lose what it shows") {
  const Refusal r = refusal(extended_webp(webp(quarters(8, 8)), 8, 8, 0x02, ""));
  CHECK(r.status == 415);
  CHECK(r.detail.find("animation") != std::string::npos);
}

TEST_CASE("more pixels than the limit are refused from the header alone") {
  CHECK(is_refused_as_too_large(png_header_of(50000, 50000)));
  CHECK(is_refused_as_too_large(png_header_of(50000, 50000).substr(0, 40)));
  CHECK(is_refused_as_too_large(png_header_of(0x7FFFFFFF, 0x7FFFFFFF)));
  CHECK(is_refused_as_no_image(png_header_of(0x80000000, 1)));
  CHECK(is_refused_as_no_image(png_header_of(0, 10)));
  CHECK(is_refused_as_too_large(jpeg_with_size(10020, 5000)));  // 50.1 megapixels
  CHECK(is_refused_as_too_large(jpeg_with_size(65535, 65535)));
  CHECK(is_refused_as_no_image(jpeg_with_size(0, 10)));
  CHECK(is_refused_as_no_image(jpeg_with_size(10, 0)));
  std::string huge_webp = webp(quarters(8, 8));  // its frame header holds 14 bits for each side
  huge_webp.replace(26, 4, little(16383, 2) + little(16383, 2));
  CHECK(is_refused_as_too_large(huge_webp));
  CHECK(is_refused_as_no_image(extended_webp(webp(quarters(8, 8)), 16384, 16384, 0, "")));  // they contradict
  std::string huge_gif = gif(8, 8);
  huge_gif.replace(6, 4, little(65535, 2) + little(65535, 2));
  CHECK(is_refused_as_too_large(huge_gif));
  CHECK(is_refused_as_too_large(huge_gif.substr(0, 13)));
  CHECK(is_refused_as_no_image(huge_gif.replace(6, 4, little(0, 2) + little(8, 2))));

  photos::ImageLimits tight;
  tight.pixels = 100;
  CHECK(refusal(jpeg(quarters(10, 10)), tight).status == 0);
  CHECK(refusal(jpeg(quarters(101, 1)), tight).status == 413);
  CHECK(refusal(png(quarters(101, 1)), tight).status == 413);
  CHECK(refusal(webp(quarters(101, 1)), tight).status == 413);
  CHECK(refusal(gif(101, 1), tight).status == 413);
}

TEST_CASE("a JPEG of endless scans is refused before any is decoded") {
  const std::string bytes = jpeg(quarters(64, 64), TJFLAG_PROGRESSIVE);
  const std::size_t scan = bytes.rfind("\xFF\xDA");
  std::string bomb = bytes.substr(0, bytes.size() - 2);
  for (int i = 0; i < 100; ++i) bomb += bytes.substr(scan, bytes.size() - 2 - scan);
  const Refusal r = refusal(bomb + "\xFF\xD9");
  CHECK(r.status == 415);
  CHECK(r.detail.find("scans") != std::string::npos);
}

TEST_CASE("greyscale and CMYK JPEGs show what they hold") {
  std::vector<std::uint8_t> grey(4096, 90);
  CHECK(near(at(seen(render(jpeg(grey.data(), 64, 64, TJPF_GRAY), limits).full.webp), 30, 30), {90, 90, 90},
             6));
  std::vector<std::uint8_t> cmyk(16384);
  for (std::size_t i = 0; i < cmyk.size(); i += 4) {  // inverted inks: 255 is none
    cmyk[i] = 200;
    cmyk[i + 1] = 100;
    cmyk[i + 2] = 50;
    cmyk[i + 3] = 255;
  }
  CHECK(near(at(seen(render(jpeg(cmyk.data(), 64, 64, TJPF_CMYK), limits).full.webp), 30, 30), {200, 100, 50},
             12));
}

TEST_CASE("PNGs of every kind show what they hold") {
  PngKind kind;
  kind.interlaced = true;
  CHECK(shows_quarters(png(quarters(700, 500), kind)));
  for (int side : {1, 2, 3, 5, 9, 33})  // small ones leave some of the passes empty
    CHECK(render(png(quarters(side, 7), kind), limits).full.webp ==
          render(png(quarters(side, 7)), limits).full.webp);

  // 16 bits a channel, most significant first.
  const auto picture = quarters(20, 20);
  std::vector<std::string> rows;
  for (int y = 0; y < 20; ++y) {
    std::string row;
    for (std::size_t i = 0; i < 60; ++i) row += std::string{static_cast<char>(picture.row(y)[i]), '\x7F'};
    rows.push_back(row);
  }
  CHECK(shows_quarters(png(20, 20, rows, {PNG_COLOR_TYPE_RGB, 16, false, kind.more})));
  CHECK(shows_quarters(png(20, 20, rows, {PNG_COLOR_TYPE_RGB, 16, true, kind.more})));

  // One bit of grey: black left, white right.
  const auto bits = seen(render(png(16, 8, std::vector<std::string>(8, std::string("\x00\xFF", 2)),
                                    {PNG_COLOR_TYPE_GRAY, 1, false, kind.more}),
                                limits)
                             .full.webp);
  CHECK(near(at(bits, 2, 4), {0, 0, 0}));
  CHECK(near(at(bits, 13, 4), {255, 255, 255}));
}

TEST_CASE("GIFs of every kind show what they hold") {
  for (const bool interlaced : {false, true})
    for (const bool own_colours : {false, true})
      for (const int frames : {1, 3})  // of an animation the first
        for (const int height : {40, 5, 5000}) {
          CAPTURE(interlaced);
          CAPTURE(height);
          const GifKind kind{{}, 0, 0, interlaced, own_colours, NO_TRANSPARENT_COLOR, frames};
          const auto made = render(gif(40, height, kind), limits);
          CHECK(made.full.webp.find("GPSSECRET") == std::string::npos);
          const auto shown = seen(made.full.webp);
          const int quarter = std::max(0, shown.size.height / 4 - 1);
          CHECK(near(at(shown, shown.size.width / 4, quarter), red));
          CHECK(near(at(shown, shown.size.width * 3 / 4, shown.size.height - 1), yellow));
        }
}

TEST_CASE("a GIF's picture lies where it is put, on white, and nothing shows through what is transparent") {
  const Colour white{255, 255, 255};
  const auto part = seen(render(gif(16, 16, {{32, 32}, 16, 16}), limits).full.webp);
  for (const auto& [x, y] : {std::pair{8, 8}, std::pair{24, 8}, std::pair{8, 24}})
    CHECK(near(at(part, x, y), white));
  CHECK(near(at(part, 18, 18), red));
  CHECK(near(at(part, 29, 29), yellow));
  CHECK(near(at(part, 13, 18), white));
  const GifKind see_through{{}, 0, 0, false, false, 1};
  CHECK(shows(seen(render(gif(32, 32, see_through), limits).full.webp), red, white, blue, yellow));
  // Were the pixels beside the screen decoded, they would be any number: the screen alone is counted.
  CHECK(is_refused_as_no_image(gif(32, 32, {{16, 16}})));
  CHECK(is_refused_as_no_image(gif(16, 16, {{31, 32}, 16, 0})));
  CHECK(is_refused_as_no_image(gif(16, 16, {{32, 31}, 0, 16})));
}

TEST_CASE("a GIF without a picture or without colours is refused") {
  const std::string whole = gif(8, 8);
  const std::size_t frame = whole.rfind(std::string(",\0\0\0\0", 5));
  CHECK(is_refused_as_no_image(whole.substr(0, frame) + ";"));
  std::string colourless = gif(8, 8, {{}, 0, 0, false, true});
  const std::size_t flags = colourless.rfind(std::string(",\0\0\0\0\x8\0\x8\0", 9)) + 9;
  colourless[flags] = 0;
  colourless.erase(flags + 1, 12);  // its four colours
  CHECK(is_refused_as_no_image(colourless));
}

TEST_CASE("transparency is laid on white") {
  // Left opaque red, right wholly transparent; the transparent pixels' own colour must not show.
  std::vector<std::string> rgba(16, std::string());
  for (auto& row : rgba)
    for (int x = 0; x < 16; ++x)
      row += x < 8 ? std::string("\xDC\x1E\x1E\xFF", 4) : std::string("\x00\x00\x00\x00", 4);
  PngKind kind;
  kind.colour = PNG_COLOR_TYPE_RGBA;
  const Colour white{255, 255, 255};
  for (bool interlaced : {false, true}) {
    kind.interlaced = interlaced;
    const auto shown = seen(render(png(16, 16, rgba, kind), limits).full.webp);
    CHECK(near(at(shown, 3, 8), red));
    CHECK(near(at(shown, 13, 8), white));
  }

  PngKind palette{PNG_COLOR_TYPE_PALETTE, 8, false, [](png_structp p, png_infop info) {
                    const png_color colours[] = {{0xDC, 0x1E, 0x1E}, {0, 0, 0}};
                    const png_byte alpha[] = {255, 0};
                    png_set_PLTE(p, info, colours, 2);
                    png_set_tRNS(p, info, alpha, 2, nullptr);
                  }};
  const std::string row = std::string(8, '\0') + std::string(8, '\1');
  const auto shown = seen(render(png(16, 16, std::vector<std::string>(16, row), palette), limits).full.webp);
  CHECK(near(at(shown, 3, 8), red));
  CHECK(near(at(shown, 13, 8), white));

  std::vector<std::uint8_t> half(4096, 0);
  for (std::size_t i = 0; i < half.size(); i += 4) half[i + 3] = 128;  // half black
  std::uint8_t* out = nullptr;
  const std::size_t size = WebPEncodeLosslessRGBA(half.data(), 32, 32, 128, &out);
  const std::string in_webp(reinterpret_cast<char*>(out), size);
  WebPFree(out);
  CHECK(near(at(seen(render(in_webp, limits).full.webp), 16, 16), {127, 127, 127}, 6));
}

TEST_CASE("shrinking is the mean of the area and leaves a plain surface alone") {
  photos::Pixels plain({1009, 503});
  std::memset(plain.rgb.data(), 201, plain.rgb.size());
  for (std::uint8_t byte : photos::shrink(plain, {97, 41}).rgb) REQUIRE(byte == 201);

  photos::Pixels four({4, 2});
  const std::uint8_t values[] = {0, 100, 10, 20, 50, 50, 30, 40};
  for (std::size_t i = 0; i < 8; ++i) std::memset(&four.rgb[i * 3], values[i], 3);
  const auto two = photos::shrink(four, {2, 1});
  CHECK(two.rgb[0] == 50);
  CHECK(two.rgb[3] == 25);
  // Three onto two: each takes one pixel and half of the middle one.
  photos::Pixels three({3, 1});
  const std::uint8_t steps[] = {0, 90, 180};
  for (std::size_t i = 0; i < 3; ++i) std::memset(&three.rgb[i * 3], steps[i], 3);
  const auto uneven = photos::shrink(three, {2, 1});
  CHECK(uneven.rgb[0] == 30);
  CHECK(uneven.rgb[3] == 150);
}

TEST_CASE("a size is fitted into its width and twice that in height") {
  using photos::Size;
  CHECK(photos::fit({4000, 3000}, 1600) == Size{1600, 1200});
  CHECK(photos::fit({1600, 3200}, 1600) == Size{1600, 3200});
  CHECK(photos::fit({1600, 3201}, 1600) == Size{1600, 3200});
  CHECK(photos::fit({1000, 9000}, 320) == Size{71, 640});
  CHECK(photos::fit({100000, 3}, 320) == Size{320, 1});
}

}  // namespace image_test
