// What: report, the results of a student in one of five formats.
// Why: a person, a table, a build server and Gradescope each read another one.
// Invariants: every exercise asked for is in it, done or not; a solution that was looked at is
//      marked. Any JSON or XML parser takes what is written.
// Read next: report.cpp.
#pragma once

#include <string>
#include <vector>

#include "tutorials/tools/records.h"

namespace gradus::grade {

struct Row {
  Exercise exercise;
  Record record;
  bool changed = false;  // the answer, since the record's result
};

/// Every test, the hidden ones too.
bool has_passed(const Row& row);

/// The verdict on one run, in full: cases, mistakes, what was printed.
std::string verdict(const Row& row);

/// The table by chapter, with points and states.
std::string table(const std::vector<Row>& rows);

/// `format`: text (the table and the verdicts on what has not passed), json, csv, junit or
/// gradescope (its results.json; hidden tests become visible to students when the teacher publishes
/// the grades).
std::string report(const std::vector<Row>& rows, const std::string& format);

}  // namespace gradus::grade
