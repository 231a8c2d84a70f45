#include "admin/admin_http.h"

#include "admin/admin_json.h"
#include "admin/admin_request.h"
#include "core/text.h"
#include "http/page.h"
#include "http/params.h"
#include "posts/post_json.h"
#include "reports/report_json.h"
#include "search/search.h"

namespace admin {

namespace {

using http::Access, http::BodyKind, http::Lane, http::Method, http::Principal, http::Request, http::Response;

std::string username(const Request& request) {
  return core::lower_ascii(http::path_text(request, "username"));
}

core::PostId post_id(const Request& request) {
  return http::path_id<core::PostId>(request, "id");
}

Response cases(CaseService& service, const Request& request, const Principal& who) {
  http::Query query(request);
  reports::CaseFilter filter;
  filter.state = query.choice("state", reports::states).value_or("open");
  filter.kind = query.choice("kind", reports::kinds);
  filter.owner = name_in(query, "owner");
  filter.most_reported_first = query.choice("sort", {"oldest", "most_reported"}) == "most_reported";
  if (filter.most_reported_first && filter.state != "open") {
    query.fault("sort", "not-allowed", "Only open reports are sorted by their number.");
  }
  const std::string order = "cases-" + filter.state + (filter.most_reported_first ? "-most" : "");
  const core::Page page = query.page(order);
  query.finish();
  return http::page_of(request, service.list(actor_of(request, who), filter, page), page, reports::case_json,
                       [&order](const reports::Case& one) {
                         return core::PageKey{order, one.reporters, one.id.value};
                       });
}

Response people(AdminService& service, const core::Clock& clock, const Request& request,
                const Principal& who) {
  http::Query query(request);
  PersonFilter filter;
  filter.q = query.text("q", max_person_words);
  filter.role = query.choice("role", roles);
  filter.suspended = query.boolean("suspended").value_or(false);
  const core::Page page = query.page("people");
  query.finish();
  return http::page_of(
      request, service.people(actor_of(request, who), filter, page), page,
      [now = clock.now()](const PersonLine& line) { return person_line_json(line, now); },
      [](const PersonLine& line) {
        return core::PageKey{"people", 0, line.card.id.value};
      });
}

Response posts_of_all(AdminService& service, const Request& request, const Principal& who) {
  http::Query query(request);
  posts::RegisterFilter filter;
  if (const auto words = query.text("q", search::max_characters)) filter.query = search::Query(*words);
  filter.statuses = query.choices("status", posts::register_statuses);
  filter.seller = name_in(query, "seller");
  const core::Page page = query.page("register");
  query.finish();
  return http::page_of(request, service.posts(actor_of(request, who), filter, page), page,
                       registered_post_json, [](const posts::RegisteredPost& one) {
                         return core::PageKey{"register", 0, one.post.id.value};
                       });
}

Response appeals(AppealService& service, const Request& request, const Principal& who) {
  http::Query query(request);
  const std::string state = query.choice("state", appeal_states).value_or("open");
  const std::string order = "appeals-" + state;
  const core::Page page = query.page(order);
  query.finish();
  return http::page_of(
      request, service.list(actor_of(request, who), state, page), page,
      [](const Appeal& appeal) { return appeal_json(appeal, true); },
      [&order](const Appeal& appeal) {
        return core::PageKey{order, 0, appeal.id.value};
      });
}

Response own_appeals(AppealService& service, const Request& request, const Principal& who) {
  http::Query query(request);
  const core::Page page = query.page("appeals");
  query.finish();
  return http::page_of(
      request, service.of_user(who.user, page), page,
      [](const Appeal& appeal) { return appeal_json(appeal, false); },
      [](const Appeal& appeal) {
        return core::PageKey{"appeals", 0, appeal.id.value};
      });
}

std::string moderated(const posts::Post& post) {
  return posts::post_document(post, {}, "null").body;
}

void add_reading(std::vector<http::Route>& routes, Services s, const core::Clock& clock) {
  routes.insert(
      routes.end(),
      {{Method::get, "/admin/overview", Access::moderator, Lane::db,
        [s](const Request& request, const Principal& who) {
          return http::json(overview_json(s.admin.overview(actor_of(request, who))));
        }},
       http::with_query(
           {Method::get, "/admin/reports", Access::moderator, Lane::db,
            [s](const Request& request, const Principal& who) { return cases(s.cases, request, who); }}),
       // In the writer's lane, as a look at a conversation is written down.
       {Method::get, "/admin/reports/{id}", Access::moderator, Lane::write,
        [s, &clock](const Request& request, const Principal& who) {
          return http::json(case_detail_json(
              s.cases.look(actor_of(request, who), http::path_id<core::CaseId>(request, "id")), clock.now()));
        }},
       http::with_query({Method::get, "/admin/users", Access::moderator, Lane::db,
                         [s, &clock](const Request& request, const Principal& who) {
                           return people(s.admin, clock, request, who);
                         }}),
       http::with_query({Method::get, "/admin/posts", Access::moderator, Lane::db,
                         [s](const Request& request, const Principal& who) {
                           return posts_of_all(s.admin, request, who);
                         }}),
       {Method::get, "/admin/users/{username}", Access::moderator, Lane::db,
        [s, &clock](const Request& request, const Principal& who) {
          return http::json(
              person_json(s.admin.person(actor_of(request, who), username(request)), clock.now()));
        }},
       http::with_query({Method::get, "/admin/appeals", Access::moderator, Lane::db,
                         [s](const Request& request, const Principal& who) {
                           return appeals(s.appeals, request, who);
                         }})});
}

void add_acts_on_posts(std::vector<http::Route>& routes, Services s, const core::Clock& clock) {
  routes.insert(routes.end(),
                {{Method::post, "/admin/reports/{id}/resolve", Access::moderator, Lane::write,
                  [s, &clock](const Request& request, const Principal& who) {
                    const Decision decision = read_case_decision(request.body);
                    return http::json(case_detail_json(
                        s.cases.resolve(actor_of(request, who), http::path_id<core::CaseId>(request, "id"),
                                        decision.outcome, decision.note),
                        clock.now()));
                  },
                  BodyKind::json},
                 {Method::post, "/admin/posts/{id}/hide", Access::moderator, Lane::write,
                  [s](const Request& request, const Principal& who) {
                    return http::json(moderated(s.moderation.hide_post(
                        actor_of(request, who), post_id(request), read_reason(request.body))));
                  },
                  BodyKind::json},
                 {Method::post, "/admin/posts/{id}/restore", Access::moderator, Lane::write,
                  [s](const Request& request, const Principal& who) {
                    return http::json(moderated(s.moderation.restore_post(
                        actor_of(request, who), post_id(request), read_reason(request.body))));
                  },
                  BodyKind::json}});
}

void add_acts_on_people(std::vector<http::Route>& routes, Services s, const core::Clock& clock) {
  // Each answers what has become of the user.
  const auto act = [&](Method method, const char* pattern, Access access, auto what) {
    routes.push_back({method, pattern, access, Lane::write,
                      [s, &clock, what](const Request& request, const Principal& who) {
                        const Actor actor = actor_of(request, who);
                        what(s.moderation, actor, username(request), request);
                        return http::json(person_json(s.admin.person(actor, username(request)), clock.now()));
                      },
                      BodyKind::json});
  };
  act(Method::post, "/admin/users/{username}/warn", Access::moderator,
      [](auto& moderation, const Actor& actor, const std::string& name, const Request& request) {
        moderation.warn(actor, name, read_reason(request.body));
      });
  act(Method::post, "/admin/users/{username}/suspend", Access::moderator,
      [&clock](auto& moderation, const Actor& actor, const std::string& name, const Request& request) {
        moderation.suspend(actor, name, read_suspension(request.body, clock.now()));
      });
  act(Method::post, "/admin/users/{username}/ban", Access::admin,
      [](auto& moderation, const Actor& actor, const std::string& name, const Request& request) {
        moderation.suspend(actor, name, {std::nullopt, read_reason(request.body)});
      });
  act(Method::post, "/admin/users/{username}/restore", Access::moderator,
      [](auto& moderation, const Actor& actor, const std::string& name, const Request& request) {
        moderation.restore_user(actor, name, read_reason(request.body));
      });
  routes.push_back({Method::put, "/admin/users/{username}/role", Access::admin, Lane::write,
                    [s](const Request& request, const Principal& who) {
                      s.moderation.set_role(actor_of(request, who), username(request),
                                            read_role(request.body));
                      return http::no_content();
                    },
                    BodyKind::json});
}

void add_appeals(std::vector<http::Route>& routes, Services s) {
  routes.insert(routes.end(), {{Method::post, "/appeals", Access::signed_in, Lane::write,
                                [s](const Request& request, const Principal& who) {
                                  const Appeal made = s.appeals.appeal(who.user, read_appeal(request.body));
                                  return http::json(201, appeal_json(made, false));
                                },
                                BodyKind::json},
                               http::with_query({Method::get, "/appeals/mine", Access::signed_in, Lane::db,
                                                 [s](const Request& request, const Principal& who) {
                                                   return own_appeals(s.appeals, request, who);
                                                 }}),
                               {Method::post, "/admin/appeals/{id}/resolve", Access::moderator, Lane::write,
                                [s](const Request& request, const Principal& who) {
                                  const Decision decision = read_appeal_decision(request.body);
                                  return http::json(appeal_json(
                                      s.appeals.resolve(actor_of(request, who),
                                                        http::path_id<core::AppealId>(request, "id"),
                                                        decision.outcome, decision.note),
                                      true));
                                },
                                BodyKind::json}});
}

}  // namespace

std::vector<http::Route> admin_routes(Services services, const core::Clock& clock) {
  std::vector<http::Route> routes;
  add_reading(routes, services, clock);
  add_acts_on_posts(routes, services, clock);
  add_acts_on_people(routes, services, clock);
  add_appeals(routes, services);
  return routes;
}

}  // namespace admin
