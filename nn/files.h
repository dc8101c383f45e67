// What: whole files and folders: read_file, write_file, make_folder.
// Why: a run that is killed or finds the disk full must not damage what it saved before.
// Invariants: write_file replaces a file whole or leaves it untouched, so a reader (and a resumed
//      run) sees the old bytes or the new ones, never a mixture; errors are FileErrors.
// Read next: checkpoint.h.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace gradus {

/// All bytes of a file. Throws FileError if it is missing, a folder, or cannot be read.
std::string read_file(const std::filesystem::path& path);

/// Makes `bytes` the content of `path`: writes PATH.<process id>.tmp next to it, waits until the
/// disk has it (fsync), renames it, which POSIX does in one step, and waits until the disk has the
/// new name. Throws FileError if any of this fails; up to the renaming the temporary file is then
/// removed and the previous content untouched.
void write_file(const std::filesystem::path& path, std::string_view bytes);

/// Makes sure that `path` is a folder one can write in, with its parents. Throws FileError.
void make_folder(const std::filesystem::path& path);

}  // namespace gradus
