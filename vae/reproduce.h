// What: tables(), what papers and articles say models reach; reproduce, which makes our own of it.
// Why: figures can be trusted when everybody can make them again, with one command.
// Invariants: a row is a run folder like any other, so a table that was stopped, or killed, goes on
//      where it was; a row that is complete is only read. A row is never mixed with a run of other
//      options.
// Read next: RESULTS.md. Sources: the papers named in the tables.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "vae/evaluate.h"

namespace gradus::vae {

/// One line of a table.
struct Row {
  std::string name;  // and folder
  Options options;
  std::string published = "";  // the figure to compare with, or empty
  std::string continues = "";  // the row before whose training this one goes on with
};

struct Table {
  enum class Columns { likelihood, sweep, comparison };

  std::string name, what;
  std::vector<Row> rows;
  Plan plan;  // of their evaluation
  Columns columns;
  /// Rows (first, second) to say of how much better the second one is, image by image.
  std::vector<std::pair<std::string, std::string>> pairs = {};
};

const std::vector<Table>& tables();
/// Throws UsageError, with the names there are.
const Table& table(const std::string& name);
/// The same in small, of drawn digits.
Table trial(Table table);

/// Trains and evaluates every row that is not complete, each in folder/row.name, and writes the
/// table as it then is to folder/table.md, of a sweep also the picture folder/sweep.svg. `stop` is
/// asked before each batch; once it says yes, the result is false, else true. Throws UsageError if
/// the folder of a row has a run of other options.
bool reproduce(const Table& table, const std::filesystem::path& folder,
               const std::optional<std::string>& data_dir, const std::function<bool()>& stop);

/// The table as Markdown, from what is in the folder; a row that is not complete says how far it
/// is, and no more.
std::string to_markdown(const Table& table, const std::filesystem::path& folder);

}  // namespace gradus::vae
