#include "photos/photo_json.h"

namespace photos {
namespace {

void write_members(json::Writer& w, const Photo& photo) {
  const std::string address = "/photos/" + photo.id;
  w.text("id", photo.id).integer("width", photo.width).integer("height", photo.height);
  w.open("urls")
      .text("thumb", address + "/thumb")
      .text("card", address + "/card")
      .text("full", address + "/full");
  w.close();
}

}  // namespace

std::string photo_json(const Photo& photo) {
  json::Writer w;
  w.open();
  write_members(w, photo);
  w.close();
  return w.take();
}

void write_photo(json::Writer& w, std::string_view name, const Photo& photo) {
  w.open(name);
  write_members(w, photo);
  w.close();
}

}  // namespace photos
