#include "tutorials/tools/records.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "nn/files.h"
#include "tensor/errors.h"

namespace gradus::grade {

using nlohmann::json;

static void to_json(json& j, const Case& c) {
  j = {{"name", c.name}, {"status", c.status}, {"points", c.points}, {"message", c.message}};
}
static void from_json(const json& j, Case& c) {
  c = {j.at("name"), j.at("status"), j.at("message"), j.at("points")};
}

void to_json(json& j, const Part& p) {
  j = {{"state", name(p.state)}, {"points", p.points},     {"possible", p.possible},
       {"cases", p.cases},       {"mistakes", p.mistakes}, {"trouble", p.trouble},
       {"printed", p.printed}};
}
static void from_json(const json& j, Part& p) {
  p = {state_of(j.at("state")), j.at("points"),  j.at("possible"), j.at("cases"),
       j.at("mistakes"),        j.at("trouble"), j.at("printed")};
}

static void to_json(json& j, const Record& r) {
  j = {{"hints", r.hints},
       {"revealed", r.revealed},
       {"seconds", r.result.seconds},
       {"file_time", r.result.file_time},
       {"own", r.result.own}};
  if (r.result.hidden) j["hidden"] = *r.result.hidden;
}
static void from_json(const json& j, Record& r) {
  r.hints = j.at("hints");
  r.revealed = j.at("revealed");
  r.result = {j.at("own"), std::nullopt, j.at("seconds"), j.at("file_time")};
  if (j.contains("hidden")) r.result.hidden = j.at("hidden").get<Part>();
}

namespace {

json read_all(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) return json::object();
  try {
    return json::parse(read_file(file));
  } catch (const json::exception&) {
    throw Error(fmt::format(
        "{} is damaged: delete it. Your exercises are untouched; run them again with `grade run`",
        file.string()));
  }
}

}  // namespace

Record Records::get(const std::string& number) const {
  const json all = read_all(file_);
  try {
    return all.contains(number) ? all.at(number).get<Record>() : Record{};
  } catch (const json::exception&) {
    return {};  // of another version of this program
  }
}

void Records::change(const std::string& number, const std::function<void(Record&)>& how) const {
  json all = read_all(file_);
  Record record = get(number);
  how(record);
  all[number] = record;
  write_file(file_, all.dump(1, ' ', false, json::error_handler_t::replace) + "\n");
}

}  // namespace gradus::grade
