// What GET /posts is compared with: Pistache alone, answering every request with the bytes of a file.
//   load_bare_pistache FILE THREADS     prints its port; ends with its standard input
#include <pistache/endpoint.h>
#include <pistache/http.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <utility>

namespace {

namespace Http = Pistache::Http;

class SameBytes : public Http::Handler {
 public:
  HTTP_PROTOTYPE(SameBytes)
  explicit SameBytes(std::string bytes) : bytes_(std::move(bytes)) {}

  void onRequest(const Http::Request&, Http::ResponseWriter response) override {
    response.send(Http::Code::Ok, bytes_, MIME(Application, Json));
  }

 private:
  std::string bytes_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: load_bare_pistache FILE THREADS\n";
    return 2;
  }
  std::ifstream file(argv[1], std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};

  Http::Endpoint endpoint(Pistache::Address(Pistache::Ipv4::loopback(), Pistache::Port(0)));
  endpoint.init(Http::Endpoint::options()
                    .threads(std::atoi(argv[2]))
                    .flags(Pistache::Tcp::Options::NoDelay | Pistache::Tcp::Options::ReuseAddr));
  endpoint.setHandler(std::make_shared<SameBytes>(std::move(bytes)));
  endpoint.serveThreaded();
  std::cout << endpoint.getPort() << std::endl;
  std::cin.ignore(std::numeric_limits<std::streamsize>::max());
  endpoint.shutdown();
  return 0;
}
