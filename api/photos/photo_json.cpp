#include "photos/photo_json.h"

namespace photos {

void write_photo(json::Writer& w, std::string_view name, const Photo& photo) {
  if (name.empty()) {
    w.open();
  } else {
    w.open(name);
  }
  const std::string address = "/photos/" + photo.id;
  w.text("id", photo.id).integer("width", photo.width).integer("height", photo.height);
  w.open("urls")
      .text("thumb", address + "/thumb")
      .text("card", address + "/card")
      .text("full", address + "/full")
      .close();
  w.close();
}

std::string photo_json(const Photo& photo) {
  json::Writer w;
  write_photo(w, "", photo);
  return w.take();
}

}  // namespace photos
