// A photo as its row tells of it; its bytes are in photo_files.
#pragma once

#include <string>

namespace photos {

struct Photo {
  std::string id;  // core::new_public_id(): whoever has it may see the photo
  int width = 0;   // of the full rendition
  int height = 0;
};

}  // namespace photos
