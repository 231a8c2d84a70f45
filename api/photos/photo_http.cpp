#include "photos/photo_http.h"

#include <optional>

#include "app/idempotency.h"
#include "core/error.h"
#include "core/pointer.h"
#include "http/etag.h"
#include "http/multipart.h"
#include "http/params.h"
#include "photos/photo_json.h"

namespace photos {
namespace {

using http::Principal, http::Request, http::Response;

// The part `photo` of a form, the only one there may be.
std::string_view photo_of_form(const Request& request) {
  const auto parts = http::parse_multipart(request.header("content-type").value_or(""), request.body);
  std::optional<std::string_view> photo;
  for (const auto& part : parts) {
    if (part.name != "photo") {
      throw core::Error(422, "unknown-field", "Only a part named photo is taken.",
                        {{core::pointer_to(part.name), "unknown-field", "There is no such field."}});
    }
    if (photo) throw core::invalid_field("/photo", "duplicate", "One photo is taken at a time.");
    photo = part.content;
  }
  if (!photo) throw core::invalid_field("/photo", "required", "There is no part named photo.");
  return *photo;
}

std::string_view image_of(const Request& request, std::size_t max_bytes) {
  const bool form = http::is_multipart(request.header("content-type").value_or(""));
  const std::string_view image = form ? photo_of_form(request) : std::string_view(request.body);
  if (image.size() > max_bytes)
    throw core::Error(413, "body-too-large",
                      "A photo may have at most " + std::to_string(max_bytes) + " bytes.");
  return image;
}

PhotoSize size_of(std::string_view name) {
  if (name == "thumb") return PhotoSize::thumb;
  if (name == "card") return PhotoSize::card;
  if (name == "full") return PhotoSize::full;
  throw core::not_found("A photo comes as thumb, card or full.");
}

Response photo_response(const PhotoService& photos, HeldPhotos& held, const Request& request,
                        const Principal& who) {
  const std::string_view id = http::path_text(request, "id"), size = http::path_text(request, "size");
  const auto owner = held.owner(id);
  const bool staff = who.role == "moderator" || who.role == "admin";
  if (owner && *owner != who.user && !staff) throw core::not_found("There is no such photo.");
  Response response;
  response.body = photos.read(id, size_of(size));
  // What an address shows never changes. Pages of other origins may show it: the frontend may be hosted
  // elsewhere. What is not everybody's no proxy keeps for everybody.
  return response.with("Content-Type", "image/webp")
      .with("ETag", "\"" + std::string(id) + "-" + std::string(size) + "\"")
      .with("Cache-Control", owner ? std::string(http::revalidate) : "public, max-age=31536000, immutable")
      .with("Cross-Origin-Resource-Policy", "cross-origin");
}

}  // namespace

std::vector<http::Route> photo_routes(PhotoService& photos, HeldPhotos& held, db::Database& database,
                                      const core::Clock& clock, std::size_t max_bytes) {
  using http::Access, http::BodyKind, http::Lane, http::Method;
  return {
      {Method::post, "/photos", Access::member, Lane::image,
       [&photos, &database, &clock, max_bytes](const Request& request, const Principal& who) {
         // Decoding happens outside the writer, so the key is looked up before it and again with the row.
         if (auto first = app::remembered_answer(database, request, who)) return std::move(*first);
         StagedPhoto staged = photos.stage(who.user, image_of(request, max_bytes));
         return app::once(database, request, who, clock.now(), [&] {
           const Photo photo = photos.add(who.user, staged);
           return http::created("/photos/" + photo.id + "/full", photo_json(photo));
         });
       },
       BodyKind::any},
      {Method::get, "/photos/{id}/{size}", Access::anyone, Lane::db,
       [&photos, &held](const Request& request, const Principal& who) {
         return photo_response(photos, held, request, who);
       }},
  };
}

}  // namespace photos
