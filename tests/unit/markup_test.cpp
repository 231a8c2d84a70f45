#include "core/markup.h"

#include <doctest/doctest.h>

namespace markup_test {

TEST_CASE("what means something in HTML or XML is written as a reference") {
  CHECK(core::escaped("a < b && c > \"d\" 'e'") == "a &lt; b &amp;&amp; c &gt; &quot;d&quot; &#39;e&#39;");
  CHECK(core::escaped("]]>") == "]]&gt;");
  CHECK(core::escaped("&amp;") == "&amp;amp;");
  CHECK(core::escaped("책 🦒 \u00A0").compare("책 🦒 \u00A0") == 0);
  CHECK(core::escaped("").empty());
}

TEST_CASE("what XML 1.0 cannot write is left out") {
  CHECK(core::escaped({"a\0b\x01\x08\x0B\x0C\x0E\x1F!", 10}) == "ab!");
  CHECK(core::escaped("a\tb\nc\r\n") == "a\tb\nc\r\n");
  CHECK(core::escaped("\uFFFD\uFFFE\uFFFF\uFFFC!") == "\uFFFD\uFFFC!");
}

}  // namespace markup_test
