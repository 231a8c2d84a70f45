#include "books/book_json.h"

namespace books {

namespace {

void write_sold(json::Writer& w, const std::vector<Sale>& sales) {
  std::vector<std::int64_t> prices;
  for (const Sale& sale : sales) prices.push_back(sale.price);
  const auto spread = quartiles(std::move(prices));
  w.open("sold").integer("count", static_cast<std::int64_t>(sales.size()));
  if (!spread) {
    w.null("median").null("quartiles").null("last").close();
    return;
  }
  const std::string range = "[" + std::to_string(spread->lower) + "," + std::to_string(spread->upper) + "]";
  w.integer("median", spread->median).raw("quartiles", range);
  w.open("last").integer("price", sales.front().price).time("at", sales.front().at).close();
  w.close();
}

void write_members(json::Writer& w, const Edition& edition) {
  w.text("isbn", edition.isbn)
      .text("title", edition.title)
      .text("author", edition.author)
      .text("publisher", edition.publisher)
      .integer("on_sale", edition.on_sale)
      .integer("lowest_price", edition.lowest_price);
  write_sold(w, edition.sales);
}

}  // namespace

void write_edition(json::Writer& w, const Edition& edition) {
  w.open();
  write_members(w, edition);
  w.close();
}

void write_edition(json::Writer& w, std::string_view name, const Edition& edition) {
  w.open(name);
  write_members(w, edition);
  w.close();
}

}  // namespace books
