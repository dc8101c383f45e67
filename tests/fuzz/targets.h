// What: the entries of the fuzzers: each takes arbitrary bytes to a reader of foreign data.
// Why: the fuzzers (fuzzer.cpp) look for bytes that break a reader, and test_corpora.cpp replays in
//      every test run what they have found so far.
// Invariants: a target accepts the bytes or sees a FileError or UsageError, and nothing else; what
//      it accepts must survive being written and read again.
// Read next: test_corpora.cpp.
#pragma once

#include <string>

namespace gradus::fuzz {

void idx(const std::string& bytes);           // a file of images, and one of labels
void gz(const std::string& bytes);            // the same, as gzip data and as what is in it
void safetensors(const std::string& bytes);   // a model and a checkpoint
void config(const std::string& bytes);        // config.json
void metrics(const std::string& bytes);       // metrics.csv
void command_line(const std::string& bytes);  // arguments of the program, one on each line

}  // namespace gradus::fuzz
