// What taking photos is compared with: libturbojpeg and libwebp alone making the same three sizes of a
// camera's JPEG, shrunk by libwebp's own rescaler, each thread again and again.
//   load_bare_photos make FILE SEED             a JPEG of 4000 by 3000 pixels and about 4 MB
//   load_bare_photos FILE SECONDS THREADS       prints photos a second, and the milliseconds of each part
#include <sys/resource.h>
#include <turbojpeg.h>
#include <webp/encode.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

void require(bool done, const char* what) {
  if (!done) throw std::runtime_error(what);
}

// What a photo of a book is made of, as far as its cost goes: surfaces that are nearly plain, coarse and fine
// texture, many sharp edges, and the noise of a sensor.
class Scene {
 public:
  explicit Scene(unsigned seed) : random_(seed) {
    for (auto& octave : lattice_)
      for (auto& value : octave) value = static_cast<float>(random_() % 1000) / 1000 - 0.5F;
  }

  std::vector<std::uint8_t> paint(int width, int height) {
    std::vector<std::uint8_t> rgb;
    rgb.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x) {
        const float shade = surface(x, y, width, height) + 110 * texture(x, y);
        for (const float tint : {1.0F, 0.9F, 0.75F}) {
          const float noise = static_cast<float>(random_() % 24) - 12;
          rgb.push_back(static_cast<std::uint8_t>(std::clamp(shade * tint + noise, 0.0F, 255.0F)));
        }
      }
    return rgb;
  }

 private:
  static constexpr int side = 64;  // of a lattice, which repeats

  // A cover with lines of something like letters, on a table.
  static float surface(int x, int y, int width, int height) {
    const bool cover = x > width / 5 && x < width * 4 / 5 && y > height / 8 && y < height * 7 / 8;
    if (!cover) return 120 + 60 * static_cast<float>(x + y) / static_cast<float>(width + height);
    const bool line = y / 60 % 3 == 0;
    const bool letter = line && (x / 7 * 37 + y / 9 * 11 + y / 60 * 53) % 5 < 2;
    return letter ? 40 : 190;
  }

  // Lattices of ever smaller meshes, smoothed between their points.
  float texture(int x, int y) const {
    float sum = 0;
    float weight = 0.5F;
    int mesh = 512;
    for (const auto& octave : lattice_) {
      const float fx = static_cast<float>(x % mesh) / static_cast<float>(mesh);
      const float fy = static_cast<float>(y % mesh) / static_cast<float>(mesh);
      const auto at = [&](int i, int j) {
        return octave[static_cast<std::size_t>((y / mesh + j) % side * side + (x / mesh + i) % side)];
      };
      const float above = at(0, 0) + (at(1, 0) - at(0, 0)) * fx;
      const float below = at(0, 1) + (at(1, 1) - at(0, 1)) * fx;
      sum += weight * (above + (below - above) * fy);
      weight *= 0.6F;
      mesh /= 4;
    }
    return sum;
  }

  std::minstd_rand random_;
  std::array<std::array<float, side * side>, 5> lattice_{};
};

void make(const char* file, unsigned seed) {
  constexpr int width = 4000;
  constexpr int height = 3000;
  const std::vector<std::uint8_t> rgb = Scene(seed).paint(width, height);
  const std::unique_ptr<void, int (*)(tjhandle)> encoder(tjInitCompress(), tjDestroy);
  unsigned char* jpeg = nullptr;
  unsigned long size = 0;
  require(tjCompress2(encoder.get(), rgb.data(), width, 0, height, TJPF_RGB, &jpeg, &size, TJSAMP_420, 90,
                      0) == 0,
          "no JPEG could be made");
  std::ofstream(file, std::ios::binary).write(reinterpret_cast<char*>(jpeg), static_cast<long>(size));
  tjFree(jpeg);
}

// Milliseconds of each part, summed.
struct Parts {
  double decode = 0;
  double resize = 0;
  double encode = 0;
  int photos = 0;
};

// As the market has it (photos/image): method 2 at quality 80, widths of 1600, 800 and 320.
void take(std::string_view jpeg, Parts& parts) {
  auto start = Clock::now();
  const std::unique_ptr<void, int (*)(tjhandle)> decoder(tjInitDecompress(), tjDestroy);
  const auto* bytes = reinterpret_cast<const unsigned char*>(jpeg.data());
  int width = 0, height = 0, sampling = 0, colours = 0;
  require(tjDecompressHeader3(decoder.get(), bytes, jpeg.size(), &width, &height, &sampling, &colours) == 0,
          "the JPEG has no header");
  width = (width + 1) / 2;
  height = (height + 1) / 2;
  std::vector<unsigned char> rgb(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
  require(tjDecompress2(decoder.get(), bytes, jpeg.size(), rgb.data(), width, 0, height, TJPF_RGB, 0) == 0,
          "the JPEG cannot be read");
  parts.decode += ms_since(start);

  start = Clock::now();
  WebPConfig config;
  WebPPicture picture;
  require(WebPConfigPreset(&config, WEBP_PRESET_DEFAULT, 80) && WebPPictureInit(&picture), "no WebP");
  config.method = 2;
  picture.width = width;
  picture.height = height;
  require(WebPPictureImportRGB(&picture, rgb.data(), width * 3), "no memory for the picture");
  for (const int to : {1600, 800, 320}) {
    require(WebPPictureRescale(&picture, to, 0), "the picture cannot be shrunk");
    parts.resize += ms_since(start);
    start = Clock::now();
    WebPMemoryWriter out;
    WebPMemoryWriterInit(&out);
    picture.writer = WebPMemoryWrite;
    picture.custom_ptr = &out;
    require(WebPEncode(&config, &picture), "no WebP could be made");
    WebPMemoryWriterClear(&out);
    parts.encode += ms_since(start);
    start = Clock::now();
  }
  WebPPictureFree(&picture);
  ++parts.photos;
}

void run(const char* file, double seconds, std::size_t threads) {
  std::ifstream in(file, std::ios::binary);
  const std::string jpeg{std::istreambuf_iterator<char>(in), {}};
  const auto start = Clock::now();
  std::vector<Parts> parts(threads);
  std::vector<std::thread> running;
  for (Parts& own : parts) {
    running.emplace_back([&] {
      do take(jpeg, own);
      while (ms_since(start) < seconds * 1000);
    });
  }
  for (auto& thread : running) thread.join();
  Parts all;
  for (const Parts& own : parts) {
    all.decode += own.decode;
    all.resize += own.resize;
    all.encode += own.encode;
    all.photos += own.photos;
  }
  std::cout << "{\"per_second\":" << all.photos / (ms_since(start) / 1000)
            << ",\"decode_ms\":" << all.decode / all.photos << ",\"resize_ms\":" << all.resize / all.photos
            << ",\"encode_ms\":" << all.encode / all.photos << ",\"processor_ms\":"
            << 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC / all.photos << "}\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: load_bare_photos make FILE SEED | FILE SECONDS THREADS\n";
    return 2;
  }
  try {
    if (std::string_view(argv[1]) == "make") {
      make(argv[2], static_cast<unsigned>(std::atoi(argv[3])));
    } else {
      (void)setpriority(PRIO_PROCESS, 0, 10);
      run(argv[1], std::atof(argv[2]), static_cast<std::size_t>(std::atoi(argv[3])));
    }
  } catch (const std::exception& error) {
    std::cerr << "load_bare_photos: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
