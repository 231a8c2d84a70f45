#include "http/encoding.h"

#include <brotli/encode.h>
#include <zlib.h>

#include <array>
#include <stdexcept>
#include <utility>

#include "http/field.h"

namespace http {
namespace {

constexpr std::array<Coding, 3> smallest_first = {Coding::br, Coding::gzip, Coding::identity};

std::string brotli(std::string_view bytes) {
  // 6 of 11: 11 is 9 % smaller and takes a hundred times as long.
  constexpr int quality = 6;
  std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
  std::string out(size, '\0');
  if (BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(),
                            reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                            reinterpret_cast<std::uint8_t*>(out.data())) != BROTLI_TRUE) {
    throw std::runtime_error("brotli failed");
  }
  out.resize(size);
  return out;
}

std::string gzip(std::string_view bytes) {
  constexpr int gzip_window = MAX_WBITS + 16;  // with gzip's head and sum rather than zlib's
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window, MAX_MEM_LEVEL,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("zlib failed");
  }
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) throw std::runtime_error("zlib failed");
  return out;
}

}  // namespace

std::string_view name(Coding coding) {
  switch (coding) {
    case Coding::br:
      return "br";
    case Coding::gzip:
      return "gzip";
    case Coding::identity:
      break;
  }
  return "identity";
}

Coding preferred_coding(std::optional<std::string_view> accept_encoding) {
  if (!accept_encoding) return Coding::identity;
  std::array<std::optional<int>, smallest_first.size()> given;
  std::optional<int> others;
  for (const auto& [coding, weight] : preferences(*accept_encoding)) {
    if (coding == "*") others = weight;
    for (std::size_t i = 0; i < given.size(); ++i) {
      if (coding == name(smallest_first.at(i)) ||
          (coding == "x-gzip" && smallest_first.at(i) == Coding::gzip))
        given.at(i) = weight;
    }
  }
  Coding best = Coding::identity;
  int most = 0;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const Coding coding = smallest_first.at(i);
    // What is not named is taken only if it is no coding at all.
    const int weight = given.at(i).value_or(others.value_or(coding == Coding::identity ? 1 : 0));
    if (weight <= most) continue;
    most = weight;
    best = coding;
  }
  return best;
}

std::string encoded(std::string_view bytes, Coding coding) {
  switch (coding) {
    case Coding::br:
      return brotli(bytes);
    case Coding::gzip:
      return gzip(bytes);
    case Coding::identity:
      break;
  }
  return std::string(bytes);
}

Body Encodings::in(Coding coding) const {
  if (coding == Coding::identity) return nullptr;
  Encoded& form = kept(coding);
  std::call_once(form.once, [&] {
    std::string bytes = encoded(*body_, coding);
    if (bytes.size() < body_->size()) form.body = std::make_shared<const std::string>(std::move(bytes));
    form.made = true;
  });
  return form.body;
}

bool Encodings::has(Coding coding) const {
  return coding == Coding::identity || kept(coding).made;
}

namespace {

void encode_in(Response& response, const Encodings& encodings, Coding coding) {
  Body smaller = encodings.in(coding);
  if (!smaller) return;
  response.body = std::move(smaller);
  response.with("Content-Encoding", std::string(name(coding)));
  for (auto& [field, value] : response.headers) {
    if (field == "ETag") value.insert(value.size() - 1, "-" + std::string(name(coding)));
  }
}

}  // namespace

void encode(Response& response, const Encodings& encodings, std::optional<std::string_view> accept_encoding) {
  if (accept_encoding) encode_in(response, encodings, preferred_coding(accept_encoding));
}

bool encode_if_made(Response& response, const Encodings& encodings,
                    std::optional<std::string_view> accept_encoding) {
  if (!accept_encoding) return true;
  const Coding coding = preferred_coding(accept_encoding);
  if (!encodings.has(coding)) return false;
  encode_in(response, encodings, coding);
  return true;
}

}  // namespace http
